package callback

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrUnknown is returned for an id that was never given out, or is no longer remembered.
var ErrUnknown = errors.New("unknown delivery")

// ErrNothingToSend is returned for a replay of a delivery that has no URL, or whose body was not kept.
var ErrNothingToSend = errors.New("nothing to send")

// DefaultPage is the length of a page when the Filter names none.
const DefaultPage = 100

// Filter chooses deliveries; empty fields do not choose.
type Filter struct {
	Event  string
	URL    string // whole; its credentials do not matter
	State  State
	Labels Labels
	Before uint64 // only those owed before this Seq: the last one of the page before
	Limit  int    // 0: DefaultPage
}

func (f Filter) admits(d *Delivery) bool {
	same := func(want, have string) bool { return want == "" || want == have }
	return same(f.Event, d.Event) && same(f.URL, d.URL) && same(string(f.State), string(d.State)) &&
		same(f.Labels.Tenant, d.Labels.Tenant) && same(f.Labels.Allocation, d.Labels.Allocation) &&
		same(f.Labels.Call, d.Labels.Call)
}

// List returns a page of the deliveries remembered, newest first.
func (o *Outbox) List(f Filter) []Delivery {
	f.URL = Redact(f.URL)
	limit := cmp.Or(f.Limit, DefaultPage)
	page := []Delivery{}
	for i := o.log.before(f.Before) - 1; i >= 0 && len(page) < limit; i-- {
		if r := o.log.entries[i].record; r != nil && f.admits(&r.d) {
			page = append(page, r.view())
		}
	}
	return page
}

// Find returns one delivery.
func (o *Outbox) Find(id string) (Delivery, bool) {
	r, ok := o.known[id]
	if !ok {
		return Delivery{}, false
	}
	return r.view(), true
}

// Replay owes a delivery's body once more, to the same URL and in the same lane, under an id of its own. Errors:
// ErrUnknown, ErrNothingToSend.
func (o *Outbox) Replay(now time.Time, id string) (Delivery, error) { return o.ReplayTo(now, id, "") }

// ReplayTo is Replay to another URL; empty: the same one.
func (o *Outbox) ReplayTo(now time.Time, id, url string) (Delivery, error) {
	r, ok := o.known[id]
	if !ok {
		return Delivery{}, fmt.Errorf("replay %s: %w", id, ErrUnknown)
	}
	m := r.d.Message
	m.URL, m.Detour = cmp.Or(url, r.url), nil
	if m.URL == "" || m.Body == nil {
		return Delivery{}, fmt.Errorf("replay %s: %w", id, ErrNothingToSend)
	}
	return o.owe(now, now, m, id).view(), nil
}

// view copies the delivery out. Bodies and responses are never changed once kept, and are shared.
func (r *record) view() Delivery {
	d := r.d
	d.Attempts = slices.Clone(d.Attempts)
	return d
}

// log holds records in the order owed, with gaps where one was forgotten.
type log struct {
	entries []entry
	gaps    int
}

type entry struct {
	seq    uint64
	record *record
}

func (l *log) add(r *record) { l.entries = append(l.entries, entry{r.d.Seq, r}) }

// remove leaves a gap; once half the entries are gaps they are closed, so that each costs little.
func (l *log) remove(r *record) {
	l.entries[l.before(r.d.Seq)].record = nil
	l.gaps++
	if l.gaps > 64 && l.gaps > len(l.entries)/2 {
		l.entries = slices.DeleteFunc(l.entries, func(e entry) bool { return e.record == nil })
		l.gaps = 0
	}
}

// before is the number of entries with a lower number than seq; for 0, of all entries.
func (l *log) before(seq uint64) int {
	if seq == 0 {
		return len(l.entries)
	}
	i, _ := slices.BinarySearchFunc(l.entries, seq, func(e entry, seq uint64) int { return cmp.Compare(e.seq, seq) })
	return i
}
