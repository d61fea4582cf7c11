package features

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// exactSteps look at the whole of an answer, and at how it differs from an earlier one.
func exactSteps() []Step {
	return []Step{
		{`the answer has exactly`, "these fields at its top and no others; 4821 is a number and \"4821\" a text; also: a text, a UUID, a phone number, a number, an object, the HTTP status", Table, (*story).exactAnswer},
		{`the answer's field {text} has exactly`, "the same of an object within, by dotted path", Table, (*story).exactField},
		{`the answer is a list of {count}`, "so many things and nothing around them", Nothing, (*story).listOf},
		{`the message is {text}`, "the sentence of an error, in the envelope of any generation", Nothing, (*story).messageIs},
		{`the header {text} names {text}`, "it holds this word, which may be one of several with commas", Nothing, (*story).headerNames},
		{`the header {text} does not name {text}`, "this word is not in it", Nothing, (*story).headerLacks},
		{`the answer is kept as {text}`, "to be spoken of later in the scenario", Nothing, (*story).keepAnswer},
		{`the tenant reads the allocation of the answer {text}`, "the one that the answer kept told of", Nothing, (*story).readKept},
		{`the answer is the same as {text}`, "status and body are those of the answer kept; a table has fields that are to differ and what they are", MaybeTable, (*story).sameAsKept},
		{`the answer differs from {text} in {text}`, "that field is another than in the answer kept, of the same kind, and nothing else has changed", Nothing, (*story).differsIn},
		{`the answer's field {text} is that of {text}`, "the same as in the answer kept", Nothing, (*story).fieldAsKept},
		{`the answer's field {text} is another than in {text}`, "it is there, and not what it was in the answer kept", Nothing, (*story).fieldNotAsKept},
	}
}

func (s *story) exactAnswer(_ context.Context, g given) error { return s.exactly("", g) }
func (s *story) exactField(_ context.Context, g given) error  { return s.exactly(g.places[0], g) }

// exactly looks at the object that stands at a path; the empty one is the whole body.
func (s *story) exactly(path string, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	found, where := e.body(), "the answer"
	if path != "" {
		where = path
		there := false
		if found, there = at(found, path); !there {
			return s.wrong(e, "the answer has no %s", path)
		}
	}
	for i, row := range rows {
		if row.value == "the HTTP status" {
			rows[i].value = strconv.Itoa(e.Status)
		}
	}
	if line := departs(found, rows); line != "" {
		return s.wrong(e, "%s: %s", where, line)
	}
	return nil
}

func (s *story) listOf(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if list, ok := e.body().([]any); !ok || len(list) != g.count(0) {
		return s.wrong(e, "the answer is no list of %s", g.places[0])
	}
	return nil
}

func (s *story) messageIs(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if said := e.first("0.message", "response.error_data.message", "message"); said != g.places[0] {
		return s.wrong(e, "the message is %q", said)
	}
	return nil
}

func (s *story) headerNames(_ context.Context, g given) error { return s.headerHas(g, true) }
func (s *story) headerLacks(_ context.Context, g given) error { return s.headerHas(g, false) }

func (s *story) headerHas(g given, wanted bool) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	said := strings.Join(e.ReplyHeader.Values(g.places[0]), ",")
	words := strings.FieldsFunc(said, func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Contains(words, g.places[1]) != wanted {
		return s.wrong(e, "the header %s is %q", g.places[0], said)
	}
	return nil
}

func (s *story) keepAnswer(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	if s.kept == nil {
		s.kept = map[string]*Exchange{}
	}
	s.kept[g.places[0]] = e
	return nil
}

func (s *story) readKept(ctx context.Context, g given) error {
	then, ok := s.kept[g.places[0]]
	if !ok {
		return errNotKept(g.places[0])
	}
	return s.asks(ctx, on("read", s.any(then.id())))
}

func errNotKept(name string) error { return fmt.Errorf("the scenario has kept no answer as %q", name) }

// compared gives the last answer and the one kept under a name.
func (s *story) compared(name string) (now, then *Exchange, err error) {
	then, ok := s.kept[name]
	if !ok {
		return nil, nil, errNotKept(name)
	}
	now, err = s.lastAnswer()
	return now, then, err
}

func (s *story) sameAsKept(_ context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	now, then, err := s.compared(g.places[0])
	if err != nil {
		return err
	}
	wanted := twin(then.body())
	for _, row := range rows {
		if !set(wanted, row.name, row.value) {
			return fmt.Errorf("the answer kept as %q has no place for %s", g.places[0], row.name)
		}
	}
	if now.Status != then.Status || !same(wanted, now.body()) {
		return s.wrong(now, "the answer is another than %q:\n%s\nwith what is to differ:\n%s\nand now", g.places[0], then.Answer(), encode(wanted))
	}
	return nil
}

func (s *story) differsIn(_ context.Context, g given) error {
	now, then, err := s.compared(g.places[0])
	if err != nil {
		return err
	}
	path := g.places[1]
	before, was := at(then.body(), path)
	after, is := at(now.body(), path)
	switch {
	case !was:
		return errors.New("the answer kept had no " + path)
	case !is || kindOf(before) != kindOf(after):
		return s.wrong(now, "%s is %s", path, encode(after))
	case same(before, after):
		return s.wrong(now, "%s is still %s", path, encode(after))
	}
	rest := twin(then.body())
	set(rest, path, string(encode(after)))
	if now.Status != then.Status || !same(rest, now.body()) {
		return s.wrong(now, "more than %s is another; before it was\n%s\nand now", path, then.Answer())
	}
	return nil
}

func (s *story) fieldAsKept(_ context.Context, g given) error    { return s.compareField(g, true) }
func (s *story) fieldNotAsKept(_ context.Context, g given) error { return s.compareField(g, false) }

func (s *story) compareField(g given, wanted bool) error {
	now, then, err := s.compared(g.places[1])
	if err != nil {
		return err
	}
	before, was := at(then.body(), g.places[0])
	after, is := at(now.body(), g.places[0])
	switch {
	case !was:
		return errors.New("the answer kept had no " + g.places[0])
	case !is || same(before, after) != wanted:
		return s.wrong(now, "%s was %s, and is %s", g.places[0], encode(before), encode(after))
	}
	return nil
}
