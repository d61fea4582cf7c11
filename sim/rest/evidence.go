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
	switch r {
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
	var facts []sim.Fact
	say := func(name, format string, args ...any) {
		facts = append(facts, sim.Fact{Name: name, Value: cut(fmt.Sprintf(format, args...))})
	}
	switch r {
	case exchange.NotFound:
		e := v.world.Evidence(q)
		say("asked for", "%s", q.ID)
		say("allocations known", "%d active, %d ended", e.Active, e.Ended)
		if e.Named != nil {
			say("the id is of a", "%s", e.Named.Kind)
		}
		if e.Nearest != "" {
			say("nearest id", "%s", e.Nearest)
		}
	case exchange.AlreadyDeleted:
		if a := v.world.Evidence(q).Named; a != nil {
			say("allocation", "%s, made %s, %s at %s", a.ID, stamp(a.Created), a.State, stamp(a.Ended))
		}
	case exchange.DuplicateReference:
		if a := v.world.Evidence(q).Holder; a != nil {
			say("holder of "+q.Reference, "%s since %s, until %s", a.ID, stamp(a.Created), stamp(a.Expires))
		}
	case exchange.NoFreeNumber:
		e := v.world.Evidence(q)
		say("numbers", "%s", tallied(e.Pool))
		if e.Pool.Next != "" {
			say("next to come free", "%s at %s", e.Pool.Next, stamp(e.Pool.At))
		}
		if wishes := v.wishes(); wishes != "" {
			say("wishes", "%s", wishes)
		}
		say("GreenPins", "%d of %d", e.Sharing, e.Most)
	case exchange.NumberInUse:
		if l := v.world.Evidence(q).Line; l != nil {
			say(l.E164, "%s", lineTold(*l))
		}
	case exchange.NumberNotInPool:
		e := v.world.Evidence(q)
		say("numbers of the pool", "%d", e.Pool.Total)
		if e.Like != "" {
			say("nearest of the pool", "%s", e.Like)
		}
	case exchange.NumberHasOtherPin:
		for _, j := range v.world.Evidence(q).Joined {
			say(j.Caller, "joined %s on side %s of allocation %s", j.Number, j.Side, j.Allocation)
		}
	case exchange.InvalidFlow:
		say("call flows", "%v", v.world.Evidence(q).Flows)
	case exchange.MissingParameter:
		if flows := v.world.Evidence(q).Flows; len(flows) > 1 {
			say("call flows", "%v", flows)
		}
	case exchange.BulkTooLarge:
		say("limit", "%d items", v.world.Evidence(q).Bulk)
	case exchange.SameNumberBothSides:
		if a := v.world.Evidence(q).Named; a != nil {
			say("parties before", "A %v, B %v", a.A.Numbers, a.B.Numbers)
		}
	}
	return facts
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
func (v *visit) wishes() string {
	var told []string
	for _, path := range []string{"strictness", "preferences.greenvn", "preferences.region", "preferences.pin_code", "preferences.type", "preferences.number_type"} {
		for _, value := range v.field(path) {
			told = append(told, strings.TrimPrefix(path, "preferences.")+" "+value)
		}
	}
	return strings.Join(told, ", ")
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
