package features

import (
	"context"
	"net/http"
	"time"
)

// spanSteps are about how long an allocation lasts. Each reads it afresh; the answer the scenario speaks of stays the last one.
func spanSteps() []Step {
	return []Step{
		{`the allocation ends {span} after it was made`, "reads it; to the second", Nothing, (*story).lasts},
		{`the allocation ends about {span} from now`, "reads it; give or take a minute, by the tenant's clock, or the one on the wall where the tenant's cannot be seen", Nothing, (*story).endsAbout},
		{`{span} go(es) by`, "turns the tenant's clock; where it cannot be turned, this time is waited for", Nothing, (*story).goesBy},
	}
}

// slack is how far the clock of an endpoint may be from ours, with the time a request takes.
const slack = time.Minute

func (s *story) lasts(ctx context.Context, g given) error {
	span, err := g.span(0)
	if err != nil {
		return err
	}
	e, err := s.readAfresh(ctx, "")
	if err != nil {
		return err
	}
	return s.apart(e, [2]string{"response.created_at", "response.expires_at"}, span)
}

func (s *story) endsAbout(ctx context.Context, g given) error {
	span, err := g.span(0)
	if err != nil {
		return err
	}
	e, err := s.readAfresh(ctx, "")
	if err != nil {
		return err
	}
	at, err := s.hour(ctx)
	if err != nil {
		return err
	}
	said := e.first("response.expires_at", "data.deallocation_time")
	for _, end := range instants(said) {
		if off := end.Sub(at.Add(span)); -slack <= off && off <= slack {
			return nil
		}
	}
	return s.wrong(e, "the allocation ends %q, which is not about %s from now", said, span)
}

// hour is what the tenant's clock says.
func (s *story) hour(ctx context.Context) (time.Time, error) {
	if s.target.AdminURL == "" {
		return now(), nil
	}
	var page struct{ Items []struct{ Now time.Time } }
	// A tenant nobody has spoken to yet is not there, and its clock will run.
	if _, err := s.steered(ctx, order{method: http.MethodGet, path: "clock" + query("tenant", s.sid())}, &page); err != nil {
		return time.Time{}, err
	}
	if len(page.Items) != 1 {
		return now(), nil
	}
	return page.Items[0].Now, nil
}

func (s *story) goesBy(ctx context.Context, g given) error {
	if s.target.AdminURL != "" {
		return s.passTime(ctx, g)
	}
	span, err := g.span(0)
	if err != nil {
		return err
	}
	_, err = until(ctx, span, nil, func(context.Context) (bool, error) { return false, nil })
	return err
}

// instants are what a time may mean: one without a zone is told in IST or in UTC, as the tenant has it.
func instants(text string) []time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return []time.Time{t}
	}
	var all []time.Time
	for _, zone := range []*time.Location{inIndia(), time.UTC} {
		if t, err := time.ParseInLocation(time.DateTime, text, zone); err == nil {
			all = append(all, t)
		}
	}
	return all
}

// readAfresh reads an allocation, which must be there, without making the answer the last one.
func (s *story) readAfresh(ctx context.Context, name string) (*Exchange, error) {
	one, err := s.find(name)
	if err != nil {
		return nil, err
	}
	e, err := s.exchange(ctx, on("read", one))
	if err != nil {
		return nil, err
	}
	if err := s.judge(e); err != nil {
		return nil, err
	}
	if e.Status != http.StatusOK {
		return nil, s.wrong(&e, "the allocation cannot be read")
	}
	return &e, nil
}
