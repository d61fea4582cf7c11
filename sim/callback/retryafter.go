package callback

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ParseRetryAfter reads a Retry-After value, as seconds or as an HTTP date, into a wait from the instant at. A date
// gone by is no wait; a number too great for a Duration is the greatest one. It reports whether the value was readable.
func ParseRetryAfter(value string, at time.Time) (time.Duration, bool) {
	value = strings.Trim(value, " \t")
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(math.MaxInt64/time.Second) {
			return math.MaxInt64, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(date.Sub(at), 0), true
}

// retryAfter reads an answer's Retry-After. A date is measured against the answer's own Date, so that neither a skewed
// receiver nor a turned clock changes the wait; at stands in for an answer that has none.
func retryAfter(h http.Header, at time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		at = date
	}
	wait, _ := ParseRetryAfter(h.Get("Retry-After"), at)
	return wait
}
