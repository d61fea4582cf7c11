package exchange

import (
	"cmp"
	"slices"
)

// roll knows the callers of shared numbers without a PIN: who is listed on a side that calls through the number. Nearly
// all of them are listed once; the few that are listed more often have a set of their own. As there may be millions, a
// caller goes by a hash; what is found is looked at before it counts.
type roll struct {
	once map[rollKey]*record
	more map[rollKey]map[*record]struct{}
}

// rollKey is the hash of a caller on a number.
type rollKey uint64

func newRoll() roll {
	return roll{once: make(map[rollKey]*record), more: make(map[rollKey]map[*record]struct{})}
}

// key hashes by FNV-1a.
func (k joinKey) key() rollKey {
	const prime = 1_099_511_628_211
	h := rollKey(14_695_981_039_346_656_037)
	for i := range 4 {
		h = (h ^ rollKey(byte(k.line>>(8*i)))) * prime
	}
	for _, c := range []byte(k.caller) {
		h = (h ^ rollKey(c)) * prime
	}
	return h
}

func (l *roll) add(k rollKey, r *record) {
	if set, ok := l.more[k]; ok {
		set[r] = struct{}{}
		return
	}
	if before, ok := l.once[k]; ok && before != r {
		delete(l.once, k)
		l.more[k] = map[*record]struct{}{before: {}, r: {}}
		return
	}
	l.once[k] = r
}

func (l *roll) remove(k rollKey, r *record) {
	set, ok := l.more[k]
	if !ok {
		if l.once[k] == r {
			delete(l.once, k)
		}
		return
	}
	if delete(set, r); len(set) > 1 {
		return
	}
	delete(l.more, k)
	for last := range set {
		l.once[k] = last
	}
}

// listings is where a caller is listed on a shared number: nowhere, in one allocation, or in several, of which any two
// are returned. It costs the same however many there are.
func (x *Exchange) listings(k joinKey) []*record {
	var found []*record
	if r, ok := x.roll.once[k.key()]; ok && x.lists(r, k) {
		found = append(found, r)
	}
	for r := range x.roll.more[k.key()] {
		if x.lists(r, k) {
			found = append(found, r)
		}
		if len(found) == 2 {
			break
		}
	}
	return found
}

// lists says whether an allocation lists a caller on a side that calls through the number, and not for another whose
// hash is the same.
func (x *Exchange) lists(r *record, k joinKey) bool {
	s, ok := r.listed(k.caller)
	return ok && r.knows(s) && slices.Contains(r.vns(s), x.pool.name(k.line))
}

// knows says whether the callers of a GreenPin's side are known by their number. In the exobridge generation that is
// side A only: whoever is on side B identifies himself each time (docs 004).
func (r *record) knows(s side) bool { return s == sideA || r.line == unlisted }

// commons is what the GreenPins of one shared number have in common.
type commons struct {
	grants  []grant // ascending
	bridged int32   // how many of them are of the exobridge generation
	locked  []string
}

// grant is a number of PIN attempts, and how many GreenPins grant it.
type grant struct{ attempts, users int32 }

// mostLocked bounds the callers locked out of one number; the one locked out first is let in again (assumed).
const mostLocked = 1000

// most is the largest number of attempts that any GreenPin of the number grants.
func (c *commons) most() int32 { return c.grants[len(c.grants)-1].attempts }

func (c *commons) join(r *record) {
	i, found := c.place(r.attempts)
	if !found {
		c.grants = slices.Insert(c.grants, i, grant{attempts: r.attempts})
	}
	c.grants[i].users++
	if r.line != unlisted {
		c.bridged++
	}
}

func (c *commons) leave(r *record) {
	i, _ := c.place(r.attempts)
	if c.grants[i].users--; c.grants[i].users == 0 {
		c.grants = slices.Delete(c.grants, i, i+1)
	}
	if r.line != unlisted {
		c.bridged--
	}
}

func (c *commons) place(attempts int32) (int, bool) {
	return slices.BinarySearchFunc(c.grants, attempts, func(g grant, n int32) int { return cmp.Compare(g.attempts, n) })
}

// lock shuts a caller out.
func (c *commons) lock(caller string) {
	if len(c.locked) >= mostLocked {
		c.locked = slices.Delete(c.locked, 0, 1)
	}
	c.locked = append(c.locked, caller)
}

// inscribe enters a GreenPin in the tables of the numbers it shares: its PINs, its callers, its attempts. strike takes
// it out; nothing they are made from may change in between.
func (x *Exchange) inscribe(r *record) {
	x.pinUp(r)
	x.eachListed(r, x.roll.add)
	for _, i := range x.linesOf(r) {
		x.shared[i].join(r)
	}
}

func (x *Exchange) strike(r *record) {
	x.unpin(r)
	x.eachListed(r, x.roll.remove)
	for _, i := range x.linesOf(r) {
		x.shared[i].leave(r)
	}
}

// eachListed visits the callers a GreenPin's numbers know without a PIN.
func (x *Exchange) eachListed(r *record, do func(rollKey, *record)) {
	for s := sideA; s <= sideB && r.knows(s); s++ {
		for _, line := range x.lines(r.vns(s)) {
			for _, caller := range r.numbers(s) {
				do(joinKey{line, caller}.key(), r)
			}
		}
	}
}

// pardon lets in again who was locked out of an allocation's numbers.
func (x *Exchange) pardon(r *record) {
	for _, i := range x.linesOf(r) {
		x.shared[i].locked = nil
	}
}
