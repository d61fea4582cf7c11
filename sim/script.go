package sim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"leadassist-sim/sim/fault"
)

// script is what the worlds have fault rules from: what the Spec says, and what was added since. Its slices are never
// changed in place, so that a copy stays as it was.
type script struct {
	last      int                       // the number of the id given last
	everyone  []*fault.Ready            // of no scenario and no tenant
	template  []*fault.Ready            // of tenants made on first sight
	own       map[string][]*fault.Ready // of one tenant, as the Spec says
	scenarios []fault.Scenario
	plays     map[string]play // the scenarios made ready
	active    string          // the scenario of worlds to be made; empty: none
}

// script gives the spec's rules their ids. It gives the same each time.
func (s *Spec) script() script {
	c := script{own: map[string][]*fault.Ready{}, active: s.Active}
	c.template = c.number(s.Template.Faults)
	for _, t := range s.Tenants {
		c.own[t.SID] = c.number(ownedBy(t.SID, t.Faults))
	}
	for _, r := range c.number(s.Faults) {
		if of := r.Rule().Tenant; of == "" {
			c.everyone = append(c.everyone, r)
		} else {
			c.own[of] = append(c.own[of], r)
		}
	}
	c.put(s.Scenarios)
	return c
}

// number makes rules ready, as those of no scenario, under the next ids.
func (c *script) number(rules []fault.Rule) []*fault.Ready {
	numbered := make([]*fault.Ready, len(rules))
	for i, r := range rules {
		c.last++
		r.ID, r.Scenario = "fault-"+strconv.Itoa(c.last), ""
		numbered[i] = fault.Prepare(r)
	}
	return numbered
}

// ownedBy are the rules of a tenant's own list, which need not name it.
func ownedBy(sid string, rules []fault.Rule) []fault.Rule {
	rules = slices.Clone(rules)
	for i := range rules {
		rules[i].Tenant = sid
	}
	return rules
}

// put adds scenarios, each in place of the one of its name. Their rules have ids such as flaky.2, which stay the same
// however often the scenario is switched on.
func (c *script) put(scenarios []fault.Scenario) {
	c.scenarios, c.plays = slices.Clone(c.scenarios), maps.Clone(c.plays)
	if c.plays == nil {
		c.plays = map[string]play{}
	}
	for _, s := range scenarios {
		s.Rules = slices.Clone(s.Rules)
		on := play{s.Name, make([]*fault.Ready, len(s.Rules))}
		for i := range s.Rules {
			s.Rules[i].ID, s.Rules[i].Scenario = s.Name+"."+strconv.Itoa(i+1), s.Name
			on.rules[i] = fault.Prepare(s.Rules[i])
		}
		c.plays[s.Name] = on
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

// of is what the tenant's world begins with; named: it is no world made from the template.
func (c *script) of(sid string, named bool) armament {
	a := armament{loose: slices.Concat(c.own[sid], c.everyone)}
	if !named {
		a.loose = slices.Concat(c.template, a.loose)
	}
	a.scenario = c.plays[c.active]
	return a
}

// with is what a tenant's world begins with that was put at run time, with rules of its own.
func (c *script) with(own []*fault.Ready) armament {
	a := armament{loose: slices.Concat(own, c.everyone)}
	a.scenario = c.plays[c.active]
	return a
}

// numbered gives the tenant's own rules their ids.
func (s *Sim) numbered(t Tenant) []*fault.Ready {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.number(ownedBy(t.SID, t.Faults))
}

// checkFaults tells what is wrong with the rules of the spec. Those of tenants are told by their place in a world file,
// such as tenants[1].faults[0], the others by that in a scenario file.
func (s *Spec) checkFaults() fault.Problems {
	wrong := s.checkOwn(s.Template.Faults, "").Under("template.faults")
	for i, t := range s.Tenants {
		wrong = append(wrong, s.checkOwn(t.Faults, t.SID).Under(fmt.Sprintf("tenants[%d].faults", i))...)
	}
	known := func(sid string) bool {
		return !s.Strict || slices.ContainsFunc(s.Tenants, func(t Tenant) bool { return t.SID == sid })
	}
	whole := fault.Script{Scenarios: s.Scenarios, Activate: s.Active, Rules: s.Faults}
	wrong = append(wrong, whole.Check(s.Vocabulary, nil)...)
	wrong = append(wrong, ended(s.Faults, func(string) []time.Time { return []time.Time{s.Clock.Now()} }).Under("rules")...)
	return append(wrong, strangers(whole, known)...)
}

// checkOwn tells what is wrong with a tenant's own rules.
func (s *Spec) checkOwn(rules []fault.Rule, sid string) fault.Problems {
	return append(fault.CheckRules(rules, s.Vocabulary), foreign(rules, sid)...)
}

// ended tells of rules that can strike at none of the instants that it is for whom they are about, nor later.
func ended(rules []fault.Rule, nows func(sid string) []time.Time) fault.Problems {
	var wrong fault.Problems
	for i, r := range rules {
		var first fault.Problems
		for _, now := range nows(r.Tenant) {
			over := r.CheckAt(now)
			if len(over) == 0 {
				first = nil
				break
			}
			first = over
		}
		wrong = append(wrong, first.Under(fmt.Sprintf("[%d]", i))...)
	}
	return wrong
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
	for i, one := range s.Scenarios {
		wrong = append(wrong, strange(one.Rules, known).Under(fmt.Sprintf("scenarios[%d].rules", i))...)
	}
	return append(wrong, strange(s.Rules, known).Under("rules")...)
}

// strange does the same for a list; its paths begin with an index.
func strange(rules []fault.Rule, known func(sid string) bool) fault.Problems {
	var wrong fault.Problems
	for i, r := range rules {
		if r.Tenant != "" && !known(r.Tenant) {
			wrong = append(wrong, fault.Problem{
				Path:    fmt.Sprintf("[%d].tenant", i),
				Message: fmt.Sprintf("%.64q is not known, and in strict mode no tenant is made", r.Tenant),
			})
		}
	}
	return wrong
}
