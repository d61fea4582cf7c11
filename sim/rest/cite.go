package rest

import (
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// ruleHeader names the rule of the fidelity ledger that refused.
const ruleHeader = "X-Sim-Rule"

// cite finds the rule a refusal falls under, puts it in the reply's header and tells its id.
func (v *visit) cite(r exchange.Refusal) string {
	rule, ok := v.ledger.RuleOf(openapi.Refused{
		Generation: string(v.generation), Product: string(v.kind()), Reason: r.Reason.String(),
		Operation: v.operation, Pointer: v.place(r), Step: v.step,
	})
	if ok {
		v.header.Set(ruleHeader, rule.ID)
	}
	return rule.ID
}

// place is where in the body the refusal arose, as far as is known: what a later check refuses has nothing to do with
// the violations that the document left to it.
func (v *visit) place(r exchange.Refusal) string {
	switch {
	case r.Field != "":
		list, _, _ := strings.Cut(r.Field, "[")
		return "/" + strings.ReplaceAll(list, ".", "/")
	case v.step == sim.StepDocument && len(v.violations) > 0:
		return v.violations[0].Pointer
	}
	return ""
}
