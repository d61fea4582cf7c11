package features

import (
	"slices"

	"leadassist-sim/features/report"
)

// Scenario is what became of one.
type Scenario struct {
	Name string   `json:"name"`
	File string   `json:"file"`
	Tags []string `json:"tags"`
	// Failure is empty for one that passed.
	Failure string `json:"failure"`
	// Exchanges is all that was said, in order.
	Exchanges []Exchange `json:"-"`
	// Left is what it could not put back or clean up.
	Left []string `json:"left_behind"`
}

// NotRun is a scenario that was left out, and why.
type NotRun struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// Result is what became of a run.
type Result struct {
	Scenarios []Scenario `json:"scenarios"`
	NotRun    []NotRun   `json:"not_run"`
	// Observed is what the endpoint did where the documents contradict each other.
	Observed []Observation `json:"observed"`
	// Left is what was made and could not be given back, each with the command that tries again.
	Left []string `json:"left_behind"`
	// Report is the run as all reports tell it.
	Report report.Run `json:"-"`
}

// Littered tells whether anything was left behind.
func (r Result) Littered() bool {
	return len(r.Left) > 0 || slices.ContainsFunc(r.Scenarios, func(s Scenario) bool { return len(s.Left) > 0 })
}

// Failed counts the scenarios that failed.
func (r Result) Failed() int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Failure != "" {
			n++
		}
	}
	return n
}
