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
	s.scripts.Lock()
	defer s.scripts.Unlock()
	all := s.census()
	wrong := append(s.checkScript(said), ended(said.Rules, s.nows(all)).Under("rules")...)
	if wrong = append(wrong, s.room(said.Rules, all).Under("rules")...); len(wrong) > 0 {
		return nil, wrong
	}
	s.mu.Lock()
	if wrong := s.roomForTenants(said.Rules); len(wrong) > 0 {
		s.mu.Unlock()
		return nil, wrong.Under("rules")
	}
	s.script.put(said.Scenarios)
	numbered, all := s.number(said.Rules)
	s.mu.Unlock()
	for _, one := range said.Scenarios {
		s.again(one.Name, all)
	}
	all.put(numbered)
	if said.Activate != "" {
		s.activate(said.Activate)
	}
	added := make([]fault.Rule, len(numbered))
	for i, r := range numbered {
		added[i] = r.Rule()
	}
	return added, nil
}

func (s *Sim) checkScript(said fault.Script) fault.Problems {
	s.mu.RLock()
	defer s.mu.RUnlock()
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
	return wrong
}

// again begins a scenario anew wherever it is on.
func (s *Sim) again(name string, all census) {
	one, _ := s.play(name)
	for _, w := range all {
		if w.Scenario() == name {
			w.play(one)
		}
	}
}

// play finds a scenario made ready.
func (s *Sim) play(name string) (play, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	one, ok := s.script.plays[name]
	return one, ok
}

// activate switches a known scenario on for everyone: first for the worlds to come.
func (s *Sim) activate(name string) {
	s.mu.Lock()
	one := s.script.plays[name]
	s.script.active = name
	all := census(maps.Clone(s.worlds))
	s.mu.Unlock()
	for _, w := range all {
		w.play(one)
	}
}

// Scenarios tells every scenario, in the order they were put.
func (s *Sim) Scenarios() []ScenarioStatus {
	s.mu.RLock()
	scenarios, active, worlds := s.script.scenarios, s.script.active, census(maps.Clone(s.worlds))
	s.mu.RUnlock()
	all, at := make([]ScenarioStatus, len(scenarios)), map[string]int{}
	for i, one := range scenarios {
		all[i], at[one.Name] = ScenarioStatus{Scenario: one, Everyone: one.Name == active}, i
	}
	for _, sid := range worlds.sids() {
		if i, on := at[worlds[sid].Scenario()]; on {
			all[i].Tenants = append(all[i].Tenants, sid)
		}
	}
	return all
}

// Activate switches a scenario on, in place of the one before: for a tenant, whose world is made in open mode, or, when
// the tenant is empty, for all there are and will be. Its rules are asked after those of no scenario, and its counters
// begin anew. Errors: ErrUnknownScenario, ErrUnknownTenant, ErrBadSID, ErrTooManyTenants.
func (s *Sim) Activate(name, tenant string) error {
	s.scripts.Lock()
	defer s.scripts.Unlock()
	one, ok := s.play(name)
	if !ok {
		return s.unknownScenario(name)
	}
	if tenant == "" {
		s.activate(name)
		return nil
	}
	w, err := s.World(tenant)
	if err != nil {
		return err
	}
	w.play(one)
	return nil
}

func (s *Sim) unknownScenario(name string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return fmt.Errorf("%w: %.64q; %s", ErrUnknownScenario, name, fault.Nearest(name, s.script.names()))
}

// Deactivate switches a scenario off: for a tenant, or, when the tenant is empty, for all there are and will be. It
// returns the SIDs of those who had it on. Errors: ErrUnknownScenario, ErrUnknownTenant.
func (s *Sim) Deactivate(name, tenant string) ([]string, error) {
	s.scripts.Lock()
	defer s.scripts.Unlock()
	if _, ok := s.play(name); !ok {
		return nil, s.unknownScenario(name)
	}
	worlds, err := s.whose(name, tenant)
	var had []string
	for _, sid := range worlds.sids() {
		if worlds[sid].Scenario() == name {
			worlds[sid].play(play{})
			had = append(had, sid)
		}
	}
	return had, err
}

// whose are the worlds in which a scenario is to be switched off; of everyone's, those to come no longer have it.
func (s *Sim) whose(name, tenant string) (census, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if tenant != "" {
		w, ok := s.worlds[tenant]
		if !ok {
			return nil, ErrUnknownTenant
		}
		return census{tenant: w}, nil
	}
	if s.script.active == name {
		s.script.active = ""
	}
	return maps.Clone(s.worlds), nil
}
