package control

import (
	"errors"
	"slices"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// scenario is a scenario as told, and who has it switched on.
type scenario struct {
	Name     string       `json:"name"`
	Summary  string       `json:"summary"`
	Survive  string       `json:"survive"`
	Rules    []fault.Rule `json:"rules"`
	Everyone bool         `json:"everyone"`
	Tenants  []string     `json:"tenants"`
}

func toScenario(s sim.ScenarioStatus) scenario {
	return scenario{s.Name, s.Summary, s.Survive, s.Rules, s.Everyone, list(s.Tenants)}
}

// listScenarios tells every scenario, or those a tenant has switched on. The cursor is the last name told.
func (d *Door) listScenarios(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	tenant := q.Get("tenant")
	if _, err := d.asked(tenant); err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(d.sim.Scenarios(), func(s sim.ScenarioStatus) bool {
		return tenant != "" && !slices.Contains(s.Tenants, tenant)
	})
	if after := q.Get("after"); after != "" {
		all = all[slices.IndexFunc(all, func(s sim.ScenarioStatus) bool { return s.Name == after })+1:]
	}
	answer := page{}
	if len(all) > size {
		all = all[:size]
		answer.Next = all[size-1].Name
	}
	told := make([]scenario, 0, len(all))
	for _, s := range all {
		told = append(told, toScenario(s))
	}
	answer.Items = told
	return answer, nil
}

// applied is what became of a script.
type applied struct {
	Scenarios []string    `json:"scenarios"`
	Activated string      `json:"activated"`
	Items     []faultRule `json:"items"`
}

// applyScenarios carries out the content of a scenario file: all of it or nothing.
func (d *Door) applyScenarios(a ask) (any, error) {
	said, wrong := fault.ParseScript(a.raw)
	if err := told(wrong); err != nil {
		return nil, err
	}
	if len(said.Scenarios)+len(said.Rules) == 0 && said.Activate == "" {
		return nil, badRequest("say what to apply: scenarios, rules or activate")
	}
	added, err := d.sim.ApplyScript(said)
	if err != nil {
		return nil, err
	}
	answer := applied{Scenarios: []string{}, Activated: said.Activate, Items: d.standing(added)}
	for _, s := range said.Scenarios {
		answer.Scenarios = append(answer.Scenarios, s.Name)
	}
	return answer, nil
}

// whose is what activateScenario and deactivateScenario are asked.
type whose struct {
	Tenant string `json:"tenant"`
}

// activateScenario switches a scenario on, for a tenant or for all. In open mode a tenant is made by it.
func (d *Door) activateScenario(a ask) (any, error) {
	var said whose
	if err := a.into(&said, "tenant"); err != nil {
		return nil, err
	}
	if err := d.sim.Activate(a.vars["name"], said.Tenant); err != nil {
		return nil, played(err, said.Tenant)
	}
	return d.scenario(a.vars["name"])
}

// deactivateScenario switches it off likewise.
func (d *Door) deactivateScenario(a ask) (any, error) {
	var said whose
	if err := a.into(&said, "tenant"); err != nil {
		return nil, err
	}
	if _, err := d.sim.Deactivate(a.vars["name"], said.Tenant); err != nil {
		return nil, played(err, said.Tenant)
	}
	return d.scenario(a.vars["name"])
}

// played turns what kept a scenario from being switched into a problem.
func played(err error, tenant string) error {
	if errors.Is(err, sim.ErrUnknownScenario) {
		return notFound("%v", err)
	}
	return refused(err, tenant)
}

// scenario tells one that was there a moment ago.
func (d *Door) scenario(name string) (any, error) {
	for _, s := range d.sim.Scenarios() {
		if s.Name == name {
			return toScenario(s), nil
		}
	}
	return nil, notFound("scenario %.64q is gone with a reset", name)
}
