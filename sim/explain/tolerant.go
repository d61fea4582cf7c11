package explain

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tolerant reads what was probably meant to be JSON: keys without quotes, single quotes, commas too many, values and
// closing brackets left out, a key twice (the last counts), comments. False: not even that, or there is nothing in it.
func tolerant(body []byte) (any, bool) {
	if !utf8.Valid(body) {
		return nil, false
	}
	r := &reader{text: strings.TrimPrefix(string(body), "\ufeff")}
	v, ok := r.value(0)
	if !ok {
		return nil, false
	}
	switch v.(type) {
	case map[string]any, []any:
		return v, true
	}
	return nil, false
}

// reader stands at a place in a text.
type reader struct {
	text string
	at   int
}

// deepest is how deep a body may nest; the door takes no deeper one either.
const deepest = 32

// depth is how deep a value nests; a scalar does not.
func depth(v any) int {
	most := 0
	switch v := v.(type) {
	case map[string]any:
		for _, below := range v {
			most = max(most, depth(below))
		}
	case []any:
		for _, below := range v {
			most = max(most, depth(below))
		}
	default:
		return 0
	}
	return most + 1
}

func (r *reader) skip() {
	for r.at < len(r.text) {
		rest := r.text[r.at:]
		switch {
		case strings.HasPrefix(rest, "//") || rest[0] == '#':
			r.until("\n")
		case strings.HasPrefix(rest, "/*"):
			r.until("*/")
		case strings.ContainsRune(" \t\r\n", rune(rest[0])):
			r.at++
		default:
			return
		}
	}
}

func (r *reader) until(end string) {
	if i := strings.Index(r.text[r.at:], end); i >= 0 {
		r.at += i + len(end)
		return
	}
	r.at = len(r.text)
}

// peek is the next byte that matters; 0 at the end.
func (r *reader) peek() byte {
	if r.skip(); r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

// value reads one. False: there is none here.
func (r *reader) value(depth int) (any, bool) {
	switch c := r.peek(); {
	case depth >= deepest || c == 0 || strings.IndexByte(",:]}", c) >= 0:
		return nil, false
	case c == '{':
		return r.object(depth), true
	case c == '[':
		return r.list(depth), true
	case c == '"' || c == '\'':
		return r.quoted(c), true
	}
	return bareValue(r.word()), true
}

func (r *reader) object(depth int) any {
	r.at++
	m := map[string]any{}
	for {
		switch c := r.peek(); c {
		case 0, '}', ']':
			r.close(c)
			return m
		case '"', '\'':
			r.member(m, r.quoted(c), depth)
		case ',', ':', '{', '[':
			r.at++
		default:
			r.member(m, r.word(), depth)
		}
	}
}

// member reads what follows a key.
func (r *reader) member(m map[string]any, key string, depth int) {
	if c := r.peek(); c == ':' || c == '=' {
		r.at++
	}
	if v, ok := r.value(depth + 1); ok {
		m[key] = v
	}
}

func (r *reader) list(depth int) any {
	r.at++
	l := []any{}
	for {
		c := r.peek()
		if c == 0 || c == ']' || c == '}' {
			r.close(c)
			return l
		}
		if v, ok := r.value(depth + 1); ok {
			l = append(l, v)
			continue
		}
		r.at++
	}
}

func (r *reader) close(c byte) {
	if c != 0 {
		r.at++
	}
}

// quoted reads a text in either kind of quotes. One that is not closed ends with its line.
func (r *reader) quoted(quote byte) string {
	r.at++
	begin := r.at
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == quote:
			r.at++
			return unescaped(r.text[begin : r.at-1])
		case c == '\n':
			return unescaped(strings.TrimRight(r.text[begin:r.at], ", \r"))
		case c == '\\' && r.at+1 < len(r.text):
			r.at++
		}
		r.at++
	}
	return unescaped(strings.TrimRight(r.text[begin:min(r.at, len(r.text))], ",]} \r\n"))
}

// unescaped reads the escapes of JSON where they are well formed.
func unescaped(s string) string {
	var plain string
	if json.Unmarshal([]byte(`"`+strings.ReplaceAll(s, `"`, `\"`)+`"`), &plain) == nil || json.Unmarshal([]byte(`"`+s+`"`), &plain) == nil {
		return plain
	}
	return strings.ToValidUTF8(s, "")
}

// word reads up to the next sign.
func (r *reader) word() string {
	begin := r.at
	for r.at < len(r.text) && strings.IndexByte(",:{}[]\"'\n=", r.text[r.at]) < 0 {
		r.at++
	}
	if r.at == begin {
		r.at++
	}
	return strings.TrimSpace(r.text[begin:r.at])
}

// bareValue is a word as JSON has it, or as a text.
func bareValue(word string) any {
	switch strings.ToLower(word) {
	case "true":
		return true
	case "false":
		return false
	case "null", "none", "nil", "undefined":
		return nil
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil && json.Valid([]byte(word)) {
		return n
	}
	return word
}
