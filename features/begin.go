package features

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"
)

// begin is called before the first step.
func (s *story) begin(ctx context.Context, told *godog.Scenario) error {
	s.undo = append(s.undo, s.lift)
	for _, tag := range told.Tags {
		if profile, ok := strings.CutPrefix(tag.Name, profileTag); ok {
			s.speaks = profile
		}
	}
	switch {
	case s.shared:
		return s.mark(ctx)
	case s.suite && s.target.AdminURL != "":
		s.lodge()
		return s.putTenant(ctx, s.ordinary())
	}
	return nil
}

// timeSpan is how long to wait at most.
type timeSpan = time.Duration

// eventually looks at once, and where there is patience until there is what is looked for.
func (s *story) eventually(ctx context.Context, patience timeSpan, look func(context.Context) (bool, error)) (bool, error) {
	if s.target.AdminURL == "" {
		return false, errNoControl
	}
	if patience == 0 {
		return look(ctx)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	before := len(s.exchanges)
	return until(ctx, patience, s.nudges(ctx), func(ctx context.Context) (bool, error) {
		s.exchanges = s.exchanges[:before] // of many looks the last one is evidence enough
		return look(ctx)
	})
}

// attached hands the exchanges of a scenario to the report when a step has failed.
func (s *story) attached(ctx context.Context, status godog.StepResultStatus) context.Context {
	if status != godog.StepFailed {
		return ctx
	}
	var all []godog.Attachment
	for i, e := range s.exchanges {
		e = e.redacted(s.secrets)
		all = append(all, godog.Attachment{
			Body: []byte(e.Curl() + "\n\n" + e.Answer() + "\n"), FileName: fmt.Sprintf("exchange-%d.txt", i+1), MediaType: "text/plain",
		})
	}
	return godog.Attach(ctx, all...)
}

var errInterrupted = errors.New("the run was interrupted")
