package control

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// synthetic is what an event that did not happen is made of, drawn from the tenant's seed.
type synthetic struct {
	caller, callee string // mobile numbers
	number         string // a virtual number, of the tenant's pool if there is one
	pin, other     string // of the sides B and A
	wrong          string // no side's
	uuid, short    string // an id in either shape
	sid            string // of a call, but for the day
	reference      string
}

// invent draws one. It draws the same whatever is asked, so that one trigger does not shift the next.
func invent(w *sim.World) synthetic {
	pool := w.View().Numbers
	var s synthetic
	w.Draw(func(r *rand.Rand) {
		s.caller, s.callee = mobile(r), mobile(r)
		s.number = fmt.Sprintf("+9180%08d", r.IntN(1e8))
		if i := r.IntN(max(len(pool), 1)); i < len(pool) {
			s.number = pool[i].E164
		}
		pin := r.IntN(1e4)
		s.pin, s.other = fmt.Sprintf("%04d", pin), fmt.Sprintf("%04d", (pin+5000)%1e4)
		s.wrong = fmt.Sprintf("%04d", (pin+1+r.IntN(4999))%1e4)
		high, low := r.Uint64(), r.Uint64()
		s.uuid = fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", high>>32, high>>16&0xffff, high&0xfff, low>>48&0x3fff|0x8000, low&0xffffffffffff)
		s.short = strconv.FormatUint(short+r.Uint64N(35*short), 36)
		s.sid = fmt.Sprintf("%016x%012x", r.Uint64(), r.Uint64()>>16)
		s.reference = fmt.Sprintf("synthetic-%06d", r.IntN(1e6))
	})
	return s
}

// short is the least number of twelve digits in base 36.
const short = 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36

// mobile is a number of the Indian mobile range (public).
func mobile(r *rand.Rand) string { return fmt.Sprintf("+91%d%09d", 6+r.IntN(4), r.IntN(1e9)) }

// allocation is one that nobody made.
func (s synthetic) allocation(k exchange.Kind, exobridge bool, now time.Time) exchange.Allocation {
	a := exchange.Allocation{
		ID: s.uuid, Kind: k, Reference: s.reference, Usage: exchange.Twoway, State: exchange.Active, Number: s.number,
		A: exchange.Party{Numbers: []string{s.caller}}, B: exchange.Party{Numbers: []string{s.callee}},
		Created: now.Add(-time.Hour), Expires: now.Add(time.Hour),
	}
	switch {
	case exobridge && k == exchange.GreenPin:
		a.ID, a.Reference, a.CustomField, a.B.Pins = "gp_"+s.short, "", s.reference, []string{s.pin}
	case exobridge:
		a.ID, a.Reference, a.CustomField = "gvn_"+s.short, "", s.reference
	case k == exchange.GreenPin:
		a.Number = ""
		a.A.VNs, a.B.VNs = []string{s.number}, []string{s.number}
		a.A.Pins, a.B.Pins = []string{s.other}, []string{s.pin}
	}
	return a
}

// event is one that did not happen to the allocation.
func (s synthetic) event(k exchange.EventKind, of exchange.Allocation, now time.Time) exchange.Event {
	e := exchange.Event{Kind: k, At: now, Product: of.Kind, Allocation: of}
	if prefixed(of.ID) {
		e.IDs = exchange.Prefixed
	}
	switch k {
	case exchange.CallEnded, exchange.CallProgress:
		e.Call, e.Progress = s.call(of, now), exchange.Completed
	case exchange.Deallocation:
		if of.State == exchange.Active {
			e.Allocation.State, e.Allocation.Ended = exchange.Expired, now
		}
	case exchange.VerificationSuccess:
		e.Pin = first(s.pin, of.B.Pins, of.A.Pins)
		e.Call = s.entry(of, e.Pin, now)
	case exchange.VerificationFailure:
		e.Pin = s.wrong
		e.Call = s.entry(of, e.Pin, now)
	}
	return e
}

// How a call that did not happen went.
const (
	rang   = 4 * time.Second
	talked = 32 * time.Second
	keyed  = 5 * time.Second
)

// call is a finished one from side A to side B.
func (s synthetic) call(of exchange.Allocation, now time.Time) exchange.Call {
	began := now.Add(-rang - talked)
	return exchange.Call{
		SID: s.callSID(now), From: first(s.caller, of.A.Numbers), To: s.called(of), Allocation: of.ID,
		Type: exchange.TypeCompleted, DialStatus: exchange.LegCompleted, Started: began, Ended: now,
		Legs: []exchange.Leg{{
			To: first(s.callee, of.B.Numbers), Status: exchange.LegCompleted, Started: began, Answered: began.Add(rang), Ended: now,
		}},
		DisconnectedBy: exchange.ByCaller, Recorded: of.Record, CustomField: of.CustomField,
	}
}

// entry is a call of a stranger who has just entered a PIN.
func (s synthetic) entry(of exchange.Allocation, pin string, now time.Time) exchange.Call {
	return exchange.Call{
		SID: s.callSID(now), From: s.caller, To: s.called(of), Allocation: of.ID, Pins: []string{pin},
		Started: now.Add(-keyed), CustomField: of.CustomField,
	}
}

// called is the virtual number of an allocation, or one made up.
func (s synthetic) called(of exchange.Allocation) string {
	if of.Number != "" {
		return of.Number
	}
	return first(s.number, of.A.VNs, of.B.VNs)
}

// callSID ends in the day, as that of a real call does (public, inferred).
func (s synthetic) callSID(now time.Time) string {
	day := now.UTC()
	return s.sid + fmt.Sprintf("%02d", ((day.Year()-2006)%100+100)%100) +
		strconv.FormatInt(int64(day.Month()), 36) + strconv.FormatInt(int64(day.Day()), 36)
}

// first is the first of the lists' items, or the other when they are empty.
func first(other string, lists ...[]string) string {
	for _, one := range lists {
		if len(one) > 0 {
			return one[0]
		}
	}
	return other
}
