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

// TestSecretsHoweverWritten are hidden under any name that tells of them, whatever their value and however it is escaped.
func TestSecretsHoweverWritten(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"url":"https:\/\/user:sekrit@host\/x"}`, `{"url":"https://user:sekrit@host"}`, `{"url":"https://u:se@sekrit@host"}`,
		`{"pass\u0077ord":"sekrit","country":"IN"}`, `{"api_key":"sekrit"}`, `{"authorization":"Basic sekrit"}`, `{"X-Session":"sekrit"}`,
		`{"secret":["sekrit",{"a":"sekrit"}],"b":1}`, `{"secret":4711,"country":"IN"}`, `{"token":{"a":"}\"sekrit"}}`, `{"PassWord" : "sekrit"}`,
		`{"url":"http://h/?a=1&to\u006ben=sekrit"}`, `{"url":"http://h/x?next=https%3A%2F%2Fu%3Asekrit%40h"}`,
		`{"password":"sekrit`, `{"password":["sekrit`, `{"url":"https:\/\/user:sekrit@h`, `{'password':'sekrit'}`, `{password: sekrit}`,
		`password=sekrit&country=IN`, `pass%77ord=sekrit`, `a=https%3A%2F%2Fu%3Asekrit%40h`, "password: sekrit\n", `<a><password>sekrit</password></a>`, `"https://u:sekrit@h"`,
	} {
		h := build(t, sim.Spec{Template: open("classic", 2)})
		h.ask("PUT", "/v1/tenants/acme/settings", body, "X-Session: sekrit", "X-Callback: https://u:sekrit@h")
		e := h.last()
		var told strings.Builder
		told.WriteString(string(e.Body) + string(e.Reply))
		for _, values := range e.Header {
			told.WriteString(strings.Join(values, ""))
		}
		if strings.Contains(told.String(), "sekrit") || strings.Contains(told.String(), "4711") || !strings.Contains(string(e.Body), "redacted") {
			t.Errorf("%s is told as %s", body, told.String())
		}
		if strings.Contains(body, "country") && !strings.Contains(string(e.Body), "IN") {
			t.Errorf("%s is told as %s", body, e.Body)
		}
	}
}

// FuzzVeil sends any body with a secret in it, under a telling key.
func FuzzVeil(f *testing.F) {
	f.Add(`{"a":"`, `"}`)
	f.Add(`[{"country":"IN"},`, `]`)
	f.Add(`x=1&`, `&y=2`)
	f.Fuzz(func(t *testing.T, before, after string) {
		body := before + `"password":"sekrit"` + after
		if !json.Valid([]byte(body)) || strings.Contains(before+after, "sekrit") || len(body) > sim.BodyKept {
			return
		}
		h := build(t, sim.Spec{Template: open("classic", 2)})
		h.ask("PUT", "/v1/tenants/acme/settings", body)
		if e := h.last(); strings.Contains(string(e.Body), "sekrit") {
			t.Errorf("%s is told as %s", body, e.Body)
		}
	})
}
