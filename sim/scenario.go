package sim

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"leadassist-sim/sim/fault"
)

// ErrUnknownScenario is returned for a name no scenario has.
var ErrUnknownScenario = errors.New("unknown scenario")

// ScenarioStatus is a scenario and who has it switched on.
type ScenarioStatus struct {
	fault.Scenario
	Everyone bool     // worlds made from now on begin with it
	Tenants  []string // the SIDs of those who have it on
}

// PutScenarios adds scenarios, each in place of the one of its name. One that is on somewhere begins anew there. The
// error is fault.Problems.
func (s *Sim) PutScenarios(scenarios []fault.Scenario) error {
	_, err := s.ApplyScript(fault.Script{Scenarios: scenarios})
	return err
}

// ApplyScript puts the scenarios of a script, adds its rules and activates what it says for everyone: all of it or
// nothing. It returns the rules with their ids. The error is fault.Problems; its paths are those of a scenario file.
func (s *Sim) ApplyScript(said fault.Script) ([]fault.Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if wrong := s.checkScript(said); len(wrong) > 0 {
		return nil, wrong
	}
	s.script.put(said.Scenarios)
	for _, one := range said.Scenarios {
		s.again(one.Name)
	}
	added := s.add(said.Rules)
	if said.Activate != "" {
		s.activate(said.Activate)
	}
	return added, nil
}

func (s *Sim) checkScript(said fault.Script) fault.Problems {
	names := s.script.names()
	wrong := said.Check(s.spec.Vocabulary, names)
	wrong = append(wrong, strangers(said, s.mayKnow)...)
	for _, one := range said.Scenarios {
		names = append(names, one.Name)
	}
	slices.Sort(names)
	if len(slices.Compact(names)) > fault.MaxScenarios {
		wrong = append(wrong, fault.Problem{Path: "scenarios", Message: fmt.Sprintf("there would be more than %d", fault.MaxScenarios)})
	}
	return append(wrong, s.room(said.Rules)...)
}

// again begins a scenario anew wherever it is on. The caller holds the lock.
func (s *Sim) again(name string) {
	one, _ := s.script.scenario(name)
	for _, w := range s.worlds {
		if w.Scenario() == name {
			w.play(one)
		}
	}
}

// activate switches a known scenario on for everyone. The caller holds the lock.
func (s *Sim) activate(name string) {
	one, _ := s.script.scenario(name)
	s.script.active = name
	for _, w := range s.worlds {
		w.play(one)
	}
}

// Scenarios tells every scenario, in the order they were put.
func (s *Sim) Scenarios() []ScenarioStatus {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all, at := make([]ScenarioStatus, len(s.script.scenarios)), map[string]int{}
	for i, one := range s.script.scenarios {
		all[i], at[one.Name] = ScenarioStatus{Scenario: one, Everyone: one.Name == s.script.active}, i
	}
	for _, sid := range slices.Sorted(maps.Keys(s.worlds)) {
		if i, on := at[s.worlds[sid].Scenario()]; on {
			all[i].Tenants = append(all[i].Tenants, sid)
		}
	}
	return all
}

// Activate switches a scenario on, in place of the one before: for a tenant, whose world is made in open mode, or, when
// the tenant is empty, for all there are and will be. Its rules are asked after those of no scenario, and its counters
// begin anew. Errors: ErrUnknownScenario, ErrUnknownTenant, ErrTooManyTenants.
func (s *Sim) Activate(name, tenant string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.script.scenario(name)
	if !ok {
		return s.unknownScenario(name)
	}
	if tenant == "" {
		s.activate(name)
		return nil
	}
	w, err := s.world(tenant)
	if err != nil {
		return err
	}
	w.play(one)
	return nil
}

func (s *Sim) unknownScenario(name string) error {
	return fmt.Errorf("%w: %.64q; %s", ErrUnknownScenario, name, fault.Nearest(name, s.script.names()))
}

// Deactivate switches a scenario off: for a tenant, or, when the tenant is empty, for all there are and will be. It
// returns the SIDs of those who had it on. Errors: ErrUnknownScenario, ErrUnknownTenant.
func (s *Sim) Deactivate(name, tenant string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.script.scenario(name); !ok {
		return nil, s.unknownScenario(name)
	}
	worlds := s.worlds
	if tenant != "" {
		w, ok := s.worlds[tenant]
		if !ok {
			return nil, ErrUnknownTenant
		}
		worlds = map[string]*World{tenant: w}
	} else if s.script.active == name {
		s.script.active = ""
	}
	var had []string
	for _, sid := range slices.Sorted(maps.Keys(worlds)) {
		if worlds[sid].Scenario() == name {
			worlds[sid].play(fault.Scenario{})
			had = append(had, sid)
		}
	}
	return had, nil
}
