package exchange

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// stage is what a running call waits for.
type stage uint8

const (
	prompting stage = iota + 1 // an entry at the prompt, or the caller gives up there
	dialling                   // the phone that rings answers, or is given up
	talking                    // somebody hangs up
	leaving                    // the caller has left his message
)

// call is a call as the exchange runs it: what is seen of it, and what is still to come. Once it has ended, only what
// is seen is left.
type call struct {
	Call
	script *PlaceCall
	of     *record  // the allocation it reached; nil: none
	phones []string // still to be dialled
	due    entry
	born   uint64
	line   int32
	tries  int32 // entries granted at the prompt
	stage  stage
	// bridged says of a call that reached no allocation whether the number served the exobridge generation.
	bridged bool
}

// calls is the calls the exchange remembers, running and ended.
type calls struct {
	known  map[string]*call // by SID
	over   []*call          // ended, the first to end first
	placed uint64
	chance *rand.ChaCha8
	record bool // every call is recorded
}

// Calls lists every call remembered, running and ended, oldest first.
func (x *Exchange) Calls() []Call {
	known := make([]*call, 0, len(x.calls.known))
	for _, c := range x.calls.known {
		known = append(known, c)
	}
	slices.SortFunc(known, func(a, b *call) int { return cmp.Compare(a.born, b.born) })
	all := make([]Call, len(known))
	for i, c := range known {
		all[i] = c.view()
	}
	return all
}

// Call is a remembered call by its SID, running or ended.
func (x *Exchange) Call(sid string) (Call, bool) {
	c, ok := x.calls.known[sid]
	if !ok {
		return Call{}, false
	}
	return c.view(), true
}

// view is the call as it stands: a copy, whatever becomes of the call later.
func (c *call) view() Call {
	v := c.Call
	v.Legs, v.Pins = slices.Clone(v.Legs), slices.Clone(v.Pins)
	return v
}

// roomForCall refuses a call when as many as can be remembered are running: a running call is never forgotten.
func (x *Exchange) roomForCall() error {
	if len(x.calls.known) < x.limits.Calls || len(x.calls.over) > 0 {
		return nil
	}
	return refuse(BadParameter, "too many calls in progress: the limit is %d; let time pass or raise it", x.limits.Calls)
}

// begin makes a call known, in place of the one that ended longest ago when there are too many.
func (x *Exchange) begin(script PlaceCall, now time.Time) *call {
	for len(x.calls.known) >= x.limits.Calls {
		delete(x.calls.known, x.calls.over[0].SID)
		x.calls.over[0] = nil
		x.calls.over = x.calls.over[1:]
	}
	script.Pins, script.Outcomes = slices.Clone(script.Pins), slices.Clone(script.Outcomes)
	x.calls.placed++
	c := &call{
		Call:   Call{SID: x.newSID(now), From: script.From, To: script.To, Started: now},
		script: &script, born: x.calls.placed, line: x.pool.find(script.To),
	}
	x.calls.known[c.SID] = c
	return c
}

// newSID draws a SID no remembered call has.
func (x *Exchange) newSID(now time.Time) string {
	for {
		sid := fmt.Sprintf("%016x%012x", x.calls.chance.Uint64(), x.calls.chance.Uint64()>>16) + stamp(now)
		if _, taken := x.calls.known[sid]; !taken {
			return sid
		}
	}
}

// stamp is the last four characters of a SID, made from the day in UTC: the years since 2006 in two digits, the month
// and the day in one character of base 36 each (public, inferred; UTC is assumed).
func stamp(t time.Time) string {
	year := ((t.Year()-2006)%100 + 100) % 100
	return fmt.Sprintf("%02d", year) + strconv.FormatInt(int64(t.Month()), 36) + strconv.FormatInt(int64(t.Day()), 36)
}

// await puts the next step of a call on the agenda.
func (x *Exchange) await(c *call, s stage, at time.Time) {
	c.stage, c.due.kind, c.due.of = s, step, c
	x.agenda.add(at, &c.due)
}

// advance carries out the next step of a call at its instant.
func (x *Exchange) advance(c *call, at time.Time) []Event {
	switch c.stage {
	case prompting:
		return x.key(c, at)
	case dialling:
		return x.ring(c, at)
	case talking:
		return x.part(c, at)
	case leaving:
		return x.finish(c, at, ending{TypeVoicemail, ByCaller})
	}
	return nil
}

// ending is how a call ends.
type ending struct {
	kind CallType
	by   Hanger
}

// finish ends a call and tells so, if it reached an allocation.
func (x *Exchange) finish(c *call, at time.Time, e ending) []Event {
	x.over(c, at, e)
	events := x.progress(c, Completed, at)
	if c.of != nil {
		events = append(events, x.told(CallEnded, c, at))
	}
	c.drop()
	return events
}

// turnAway ends a call that is not connected, with the reason in words.
func (x *Exchange) turnAway(c *call, at time.Time, format string, args ...any) []Event {
	c.Refused = fmt.Sprintf(format, args...)
	return x.finish(c, at, ending{TypeCallAttempt, ByNobody})
}

// over writes down how a call ended, and makes it one that can be forgotten.
func (x *Exchange) over(c *call, at time.Time, e ending) {
	c.Type, c.DisconnectedBy, c.Ended = e.kind, e.by, at
	x.calls.over = append(x.calls.over, c)
}

// drop lets go of what a call needed while it ran.
func (c *call) drop() { c.script, c.of, c.phones, c.due = nil, nil, nil, entry{} }

// told is an event of a call. A call that reached no allocation tells of its number.
func (x *Exchange) told(k EventKind, c *call, at time.Time) Event {
	e := Event{Kind: k, At: at, Product: GreenPin, Call: c.view()}
	if c.of != nil {
		e.Product, e.IDs, e.Allocation = c.of.kind(), c.of.ids(), x.view(c.of)
	} else if c.bridged {
		e.IDs = Prefixed
	}
	return e
}

// progress tells a step of a call, which only the exobridge generation does (docs 004, "Events Callbacks").
func (x *Exchange) progress(c *call, p Progress, at time.Time) []Event {
	if c.of == nil || !c.of.bridged {
		return nil
	}
	e := x.told(CallProgress, c, at)
	e.Progress = p
	return []Event{e}
}
