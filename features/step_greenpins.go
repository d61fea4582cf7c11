package features

import (
	"context"
)

// greenpinsSteps are about many GreenPins at once.
func greenpinsSteps() []Step {
	return []Step{
		{`the PINs of {text} and {text} differ`, "reads both GreenPins, named by transaction id or custom field: all their PINs are different", Nothing, (*story).pinsDiffer},
		{`the tenant changes the GreenPin in a bulk of {count} item(s)`, "each item is the GreenPin last spoken of, with what the table names", Table, (*story).changeOften},
		{`{count} GreenPins are made on {text}, each with another PIN`, "exobridge; the table has what they are asked for with", Table, (*story).makeMany},
		{`GreenPins are made on {text} until they are refused`, "the same; there must be as many as PINs of four digits, and the refusal is the answer", Table, (*story).usePINs},
	}
}

func (s *story) pinsDiffer(ctx context.Context, g given) error {
	seen := map[string]string{}
	for _, name := range g.places[:2] {
		e, err := s.readAfresh(ctx, name)
		if err != nil {
			return err
		}
		told := 0
		for _, path := range []string{"response.pin", "data.a.pin", "data.b.pin"} {
			pin := e.first(path)
			if pin == "" {
				continue
			}
			if other, again := seen[pin]; again {
				return s.wrong(e, "the PIN %s of %q is that of %q too", pin, name, other)
			}
			seen[pin] = name
			told++
		}
		if told == 0 {
			return s.wrong(e, "%q has no PIN", name)
		}
	}
	return nil
}

func (s *story) changeOften(ctx context.Context, g given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	rows, err := g.fields()
	if err != nil {
		return err
	}
	item := map[string]any{"greenpin_id": one.id}
	if err := build(item, rows); err != nil {
		return err
	}
	items := make([]any, g.count(0))
	for i := range items {
		items[i] = item
	}
	var body any = items
	if one.generation != exobridge {
		body = map[string]any{"greenpins": items}
	}
	return s.asks(ctx, ask{operation: "updateGreenpins", generation: one.generation, body: body})
}

// makeMany makes so many, each with a PIN of its own.
func (s *story) makeMany(ctx context.Context, g given) error {
	made, err := s.makeUntilRefused(ctx, g.places[1], g.count(0), g)
	if err != nil {
		return err
	}
	if made < g.count(0) {
		return s.wrong(s.answer, "the GreenPin after %d others is not made", made)
	}
	return nil
}

func (s *story) usePINs(ctx context.Context, g given) error {
	made, err := s.makeUntilRefused(ctx, g.places[0], mostPINs+1, g)
	if err != nil {
		return err
	}
	if made < fewestPINs || made > mostPINs {
		return s.wrong(s.answer, "%d GreenPins are made, which is not as many as there are PINs", made)
	}
	return nil
}

// How many PINs of four digits there are: with or without those that begin with 0.
const (
	fewestPINs = 9000
	mostPINs   = 10000
)

// makeUntilRefused makes GreenPins on a number, so many at most, and tells how many. Their PINs must differ. Of all that is
// said only the last is evidence, and is the answer.
func (s *story) makeUntilRefused(ctx context.Context, number string, most int, g given) (int, error) {
	rows, err := g.fields()
	if err != nil {
		return 0, err
	}
	body := map[string]any{"caller_id_number": number}
	if err := build(body, rows); err != nil {
		return 0, err
	}
	before, seen := len(s.exchanges), map[string]bool{}
	for len(seen) < most {
		s.exchanges = s.exchanges[:before]
		e, err := s.exchange(ctx, ask{operation: "createGreenpin", generation: exobridge, body: body})
		if err != nil {
			return len(seen), err
		}
		s.answer = &e
		pin := e.first("response.pin")
		switch {
		case e.Status < 200 || e.Status > 299:
			return len(seen), nil
		case seen[pin]:
			return len(seen), s.wrong(&e, "the PIN %s was made before", pin)
		}
		seen[pin] = true
	}
	return len(seen), nil
}
