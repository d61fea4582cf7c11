package fault

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// ParseSpan reads a length of time: days, hours, minutes, seconds and smaller, such as 2d, 1h30m, 10m, 1.5s or 250ms.
// It is never negative.
func ParseSpan(said string) (time.Duration, error) {
	bad := fmt.Errorf("%.64q is not a span, like 250ms, 2s, 10m, 1h30m or 2d", said)
	rest, days := said, 0
	if count, after, found := strings.Cut(said, "d"); found {
		n, err := strconv.ParseUint(count, 10, 31)
		if err != nil || n > uint64(math.MaxInt64/day)-1 {
			return 0, bad
		}
		if rest, days = after, int(n); rest == "" {
			return time.Duration(days) * day, nil
		}
	}
	if rest == "" || strings.ContainsAny(rest[:1], "+-") {
		return 0, bad
	}
	short, err := time.ParseDuration(rest)
	if total := time.Duration(days)*day + short; err == nil && short >= 0 && total >= 0 {
		return total, nil
	}
	return 0, bad
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
