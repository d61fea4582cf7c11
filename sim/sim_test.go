package sim_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

func dawn() time.Time { return time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC) }

// tenant has n numbers of Delhi.
func tenant(sid string, n int) sim.Tenant {
	numbers := make([]exchange.Number, n)
	for i := range numbers {
		numbers[i] = exchange.Number{E164: fmt.Sprintf("+9111%08d", i), Region: "DL", Type: exchange.Landline}
	}
	return sim.Tenant{SID: sid, Profile: "classic", Exchange: exchange.Config{Numbers: numbers, Settings: exchange.DefaultSettings()}}
}

func raise(t *testing.T, spec sim.Spec) *sim.Sim {
	t.Helper()
	if spec.Clock == (sim.Clock{}) {
		spec.Clock = sim.FrozenAt(dawn())
	}
	s, err := sim.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func world(t *testing.T, s *sim.Sim, sid string) *sim.World {
	t.Helper()
	w, err := s.World(sid)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func lend(reference string) exchange.AllocateGreenvn {
	return exchange.AllocateGreenvn{
		Reference: reference, A: exchange.Party{Numbers: []string{"+919876543210"}}, B: exchange.Party{Numbers: []string{"+919812345678"}}, Usage: exchange.Twoway,
	}
}

func TestTenantsAreMadeOnFirstSightAndBounded(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Template: tenant("", 1), Tenants: []sim.Tenant{tenant("named", 1)}, MaxTenants: 2})
	if _, ok := s.Lookup("a"); ok {
		t.Error("a look-up finds a tenant nobody made")
	}
	first := world(t, s, "a")
	if again := world(t, s, "a"); again != first || first.Tenant().SID != "a" {
		t.Error("the second sight makes another world")
	}
	world(t, s, "b")
	if _, err := s.World("c"); !errors.Is(err, sim.ErrTooManyTenants) {
		t.Error(err)
	}
	world(t, s, "named")
	var sids []string
	for _, w := range s.Worlds() {
		sids = append(sids, w.Tenant().SID)
	}
	if diff := cmp.Diff([]string{"a", "b", "named"}, sids); diff != "" {
		t.Error(diff)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	if len(s.Worlds()) != 1 {
		t.Errorf("%d worlds after a reset", len(s.Worlds()))
	}
	world(t, s, "c")
}

func TestStrictMakesNoTenants(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Strict: true, Tenants: []sim.Tenant{tenant("a", 1)}})
	if _, err := s.World("b"); !errors.Is(err, sim.ErrUnknownTenant) {
		t.Error(err)
	}
}

func TestTenantNamedTwice(t *testing.T) {
	t.Parallel()
	_, err := sim.New(sim.Spec{Tenants: []sim.Tenant{tenant("a", 1), tenant("a", 1)}})
	if err == nil || err.Error() != `tenant "a" is named twice` {
		t.Error(err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	a, b := tenant("a", 1), tenant("b", 1)
	shared := sim.Credential{Username: "shared", Password: "s"}
	a.Credentials = []sim.Credential{{Username: "a", Password: "1"}, {Username: "a", Password: "2"}, shared}
	b.Credentials = []sim.Credential{{Username: "b", Password: "1"}, shared}
	spec := sim.Spec{Strict: true, Tenants: []sim.Tenant{a, b}}
	s := raise(t, spec)
	for _, c := range []struct {
		sid, name, secret string
		want              sim.Verdict
	}{
		{"a", "a", "1", sim.Granted},
		{"a", "a", "2", sim.Granted},
		{"a", "shared", "s", sim.Granted},
		{"b", "shared", "s", sim.Granted},
		{"b", "a", "1", sim.Elsewhere},
		{"c", "shared", "s", sim.Elsewhere},
		{"a", "b", "1", sim.Elsewhere},
		{"a", "a", "3", sim.Stranger},
		{"a", "", "", sim.Stranger},
		{"a", "a1", "", sim.Stranger},
		{"a", "", "a1", sim.Stranger},
		{"c", "c", "c", sim.Stranger},
	} {
		if got := s.Judge(c.sid, sim.Credential{Username: c.name, Password: c.secret}); got != c.want {
			t.Errorf("%s:%s at %s is worth %d, want %d", c.name, c.secret, c.sid, got, c.want)
		}
	}
	spec.Strict = false
	if got := raise(t, spec).Judge("a", sim.Credential{}); got != sim.Granted {
		t.Errorf("in open mode nothing is worth %d", got)
	}
}

func TestResetReturnsToTheBeginning(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Template: tenant("", 5), Seed: 3})
	allocate := func(sid string) exchange.Allocation {
		o, err := world(t, s, sid).Do(lend("x"))
		if err != nil {
			t.Fatal(err)
		}
		s.Journal().Add(sim.Entry{Tenant: sid})
		return o.Allocation
	}
	first, other := allocate("a"), allocate("b")
	if first.ID == other.ID {
		t.Error("two tenants draw the same ids")
	}
	if s.ResetTenant("nobody") {
		t.Error("a reset of nobody says it knew him")
	}
	if !s.ResetTenant("a") {
		t.Error("a reset of a tenant says it did not know him")
	}
	if n := len(world(t, s, "a").Allocations()); n != 0 || len(world(t, s, "b").Allocations()) != 1 {
		t.Errorf("%d allocations left", n)
	}
	if left := s.Journal().List(sim.Filter{}); len(left) != 1 || left[0].Tenant != "b" {
		t.Errorf("journal: %+v", left)
	}
	if diff := cmp.Diff(first, allocate("a")); diff != "" {
		t.Errorf("after a reset: %s", diff)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	if len(s.Worlds()) != 0 || len(s.Journal().List(sim.Filter{})) != 0 {
		t.Error("a reset leaves something")
	}
	if diff := cmp.Diff(other, allocate("b")); diff != "" {
		t.Errorf("after a reset: %s", diff)
	}
}

func TestAdmit(t *testing.T) {
	t.Parallel()
	limited := tenant("a", 1)
	limited.Rate = sim.Rate{PerSecond: 4, Burst: 3}
	burstless := tenant("b", 1)
	burstless.Rate = sim.Rate{PerSecond: 2}
	s := raise(t, sim.Spec{Tenants: []sim.Tenant{limited, burstless, tenant("c", 1)}})
	count := func(sid string) (n int, wait time.Duration) {
		for range 50 {
			w, ok := world(t, s, sid).Admit()
			if ok {
				n++
			} else {
				wait = w
			}
		}
		return n, wait
	}
	for sid, want := range map[string]struct {
		n    int
		wait time.Duration
	}{"a": {3, time.Second / 4}, "b": {1, time.Second / 2}, "c": {50, 0}} {
		if n, wait := count(sid); n != want.n || wait != want.wait {
			t.Errorf("%s: %d admitted, wait %v; want %d, %v", sid, n, wait, want.n, want.wait)
		}
	}
	s.ResetTenant("a")
	if n, _ := count("a"); n != 3 {
		t.Errorf("after a reset %d are admitted", n)
	}
}

// TestClocks: the zero clock and one with an offset run with real time; a frozen one stands.
func TestClocks(t *testing.T) {
	t.Parallel()
	before := sim.Clock{}.Now()
	ahead := sim.Clock{Offset: time.Hour}.Now()
	if lead := ahead.Sub(before); lead < time.Hour || lead > time.Hour+time.Minute {
		t.Errorf("an offset of an hour leads by %v", lead)
	}
	if ahead != ahead.Round(0) {
		t.Error("a monotonic reading is left")
	}
	if c := sim.FrozenAt(dawn()); c.Now() != dawn() || !c.Now().Equal(dawn()) {
		t.Error("a frozen clock runs")
	}
	if sim.Stopwatch()() < 0 {
		t.Error("a stopwatch runs backwards")
	}
}

// TestViewsAreCopies changes what a world gave out and looks whether the world minds.
func TestViewsAreCopies(t *testing.T) {
	t.Parallel()
	w := world(t, raise(t, sim.Spec{Template: tenant("", 2)}), "a")
	if _, err := w.Do(exchange.UpdateSettings{Endpoints: map[string]string{"k": "v"}, Other: map[string]any{"o": 1}}); err != nil {
		t.Fatal(err)
	}
	view := w.View()
	if view.Tenant.SID != "a" || !view.Now.Equal(dawn()) || len(view.Numbers) != 2 || view.Numbers[0].State != exchange.Free {
		t.Errorf("%+v", view)
	}
	view.Settings.Endpoints["k"], view.Settings.Other["o"] = "changed", 2
	view.Numbers[0].State = exchange.Lent
	if again := w.View(); again.Settings.Endpoints["k"] != "v" || again.Settings.Other["o"] != 1 || again.Numbers[0].State != exchange.Free {
		t.Errorf("%+v", again)
	}
}

// TestRunningClockSettlesFirst lets allocations end under a clock that runs: whoever acts next finds the numbers free.
func TestRunningClockSettlesFirst(t *testing.T) {
	t.Parallel()
	w := world(t, raise(t, sim.Spec{Template: tenant("", 1), Clock: sim.Clock{Offset: time.Hour}}), "a")
	brief := lend("brief")
	brief.Duration = time.Nanosecond
	if _, err := w.Do(brief); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		next := lend(fmt.Sprint(i))
		next.Duration = time.Nanosecond
		if _, err := w.Do(next); err != nil {
			t.Fatalf("the %dth: %v", i, err)
		}
	}
	if all := w.Allocations(); len(all) != 21 || all[0].State != exchange.Expired || all[0].Ended.Sub(all[0].Created) != time.Nanosecond {
		t.Errorf("%+v", all)
	}
}

func TestFlowRequired(t *testing.T) {
	t.Parallel()
	for want, flows := range map[bool][]string{false: {"one"}, true: {"one", "two"}} {
		template := tenant("", 1)
		template.Exchange.Flows = flows
		w := world(t, raise(t, sim.Spec{Template: template}), "a")
		if w.FlowRequired() != want {
			t.Errorf("%v: %v", flows, !want)
		}
		flow := "one"
		if _, err := w.Do(exchange.UpdateSettings{DefaultFlow: &flow}); err != nil {
			t.Fatal(err)
		}
		if w.FlowRequired() {
			t.Error("required though there is a default")
		}
	}
}

// TestNumbersOfRequests: ids are never given twice.
func TestNumbersOfRequests(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{})
	var seen sync.Map
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				if _, twice := seen.LoadOrStore(s.NextID(), true); twice {
					t.Error("an id twice")
				}
			}
		})
	}
	group.Wait()
}
