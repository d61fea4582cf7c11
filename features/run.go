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
)

// Options say what is played and how it is told.
type Options struct {
	// Paths are feature files, folders of them, or FILE:LINE for one scenario.
	Paths []string
	// FS is where the paths are; nil: the file system.
	FS fs.FS
	// Tags is an expression such as "@greenvn && ~@control"; empty: everything.
	Tags string
	// Format is pretty, progress, junit or cucumber, several with commas, each with :FILE if it is not for Out.
	Format string
	// CallbackListen is where the run's receiver of events listens, such as 127.0.0.1:0; empty: there, if the endpoint is a
	// simulator, else scenarios tagged @callbacks are not run.
	CallbackListen string
	// CallbackPublicURL is the address under which the endpoint reaches the receiver; empty: the one it listens on.
	CallbackPublicURL string
	// Profiles are the generations the files are played in, once for each, by the scenarios tagged with it; empty: the files
	// are played once, as they are.
	Profiles []string
	// Concurrency is how many scenarios are played side by side; below 2, one after the other.
	Concurrency int
	// Timeout is how long an answer may take; 0: 30 seconds.
	Timeout time.Duration
	// Deadline is how long the whole run may take; 0: as long as it does.
	Deadline time.Duration
	// Rate is how many requests a second may go to the vendor's door; 0: any number.
	Rate float64
	// Budget is how many allocations the run may make; 0: DefaultBudget at an endpoint without a control door if Profiles are
	// played, else any number.
	Budget int
	// Strict wants what each generation's own documents say, where documents contradict each other; else any documented
	// variant passes, if Profiles are played.
	Strict bool
	// Progress is told after each scenario how many were played and failed, and of how many; nil: nobody is.
	Progress func(played, failed, all int)
	// FailFast ends the run with the first scenario that fails.
	FailFast bool
	// Seed shuffles the scenarios of each file; 0 leaves them in their order.
	Seed int64
	// Name makes the run's tenants and references unlike those of others; empty: made from the time.
	Name string
	// Values are what {name} stands for in the files, besides what a scenario knows.
	Values map[string]string
	// Library is what runs may share; nil: a new one, which takes longer than a short run.
	Library *Library
	// Out is where the report goes.
	Out io.Writer
	// Color lets the report be coloured.
	Color bool
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
	// Observed is what the endpoint did where the documents contradict each other.
	Observed []Observation `json:"observed"`
	// Left is what was made and could not be given back, each with the command that tries again.
	Left []string `json:"left_behind"`
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
	s, err := newStage(t, o)
	if err != nil {
		return Result{}, err
	}
	defer s.client.close()
	ctx, done := deadlined(ctx, o.Deadline)
	defer done()
	defer s.callbacksTo(ctx, o)()
	known := s.sentences
	if o.Profiles, err = s.reach(ctx, o.Profiles); err != nil {
		return Result{}, err
	}
	o = o.perProfile()
	chosen, err := o.survey(known, s.target)
	if err != nil {
		return Result{}, err
	}
	if err := s.budget.afford(o.bound(s.target), chosen.cost); err != nil {
		return Result{}, err
	}
	p := &play{stage: s, known: known, all: chosen.scenarios, progress: o.Progress, result: Result{NotRun: chosen.left}}
	return p.run(ctx, o)
}

// play is a run under way.
type play struct {
	*stage
	known    []sentence
	all      int // scenarios there are
	progress func(played, failed, all int)
	mu       sync.Mutex
	result   Result
}

func (p *play) run(ctx context.Context, o Options) (Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	p.client.halt.stop = stop
	out := newReport(o.Out)
	suite := godog.TestSuite{
		Name: "leadassist", ScenarioInitializer: p.begin,
		Options: &godog.Options{
			Paths: o.Paths, FS: o.FS, Tags: o.Tags, Format: o.Format, Concurrency: o.Concurrency, StopOnFailure: o.FailFast,
			Randomize: o.Seed, Output: out, NoColors: !o.Color, Strict: true, DefaultContext: ctx,
		},
	}
	code := suite.Run()
	p.close(ctx)
	if err := out.flush(); err != nil {
		return p.result, fmt.Errorf("the report cannot be written: %w", err)
	}
	if ctx.Err() != nil {
		return p.result, broken(ctx)
	}
	if code > 1 || code == 1 && p.result.Failed() == 0 {
		return p.result, errors.New("the feature files could not be played to their end")
	}
	return p.result, nil
}

// patience is how long a scenario may take to put things back.
const patience = 30 * time.Second

// begin makes the story of one scenario and lends its steps to godog.
func (p *play) begin(sc *godog.ScenarioContext) {
	s := p.story()
	for _, one := range p.known {
		sc.Step(one.Regexp, one.bound(s))
	}
	sc.Before(func(ctx context.Context, told *godog.Scenario) (context.Context, error) {
		if ctx.Err() != nil || s.budget.spent(priced(told)) {
			s.skipped = true
			return ctx, godog.ErrSkip
		}
		return ctx, s.begin(ctx, told)
	})
	sc.After(func(ctx context.Context, told *godog.Scenario, failed error) (context.Context, error) {
		p.end(ctx, s, told, failed)
		return ctx, nil
	})
	sc.StepContext().After(func(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, _ error) (context.Context, error) {
		return s.attached(ctx, status), nil
	})
}

// end cleans up after a scenario, whatever became of the run, and writes down what became of it.
func (p *play) end(ctx context.Context, s *story, told *godog.Scenario, failed error) {
	stopped := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	one := Scenario{Name: told.Name, File: told.Uri, Tags: []string{}, Left: []string{}}
	for _, tag := range told.Tags {
		one.Tags = append(one.Tags, tag.Name)
	}
	for _, problem := range s.end(ctx) {
		one.Left = append(one.Left, hide(problem.Error(), p.secrets))
	}
	if failed != nil {
		one.Failure = hide(failed.Error(), p.secrets)
	}
	for _, e := range s.exchanges {
		one.Exchanges = append(one.Exchanges, e.redacted(p.secrets))
	}
	if s.slot > 0 && failed == nil {
		p.slots.release(s.slot)
	}
	p.record(one, p.unplayed(told, s, failed, stopped))
}

// unplayed is why a scenario is no proof of anything; empty: it was played.
func (p *play) unplayed(told *godog.Scenario, s *story, failed error, stopped bool) string { //nolint:revive // what became of it, and of the run
	switch {
	case s.skipped && !stopped, errors.Is(failed, errBudget):
		return fmt.Sprintf("the run's budget of allocations is spent, and it makes %d", max(priced(told), 1))
	case s.skipped:
		return "the run was broken off before"
	case failed != nil && stopped:
		return "the run was broken off meanwhile"
	}
	return ""
}

// record writes down what became of a scenario, and tells who looks on.
func (p *play) record(one Scenario, unplayed string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if unplayed != "" {
		p.result.NotRun = append(p.result.NotRun, NotRun{one.Name, one.File, unplayed})
		return
	}
	p.result.Scenarios = append(p.result.Scenarios, one)
	if p.progress != nil {
		p.progress(len(p.result.Scenarios), p.result.Failed(), p.all)
	}
}

// close gives back whatever is still owed, and takes down what was seen.
func (p *play) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	s := p.story()
	if p.suite || s.shared {
		for _, problem := range s.repay(ctx, 0) {
			p.result.Left = append(p.result.Left, hide(problem.Error(), p.secrets))
		}
	}
	p.result.Observed = p.observed.list()
}
