package fault

import (
	"strconv"
	"time"
)

// Wish is an effect put together out of words: those of a Prefer header or of a magic value.
type Wish struct {
	Effect  Effect
	Late    bool           // strike after acting
	HasCode func(int) bool // tells the vendor's codes from other numbers; nil: every number is one
}

// Take adds what one word asks for, such as code=18. It tells whether it could be read and goes with what was taken
// before; else the wish is as it was.
func (w *Wish) Take(kind, value string) bool {
	e := &w.Effect
	silent := e.Reset || e.Hang > 0 // nothing is answered
	switch kind {
	case "code":
		n, ok := decimal(value)
		if !ok || silent || e.Code != nil || w.HasCode != nil && !w.HasCode(n) {
			return false
		}
		e.Code = &n
	case "status":
		n, ok := decimal(value)
		if !ok || silent || e.Status != 0 || n < 200 || n > 599 {
			return false
		}
		e.Status = n
	case "delay":
		span, ok := length(value)
		if !ok || !e.Delay.Zero() {
			return false
		}
		e.Delay.Fixed = span
	case "hang":
		span, ok := length(value)
		return ok && w.hang(span)
	case "fault":
		return w.spoil(value)
	default:
		return false
	}
	return true
}

// length reads a span an answer may be kept back for.
func length(value string) (time.Duration, bool) {
	span, err := ParseSpan(value)
	return span, err == nil && span > 0 && span <= Longest
}

// hang takes silence for so long, which goes with no answer.
func (w *Wish) hang(span time.Duration) bool {
	e := &w.Effect
	if e.Reset || e.Hang > 0 || e.Truncate || e.Garble || e.Code != nil || e.Status != 0 {
		return false
	}
	e.Hang = span
	return true
}

// spoil takes one of the named faults. Those that break an answer go with any answer, the others with none.
func (w *Wish) spoil(name string) bool {
	e := &w.Effect
	if e.Reset || e.Hang > 0 || e.Truncate || e.Garble {
		return false
	}
	answered := e.Code != nil || e.Status != 0
	switch {
	case name == "truncate":
		e.Truncate = true
	case name == "garble":
		e.Garble = true
	case answered:
		return false
	case name == "hang":
		e.Hang = Longest
	case name == "reset":
		e.Reset = true
	case name == "lost":
		e.Reset, w.Late = true, true
	default:
		return false
	}
	return true
}

// decimal reads one to three digits and nothing else.
func decimal(s string) (int, bool) {
	if len(s) == 0 || len(s) > 3 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
