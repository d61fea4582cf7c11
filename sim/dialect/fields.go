package dialect

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim/exchange"
)

// fields reads one JSON object. It remembers what it stumbled over instead of returning it at each step, so that a
// decoder reads like a list of what it wants and asks err once at its end.
type fields struct {
	values map[string]any
	path   string // of this object, ending in a dot; empty at the top
	faults *faults
}

// faults holds the first complaint of each rank, in the order in which they speak.
type faults struct {
	shape, missing, bad, ranged string
	badAt                       string // the key of bad
}

// object opens a body. An absent body is an object without keys; anything else that is no object is a bad parameter.
func object(body any) fields {
	f := fields{faults: &faults{}}
	switch v := body.(type) {
	case nil:
	case map[string]any:
		f.values = v
	default:
		f.faults.shape = "the body is not a JSON object"
	}
	return f
}

// err is nil or the Refusal that speaks first: a body of the wrong shape, then missing, malformed, out of range.
func (f fields) err() error {
	switch {
	case f.faults.shape != "":
		return exchange.Refusal{Reason: exchange.BadParameter, Detail: f.faults.shape}
	case f.faults.missing != "":
		return exchange.Refusal{Reason: exchange.MissingParameter, Detail: f.faults.missing}
	case f.faults.bad != "":
		return exchange.Refusal{Reason: exchange.BadParameter, Detail: f.faults.bad, Field: f.faults.badAt}
	case f.faults.ranged != "":
		return exchange.Refusal{Reason: exchange.DurationOutOfRange, Detail: f.faults.ranged}
	}
	return nil
}

func (f fields) missing(keys ...string) {
	if f.faults.missing == "" {
		f.faults.missing = f.path + strings.Join(keys, " or "+f.path) + ": required, but absent"
	}
}

func (f fields) bad(key, format string, args ...any) {
	if f.faults.bad == "" {
		f.faults.bad, f.faults.badAt = f.path+key+": "+fmt.Sprintf(format, args...), f.path+key
	}
}

func (f fields) has(key string) bool {
	_, ok := f.values[key]
	return ok
}

// either is the spelling in use: the second only when the first is absent.
func (f fields) either(first, second string) string {
	if !f.has(first) && f.has(second) {
		return second
	}
	return first
}

// need complains when the key is absent.
func (f fields) need(key string) string {
	if !f.has(key) {
		f.missing(key)
	}
	return key
}

// sub opens an object inside this one; absent, it has no keys.
func (f fields) sub(key string) fields {
	in := fields{path: f.path + key + ".", faults: f.faults}
	if v, ok := f.values[key]; ok {
		if in.values, ok = v.(map[string]any); !ok {
			f.bad(key, "not an object")
		}
	}
	return in
}

func (f fields) text(key string) string {
	v, ok := f.values[key]
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		f.bad(key, "not a string")
	}
	return s
}

// filled is a text that, when given, says something.
func (f fields) filled(key string) string {
	s := f.text(key)
	if s == "" && f.has(key) {
		f.bad(key, "empty")
	}
	return s
}

func (f fields) choice(key string, allowed ...string) string {
	s := f.text(key)
	if f.has(key) && !slices.Contains(allowed, s) {
		f.bad(key, "%s is not one of %s", quoted(s), strings.Join(allowed, ", "))
	}
	return s
}

// texts is a list of strings: nil when absent, never nil when given.
func (f fields) texts(key string) []string {
	return f.each(key, func(v any) (string, bool) {
		s, ok := v.(string)
		return s, ok
	}, "not a string")
}

// numbers is a list of phone numbers with at least one in it, when given.
func (f fields) numbers(key string) []string {
	all := f.texts(key)
	if all != nil && len(all) == 0 {
		f.bad(key, "names no number")
	}
	return all
}

// pins is a list of GreenVN PINs: positive integers, or digits in a string, kept as digits without leading zeros.
func (f fields) pins(key string) []string {
	return f.each(key, func(v any) (string, bool) {
		s, ok := digits(v)
		s = strings.TrimLeft(s, "0")
		return s, ok && s != ""
	}, "not a positive integer of up to 15 digits")
}

// each reads a list whose items are turned into strings, and complains of the first that is not.
func (f fields) each(key string, turn func(any) (string, bool), complaint string) []string {
	v, ok := f.values[key]
	if !ok {
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		f.bad(key, "not a list")
	}
	all := make([]string, 0, len(items))
	for i, item := range items {
		s, ok := turn(item)
		if !ok {
			f.bad(key+"["+strconv.Itoa(i)+"]", "%s", complaint)
		}
		all = append(all, s)
	}
	return all
}

// code is digits, written as a string or as an integer; leading zeros of a string are kept.
func (f fields) code(key string) string {
	v, ok := f.values[key]
	if !ok {
		return ""
	}
	s, ok := digits(v)
	if !ok {
		f.bad(key, "not a string of up to 15 digits")
	}
	return s
}

// flag is a boolean, or one written as a string, as the vendor's own samples do (docs 000, "Update GreenVN").
func (f fields) flag(key string) bool {
	v, ok := f.values[key]
	switch {
	case v == true || v == "true":
		return true
	case !ok || v == false || v == "false":
		return false
	}
	f.bad(key, "not a boolean")
	return false
}

// whole is an integer between the bounds, or one written as a string; absent it is 0 and false.
func (f fields) whole(key string, least, most int) (int, bool) {
	v, ok := f.values[key]
	if !ok {
		return 0, false
	}
	s, ok := digits(v)
	n, err := strconv.Atoi(s)
	if !ok || err != nil || n < least || n > most {
		f.bad(key, "not an integer from %d to %d", least, most)
		return 0, false
	}
	return n, true
}

// seconds is a duration in whole seconds; one outside the bounds is a complaint of its own. Absent: 0 and false.
func (f fields) seconds(key string, least, most int) (time.Duration, bool) {
	v, ok := f.values[key]
	if !ok {
		return 0, false
	}
	n, ok := v.(float64)
	if !ok || n != math.Trunc(n) {
		f.bad(key, "not an integer")
		return 0, false
	}
	if n < float64(least) || n > float64(most) {
		if f.faults.ranged == "" {
			f.faults.ranged = fmt.Sprintf("%s%s: %.15g is not between %d and %d seconds", f.path, key, n, least, most)
		}
		return 0, false
	}
	return time.Duration(n) * time.Second, true
}

// period is a period of at least a second; never is one only where it is allowed. Absent: 0 and false.
func (f fields) period(key string, never bool) (time.Duration, bool) {
	s := f.text(key)
	if !f.has(key) {
		return 0, false
	}
	p, err := ParsePeriod(s)
	switch {
	case err != nil:
		f.bad(key, "%s", err)
	case p == 0:
		f.bad(key, "%s is no time at all", quoted(s))
	case p == Never && !never:
		f.bad(key, "%s is allowed in settings only", quoted(s))
	}
	return p, true
}

// digits are at most 15 of them, from a string or a whole number: as many as a float64 tells apart.
func digits(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, len(v) <= 15 && digitsOnly(v)
	case float64:
		if v >= 0 && v < 1e15 && v == math.Trunc(v) {
			return strconv.FormatInt(int64(v), 10), true
		}
	}
	return "", false
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// quoted is a value fit to be shown: cut at 64 characters, unprintable bytes escaped.
func quoted(s string) string {
	if runes := []rune(s[:min(len(s), 65*4)]); len(runes) > 64 {
		s = string(runes[:64]) + "…"
	}
	return strconv.Quote(s)
}
