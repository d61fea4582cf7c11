package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"leadassist-sim/openapi"
)

// fate is what became of a rule in a contract run.
type fate string

// The outcomes of a rule.
const (
	rulePassed fate = "passed"
	ruleFailed fate = "failed"
	ruleNotRun fate = "not-run"
)

// readOutcomes reads what became of every rule out of the report of a contract run; without a file there is nothing.
func readOutcomes(file string, ledger *openapi.Ledger) (map[string]fate, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // no run, no outcomes, nothing wrong
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--run: %w", err)
	}
	all, err := parseOutcomes(text, ledger)
	if err != nil {
		return nil, fmt.Errorf("--run %s: %w", file, err)
	}
	return all, nil
}

// parseOutcomes gives each rule of the ledger an outcome. A rule that the ledger does not have is an error: the report
// is another version's.
func parseOutcomes(text []byte, ledger *openapi.Ledger) (map[string]fate, error) {
	var report struct {
		Rules  map[string]fate `json:"rules"`
		Broken string          `json:"broken"`
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, fmt.Errorf("no report of a contract run: %w", err)
	}
	if report.Rules == nil {
		return nil, fmt.Errorf(`no report of a contract run: it has no "rules"`)
	}
	if report.Broken != "" {
		return nil, fmt.Errorf("it tells of a run that did not come to its end: %s", report.Broken)
	}
	for _, id := range slices.Sorted(maps.Keys(report.Rules)) {
		if _, known := ledger.Rule(id); !known {
			return nil, fmt.Errorf("rules: %.64q is not in the ledger", id)
		}
		if said := report.Rules[id]; said != rulePassed && said != ruleFailed && said != ruleNotRun {
			return nil, fmt.Errorf("rules: %s: %.64q is not one of %s, %s, %s", id, said, rulePassed, ruleFailed, ruleNotRun)
		}
	}
	for _, r := range ledger.Rules() {
		if _, listed := report.Rules[r.ID]; !listed {
			report.Rules[r.ID] = ruleNotRun
		}
	}
	return report.Rules, nil
}
