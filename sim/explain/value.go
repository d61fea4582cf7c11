package explain

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/exchange"
)

// nearest lists what a value may have been meant as where a form is wanted, the likeliest first.
func nearest(form openapi.Form, v any) []any {
	kinds := slices.Clone(form.Kinds)
	if _, text := v.(string); text { // what is written as a text is mended as one, where that may be
		slices.SortStableFunc(kinds, func(a, b string) int { return -cmp.Compare(a, b) })
	}
	var all []any
	for _, kind := range kinds {
		all = append(all, converted(form, kind, v)...)
	}
	return all
}

func converted(form openapi.Form, kind string, v any) []any {
	switch kind {
	case "string":
		return asText(form, v)
	case "integer", "number":
		return asNumber(form, v)
	case "boolean":
		return asFlag(v)
	case "array":
		return asList(form, v)
	case "object":
		return asObject(v)
	}
	return nil
}

// asText reads a value as one of the texts a form allows.
func asText(form openapi.Form, v any) []any {
	s, ok := plainText(v)
	if !ok {
		return nil
	}
	switch {
	case len(form.Enum) > 0:
		return enumerated(form.Enum, s)
	case strings.Contains(form.Expect, "E.164"):
		return some(phone(s))
	case strings.Contains(form.Expect, "unit of d, h, m or s"):
		return some(period(s, strings.Contains(form.Expect, "-1")))
	case strings.Contains(form.Expect, "URL"):
		return addresses(s)
	}
	all := []any{s, digitsOf(s)}
	if form.MostLong > 0 && utf8.RuneCountInString(s) > form.MostLong {
		all = append(all, string([]rune(s)[:form.MostLong]))
	}
	return slices.DeleteFunc(all, func(v any) bool { return v == "" })
}

// plainText is the text of a scalar, or of a list of one.
func plainText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	case []any:
		if len(v) == 1 {
			return plainText(v[0])
		}
	case map[string]any:
		if len(v) == 1 {
			for _, only := range v {
				if s, ok := only.(string); ok {
					return s, true
				}
			}
		}
	}
	return "", false
}

func some(s string, ok bool) []any {
	if !ok {
		return nil
	}
	return []any{s}
}

// enumerated is the word of a list that another was meant as.
func enumerated(allowed []string, s string) []any {
	for _, word := range allowed {
		if strings.EqualFold(word, s) {
			return []any{word}
		}
	}
	if word, ok := meantWord(s); ok && slices.Contains(allowed, word) {
		return []any{word}
	}
	if word := exchange.Alike(s, allowed); word != "" {
		return []any{word}
	}
	return nil
}

// meantWord is the word of an enumeration that people say another way: regions by name or city, kinds of usage and of
// number by synonym.
func meantWord(s string) (string, bool) {
	words := map[string]string{
		"delhi": "DL", "new delhi": "DL", "ncr": "DL", "mumbai": "MU", "bombay": "MU", "maharashtra": "MH", "pune": "MH",
		"west bengal": "WB", "kolkata": "WB", "andhra pradesh": "AP", "telangana": "AP", "hyderabad": "AP", "tamil nadu": "TN", "chennai": "TN",
		"gujarat": "GJ", "ahmedabad": "GJ", "karnataka": "KA", "bangalore": "KA", "bengaluru": "KA", "kerala": "KL", "kochi": "KL",
		"rajasthan": "RJ", "jaipur": "RJ", "madhya pradesh": "MP", "bhopal": "MP", "indore": "MP",
		"both": "twoway", "two-way": "twoway", "two_way": "twoway", "2way": "twoway", "bidirectional": "twoway",
		"one-way": "oneway", "one_way": "oneway", "1way": "oneway", "single": "oneway",
		"cell": "mobile", "cellular": "mobile", "fixed": "landline", "land line": "landline",
		"asia/kolkata": "IST", "asia/calcutta": "IST", "+05:30": "IST", "gmt": "UTC", "z": "UTC",
	}
	word, ok := words[strings.ToLower(s)]
	return word, ok
}

// asNumber reads a number within the bounds: digits in a text, a period in seconds, a fraction rounded.
func asNumber(form openapi.Form, v any) []any {
	var n float64
	switch v := v.(type) {
	case float64:
		n = v
	case bool:
		return nil
	default:
		s, ok := plainText(v)
		if !ok {
			return nil
		}
		read, ok := amount(s)
		if !ok {
			return nil
		}
		n = read
	}
	if slices.Contains(form.Kinds, "integer") {
		n = math.Round(n)
	}
	if form.Least != nil {
		n = max(n, *form.Least)
	}
	if form.Most != nil {
		n = min(n, *form.Most)
	}
	return []any{n}
}

// amount reads a number, or a period as seconds.
func amount(s string) (float64, bool) {
	if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(n, 0) && !math.IsNaN(n) {
		return n, true
	}
	if p, ok := period(s, false); ok {
		return periodSeconds(p), true
	}
	n, err := strconv.ParseFloat(digitsOf(s), 64)
	return n, err == nil
}

// asFlag reads what people write for yes and no.
func asFlag(v any) []any {
	s, ok := plainText(v)
	if !ok {
		return nil
	}
	switch strings.ToLower(s) {
	case "true", "yes", "y", "1", "on", "strict", "record":
		return []any{true}
	case "false", "no", "n", "0", "off", "none", "":
		return []any{false}
	}
	return nil
}

// asList puts a single value into a list, cuts one that is too long, and reads several in one text.
func asList(form openapi.Form, v any) []any {
	switch v := v.(type) {
	case []any:
		if form.MostLong > 0 && len(v) > form.MostLong {
			return []any{v[:form.MostLong]}
		}
		return nil
	case string:
		var inner []any
		if json.Unmarshal([]byte(v), &inner) == nil {
			return []any{inner}
		}
		var items []any
		for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' }) {
			items = append(items, strings.TrimSpace(part))
		}
		return []any{items}
	case nil:
		return nil
	}
	return []any{[]any{v}}
}

// asObject takes an object out of a list, or out of a text that holds one.
func asObject(v any) []any {
	switch v := v.(type) {
	case []any:
		if len(v) > 0 {
			if m, ok := v[0].(map[string]any); ok {
				return []any{m}
			}
		}
	case string:
		var m map[string]any
		if json.Unmarshal([]byte(v), &m) == nil && m != nil {
			return []any{m}
		}
		if p, ok := period(v, false); ok {
			return []any{map[string]any{"duration": p}}
		}
	}
	return nil
}

// addresses turns what is no http URL into one.
func addresses(s string) []any {
	if _, rest, found := strings.Cut(s, "://"); found {
		s = rest
	}
	s = strings.ReplaceAll(strings.TrimLeft(s, "/"), " ", "")
	if s == "" {
		return []any{""}
	}
	return []any{"http://" + s, ""}
}
