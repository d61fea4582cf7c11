package rest_test

import (
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// TestExplanationsWhole holds whole explanations against golden files: one for each kind of thing there is to say.
func TestExplanationsWhole(t *testing.T) {
	t.Parallel()
	zero := 0
	vn := classicGreenvn()
	for name, c := range map[string]struct {
		profile string
		in      func(*sim.Tenant)
		rule    *fault.Rule
		before  []request
		ask     request
	}{
		"passed":             {dialect.Classic, nil, nil, nil, post("/greenvn", vn)},
		"route":              {dialect.Classic, nil, nil, nil, get("/green-vn/1")},
		"method":             {dialect.Classic, nil, nil, nil, request{method: "PATCH", path: "/settings"}},
		"rate":               {dialect.Classic, slow, nil, []request{get("/settings")}, get("/settings")},
		"body":               {dialect.Classic, nil, nil, nil, post("/greenvn", `{"connection_id": "order-1", "aparty_numbers": ["+919876543210"], "bparty_numbers": ["+919812345678"], "usage": "twoway",}`)},
		"document":           {dialect.Classic, nil, nil, nil, post("/greenvn", vn.with("usage", "both", "aparty_numbers", []string{"098765 43210"}, "conection_id", "x", "connection_id", nil))},
		"decode":             {dialect.Current, nil, nil, nil, post("/greenvn", vn.with("deallocation_policy", object{"duration": "0m"}))},
		"flow":               {dialect.Classic, twoFlows, nil, nil, post("/greenvn", vn)},
		"duplicate":          {dialect.Classic, nil, nil, []request{post("/greenvn", vn)}, post("/greenvn", vn)},
		"exhausted":          {dialect.Classic, oneNumber, nil, []request{post("/greenvn", vn)}, post("/greenvn", vn.with("connection_id", "order-2"))},
		"exhausted_for_good": {dialect.Classic, emptyPool, nil, nil, post("/greenvn", vn)},
		"resting":            {dialect.Exobridge, func(t *sim.Tenant) { oneNumber(t); t.Exchange.Settings.CoolOff = time.Hour }, nil, []request{post("/greenvn", exobridgeGreenvn()), del("/greenvn/{id}")}, post("/greenvn", exobridgeGreenvn())},
		"strict":             {dialect.Classic, oneNumber, nil, nil, post("/greenvn", vn.with("strictness", true, "preferences", object{"region": "KA", "type": "landline"}))},
		"not_found":          {dialect.Classic, nil, nil, []request{post("/greenvn", vn)}, get("/greenvn/{id}0")},
		"not_pool":           {dialect.Exobridge, nil, nil, nil, post("/greenvn", exobridgeGreenvn().with("caller_id_number", "+918000000001"))},
		"deleted":            {dialect.Exobridge, nil, nil, []request{post("/greenvn", exobridgeGreenvn()), del("/greenvn/{id}")}, put("/greenvn/{id}/call-party", object{"from": []string{alice2}})},
		"struck":             {dialect.Classic, nil, &fault.Rule{ID: "fault-1", Name: "flaky", Every: 2, Sequence: []fault.Effect{{Status: 503}}}, nil, post("/greenvn", vn)},
		"late":               {dialect.Classic, nil, &fault.Rule{ID: "fault-1", Late: true, Sequence: []fault.Effect{{Code: &zero}}}, nil, post("/greenvn", vn)},
		"lost_answer":        {dialect.Classic, nil, &fault.Rule{ID: "fault-1", Late: true, Times: 1, Sequence: []fault.Effect{{Code: &zero}}}, []request{post("/greenvn", vn)}, post("/greenvn", vn)},
	} {
		t.Run(name, func(t *testing.T) {
			template := open(c.profile, 4)
			if c.in != nil {
				c.in(&template)
			}
			h := build(t, sim.Spec{Template: template})
			if w, err := h.sim.World("acme"); err == nil && c.rule != nil {
				w.SetFault(*c.rule)
			}
			s := h.script("acme")
			for _, r := range append(c.before, c.ask) {
				s.say(name, r)
			}
			same(t, "explain/"+name, laid(h.why(h.newest()))+"\n")
		})
	}
	h := strict(t, dialect.Classic, nil)
	h.ask("POST", "/v1/tenants/acme/greenvn", post("", vn).body)
	same(t, "explain/authenticate", laid(h.why(h.newest()))+"\n")
	h.ask("GET", "/v1/tenants/acmee/settings", "", asAcme())
	same(t, "explain/tenant", laid(h.why(h.newest()))+"\n")
}

// TestHugeBodiesAreExplained: mending ends whatever is sent.
func TestHugeBodiesAreExplained(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	for _, body := range []string{
		`{"aparty_numbers":[` + strings.Repeat(`{},`, 1200) + `{}]}`,
		`{"aparty_numbers":[` + strings.Repeat(`1,`, 1900) + `1],"usage":"both"}`,
		`{"preferences":` + strings.Repeat(`{"preferences":`, 30) + `1` + strings.Repeat("}", 31),
		strings.Repeat(`[`, 4000), strings.Repeat(`{"a":`, 700), `{` + strings.Repeat(`"",:`, 1000), strings.Repeat(`"`, 4000),
	} {
		h.ask("POST", "/v1/tenants/acme/greenvn", body)
		x := h.why(h.newest())
		again := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		again.passes(t, x, 0)
	}
}
