package sim_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// TestASlowMatchHoldsUpNobody lets a request be looked at for as long as the test likes. Meanwhile its tenant goes on, rules
// come and go, and what was found is not told of rules that are gone.
func TestASlowMatchHoldsUpNobody(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	w := world(t, s, "plain")
	if _, err := s.RemoveFaults(""); err != nil {
		t.Fatal(err)
	}
	w.SetFault(fault.Rule{
		ID: "fault-99", Operation: "createGreenvn", Sequence: []fault.Effect{{Status: 599}},
		Match: map[string]fault.Pattern{"usage": {Regexp: regexp.MustCompile("a")}},
	})
	looking, goOn, looked := make(chan bool, 9), make(chan bool), make(chan int)
	go func() {
		struck, _ := w.Strike(fault.Occasion{Operation: "createGreenvn", Field: func(string) []string {
			looking <- true
			<-goOn
			return []string{"a"}
		}})
		looked <- struck.Effect.Status
	}()
	<-looking
	w.Now()
	if _, err := s.Faults(""); err != nil {
		t.Error(err)
	}
	s.Scenarios()
	if _, err := s.AddFaults([]fault.Rule{failing(520, times(1))}); err != nil {
		t.Error(err)
	}
	if w.LiftFaults(func(r fault.Rule) bool { return r.ID == "fault-99" }) != 1 {
		t.Error("the rule is not there")
	}
	close(goOn)
	if got := <-looked; got != 520 {
		t.Errorf("struck by %d", got)
	}
}

func TestNoTenantIsMadeThatCannotBe(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	for _, sid := range []string{"../x", "..", "a b", "é", strings.Repeat("a", 65)} {
		if _, err := s.AddFaults([]fault.Rule{failing(500), failing(500, of(sid))}); err == nil || !strings.HasPrefix(err.Error(), "[1].tenant: ") {
			t.Errorf("%s: %v", sid, err)
		}
		if err := s.Activate("other", sid); !errors.Is(err, sim.ErrBadSID) {
			t.Errorf("%s: %v", sid, err)
		}
		if err := s.PutTenant(sim.Tenant{SID: sid}); !errors.Is(err, sim.ErrBadSID) {
			t.Errorf("%s: %v", sid, err)
		}
		if _, there := s.Lookup(sid); there {
			t.Errorf("%s was made", sid)
		}
	}
}

// TestWindowsThatAreOver holds a rule's window against the clock of those it is about.
func TestWindowsThatAreOver(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	now := world(t, s, "plain").Now()
	until := func(at time.Time) func(*fault.Rule) {
		return func(r *fault.Rule) { r.Until = fault.Moment{At: at} }
	}
	for _, rules := range [][]fault.Rule{{failing(500, until(now.Add(-time.Hour)))}, {failing(500, of("plain"), until(now.Add(-time.Hour)))}} {
		if _, err := s.AddFaults(rules); err == nil || !strings.HasPrefix(err.Error(), "[0].until: is over") {
			t.Error(err)
		}
		if _, err := s.ApplyScript(fault.Script{Rules: rules}); err == nil || !strings.HasPrefix(err.Error(), "rules[0].until: is over") {
			t.Error(err)
		}
	}
	if _, err := s.AddFaults([]fault.Rule{failing(500, until(now.Add(time.Hour)))}); err != nil {
		t.Error(err)
	}
}

func TestFaultByItsID(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	world(t, s, "new")
	if got, err := s.Fault("fault-3"); err != nil || len(got.Tenants) != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Fault("fualt-3"); !errors.Is(err, sim.ErrUnknownFault) || !strings.Contains(err.Error(), "did you mean fault-3?") {
		t.Error(err)
	}
	if got := s.FaultsOf("first.1", "fault-1", "none"); len(got) != 2 || got[0].Rule.ID != "fault-1" {
		t.Errorf("%+v", got)
	}
}
