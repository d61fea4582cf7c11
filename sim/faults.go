package sim

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	s.mu.Lock()
	defer s.mu.Unlock()
	wrong := append(fault.CheckRules(rules, s.spec.Vocabulary), bare(s.room(rules))...)
	wrong = append(wrong, bare(strangers(fault.Script{Rules: rules}, s.mayKnow))...)
	if len(wrong) > 0 {
		return nil, wrong
	}
	return s.add(rules), nil
}

// bare takes the name of the list off the paths.
func bare(wrong fault.Problems) fault.Problems {
	for i, p := range wrong {
		wrong[i].Path = trimmed(p.Path)
	}
	return wrong
}

func trimmed(path string) string {
	const list = "rules"
	if len(path) >= len(list) && path[:len(list)] == list {
		return path[len(list):]
	}
	return path
}

// mayKnow tells whether a tenant is known or may be made. The caller holds the lock.
func (s *Sim) mayKnow(sid string) bool {
	_, ok := s.worlds[sid]
	return ok || !s.spec.Strict
}

// room tells whether there is room for more rules, and for the tenants they make. The caller holds the lock.
func (s *Sim) room(rules []fault.Rule) fault.Problems {
	more := map[string]int{}
	for _, r := range rules {
		more[r.Tenant]++
	}
	made := 0
	for sid, n := range more {
		w, ok := s.worlds[sid]
		switch {
		case sid != "" && !ok:
			made++
			n += len(s.script.template) + len(s.script.everyone) + more[""]
		case sid != "":
			n += w.loose() + more[""]
		}
		if n > fault.MaxRules {
			return tooMany(sid)
		}
	}
	if s.made+made > s.spec.MaxTenants {
		return fault.Problems{{Path: "rules", Message: ErrTooManyTenants.Error()}}
	}
	return s.roomForAll(more[""])
}

// roomForAll does the same for rules of every tenant.
func (s *Sim) roomForAll(more int) fault.Problems {
	if more == 0 {
		return nil
	}
	if len(s.script.everyone)+len(s.script.template)+more > fault.MaxRules {
		return tooMany("")
	}
	for sid, w := range s.worlds {
		if w.loose()+more > fault.MaxRules {
			return tooMany(sid)
		}
	}
	return nil
}

func tooMany(sid string) fault.Problems {
	return fault.Problems{{
		Path:    "rules",
		Message: fmt.Sprintf("tenant %.64q would have more than %d rules; remove some first", cmp.Or(sid, "any"), fault.MaxRules),
	}}
}

// add puts checked rules into the worlds. The caller holds the lock.
func (s *Sim) add(rules []fault.Rule) []fault.Rule {
	rules = s.script.number(rules)
	for _, r := range rules {
		if r.Tenant == "" {
			for _, w := range s.worlds {
				w.SetFault(r)
			}
			s.script.everyone = append(slices.Clip(s.script.everyone), r)
		} else if w, err := s.world(r.Tenant); err == nil { // checked before
			w.SetFault(r)
		}
	}
	return rules
}

// Faults tells the rules there are, of one tenant in the order its world asks them, or of all: first those of no
// scenario in the order they were added, then those of scenarios. Error: ErrUnknownTenant.
func (s *Sim) Faults(tenant string) ([]FaultStatus, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	gathered := gathering{}
	if tenant != "" {
		w, ok := s.worlds[tenant]
		if !ok {
			return nil, ErrUnknownTenant
		}
		gathered.world(w)
		return gathered.all, nil
	}
	active, _ := s.script.scenario(s.script.active)
	for _, r := range slices.Concat(s.script.template, s.script.everyone, active.Rules) {
		gathered.rule(r)
	}
	for _, sid := range slices.Sorted(maps.Keys(s.worlds)) {
		gathered.world(s.worlds[sid])
	}
	slices.SortStableFunc(gathered.all, func(a, b FaultStatus) int {
		return cmp.Or(cmp.Compare(a.Rule.Scenario, b.Rule.Scenario), cmp.Compare(len(a.Rule.ID), len(b.Rule.ID)), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
	return gathered.all, nil
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

func (g *gathering) world(w *World) {
	for _, st := range w.Faults() {
		sum := g.rule(st.Rule)
		sum.Spent = st.Spent && (sum.Spent || len(sum.Tenants) == 0)
		sum.Seen += st.Seen
		sum.Hits += st.Hits
		sum.Tenants = append(sum.Tenants, TenantFault{w.tenant.SID, st.Since, st.Seen, st.Hits, st.Spent})
	}
}

// RemoveFault removes a rule from every world. Errors: ErrUnknownFault, and ErrOfScenario for a rule of a scenario.
func (s *Sim) RemoveFault(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, one := range s.script.scenarios {
		if slices.ContainsFunc(one.Rules, func(r fault.Rule) bool { return r.ID == id }) {
			return ErrOfScenario
		}
	}
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
	s.mu.Lock()
	defer s.mu.Unlock()
	all := func(r fault.Rule) bool { return r.Scenario == "" }
	if tenant == "" {
		return s.lift(all), nil
	}
	w, ok := s.worlds[tenant]
	if !ok {
		return 0, ErrUnknownTenant
	}
	return w.LiftFaults(all), nil
}

// lift removes rules from every world and from those to come, and tells how many there were, each counted once.
func (s *Sim) lift(picked func(fault.Rule) bool) int {
	gone := map[string]bool{}
	pick := func(r fault.Rule) bool {
		if picked(r) {
			gone[r.ID] = true
			return true
		}
		return false
	}
	for _, w := range s.worlds {
		w.LiftFaults(pick)
	}
	s.script.everyone = slices.DeleteFunc(slices.Clone(s.script.everyone), pick)
	s.script.template = slices.DeleteFunc(slices.Clone(s.script.template), pick)
	return len(gone)
}
