package features

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// given is what a step was called with: what stood in its places, and its table or text.
type given struct {
	places []string
	table  [][]string
	text   string
}

// span reads the place as a length of time in words.
func (g given) span(i int) (time.Duration, error) { return parseSpan(g.places[i]) }

// within reads a place that may say within how long; nothing said is no time at all.
func (g given) within(i int) (time.Duration, error) {
	said := strings.TrimPrefix(g.places[i], " within ")
	if said == "" {
		return 0, nil
	}
	return parseSpan(said)
}

// count reads the place as a whole number.
func (g given) count(i int) int { return leading(g.places[i]) }

// leading is the number a word begins with; the pattern has seen to it that there is one.
func leading(word string) int {
	n := 0
	for _, c := range word {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// often is how many times something is wanted: from the least to the most.
type often struct{ least, most int }

// maxTimes stands for any number of times.
const maxTimes = math.MaxInt

// often reads a place such as "at least 2 times"; nothing said is at least once.
func (g given) often(i int) often {
	said := strings.TrimSpace(g.places[i])
	fields := strings.Fields(said)
	switch said {
	case "":
		return often{1, maxTimes}
	case "once":
		return often{1, 1}
	case "twice":
		return often{2, 2}
	}
	n := leading(fields[len(fields)-2])
	switch fields[0] {
	case "exactly":
		return often{n, n}
	case "at":
		if fields[1] == "most" {
			return often{0, n}
		}
	}
	return often{n, maxTimes}
}

func (o often) has(n int) bool { return n >= o.least && n <= o.most }

func (o often) String() string {
	switch {
	case o.most == 0:
		return "never"
	case o.least == o.most:
		return "exactly " + many(o.least)
	case o.most < maxTimes:
		return "at most " + many(o.most)
	}
	return "at least " + many(o.least)
}

// many is a number of times in words.
func many(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// times reads a place such as "the next 3 times"; nothing said is 0, without a bound.
func (g given) times(i int) int {
	switch said := strings.TrimPrefix(g.places[i], " the next "); said {
	case "":
		return 0
	case "time":
		return 1
	default:
		return leading(said)
	}
}

// first reads a place such as "the first 3 times" in the same way.
func (g given) first(i int) int {
	next := strings.Replace(g.places[i], " the first ", " the next ", 1)
	return given{places: []string{next}}.times(0)
}

// parseSpan reads a length of time such as "10 minutes".
func parseSpan(s string) (time.Duration, error) {
	amount, unit, _ := strings.Cut(s, " ")
	n, err := strconv.ParseInt(amount, 10, 64)
	one := map[string]time.Duration{
		"millisecond": time.Millisecond, "second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour,
	}[strings.TrimSuffix(unit, "s")]
	if err != nil || one == 0 || n < 0 {
		return 0, fmt.Errorf("%q is no length of time such as 5 seconds, 10 minutes or 2 days", s)
	}
	if n > int64(math.MaxInt64/one) {
		return 0, fmt.Errorf("%q is too long", s)
	}
	return time.Duration(n) * one, nil
}

// field is one row of a table of two columns.
type field struct{ name, value string }

// fields reads a table of two columns. A first row of "field" and "value" is a heading.
func (g given) fields() ([]field, error) {
	var all []field
	for i, row := range g.table {
		if len(row) != 2 {
			return nil, fmt.Errorf("the table has two columns, a field and its value, not %d", len(row))
		}
		if i == 0 && row[0] == "field" && row[1] == "value" {
			continue
		}
		if row[0] == "" {
			return nil, errors.New("a row of the table names no field")
		}
		all = append(all, field{row[0], row[1]})
	}
	return all, nil
}

// absent is the value of a field that is not to be there.
const absent = "absent"

// parseValue reads a cell: JSON where it is JSON (12, true, null, "0042", ["a", "b"]), else the text as it stands.
func parseValue(cell string) any {
	var v any
	if json.Unmarshal([]byte(cell), &v) == nil {
		return v
	}
	return cell
}

// build puts the rows of a table into a body; a dotted name goes deeper, and the word absent takes a field out.
func build(body map[string]any, rows []field) error {
	for _, row := range rows {
		if err := put(body, strings.Split(row.name, "."), row.value); err != nil {
			return fmt.Errorf("%s: %w", row.name, err)
		}
	}
	return nil
}

func put(body map[string]any, path []string, cell string) error {
	name := path[0]
	switch {
	case name == "":
		return errors.New("a name in the path is empty")
	case len(path) == 1 && cell == absent:
		delete(body, name)
		return nil
	case len(path) == 1:
		body[name] = parseValue(cell)
		return nil
	}
	inner, ok := body[name].(map[string]any)
	if !ok {
		if body[name] != nil {
			return errors.New(name + " is no object")
		}
		inner = map[string]any{}
		body[name] = inner
	}
	return put(inner, path[1:], cell)
}
