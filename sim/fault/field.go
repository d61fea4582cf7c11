package fault

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Values gives the values of a decoded JSON body at a dotted path (preferences.region), as text, as Occasion.Field wants
// them. A list offers each of its items, wherever it stands; objects and null offer nothing. The body must not nest without
// bounds.
func Values(body any, path string) []string { return values(nil, body, path) }

func values(found []string, of any, path string) []string {
	switch v := of.(type) {
	case []any:
		for _, item := range v {
			found = values(found, item, path)
		}
	case map[string]any:
		key, below, _ := strings.Cut(path, ".")
		if inside, ok := v[key]; ok && key != "" {
			found = values(found, inside, below)
		}
	default:
		if text, ok := plain(of); ok && path == "" {
			found = append(found, text)
		}
	}
	return found
}

// plain is a plain value as text; a json.Number stays as it was written.
func plain(v any) (text string, ok bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
