package features

import (
	"context"
	"net/http"
)

// greenpinsSteps are about many GreenPins at once.
func greenpinsSteps() []Step {
	return []Step{
		{`the PINs of {text} and {text} differ`, "reads both GreenPins, named by transaction id or custom field: all their PINs are different", Nothing, (*story).pinsDiffer},
		{`the tenant changes the GreenPin in a bulk of {count} item(s)`, "each item is the GreenPin last spoken of, with what the table names", Table, (*story).changeOften},
		{`{count} GreenPins are made on {text}`, "between the two people named in the table as from and to; each must be made", Table, (*story).makeMany},
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

// makeMany leaves no evidence but the first that fails.
func (s *story) makeMany(ctx context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	body := map[string]any{"caller_id_number": g.places[1]}
	if err := build(body, rows); err != nil {
		return err
	}
	before := len(s.exchanges)
	for i := range g.count(0) {
		s.exchanges = s.exchanges[:before]
		e, err := s.exchange(ctx, ask{operation: "createGreenpin", generation: exobridge, body: body})
		if err != nil {
			return err
		}
		if e.Status != http.StatusCreated {
			return s.wrong(&e, "the GreenPin after %d others is not made", i)
		}
	}
	return nil
}

