package callback_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"leadassist-sim/sim/callback"
)

func TestParseRetryAfter(t *testing.T) {
	for value, c := range map[string]struct {
		want time.Duration
		ok   bool
	}{
		"0":                              {0, true},
		"120":                            {2 * time.Minute, true},
		" 7\t":                           {7 * time.Second, true},
		"9223372036":                     {9223372036 * time.Second, true},
		"9223372037":                     {math.MaxInt64, true},
		"99999999999999999999999":        {math.MaxInt64, true},
		"Sun, 01 Mar 2026 09:00:30 GMT":  {30 * time.Second, true},
		"Sunday, 01-Mar-26 09:01:00 GMT": {time.Minute, true},
		"Sun Mar  1 09:00:01 2026":       {time.Second, true},
		"Sun, 01 Mar 2026 08:59:59 GMT":  {0, true},
		"":                               {0, false},
		"-1":                             {0, false},
		"+1":                             {0, false},
		"1.5":                            {0, false},
		"1s":                             {0, false},
		"soon":                           {0, false},
		"2026-03-01T09:00:30Z":           {0, false},
	} {
		if got, ok := callback.ParseRetryAfter(value, start()); got != c.want || ok != c.ok {
			t.Errorf("ParseRetryAfter(%q) = %s, %t; want %s, %t", value, got, ok, c.want, c.ok)
		}
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{"120", "Sun, 01 Mar 2026 09:00:30 GMT", "-1", "99999999999999999999", " 0 ", "Sun Mar  1 09:00:01 2026"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		wait, ok := callback.ParseRetryAfter(value, start())
		if wait < 0 || (!ok && wait != 0) {
			t.Fatalf("ParseRetryAfter(%q) = %s, %t", value, wait, ok)
		}
		if date, err := http.ParseTime(value); err == nil && (!ok || wait != max(date.Sub(start()), 0)) {
			t.Fatalf("ParseRetryAfter(%q) = %s, %t for %s", value, wait, ok, date)
		}
	})
}
