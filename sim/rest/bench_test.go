package rest_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// BenchmarkRead is the cheapest request through the whole door.
func BenchmarkRead(b *testing.B) {
	h := build(b, sim.Spec{Template: open(dialect.Classic, 4)})
	s := h.script("acme")
	s.say("", post("/greenvn", classicGreenvn()))
	path := "http://sim.test" + s.at("/greenvn/{id}")
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		h.door.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

// BenchmarkRefused is a create that comes back with an error: a body is read, checked and decoded.
func BenchmarkRefused(b *testing.B) {
	h := build(b, sim.Spec{Template: open(dialect.Classic, 4)})
	body := post("", classicGreenvn()).body
	h.ask("POST", "/v1/tenants/acme/greenvn", body)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		h.door.ServeHTTP(w, httptest.NewRequest("POST", "http://sim.test/v1/tenants/acme/greenvn", strings.NewReader(body)))
		if w.Code != 409 {
			b.Fatal(w.Body)
		}
	}
}
