package sim

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/fault"
)

// bend owes an event as the fault rules have it; over tells that its allocation has ended. An event nobody is
// subscribed to is no occasion for a rule. The caller holds the lock.
func (w *World) bend(at time.Time, n Notice, m callback.Message, over bool) callback.Delivery {
	if m.URL == "" || !w.armed.Load() {
		return w.owe(at, m, 0)
	}
	s, struck := w.faults.Strike(fault.Occasion{At: at, Event: n.Event, Field: n.Field})
	if !struck {
		return w.owe(at, m, 0)
	}
	if s.Effect.Drop {
		m.Detour = &callback.Detour{Fault: named(s) + ": dropped"}
		return w.owed(at, w.outbox.Drop(at, m, m.Detour.Fault))
	}
	m.Detour = w.detour(m, s, over)
	return w.owe(at, m, s.Effect.Duplicate)
}

// detour is the way a struck event goes; nil when the effect does nothing.
func (w *World) detour(m callback.Message, s fault.Struck, over bool) *callback.Detour {
	d := &callback.Detour{Delay: s.Wait}
	var said []string
	if s.Effect.AfterDelete || s.Effect.Reorder {
		said = append(said, w.hold(d, m, s.Effect, over))
	}
	if d.Delay > 0 {
		said = append(said, "delayed by "+d.Delay.String())
	}
	if n := s.Effect.Duplicate; n > 0 {
		said = append(said, fmt.Sprintf("sent %d times", n+1))
	}
	if said == nil {
		return nil
	}
	d.Fault = named(s) + ": " + strings.Join(said, ", ")
	return d
}

// hold decides what the delivery waits for, and tells it. Of two events that are to change places only the first waits.
func (w *World) hold(d *callback.Detour, m callback.Message, e fault.Effect, over bool) string {
	next, most := nextTo(callback.Redact(m.URL)), cmp.Or(e.Hold, fault.DefaultHold)
	switch {
	case e.AfterDelete && m.Labels.Allocation == "":
		return "not held, as it is about no allocation"
	case e.AfterDelete && over:
		return "not held, as its allocation has ended"
	case e.AfterDelete:
		d.Held, d.Hold = endOf(m.Labels.Allocation), most
		return fmt.Sprintf("held until its allocation ends, for %s at most", most)
	case w.outbox.Holds(next) && d.Delay == 0:
		return "overtakes the one held before it"
	}
	d.Held, d.Hold = next, most
	return fmt.Sprintf("held until the next one to its endpoint, for %s at most", most)
}

// named tells which rule struck, and for which time.
func named(s fault.Struck) string {
	text := "rule"
	if s.Rule.ID != "" {
		text += " " + s.Rule.ID
	}
	if s.Rule.Name != "" {
		text += fmt.Sprintf(" (%s)", s.Rule.Name)
	}
	if s.Rule.Scenario != "" {
		text += " of scenario " + s.Rule.Scenario
	}
	return fmt.Sprintf("%s, strike %d", text, s.Hit)
}

// What a delivery is held for: the next one to a URL without credentials, the end of an allocation.
func nextTo(url string) string { return "next " + url }
func endOf(id string) string   { return "end " + id }

// owe owes a message, and so many duplicates behind it. One that goes straight lets go what was held for it. The
// caller holds the lock.
func (w *World) owe(at time.Time, m callback.Message, duplicates int) callback.Delivery {
	first := w.owed(at, w.outbox.Owe(at, m))
	if duplicates > 0 {
		w.repeat(at, m, first, duplicates)
	}
	if w.outbox.Held() > 0 && first.State == callback.Pending && !m.Aside() {
		w.letGo(at, nextTo(first.URL), first.ID, "the next one is on its way")
	}
	return first
}

// repeat owes the message so many times more, or until there is no room.
func (w *World) repeat(at time.Time, m callback.Message, first callback.Delivery, times int) {
	again := *m.Detour
	again.DuplicateOf = first.ID
	m.Detour = &again
	for last := first; times > 0 && last.State == callback.Pending; times-- {
		last = w.owed(at, w.outbox.Owe(at, m))
	}
}

// ended lets go what was held until the allocation's end; behind its own event, if that was told.
func (w *World) ended(at time.Time, allocation, event string) {
	if w.outbox.Held() > 0 {
		w.letGo(at, endOf(allocation), event, "its allocation has ended")
	}
}

// letGo frees what is held under a name, and tells why.
func (w *World) letGo(at time.Time, name, behind, why string) {
	for _, d := range w.outbox.Release(at, name, behind) {
		h := about(at, d)
		h.What, h.Detail = HappenedFault, "let go: "+why
		w.tell(h)
	}
}

// owed tells that an event is owed, or why not.
func (w *World) owed(at time.Time, d callback.Delivery) callback.Delivery {
	h := about(at, d)
	h.What, h.Detail = HappenedEvent, cmp.Or(d.Reason, d.Fault())
	if of := d.DuplicateOf(); of != "" && d.Reason == "" {
		h.Detail = "duplicate of " + of
	}
	w.tell(h)
	return d
}

// about begins a happening of a delivery.
func about(at time.Time, d callback.Delivery) Happening {
	return Happening{
		At: at, Event: d.Event, Allocation: d.Labels.Allocation, Call: d.Labels.Call,
		Delivery: d.ID, URL: d.URL, State: string(d.State),
	}
}
