package sim_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

func TestActivate(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	want(t, s, "plain", "503 505 -")
	if err := s.Activate("other", "plain"); err != nil {
		t.Fatal(err)
	}
	want(t, s, "plain", "506 507 507")
	want(t, s, "named", "502 503 505 -")
	if err := s.Activate("other", "plain"); err != nil { // its counters begin anew, those of loose rules do not
		t.Fatal(err)
	}
	want(t, s, "plain", "506 507")
	if err := s.Activate("other", ""); err != nil {
		t.Fatal(err)
	}
	want(t, s, "named", "506 -")
	want(t, s, "later", "501 503 506 -") // 507 is plain's own
	if got, err := s.Deactivate("first", ""); len(got) != 0 || err != nil {
		t.Errorf("switched off %v, %v", got, err)
	}
	if got, err := s.Deactivate("other", "plain"); !cmp.Equal(got, []string{"plain"}) || err != nil {
		t.Errorf("switched off %v, %v", got, err)
	}
	want(t, s, "plain", "-")
	got, err := s.Deactivate("other", "")
	if diff := cmp.Diff([]string{"later", "named", "spec"}, got); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
	want(t, s, "last", "501 503 -")
}

func TestActivateRefuses(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Strict: true, Scenarios: []fault.Scenario{play("flaky", failing(503))}})
	if err := s.Activate("flakey", ""); !errors.Is(err, sim.ErrUnknownScenario) || !strings.Contains(err.Error(), "did you mean flaky?") {
		t.Error(err)
	}
	if _, err := s.Deactivate("flakey", ""); !errors.Is(err, sim.ErrUnknownScenario) {
		t.Error(err)
	}
	if err := s.Activate("flaky", "nobody"); !errors.Is(err, sim.ErrUnknownTenant) {
		t.Error(err)
	}
	if _, err := s.Deactivate("flaky", "nobody"); !errors.Is(err, sim.ErrUnknownTenant) {
		t.Error(err)
	}
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	if err := s.Activate("other", "plain"); err != nil {
		t.Fatal(err)
	}
	// A scenario put anew begins anew where it is on, and nowhere else.
	want(t, s, "plain", "503 506 507")
	if err := s.PutScenarios([]fault.Scenario{play("other", failing(520)), play("third", failing(521))}); err != nil {
		t.Fatal(err)
	}
	want(t, s, "plain", "520 520")
	var told []string
	for _, one := range s.Scenarios() {
		told = append(told, fmt.Sprint(one.Name, " ", one.Everyone, " ", one.Tenants, " ", one.Rules[0].ID))
	}
	if diff := cmp.Diff([]string{"first true [named spec] first.1", "other false [plain] other.1", "third false [] third.1"}, told); diff != "" {
		t.Error(diff)
	}
	err := s.PutScenarios([]fault.Scenario{play("fourth", failing(521)), play("fifth")})
	if _, ok := errors.AsType[fault.Problems](err); !ok || len(s.Scenarios()) != 3 {
		t.Errorf("%v, and there are %d", err, len(s.Scenarios()))
	}
}

func TestApplyScript(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	added, err := s.ApplyScript(fault.Script{
		Scenarios: []fault.Scenario{play("new", failing(530))}, Activate: "new", Rules: []fault.Rule{failing(531, times(1), of("made"))},
	})
	if err != nil || len(added) != 1 || added[0].ID != "fault-5" {
		t.Fatalf("%v, %v", added, err)
	}
	want(t, s, "made", "501 503 531 530 530")
	want(t, s, "plain", "503 530")
	before := ids(t, s, "")
	for piece, script := range map[string]fault.Script{
		"activate: \"nwe\" is no scenario; did you mean new?": {Rules: []fault.Rule{failing(1)}, Activate: "nwe"},
		"rules[0].effect.status":                              {Rules: []fault.Rule{failing(1)}, Activate: "first"},
		"scenarios[0].rules[0].operation":                     {Scenarios: []fault.Scenario{play("a", fault.Rule{Operation: "x"})}, Rules: []fault.Rule{failing(500)}},
	} {
		if _, err := s.ApplyScript(script); err == nil || !strings.Contains(err.Error(), piece) {
			t.Errorf("want %s in %v", piece, err)
		}
	}
	if after := ids(t, s, ""); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
}
