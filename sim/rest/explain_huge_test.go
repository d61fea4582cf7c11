package rest_test

import (
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestHugeListIsExplained sends more mistakes than can be mended one by one: that ends, and what is offered passes.
func TestHugeListIsExplained(t *testing.T) {
	t.Parallel()
	objects := "[" + strings.Repeat("{},", 1200) + "{}]"
	for _, body := range []string{objects, `{"aparty_numbers":` + objects + `}`, `{"greenpins":` + objects + `}`} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
		for _, ask := range []string{"PUT /greenpin", "POST /greenvn", "POST /greenpin"} {
			method, path, _ := strings.Cut(ask, " ")
			h.ask(method, "/v1/tenants/acme"+path, body)
			h.passes(t, h.why(h.newest()), 0)
		}
	}
}
