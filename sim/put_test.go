package sim_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"leadassist-sim/sim"
)

func TestPutTenant(t *testing.T) {
	t.Parallel()
	named := tenant("named", 1)
	named.Credentials = []sim.Credential{{Username: "k", Password: "old"}}
	s := raise(t, sim.Spec{Strict: true, Template: tenant("", 1), Tenants: []sim.Tenant{named}, MaxTenants: 1})
	if _, err := world(t, s, "named").Do(lend("1")); err != nil {
		t.Fatal(err)
	}
	s.Record(sim.Entry{ID: 1, Tenant: "named"})
	changed := tenant("named", 5)
	changed.Credentials = []sim.Credential{{Username: "k", Password: "new"}}
	check := func(numbers int, old, current sim.Verdict) {
		t.Helper()
		w := world(t, s, "named")
		if got := len(w.View().Numbers); got != numbers {
			t.Errorf("%d numbers, not %d", got, numbers)
		}
		if n := len(w.Allocations()); n != 0 {
			t.Errorf("%d allocations are left", n)
		}
		if got := s.Judge("named", sim.Credential{Username: "k", Password: "old"}); got != old {
			t.Errorf("the old credential is %v", got)
		}
		if got := s.Judge("named", sim.Credential{Username: "k", Password: "new"}); got != current {
			t.Errorf("the new credential is %v", got)
		}
	}
	if err := s.PutTenant(changed); err != nil {
		t.Fatal(err)
	}
	check(5, sim.Stranger, sim.Granted)
	if n := len(s.Journal().List(sim.Filter{})); n != 0 {
		t.Errorf("%d requests are left", n)
	}
	s.ResetTenant("named")
	check(5, sim.Stranger, sim.Granted)

	for _, sid := range []string{"new", "new"} { // the second time it is there
		if err := s.PutTenant(tenant(sid, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutTenant(tenant("another", 1)); !errors.Is(err, sim.ErrTooManyTenants) {
		t.Error(err)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	check(1, sim.Granted, sim.Stranger)
	if _, there := s.Lookup("new"); there {
		t.Error("a reset keeps what was put at run time")
	}
	if err := s.PutTenant(tenant("another", 1)); err != nil {
		t.Error(err)
	}
}

// TestPutTenantUnderLoad changes and resets a tenant that others use meanwhile.
func TestPutTenantUnderLoad(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Template: tenant("", 50)})
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 100 {
				w, err := s.World("busy")
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = w.Do(lend(fmt.Sprintf("%d-%d", worker, i))) // in this world or in the one before
				s.Record(sim.Entry{ID: s.NextID(), Tenant: "busy"})
				s.Judge("busy", sim.Credential{Username: "k", Password: "p"})
				s.Worlds()
			}
		})
	}
	for i := range 50 {
		put := tenant("busy", 3+i)
		put.Credentials = []sim.Credential{{Username: "k", Password: "p"}}
		if err := s.PutTenant(put); err != nil {
			t.Error(err)
		}
		if i%10 == 5 {
			if err := s.Reset(); err != nil {
				t.Error(err)
			}
		}
	}
	group.Wait()
	if err := s.PutTenant(tenant("busy", 2)); err != nil {
		t.Fatal(err)
	}
	w := world(t, s, "busy")
	if got := len(w.View().Numbers); got != 2 || len(w.Allocations()) != 0 || len(s.Worlds()) != 1 {
		t.Errorf("%d numbers, %d allocations, %d worlds", got, len(w.Allocations()), len(s.Worlds()))
	}
}
