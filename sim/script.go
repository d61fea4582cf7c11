package sim

import (
	"fmt"
	"slices"
	"strconv"

	"leadassist-sim/sim/fault"
)

// script is what the worlds have fault rules from: what the Spec says, and what was added since. Its slices are never
// changed in place, so that a copy stays as it was.
type script struct {
	last      int                     // the number of the id given last
	everyone  []fault.Rule            // of no scenario and no tenant
	template  []fault.Rule            // of tenants made on first sight
	own       map[string][]fault.Rule // of one tenant, as the Spec says
	scenarios []fault.Scenario
	active    string // the scenario of worlds to be made; empty: none
}

// script gives the spec's rules their ids. It gives the same each time.
func (s *Spec) script() script {
	c := script{own: map[string][]fault.Rule{}, active: s.Active}
	c.template = c.number(s.Template.Faults)
	for _, t := range s.Tenants {
		for _, r := range c.number(t.Faults) {
			r.Tenant = t.SID
			c.own[t.SID] = append(c.own[t.SID], r)
		}
	}
	for _, r := range c.number(s.Faults) {
		if r.Tenant == "" {
			c.everyone = append(c.everyone, r)
		} else {
			c.own[r.Tenant] = append(c.own[r.Tenant], r)
		}
	}
	c.put(s.Scenarios)
	return c
}

// number copies rules, as those of no scenario, and gives them the next ids.
func (c *script) number(rules []fault.Rule) []fault.Rule {
	rules = slices.Clone(rules)
	for i := range rules {
		c.last++
		rules[i].ID, rules[i].Scenario = "fault-"+strconv.Itoa(c.last), ""
	}
	return rules
}

// put adds scenarios, each in place of the one of its name. Their rules have ids such as flaky.2, which stay the same
// however often the scenario is switched on.
func (c *script) put(scenarios []fault.Scenario) {
	c.scenarios = slices.Clone(c.scenarios)
	for _, s := range scenarios {
		s.Rules = slices.Clone(s.Rules)
		for i := range s.Rules {
			s.Rules[i].ID, s.Rules[i].Scenario = s.Name+"."+strconv.Itoa(i+1), s.Name
		}
		at := slices.IndexFunc(c.scenarios, func(o fault.Scenario) bool { return o.Name == s.Name })
		if at < 0 {
			c.scenarios = append(c.scenarios, s)
		} else {
			c.scenarios[at] = s
		}
	}
}

// names lists the scenarios.
func (c *script) names() []string {
	names := make([]string, len(c.scenarios))
	for i, s := range c.scenarios {
		names[i] = s.Name
	}
	return names
}

// scenario finds one by its name; the zero one when there is none.
func (c *script) scenario(name string) (fault.Scenario, bool) {
	for _, s := range c.scenarios {
		if s.Name == name {
			return s, true
		}
	}
	return fault.Scenario{}, false
}

// of is what the tenant's world begins with; named: it is no world made from the template.
func (c *script) of(sid string, named bool) armament {
	a := armament{loose: slices.Concat(c.own[sid], c.everyone)}
	if !named {
		a.loose = slices.Concat(c.template, a.loose)
	}
	a.scenario, _ = c.scenario(c.active)
	return a
}

// with is what a tenant's world begins with that was put at run time, with rules of its own.
func (c *script) with(own []fault.Rule) armament {
	a := armament{loose: slices.Concat(own, c.everyone)}
	a.scenario, _ = c.scenario(c.active)
	return a
}

// numbered gives the tenant's own rules their ids.
func (s *Sim) numbered(t Tenant) []fault.Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.script.number(t.Faults)
	for i := range own {
		own[i].Tenant = t.SID
	}
	return own
}

// checkFaults tells what is wrong with the rules of the spec. Those of tenants are told by their place in a world file,
// such as tenants[1].faults[0], the others by that in a scenario file.
func (s *Spec) checkFaults() fault.Problems {
	wrong := fault.CheckRules(s.Template.Faults, s.Vocabulary).Under("template.faults")
	wrong = append(wrong, foreign(s.Template.Faults, "").Under("template.faults")...)
	for i, t := range s.Tenants {
		path := fmt.Sprintf("tenants[%d].faults", i)
		wrong = append(wrong, fault.CheckRules(t.Faults, s.Vocabulary).Under(path)...)
		wrong = append(wrong, foreign(t.Faults, t.SID).Under(path)...)
	}
	known := func(sid string) bool {
		return !s.Strict || slices.ContainsFunc(s.Tenants, func(t Tenant) bool { return t.SID == sid })
	}
	whole := fault.Script{Scenarios: s.Scenarios, Activate: s.Active, Rules: s.Faults}
	wrong = append(wrong, whole.Check(s.Vocabulary, nil)...)
	return append(wrong, strangers(whole, known)...)
}

// foreign tells of rules in a tenant's own list that name another one.
func foreign(rules []fault.Rule, sid string) fault.Problems {
	var wrong fault.Problems
	for i, r := range rules {
		if r.Tenant != "" && r.Tenant != sid {
			wrong = append(wrong, fault.Problem{Path: fmt.Sprintf("[%d].tenant", i), Message: "the rule stands in a tenant's own list; leave tenant out"})
		}
	}
	return wrong
}

// strangers tells of rules that name a tenant there is not and will not be.
func strangers(s fault.Script, known func(sid string) bool) fault.Problems {
	var wrong fault.Problems
	look := func(path string, rules []fault.Rule) {
		for i, r := range rules {
			if r.Tenant != "" && !known(r.Tenant) {
				wrong = append(wrong, fault.Problem{
					Path:    fmt.Sprintf("%s[%d].tenant", path, i),
					Message: fmt.Sprintf("%.64q is not known, and in strict mode no tenant is made", r.Tenant),
				})
			}
		}
	}
	for i, one := range s.Scenarios {
		look(fmt.Sprintf("scenarios[%d].rules", i), one.Rules)
	}
	look("rules", s.Rules)
	return wrong
}
