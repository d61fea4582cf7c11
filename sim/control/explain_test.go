package control_test

import (
	"net/http"
	"strings"
	"testing"

	"leadassist-sim/sim/control"
)

// TestExplain asks why, over both doors, and takes the curl lines to the base that is asked for.
func TestExplain(t *testing.T) {
	t.Parallel()
	h := build(t, spec(), control.Options{VendorURL: func() string { return "https://127.0.0.1:8443" }})
	h.create("acme", "order-1")
	h.create("acme", "order-1")
	h.client(http.MethodPost, "/v1/tenants/acme/greenvn", `{"conection_id":"x","aparty_numbers":"98123 45678","usage":"both"}`)
	golden(t, "explain_passed", h.ask(http.MethodGet, "/__admin/requests/1/explain", ""))
	golden(t, "explain_duplicate", h.ask(http.MethodGet, "/__admin/requests/2/explain", ""))
	golden(t, "explain_document", h.ask(http.MethodGet, "/__admin/requests/3/explain?base=http://sim.example/", ""))
	for path, want := range map[string]string{
		"9/explain": "request 9 is not in the journal", "x/explain": "is not a request id",
		"1/explain?base=ftp://x": "is no URL like", "1/explain?base=http://u:p@x": "is no URL like", "1/explain?base=http://x/?q": "is no URL like", "1/explain?base=%25": "is no URL like",
	} {
		status := 400
		if strings.HasPrefix(path, "9") {
			status = 404
		}
		h.expect(h.ask(http.MethodGet, "/__admin/requests/"+path, ""), status, want)
	}
	h.expect(h.ask(http.MethodHead, "/__admin/requests/1/explain", ""), 200, "")
}

// TestExplainWithToken shows the token's place in the curl lines of this door, and not the token.
func TestExplainWithToken(t *testing.T) {
	t.Parallel()
	s := spec()
	s.Tenants[0].Rate.PerSecond, s.Tenants[0].Rate.Burst = 1, 1
	h := build(t, s, control.Options{Token: "hush"})
	h.create("acme", "order-1")
	h.create("acme", "order-2")
	a := h.ask(http.MethodGet, "/__admin/requests/2/explain", "", "Authorization: Bearer hush")
	h.expect(a, 200, `-H \"Authorization: Bearer $LEADASSIST_SIM_ADMIN_TOKEN\"`)
	h.expect(a, 200, `http://127.0.0.1:8080/v1/tenants/acme/greenvn`)
	if strings.Contains(a.body, "hush") {
		t.Error(a.body)
	}
}
