package features

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// greenvnSteps are what a client does with numbers of their own for a pair.
func greenvnSteps() []Step {
	return []Step{
		{`the tenant asks for a number between {text} and {text}`, "creates a GreenVN, both ways, with a connection id of its own; the table adds or changes fields", MaybeTable, (*story).createBetween},
		{`the tenant asks for a number with`, "creates a GreenVN with exactly these fields", Table, (*story).createWith},
		{`the tenant connects {text} and {text} through {text}`, "creates an exobridge GreenVN on the number named", MaybeTable, (*story).createThrough},
		{`a number is lent to {text} and {text}`, "creates a GreenVN in whatever generation is spoken, in exobridge on line 1; it has to succeed", Nothing, (*story).lend},
		{`a number is lent to {text} and {text} for {span}`, "the same for so long", Nothing, (*story).lendFor},
		{`A party is replaced by {text}`, "replaces A's numbers; several with commas", MaybeTable, (*story).replaceA},
		{`B party is replaced by {text}`, "replaces B's numbers", MaybeTable, (*story).replaceB},
		{`the parties are replaced`, "replaces whatever the table names", Table, (*story).replaceParties},
		{`the tenant asks for another number`, "swaps the number of the GreenVN", MaybeTable, (*story).changeNumber},
	}
}

// createBetween speaks classic, or current where the target does: an exobridge create has to name its number.
func (s *story) createBetween(ctx context.Context, g given) error {
	if s.speaks == exobridge {
		return errors.New(`exobridge wants the number named: the tenant connects "…" and "…" through "…"`)
	}
	return s.create(ctx, s.speaks, map[string]any{
		"connection_id": s.fresh(), "aparty_numbers": several(g.places[0]), "bparty_numbers": several(g.places[1]), "usage": "twoway",
	}, g)
}

func (s *story) createWith(ctx context.Context, g given) error {
	return s.create(ctx, s.speaks, map[string]any{}, g)
}

func (s *story) createThrough(ctx context.Context, g given) error {
	return s.create(ctx, exobridge, map[string]any{
		"from": several(g.places[0]), "to": several(g.places[1]), "caller_id_number": g.places[2],
	}, g)
}

// create asks for a GreenVN and remembers what was made.
func (s *story) create(ctx context.Context, generation string, body map[string]any, g given) error {
	return s.allocate(ctx, ask{operation: "createGreenvn", generation: generation, body: body}, g)
}

// allocate asks for an allocation of either kind: the rows change the body, and its reference is made unique if need be.
func (s *story) allocate(ctx context.Context, a ask, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	body, _ := a.body.(map[string]any)
	if err := build(body, rows); err != nil {
		return err
	}
	said := ""
	for _, name := range []string{"connection_id", "transaction_id"} {
		if text, ok := body[name].(string); ok && said == "" {
			said = text
			body[name] = s.reference(text)
		}
	}
	if text, ok := body["custom_field"].(string); ok && said == "" { // need not be unique, and has a length of its own
		said = text
	}
	if err := s.asks(ctx, a); err != nil {
		return err
	}
	s.remember(said, a)
	return nil
}

// fresh is a reference the scenario has not used.
func (s *story) fresh() string { return "order-" + string(encode(len(s.made)+1)) }

// several splits a list of numbers.
func several(list string) []any {
	all := []any{}
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

func (s *story) replaceA(ctx context.Context, g given) error {
	return s.replaceSide(ctx, g, [2]string{"aparty_numbers", "from"})
}

func (s *story) replaceB(ctx context.Context, g given) error {
	return s.replaceSide(ctx, g, [2]string{"bparty_numbers", "to"})
}

// replaceSide names the side as the allocation's generation does: exobridge last.
func (s *story) replaceSide(ctx context.Context, g given, names [2]string) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	name := names[0]
	if one.generation == exobridge {
		name = names[1]
	}
	return s.change(ctx, "updateGreenvnParties", map[string]any{name: several(g.places[0])}, g)
}

func (s *story) replaceParties(ctx context.Context, g given) error {
	return s.change(ctx, "updateGreenvnParties", map[string]any{}, g)
}

func (s *story) changeNumber(ctx context.Context, g given) error {
	if len(g.table) == 0 {
		return s.change(ctx, "updateGreenvnNumber", nil, g)
	}
	return s.change(ctx, "updateGreenvnNumber", map[string]any{}, g)
}

// change asks for a change of the allocation last spoken of, and notes its number.
func (s *story) change(ctx context.Context, operation string, body map[string]any, g given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	rows, err := g.fields()
	if err != nil {
		return err
	}
	a := ask{operation: operation, generation: one.generation, id: one.id}
	if body != nil {
		if err := build(body, rows); err != nil {
			return err
		}
		a.body = body
	}
	if err := s.asks(ctx, a); err != nil {
		return err
	}
	one.was = one.virtual
	if number := s.answer.number(); s.answer.Status < 300 && number != "" {
		one.virtual = number
	}
	return nil
}

// lendFor says for how long in the words of the generation.
func (s *story) lendFor(ctx context.Context, g given) error {
	length, err := g.span(2)
	if err != nil {
		return err
	}
	seconds := strconv.FormatInt(int64(length/time.Second), 10)
	row := []string{"deallocation_policy.duration", seconds + "s"}
	if s.speaks == exobridge {
		row = []string{"duration", seconds}
	}
	g.places, g.table = g.places[:2], [][]string{row}
	return s.lend(ctx, g)
}

// lend is a create that is no more than the ground of a scenario.
func (s *story) lend(ctx context.Context, g given) error {
	do := s.createBetween
	if s.speaks == exobridge {
		first, err := s.line(ctx, "line 1")
		if err != nil {
			return err
		}
		do, g.places = s.createThrough, append(g.places, first)
	}
	if err := do(ctx, g); err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if e.Status >= 300 || e.id() == "" {
		return s.wrong(e, "no number is lent")
	}
	return nil
}
