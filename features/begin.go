package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/cucumber/godog"
)

// reach sees that the doors answer before anything is played.
func (s *stage) reach(ctx context.Context) error {
	if s.target.AdminURL != "" {
		e, err := s.client.send(ctx, message{method: http.MethodGet, url: s.target.AdminURL + "/__admin/tenants?limit=1", token: s.target.AdminToken})
		switch {
		case err != nil:
			return err
		case e.Failure != "":
			return fmt.Errorf("no simulator answers at %s: %s", s.target.AdminURL, e.Failure)
		case e.Status == http.StatusUnauthorized:
			return fmt.Errorf("the control door at %s wants its token", s.target.AdminURL)
		case e.Status != http.StatusOK || e.first("items") == "":
			return fmt.Errorf("what answers at %s is no control door (HTTP %d)", s.target.AdminURL, e.Status)
		}
	}
	if s.target.VendorURL == "" {
		return nil
	}
	doors := []string{s.target.VendorURL}
	if s.twin != nil {
		doors = append(doors, s.twin.target.VendorURL)
	}
	for _, door := range doors {
		e, err := s.client.send(ctx, message{method: http.MethodGet, url: door + "/"})
		if err != nil {
			return err
		}
		if e.Status == 0 {
			return fmt.Errorf("the vendor's door at %s: %s", door, hide(e.Failure, s.secrets))
		}
	}
	return nil
}

// begin is called before the first step.
func (s *story) begin(ctx context.Context, told *godog.Scenario) error {
	s.undo = append(s.undo, s.lift)
	for _, tag := range told.Tags {
		if profile, ok := strings.CutPrefix(tag.Name, profileTag); ok {
			s.speaks = profile
		}
	}
	s.reflect(told.Uri, told.Name)
	switch {
	case s.shared:
		return s.mark(ctx)
	case s.suite && s.target.AdminURL != "":
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
