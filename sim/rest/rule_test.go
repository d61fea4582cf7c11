package rest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

func ledger(t *testing.T) *openapi.Ledger {
	t.Helper()
	l, err := openapi.LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// neverSaid are the reasons that classic and current never give: their requests name no number that must be had, and
// their durations have no bounds.
func neverSaid() []exchange.Reason {
	return []exchange.Reason{exchange.NumberInUse, exchange.NumberNotInPool, exchange.DurationOutOfRange}
}

// TestEveryReasonHasARule: whatever a generation refuses with has its rule in the ledger, for either product. That it is
// one rule and no more is a test of the ledger's own.
func TestEveryReasonHasARule(t *testing.T) {
	l := ledger(t)
	known := []string{}
	for _, reason := range exchange.Reasons() {
		known = append(known, reason.String())
		for _, generation := range generations() {
			for _, product := range []exchange.Kind{exchange.GreenVN, exchange.GreenPin} {
				rule, ok := l.RuleOf(openapi.Refused{Generation: generation, Product: string(product), Reason: reason.String()})
				said := generation == dialect.Exobridge || !slices.Contains(neverSaid(), reason)
				if ok != said {
					t.Errorf("%s %s %s: rule %q, wanted one: %v", generation, product, reason, rule.ID, said)
				}
			}
		}
	}
	for _, rule := range l.Rules() {
		for _, reason := range rule.Refusals {
			if !slices.Contains(known, reason) {
				t.Errorf("%s: no reason is called %s", rule.ID, reason)
			}
		}
		for _, step := range rule.Steps {
			if !slices.ContainsFunc(sim.Steps(), func(s sim.Step) bool { return s.Name == step }) {
				t.Errorf("%s: no check is called %s", rule.ID, step)
			}
		}
	}
}

// TestRulesOfCauses tells the rule of every natural cause, in the header and in the journal.
func TestRulesOfCauses(t *testing.T) {
	l := ledger(t)
	for _, profile := range generations() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			causes := classicCauses()
			if profile == dialect.Exobridge {
				causes = exobridgeCauses()
			}
			told := &strings.Builder{}
			for _, c := range append(causes, strayCauses()...) {
				template := open(profile, 22)
				if c.in != nil {
					c.in(&template)
				}
				cited(t, l, build(t, sim.Spec{Template: template}), c, told)
			}
			for _, c := range gates(profile) {
				cited(t, l, strict(t, profile, c.in), c, told)
			}
			same(t, "rules/"+profile, told.String())
		})
	}
}

// cited carries a cause out and takes down its rule.
func cited(t *testing.T, l *openapi.Ledger, h house, c cause, told *strings.Builder) {
	t.Helper()
	s := h.script("acme")
	for _, r := range c.before {
		if a := s.say("before", r); a.status < 300 && a.header.Get("X-Sim-Rule") != "" {
			t.Errorf("%s: a success names the rule %s", c.name, a.header.Get("X-Sim-Rule"))
		}
	}
	id := s.say(c.name, c.ask).header.Get("X-Sim-Rule")
	entry := h.sim.Journal().List(sim.Filter{Limit: 1})[0]
	rule, ok := l.Rule(id)
	if !ok || !slices.Contains(rule.Generations, entry.Generation) || !slices.Contains(rule.Refusals, entry.Refusal.Reason) {
		t.Errorf("%s, refused for %s in %s: rule %+v", c.name, entry.Refusal.Reason, entry.Generation, rule)
	}
	if entry.Refusal.Rule != id {
		t.Errorf("%s: the header says %q, the journal %q", c.name, id, entry.Refusal.Rule)
	}
	fmt.Fprintf(told, "%-60s %s\n", c.name, id)
}

// TestRulesOfFaults: an error that was asked for names the rule it would fall under.
func TestRulesOfFaults(t *testing.T) {
	h := build(t, sim.Spec{Template: open(dialect.Exobridge, 4)})
	for _, c := range []struct{ method, path, prefer, rule string }{
		{"GET", "/v1/tenants/acme/greenpin/gp_x", "code=22", "exobridge-greenpin-ended"},
		{"GET", "/v1/tenants/acme/greenvn/gvn_x", "code=22", "exobridge-greenvn-delete-twice"},
		{"GET", "/v1/tenants/acme/greenvn/gvn_x", "code=50", "exobridge-codes-by-script"},
		{"GET", "/v1/tenants/acme/greenvn/gvn_x", "status=503", "code-internal"},
		{"GET", "/v1/tenants/acme/greenvn/gvn_x", "status=429", "access-rate-limit-exobridge"},
		{"GET", "/v1/tenants/acme/settings", "code=2", "code-unsupported-filter"},
		{"GET", "/v1/Accounts/acme/Calls/x.json", "code=1", "call-lookup-unknown"},
		{"GET", "/v1/Accounts/acme/Calls/x", "delay=1ms", "call-lookup-unknown"},
		{"DELETE", "/v1/tenants/acme/greenvn/gvn_x", "status=302", ""},
	} {
		a := h.ask(c.method, c.path, "", "Prefer: "+c.prefer)
		if got := a.header.Get("X-Sim-Rule"); got != c.rule || a.header.Get("X-Sim-Fault") == "" {
			t.Errorf("%s %s, %s: rule %q, want %q; %v", c.method, c.path, c.prefer, got, c.rule, a.header)
		}
	}
}
