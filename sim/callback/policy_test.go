package callback_test

import (
	"encoding/base64"
	"math"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim/callback"
)

func secret(bytes int) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", bytes)))
}

func TestValidate(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*callback.Policy)
		want   string
	}{
		"default":             {func(*callback.Policy) {}, ""},
		"no retries":          {func(p *callback.Policy) { p.Retries = 0 }, ""},
		"no backoff":          {func(p *callback.Policy) { p.Backoff, p.MaxBackoff = 0, 0 }, ""},
		"signed":              {func(p *callback.Policy) { p.Secret = secret(24) }, ""},
		"signed, long":        {func(p *callback.Policy) { p.Secret = secret(64) }, ""},
		"ranges":              {func(p *callback.Policy) { p.Retry = []callback.Range{{}, {From: 100, To: 199}, {From: 300, To: 599}} }, ""},
		"negative retries":    {func(p *callback.Policy) { p.Retries = -1 }, "callback retries: -1 is not within 0 and 20"},
		"too many retries":    {func(p *callback.Policy) { p.Retries = 21 }, "callback retries: 21 is not within 0 and 20"},
		"no timeout":          {func(p *callback.Policy) { p.Timeout = 0 }, "callback timeout: 0s is not above 0s and up to 10m0s"},
		"long timeout":        {func(p *callback.Policy) { p.Timeout = time.Hour }, "callback timeout: 1h0m0s is not above 0s and up to 10m0s"},
		"negative backoff":    {func(p *callback.Policy) { p.Backoff = -1 }, "callback backoff: -1ns is negative"},
		"cap below backoff":   {func(p *callback.Policy) { p.MaxBackoff = 1 }, "callback max backoff: 1ns is below the backoff, 1s"},
		"shrinking":           {func(p *callback.Policy) { p.Factor = 0.5 }, "callback factor: 0.5 is not a number from 1"},
		"factor no number":    {func(p *callback.Policy) { p.Factor = math.NaN() }, "callback factor: NaN is not a number from 1"},
		"factor endless":      {func(p *callback.Policy) { p.Factor = math.Inf(1) }, "callback factor: +Inf is not a number from 1"},
		"negative jitter":     {func(p *callback.Policy) { p.Jitter = -0.1 }, "callback jitter: -0.1 is not within 0 and 1"},
		"jitter no number":    {func(p *callback.Policy) { p.Jitter = math.NaN() }, "callback jitter: NaN is not within 0 and 1"},
		"negative bound":      {func(p *callback.Policy) { p.MaxRetryAfter = -1 }, "callback max retry-after: -1ns is negative"},
		"successes retried":   {func(p *callback.Policy) { p.Retry = []callback.Range{{From: 150, To: 250}} }, "callback retry: 150-250 is no range of statuses outside 200-299"},
		"unsigned form":       {func(p *callback.Policy) { p.Secret = "hunter2" }, `callback secret: does not start with "whsec_"`},
		"secret not base64":   {func(p *callback.Policy) { p.Secret = "whsec_hunter2!" }, `callback secret: is not base64 after "whsec_"`},
		"secret too short":    {func(p *callback.Policy) { p.Secret = secret(23) }, "callback secret: is not 24 to 64 bytes long once decoded"},
		"secret too long":     {func(p *callback.Policy) { p.Secret = secret(65) }, "callback secret: is not 24 to 64 bytes long once decoded"},
		"every fault is told": {func(p *callback.Policy) { p.Retries, p.Jitter = -1, 2 }, "callback retries: -1 is not within 0 and 20\ncallback jitter: 2 is not within 0 and 1"},
	} {
		t.Run(name, func(t *testing.T) {
			p := callback.DefaultPolicy()
			c.change(&p)
			got := ""
			if err := p.Validate(); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDefaultPolicyIsTheVendors(t *testing.T) {
	if p := callback.DefaultPolicy(); p.Retries != 2 || p.Timeout != 15*time.Second || p.Secret != "" || p.Retry != nil {
		t.Errorf("default policy is %+v", p)
	}
}

// waits plays a delivery that always fails and returns the waits between its attempts.
func waits(t *testing.T, p callback.Policy) []time.Duration {
	t.Helper()
	o := open(callback.Limits{}, p)
	o.Owe(start(), message(hook, "a"))
	var all []time.Duration
	now := start()
	for {
		o.Record(now, the(t, o, now), answered(500))
		next, ok := o.Next()
		if !ok {
			return all
		}
		all, now = append(all, next.Sub(now)), next
	}
}

func TestBackoffGrowsToItsCap(t *testing.T) {
	p := callback.DefaultPolicy()
	p.Retries, p.Backoff, p.Factor, p.MaxBackoff = 20, 100*time.Millisecond, 3, time.Second
	got := waits(t, p)
	if len(got) != 20 {
		t.Fatalf("%d retries", len(got))
	}
	for i, wait := range got {
		want := []time.Duration{100 * time.Millisecond, 300 * time.Millisecond, 900 * time.Millisecond, time.Second}[min(i, 3)]
		if wait != want {
			t.Errorf("wait %d is %s, want %s", i+1, wait, want)
		}
	}
	p.Factor, p.MaxBackoff = 1e300, 1<<62
	if got := waits(t, p); got[19] != 1<<62 {
		t.Errorf("an endless backoff waits %s", got[19])
	}
}

func TestJitterTakesNoMoreThanItsShare(t *testing.T) {
	p := callback.DefaultPolicy()
	p.Retries, p.Backoff, p.Factor, p.Jitter = 20, time.Minute, 1, 0.25
	seen := map[time.Duration]bool{}
	for _, wait := range waits(t, p) {
		seen[wait] = true
		if wait > time.Minute || wait < 45*time.Second {
			t.Errorf("waits %s", wait)
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d different waits of 20", len(seen))
	}
}

func TestParseRange(t *testing.T) {
	for in, want := range map[string]callback.Range{
		"connection": {}, "429": {From: 429, To: 429}, "500-504": {From: 500, To: 504},
		"5xx": {From: 500, To: 599}, "3xx": {From: 300, To: 399}, "1xx": {From: 100, To: 199},
	} {
		got, err := callback.ParseRange(in)
		if err != nil || got != want {
			t.Errorf("ParseRange(%q) = %v, %v", in, got, err)
		}
		if back, err := callback.ParseRange(got.String()); err != nil || back != want {
			t.Errorf("%q is printed as %q, which reads as %v, %v", in, got, back, err)
		}
	}
	for _, in := range []string{"", "2xx", "200", "150-250", "504-500", "99", "600", "0", "0-0", "-1", "5xx-", "xx", "+429", "70000", "4 29", "Connection"} {
		if got, err := callback.ParseRange(in); err == nil {
			t.Errorf("ParseRange(%q) = %v", in, got)
		}
	}
}
