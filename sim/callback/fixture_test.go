package callback_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"leadassist-sim/sim/callback"
)

// start is the instant every test's world begins at.
func start() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

// after is the instant that many seconds from the start.
func after(seconds float64) time.Time {
	return start().Add(time.Duration(seconds * float64(time.Second)))
}

func stream(purpose byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1: purpose}) }

func open(l callback.Limits, p callback.Policy) *callback.Outbox {
	return callback.NewOutbox(l, p, stream('i'), stream('j'))
}

func message(url, lane string) callback.Message {
	return callback.Message{
		Event: "call", URL: url, Lane: lane, Body: []byte(`{"call_sid":"` + lane + `"}`),
		Labels: callback.Labels{Tenant: "acme", Allocation: lane, Call: "call-" + lane},
	}
}

func answered(status int) callback.Result { return callback.Result{Status: status} }

// the takes one job, and only one, out of the outbox.
func the(t *testing.T, o *callback.Outbox, now time.Time) callback.Job {
	t.Helper()
	jobs := o.Take(now)
	if len(jobs) != 1 {
		t.Fatalf("took %d jobs at %s, want 1: %v", len(jobs), now, jobs)
	}
	return jobs[0]
}

func wantNext(t *testing.T, o *callback.Outbox, want time.Time) {
	t.Helper()
	next, ok := o.Next()
	if !ok || !next.Equal(want) {
		t.Fatalf("next attempt at %s (%t), want %s", next, ok, want)
	}
}

func wantIdle(t *testing.T, o *callback.Outbox) {
	t.Helper()
	if next, ok := o.Next(); ok {
		t.Fatalf("an attempt may start at %s, want none", next)
	}
}

func wantState(t *testing.T, d callback.Delivery, state callback.State, reason string) {
	t.Helper()
	if d.State != state || d.Reason != reason {
		t.Fatalf("delivery is %q because of %q, want %q because of %q", d.State, d.Reason, state, reason)
	}
}

func lanes(jobs []callback.Job) string {
	names := []string{}
	for _, j := range jobs {
		names = append(names, j.Lane)
	}
	return fmt.Sprint(names)
}
