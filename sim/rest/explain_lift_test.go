package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/explain"
	"leadassist-sim/sim/fault"
)

// TestScenarioIsExplained: a rule of a scenario goes with the scenario only, and for the tenant alone.
func TestScenarioIsExplained(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{
		Template: open(dialect.Classic, 22), Active: "expired",
		Scenarios: []fault.Scenario{{Name: "expired", Rules: []fault.Rule{{Sequence: []fault.Effect{{Status: 401}}}}}},
	})
	h.script("other").say("struck", post("/greenvn", classicGreenvn()))
	s := h.script("acme")
	s.say("struck", post("/greenvn", classicGreenvn()))
	x := s.why(s.newest())
	if want := "leadassist-sim faults deactivate expired --tenant acme"; x.Fault == nil || x.Fault.Lift != want {
		t.Errorf("want %s\n%s", want, laid(x))
	}
	s.passes(t, x, 0)
	if a := h.script("other").say("struck still", get("/settings")); a.status != 401 {
		t.Errorf("the other tenant lost its scenario: %s", a)
	}
}

// TestLateRefusalIsLifted: what a late fault hid is told as it would have been answered, and no way meets the fault again.
func TestLateRefusalIsLifted(t *testing.T) {
	t.Parallel()
	code := 13
	for name, effect := range map[string]fault.Effect{"status": {Status: 499}, "code": {Code: &code}, "reset": {Reset: true}} {
		for _, scenario := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				rule := fault.Rule{Operation: "createGreenvn", From: 2, Late: true, Sequence: []fault.Effect{effect}}
				spec := sim.Spec{Template: open(dialect.Classic, 22), Faults: []fault.Rule{rule}}
				if scenario {
					spec.Faults, spec.Active, spec.Scenarios = nil, "late", []fault.Scenario{{Name: "late", Rules: []fault.Rule{rule}}}
				}
				s := build(t, spec).script("acme")
				s.say("made", post("/greenvn", classicGreenvn()))
				s.quickly(post("/greenvn", classicGreenvn()))
				x := s.why(s.newest())
				if x.Rule == nil || x.Rule.Status != 409 || x.Rule.Code != 18 || len(x.Ways) != 2 || x.Ways[0].Steps[0].Door != explain.Tester {
					t.Fatalf("%s", laid(x))
				}
				s.passes(t, x, 0)
			})
		}
	}
}

// quickly asks, and bears a connection that breaks.
func (s *script) quickly(r request) {
	s.t.Helper()
	asked := httptest.NewRequest(r.method, "http://sim.test"+s.at(s.fill(r.path)), strings.NewReader(s.fill(r.body)))
	asked.Header.Set("Content-Type", "application/json")
	s.quick(asked)
}

// TestLateReadIsLifted: the look at what is there meets a rule of every operation too.
func TestLateReadIsLifted(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 22), Faults: []fault.Rule{{Late: true, Sequence: []fault.Effect{{Status: 503}}}}})
	h.script("acme").say("late", post("/greenvn", classicGreenvn()))
	h.passes(t, h.why(h.newest()), 0)
}

// TestRememberedMagicIsExplained: an allocation made with a magic reference refuses whoever asks, so that another is
// offered.
func TestRememberedMagicIsExplained(t *testing.T) {
	t.Parallel()
	for name, magic := range map[string]string{"for the operation": "sim-code-22-on-deleteGreenvn-o1", "a status": "sim-status-503-on-deleteGreenvn", "in small": "sim-code-22-on-deletegreenvn"} {
		t.Run(name, func(t *testing.T) {
			s := build(t, sim.Spec{Template: open(dialect.Classic, 22)}).script("acme")
			s.say("made", post("/greenvn", classicGreenvn().with("connection_id", magic)))
			s.say("struck", del("/greenvn/{id}"))
			x := s.why(s.newest())
			if x.Outcome != explain.Struck || x.Fault.By != sim.ByMagic {
				t.Fatalf("%s", laid(x))
			}
			s.passes(t, x, 0)
		})
	}
}

// TestMagicForAnotherOperationStays: a reference that will strike later is no reason to change a create.
func TestMagicForAnotherOperationStays(t *testing.T) {
	t.Parallel()
	s := build(t, sim.Spec{Template: open(dialect.Classic, 22)}).script("acme")
	s.say("refused", post("/greenvn", classicGreenvn().with("connection_id", "sim-code-22-on-deleteGreenvn-o1", "usage", "both")))
	x := s.why(s.newest())
	if len(x.Changes) != 1 || x.Changes[0].Pointer != "/usage" {
		t.Errorf("%s", laid(x))
	}
	s.passes(t, x, 0)
}

// TestForcedRefusalTellsNoTale: what was only said is neither traced nor waited for.
func TestForcedRefusalTellsNoTale(t *testing.T) {
	t.Parallel()
	for _, prefer := range []string{"code=18", "status=429", "code=16", "code=7"} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
		h.script("acme").say("forced", post("/greenvn", classicGreenvn()).saying("Prefer: "+prefer))
		x := h.why(h.newest())
		if x.Outcome != explain.Struck || len(x.Story)+len(x.Now) > 0 {
			t.Errorf("%s: %s", prefer, laid(x))
		}
		h.passes(t, x, 0)
	}
}

// TestIgnoredPreferencesAreTold names the preferences that were passed over, with a fault and without.
func TestIgnoredPreferencesAreTold(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
	for prefer, outcome := range map[string]string{"code=999": explain.Passed, "code=18, code=999": explain.Struck} {
		h.script("acme").say("asked", get("/settings").saying("Prefer: "+prefer))
		x := h.why(h.newest())
		if x.Outcome != outcome || !slices.ContainsFunc(x.Story, func(s string) bool { return strings.Contains(s, "preference code=999 was ignored") }) {
			t.Errorf("%s: %s", prefer, laid(x))
		}
	}
}

// TestProductIsNotReadFromTheTenant: a tenant may be called like the other product.
func TestProductIsNotReadFromTheTenant(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
	asAcme, asPin := h.script("acme"), h.script("greenpin-shop")
	for _, s := range []*script{asAcme, asPin} {
		s.say("made", post("/greenvn", classicGreenvn()))
		s.say("again", post("/greenvn", classicGreenvn()))
		e := s.newest()
		x := s.why(e)
		if e.Refusal == nil || len(e.Refusal.State) == 0 || len(x.Story) != 2 {
			t.Errorf("%+v\n%s", e.Refusal, laid(x))
		}
		s.passes(t, x, 0)
	}
}

// TestClientThatLeavesIsNoted: nothing is done for who does not wait, and what is late was done all the same.
func TestClientThatLeavesIsNoted(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		h := ruled(t, dialect.Classic, fault.Rule{
			ID: "fault-1", Operation: "createGreenvn", Late: late, Sequence: []fault.Effect{{Truncate: true, Delay: fault.Delay{Fixed: time.Minute}}},
		})
		gone, leave := context.WithCancel(t.Context())
		leave()
		body := post("/greenvn", classicGreenvn()).body
		r := httptest.NewRequestWithContext(gone, http.MethodPost, "http://sim.test/v1/tenants/acme/greenvn", strings.NewReader(body))
		h.door.ServeHTTP(httptest.NewRecorder(), r)
		w, _ := h.sim.Lookup("acme")
		if made := len(w.Allocations()); made != map[bool]int{false: 0, true: 1}[late] {
			t.Errorf("%d were made", made)
		}
		e := h.newest()
		x := h.why(e)
		if !e.Fault.Left || e.Fault.Wait >= time.Minute || !strings.Contains(x.Summary, "the client left after ") || strings.Contains(x.Summary, "nothing was carried out") == late {
			t.Errorf("%+v\n%s", e.Fault, laid(x))
		}
		if want := map[bool]string{false: explain.Struck, true: explain.Late}[late]; x.Outcome != want {
			t.Errorf("%s, want %s", x.Outcome, want)
		}
		h.passes(t, x, 0)
	}
}

// TestNumberOfEndedAllocation: in a pool that is nearly empty what is made first must leave a number to choose.
func TestNumberOfEndedAllocation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		numbers, lent int
		coolOff       time.Duration
	}{"one number": {1, 0, 0}, "one number, resting": {1, 0, time.Hour}, "two numbers": {2, 0, 0}, "two, one lent": {2, 1, 0}, "two, one lent, resting": {2, 1, time.Hour}} {
		t.Run(name, func(t *testing.T) {
			template := open(dialect.Classic, c.numbers)
			template.Exchange.Settings.CoolOff = c.coolOff
			s := build(t, sim.Spec{Template: template}).script("acme")
			s.say("made", post("/greenvn", classicGreenvn()))
			id := s.fill("{id}")
			s.say("ended", del("/greenvn/{id}"))
			for range c.lent {
				s.say("lent", post("/greenvn", classicGreenvn().with("connection_id", "lent")))
			}
			s.say("asked", put("/greenvn/"+id+"/vn", object{}))
			s.passes(t, s.why(s.newest()), 0)
		})
	}
}
