package features

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/cucumber/godog"

	"leadassist-sim/features/report"
)

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
	s, err := newStage(t, o)
	if err != nil {
		return Result{}, err
	}
	defer s.client.close()
	ctx, done := deadlined(ctx, o.Deadline)
	defer done()
	defer s.callbacksTo(ctx, o)()
	known := s.sentences
	unplayed := o                                        // a survey changes its options
	if _, err := unplayed.survey(known, t); err != nil { // what cannot be read is told without a target
		return Result{}, err
	}
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
	p := &play{
		stage: s, known: known, all: chosen.scenarios, progress: o.Progress, told: map[string]report.Scenario{}, unplayed: map[string]bool{},
		tally: newTally(), result: Result{NotRun: chosen.left, Left: []string{}},
	}
	if p.book, err = o.open(); err != nil {
		return Result{}, err
	}
	return p.run(ctx, o)
}

// play is a run under way.
type play struct {
	*stage
	known    []sentence
	all      int // scenarios there are
	progress func(played, failed, all int)
	book     *book
	mu       sync.Mutex
	result   Result
	told     map[string]report.Scenario // by the id of the pickle
	unplayed map[string]bool            // likewise
	tally    *tally
}

func (p *play) run(ctx context.Context, o Options) (Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	p.client.halt.stop = stop
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
	p.close(ctx)
	failed := p.broken(ctx, code)
	p.result.Report = p.account(o, started, failed)
	if err := errors.Join(out.flush(), o.write(p.result.Report)); err != nil {
		return p.result, errors.Join(failed, fmt.Errorf("a report cannot be written: %w", err))
	}
	return p.result, failed
}

// broken says why the run did not come to its end; nil: it did.
func (p *play) broken(ctx context.Context, code int) error {
	switch {
	case ctx.Err() != nil:
		return broken(ctx)
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
		if s.lacking = s.target.absent(cast(told)); s.lacking != "" {
			s.skipped = true
			return ctx, godog.ErrSkip
		}
		if ctx.Err() != nil || s.budget.spent(priced(told)) {
			s.skipped = true
			return ctx, godog.ErrSkip
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
	s, stopped := d.story, ctx.Err() != nil
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
	d.heard()
	p.record(d, one, p.missed(told, s, failed, stopped))
}

// missed is why a scenario is no proof of anything; empty: it was played.
func (p *play) missed(told *godog.Scenario, s *story, failed error, stopped bool) string {
	switch {
	case s.lacking != "":
		return s.lacking
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
func (p *play) record(d *diary, one Scenario, unplayed string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if unplayed != "" {
		p.result.NotRun = append(p.result.NotRun, NotRun{one.Name, one.File, unplayed})
		p.unplayed[d.one.Pickle.Id] = true
		return
	}
	p.result.Scenarios = append(p.result.Scenarios, one)
	p.told[d.one.Pickle.Id] = d.end(one)
	p.tally.count(d.story, p.documents)
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
