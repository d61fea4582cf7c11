package explain

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// faultOf tells the fault that was struck, its counters, and how to be rid of it.
func faultOf(e sim.Entry, c Scene) *Fault {
	n := e.Fault
	f := &Fault{By: n.By, Rule: n.Rule, Said: n.Said, Effect: n.Effect}
	switch {
	case n.Left:
		f.Effect += fmt.Sprintf(" (the client left after %s)", n.Wait.Round(time.Millisecond))
	case n.Wait > 0:
		f.Effect += fmt.Sprintf(" (waited %s)", n.Wait)
	}
	switch n.By {
	case sim.ByRule:
		f.ofRule(n, c)
	case sim.ByPrefer:
		f.Lift = "leave the Prefer header away"
	case sim.ByMagic:
		f.Lift = "use another value than " + n.Said
	}
	return f
}

// ofRule tells how the rule stood and stands.
func (f *Fault) ofRule(n *sim.FaultNote, c Scene) {
	f.Then = fmt.Sprintf("occasion %d that fitted, strike %d", n.Seen, n.Hit)
	f.Rule = strings.TrimSpace(n.Rule + " " + n.Name)
	if n.Scenario != "" {
		f.Rule += " of scenario " + n.Scenario
	}
	if c.Rule == nil {
		f.Now, f.Lift = "the rule is gone", "nothing to lift: the rule is gone"
		return
	}
	f.Now = fmt.Sprintf("%d occasions, %d strikes", c.Rule.Seen, c.Rule.Hits)
	f.Lift = lifting(n, c).command
	if c.Rule.Spent {
		f.Now, f.Lift = f.Now+", spent", "nothing to lift: the rule will not strike again"
	}
}

// removal is how to be rid of a rule: in words, as a command and as a request.
type removal struct {
	says, command, method, path string
	body                        any
}

// lifting removes a rule of no scenario; one of a scenario goes only with the whole of it, and that for the tenant alone.
func lifting(n *sim.FaultNote, c Scene) removal {
	if n.Scenario == "" {
		return removal{"lift the rule", "leadassist-sim faults clear " + n.Rule, http.MethodDelete, "/__admin/faults/" + url.PathEscape(n.Rule), nil}
	}
	return removal{
		"switch the scenario off for the tenant", "leadassist-sim faults deactivate " + n.Scenario + " --tenant " + word(c.SID),
		http.MethodPost, "/__admin/scenarios/" + url.PathEscape(n.Scenario) + "/deactivate",
		map[string]any{"tenant": c.SID},
	}
}

// lifted puts the removal of a rule that stands before a way which the rule would strike again.
func lifted(e sim.Entry, c Scene, w Way) Way {
	spoilt := outcome(e) == Struck || e.Fault != nil && e.Fault.Late
	if !spoilt || c.Rule == nil || c.Rule.Spent || !slices.ContainsFunc(w.Steps, c.Rule.strikes) {
		return waited(c, w)
	}
	r := lifting(e.Fault, c)
	w.Steps = append([]Step{tester(r.says+": "+r.command, r.method, r.path, r.body)}, w.Steps...)
	return waited(c, w)
}

// waited puts the waits for the tenant's rate into a way: before its first request, and before each further one when
// the rate does not allow them all at once.
func waited(c Scene, w Way) Way {
	rate := c.Tenant.Rate
	if rate.PerSecond <= 0 {
		return w
	}
	d, wait, asked := draft{scene: c}, c.Waits, 0
	between := time.Duration(float64(time.Second) / rate.PerSecond)
	var steps []Step
	for _, s := range w.Steps {
		if s.Door == Vendor {
			if asked++; asked > 1 && (c.Waits > 0 || asked > rate.Burst) {
				wait = between
			}
			if wait > 0 {
				steps = append(steps, d.advance(wait+time.Millisecond, fmt.Sprintf("the rate allows no request for %s", wait)))
			}
			wait = 0
		}
		steps = append(steps, s)
	}
	w.Steps = steps
	return w
}

func rowOf(e sim.Entry, r exchange.Reason) (dialect.Entry, bool) {
	return dialect.Row(dialect.Generation(e.Generation), dialect.Product(e.Path), r)
}

// present tells what has to do with a request, as of now.
func present(e sim.Entry, c Scene, outcome string) []Fact {
	var facts []Fact
	say := func(name, format string, args ...any) {
		facts = append(facts, Fact{name, fmt.Sprintf(format, args...)})
	}
	q := question(e)
	a, known := made(e, c)
	holder, held := c.holder(q.Kind, q.Reference)
	if known && (!held || a.ID != holder.ID || outcome != Refused) {
		say("allocation", "%s", tell(a))
	}
	if held && outcome != Passed && (a.ID != holder.ID || outcome == Refused) {
		say("holder of "+q.Reference, "%s", tell(holder))
	}
	if e.Refusal == nil || outcome == Struck { // the service looked at nothing
		return facts
	}
	switch e.Refusal.Reason {
	case exchange.NoFreeNumber.String(), exchange.NumberInUse.String(), exchange.NumberNotInPool.String():
		say("numbers", "%s", numbersNow(c))
	case exchange.RateLimited.String():
		say("wait", "%s", c.Waits)
	case exchange.NotFound.String():
		say("allocations", "%d active, %d ended", c.Evidence.Active, c.Evidence.Ended)
		if c.Elsewhere != "" {
			say("another tenant has it", "%s", c.Elsewhere)
		}
	case exchange.UnknownTenant.String():
		say("tenants", "%s", strings.Join(c.SIDs[:min(len(c.SIDs), 20)], ", "))
	case exchange.InvalidFlow.String(), exchange.MissingParameter.String():
		if len(c.Evidence.Flows) > 0 {
			say("call flows", "%s", strings.Join(c.Evidence.Flows, ", "))
		}
	}
	return facts
}

// tell is an allocation in one line.
func tell(a exchange.Allocation) string {
	said := fmt.Sprintf("%s %s, made %s", a.Kind, a.ID, stamp(a.Created))
	if a.State != exchange.Active {
		return said + fmt.Sprintf(", %s %s", a.State, stamp(a.Ended))
	}
	said += ", active"
	if numbers := numbersOf(a); len(numbers) > 0 {
		said += ", on " + strings.Join(numbers, ", ")
	}
	return said + ", until " + stamp(a.Expires)
}

func numbersNow(c Scene) string {
	count := map[exchange.NumberState]int{}
	for _, n := range c.Numbers {
		count[n.State]++
	}
	return fmt.Sprintf("%d free, %d lent, %d shared, %d resting", count[exchange.Free], count[exchange.Lent], count[exchange.Shared], count[exchange.Resting])
}

// story tells which preferences were passed over, and who made what stands in the way, as far as the journal knows, and
// whether that answer was lost.
func story(e sim.Entry, c Scene) []string {
	told := []string{}
	if e.Fault != nil {
		for _, said := range e.Fault.Ignored {
			told = append(told, "the preference "+said+" was ignored: it cannot be read, or does not go with the others")
		}
	}
	if !duplicate(e) {
		return told
	}
	q := question(e)
	if holder, ok := c.holder(q.Kind, q.Reference); ok {
		told = append(told, fmt.Sprintf("%s is held by %s", q.Reference, tell(holder)))
	}
	b, ok := maker(e, c)
	if !ok {
		return append(told, "the journal does not know the request that made it, or no longer")
	}
	told = append(told, fmt.Sprintf("request %d made it at %s", b.ID, stamp(b.At)))
	if outcome(b) == Late {
		told = append(told, fmt.Sprintf("the answer to request %d was lost to a fault (%s): it was carried out, but the client was told otherwise, and asking again meets what it left", b.ID, b.Fault.Effect))
	}
	return told
}

// duplicate tells whether the service itself refused a reference that is taken.
func duplicate(e sim.Entry) bool {
	return outcome(e) == Refused && e.Refusal.Reason == exchange.DuplicateReference.String()
}

// maker is the request that made what has the reference of another, as far as the journal knows.
func maker(e sim.Entry, c Scene) (sim.Entry, bool) {
	q := question(e)
	i := slices.IndexFunc(c.Before, func(b sim.Entry) bool {
		did := b.Status >= 200 && b.Status < 300 || outcome(b) == Late
		return did && question(b).Kind == q.Kind && question(b).Reference == q.Reference
	})
	if i < 0 {
		return sim.Entry{}, false
	}
	return c.Before[i], true
}
