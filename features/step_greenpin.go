package features

import (
	"context"
	"encoding/json"
	"errors"
)

// greenpinSteps are what a client does with numbers that many pairs share, told apart by PIN.
func greenpinSteps() []Step {
	return []Step{
		{`the tenant connects {text} and {text} by PIN on {text}`, "creates a GreenPin on the number named; the table adds or changes fields", MaybeTable, (*story).createPin},
		{`the tenant asks for a GreenPin with`, "creates a GreenPin with exactly these fields", Table, (*story).createPinWith},
		{`the tenant changes the GreenPin`, "changes what the table names", Table, (*story).changePin},
		{`the tenant changes GreenPins in bulk`, "the body as it is, in JSON", Text, (*story).changePins},
	}
}

func (s *story) createPin(ctx context.Context, g given) error {
	body := map[string]any{
		"transaction_id": s.fresh(),
		"a":              map[string]any{"numbers": several(g.places[0]), "vns": several(g.places[2])},
		"b":              map[string]any{"numbers": several(g.places[1])},
	}
	if s.speaks == exobridge {
		body = map[string]any{"caller_id_number": g.places[2], "from": several(g.places[0]), "to": several(g.places[1])}
	}
	return s.allocate(ctx, ask{operation: "createGreenpin", generation: s.speaks, body: body}, g)
}

func (s *story) createPinWith(ctx context.Context, g given) error {
	return s.allocate(ctx, ask{operation: "createGreenpin", generation: s.speaks, body: map[string]any{}}, g)
}

func (s *story) changePin(ctx context.Context, g given) error {
	return s.change(ctx, "updateGreenpin", map[string]any{}, g)
}

func (s *story) changePins(ctx context.Context, g given) error {
	var body any
	if err := json.Unmarshal([]byte(g.text), &body); err != nil {
		return errors.New("the body is no JSON")
	}
	return s.asks(ctx, ask{operation: "updateGreenpins", generation: s.speaks, body: body})
}
