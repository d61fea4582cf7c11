package rest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// evidence notes what a check looked at when it refused, for those who ask why. Nothing is noted of a request that
// passes, and credentials never are.
func (v *visit) evidence(r exchange.Reason) []sim.Fact {
	switch r { //nolint:exhaustive // the others are the world's
	case exchange.AuthenticationFailed, exchange.NotPermitted, exchange.UnknownTenant:
		return v.gateEvidence()
	case exchange.MethodNotAllowed:
		return []sim.Fact{{Name: "methods the address takes", Value: v.header.Get("Allow")}}
	case exchange.RateLimited:
		rate := v.world.Tenant().Rate
		return []sim.Fact{
			{Name: "rate", Value: fmt.Sprintf("%g requests a second, %d at once", rate.PerSecond, max(rate.Burst, 1))},
			{Name: "until the next", Value: v.world.Waits().Round(time.Millisecond).String()},
		}
	case exchange.BodyTooLarge:
		return []sim.Fact{{Name: "limit", Value: strconv.Itoa(MaxBody) + " bytes"}}
	case exchange.RegionNotSupported:
		return []sim.Fact{{Name: "regions", Value: fmt.Sprint(exchange.Regions())}}
	}
	switch {
	case v.step == sim.StepBody:
		return []sim.Fact{
			{Name: "body read", Value: strconv.Itoa(len(v.body)) + " bytes"},
			{Name: "Content-Type", Value: cut(v.request.Header.Get("Content-Type"))},
		}
	case v.world == nil || v.step != sim.StepExchange && v.step != sim.StepDocument:
		return nil
	}
	facts := v.worldEvidence(r)
	if v.step == sim.StepDocument {
		facts = append(facts, sim.Fact{Name: "document", Value: v.dialect.Document() + ", " + v.operation})
	}
	return facts
}

// gateEvidence is what stands at the door: the mode and the scheme of the credentials, never more of them.
func (v *visit) gateEvidence() []sim.Fact {
	scheme, _, _ := strings.Cut(v.request.Header.Get("Authorization"), " ")
	_, _, basic := v.request.BasicAuth()
	switch {
	case scheme == "":
		scheme = "absent"
	case basic:
		scheme = "Basic"
	case strings.EqualFold(scheme, "basic"):
		scheme = "Basic, malformed"
	default:
		scheme = "another scheme than Basic"
	}
	return []sim.Fact{{Name: "tenant in the path", Value: cut(v.tenant)}, {Name: "credentials", Value: scheme}}
}

// worldEvidence asks the world what a refusal of the exchange was about. It comes a moment after the refusal; what else
// is asked in between may show.
func (v *visit) worldEvidence(r exchange.Reason) []sim.Fact {
	q := v.question()
	if v.calls {
		return []sim.Fact{fact("asked for", "%s", q.ID)}
	}
	q.Pool = r == exchange.NoFreeNumber || r == exchange.NumberNotInPool
	switch r { //nolint:exhaustive // of the others the world knows no more than the detail says
	case exchange.NotFound, exchange.AlreadyDeleted, exchange.SameNumberBothSides:
		return namedFacts(r, q, v.world.Evidence(q))
	case exchange.DuplicateReference:
		return holderFacts(q, v.world.Evidence(q))
	case exchange.NoFreeNumber:
		return append(poolFacts(v.world.Evidence(q)), v.wishes()...)
	case exchange.NumberInUse, exchange.NumberNotInPool:
		return lineFacts(v.world.Evidence(q))
	case exchange.NumberHasOtherPin:
		return joinedFacts(v.world.Evidence(q))
	case exchange.InvalidFlow, exchange.MissingParameter:
		return flowFacts(v.world.Evidence(q), r == exchange.InvalidFlow)
	case exchange.BulkTooLarge:
		return []sim.Fact{fact("limit", "%d items", v.world.Evidence(q).Bulk)}
	}
	return nil
}

// fact is one thing in words, cut to what the journal keeps.
func fact(name, format string, args ...any) sim.Fact {
	return sim.Fact{Name: cut(name), Value: cut(fmt.Sprintf(format, args...))}
}

// namedFacts are about the allocation that the path names.
func namedFacts(r exchange.Reason, q exchange.Question, e exchange.Evidence) []sim.Fact {
	a := e.Named
	switch {
	case a != nil && r == exchange.AlreadyDeleted:
		return []sim.Fact{fact("allocation", "%s, made %s, %s %s", a.ID, stamp(a.Created), a.State, stamp(a.Ended))}
	case a != nil && r == exchange.SameNumberBothSides:
		return []sim.Fact{fact("parties before", "A %v, B %v", a.A.Numbers, a.B.Numbers)}
	case r != exchange.NotFound:
		return nil
	}
	facts := []sim.Fact{fact("asked for", "%s", q.ID), fact("allocations known", "%d active, %d ended", e.Active, e.Ended)}
	if a != nil {
		facts = append(facts, fact("the id is of a", "%s", a.Kind))
	}
	if e.Nearest != "" {
		facts = append(facts, fact("nearest id", "%s", e.Nearest))
	}
	return facts
}

func holderFacts(q exchange.Question, e exchange.Evidence) []sim.Fact {
	if e.Holder == nil {
		return nil
	}
	return []sim.Fact{fact("holder of "+q.Reference, "%s since %s, until %s", e.Holder.ID, stamp(e.Holder.Created), stamp(e.Holder.Expires))}
}

func poolFacts(e exchange.Evidence) []sim.Fact {
	facts := []sim.Fact{fact("numbers", "%s", tallied(e.Pool)), fact("GreenPins", "%d of %d", e.Sharing, e.Most)}
	if e.Pool.Next != "" {
		facts = append(facts, fact("next to come free", "%s at %s", e.Pool.Next, stamp(e.Pool.At)))
	}
	return facts
}

// lineFacts are about the virtual number that was named.
func lineFacts(e exchange.Evidence) []sim.Fact {
	if e.Line != nil {
		return []sim.Fact{fact(e.Line.E164, "%s", lineTold(*e.Line))}
	}
	facts := []sim.Fact{fact("numbers of the pool", "%d", e.Pool.Total)}
	if e.Like != "" {
		facts = append(facts, fact("nearest of the pool", "%s", e.Like))
	}
	return facts
}

func joinedFacts(e exchange.Evidence) []sim.Fact {
	var facts []sim.Fact
	for _, j := range e.Joined {
		facts = append(facts, fact(j.Caller, "joined %s on side %s of allocation %s", j.Number, j.Side, j.Allocation))
	}
	return facts
}

// flowFacts are the account's call flows; where a parameter is missing they matter only when there are several.
func flowFacts(e exchange.Evidence, always bool) []sim.Fact {
	if len(e.Flows) < 2 && !always {
		return nil
	}
	return []sim.Fact{fact("call flows", "%v", e.Flows)}
}

// question is what the visit was about.
func (v *visit) question() exchange.Question {
	q := exchange.Question{Kind: v.kind(), ID: v.target}
	body, _ := v.value.(map[string]any)
	key := "connection_id"
	if q.Kind == exchange.GreenPin {
		key = "transaction_id"
	}
	q.Reference, _ = body[key].(string)
	q.Number, _ = body["caller_id_number"].(string)
	for _, path := range []string{"aparty_numbers", "bparty_numbers", "from", "to", "a.numbers", "b.numbers"} {
		q.Callers = append(q.Callers, v.field(path)...)
	}
	return q
}

// wishes are the preferences of a GreenVN as they were sent.
func (v *visit) wishes() []sim.Fact {
	var told []string
	for _, path := range []string{"strictness", "preferences.greenvn", "preferences.region", "preferences.pin_code", "preferences.type", "preferences.number_type"} {
		for _, value := range v.field(path) {
			told = append(told, strings.TrimPrefix(path, "preferences.")+" "+value)
		}
	}
	if told == nil {
		return nil
	}
	return []sim.Fact{fact("wishes", "%s", strings.Join(told, ", "))}
}

func tallied(t exchange.Tally) string {
	if !t.Counted {
		return fmt.Sprintf("%d free of %d", t.Free, t.Total)
	}
	return fmt.Sprintf("%d free, %d lent, %d shared, %d resting", t.Free, t.Lent, t.Shared, t.Resting)
}

func lineTold(l exchange.Line) string {
	said := string(l.State)
	if l.Holder != "" {
		said += " to " + l.Holder
	}
	if l.Users > 0 {
		said += fmt.Sprintf(" by %d GreenPins", l.Users)
	}
	if !l.Frees.IsZero() {
		said += " until " + stamp(l.Frees)
	}
	return said
}

// stamp is an instant of the tenant's as the journal has it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "for good"
	}
	return t.UTC().Format(time.RFC3339)
}
