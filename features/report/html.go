package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"slices"
	"strings"
	"time"
)

//go:embed page.html
var layout string

//go:embed page.css
var style string

// view is a run as the page shows it.
type view struct {
	Run
	Style      template.CSS
	Count      summary
	Groups     []group
	RuleCounts [3]int // passed, failed, not run
	Covered    []generation
	Unlike     []unlike
	Left       []left
}

// group is a feature with its rules.
type group struct {
	Name, Place string
	Failed      int
	Blocks      []block
}

// block is the scenarios of one rule.
type block struct {
	Rule      string
	Scenarios []shownScenario
}

type shownScenario struct {
	Scenario
	Steps []shownStep
	Rest  []shownExchange // said before or after the steps
}

type shownStep struct {
	Step
	Rows      [][]string
	Text      string
	Exchanges []shownExchange
	Seen      []piece
	Wanted    []piece
}

type shownExchange struct {
	Exchange
	Title string
	Bad   bool // an error, or no answer
}

// showable are the exchanges a page has: all of a scenario that failed, else those with the endpoint, on fewer lines. A
// whole suite is thousands of them.
func (s Scenario) showable() []shownExchange {
	var all []shownExchange
	for _, e := range s.Exchanges {
		e.Curl = e.command()
		if s.Outcome() == Passed {
			if e.Aside {
				continue
			}
			e.Answer = strings.Join(strings.Fields(e.Answer), " ")
		}
		all = append(all, shownExchange{e, e.title(), e.Status == 0 || e.Status >= 400})
	}
	return all
}

// generation is the coverage of one, with its statuses by operation.
type generation struct {
	Coverage
	RuleShare  Share
	Operations []operation
}

type operation struct {
	Name     string
	Statuses []shownStatus
}

type shownStatus struct {
	Status, Times     int
	Scripted, Counted bool
	Codes             []Answer
}

// unlike is the differences of one operation.
type unlike struct {
	Operation   string
	Differences []shownDifference
}

type shownDifference struct {
	Difference
	Changes []shownChange
}

type shownChange struct {
	Path          string
	First, Second []piece
}

// HTML is the run as one page that needs nothing else: no script, no picture, no other file.
func HTML(r Run) ([]byte, error) {
	v := view{Run: r, Style: template.CSS(style), Count: r.summary(), Unlike: unlikes(r.Differences)} //nolint:gosec // it is ours
	for _, f := range r.Features {
		v.Groups = append(v.Groups, grouped(f))
		for _, s := range f.Scenarios {
			for _, what := range s.Left {
				v.Left = append(v.Left, left{s.Pickle.Name, f.URI, what})
			}
		}
	}
	for _, what := range r.Left {
		v.Left = append(v.Left, left{What: what})
	}
	for _, rule := range r.Rules {
		v.RuleCounts[slices.Index([]Outcome{Passed, Failed, NotYet}, rule.Outcome())]++
	}
	for _, c := range r.Coverage {
		v.Covered = append(v.Covered, generation{c, r.RuleShare(c.Generation), byOperation(c)})
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"stamp": stamp, "words": words, "short": short, "join": func(s []string) string { return strings.Join(s, ", ") },
	}).Parse(layout)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, v)
	return b.Bytes(), err
}

// words is an outcome as people read it.
func words(o Outcome) string { return strings.ReplaceAll(string(o), "-", " ") }

// short is a length of time as people read it.
func short(d time.Duration) string {
	if d < time.Second {
		return d.Round(100 * time.Microsecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// grouped is a feature by its rules, in the order of the file.
func grouped(f Feature) group {
	g := group{Name: f.name(), Place: f.URI}
	for _, s := range f.Scenarios {
		if len(g.Blocks) == 0 || g.Blocks[len(g.Blocks)-1].Rule != s.Rule {
			g.Blocks = append(g.Blocks, block{Rule: s.Rule})
		}
		last := &g.Blocks[len(g.Blocks)-1]
		last.Scenarios = append(last.Scenarios, laid(s))
		if s.Outcome() == Failed {
			g.Failed++
		}
	}
	return g
}

// laid is a scenario with each exchange at the step that made it.
func laid(s Scenario) shownScenario {
	one := shownScenario{Scenario: s}
	for _, step := range s.Steps {
		shown := shownStep{Step: step, Rows: rows(step.Pickle)}
		if a := step.Pickle.Argument; a != nil && a.DocString != nil {
			shown.Text = a.DocString.Content
		}
		if step.Seen != "" || step.Wanted != "" {
			shown.Seen, shown.Wanted = contrast(step.Seen, step.Wanted)
		}
		one.Steps = append(one.Steps, shown)
	}
	for _, shown := range s.showable() {
		e := shown.Exchange
		if e.Step >= 0 && e.Step < len(one.Steps) {
			one.Steps[e.Step].Exchanges = append(one.Steps[e.Step].Exchanges, shown)
		} else {
			one.Rest = append(one.Rest, shown)
		}
	}
	return one
}

// byOperation is the answers of a generation, by operation and status.
func byOperation(c Coverage) []operation {
	var all []operation
	for _, a := range c.Answers {
		if len(all) == 0 || all[len(all)-1].Name != a.Operation {
			all = append(all, operation{Name: a.Operation})
		}
		o := &all[len(all)-1]
		if len(o.Statuses) == 0 || o.Statuses[len(o.Statuses)-1].Status != a.Status {
			o.Statuses = append(o.Statuses, shownStatus{Status: a.Status, Scripted: true})
		}
		s := &o.Statuses[len(o.Statuses)-1]
		s.Times += a.Times
		s.Counted = s.Counted || a.Counted
		s.Scripted = s.Scripted && a.Scripted
		if a.Code >= 0 {
			s.Codes = append(s.Codes, a)
		}
	}
	return all
}

// unlikes is the differences by operation, in the order they come in.
func unlikes(all []Difference) []unlike {
	var list []unlike
	for _, d := range all {
		i := slices.IndexFunc(list, func(u unlike) bool { return u.Operation == d.Operation })
		if i < 0 {
			i, list = len(list), append(list, unlike{Operation: d.Operation})
		}
		shown := shownDifference{Difference: d}
		for _, c := range d.Changes {
			first, second := contrast(c.First, c.Second)
			shown.Changes = append(shown.Changes, shownChange{c.Path, first, second})
		}
		list[i].Differences = append(list[i].Differences, shown)
	}
	return list
}
