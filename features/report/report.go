// Package report writes down what became of a run of feature files: for people as one HTML page, for build servers as
// JUnit XML, for tools of the Cucumber family as their JSON or their messages, for browsers as HAR, and as plain JSON.
//
// It is given a Run, which is data and nothing else, and gives bytes: the same run always gives the same bytes. It knows
// neither steps nor endpoints, and hides nothing; whoever makes the Run has left out what nobody may see.
package report

import (
	"time"

	messages "github.com/cucumber/messages/go/v21"
)

// Run is what became of a run.
type Run struct {
	// Name is part of every reference the run has made.
	Name string
	// Tool is the version of the program, and OS and CPU what it ran on.
	Tool, OS, CPU string
	// Target is the address that was played against.
	Target string
	// Started is when, and Took how long it was.
	Started time.Time
	Took    time.Duration
	// Broken says why the run did not come to its end; empty: it did.
	Broken string
	// Features are those played, in their order.
	Features []Feature
	// NotRun are the scenarios left out.
	NotRun []NotRun
	// Left is what the run made and could not give back, besides what its scenarios say.
	Left []string
	// Rules are what the scenarios prove, in the order of the ledger.
	Rules []Rule
	// Observed are the variants seen where the documents contradict each other.
	Observed []Observation
	// Coverage is what of the documents was exercised, for each generation.
	Coverage []Coverage
	// Against is the other endpoint of a comparison, and Differences what differs there; empty: nothing was compared.
	Against     string
	Differences []Difference
}

// Outcome is what became of a step, a scenario or a rule.
type Outcome string

// The outcomes. Skipped is a step after one that failed.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
	NotYet  Outcome = "not-run"
)

// Feature is a feature file as it was played.
type Feature struct {
	URI    string
	Source []byte
	// Document is the file as parsed.
	Document *messages.GherkinDocument
	// Scenarios are those played, in the order of the file.
	Scenarios []Scenario
}

// Scenario is what became of one.
type Scenario struct {
	Pickle *messages.Pickle
	// Rule is the sentence of the rule block it stands in; empty: none.
	Rule string
	// Keyword and Line are those of its heading.
	Keyword string
	Line    int64
	// Generation of the vendor's documents it was played in; empty: as the steps say.
	Generation string
	Started    time.Time
	Took       time.Duration
	// Failure is empty for one that passed.
	Failure string
	Steps   []Step
	// Exchanges is all that was said, in order.
	Exchanges []Exchange
	// Left is what it could not put back or clean up.
	Left []string
}

// Outcome is passed or failed.
func (s Scenario) Outcome() Outcome {
	if s.Failure != "" {
		return Failed
	}
	return Passed
}

// Tags lists the tags with those of the feature.
func (s Scenario) Tags() []string {
	tags := make([]string, 0, len(s.Pickle.Tags))
	for _, tag := range s.Pickle.Tags {
		tags = append(tags, tag.Name)
	}
	return tags
}

// Step is what became of one.
type Step struct {
	Pickle *messages.PickleStep
	// Keyword is as in the file: Given, When, Then, And.
	Keyword string
	Line    int64
	Outcome Outcome
	Started time.Time
	Took    time.Duration
	// Failure says what was wrong; Seen and Wanted are what was compared, if two things were.
	Failure      string
	Seen, Wanted string
}

// NotRun is a scenario that was left out, and why.
type NotRun struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// Rule is a row of the fidelity ledger and what the run says of it.
type Rule struct {
	ID        string `json:"id"`
	Statement string `json:"statement"`
	Basis     string `json:"basis"`
	// Generations are those the rule speaks of and what came out in each.
	Generations []Proof `json:"generations"`
}

// Proof is what the scenarios of a rule came to in one generation.
type Proof struct {
	Generation string  `json:"generation"`
	Outcome    Outcome `json:"outcome"`
}

// Outcome of a rule is that of all its generations: one failure fails it, one success is needed to pass.
func (r Rule) Outcome() Outcome {
	all := NotYet
	for _, p := range r.Generations {
		if p.Outcome == Failed {
			return Failed
		}
		if p.Outcome == Passed {
			all = Passed
		}
	}
	return all
}

// Observation is a variant seen where the documents contradict each other.
type Observation struct {
	Generation string `json:"generation"`
	// Quirk is the switch of a simulator that brings the variant about, and Value its position.
	Quirk string `json:"quirk"`
	Value string `json:"value"`
	Times int    `json:"times"`
}
