package control_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
)

// TestAnswers holds every operation's whole answer after the same traffic.
func TestAnswers(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.create("acme", "order-1")
	h.create("acme", "order-1") // refused: code 18
	h.client(http.MethodPost, "/v1/tenants/acme/greenvn", `{"connection_id":"order-2"}`, "Authorization: Basic c2VjcmV0OnNlY3JldA==")
	h.client(http.MethodPost, "/v1/tenants/zeta/greenpin",
		`{"transaction_id":"tx-1","a":{"numbers":["+919812345678"],"vns":["+918000000001"],"pin":"1234"},"b":{"numbers":["+919887654321"]}}`)
	h.client(http.MethodGet, "/v1/Accounts/acme/Calls/unknown", "")
	for name, path := range map[string]string{
		"health":          "/health",
		"requests":        "/__admin/requests",
		"request":         "/__admin/requests/3",
		"allocations":     "/__admin/allocations",
		"tenants":         "/__admin/tenants",
		"tenant":          "/__admin/tenants/acme",
		"errors_classic":  "/__admin/errors?profile=classic",
		"unknown_request": "/__admin/requests/99",
		"odd_request":     "/__admin/requests/first",
		"unknown_tenant":  "/__admin/tenants/nobody",
		"unknown_profile": "/__admin/errors?profile=auto",
		"unknown_path":    "/__admin/nothing",
		"vendor_path":     "/v1/tenants/acme/settings",
		"slashes":         "//__admin/tenants",
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, h.ask(http.MethodGet, path, "")) })
	}
	golden(t, "method", h.ask(http.MethodPut, "/__admin/requests", ""))
	golden(t, "cleared", h.ask(http.MethodDelete, "/__admin/requests", ""))
	golden(t, "reset", h.ask(http.MethodPost, "/__admin/reset", `{"tenant":"acme"}`))
	golden(t, "reset_all", h.ask(http.MethodPost, "/__admin/reset", ""))
}

func TestErrorsOfAllGenerations(t *testing.T) {
	h := build(t, spec(), control.Options{})
	all := strings.Count(h.ask(http.MethodGet, "/__admin/errors", "").body, `"profile"`)
	sum := 0
	for _, g := range []string{"classic", "current", "exobridge"} {
		sum += strings.Count(h.ask(http.MethodGet, "/__admin/errors?profile="+g, "").body, `"profile":"`+g+`"`)
	}
	if all != sum || all == 0 {
		t.Errorf("%d entries in all, %d by generation", all, sum)
	}
}

// TestNoSecretsInTheJournal sends credentials in every place that may hold one.
func TestNoSecretsInTheJournal(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.client(http.MethodGet, "/v1/tenants/acme/settings", "",
		"Authorization: Basic c2VjcmV0OnNlY3JldA==", "X-Api-Key: hush-hush", "Cookie: hush-hush", "X-Auth-Token: hush-hush")
	told := h.ask(http.MethodGet, "/__admin/requests", "").body
	for _, secret := range []string{"c2VjcmV0", "hush-hush"} {
		if strings.Contains(told, secret) {
			t.Errorf("the journal tells %s: %s", secret, told)
		}
	}
}

func TestBodies(t *testing.T) {
	h := build(t, spec(), control.Options{})
	big := `{"tenant":"` + strings.Repeat("a", 1<<20) + `"}`
	for name, c := range map[string]struct {
		body, kind string
		status     int
		piece      string
	}{
		"too large":     {big, "", 413, "over 1048576 bytes"},
		"not JSON":      {`{"tenant":`, "", 400, "the body is not JSON"},
		"twice a key":   {`{"tenant":"acme","tenant":"zeta"}`, "", 400, "the body is not JSON"},
		"trailing":      {`{} {}`, "", 400, "the body is not JSON"},
		"wrong type":    {`{"tenant":7}`, "", 400, "tenant"},
		"not an object": {`["acme"]`, "", 400, ""},
		"empty name":    {`{"tenant":""}`, "", 400, "tenant"},
		"misspelt key":  {`{"tennant":"acme"}`, "", 400, `the only key is tenant`},
		"unknown":       {`{"tenant":"nobody"}`, "", 404, `tenant \"nobody\" is not known`},
		"a form":        {`tenant=acme`, "Content-Type: application/x-www-form-urlencoded", 415, "is not application/json"},
		"odd media":     {`{}`, "Content-Type: ;;", 415, "is not application/json"},
		"nested deeply": {strings.Repeat("[", 200_000), "", 400, "the body is not JSON"},
		"charset":       {`{"tenant":"acme"}`, "Content-Type: application/json; charset=utf-8", 200, `{"reset":1}`},
		"no media":      {`{"tenant":"acme"}`, "Content-Type: ", 200, `{"reset":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			headers := []string{}
			if c.kind != "" {
				headers = append(headers, c.kind)
			}
			h := h
			h.t = t
			h.expect(h.ask(http.MethodPost, "/__admin/reset", c.body, headers...), c.status, c.piece)
		})
	}
}

func TestHeadAndAllow(t *testing.T) {
	h := build(t, spec(), control.Options{})
	if a := h.ask(http.MethodHead, "/health", ""); a.status != 200 {
		t.Errorf("HEAD answered %d", a.status)
	}
	a := h.ask(http.MethodGet, "/__admin/reset", "")
	if a.status != 405 || a.header.Get("Allow") != "POST" {
		t.Errorf("answered %d, Allow %q", a.status, a.header.Get("Allow"))
	}
}

// TestReset lends every number, resets, and lends again: one tenant at a time, and all at once.
func TestReset(t *testing.T) {
	h := build(t, spec(), control.Options{})
	first := h.create("acme", "order-1").body
	h.create("zeta", "order-1")
	h.expect(h.ask(http.MethodPost, "/__admin/reset", `{"tenant":"acme"}`), 200, `{"reset":1}`)
	h.expect(h.ask(http.MethodGet, "/__admin/allocations", ""), 200, `"tenant":"zeta"`)
	if a := h.ask(http.MethodGet, "/__admin/allocations?tenant=acme", ""); !strings.Contains(a.body, `"items":[]`) {
		t.Errorf("acme keeps %s", a.body)
	}
	if a := h.ask(http.MethodGet, "/__admin/requests?tenant=acme", ""); !strings.Contains(a.body, `"items":[]`) {
		t.Errorf("the journal keeps %s", a.body)
	}
	if again := h.create("acme", "order-1").body; again != first {
		t.Errorf("after a reset: %s\nbefore: %s", again, first)
	}
	h.expect(h.ask(http.MethodPost, "/__admin/reset", `{}`), 200, `{"reset":2}`)
	h.expect(h.ask(http.MethodGet, "/__admin/tenants/zeta", ""), 404, "made by its first request")
	h.expect(h.ask(http.MethodGet, "/__admin/requests", ""), 200, `"items":[]`)
}

// TestNewNamesWhatIsMissing gives the door a document that is not its own.
func TestNewNamesWhatIsMissing(t *testing.T) {
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(spec())
	if err != nil {
		t.Fatal(err)
	}
	_, err = control.New(s, loaded["calls"], control.Options{})
	for _, piece := range []string{"operation readCall has no handler", "handler reset is in no document"} {
		if err == nil || !strings.Contains(err.Error(), piece) {
			t.Errorf("want %q in %v", piece, err)
		}
	}
}

// TestZeroOptions shows that the door needs nothing.
func TestZeroOptions(t *testing.T) {
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(sim.Spec{})
	if err != nil {
		t.Fatal(err)
	}
	door, err := control.New(s, loaded["control"], control.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := house{t: t, sim: s, control: door}
	h.expect(h.ask(http.MethodGet, "/health", ""), 200, `{"status":"ok"}`)
	h.expect(h.ask(http.MethodGet, "/metrics", ""), 404, "")
}

// TestSettledBeforeTold lets an allocation expire on a running clock ahead of its creation.
func TestSettledBeforeTold(t *testing.T) {
	s := spec()
	s.Template.Exchange.Settings.MaxPeriod = time.Nanosecond
	s.Clock = sim.Clock{}
	h := build(t, s, control.Options{})
	h.create("zeta", "order-1")
	var told struct {
		Active, Allocations int
		Numbers             []struct{ State string }
	}
	if err := json.Unmarshal([]byte(h.ask(http.MethodGet, "/__admin/tenants/zeta", "").body), &told); err != nil {
		t.Fatal(err)
	}
	if told.Active != 0 || told.Allocations != 1 || len(told.Numbers) != 4 {
		t.Errorf("%+v", told)
	}
}
