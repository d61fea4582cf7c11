package main

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim"
)

// build makes a tenant of a definition in JSON that came while the simulator runs, as a world file's would be made. The
// flags speak over it too. Its error names the keys that are wrong.
func (f *serveFlags) build(sid string, definition []byte) (sim.Tenant, error) {
	text := jsontext.Value(definition)
	if err := text.Format(); err != nil { // without what JSON may hold and YAML may not: tabs, some ways to escape
		return sim.Tenant{}, err
	}
	t, err := fixtures.ParseTenant(sid, sid, text, f.settled)
	if problems, ok := errors.AsType[fixtures.Problems](err); ok {
		return sim.Tenant{}, errors.New(sentences(problems))
	}
	if err != nil {
		return sim.Tenant{}, err
	}
	f.overTenant(&t)
	made, err := tenant(t)
	if err != nil {
		return sim.Tenant{}, err
	}
	rules, wrong := own("", t.Faults, f.words)
	if len(wrong) > 0 {
		return sim.Tenant{}, wrong
	}
	made.Faults = rules
	return made, nil
}

// sentences are the problems of what has no lines to point at.
func sentences(problems fixtures.Problems) string {
	all := make([]string, len(problems))
	for i, p := range problems {
		if all[i] = p.Message; p.Path != "" {
			all[i] = p.Path + ": " + p.Message
		}
	}
	return strings.Join(all, "; ")
}
