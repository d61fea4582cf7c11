package sim_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// failing is a rule that answers every create with a status.
func failing(status int, more ...func(*fault.Rule)) fault.Rule {
	r := fault.Rule{Operation: "createGreenvn", Sequence: []fault.Effect{{Status: status}}}
	for _, change := range more {
		change(&r)
	}
	return r
}

func of(tenant string) func(*fault.Rule) { return func(r *fault.Rule) { r.Tenant = tenant } }
func times(n int) func(*fault.Rule)      { return func(r *fault.Rule) { r.Times = n } }

// play is a scenario of rules.
func play(name string, rules ...fault.Rule) fault.Scenario {
	return fault.Scenario{Name: name, Rules: rules}
}

// scripted is a simulator with rules of every origin.
func scripted(t *testing.T) *sim.Sim {
	template, named := tenant("", 1), tenant("named", 1)
	template.Faults = []fault.Rule{failing(501, times(1))}
	named.Faults = []fault.Rule{failing(502, times(1))}
	return raise(t, sim.Spec{
		Template: template, Tenants: []sim.Tenant{named, tenant("plain", 1)}, MaxTenants: 5,
		Vocabulary: fault.Vocabulary{Operations: map[string][]string{"createGreenvn": {"usage"}, "readGreenvn": {"id"}}},
		Faults:     []fault.Rule{failing(503, times(1)), failing(504, times(1), of("spec"))},
		Scenarios:  []fault.Scenario{play("first", failing(505, times(1))), play("other", failing(506, times(1)), failing(507, of("plain")))},
		Active:     "first",
	})
}

// create asks a tenant's world about n creates, and tells the statuses.
func create(t *testing.T, s *sim.Sim, sid string, n int) string {
	t.Helper()
	told := make([]string, n)
	for i := range told {
		struck, _ := world(t, s, sid).Strike(fault.Occasion{Operation: "createGreenvn"})
		told[i] = "-"
		for range struck.Hit {
			told[i] = fmt.Sprint(struck.Effect.Status)
		}
	}
	return strings.Join(told, " ")
}

// want holds what creates met against what they should.
func want(t *testing.T, s *sim.Sim, sid, statuses string) {
	t.Helper()
	if got := create(t, s, sid, len(strings.Fields(statuses))); got != statuses {
		t.Errorf("%s met %s, want %s", sid, got, statuses)
	}
}

// ids lists the rules of a tenant, or of all.
func ids(t *testing.T, s *sim.Sim, sid string) string {
	t.Helper()
	all, err := s.Faults(sid)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, st := range all {
		told = append(told, st.Rule.ID)
	}
	return strings.Join(told, " ")
}

func TestFaultsOfTheSpec(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	for range 2 {
		want(t, s, "named", "502 503 505 -")
		want(t, s, "plain", "503 505 -")
		want(t, s, "spec", "501 504 503 505 -") // made by its rule
		want(t, s, "new", "501 503 505 -")      // made on first sight
		if got := ids(t, s, ""); got != "fault-1 fault-2 fault-3 fault-4 first.1" {
			t.Errorf("rules %s", got)
		}
		if err := s.Reset(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAddFaults(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	added, err := s.AddFaults([]fault.Rule{failing(510, times(1), of("made")), failing(511, times(1)), failing(512, times(2), of("plain"))})
	if err != nil {
		t.Fatal(err)
	}
	if got := added[0].ID + " " + added[1].ID + " " + added[2].ID; got != "fault-5 fault-6 fault-7" {
		t.Errorf("ids %s", got)
	}
	// What is loose comes before what is of a scenario.
	want(t, s, "made", "501 503 510 511 505 -")
	want(t, s, "plain", "503 511 512 512 505 -")
	want(t, s, "later", "501 503 511 505 -")

	all, err := s.Faults("")
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range all {
		if st.Rule.ID == "fault-6" && (st.Hits != 3 || st.Seen != 11 || len(st.Tenants) != 5 || st.Spent) {
			t.Errorf("summed up: %+v", st)
		}
		if st.Rule.ID == "fault-7" && (st.Hits != 2 || !st.Spent || st.Tenants[0].Tenant != "plain" || !st.Tenants[0].Since.Equal(dawn())) {
			t.Errorf("of one: %+v", st)
		}
	}
	if _, err := s.Faults("nobody"); !errors.Is(err, sim.ErrUnknownTenant) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestAddFaultsRefuses(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	strict := raise(t, sim.Spec{Strict: true, Tenants: []sim.Tenant{tenant("named", 1)}})
	many := make([]fault.Rule, fault.MaxRules)
	crowd := make([]fault.Rule, 6)
	for i := range many {
		many[i] = failing(500)
	}
	for i := range crowd {
		crowd[i] = failing(500, of(fmt.Sprint("crowd", i)))
	}
	for name, c := range map[string]struct {
		sim   *sim.Sim
		rules []fault.Rule
		want  string
	}{
		"one wrong":      {s, []fault.Rule{failing(500, of("new")), {Operation: "createGreenvm", Sequence: []fault.Effect{{Status: 500}}}}, "[1].operation: "},
		"two wrong":      {s, []fault.Rule{failing(99), failing(999)}, "[0].effect.status: must be from 200 to 599\n[1].effect.status: "},
		"too many":       {s, many, "tenant \""},
		"too many made":  {s, crowd, "too many tenants"},
		"unknown tenant": {strict, []fault.Rule{failing(500), failing(500, of("new"))}, "[1].tenant: \"new\" is not known"},
	} {
		before := ids(t, c.sim, "") + fmt.Sprint(len(c.sim.Worlds()))
		_, err := c.sim.AddFaults(c.rules)
		if _, ok := errors.AsType[fault.Problems](err); !ok || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if after := ids(t, c.sim, "") + fmt.Sprint(len(c.sim.Worlds())); after != before {
			t.Errorf("%s: left %s", name, after)
		}
	}
}

func TestRemoveFaults(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	if err := s.RemoveFault("fault-1"); err != nil { // of the template
		t.Error(err)
	}
	want(t, s, "new", "503 505 -")
	if n, err := s.RemoveFaults("named"); n != 2 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
	want(t, s, "named", "505 -")
	want(t, s, "plain", "503 505 -")
	if err := s.RemoveFault("first.1"); !errors.Is(err, sim.ErrOfScenario) {
		t.Errorf("of a scenario: %v", err)
	}
	if err := s.RemoveFault("fault-1"); !errors.Is(err, sim.ErrUnknownFault) || !strings.Contains(err.Error(), "did you mean fault-") {
		t.Errorf("twice: %v", err)
	}
	if _, err := s.RemoveFaults("nobody"); !errors.Is(err, sim.ErrUnknownTenant) {
		t.Errorf("of nobody: %v", err)
	}
	if n, err := s.RemoveFaults(""); n != 2 || err != nil { // fault-3 and fault-4
		t.Errorf("removed %d, %v", n, err)
	}
	want(t, s, "later", "505 -")
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "later", "501 503 505 -")
}

func TestResetTenantReturnsToTheSpec(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	want(t, s, "plain", "503 505 -")
	if _, err := s.AddFaults([]fault.Rule{failing(510), failing(511, of("plain"))}); err != nil {
		t.Fatal(err)
	}
	if err := s.Activate("other", ""); err != nil {
		t.Fatal(err)
	}
	want(t, s, "plain", "510")
	if !s.ResetTenant("plain") {
		t.Fatal("plain is not known")
	}
	want(t, s, "plain", "503 505 -")
	want(t, s, "named", "502 503 510")
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "named", "502 503 505 -")
	if added, err := s.AddFaults([]fault.Rule{failing(510)}); err != nil || added[0].ID != "fault-5" {
		t.Errorf("after a reset ids go on: %v, %v", added, err)
	}
}

// TestWindowsFollowTheTenantsClock turns a clock.
func TestWindowsFollowTheTenantsClock(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Tenants: []sim.Tenant{tenant("a", 1), tenant("b", 1)}})
	r := failing(503)
	r.After = fault.Moment{After: 10 * time.Minute}
	if _, err := s.AddFaults([]fault.Rule{r}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := world(t, s, "a").AdvanceBy(context.Background(), 10*time.Minute, nil); err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", "503")
	want(t, s, "b", "-")
}

func TestSpecOfWrongFaults(t *testing.T) {
	t.Parallel()
	wrong, named := tenant("", 1), tenant("named", 1)
	wrong.Faults = []fault.Rule{failing(1), failing(500, of("a"))}
	named.Faults = []fault.Rule{failing(500), failing(2, of("other"))}
	_, err := sim.New(sim.Spec{
		Strict: true, Template: wrong, Tenants: []sim.Tenant{named}, Faults: []fault.Rule{failing(500, of("nobody"))},
		Scenarios: []fault.Scenario{play("a", failing(3))}, Active: "b",
	})
	problems, _ := errors.AsType[fault.Problems](err)
	var paths []string
	for _, p := range problems {
		paths = append(paths, p.Path)
	}
	if diff := cmp.Diff([]string{
		"template.faults[0].effect.status", "template.faults[1].tenant", "tenants[0].faults[1].effect.status", "tenants[0].faults[1].tenant",
		"scenarios[0].rules[0].effect.status", "activate", "rules[0].tenant",
	}, paths); diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// TestEmptyCostsNothing shows that a world without rules allocates nothing for being asked.
func TestEmptyCostsNothing(t *testing.T) {
	w := world(t, raise(t, sim.Spec{Tenants: []sim.Tenant{tenant("a", 1)}}), "a")
	if n := testing.AllocsPerRun(100, func() { w.Strike(fault.Occasion{Operation: "createGreenvn"}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestFaultsAreSafeForManyAtOnce steers while requests are asked about; the race detector judges.
func TestFaultsAreSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	s := scripted(t)
	steer := []func() error{
		func() error { _, err := s.AddFaults([]fault.Rule{failing(510), failing(511, of("plain"))}); return err },
		func() error { _, err := s.RemoveFaults("plain"); return err },
		func() error { _, err := s.RemoveFaults(""); return err },
		func() error { return s.Activate("other", "") },
		func() error { return s.Activate("first", "plain") },
		func() error { _, err := s.Deactivate("other", ""); return err },
		func() error {
			_, err := s.ApplyScript(fault.Script{Scenarios: []fault.Scenario{play("first", failing(540))}})
			return err
		},
		func() error { _, err := s.Faults(""); s.Scenarios(); return err },
		func() error { s.ResetTenant("plain"); return nil },
		s.Reset,
	}
	var group sync.WaitGroup
	for i, act := range steer {
		group.Go(func() {
			for n := range 30 {
				if err := act(); err != nil {
					t.Error(err)
				}
				if w, err := s.World([]string{"plain", "named", "spec", "new"}[(i+n)%4]); err == nil {
					w.Strike(fault.Occasion{Operation: "createGreenvn"})
				}
			}
		})
	}
	group.Wait()
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "named", "502 503 505 -")
}
