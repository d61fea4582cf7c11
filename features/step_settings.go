package features

import (
	"context"
	"maps"
	"slices"
)

// settingsSteps read and change the account's settings.
func settingsSteps() []Step {
	return []Step{
		{`the tenant reads the settings`, "as a client does", Nothing, (*story).readSettings},
		{`the tenant changes the settings`, "those in the table; the others keep their value", Table, (*story).changeSettings},
	}
}

func (s *story) readSettings(ctx context.Context, _ given) error {
	return s.asks(ctx, ask{operation: "readSettings", generation: s.speaks})
}

func (s *story) changeSettings(ctx context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	body := map[string]any{}
	if err := build(body, rows); err != nil {
		return err
	}
	if err := s.borrow(ctx, slices.Collect(maps.Keys(body))); err != nil {
		return err
	}
	return s.asks(ctx, ask{operation: "updateSettings", generation: s.speaks, body: body})
}
