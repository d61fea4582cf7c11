package control_test

import (
	"net/http"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
)

// TestMetrics counts traffic of every kind, in Prometheus's text form.
func TestMetrics(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.create("acme", "order-1")
	h.create("acme", "order-1")
	h.create("zeta", "order-1")
	h.client(http.MethodGet, "/nowhere", "")
	a := h.ask(http.MethodGet, "/metrics", "")
	if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Fatalf("answered %d %s", a.status, a.header.Get("Content-Type"))
	}
	for _, line := range []string{
		`leadassist_sim_requests_total{generation="classic",operation="createGreenvn",status="200"} 2`,
		`leadassist_sim_requests_total{generation="classic",operation="createGreenvn",status="409"} 1`,
		`leadassist_sim_requests_total{generation="classic",operation="none",status="404"} 1`,
		`leadassist_sim_refusals_total{code="18",reason="duplicate-reference"} 1`,
		`leadassist_sim_request_seconds_count{operation="createGreenvn"} 3`,
		`leadassist_sim_reply_departures_total 0`,
		"go_goroutines", "process_",
	} {
		if !strings.Contains(a.body, line) {
			t.Errorf("no line %s", line)
		}
	}
	if strings.Contains(a.body, "acme") || strings.Contains(a.body, "nowhere") {
		t.Error("a label holds what a client chose")
	}
}

// TestMetricsCountDepartures counts our own faults.
func TestMetricsCountDepartures(t *testing.T) {
	m := control.NewMetrics()
	m.Observe(sim.Entry{Operation: "readGreenvn", Status: 200, Departures: []string{"one", "two"}})
	h := house{t: t, control: m.Handler()}
	h.expect(h.ask(http.MethodGet, "/metrics", ""), 200, "leadassist_sim_reply_departures_total 2\n")
}
