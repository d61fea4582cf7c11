package control_test

import (
	"net/http"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// TestBentCallbacks lists what rules held, dropped and duplicated, and tells what was let go.
func TestBentCallbacks(t *testing.T) {
	h := scene(t, &receiver{})
	w, err := h.sim.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	w.SetFault(fault.Rule{ID: "fault-1", Name: "mixed up", Event: "call", Sequence: []fault.Effect{{Reorder: true}, {Drop: true}, {Duplicate: 1}}})
	lent := h.lend("acme", "order-1", "10m")
	for range 2 {
		h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s"}`, lent)
	}
	golden(t, "callbacks_held_and_dropped", h.ask(http.MethodGet, "/__admin/callbacks", ""))
	golden(t, "call_duplicated", h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s"}`, lent))
	if all := h.list("/__admin/callbacks?state=delivered").Items; len(all) != 3 {
		t.Errorf("%d are delivered", len(all))
	}
}

// TestTriggeredCallbacksAreNotBent triggers what every rule would drop.
func TestTriggeredCallbacksAreNotBent(t *testing.T) {
	h := scene(t, &receiver{})
	w, err := h.sim.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range exchange.EventKinds() {
		w.SetFault(fault.Rule{Event: string(kind), Sequence: []fault.Effect{{Drop: true}}})
	}
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":%q}`, sim.Inbox), 200, `"state":"pending"`)
}
