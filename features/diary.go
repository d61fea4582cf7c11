package features

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"leadassist-sim/features/report"
)

// diary is what is written down of a scenario while it is played.
type diary struct {
	story  *story
	book   *book
	one    report.Scenario
	ends   []int // how many exchanges there were after each step
	before int   // and before the first
	now    func() time.Time
}

// begin opens the diary of a scenario: none of its steps was played yet.
func (d *diary) begin(pickle *godog.Scenario) {
	at := d.book.at(pickle)
	d.one = report.Scenario{
		Pickle: pickle, Rule: at.rule, Keyword: at.keyword, Line: at.line, Generation: generationOf(pickle), Started: d.now(),
	}
	for _, step := range pickle.Steps {
		at := d.book.places[step.AstNodeIds[0]]
		d.one.Steps = append(d.one.Steps, report.Step{Pickle: step, Keyword: at.keyword, Line: at.line, Outcome: report.Skipped})
	}
}

// step is one that begins.
func (d *diary) step(ctx context.Context, _ *godog.Step) (context.Context, error) {
	if n := len(d.ends); n < len(d.one.Steps) {
		if n == 0 {
			d.before = len(d.story.exchanges)
		}
		d.one.Steps[n].Started = d.now()
	}
	return ctx, nil
}

// stepped takes down what became of it.
func (d *diary) stepped(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
	n := len(d.ends)
	if n >= len(d.one.Steps) {
		return ctx, nil
	}
	d.ends = append(d.ends, len(d.story.exchanges))
	s := &d.one.Steps[n]
	s.Took = d.now().Sub(s.Started)
	switch {
	case status == godog.StepPassed:
		s.Outcome = report.Passed
	case err != nil:
		s.Outcome, s.Failure = report.Failed, hide(err.Error(), d.story.secrets)
		s.Seen, s.Wanted = contrasted(s.Failure)
	}
	return ctx, nil
}

// heard takes down the events that came to the scenario's mailbox.
func (d *diary) heard() {
	if d.story.box == nil {
		return
	}
	for i, l := range d.story.box.all() {
		d.story.hear("letter "+strconv.Itoa(i), l.body)
	}
}

// end closes the diary with what became of the scenario.
func (d *diary) end(told Scenario) report.Scenario {
	d.one.Took, d.one.Left, d.one.Failure = d.now().Sub(d.one.Started), told.Left, told.Failure
	for i, e := range told.Exchanges {
		one := e.told(d.stepOf(i))
		one.Aside = !strings.HasPrefix(e.URL, d.story.target.VendorURL+"/") || d.story.target.VendorURL == ""
		d.one.Exchanges = append(d.one.Exchanges, one)
	}
	return d.one
}

// stepOf is the step that made an exchange; -1 for one before or after all of them.
func (d *diary) stepOf(i int) int {
	if i < d.before {
		return -1
	}
	for step, end := range d.ends {
		if i < end {
			return step
		}
	}
	return -1
}

// contrasted finds what was seen and what was wanted in the words of a failed step, which say "… is …, not …".
func contrasted(failure string) (seen, wanted string) {
	first, _, _ := strings.Cut(failure, "\n")
	found := regexp.MustCompile(`^.{1,200}? (?:is|are|has|did so|came) (.+), not (.+)$`).FindStringSubmatch(first)
	if found == nil {
		return "", ""
	}
	return found[1], found[2]
}

// told is an exchange as a report has it.
func (e Exchange) told(step int) report.Exchange {
	return report.Exchange{
		Step: step, Operation: e.Operation, Generation: e.Generation, At: e.At, Took: e.Took, Method: e.Method, URL: e.URL,
		Header: report.Headers(e.Header), Body: e.Body, Status: e.Status, ReplyHeader: report.Headers(e.ReplyHeader), Reply: e.Reply,
		Failure: e.Failure, Curl: e.Curl(), Answer: e.Answer(),
	}
}
