package exchange

import "time"

// dueKind says what an agenda entry is about, and so what its reference is.
type dueKind uint8

const (
	expiry dueKind = iota + 1 // of: *record
	wake                      // of: int32, a number at the end of its rest
	step                      // of: *call, whose next step it is
)

// entry is one thing that falls due. It knows its place, so that it can be taken off without a search.
type entry struct {
	of   any
	pos  int32 // one-based place in the heap; 0: not on the agenda
	kind dueKind
}

// agenda holds the entries in order of instant, then of arrival, as an indexed binary heap. The keys lie in the heap
// itself: with a million entries, following pointers would cost more than comparing.
type agenda struct {
	slots []slot
	seq   uint64
}

type slot struct {
	at    time.Time
	seq   uint64
	entry *entry
}

func (s *slot) before(o *slot) bool {
	if c := s.at.Compare(o.at); c != 0 {
		return c < 0
	}
	return s.seq < o.seq
}

// next is the earliest instant.
func (a *agenda) next() (time.Time, bool) {
	if len(a.slots) == 0 {
		return time.Time{}, false
	}
	return a.slots[0].at, true
}

// at is the instant of an entry that is on the agenda.
func (a *agenda) at(e *entry) time.Time { return a.slots[e.pos-1].at }

// add puts an entry on the agenda.
func (a *agenda) add(at time.Time, e *entry) {
	a.seq++
	a.slots = append(a.slots, slot{at: at, seq: a.seq, entry: e})
	e.pos = int32(len(a.slots))
	a.rise(len(a.slots) - 1)
}

// pop takes the earliest entry off.
func (a *agenda) pop() *entry {
	e := a.slots[0].entry
	a.remove(e)
	return e
}

// remove takes an entry off; one that is not on the agenda is left alone.
func (a *agenda) remove(e *entry) {
	if e.pos == 0 {
		return
	}
	i, last := int(e.pos-1), len(a.slots)-1
	e.pos = 0
	moved := a.slots[last]
	a.slots[last] = slot{}
	a.slots = a.slots[:last]
	if i == last {
		return
	}
	a.put(i, moved)
	a.rise(i)
	a.sink(int(moved.entry.pos - 1))
}

func (a *agenda) put(i int, s slot) {
	a.slots[i] = s
	s.entry.pos = int32(i + 1)
}

func (a *agenda) rise(i int) {
	s := a.slots[i]
	for i > 0 {
		up := (i - 1) / 2
		if !s.before(&a.slots[up]) {
			break
		}
		a.put(i, a.slots[up])
		i = up
	}
	a.put(i, s)
}

func (a *agenda) sink(i int) {
	s := a.slots[i]
	for {
		down := 2*i + 1
		if down+1 < len(a.slots) && a.slots[down+1].before(&a.slots[down]) {
			down++
		}
		if down >= len(a.slots) || !a.slots[down].before(&s) {
			break
		}
		a.put(i, a.slots[down])
		i = down
	}
	a.put(i, s)
}
