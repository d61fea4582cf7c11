package rest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"leadassist-sim/sim"
)

// Secrets in a query, in a body's keys and in its URLs never reach the journal; everything else does.
func TestSecretsOutsideHeadersAreHidden(t *testing.T) {
	h := build(t, sim.Spec{Template: open("classic", 2)})
	h.ask("GET", "/v1/tenants/acme/settings?token=sekrit1&page=7&X-Api-Key=sekrit2", "")
	h.ask("PUT", "/v1/tenants/acme/settings", `{"Password":"sekrit3","nested":{"access_token" : "sek\"rit4"},"country":"IN",
		"greencall_complete_event_endpoint":"http://u:sekrit5@127.0.0.1:9/hook?key=sekrit6&order=9"}`)
	h.ask("PUT", "/v1/tenants/acme/settings", `{"client_secret":"sekrit7`+strings.Repeat("x", 2*sim.BodyKept)+`"}`)
	h.ask("PUT", "/v1/tenants/acme/settings", `{"client_secret":"sekrit8`)
	entries, err := json.Marshal(h.sim.Journal().List(sim.Filter{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range h.sim.Journal().List(sim.Filter{}) {
		told := e.Query + string(e.Body) + string(e.Reply)
		if strings.Contains(told, "sekrit") || strings.Contains(told, `rit4`) {
			t.Errorf("told: %.300s", told)
		}
	}
	all := h.sim.Journal().List(sim.Filter{})
	if q := all[3].Query; q != "token=[redacted]&page=7&X-Api-Key=[redacted]" {
		t.Errorf("query %q", q)
	}
	if b := string(all[2].Body); !strings.Contains(b, `"country":"IN"`) || !strings.Contains(b, `http://redacted@127.0.0.1:9/hook?key=[redacted]&order=9`) {
		t.Errorf("body %s", b)
	}
	if !all[1].Truncated || len(entries) == 0 {
		t.Error("a long body is not told to be cut")
	}
}
