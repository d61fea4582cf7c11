package features

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"

	"leadassist-sim/features/report"
	"leadassist-sim/openapi"
)

// account is the whole run as its reports tell it. broken says why it did not come to its end.
func (p *play) account(o Options, started time.Time, broken error) report.Run {
	features, missed := p.book.features(p.told)
	r := report.Run{
		Name: p.name, Tool: o.Tool, OS: runtime.GOOS, CPU: runtime.GOARCH, Target: cmp.Or(p.target.VendorURL, p.target.AdminURL),
		Started: started, Took: p.now().Sub(started), Features: features,
	}
	reason := "a scenario before it has failed"
	if broken != nil {
		r.Broken, reason = broken.Error(), broken.Error()
	}
	for _, n := range p.result.NotRun {
		r.NotRun = append(r.NotRun, report.NotRun{Name: n.Name, File: n.File, Reason: n.Reason})
	}
	for _, pickle := range missed {
		if p.unplayed[pickle.Id] {
			continue
		}
		r.NotRun = append(r.NotRun, report.NotRun{Name: pickle.Name, File: pickle.Uri, Reason: reason})
	}
	for _, one := range p.result.Observed {
		r.Observed = append(r.Observed, report.Observation{
			Generation: one.Generation, Quirk: strings.TrimSpace(one.Name + " " + one.Kind), Value: one.Value, Times: one.Count,
		})
	}
	r.Left = p.result.Left
	r.Rules = p.proofs(features)
	r.Coverage = p.coverage(o)
	if p.rival != nil {
		r.Against, r.Differences = p.rival.target.VendorURL, p.rival.told()
	}
	return r
}

// ruleTag begins the tag that names a rule of the ledger.
const ruleTag = "@rule-"

// rulesOf are the ids of the rules a scenario proves.
func rulesOf(tags []*messages.PickleTag) []string {
	var ids []string
	for _, tag := range tags {
		if id, ok := strings.CutPrefix(tag.Name, ruleTag); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// proofs are the rules of the ledger and what the scenarios came to. Only a run with such scenarios has any.
func (p *play) proofs(features []report.Feature) []report.Rule {
	found := map[[2]string]report.Outcome{} // by rule and generation
	for _, f := range features {
		for _, s := range f.Scenarios {
			for _, id := range rulesOf(s.Pickle.Tags) {
				for _, generation := range generationsOf(s) {
					key := [2]string{id, generation}
					found[key] = worse(found[key], s.Outcome())
				}
			}
		}
	}
	if len(found) == 0 || p.rules == nil {
		return nil
	}
	var all []report.Rule
	for _, rule := range p.rules.Rules() {
		one := report.Rule{ID: rule.ID, Statement: rule.Statement, Basis: rule.Basis}
		for _, generation := range rule.Generations {
			outcome := cmp.Or(found[[2]string{rule.ID, generation}], report.NotYet)
			one.Generations = append(one.Generations, report.Proof{Generation: generation, Outcome: outcome})
		}
		all = append(all, one)
	}
	return all
}

// generationsOf are those a scenario speaks for: that of its copy, or those it is tagged with.
func generationsOf(s report.Scenario) []string {
	if s.Generation != "" {
		return []string{s.Generation}
	}
	var all []string
	for _, tag := range s.Tags() {
		if name := strings.TrimPrefix(tag, "@"); slices.Contains(openapi.Generations(), name) {
			all = append(all, name)
		}
	}
	return all
}

// worse is what two scenarios of one rule come to: a failure says more than a success, and that more than nothing.
func worse(a, b report.Outcome) report.Outcome {
	for _, outcome := range []report.Outcome{report.Failed, report.Passed, report.NotYet} {
		if a == outcome || b == outcome {
			return outcome
		}
	}
	return b
}
