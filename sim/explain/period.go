package explain

import (
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim/dialect"
)

// period reads a span as people write it (10 minutes, 1h30m, PT10M, 00:10:00, 600) and gives it as the documents want
// it: a whole number and one unit. Bare numbers are seconds; nothing at all becomes the least there is. never allows -1.
func period(s string, never bool) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if endless := strings.Contains(" never forever for ever infinite unlimited -1 ", " "+s+" ") && s != ""; endless {
		return "-1", never
	}
	if d, err := time.ParseDuration(strings.ReplaceAll(s, " ", "")); err == nil {
		return inUnits(d)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return inUnits(time.Duration(min(max(n, -1e9), 1e9) * float64(time.Second)))
	}
	if total, ok := spelled(strings.TrimPrefix(s, "p")); ok {
		return inUnits(total)
	}
	return "", false
}

// inUnits writes a span of at least a second.
func inUnits(d time.Duration) (string, bool) {
	if d < 0 {
		d = -d
	}
	return dialect.FormatPeriod(max(d, time.Second)), true
}

// periodSeconds is a period as seconds.
func periodSeconds(p string) float64 {
	d, err := dialect.ParsePeriod(p)
	if err != nil {
		return 0
	}
	return d.Seconds()
}

// spelled adds up numbers and the units after them.
func spelled(s string) (time.Duration, bool) {
	if clock := strings.Split(s, ":"); len(clock) == 3 {
		s = clock[0] + "h" + clock[1] + "m" + clock[2] + "s"
	}
	var total time.Duration
	found := false
	for s != "" {
		s = strings.TrimLeft(s, " ,t")
		i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if i <= 0 {
			break
		}
		n, err := strconv.ParseFloat(s[:i], 64)
		rest := strings.TrimLeft(s[i:], " ")
		end := strings.IndexFunc(rest, func(r rune) bool { return r < 'a' || r > 'z' })
		if end < 0 {
			end = len(rest)
		}
		unit, ok := unitOf(rest[:end])
		if err != nil || !ok {
			return 0, false
		}
		total += time.Duration(min(n, 1e6) * float64(unit))
		s, found = rest[end:], true
	}
	return total, found && strings.TrimSpace(s) == ""
}

// unitOf reads a unit by its first letters.
func unitOf(word string) (time.Duration, bool) {
	switch {
	case word == "":
		return 0, false
	case strings.HasPrefix("weeks", word) || word == "w":
		return 7 * 24 * time.Hour, true
	case strings.HasPrefix("days", word):
		return 24 * time.Hour, true
	case strings.HasPrefix("hours", word) || strings.HasPrefix("hrs", word):
		return time.Hour, true
	case strings.HasPrefix("minutes", word) || strings.HasPrefix("mins", word):
		return time.Minute, true
	case strings.HasPrefix("seconds", word) || strings.HasPrefix("secs", word):
		return time.Second, true
	}
	return 0, false
}
