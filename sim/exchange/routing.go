package exchange

import (
	"slices"
	"time"
)

// arrive decides what becomes of a new call. A number that is lent is its allocation's, whoever calls; on a shared
// number the caller decides whose it is. A number that is neither has nobody to tell.
func (x *Exchange) arrive(c *call, now time.Time) []Event {
	switch l := &x.pool.lines[c.line]; l.state {
	case lineLent:
		return x.arriveLent(c, l.holder, now)
	case lineShared:
		return x.arriveShared(c, now)
	default:
		return x.turnAway(c, now, "%s is %s: it is lent to nobody", c.To, l.state.public())
	}
}

// arriveLent is a call to a GreenVN, which counts whatever becomes of it (docs 002, call_count). Its parties are
// connected, strangers asked for a PIN when there is one to enter.
func (x *Exchange) arriveLent(c *call, r *record, now time.Time) []Event {
	r.calls++
	events := x.reach(c, r, now)
	if s, ok := x.seatOf(r, c); ok {
		return append(events, x.connect(c, s, now)...)
	}
	if len(r.pins(sideA))+len(r.pins(sideB)) > 0 {
		x.prompt(c, r.attempts, now)
		return events
	}
	return append(events, x.turnAway(c, now, "%s is on neither side of %s, which has no PINs", c.From, r.id)...)
}

// seatOf is the side of an allocation a caller belongs to: listed there, or joined by PIN on the number he calls. On
// another number of the same GreenPin he is a stranger (assumed).
func (x *Exchange) seatOf(r *record, c *call) (side, bool) {
	if s, ok := r.listed(c.From); ok {
		return s, true
	}
	m, ok := x.joined[joinKey{c.line, c.From}]
	return m.side, ok && m.of == r
}

// listed is the side a number is listed on.
func (r *record) listed(number string) (side, bool) {
	if slices.Contains(r.a, number) {
		return sideA, true
	}
	return sideB, slices.Contains(r.b, number)
}

// arriveShared is a call to a number that GreenPins share. Whoever belongs to one allocation only is connected, anybody
// else asked for a PIN (public). One who is locked out is neither; nothing is told of him unless it is clear whose call
// it is (assumed).
func (x *Exchange) arriveShared(c *call, now time.Time) []Event {
	common := x.shared[c.line]
	c.bridged = common.bridged > 0
	s, sure := x.guess(joinKey{c.line, c.From})
	var events []Event
	if sure {
		events = x.reach(c, s.of, now)
	}
	switch {
	case slices.Contains(common.locked, c.From):
		return append(events, x.turnAway(c, now, "%s is locked out of %s after too many wrong PINs", c.From, c.To)...)
	case sure:
		return append(events, x.connect(c, s.side, now)...)
	}
	x.prompt(c, common.most(), now)
	return nil
}

// guess is where a caller belongs on a shared number without entering a PIN: listed in one active allocation or joined
// one, and no other (assumed for those who are both; public otherwise).
func (x *Exchange) guess(k joinKey) (seat, bool) {
	found := x.listings(k)
	m, joined := x.joined[k]
	if len(found) == 0 {
		return m.seat, joined
	}
	if len(found) > 1 || joined && m.of != found[0] {
		return seat{}, false
	}
	s, _ := found[0].listed(k.caller)
	return seat{found[0], s}, true
}

// reach makes a call one of an allocation's.
func (x *Exchange) reach(c *call, r *record, now time.Time) []Event {
	x.bind(c, r)
	return x.progress(c, Initiated, now)
}

// bind writes the allocation down with the call. The custom field is the one of this moment (docs 004, CustomField).
func (x *Exchange) bind(c *call, r *record) {
	c.of, c.Allocation = r, r.id
	if r.rare != nil {
		c.CustomField = r.rare.custom
	}
}

// connect dials the side opposite the caller's. From here on the call runs by the parties as they are now: neither an
// expiry nor a DELETE nor an update touches it any more (assumed). An other side without numbers counts as a failed
// dial (assumed).
func (x *Exchange) connect(c *call, s side, now time.Time) []Event {
	if s == sideB && c.of.oneway {
		return x.turnAway(c, now, "%s is on side B of %s, whose usage is oneway", c.From, c.of.id)
	}
	if c.phones = c.of.phones(1-s, x.joined, c.From); len(c.phones) == 0 {
		c.DialStatus = LegFailed
		return x.finish(c, now, ending{TypeIncomplete, ByOperator})
	}
	return x.dial(c, now)
}

// phones lists whom a call to a side dials: the listed numbers in their order, then the callers who joined in theirs,
// each once and never the caller himself (assumed).
func (r *record) phones(s side, joined map[joinKey]member, caller string) []string {
	var all []string
	add := func(n string) {
		if n != caller && len(all) < mostDialled && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	for _, n := range r.numbers(s) {
		add(n)
	}
	if r.rare == nil {
		return all
	}
	for _, k := range r.rare.joined {
		if joined[k].side == s {
			add(k.caller)
		}
	}
	return all
}
