package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim/fault"
)

// script reads and checks a fault script. The error is a fixtures.Problems.
func script(f file, v fault.Vocabulary) (fault.Script, error) {
	written, err := fixtures.ParseScript(f.name, f.data)
	if problems, ok := errors.AsType[fixtures.Problems](err); ok {
		return fault.Script{}, append(problems, closer(f, v, problems)...)
	}
	if err != nil {
		return fault.Script{}, err
	}
	s, wrong := rules(written, fixtures.ScenarioNames(), v)
	if len(wrong) > 0 {
		return fault.Script{}, f.place(wrong)
	}
	return s, nil
}

// closer tells what a look at the rules themselves finds wrong with a file that has problems already.
func closer(f file, v fault.Vocabulary, problems fixtures.Problems) fixtures.Problems {
	draft, ok := fixtures.DraftScript(f.data)
	if !ok {
		return nil
	}
	_, wrong := rules(draft, fixtures.ScenarioNames(), v)
	told := make(fault.Problems, len(problems))
	for i, p := range problems {
		told[i].Path = p.Path
	}
	more, _ := errors.AsType[fixtures.Problems](f.place(told.And(wrong)[len(told):]))
	return more
}

func named(name string) func(fault.Scenario) bool {
	return func(s fault.Scenario) bool { return s.Name == name }
}

// rules turns what a file says into rules, and tells everything that is wrong with them. It may activate the scenarios
// known as well as its own.
func rules(s fixtures.Script, known []string, v fault.Vocabulary) (fault.Script, fault.Problems) {
	raw, err := json.Marshal(s)
	if err != nil {
		return fault.Script{}, fault.Problems{{Message: err.Error()}}
	}
	read, wrong := fault.ParseScript(raw)
	return read, wrong.And(read.Check(v, known))
}

// own are the rules of a tenant, which stands in its file below the path.
func own(path string, faults []fixtures.Rule, v fault.Vocabulary) ([]fault.Rule, fault.Problems) {
	if len(faults) == 0 {
		return nil, nil
	}
	s, wrong := rules(fixtures.Script{Rules: faults}, nil, v)
	return s.Rules, wrong.Below("rules").Under("faults").Under(path) // rules[2] of a script is faults[2] of a tenant
}

// ready are the scenarios that need no file.
func ready(all []fixtures.Scenario, v fault.Vocabulary) ([]fault.Scenario, error) {
	s, wrong := rules(fixtures.Script{Scenarios: all}, nil, v)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("the ready scenarios: %w", wrong)
	}
	return s.Scenarios, nil
}

// faults reads what --faults names: a file, or a ready scenario, which is then switched on. Nothing is an empty script.
func faults(name string, v fault.Vocabulary) (fault.Script, error) {
	switch {
	case name == "":
		return fault.Script{}, nil
	case slices.Contains(fixtures.ScenarioNames(), name):
		return fault.Script{Activate: name}, nil
	}
	f, err := open(name)
	if err != nil {
		return fault.Script{}, fmt.Errorf("--faults: %w; ready scenarios need no file: %s", err, strings.Join(fixtures.ScenarioNames(), ", "))
	}
	return script(f, v)
}
