package features

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// departs holds an object against the rows of a table that names all of its members, and says where the two differ.
// Kinds count here: 4821 is a number, "4821" is text.
func departs(v any, rows []field) string {
	object, ok := v.(map[string]any)
	if !ok {
		return "it is " + kindOf(v) + ", not an object"
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row.name] = true
		found, there := object[row.name]
		if !there && row.value != absent {
			return row.name + " is absent"
		}
		if !matches(row.value, found, there) {
			return row.name + " is " + string(encode(found)) + ", not " + row.value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !known[name] {
			return "it has " + name + " as well"
		}
	}
	return ""
}

// matches tells whether a value is what a cell says, of the same kind: JSON where the cell is JSON, else text.
func matches(cell string, v any, there bool) bool {
	said, isText := v.(string)
	switch cell {
	case absent:
		return !there
	case "present":
		return there
	case "a text":
		return isText && strings.TrimSpace(said) != ""
	case "a UUID":
		return isText && regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(said)
	case "a phone number":
		return isText && regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`).MatchString(said)
	case "an object", "a number":
		return there && kindOf(v) == cell
	}
	return there && same(parseValue(cell), v)
}

// same tells whether two values are the same JSON.
func same(a, b any) bool { return string(encode(a)) == string(encode(b)) }

// kindOf names the kind of a decoded value.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "a truth value"
	case float64:
		return "a number"
	case string:
		return "a text"
	case []any:
		return "a list"
	}
	return "an object"
}

// twin is a body nobody else holds.
func twin(v any) any {
	var c any
	if json.Unmarshal(encode(v), &c) != nil {
		return nil
	}
	return c
}

// set puts a cell at a dotted path of a decoded body; there tells whether the path leads anywhere. The word absent takes
// a member out, and what is already as the cell says stays.
func set(v any, path, cell string) (there bool) {
	outer, last := v, path
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		if outer, there = at(v, path[:i]); !there {
			return false
		}
		last = path[i+1:]
	}
	switch inner := outer.(type) {
	case map[string]any:
		if cell == absent {
			delete(inner, last)
		} else {
			inner[last] = parseValue(cell)
		}
		return true
	case []any:
		i, err := strconv.Atoi(last)
		if err != nil || i < 0 || i >= len(inner) || cell == absent {
			return false
		}
		inner[i] = parseValue(cell)
		return true
	}
	return false
}

// numberKey is where the number stands in an answer of a generation.
func numberKey(generation string) string {
	return map[string]string{classic: "green_vn", current: "greenvn", exobridge: "virtual_number"}[generation]
}
