package callback

import (
	"context"
	"errors"
	"testing"
)

// A host that is full keeps its own waiting and nobody else's, and nothing is left behind.
func TestTurnstile(t *testing.T) {
	s := newTurnstile()
	var leave []func()
	for range mostPerHost {
		out, err := s.enter(t.Context(), "slow:80")
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, out)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.enter(over, "slow:80"); !errors.Is(err, context.Canceled) {
		t.Errorf("a full host let one in: %v", err)
	}
	out, err := s.enter(t.Context(), "fast:80")
	if err != nil {
		t.Fatal(err)
	}
	waits := make(chan error)
	go func() {
		out, err := s.enter(t.Context(), "slow:80")
		if err == nil {
			out()
		}
		waits <- err
	}()
	leave[0]()
	if err := <-waits; err != nil {
		t.Error(err)
	}
	out()
	for _, out := range leave[1:] {
		out()
	}
	if len(s.hosts) != 0 || len(s.all) != 0 {
		t.Errorf("left behind: %v, %d", s.hosts, len(s.all))
	}
}
