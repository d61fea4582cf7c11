package features

import (
	"encoding/json"
	"strconv"
	"strings"
)

// body is the answer decoded, or nil for none.
func (e Exchange) body() any {
	var v any
	if json.Unmarshal(e.Reply, &v) != nil {
		return nil
	}
	return v
}

// at finds what stands at a dotted path of a decoded body: data.state, 0.code, data.aparty_numbers.1
func at(v any, path string) (any, bool) {
	for step := range strings.SplitSeq(path, ".") {
		switch inner := v.(type) {
		case map[string]any:
			found, ok := inner[step]
			if !ok {
				return nil, false
			}
			v = found
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(inner) {
				return nil, false
			}
			v = inner[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// first is the text of the first of the paths that has one: generations call the same thing by different names.
func (e Exchange) first(paths ...string) string {
	body := e.body()
	for _, path := range paths {
		if v, ok := at(body, path); ok && v != nil {
			return plain(v)
		}
	}
	return ""
}

// plain is a value as a table of a feature file has it: text as it is, anything else as JSON.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(encode(v))
}

// The same things under the names of each generation; an error is a list of one, one object, or inside error_data.
func (e Exchange) id() string {
	return e.first("data.greenvn_id", "data.greenpin_id", "response.greenvn_id", "response.greenpin_id")
}

func (e Exchange) number() string {
	return e.first("data.green_vn", "data.greenvn", "response.virtual_number", "data.a.vns.0")
}

func (e Exchange) state() string { return e.first("data.state", "response.status") }

func (e Exchange) code() string {
	if e.Status < 400 {
		return ""
	}
	return e.first("0.code", "response.error_data.code", "code")
}

// over tells whether a state is the end of an allocation, in the words of any generation.
func over(state string) bool { return state == "vault" || state == "deleted" || state == "expired" }

// kept holds a body against the rows of a table and gives the first that does not fit, or nothing.
func kept(body any, rows []field) (row field, seen string, ok bool) {
	for _, row := range rows {
		found, there := at(body, row.name)
		if !fits(row.value, found, there) {
			seen := absent
			if there {
				seen = string(encode(found))
			}
			return row, seen, false
		}
	}
	return field{}, "", true
}

// fits tells whether a value is as a cell wants it: absent, present, the same text, or the same JSON.
func fits(cell string, v any, there bool) bool {
	switch {
	case cell == absent:
		return !there
	case cell == "present":
		return there
	case !there:
		return false
	case plain(v) == cell:
		return true
	}
	var wanted any
	return json.Unmarshal([]byte(cell), &wanted) == nil && string(encode(wanted)) == string(encode(v))
}
