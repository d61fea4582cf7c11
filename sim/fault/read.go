package fault

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// numeral is a JSON number as it was written.
type numeral string

// decode reads JSON into maps, lists, texts, numerals, truths and nil. A key that comes twice is refused.
func decode(raw []byte) (any, error) {
	var v any
	err := json.Unmarshal(raw, &v, json.WithUnmarshalers(json.UnmarshalFromFunc(func(d *jsontext.Decoder, v *any) error {
		if d.PeekKind() != '0' {
			return errors.ErrUnsupported
		}
		written, err := d.ReadValue()
		*v = numeral(written)
		return err
	})))
	return v, err
}

// kind names what a value is, for a sentence.
func kind(v any) string {
	switch v.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "a text"
	case numeral:
		return "a number"
	case bool:
		return "true or false"
	}
	return "null"
}

// object is one that is being read. It remembers which keys it was asked for: any other is unknown.
type object struct {
	path   string
	values map[string]any
	asked  []string
	wrong  *Problems
}

// open begins to read an object. What is none is a problem, and reads as an empty one.
func open(path string, v any, wrong *Problems) *object {
	values, ok := v.(map[string]any)
	if !ok {
		wrong.add(path, "must be an object, not %s", kind(v))
	}
	return &object{path: path, values: values, wrong: wrong}
}

// done names the keys nobody asked for.
func (o *object) done() {
	for _, name := range slices.Sorted(maps.Keys(o.values)) {
		if !slices.Contains(o.asked, name) {
			o.wrong.add(key(o.path, name), "unknown key; %s", Nearest(name, o.asked))
		}
	}
}

// take gives the value of a key, if there is one.
func (o *object) take(name string) (v any, path string, said bool) {
	o.asked = append(o.asked, name)
	v, said = o.values[name]
	return v, key(o.path, name), said
}

// has tells whether a key is there, without asking for it.
func (o *object) has(name string) bool {
	_, said := o.values[name]
	return said
}

// text reads a text.
func (o *object) text(name string) string {
	v, path, said := o.take(name)
	text, ok := v.(string)
	if said && !ok {
		o.wrong.add(path, "must be a text, not %s", kind(v))
	}
	return text
}

// truth reads true or false.
func (o *object) truth(name string) bool {
	v, path, said := o.take(name)
	truth, ok := v.(bool)
	if said && !ok {
		o.wrong.add(path, "must be true or false, not %s", kind(v))
	}
	return truth
}

// count reads a whole number of 1 or more; 0: none was said.
func (o *object) count(name string) int {
	v, path, said := o.take(name)
	if !said {
		return 0
	}
	n, ok := whole(v)
	if !ok || n < 1 {
		o.wrong.add(path, "must be a whole number from 1, not %s", quoted(v))
		return 0
	}
	return n
}

// number reads any number above 0; 0: none was said.
func (o *object) number(name string) float64 {
	v, path, said := o.take(name)
	if !said {
		return 0
	}
	written, _ := v.(numeral)
	n, err := strconv.ParseFloat(string(written), 64)
	if err != nil || n <= 0 || math.IsInf(n, 0) {
		o.wrong.add(path, "must be a number above 0, not %s", quoted(v))
		return 0
	}
	return n
}

// span reads a length of time above 0; 0: none was said.
func (o *object) span(name string) time.Duration {
	v, path, said := o.take(name)
	if !said {
		return 0
	}
	return span(path, v, o.wrong)
}

func span(path string, v any, wrong *Problems) time.Duration {
	text, ok := v.(string)
	if !ok {
		wrong.add(path, "must be a span such as 2s, not %s", quoted(v))
		return 0
	}
	d, err := ParseSpan(text)
	if err != nil {
		wrong.add(path, "%v", err)
	} else if d == 0 {
		wrong.add(path, "must be above 0; leave it out for none")
	}
	return d
}

// list reads a list of at most so many items; nil: none was said.
func (o *object) list(name string, most int) (items []any, path string) {
	v, path, said := o.take(name)
	items, ok := v.([]any)
	switch {
	case said && !ok:
		o.wrong.add(path, "must be a list, not %s", kind(v))
	case len(items) > most:
		o.wrong.add(path, "has %d items; at most %d are allowed", len(items), most)
		return nil, path
	}
	return items, path
}

// whole reads a whole number, however it is written.
func whole(v any) (int, bool) {
	written, ok := v.(numeral)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(string(written), 64)
	return int(n), err == nil && n == math.Trunc(n) && math.Abs(n) <= math.MaxInt32
}

// quoted is a value in a sentence: a number as it was written, anything else by its kind.
func quoted(v any) string {
	if written, ok := v.(numeral); ok {
		return cut(string(written))
	}
	return kind(v)
}

// scalar is a value as the text it is compared with.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case numeral:
		return strings.TrimSpace(string(v)), true
	}
	return "", false
}
