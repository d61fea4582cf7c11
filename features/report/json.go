package report

import (
	"bytes"
	"encoding/json"
	"time"
)

// whole is a run as JSON has it.
type whole struct {
	Name        string             `json:"name"`
	Tool        string             `json:"tool"`
	Target      string             `json:"target"`
	Started     string             `json:"started"`
	Took        float64            `json:"took_seconds"`
	Broken      string             `json:"broken"`
	Summary     summary            `json:"summary"`
	Rules       map[string]Outcome `json:"rules"`
	RuleRows    []Rule             `json:"rule_rows"`
	Scenarios   []played           `json:"scenarios"`
	NotRun      []NotRun           `json:"not_run"`
	Observed    []Observation      `json:"observed"`
	Left        []left             `json:"left_behind"`
	Coverage    []covered          `json:"coverage"`
	Against     string             `json:"against"`
	Differences []Difference       `json:"differences"`
}

type summary struct {
	Passed int `json:"passed"`
	Failed int `json:"failed"`
	NotRun int `json:"not_run"`
}

type played struct {
	Name       string   `json:"name"`
	File       string   `json:"file"`
	Line       int64    `json:"line"`
	Feature    string   `json:"feature"`
	Rule       string   `json:"rule"`
	Generation string   `json:"generation"`
	Tags       []string `json:"tags"`
	Outcome    Outcome  `json:"outcome"`
	Failure    string   `json:"failure"`
	Took       float64  `json:"took_seconds"`
	Steps      []step   `json:"steps"`
	Exchanges  []said   `json:"exchanges"`
}

type step struct {
	Text    string  `json:"text"`
	Line    int64   `json:"line"`
	Outcome Outcome `json:"outcome"`
	Failure string  `json:"failure,omitempty"`
	Seen    string  `json:"seen,omitempty"`
	Wanted  string  `json:"wanted,omitempty"`
}

type said struct {
	Step       int     `json:"step"`
	Operation  string  `json:"operation"`
	Generation string  `json:"generation"`
	Method     string  `json:"method"`
	URL        string  `json:"url"`
	Body       string  `json:"body,omitempty"`
	Status     int     `json:"status"`
	Reply      string  `json:"reply,omitempty"`
	Failure    string  `json:"failure,omitempty"`
	Took       float64 `json:"took_seconds"`
}

type left struct {
	Scenario string `json:"scenario"`
	File     string `json:"file"`
	What     string `json:"what"`
}

type covered struct {
	Coverage
	Statuses Share `json:"status_share"`
	Natural  Share `json:"natural_status_share"`
	Codes    Share `json:"code_share"`
	FieldAll Share `json:"field_share"`
	EventAll Share `json:"event_share"`
	RuleAll  Share `json:"rule_share"`
}

// JSON is the run as data. At its top, rules has the outcome of each rule by its id: passed, failed or not-run. Bodies
// are those of scenarios that failed; HAR has them all.
func JSON(r Run) ([]byte, error) {
	w := whole{
		Name: r.Name, Tool: r.Tool, Target: r.Target, Started: stamp(r.Started), Took: r.Took.Seconds(), Broken: r.Broken, Summary: r.summary(),
		Rules: map[string]Outcome{}, RuleRows: some(r.Rules), Scenarios: []played{}, NotRun: some(r.NotRun), Observed: some(r.Observed),
		Left: []left{}, Coverage: []covered{}, Against: r.Against, Differences: some(r.Differences),
	}
	for _, rule := range r.Rules {
		w.Rules[rule.ID] = rule.Outcome()
	}
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			w.Scenarios = append(w.Scenarios, asPlayed(f, s))
			for _, what := range s.Left {
				w.Left = append(w.Left, left{s.Pickle.Name, f.URI, what})
			}
		}
	}
	for _, what := range r.Left {
		w.Left = append(w.Left, left{What: what})
	}
	for _, c := range r.Coverage {
		w.Coverage = append(w.Coverage, covered{c, c.Statuses(), c.Natural(), c.Codes(), c.FieldShare(), c.EventShare(), r.RuleShare(c.Generation)})
	}
	return indented(w)
}

func asPlayed(f Feature, s Scenario) played {
	p := played{
		Name: s.Pickle.Name, File: f.URI, Line: s.Line, Feature: f.name(), Rule: s.Rule, Generation: s.Generation, Tags: s.Tags(),
		Outcome: s.Outcome(), Failure: s.Failure, Took: s.Took.Seconds(), Steps: []step{}, Exchanges: []said{},
	}
	for _, one := range s.Steps {
		p.Steps = append(p.Steps, step{one.Keyword + one.Pickle.Text, one.Line, one.Outcome, one.Failure, one.Seen, one.Wanted})
	}
	for _, e := range s.Exchanges {
		one := said{e.Step, e.Operation, e.Generation, e.Method, e.URL, "", e.Status, "", e.Failure, e.Took.Seconds()}
		if s.Outcome() == Failed {
			one.Body, one.Reply = string(e.Body), string(e.Reply)
		}
		p.Exchanges = append(p.Exchanges, one)
	}
	return p
}

// name is the feature's title.
func (f Feature) name() string {
	if f.Document == nil || f.Document.Feature == nil {
		return f.URI
	}
	return f.Document.Feature.Name
}

func (r Run) summary() summary {
	s := summary{NotRun: len(r.NotRun)}
	for _, f := range r.Features {
		for _, one := range f.Scenarios {
			if one.Outcome() == Passed {
				s.Passed++
			} else {
				s.Failed++
			}
		}
	}
	return s
}

// some is a list that is written [] when it is empty.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// indented is JSON that people may read, without escapes for browsers.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
