package features

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/cucumber/godog"

	"leadassist-sim/features/report"
)

// Options say what is played and how it is told.
type Options struct {
	// Paths are feature files, folders of them, or FILE:LINE for one scenario.
	Paths []string
	// FS is where the paths are; nil: the file system.
	FS fs.FS
	// Tags is an expression such as "@greenvn && ~@control"; empty: everything.
	Tags string
	// Format is one of Formats, or several with commas, each with :FILE if it is not for Out.
	Format string
	// Profiles are the generations the files are played in, once for each, by the scenarios tagged with it; empty: the files
	// are played once, as they are.
	Profiles []string
	// Concurrency is how many scenarios are played side by side; below 2, one after the other.
	Concurrency int
	// Timeout is how long an answer may take; 0: 30 seconds.
	Timeout time.Duration
	// FailFast ends the run with the first scenario that fails.
	FailFast bool
	// Seed shuffles the scenarios of each file; 0 leaves them in their order.
	Seed int64
	// Name makes the run's tenants and references unlike those of others; empty: made from the time.
	Name string
	// Values are what {name} stands for in the files, besides what a scenario knows.
	Values map[string]string
	// ReportDir is a folder for a report in every format that is written at the end; empty: none.
	ReportDir string
	// Against is another endpoint that is sent all that the target is, to be compared; no address: none.
	Against Target
	// Tool is the version of the program, for reports.
	Tool string
	// Out is where the report goes.
	Out io.Writer
	// Color lets the report be coloured.
	Color bool

	now func() time.Time // nil: the clock on the wall
}

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
	// Report is the run as all reports tell it.
	Report report.Run `json:"-"`
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

// Run plays the feature files against the target. Failed scenarios are no error; files that cannot be read, sentences
// nobody knows, options that make no sense and an endpoint that does not answer are, and then nothing has been played.
// A run that was told to stop by its context cleans up what it has made, gives what there is and is an error too.
func Run(ctx context.Context, t Target, o Options) (Result, error) {
	t, err := t.settled()
	if err != nil {
		return Result{}, err
	}
	if o, err = o.settled(); err != nil {
		return Result{}, err
	}
	if t, o, err = o.compare(t); err != nil {
		return Result{}, err
	}
	o = o.perProfile()
	known := sentences()
	left, err := o.survey(known, t)
	if err != nil {
		return Result{}, err
	}
	s, err := newStage(t, o)
	if err != nil {
		return Result{}, err
	}
	defer s.client.close()
	if err := s.reach(ctx); err != nil {
		return Result{}, err
	}
	p := &play{stage: s, known: known, told: map[string]report.Scenario{}, tally: newTally(), result: Result{Scenarios: []Scenario{}, NotRun: left}}
	if p.book, err = o.open(); err != nil {
		return Result{}, err
	}
	return p.run(ctx, o)
}

// play is a run under way.
type play struct {
	*stage
	known  []sentence
	book   *book
	mu     sync.Mutex
	result Result
	told   map[string]report.Scenario // by the id of the pickle
	tally  *tally
}

func (p *play) run(ctx context.Context, o Options) (Result, error) {
	out, started := newNarrator(o.Out), p.now()
	format, toOut := o.liveFormat()
	if !toOut {
		out = newNarrator(io.Discard)
	}
	suite := godog.TestSuite{
		Name: "leadassist", ScenarioInitializer: p.begin,
		Options: &godog.Options{
			Paths: o.Paths, FS: o.FS, Tags: o.Tags, Format: format, Concurrency: o.Concurrency, StopOnFailure: o.FailFast,
			Randomize: o.Seed, Output: out, NoColors: !o.Color, Strict: true, DefaultContext: ctx,
		},
	}
	code := suite.Run()
	broken := p.broken(ctx, code)
	p.result.Report = p.account(o, started, broken)
	if err := errors.Join(out.flush(), o.write(p.result.Report)); err != nil {
		return p.result, errors.Join(broken, fmt.Errorf("a report cannot be written: %w", err))
	}
	return p.result, broken
}

// broken says why the run did not come to its end.
func (p *play) broken(ctx context.Context, code int) error {
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case code > 1 || code == 1 && p.result.Failed() == 0:
		return errors.New("the feature files could not be played to their end")
	}
	return nil
}

// patience is how long a scenario may take to put things back.
const patience = 30 * time.Second

// begin makes the story of one scenario and lends its steps to godog.
func (p *play) begin(sc *godog.ScenarioContext) {
	s := p.story()
	d := &diary{story: s, book: p.book, now: p.now}
	for _, one := range p.known {
		sc.Step(one.Regexp, one.bound(s))
	}
	sc.Before(func(ctx context.Context, told *godog.Scenario) (context.Context, error) {
		d.begin(told)
		if ctx.Err() != nil {
			return ctx, errInterrupted
		}
		return ctx, s.begin(ctx, told)
	})
	sc.After(func(ctx context.Context, told *godog.Scenario, failed error) (context.Context, error) {
		p.end(ctx, d, told, failed)
		return ctx, nil
	})
	sc.StepContext().Before(d.step)
	sc.StepContext().After(d.stepped)
}

// end cleans up after a scenario, whatever became of the run, and writes down what became of it.
func (p *play) end(ctx context.Context, d *diary, told *godog.Scenario, failed error) {
	stopped := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	one := Scenario{Name: told.Name, File: told.Uri, Tags: []string{}, Left: []string{}}
	for _, tag := range told.Tags {
		one.Tags = append(one.Tags, tag.Name)
	}
	for _, problem := range d.story.end(ctx) {
		one.Left = append(one.Left, hide(problem.Error(), p.secrets))
	}
	if failed != nil {
		one.Failure = failed.Error()
	}
	for _, e := range d.story.exchanges {
		one.Exchanges = append(one.Exchanges, e.redacted(p.secrets))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.result.Scenarios = append(p.result.Scenarios, one)
	if stopped && failed != nil && len(d.story.exchanges) == 0 {
		return // it was not played
	}
	p.told[told.Id] = d.end(one, stopped && failed != nil)
	for _, e := range d.story.exchanges {
		p.tally.add(e)
	}
	for _, h := range d.story.heard {
		p.tally.hear(h, p.documents)
	}
}
