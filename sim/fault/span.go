package fault

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Whatever is no span, and a span no clock can count.
var (
	errNoSpan  = errors.New("is not a span, like 250ms, 2s, 10m, 1h30m or 2d")
	errTooLong = errors.New("is too long")
)

// ParseSpan reads a length of time: one count with its unit after the other, from days down to nanoseconds, such as 2d,
// 1h30m, 10m, 1.5s or 250ms. It is never negative. Its error quotes what was said.
func ParseSpan(said string) (time.Duration, error) {
	total, rest := time.Duration(0), said
	for more := true; more; more = rest != "" {
		one, after, err := countOf(rest)
		if err == nil && one > math.MaxInt64-total {
			err = errTooLong
		}
		if err != nil {
			return 0, fmt.Errorf("%.64q %w", said, err)
		}
		total, rest = total+one, after
	}
	return total, nil
}

// countOf reads one count with its unit off the front of a span.
func countOf(said string) (one time.Duration, rest string, err error) {
	count, behind := front(said, func(r rune) bool { return r >= '0' && r <= '9' || r == '.' })
	unit, rest := front(behind, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	long := time.Duration(1)
	if unit == "d" {
		unit, long = "h", 24
	}
	if _, plain := time.ParseDuration("0" + unit); count == "" || unit == "" || plain != nil {
		return 0, "", errNoSpan
	}
	one, err = time.ParseDuration(count + unit)
	switch {
	case err != nil && strings.Count(count, ".") < 2 && count != ".", one > math.MaxInt64/long:
		return 0, "", errTooLong
	case err != nil:
		return 0, "", errNoSpan
	}
	return one * long, rest, nil
}

// front cuts a text before the first character that is not as wanted.
func front(text string, wanted func(rune) bool) (begin, rest string) {
	end := strings.IndexFunc(text, func(r rune) bool { return !wanted(r) })
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// FormatSpan writes a span as ParseSpan reads it, as short as it can be.
func FormatSpan(d time.Duration) string {
	if d > 0 && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-2]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-2]
	}
	return text
}
