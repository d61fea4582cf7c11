package features

import (
	"context"
	"errors"
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
		s.ownFlow = s.ownFlow || strings.HasPrefix(tag.Name, ruleTag+"greenvn-flow-")
	}
	s.reflect(told.Uri, told.Name)
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

var errInterrupted = errors.New("the run was interrupted")
