package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// notice is an event as a receiver reads it.
type notice struct {
	ID   string `json:"greenvn_id"`
	Call string `json:"call_sid"` // empty: the allocation has ended
}

func (e notice) ended() bool { return e.Call == "" }

// receiver keeps the events it is sent, in the order they come.
type receiver struct {
	mu    sync.Mutex
	heard []notice
}

// attended raises a simulator with the scenario on whose events go to a receiver.
func attended(t *testing.T, scenario string) (*shop, *receiver) {
	t.Helper()
	r := &receiver{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		var e notice
		if err := json.NewDecoder(request.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.heard = append(r.heard, e)
	}))
	t.Cleanup(server.Close)
	s := raise(t, serveFlags{clock: "frozen:2026-01-31T10:00:00Z", faults: scenario, callbackURL: server.URL})
	return &shop{t: t, s: s, patience: time.Minute}, r
}

// all are the events up to now.
func (r *receiver) all() []notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.heard)
}

// lives lends a number for an hour, has so many calls to it, and lets the hour pass.
func (a *shop) lives(order string, calls int) { a.livesFor(1, order, calls) }

// livesFor does the same for so many hours; time goes on after each call, so that all that is due is told.
func (a *shop) livesFor(hours int, order string, calls int) {
	a.t.Helper()
	made, _, err := a.send(http.MethodPost, "greenvn", fmt.Sprintf(
		`{"connection_id":%q,"aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway","deallocation_policy":{"duration":"%dh"}}`, order, hours))
	if err != nil {
		a.t.Fatal(err)
	}
	for range calls {
		a.control(http.MethodPost, "calls", fmt.Sprintf(`{"tenant":"shop","from":"+919812345678","allocation":%q}`, made.ID))
		a.wait(time.Minute)
	}
	a.wait(time.Duration(hours) * time.Hour)
}

// books are what a receiver makes of its events: calls charged, by allocation.
type books map[string]int

// hasty charges what comes, and closes an order's book when its allocation has ended: what comes later is lost on it.
func hasty(events []notice) (charged books, lost int) {
	charged, closed := books{}, map[string]bool{}
	for _, e := range events {
		switch {
		case e.ended():
			closed[e.ID] = true
		case closed[e.ID]:
			lost++
		default:
			charged[e.ID]++
		}
	}
	return charged, lost
}

// careful charges each call once, whenever it comes.
func careful(events []notice) books {
	charged, known := books{}, map[string]bool{}
	for _, e := range events {
		if !e.ended() && !known[e.Call] {
			known[e.Call] = true
			charged[e.ID]++
		}
	}
	return charged
}

func (b books) total() int {
	n := 0
	for _, calls := range b {
		n += calls
	}
	return n
}

func TestCallbacksOutOfOrder(t *testing.T) {
	t.Parallel()
	a, r := attended(t, "callbacks-out-of-order")
	a.lives("order-1", 4)
	a.lives("order-2", 3)
	charged, lost := hasty(r.all())
	if lost < 2 || charged.total()+lost != 7 {
		t.Errorf("the hasty one charged %v and lost %d", charged, lost)
	}
	if got := careful(r.all()); got.total() != 7 || len(got) != 2 {
		t.Errorf("the careful one charged %v", got)
	}
	if n := len(r.all()); n != 9 {
		t.Errorf("%d events: %+v", n, r.all())
	}
}

// TestCallbacksOutOfOrderOfALongAllocation: what is told after the end is, however long the allocation lives.
func TestCallbacksOutOfOrderOfALongAllocation(t *testing.T) {
	t.Parallel()
	a, r := attended(t, "callbacks-out-of-order")
	a.livesFor(72, "order-1", 4)
	if charged, lost := hasty(r.all()); lost < 2 || charged.total()+lost != 4 {
		t.Errorf("the hasty one charged %v and lost %d", charged, lost)
	}
}

func TestCallbacksTwice(t *testing.T) {
	t.Parallel()
	a, r := attended(t, "callbacks-twice")
	a.lives("order-1", 3)
	if charged, lost := hasty(r.all()); charged.total() != 6 || lost != 0 {
		t.Errorf("the hasty one charged %v and lost %d", charged, lost)
	}
	if got := careful(r.all()); got.total() != 3 {
		t.Errorf("the careful one charged %v", got)
	}
	if n := len(r.all()); n != 8 {
		t.Errorf("%d events: %+v", n, r.all())
	}
}
