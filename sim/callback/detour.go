package callback

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// Detour is how a message is sent other than straight: because somebody wants to see how the receiver takes it. One that
// is delayed or held leaves its lane: it neither waits behind the others nor holds them up.
type Detour struct {
	Fault       string        // what bends it, in words, for listing
	DuplicateOf string        // the delivery this one repeats: it goes after that one, under the same Webhook-Id
	Delay       time.Duration // from when it is owed to its first attempt, at least
	Held        string        // the Release it waits for; empty: none
	Hold        time.Duration // how long it waits for the Release at most
}

// Fault is what bends the message, in words; empty: nothing does.
func (m Message) Fault() string {
	if m.Detour == nil {
		return ""
	}
	return m.Detour.Fault
}

// DuplicateOf is the delivery the message repeats on the wire; empty: none.
func (m Message) DuplicateOf() string {
	if m.Detour == nil {
		return ""
	}
	return m.Detour.DuplicateOf
}

// Aside tells whether the message keeps no order with the others of its lane.
func (m Message) Aside() bool { return m.Detour != nil && (m.Detour.Delay > 0 || m.Detour.Held != "") }

// due is the first attempt's instant of a message owed now, unless it is let go before.
func (m Message) due(now time.Time) time.Time {
	switch d := m.Detour; {
	case d == nil:
		return now
	case d.Held != "":
		return now.Add(max(d.Delay, d.Hold))
	default:
		return now.Add(d.Delay)
	}
}

// laneName is the lane the record belongs in. Duplicates of one aside follow it there.
func (r *record) laneName() string {
	if r.d.Aside() {
		return cmp.Or(r.d.DuplicateOf(), r.d.ID)
	}
	return r.d.Lane
}

// EventID is what the receiver knows the event by: the delivery's id, or that of the one it duplicates.
func (j Job) EventID() string { return cmp.Or(j.DuplicateOf(), j.ID) }

// Held is how many lanes are held: none, as a rule.
func (o *Outbox) Held() int { return len(o.held) }

// Holds tells whether anything waits for the Release of that name.
func (o *Outbox) Holds(name string) bool { return len(o.held[name]) > 0 }

// Release lets go what is held under the name: due now, or when its delay ends. When the delivery behind is still open
// and goes to the same URL in the order of its lane, they go after it. Each is returned as it then stands.
func (o *Outbox) Release(now time.Time, name, behind string) []Delivery {
	var freed []Delivery
	leader := o.known[behind]
	for _, l := range o.held[name] {
		late := false
		for r := l.head; r != nil; r = r.next {
			earliest := r.d.Owed.Add(r.d.Detour.Delay)
			late = late || earliest.After(now)
			r.d.Due = later(now, earliest)
			freed = append(freed, r.view())
		}
		if !late && leads(leader, l.endpoint) {
			o.merge(l, leader.lane)
			continue
		}
		heap.Fix(&l.endpoint.waiting, l.place)
		o.settle(l.endpoint)
	}
	delete(o.held, name)
	return freed
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// leads tells whether others to the endpoint can be put behind the record.
func leads(r *record, e *endpoint) bool {
	return r != nil && r.lane != nil && r.lane.endpoint == e && !r.d.Aside()
}

// merge puts a waiting lane behind another one, which is not empty, of the same endpoint.
func (o *Outbox) merge(l, into *lane) {
	e := l.endpoint
	heap.Remove(&e.waiting, l.place)
	delete(e.lanes, l.name)
	for l.length > 0 {
		r := l.pop()
		r.lane = into
		into.push(r)
	}
	o.settle(e)
}

// hold remembers that a lane just begun waits for a Release, if it does.
func (o *Outbox) hold(l *lane) {
	if d := l.head.d.Detour; d != nil && d.Held != "" {
		o.held[d.Held] = append(o.held[d.Held], l)
	}
}

// unhold forgets it, once the hold is over and the first is attempted.
func (o *Outbox) unhold(l *lane) {
	d := l.head.d.Detour
	if d == nil || d.Held == "" || !o.Holds(d.Held) {
		return
	}
	left := slices.DeleteFunc(o.held[d.Held], func(other *lane) bool { return other == l })
	if o.held[d.Held] = left; len(left) == 0 {
		delete(o.held, d.Held)
	}
}
