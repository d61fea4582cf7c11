package control

import (
	"time"

	"leadassist-sim/sim/fault"
)

// span reads a length of time such as 10m, 1h30m, 2d or 1.5s; the name is that of the field it is in.
func span(name, said string) (time.Duration, error) {
	d, err := fault.ParseSpan(said)
	if err != nil {
		return 0, badRequest("%s: %v", name, err)
	}
	return d, nil
}

// moment reads an instant after RFC 3339.
func moment(name, said string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, said)
	if err != nil {
		return t, badRequest("%s: %.64q is not an instant, like 2026-01-31T10:00:00Z", name, said)
	}
	return t.UTC(), nil
}
