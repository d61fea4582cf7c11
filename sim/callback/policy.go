package callback

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of a policy.
const (
	MaxRetries = 20
	MaxTimeout = 10 * time.Minute
)

// Policy says how often, when and after which results a delivery is attempted.
type Policy struct {
	Retries       int           // attempts after the first
	Timeout       time.Duration // for one whole attempt, from the look-up of the host on; a status that came in time counts, a body that did not is left
	Backoff       time.Duration // from the end of an attempt to the first retry
	MaxBackoff    time.Duration
	Factor        float64       // what each further wait is multiplied by
	Jitter        float64       // 0…1: up to this share of a wait is taken off it, by chance
	MaxRetryAfter time.Duration // a Retry-After beyond it is cut to it; 0: none is honoured
	Retry         []Range       // what is retried; nil: every status but a 2xx, and connection failures; empty: nothing
	Secret        string        // Standard Webhooks, "whsec_…"; empty: unsigned
}

// DefaultPolicy is 15 s and two retries (public: what the vendor's other callbacks do), one and two seconds apart and
// unsigned (assumed).
func DefaultPolicy() Policy {
	return Policy{
		Retries: 2, Timeout: 15 * time.Second,
		Backoff: time.Second, MaxBackoff: time.Minute, Factor: 2,
		MaxRetryAfter: time.Hour,
	}
}

// Validate names every field that is out of its bounds.
func (p Policy) Validate() error {
	var wrong []error
	check := func(fine bool, format string, args ...any) {
		if !fine {
			wrong = append(wrong, fmt.Errorf("callback "+format, args...))
		}
	}
	check(p.Retries >= 0 && p.Retries <= MaxRetries, "retries: %d is not within 0 and %d", p.Retries, MaxRetries)
	check(p.Timeout > 0 && p.Timeout <= MaxTimeout, "timeout: %s is not above 0s and up to %s", p.Timeout, MaxTimeout)
	check(p.Backoff >= 0, "backoff: %s is negative", p.Backoff)
	check(p.MaxBackoff >= p.Backoff, "max backoff: %s is below the backoff, %s", p.MaxBackoff, p.Backoff)
	check(p.Factor >= 1 && !math.IsInf(p.Factor, 0), "factor: %v is not a number from 1", p.Factor)
	check(p.Jitter >= 0 && p.Jitter <= 1, "jitter: %v is not within 0 and 1", p.Jitter)
	check(p.MaxRetryAfter >= 0, "max retry-after: %s is negative", p.MaxRetryAfter)
	for _, r := range p.Retry {
		check(r.valid(), "retry: %s is no range of statuses outside 200-299", r)
	}
	if p.Secret != "" {
		if err := checkSecret(p.Secret); err != nil {
			wrong = append(wrong, fmt.Errorf("callback secret: %w", err))
		}
	}
	return errors.Join(wrong...)
}

// judge tells what a result means for the delivery's n-th attempt.
func (p Policy) judge(r Result, n int) Outcome {
	_, refused := errors.AsType[*Refusal](r.Err)
	switch {
	case refused:
		return Barred
	case r.Status >= 200 && r.Status <= 299:
		return Accepted
	case n <= p.Retries && p.retries(r.Status):
		return Again
	}
	return GaveUp
}

func (p Policy) retries(status int) bool {
	return p.Retry == nil || slices.ContainsFunc(p.Retry, func(r Range) bool { return r.From <= status && status <= r.To })
}

// wait is the time from the end of attempt n to the next one. A Retry-After lengthens it, never shortens it. The salt
// is the delivery's own, so that a wait does not depend on the order in which other attempts report.
func (p Policy) wait(r Result, n int, salt uint64) time.Duration {
	d := p.MaxBackoff
	if grown := float64(p.Backoff) * math.Pow(max(p.Factor, 1), float64(n-1)); grown < float64(p.MaxBackoff) {
		d = time.Duration(grown)
	}
	if p.Jitter > 0 {
		draw := rand.New(rand.NewPCG(salt, uint64(n))).Float64()
		d -= time.Duration(float64(d) * p.Jitter * draw)
	}
	return max(d, min(r.RetryAfter, p.MaxRetryAfter))
}

// Range is statuses From…To, both included. The zero Range is a connection failure: no status at all.
type Range struct{ From, To int }

// ParseRange reads "429", "500-504", "5xx" or "connection".
func ParseRange(s string) (Range, error) {
	if s == "connection" {
		return Range{}, nil
	}
	from, to, found := strings.Cut(s, "-")
	if class, ok := strings.CutSuffix(s, "xx"); ok {
		from, to = class+"00", class+"99"
	} else if !found {
		to = from
	}
	a, errFrom := strconv.ParseUint(from, 10, 16)
	b, errTo := strconv.ParseUint(to, 10, 16)
	r := Range{From: int(a), To: int(b)}
	if errFrom != nil || errTo != nil || a == 0 || !r.valid() {
		return Range{}, fmt.Errorf("%q is no range of statuses to retry, like 429, 500-504, 3xx or connection", s)
	}
	return r, nil
}

// String is the form ParseRange reads.
func (r Range) String() string {
	switch {
	case r == Range{}:
		return "connection"
	case r.From == r.To:
		return strconv.Itoa(r.From)
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

// valid excludes the 2xx: they are successes, whatever a policy says.
func (r Range) valid() bool {
	if r == (Range{}) {
		return true
	}
	return r.From >= 100 && r.To <= 599 && r.From <= r.To && (r.To < 200 || r.From > 299)
}
