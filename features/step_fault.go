package features

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/goccy/go-yaml"
)

// faultSteps let things go wrong for the application under test, or for the scenario's own client.
func faultSteps() []Step {
	return []Step{
		{`{doing} fails/answers with code {count}{times}`, "the vendor's error of that code, instead of being carried out", Nothing, (*story).failWithCode},
		{`{doing} is answered {count}{times}`, "this HTTP status, instead of being carried out", Nothing, (*story).failWithStatus},
		{`every {ordinal} request is answered {count}`, "this HTTP status for each n-th request of any kind", Nothing, (*story).failEvery},
		{`every {ordinal} request fails with code {count}`, "the error of that code for each n-th request of any kind", Nothing, (*story).failEveryWithCode},
		{`the answer to the next {request} is lost`, "it is carried out, but the connection is reset instead of an answer", Nothing, (*story).loseAnswer},
		{`the connection breaks when {doing}{times}`, "reset without an answer, and nothing is carried out", Nothing, (*story).breakConnection},
		{`{doing} takes {span}{times}`, "the answer comes so much later", Nothing, (*story).delay},
		{`{doing} hangs for {span}{times}`, "no answer so long, then 499", Nothing, (*story).hang},
		{`the answer to {doing} breaks off{times}`, "its body ends in the middle", Nothing, (*story).truncate},
		{`the answer to {doing} is garbled{times}`, "its body is no JSON", Nothing, (*story).garble},
		{`the callback {event} is lost{times}`, "it is not delivered", Nothing, (*story).dropEvent},
		{`the callback {event} comes twice{times}`, "it is delivered once more", Nothing, (*story).repeatEvent},
		{`the callback {event} comes {span} late{times}`, "by the tenant's clock", Nothing, (*story).delayEvent},
		{`the callback {event} comes after the one that follows it{times}`, "the order of two is turned round", Nothing, (*story).reorderEvent},
		{`the fault rule`, "any rule, in YAML or JSON, as in a scenario file", Text, (*story).addRule},
		{`the scenario {text} is active`, "switches a ready script of faults on for the tenant", Nothing, (*story).activate},
		{`nothing goes wrong any more`, "lifts the faults this scenario has set", Nothing, (*story).liftFaults},
	}
}

// effect is what a rule does, as the control door reads it.
type effect map[string]any

func (s *story) failWithCode(ctx context.Context, g given) error {
	return s.strike(ctx, g.places[0], g.times(2), effect{"code": g.count(1)})
}

func (s *story) failWithStatus(ctx context.Context, g given) error {
	return s.strike(ctx, g.places[0], g.times(2), effect{"status": g.count(1)})
}

func (s *story) failEvery(ctx context.Context, g given) error {
	return s.strikeEvery(ctx, g.count(0), effect{"status": g.count(1)})
}

func (s *story) failEveryWithCode(ctx context.Context, g given) error {
	return s.strikeEvery(ctx, g.count(0), effect{"code": g.count(1)})
}

func (s *story) strikeEvery(ctx context.Context, n int, e effect) error {
	if n == 0 {
		return errors.New("the first is the 1st")
	}
	return s.rule(ctx, map[string]any{"from": n, "every": n, "effect": e})
}

func (s *story) loseAnswer(ctx context.Context, g given) error {
	for _, operation := range named(g.places[0]) {
		if err := s.rule(ctx, map[string]any{"operation": operation, "times": 1, "when": "after", "effect": effect{"reset": true}}); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) breakConnection(ctx context.Context, g given) error {
	return s.strike(ctx, g.places[0], g.times(1), effect{"reset": true})
}

func (s *story) delay(ctx context.Context, g given) error {
	return s.slow(ctx, g, "delay")
}

func (s *story) hang(ctx context.Context, g given) error {
	return s.slow(ctx, g, "hang")
}

func (s *story) slow(ctx context.Context, g given, how string) error {
	length, err := g.span(1)
	if err != nil {
		return err
	}
	return s.strike(ctx, g.places[0], g.times(2), effect{how: wire(length)})
}

func (s *story) truncate(ctx context.Context, g given) error {
	return s.strike(ctx, g.places[0], g.times(1), effect{"truncate": true})
}

func (s *story) garble(ctx context.Context, g given) error {
	return s.strike(ctx, g.places[0], g.times(1), effect{"garble": true})
}

func (s *story) dropEvent(ctx context.Context, g given) error {
	return s.strikeEvent(ctx, g.places[0], g.times(1), effect{"drop": true})
}

func (s *story) repeatEvent(ctx context.Context, g given) error {
	return s.strikeEvent(ctx, g.places[0], g.times(1), effect{"duplicate": 1})
}

func (s *story) delayEvent(ctx context.Context, g given) error {
	length, err := g.span(1)
	if err != nil {
		return err
	}
	return s.strikeEvent(ctx, g.places[0], g.times(2), effect{"delay": wire(length)})
}

func (s *story) reorderEvent(ctx context.Context, g given) error {
	return s.strikeEvent(ctx, g.places[0], g.times(1), effect{"reorder": true})
}

func (s *story) strikeEvent(ctx context.Context, event string, times int, e effect) error {
	return s.rule(ctx, bounded(map[string]any{"event": event, "effect": e}, times))
}

// strike sets a rule for each operation the word means; each counts for itself.
func (s *story) strike(ctx context.Context, word string, times int, e effect) error {
	for _, operation := range named(word) {
		if err := s.rule(ctx, bounded(map[string]any{"operation": operation, "effect": e}, times)); err != nil {
			return err
		}
	}
	return nil
}

func bounded(rule map[string]any, times int) map[string]any {
	if times > 0 {
		rule["times"] = times
	}
	return rule
}

func (s *story) addRule(ctx context.Context, g given) error {
	rule := map[string]any{}
	if err := yaml.Unmarshal([]byte(g.text), &rule); err != nil {
		return errors.New("the rule cannot be read: " + yaml.FormatError(err, false, false))
	}
	return s.rule(ctx, rule)
}

// rule adds a rule for the tenant, and takes it away after the scenario.
func (s *story) rule(ctx context.Context, rule map[string]any) error {
	rule["tenant"] = s.sid()
	var added struct{ Items []struct{ ID string } }
	if err := s.steer(ctx, order{method: http.MethodPost, path: "faults", body: rule}, &added); err != nil {
		return err
	}
	for _, one := range added.Items {
		s.faults = append(s.faults, one.ID)
	}
	return nil
}

func (s *story) activate(ctx context.Context, g given) error {
	path := "scenarios/" + url.PathEscape(g.places[0])
	if err := s.steer(ctx, order{method: http.MethodPost, path: path + "/activate", body: map[string]any{"tenant": s.sid()}}, nil); err != nil {
		return err
	}
	s.undo = append(s.undo, func(ctx context.Context) error {
		return s.steer(ctx, order{method: http.MethodPost, path: path + "/deactivate", body: map[string]any{"tenant": s.sid()}}, nil)
	})
	return nil
}

func (s *story) liftFaults(ctx context.Context, _ given) error { return s.lift(ctx) }

// lift takes away the rules the scenario has set; one that is gone already is fine.
func (s *story) lift(ctx context.Context) error {
	for _, id := range s.faults {
		status, err := s.steered(ctx, order{method: http.MethodDelete, path: "faults/" + url.PathEscape(id)}, nil)
		if err != nil {
			return err
		}
		if status >= http.StatusBadRequest && status != http.StatusNotFound {
			return s.wrong(&s.exchanges[len(s.exchanges)-1], "the fault rule %s is still set", id)
		}
	}
	s.faults = nil
	return nil
}
