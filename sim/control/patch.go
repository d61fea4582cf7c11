package control

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// longestPath bounds a dotted path, in bytes.
const longestPath = 256

// patch overrides and removes fields of a JSON object: first what is set, in the order written, then what is unset. A
// path is dotted, with an index for an item of a list: insights.Status, aparty_numbers.0. Everything else stays byte for
// byte, the order of the keys included.
func patch(body []byte, set jsontext.Value, unset []string) ([]byte, error) {
	if len(set) == 0 && len(unset) == 0 {
		return body, nil
	}
	v := jsontext.Value(body)
	if len(set) > 0 {
		wishes, err := parts(set)
		if err != nil {
			return nil, err
		}
		for _, w := range wishes {
			if v, err = edit("set", v, w.name, w.value); err != nil {
				return nil, err
			}
		}
	}
	for _, path := range unset {
		var err error
		if v, err = edit("unset", v, path, nil); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func edit(verb string, v jsontext.Value, path string, value jsontext.Value) (jsontext.Value, error) {
	steps := strings.Split(path, ".")
	for _, step := range steps {
		if step == "" || len(path) > longestPath {
			return nil, badRequest("%s: %.64q is not a path, like insights.Status or aparty_numbers.0", verb, path)
		}
	}
	return change{verb, path, value}.at(v, steps)
}

// change is one value put in a place, or taken from it when it is nil.
type change struct {
	verb, path string
	value      jsontext.Value
}

// piece is a member of an object, or an item of a list: those have no name.
type piece struct {
	name  string
	value jsontext.Value
}

// at carries the change out below v.
func (c change) at(v jsontext.Value, steps []string) (jsontext.Value, error) {
	if kind := v.Kind(); kind != '{' && kind != '[' {
		return nil, badRequest("%s: %s leads into %.64s, which is neither an object nor a list", c.verb, c.path, v)
	}
	all, err := parts(v)
	if err != nil {
		return nil, err
	}
	i, err := c.find(v.Kind(), all, steps[0])
	if err != nil {
		return nil, err
	}
	switch {
	case len(steps) == 1 && c.value == nil:
		all = append(all[:i], all[i+1:]...)
		return joinedUp(v.Kind(), all), nil
	case i == len(all) && len(steps) > 1:
		all = append(all, piece{steps[0], jsontext.Value("{}")})
	case i == len(all):
		all = append(all, piece{name: steps[0]})
	}
	if len(steps) == 1 {
		all[i].value = c.value
	} else if all[i].value, err = c.at(all[i].value, steps[1:]); err != nil {
		return nil, err
	}
	return joinedUp(v.Kind(), all), nil
}

// find is the index of a step. One behind the last is where something new goes: any key of an object, the next index of
// a list. Nothing can be unset there.
func (c change) find(kind jsontext.Kind, all []piece, step string) (int, error) {
	i, known := len(all), false
	if kind == '{' {
		for n, p := range all {
			if p.name == step {
				i, known = n, true
			}
		}
	} else {
		n, err := strconv.ParseUint(step, 10, 31)
		if err != nil || int(n) > len(all) {
			return 0, badRequest("%s: %s: %q is not an index of a list of %d", c.verb, c.path, step, len(all))
		}
		i, known = int(n), int(n) < len(all)
	}
	if !known && c.value == nil {
		return 0, badRequest("%s: the event has no %s", c.verb, c.path)
	}
	return i, nil
}

// parts takes an object or a list apart, in order.
func parts(v jsontext.Value) ([]piece, error) {
	d := jsontext.NewDecoder(bytes.NewReader(v))
	open, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	named := open.Kind() == '{'
	var all []piece
	for d.PeekKind() != '}' && d.PeekKind() != ']' {
		var p piece
		if named {
			name, err := d.ReadToken()
			if err != nil {
				return nil, err
			}
			p.name = name.String()
		}
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		p.value = value.Clone()
		all = append(all, p)
	}
	return all, nil
}

// joinedUp puts an object or a list together again.
func joinedUp(kind jsontext.Kind, all []piece) jsontext.Value {
	out := []byte{byte(kind)}
	for i, p := range all {
		if i > 0 {
			out = append(out, ',')
		}
		if kind == '{' {
			out = append(bytes.TrimSuffix(append(out, encoded(p.name)...), []byte("\n")), ':')
		}
		out = append(out, p.value...)
	}
	if kind == '{' {
		return append(out, '}')
	}
	return append(out, ']')
}
