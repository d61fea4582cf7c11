package features

import (
	"context"
	"net/http"
)

// legSteps tell whom a call reached.
func legSteps() []Step {
	return []Step{
		{`the call went to {text}`, "the phone that took the last call, or the last one that was tried", Nothing, (*story).wentTo},
	}
}

func (s *story) wentTo(ctx context.Context, g given) error {
	if s.call == "" {
		return errNoCall
	}
	var call struct {
		Legs []struct{ To string }
	}
	if err := s.steer(ctx, order{method: http.MethodGet, path: "calls/" + s.call}, &call); err != nil {
		return err
	}
	seen := "nobody"
	if n := len(call.Legs); n > 0 {
		seen = call.Legs[n-1].To
	}
	if seen != g.places[0] {
		return s.wrong(&s.exchanges[len(s.exchanges)-1], "the call went to %s, not to %s", seen, g.places[0])
	}
	return nil
}
