package rest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// e164 is the rule of a number written out by hand: a plus, then 7 to 15 digits of which the first is not 0.
func e164(s string) bool {
	digits, plus := strings.CutPrefix(s, "+")
	if !plus || len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}

// FuzzNumbers lends a number to whatever is given out as one: a good one is taken and echoed, any other is code 16.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"+919812345678", "+1234567", "98765", "+0912345678", "+91 98123 45678", "+９１９８１２３４５６７８", "", "+", "+9198123456789012", "+919812345678\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, number string) {
		h := build(t, sim.Spec{Template: open(dialect.Current, 1)})
		body, _ := json.Marshal(map[string]any{"connection_id": "a", "aparty_numbers": []string{number}, "bparty_numbers": []string{"+12025550123"}, "usage": "twoway"})
		a := h.ask("POST", "/v1/tenants/acme/greenvn", string(body))
		switch good := e164(number) && number != "+12025550123"; {
		case good && a.status != 200, !e164(number) && a.verdict() != "400/16":
			t.Errorf("%q: %d %s", number, a.status, a.body)
		}
	})
}
