package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// Explain answers for an entry. It is pure: the same entry and the same scene give the same answer.
func Explain(e sim.Entry, c Scene) Explanation {
	x := Explanation{
		ID: strconv.FormatUint(e.ID, 10), Outcome: outcome(e), State: []Fact{}, Now: []Fact{}, Story: []string{},
		Changes: []Change{}, Ways: []Way{},
	}
	x.Checks = checks(e, x.Outcome)
	if e.Fault != nil && e.Fault.Effect != "none" {
		x.Fault = faultOf(e, c)
	}
	if e.Refusal != nil && x.Outcome == Refused {
		x.Rule = ruleOf(e, c)
		for _, f := range e.Refusal.State {
			x.State = append(x.State, Fact(f))
		}
	}
	x.Summary = summary(e, x)
	x.Now = append(x.Now, present(e, c, x.Outcome)...)
	x.Story = append(x.Story, story(e, c)...)
	x.advise(e, c)
	for i := range x.Ways {
		for j := range x.Ways[i].Steps {
			x.Ways[i].Steps[j].Curl = curl(c, x.Ways[i].Steps[j])
		}
	}
	return x
}

// outcome tells what became of the request in truth.
func outcome(e sim.Entry) string {
	refused := e.Refusal != nil && e.Refusal.Step != sim.StepFault
	switch {
	case refused:
		return Refused
	case e.Fault == nil && e.Refusal != nil:
		return Refused
	case e.Fault == nil:
		return Passed
	case e.Fault.Late:
		return Late
	case e.Refusal != nil || e.Status == 0 || e.Status >= 300:
		return Struck
	}
	return Passed
}

func summary(e sim.Entry, x Explanation) string {
	switch x.Outcome {
	case Refused:
		said := fmt.Sprintf("The check %q refused it with HTTP %d, code %d (%s): %s", e.Refusal.Step, e.Status, e.Refusal.Code, e.Refusal.Reason, strings.TrimSuffix(e.Refusal.Detail, "."))
		if x.Fault != nil && e.Fault.Late {
			said = fmt.Sprintf("The check %q refused it (%s): %s; a fault told the client otherwise", e.Refusal.Step, e.Refusal.Reason, strings.TrimSuffix(e.Refusal.Detail, "."))
		}
		return said + "."
	case Struck:
		if e.Fault.Left {
			return "A fault was struck, " + x.Fault.Effect + ": the client did not wait for its end, and nothing was carried out."
		}
		return "A fault was struck, " + x.Fault.Effect + ": the service itself did not look at the request."
	case Late:
		return "All checks passed and " + done(e) + ", but a fault, " + x.Fault.Effect + ", told the client otherwise."
	}
	return "All checks passed, and " + done(e) + "."
}

// done says what a request that passed did.
func done(e sim.Entry) string {
	what := map[string]string{
		"createGreenvn": "a number was lent", "createGreenpin": "a GreenPin was made", "deleteGreenvn": "the number was taken back",
		"deleteGreenpin": "the GreenPin was ended", "updateGreenvnParties": "the parties were replaced", "updateGreenvnNumber": "the number was chosen anew",
		"updateGreenpin": "the GreenPin was changed", "updateGreenpins": "the items that could be changed were", "updateSettings": "the settings were changed",
	}[e.Operation]
	if what == "" {
		what = "nothing was changed: it was a look"
	}
	return what
}

// advise finds the ways.
func (x *Explanation) advise(e sim.Entry, c Scene) {
	switch x.Outcome {
	case Passed:
		return
	case Late:
		if a, ok := made(e, c); ok {
			x.look(e, c, a)
		}
		return
	}
	x.recover(e, c)
	d := mend(e, c, func(*draft) {})
	x.Changes = append(x.Changes, d.changes...)
	if d.stuck != "" {
		x.Impossible = d.stuck
		return
	}
	if cut(e) && sends(d.operation) {
		x.Impossible = fmt.Sprintf("the journal keeps %d bytes of a body, so that the whole request cannot be shown: what follows has a sample for its body", sim.BodyKept)
	}
	x.Ways = append(x.Ways, lifted(e, c, d.way(says(e, d))))
	x.others(e, c, d)
}

// says names the best way.
func says(e sim.Entry, d *draft) string {
	switch {
	case outcome(e) == Struck:
		return "the same without the fault"
	case len(d.changes) == 0 && len(d.before) == 0:
		return "the same again"
	case len(d.changes) == 0:
		return "the same, once the way is free"
	}
	return "the same, corrected"
}

// others adds the ways that differ from the best one.
func (x *Explanation) others(e sim.Entry, c Scene, first *draft) {
	for _, other := range []struct {
		says   string
		prefer func(*draft)
	}{
		{"end what stands in the way, then the same", func(d *draft) { d.freeing = true }},
		{"keep strictness, and wish for what is free", func(d *draft) { d.narrowing = true }},
	} {
		d := mend(e, c, other.prefer)
		if d.stuck == "" && (d.body() != first.body() || len(d.before) != len(first.before)) {
			x.Ways = append(x.Ways, lifted(e, c, d.way(other.says)))
		}
	}
}

// recover looks at what a lost answer left behind, when that is what stands in the way: asking for another would leave
// the client with two.
func (x *Explanation) recover(e sim.Entry, c Scene) {
	if !duplicate(e) {
		return
	}
	q := question(e)
	holder, held := c.holder(q.Kind, q.Reference)
	if b, ok := maker(e, c); ok && held && outcome(b) == Late {
		x.look(e, c, holder)
	}
}

// look reads what a late fault left behind.
func (x *Explanation) look(e sim.Entry, c Scene, a exchange.Allocation) {
	d := &draft{entry: e, scene: c, header: map[string]string{}, hint: a.ID}
	d.settleFor(a)
	if d.operation == nil {
		return
	}
	d.target = a.ID
	if c.Strict {
		d.header["Authorization"] = placeholder
	}
	x.Ways = append(x.Ways, lifted(e, c, d.way("see what is there, instead of asking again")))
}

// settleFor makes a draft a look at an allocation.
func (d *draft) settleFor(a exchange.Allocation) {
	id := map[exchange.Kind]string{exchange.GreenVN: "readGreenvn", exchange.GreenPin: "readGreenpin"}[a.Kind]
	if o, ok := d.document(id); ok {
		d.operation = o
		d.settle()
	}
}

// ruleOf tells the rule of a refusal.
func ruleOf(e sim.Entry, c Scene) *Rule {
	r := &Rule{Reason: e.Refusal.Reason, Code: e.Refusal.Code, Status: e.Status, Detail: e.Refusal.Detail, Places: []string{}}
	if reason, ok := exchange.ParseReason(e.Refusal.Reason); ok {
		if row, ok := rowOf(e, reason); ok {
			r.Statement, r.Cause, r.Basis, r.Source = row.Meaning, row.Cause, row.Basis, row.Source
		}
	}
	r.cite(e.Refusal.Rule, c.Ledger)
	d := &draft{entry: e, scene: c, header: map[string]string{}}
	d.mendRoute()
	if d.operation != nil {
		d.hint = d.target
		d.value, _, _ = parse(e.Body)
		d.settle()
	}
	if reason, ok := exchange.ParseReason(e.Refusal.Reason); ok && e.Fault != nil && e.Fault.Late {
		r.Status = d.status(reason)
	}
	for _, v := range e.Refusal.Violations {
		place := v.Reason
		if d.operation != nil {
			place += " (" + sourceOf(d.operation, v.Pointer) + ")"
		}
		r.Places = append(r.Places, place)
	}
	return r
}

// cite puts the words of the fidelity ledger, which know the narrower rule, in the place of the catalogue's.
func (r *Rule) cite(id string, l *openapi.Ledger) {
	if l == nil {
		return
	}
	if rule, ok := l.Rule(id); ok {
		r.ID, r.Statement, r.Basis, r.Source = rule.ID, rule.Statement, rule.Basis, rule.Source
	}
}

// status is what a reason is answered with when no fault hides it.
func (d *draft) status(r exchange.Reason) int {
	if strings.HasPrefix(d.entry.Operation, "readCall") {
		return dialect.CallRefusal(exchange.Refusal{Reason: r}).Status
	}
	status, _ := d.dialect.Verdict(dialect.Product(d.entry.Path), r)
	return status
}

// sourceOf says where a place in the body is from: its own x-source, or that of what it is part of.
func sourceOf(o *openapi.Operation, pointer string) string {
	for {
		if form, ok := o.Form(pointer); ok && form.Source != "" {
			return form.Source
		}
		i := strings.LastIndexByte(pointer, '/')
		if i < 0 {
			return o.Source()
		}
		pointer = pointer[:i]
	}
}

// made is the allocation that a request made or was about.
func made(e sim.Entry, c Scene) (exchange.Allocation, bool) {
	q := question(e)
	if a, ok := c.allocation(q.ID); ok {
		return a, true
	}
	for _, a := range slices.Backward(c.Allocations) {
		if a.Kind != q.Kind || !strings.HasPrefix(e.Operation, "create") {
			continue
		}
		same := q.Reference != "" && a.Reference == q.Reference || q.Reference == "" && a.Number == q.Number
		if same && !a.Created.After(e.At) {
			return a, true
		}
	}
	return exchange.Allocation{}, false
}
