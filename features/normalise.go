package features

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// normaliser puts words in place of values that differ from endpoint to endpoint and run to run, although nothing is wrong:
// ids, numbers lent, PINs that were made up, SIDs of calls, and times. The same id gets the same word throughout a
// scenario, so that two answers that mean the same become the same.
type normaliser struct {
	words map[string]string // by value
	count map[string]int    // by kind
	times *regexp.Regexp
	tags  *regexp.Regexp
}

// The kinds of values, as the words name them.
const (
	anID     = "id"
	aNumber  = "number"
	aCall    = "call"
	aPin     = "pin"
	aTenant  = "tenant"
	shortVal = 6 // a value of fewer characters is replaced only where it stands alone
)

func newNormaliser() *normaliser {
	return &normaliser{
		words: map[string]string{}, count: map[string]int{},
		times: regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?`),
		tags:  regexp.MustCompile(`<(Sid|ParentCallSid|CallSid|PhoneNumberSid|PhoneNumber)>([^<]+)<`),
	}
}

// keyKind is the kind of value that stands under a key; nothing for one that has to be the same.
func keyKind(key string) string {
	switch key {
	case "greenvn_id", "greenpin_id", "id", "request_id":
		return anID
	case "green_vn", "greenvn", "virtual_number", "vns", "number", "PhoneNumberSid", "PhoneNumber":
		return aNumber
	case "call_sid", "Sid", "sid", "ParentCallSid", "CallSid":
		return aCall
	case "pin", "aparty_pins", "bparty_pins":
		return aPin
	}
	return ""
}

// learn gives a value its word. The first letters of an id that say what it is of, such as gvn_, stay.
func (n *normaliser) learn(kind, value string) {
	if value == "" || n.words[value] != "" {
		return
	}
	label := kind
	if head, _, ok := strings.Cut(value, "_"); ok && kind == anID && len(head) < shortVal {
		label = head + "_"
	}
	if kind != anID && kind != aCall { // which of its numbers an endpoint lends is its own affair, also when it lends one twice
		n.words[value] = "<" + kind + ">"
		return
	}
	n.count[kind]++
	n.words[value] = fmt.Sprintf("<%s %d>", label, n.count[kind])
}

// body is a body with words in place of such values: decoded JSON, or text.
func (n *normaliser) body(media string, text []byte) any {
	var v any
	if !strings.HasPrefix(media, "application/json") || json.Unmarshal(text, &v) != nil {
		for _, found := range n.tags.FindAllSubmatch(text, -1) {
			n.learn(keyKind(string(found[1])), string(found[2]))
		}
		return n.text(string(text))
	}
	n.gather("", v)
	return n.value("", v)
}

// gather learns what stands in a body, key by key in the order of the alphabet.
func (n *normaliser) gather(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			n.gather(name, v[name])
		}
	case []any:
		for _, item := range v {
			n.gather(key, item)
		}
	case string:
		if kind := keyKind(key); kind != "" {
			n.learn(kind, v)
		}
	}
}

// value is a value with words in place; a number is told from a text of the same digits.
func (n *normaliser) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		whole := make(map[string]any, len(v))
		for name, inner := range v {
			whole[name] = n.value(name, inner)
		}
		return whole
	case []any:
		whole := make([]any, len(v))
		for i, item := range v {
			whole[i] = n.value(key, item)
		}
		return whole
	case float64:
		if kind := keyKind(key); kind != "" {
			return "<" + kind + " as a number>"
		}
		return v
	case string:
		if word := n.words[v]; word != "" && keyKind(key) != "" {
			return word
		}
		return n.text(v)
	}
	return v
}

// text is a text with words for the times and the values in it. The longest value goes first, so that none is cut in two.
func (n *normaliser) text(s string) string {
	s = n.times.ReplaceAllStringFunc(s, timeShape)
	known := make([]string, 0, len(n.words))
	for value := range n.words {
		if len(value) >= shortVal && strings.Contains(s, value) {
			known = append(known, value)
		}
	}
	longestFirst(known)
	pairs := make([]string, 0, 2*len(known))
	for _, value := range known {
		pairs = append(pairs, value, n.words[value])
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// timeShape is how a time is written.
func timeShape(at string) string {
	form := "<time"
	if strings.Contains(at, "T") {
		form += " with T"
	}
	if strings.HasSuffix(at, "Z") || strings.ContainsAny(at[len("2006-01-02"):], "+-") {
		form += " and zone"
	}
	return form + ">"
}

func longestFirst(list []string) {
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
}
