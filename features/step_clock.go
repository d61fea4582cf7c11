package features

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// clockSteps turn the tenant's clock.
func clockSteps() []Step {
	return []Step{
		{`the clock stands at {text}`, "moves the clock forward to an instant (2026-01-31T10:00:00+05:30), or to an hour of India (10:00 tomorrow, 10:00), and stops it there; {today} and {tomorrow} are the dates then", Nothing, (*story).setClock},
		{`the clock stands still`, "stops the clock where it is; it is let go after the scenario", Nothing, (*story).stopClock},
		{`the clock runs`, "lets it run with real time", Nothing, (*story).runClock},
		{`{span} pass(es)`, "turns the clock; whatever is due on the way happens, and is delivered, before the next step", Nothing, (*story).passTime},
	}
}

func (s *story) setClock(ctx context.Context, g given) error {
	to, err := time.Parse(time.RFC3339, g.places[0])
	if err != nil {
		if to, err = s.hourOfIndia(ctx, g.places[0]); err != nil {
			return err
		}
	}
	day := to.In(inIndia())
	s.known = append(s.known, "{today}", day.Format(time.DateOnly), "{tomorrow}", day.AddDate(0, 0, 1).Format(time.DateOnly))
	return s.freeze(ctx, map[string]any{"tenant": s.sid(), "mode": "frozen", "to": to.Format(time.RFC3339)})
}

// inIndia is the zone in which times are told unless a tenant is set otherwise.
func inIndia() *time.Location { return time.FixedZone("IST", 19800) }

// hourOfIndia is an hour of the day the tenant's clock shows, or of the next one, so that a scenario does not depend on
// the calendar.
func (s *story) hourOfIndia(ctx context.Context, said string) (time.Time, error) {
	text, next := strings.CutSuffix(said, " tomorrow")
	of, err := time.Parse("15:04", text)
	if err != nil {
		return of, errors.New("an instant is written like 2026-01-31T10:00:00+05:30, an hour like 10:00 or 10:00 tomorrow")
	}
	at, err := s.hour(ctx)
	if err != nil {
		return at, err
	}
	at = at.In(inIndia())
	day := at.Day()
	if next {
		day++
	}
	return time.Date(at.Year(), at.Month(), day, of.Hour(), of.Minute(), 0, 0, at.Location()), nil
}

func (s *story) stopClock(ctx context.Context, _ given) error {
	return s.freeze(ctx, map[string]any{"tenant": s.sid(), "mode": "frozen"})
}

// freeze stops the clock; that of a tenant others use is as it was after the scenario.
func (s *story) freeze(ctx context.Context, body map[string]any) error {
	if s.sid(); s.shared {
		mode, err := s.clockMode(ctx)
		if err != nil {
			return err
		}
		s.undo = append(s.undo, func(ctx context.Context) error {
			return s.steer(ctx, order{method: http.MethodPut, path: "clock", body: map[string]any{"tenant": s.sid(), "mode": mode}}, nil)
		})
	}
	return s.steer(ctx, order{method: http.MethodPut, path: "clock", body: body}, nil)
}

// clockMode is real unless the tenant's clock stands already.
func (s *story) clockMode(ctx context.Context) (string, error) {
	var page struct{ Items []struct{ Mode string } }
	// A tenant nobody has spoken to yet is not there, and its clock will run.
	if _, err := s.steered(ctx, order{method: http.MethodGet, path: "clock" + query("tenant", s.sid())}, &page); err != nil {
		return "", err
	}
	if len(page.Items) == 1 && page.Items[0].Mode != "" {
		return page.Items[0].Mode, nil
	}
	return "real", nil
}

func (s *story) runClock(ctx context.Context, _ given) error {
	return s.steer(ctx, order{method: http.MethodPut, path: "clock", body: map[string]any{"tenant": s.sid(), "mode": "real"}}, nil)
}

func (s *story) passTime(ctx context.Context, g given) error {
	by, err := g.span(0)
	if err != nil || by == 0 {
		return err
	}
	return s.steer(ctx, order{method: http.MethodPost, path: "clock/advance", body: map[string]any{"tenant": s.sid(), "by": wire(by)}}, nil)
}

// wire is a length of time as the control door reads it.
func wire(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) + "ms" }
