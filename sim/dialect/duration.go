package dialect

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Never is the period of a setting that lets allocations live for ever, written "-1" (public).
const Never time.Duration = -1

// longest is the longest period told apart: whole seconds, so that writing and reading agree.
const longest = math.MaxInt64 / time.Second * time.Second

// ParsePeriod reads a period as the vendor writes it: digits and one of d, h, m, s (docs 000; h is public), or "-1" for
// Never. One too long to tell is the longest there is, some 292 years.
func ParsePeriod(s string) (time.Duration, error) {
	if s == "-1" {
		return Never, nil
	}
	unit, ok := periodUnit(s)
	if !ok {
		return 0, fmt.Errorf("%s is not a period, like 600s, 10m, 24h or 170d", quoted(s))
	}
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 64)
	if err != nil || n > uint64(longest/unit) {
		return longest, nil // only digits get here: the error is one of range
	}
	return time.Duration(n) * unit, nil
}

// periodUnit is the unit of a well-formed period.
func periodUnit(s string) (time.Duration, bool) {
	if len(s) < 2 || !digitsOnly(s[:len(s)-1]) {
		return 0, false
	}
	switch s[len(s)-1] {
	case 'd':
		return 24 * time.Hour, true
	case 'h':
		return time.Hour, true
	case 'm':
		return time.Minute, true
	case 's':
		return time.Second, true
	}
	return 0, false
}

// FormatPeriod writes a period in the largest unit that leaves no rest: 14688000 s is "170d". Negative is "-1"; parts
// of a second are dropped.
func FormatPeriod(p time.Duration) string {
	if p < 0 {
		return "-1"
	}
	seconds := int64(p / time.Second)
	for _, unit := range []struct {
		name    string
		seconds int64
	}{{"d", 86400}, {"h", 3600}, {"m", 60}} {
		if seconds > 0 && seconds%unit.seconds == 0 {
			return strconv.FormatInt(seconds/unit.seconds, 10) + unit.name
		}
	}
	return strconv.FormatInt(seconds, 10) + "s"
}
