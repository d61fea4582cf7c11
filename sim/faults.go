package sim

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"leadassist-sim/sim/fault"
)

// ErrUnknownFault is returned for an id that no fault rule has.
var ErrUnknownFault = errors.New("unknown fault rule")

// ErrOfScenario is returned when a single rule of a scenario is to be removed.
var ErrOfScenario = errors.New("the rule is of a scenario, which is switched off as a whole")

// FaultStatus is a rule as it stands in all worlds that have it.
type FaultStatus struct {
	Rule    fault.Rule
	Seen    int // occasions that fitted, over all its tenants
	Hits    int
	Spent   bool // in every world that has it
	Tenants []TenantFault
}

// TenantFault is how a rule stands in one tenant's world.
type TenantFault struct {
	Tenant string
	Since  time.Time // when it was set, in the tenant's time
	Seen   int
	Hits   int
	Spent  bool
}

// AddFaults adds rules, all of them or none, and returns them with their ids. One that names no tenant goes into every
// world, and into those made later. One that names a tenant makes its world in open mode. The error is fault.Problems;
// its paths begin with the index of a rule.
func (s *Sim) AddFaults(rules []fault.Rule) ([]fault.Rule, error) {
	added, err := s.ApplyScript(fault.Script{Rules: rules})
	if wrong, ok := errors.AsType[fault.Problems](err); ok {
		return nil, wrong.Below("rules")
	}
	return added, err
}

// mayKnow tells whether a tenant is known or may be made. The caller holds the lock.
func (s *Sim) mayKnow(sid string) bool {
	_, ok := s.worlds[sid]
	return ok || !s.spec.Strict
}

// census is the worlds as they stood when a change of rules began. They are asked without the lock.
type census map[string]*World

func (s *Sim) census() census {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.worlds)
}

// sids lists them in order.
func (c census) sids() []string { return slices.Sorted(maps.Keys(c)) }

// nows are the instants it is for whom a rule is about: a tenant, or everyone there is and will be.
func (s *Sim) nows(all census) func(sid string) []time.Time {
	everyone := sync.OnceValue(func() []time.Time {
		nows := []time.Time{s.spec.Clock.Now()}
		for _, w := range all {
			nows = append(nows, w.Now())
		}
		return nows
	})
	return func(sid string) []time.Time {
		if w, ok := all[sid]; ok {
			return []time.Time{w.Now()}
		}
		if sid != "" {
			return []time.Time{s.spec.Clock.Now()}
		}
		return everyone()
	}
}

// perTenant counts rules by the tenant they name.
func perTenant(rules []fault.Rule) map[string]int {
	counts := map[string]int{}
	for _, r := range rules {
		counts[r.Tenant]++
	}
	return counts
}

// room tells whether there is room for more rules.
func (s *Sim) room(rules []fault.Rule, all census) fault.Problems {
	more := perTenant(rules)
	s.mu.RLock()
	later := len(s.script.template) + len(s.script.everyone) + more[""]
	s.mu.RUnlock()
	if more[""] > 0 && later > fault.MaxRules {
		return tooMany("")
	}
	for _, sid := range slices.Sorted(maps.Keys(more)) {
		if _, there := all[sid]; sid != "" && !there && later+more[sid] > fault.MaxRules {
			return tooMany(sid)
		}
	}
	for _, sid := range all.sids() {
		if n := more[sid] + more[""]; n > 0 && all[sid].loose()+n > fault.MaxRules {
			return tooMany(sid)
		}
	}
	return nil
}

func tooMany(sid string) fault.Problems {
	return fault.Problems{{Message: fmt.Sprintf("tenant %.64q would have more than %d rules; remove some first", cmp.Or(sid, "any"), fault.MaxRules)}}
}

// roomForTenants tells whether there is room for the tenants that rules make. The caller holds the lock.
func (s *Sim) roomForTenants(rules []fault.Rule) fault.Problems {
	made := 0
	for sid := range perTenant(rules) {
		if _, there := s.worlds[sid]; sid != "" && !there {
			made++
		}
	}
	if s.made+made > s.spec.MaxTenants {
		return fault.Problems{{Message: ErrTooManyTenants.Error()}}
	}
	return nil
}

// number gives checked rules their ids and puts them into the script, and tells the worlds that are to have them. Worlds
// made from then on have those of everyone. The caller holds the lock.
func (s *Sim) number(rules []fault.Rule) ([]*fault.Ready, census) {
	numbered := s.script.number(rules)
	for sid := range perTenant(rules) {
		if sid != "" {
			_, _ = s.world(sid) // there was found to be room
		}
	}
	for _, r := range numbered {
		if r.Rule().Tenant == "" {
			s.script.everyone = append(slices.Clip(s.script.everyone), r)
		}
	}
	return numbered, maps.Clone(s.worlds)
}

// put gives each world its part of the rules.
func (c census) put(rules []*fault.Ready) {
	everyone := slices.DeleteFunc(slices.Clone(rules), func(r *fault.Ready) bool { return r.Rule().Tenant != "" })
	named := map[string]bool{}
	for _, r := range rules {
		named[r.Rule().Tenant] = true
	}
	for sid, w := range c {
		if !named[sid] {
			w.SetFaults(everyone...)
			continue
		}
		w.SetFaults(slices.DeleteFunc(slices.Clone(rules), func(r *fault.Ready) bool {
			of := r.Rule().Tenant
			return of != "" && of != sid
		})...)
	}
}

// Faults tells the rules there are, of one tenant in the order its world asks them, or of all: first those of no
// scenario in the order they were added, then those of scenarios. Error: ErrUnknownTenant.
func (s *Sim) Faults(tenant string) ([]FaultStatus, error) {
	if tenant == "" {
		return s.gather(func(string) bool { return true }), nil
	}
	w, ok := s.Lookup(tenant)
	if !ok {
		return nil, ErrUnknownTenant
	}
	gathered := gathering{}
	gathered.world(w, func(string) bool { return true })
	return gathered.all, nil
}

// Fault tells the rule of that id. Error: ErrUnknownFault, with the id that was probably meant.
func (s *Sim) Fault(id string) (FaultStatus, error) {
	for _, one := range s.FaultsOf(id) {
		return one, nil
	}
	var ids []string
	for _, one := range s.gather(func(string) bool { return true }) {
		ids = append(ids, one.Rule.ID)
	}
	return FaultStatus{}, fmt.Errorf("%w: %.64q; %s", ErrUnknownFault, id, fault.Nearest(id, ids))
}

// FaultsOf tells the rules of those ids that there are, in the order of Faults.
func (s *Sim) FaultsOf(ids ...string) []FaultStatus {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	return s.gather(func(id string) bool { return wanted[id] })
}

// gather sums up the picked rules over all worlds. These are asked one after the other, without the lock.
func (s *Sim) gather(picked func(id string) bool) []FaultStatus {
	s.mu.RLock()
	all, to := slices.Concat(s.script.template, s.script.everyone, s.script.plays[s.script.active].rules), maps.Clone(s.worlds)
	s.mu.RUnlock()
	gathered := gathering{}
	for _, r := range all {
		if picked(r.Rule().ID) {
			gathered.rule(r.Rule())
		}
	}
	for _, sid := range slices.Sorted(maps.Keys(to)) {
		gathered.world(to[sid], picked)
	}
	slices.SortStableFunc(gathered.all, func(a, b FaultStatus) int {
		return cmp.Or(cmp.Compare(a.Rule.Scenario, b.Rule.Scenario), cmp.Compare(len(a.Rule.ID), len(b.Rule.ID)), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return gathered.all
}

// gathering sums up rules over worlds.
type gathering struct {
	all []FaultStatus
	at  map[string]int // by id
}

// rule finds a rule among those gathered, or puts it there.
func (g *gathering) rule(r fault.Rule) *FaultStatus {
	if g.at == nil {
		g.at = map[string]int{}
	}
	i, ok := g.at[r.ID]
	if !ok {
		i = len(g.all)
		g.at[r.ID] = i
		g.all = append(g.all, FaultStatus{Rule: r})
	}
	return &g.all[i]
}

func (g *gathering) world(w *World, picked func(id string) bool) {
	for _, st := range w.pick(picked) {
		sum := g.rule(st.Rule)
		sum.Spent = st.Spent && (sum.Spent || len(sum.Tenants) == 0)
		sum.Seen += st.Seen
		sum.Hits += st.Hits
		sum.Tenants = append(sum.Tenants, TenantFault{w.tenant.SID, st.Since, st.Seen, st.Hits, st.Spent})
	}
}

// RemoveFault removes a rule from every world. Errors: ErrUnknownFault, and ErrOfScenario for a rule of a scenario.
func (s *Sim) RemoveFault(id string) error {
	s.scripts.Lock()
	defer s.scripts.Unlock()
	s.mu.RLock()
	scenarios := s.script.scenarios
	s.mu.RUnlock()
	for _, one := range scenarios {
		if slices.ContainsFunc(one.Rules, func(r fault.Rule) bool { return r.ID == id }) {
			return ErrOfScenario
		}
	}
	var ids []string
	picked := func(r fault.Rule) bool {
		if r.Scenario == "" {
			ids = append(ids, r.ID)
		}
		return r.ID == id
	}
	if s.lift(picked) == 0 {
		return fmt.Errorf("%w: %.64q; %s", ErrUnknownFault, id, fault.Nearest(id, ids))
	}
	return nil
}

// RemoveFaults removes the rules of no scenario: all of them, or those in one tenant's world, which others keep. It
// tells how many there were. Error: ErrUnknownTenant.
func (s *Sim) RemoveFaults(tenant string) (int, error) {
	s.scripts.Lock()
	defer s.scripts.Unlock()
	all := func(r fault.Rule) bool { return r.Scenario == "" }
	if tenant == "" {
		return s.lift(all), nil
	}
	w, ok := s.Lookup(tenant)
	if !ok {
		return 0, ErrUnknownTenant
	}
	return w.LiftFaults(all), nil
}

// lift removes rules from the worlds to come and from every one there is, and tells how many there were, each counted
// once.
func (s *Sim) lift(picked func(fault.Rule) bool) int {
	gone := map[string]bool{}
	pick := func(r fault.Rule) bool {
		if picked(r) {
			gone[r.ID] = true
			return true
		}
		return false
	}
	ready := func(r *fault.Ready) bool { return pick(r.Rule()) }
	s.mu.Lock()
	s.script.everyone = slices.DeleteFunc(slices.Clone(s.script.everyone), ready)
	s.script.template = slices.DeleteFunc(slices.Clone(s.script.template), ready)
	all := census(maps.Clone(s.worlds))
	s.mu.Unlock()
	for _, w := range all {
		w.LiftFaults(pick)
	}
	return len(gone)
}
