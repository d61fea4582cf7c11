package control_test

import (
	"net/http"
	"testing"

	"leadassist-sim/sim/control"
)

// TestToken opens the door to its bearer only.
func TestToken(t *testing.T) {
	h := build(t, spec(), control.Options{Token: "open-sesame"})
	golden(t, "unauthorized", h.ask(http.MethodGet, "/__admin/tenants", ""))
	for _, said := range []string{"Bearer open-sesam", "Bearer open-sesame2", "bearer", "Bearer ", "Basic b3Blbi1zZXNhbWU=", "open-sesame"} {
		if a := h.ask(http.MethodGet, "/__admin/tenants", "", "Authorization: "+said); a.status != http.StatusUnauthorized {
			t.Errorf("%q was let in: %d", said, a.status)
		}
	}
	for _, path := range []string{"/metrics", "/nothing"} {
		if a := h.ask(http.MethodGet, path, ""); a.status != http.StatusUnauthorized {
			t.Errorf("%s answered %d", path, a.status)
		}
	}
	h.expect(h.ask(http.MethodGet, "/__admin/tenants", "", "Authorization: Bearer open-sesame"), 200, "acme")
	h.expect(h.ask(http.MethodGet, "/health", ""), 200, "ok")
	// With a token the door may be reached by any name.
	h.expect(h.send(h.control, "sim.example:8081", http.MethodGet, "/__admin/tenants", "", "Authorization: Bearer open-sesame"), 200, "acme")
}

// TestHost refuses names other than loopback's, so that a page cannot rebind its own name to this machine.
func TestHost(t *testing.T) {
	h := build(t, spec(), control.Options{})
	for host, status := range map[string]int{
		"localhost:8081": 200, "LOCALHOST": 200, "127.0.0.1:8081": 200, "127.9.9.9": 200, "[::1]:8081": 200, "[::1]": 200,
		"evil.example:8081": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example:80": 403, "10.0.0.1:8081": 403, "0.0.0.0:8081": 403,
	} {
		if a := h.send(h.control, host, http.MethodGet, "/__admin/tenants", ""); a.status != status {
			t.Errorf("%s: %d, want %d", host, a.status, status)
		}
	}
	golden(t, "rebound", h.send(h.control, "evil.example", http.MethodGet, "/__admin/tenants", ""))
	h.expect(h.send(h.control, "evil.example", http.MethodGet, "/health", ""), 200, "ok")
}

// TestOrigin refuses writes that a browser sends for another page.
func TestOrigin(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.create("zeta", "order-1")
	for _, header := range []string{"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"} {
		if a := h.ask(http.MethodPost, "/__admin/reset", "", header); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", header, a.status)
		}
		if a := h.ask(http.MethodDelete, "/__admin/requests", "", header); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", header, a.status)
		}
	}
	golden(t, "cross_origin", h.ask(http.MethodPost, "/__admin/reset", "", "Origin: http://evil.example"))
	h.expect(h.ask(http.MethodGet, "/__admin/tenants/zeta", "", "Origin: http://evil.example"), 200, "zeta")
	h.expect(h.ask(http.MethodPost, "/__admin/reset", "", "Origin: http://127.0.0.1:8081", "Sec-Fetch-Site: same-origin"), 200, "reset")
}

// TestTwoDoors shows that neither door serves the other's paths.
func TestTwoDoors(t *testing.T) {
	h := build(t, spec(), control.Options{})
	golden(t, "admin_at_vendor", h.client(http.MethodGet, "/__admin/tenants", ""))
	for _, path := range []string{"/__admin/reset", "/__admin/requests", "/metrics"} {
		if a := h.client(http.MethodPost, path, "{}"); a.status != http.StatusNotFound {
			t.Errorf("the vendor's door answered %s with %d %s", path, a.status, a.body)
		}
	}
	if a := h.ask(http.MethodPost, "/v1/tenants/acme/greenvn", "{}"); a.status != http.StatusNotFound {
		t.Errorf("the tester's door answered the vendor's path with %d %s", a.status, a.body)
	}
}
