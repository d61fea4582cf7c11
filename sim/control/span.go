package control

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// unit is one a span is counted in.
type unit struct {
	name string
	long time.Duration
}

// units are those a span may be counted in. A name comes before those it begins with.
func units() []unit {
	return []unit{
		{"ms", time.Millisecond}, {"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour},
	}
}

// span reads a length of time such as 10m, 1h30m, 2d or 250ms; the name is that of the field it is in.
func span(name, said string) (time.Duration, error) {
	total, rest := time.Duration(0), said
	for more := true; more; more = rest != "" {
		one, after, ok := part(rest)
		if !ok {
			return 0, badRequest("%s: %.64q is not a span, like 32s, 10m, 1h30m or 2d", name, said)
		}
		if one > math.MaxInt64-total {
			return 0, badRequest("%s: %.64q is too long", name, said)
		}
		total, rest = total+one, after
	}
	return total, nil
}

// part reads one count with its unit off the front of a span. What is too long is as long as can be.
func part(said string) (one time.Duration, rest string, ok bool) {
	digits := 0
	for digits < len(said) && said[digits] >= '0' && said[digits] <= '9' {
		digits++
	}
	if digits == 0 {
		return 0, "", false
	}
	count, err := strconv.ParseInt(said[:digits], 10, 64)
	for _, u := range units() {
		if rest, ok := strings.CutPrefix(said[digits:], u.name); ok {
			if err != nil || count > int64(math.MaxInt64/u.long) {
				return math.MaxInt64, rest, true
			}
			return time.Duration(count) * u.long, rest, true
		}
	}
	return 0, "", false
}

// moment reads an instant after RFC 3339.
func moment(name, said string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, said)
	if err != nil {
		return t, badRequest("%s: %.64q is not an instant, like 2026-01-31T10:00:00Z", name, said)
	}
	return t.UTC(), nil
}
