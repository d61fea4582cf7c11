package features

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"
)

// valueSteps look closely at what an answer says: of which type it is, and how it hangs together with what was said before.
func valueSteps() []Step {
	return []Step{
		{`the answer's fields are`, "what each is, by dotted path: " + kindsOfValue(), Table, (*story).fieldsAre},
		{`the answer's field {text} is remembered as {text}`, "from here on {that name} stands for its value", Nothing, (*story).remembers},
		{`the answer's field {text} is {span} after {text}`, "two times, to the second: fields of the answer, or a time that was remembered", Nothing, (*story).fieldAfter},
		{`the answer's list {text} has {count} item(s)`, "by dotted path", Nothing, (*story).listHas},
	}
}

// likeness is what a value may be said to be.
type likeness struct {
	says string // with … where a word of the tester's own stands
	is   func(v any, own string) bool
}

// likenesses lists them, the ones with a word of the tester's own last.
func likenesses() []likeness {
	return []likeness{
		{"a text", func(v any, _ string) bool { _, ok := v.(string); return ok }},
		{"a whole number", func(v any, _ string) bool { n, ok := v.(float64); return ok && n == math.Trunc(n) }},
		{"true or false", func(v any, _ string) bool { _, ok := v.(bool); return ok }},
		{"an object", func(v any, _ string) bool { _, ok := v.(map[string]any); return ok }},
		{"a list", func(v any, _ string) bool { _, ok := v.([]any); return ok }},
		{"an empty list", func(v any, _ string) bool { l, ok := v.([]any); return ok && len(l) == 0 }},
		{"a UUID", matching(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)},
		{"a time in +05:30", matching(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30`)},
		{"a time without a zone", matching(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)},
		{"… digits", func(v any, own string) bool { return matching(`\d{`+own+`}`)(v, "") }},
		{"a text that starts with …", func(v any, own string) bool {
			text, ok := v.(string)
			return ok && len(text) > len(own) && strings.HasPrefix(text, own)
		}},
		{"exactly …", func(v any, own string) bool { return string(encode(v)) == own }},
		{"other than …", func(v any, own string) bool { return plain(v) != own }},
	}
}

func kindsOfValue() string {
	var all []string
	for _, l := range likenesses() {
		all = append(all, l.says)
	}
	return strings.Join(all, ", ")
}

// matching is a text that the pattern describes as a whole.
func matching(pattern string) func(any, string) bool {
	return func(v any, _ string) bool {
		text, ok := v.(string)
		return ok && regexp.MustCompile("^"+pattern+"$").MatchString(text)
	}
}

// likened finds what a cell says a value is, and the tester's own word in it.
func likened(cell string) (likeness, string, bool) {
	for _, l := range likenesses() {
		before, after, open := strings.Cut(l.says, "…")
		switch {
		case !open && cell == l.says:
			return l, "", true
		case open && len(cell) > len(before)+len(after) && strings.HasPrefix(cell, before) && strings.HasSuffix(cell, after):
			return l, cell[len(before) : len(cell)-len(after)], true
		}
	}
	return likeness{}, "", false
}

func (s *story) fieldsAre(_ context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	body := e.body()
	for _, row := range rows {
		l, own, ok := likened(row.value)
		if !ok {
			return fmt.Errorf("%s: a value is one of %s, but %q is none of them", row.name, kindsOfValue(), row.value)
		}
		v, there := at(body, row.name)
		if !there {
			return s.wrong(e, "%s is absent, not %s", row.name, row.value)
		}
		if !l.is(v, own) {
			return s.wrong(e, "%s is %s, not %s", row.name, encode(v), row.value)
		}
	}
	return nil
}

func (s *story) remembers(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	v, there := at(e.body(), g.places[0])
	if !there {
		return s.wrong(e, "%s is absent", g.places[0])
	}
	s.known = append(s.known, "{"+g.places[1]+"}", plain(v))
	return nil
}

func (s *story) fieldAfter(_ context.Context, g given) error {
	span, err := g.span(1)
	if err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	return s.apart(e, [2]string{g.places[2], g.places[0]}, span)
}

// apart holds two times of an answer against each other; each is a field or a time as such.
func (s *story) apart(e *Exchange, which [2]string, span time.Duration) error {
	var times [2]time.Time
	for i, name := range which {
		text := name
		if v, there := at(e.body(), name); there {
			text = plain(v)
		}
		var err error
		if times[i], err = time.Parse(time.RFC3339, text); err != nil {
			return s.wrong(e, "%s is no time with a zone", name)
		}
	}
	if seen := times[1].Sub(times[0]); seen != span {
		return s.wrong(e, "%s is %s after %s, not %s", which[1], seen, which[0], span)
	}
	return nil
}

func (s *story) listHas(_ context.Context, g given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	v, _ := at(e.body(), g.places[0])
	list, ok := v.([]any)
	switch {
	case !ok:
		return s.wrong(e, "%s is no list", g.places[0])
	case len(list) != g.count(1):
		return s.wrong(e, "%s has %d items, not %d", g.places[0], len(list), g.count(1))
	}
	return nil
}
