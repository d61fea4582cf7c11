package features

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// crowdSteps are clients that ask at the same time, and numbers held against each other.
func crowdSteps() []Step {
	return []Step{
		{`{count} clients ask for a number between {text} and {text} at once`, "so many creates side by side, each with a connection id of its own; the table adds or changes fields", MaybeTable, (*story).crowdAsks},
		{`{count} of them got a number`, "that many were answered 200, each with an allocation of its own", Nothing, (*story).crowdGot},
		{`the others were refused {count} with code {count}`, "all that got no number were answered so", Nothing, (*story).crowdRefused},
		{`no two of the numbers are the same`, "of all allocations the scenario has made and not deleted", Nothing, (*story).numbersDiffer},
		{`the number is {text}`, "that of the allocation last spoken of, as the last answer about it told", Nothing, (*story).numberIsThis},
		{`the number is that of {text}`, "the allocation last spoken of has the number that the one named has or had", Nothing, (*story).numberOf},
	}
}

// crowdAsks sends all requests side by side, and takes their answers down one after the other.
func (s *story) crowdAsks(ctx context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	said := make([]string, g.count(0))
	messages := make([]message, len(said))
	for i := range messages {
		body := map[string]any{
			"connection_id": fmt.Sprintf("crowd-%d", i+1), "aparty_numbers": several(g.places[1]), "bparty_numbers": several(g.places[2]), "usage": "twoway",
		}
		if err := build(body, rows); err != nil {
			return err
		}
		said[i], _ = body["connection_id"].(string)
		body["connection_id"] = s.reference(said[i])
		path := "/v1/tenants/" + s.speaker() + "/greenvn"
		messages[i] = message{method: "POST", url: s.target.VendorURL + path, login: s.login, body: encode(s.flowing(ask{operation: "createGreenvn", generation: s.speaks, body: body}))}
	}
	answers, err := s.atOnce(ctx, messages)
	if err != nil {
		return err
	}
	s.crowd = answers
	a := ask{operation: "createGreenvn", generation: s.speaks}
	for i := range answers {
		answers[i].Operation, answers[i].Generation = a.operation, a.generation
		s.note(answers[i])
		s.enter(answers[i], a)
		s.before, s.answer = s.answer, s.canonical(answers[i])
		s.remember(said[i], a)
	}
	for _, e := range answers {
		if err := s.judge(e); err != nil {
			return err
		}
	}
	return nil
}

// atOnce sends messages side by side and gives the answers in their order.
func (s *story) atOnce(ctx context.Context, messages []message) ([]Exchange, error) {
	answers := make([]Exchange, len(messages))
	problems := make([]error, len(messages))
	var all sync.WaitGroup
	for i, m := range messages {
		if problems[i] = s.budget.spend(); problems[i] != nil {
			continue
		}
		all.Go(func() { answers[i], problems[i] = s.client.send(context.WithoutCancel(ctx), m) })
	}
	all.Wait()
	return answers, errors.Join(problems...)
}

func (s *story) crowdGot(_ context.Context, g given) error {
	ids := map[string]bool{}
	for i, e := range s.crowd {
		if e.Status != 200 {
			continue
		}
		if ids[e.id()] {
			return s.wrong(&s.crowd[i], "two clients got the allocation %s", e.id())
		}
		ids[e.id()] = true
	}
	if len(ids) != g.count(0) {
		return s.wrong(s.answer, "%d of %d got a number, not %s; the last answer was", len(ids), len(s.crowd), g.places[0])
	}
	return nil
}

func (s *story) crowdRefused(_ context.Context, g given) error {
	for i, e := range s.crowd {
		if e.Status != 200 && (e.Status != g.count(0) || e.code() != g.places[1]) {
			return s.wrong(&s.crowd[i], "one was answered otherwise")
		}
	}
	return nil
}

func (s *story) numbersDiffer(context.Context, given) error {
	seen := map[string]string{}
	for _, one := range s.made {
		if one.gone {
			continue
		}
		if other, twice := seen[one.virtual]; twice || one.virtual == "" {
			return s.wrong(nil, "%q and %q are both on %q", other, one.reference, one.virtual)
		}
		seen[one.virtual] = one.reference
	}
	if len(seen) < 2 {
		return errors.New("the scenario has not two allocations to compare")
	}
	return nil
}

// numberOf holds the number of the allocation last spoken of against that of another, before its last change.
func (s *story) numberOf(_ context.Context, g given) error {
	name := g.places[0]
	mine, err := s.find("")
	if err != nil {
		return err
	}
	other, err := s.find(name)
	s.subject = mine
	if err != nil {
		return err
	}
	number := other.virtual
	if other.was != "" {
		number = other.was
	}
	if mine.virtual != number {
		return s.wrong(s.answer, "%q is on %s, and %q on %s", mine.reference, mine.virtual, name, number)
	}
	return nil
}

func (s *story) numberIsThis(_ context.Context, g given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	if one.virtual != g.places[0] {
		return s.wrong(s.answer, "the number is %s, not %s", one.virtual, g.places[0])
	}
	return nil
}
