package rest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// cause is a refusal as it arises naturally.
type cause struct {
	name         string
	status, code int
	in           func(*sim.Tenant) // what is particular about the tenant
	before       []request
	ask          request
}

func emptyPool(t *sim.Tenant)   { t.Exchange.Numbers = nil }
func oneNumber(t *sim.Tenant)   { t.Exchange.Numbers = pool(1) }
func twoFlows(t *sim.Tenant)    { t.Exchange.Flows = []string{"sales", "support"} }
func bulkOfOne(t *sim.Tenant)   { t.Exchange.Limits.Bulk = 1 }
func oneGreenPin(t *sim.Tenant) { t.Exchange.Limits.GreenPins = 1 }
func slow(t *sim.Tenant)        { t.Rate = sim.Rate{PerSecond: 0.5, Burst: 1} }

// classicCauses serve classic and current alike.
func classicCauses() []cause {
	vn, pin := classicGreenvn(), classicGreenpin()
	madeVN, madePin := post("/greenvn", vn), post("/greenpin", pin)
	goneVN, gonePin := []request{madeVN, del("/greenvn/{id}")}, []request{madePin, del("/greenpin/{id}")}
	another := vn.with("connection_id", "order-2")
	a, b := func(side object) object { return pin.with("a", side) }, func(side object) object { return pin.with("b", side) }
	party, number := "/greenvn/{id}/call-party", "/greenvn/{id}/vn"
	return []cause{
		{"createGreenvn without connection_id", 400, 3, nil, nil, post("/greenvn", vn.with("connection_id", nil))},
		{"createGreenvn without aparty_numbers", 400, 3, nil, nil, post("/greenvn", vn.with("aparty_numbers", nil))},
		{"createGreenvn without bparty_numbers", 400, 3, nil, nil, post("/greenvn", vn.with("bparty_numbers", nil))},
		{"createGreenvn without usage", 400, 3, nil, nil, post("/greenvn", vn.with("usage", nil))},
		{"createGreenvn with nothing", 400, 3, nil, nil, post("/greenvn", object{})},
		{"createGreenvn without flow_id where there are several", 400, 3, twoFlows, nil, madeVN},
		{"updateGreenvnParties with neither party", 400, 3, nil, []request{madeVN}, put(party, object{"usage": "oneway"})},
		{"createGreenpin without transaction_id", 400, 3, nil, nil, post("/greenpin", pin.with("transaction_id", nil))},
		{"createGreenpin without numbers", 400, 3, nil, nil, post("/greenpin", object{"transaction_id": "x", "a": object{"vns": []string{vn0}}})},
		{"createGreenpin without vns", 400, 3, nil, nil, post("/greenpin", a(object{"numbers": []string{alice}}))},
		{"updateGreenpin with nothing", 400, 3, nil, []request{madePin}, put("/greenpin/{id}", object{})},
		{"updateGreenpins without greenpins", 400, 3, nil, nil, put("/greenpin", object{})},

		{"createGreenvn malformed", 400, 5, nil, nil, post("/greenvn", `{"connection_id": }`)},
		{"createGreenvn usage", 400, 5, nil, nil, post("/greenvn", vn.with("usage", "both"))},
		{"createGreenvn numbers no list", 400, 5, nil, nil, post("/greenvn", vn.with("aparty_numbers", alice))},
		{"createGreenvn numbers empty", 400, 5, nil, nil, post("/greenvn", vn.with("aparty_numbers", []string{}))},
		{"createGreenvn pins", 400, 5, nil, nil, post("/greenvn", vn.with("aparty_pins", []any{-4}))},
		{"createGreenvn strictness", 400, 5, nil, nil, post("/greenvn", vn.with("strictness", "yes"))},
		{"createGreenvn duration", 400, 5, nil, nil, post("/greenvn", vn.with("deallocation_policy", object{"duration": "10 minutes"}))},
		{"createGreenvn duration of nothing", 400, 5, nil, nil, post("/greenvn", vn.with("deallocation_policy", object{"duration": "0s"}))},
		{"createGreenvn policy as a list", 400, 5, nil, nil, post("/greenvn", vn.with("deallocation_policy", []any{object{"duration": "10m"}}))},
		{"createGreenvn type", 400, 5, nil, nil, post("/greenvn", vn.with("preferences", object{"type": "satellite"}))},
		{"createGreenvn pin_code", 400, 5, nil, nil, post("/greenvn", vn.with("preferences", object{"pin_code": "5600"}))},
		{"updateGreenvnParties usage", 400, 5, nil, []request{madeVN}, put(party, object{"aparty_numbers": []string{alice2}, "usage": "both"})},
		{"updateGreenvnNumber number_type", 400, 5, nil, []request{madeVN}, put(number, object{"preferences": object{"number_type": 3}})},
		{"createGreenpin pin", 400, 5, nil, nil, post("/greenpin", b(object{"numbers": []string{bob}, "pin": "12ab"}))},
		{"createGreenpin pin_length", 400, 5, nil, nil, post("/greenpin", b(object{"numbers": []string{bob}, "pin_length": 11}))},
		{"createGreenpin too many numbers", 400, 5, nil, nil, post("/greenpin", b(object{"numbers": slices.Repeat([]string{bob}, 11)}))},
		{"createGreenpin vns not in the pool", 400, 5, nil, nil, post("/greenpin", a(object{"numbers": []string{alice}, "vns": []string{carol}}))},
		{
			"createGreenpin pin taken", 400, 5, nil,
			[]request{post("/greenpin", b(object{"pin": "7305"}))},
			post("/greenpin", b(object{"pin": "7305"}).with("transaction_id", "order-2")),
		},
		{
			"createGreenpin one pin for both sides", 400, 5, nil, nil,
			post("/greenpin", pin.with("a", object{"numbers": []string{alice}, "vns": []string{vn0}, "pin": "1111"}, "b", object{"pin": "1111"})),
		},
		{"updateGreenpin vns empty", 400, 5, nil, []request{madePin}, put("/greenpin/{id}", object{"a": object{"vns": []string{}}})},
		{"updateGreenpins no list", 400, 5, nil, nil, put("/greenpin", object{"greenpins": "all"})},
		{"updateGreenpins empty", 400, 5, nil, nil, put("/greenpin", object{"greenpins": []any{}})},
		{"updateSettings timezone", 400, 5, nil, nil, put("/settings", object{"timezone": "CET"})},
		{"updateSettings deletion_time", 400, 5, nil, nil, put("/settings", object{"deletion_time": 86401})},
		{"updateSettings max_deallocation_time", 400, 5, nil, nil, put("/settings", object{"max_deallocation_time": "for ever"})},
		{"updateSettings endpoint", 400, 5, nil, nil, put("/settings", object{"deallocation_callback_event_endpoint": "ftp://x"})},

		{"createGreenvn number", 400, 16, nil, nil, post("/greenvn", vn.with("aparty_numbers", []string{alice, "98765"}))},
		{"createGreenvn wished number", 400, 16, nil, nil, post("/greenvn", vn.with("preferences", object{"greenvn": "08012345678"}))},
		{"updateGreenvnParties number", 400, 16, nil, []request{madeVN}, put(party, object{"bparty_numbers": []string{"+0123456789"}})},
		{"updateGreenvnNumber wished number", 400, 16, nil, []request{madeVN}, put(number, object{"preferences": object{"greenvn": ""}})},
		{"createGreenpin number", 400, 16, nil, nil, post("/greenpin", b(object{"numbers": []string{"bob"}}))},
		{"createGreenpin vns", 400, 16, nil, nil, post("/greenpin", a(object{"numbers": []string{alice}, "vns": []string{"1800"}}))},
		{"updateGreenpin number", 400, 16, nil, []request{madePin}, put("/greenpin/{id}", object{"b": object{"numbers": []string{"+91 98123 45678"}}})},

		{"createGreenvn all the same", 409, 13, nil, nil, post("/greenvn", vn.with("aparty_numbers", []string{alice, alice}))},
		{"updateGreenvnParties all the same", 409, 13, nil, []request{madeVN}, put(party, object{"bparty_numbers": []string{bob2, bob2}})},
		{"createGreenpin all the same", 409, 13, nil, nil, post("/greenpin", b(object{"numbers": []string{bob, bob}}))},
		{"updateGreenpin all the same", 409, 13, nil, []request{madePin}, put("/greenpin/{id}", object{"a": object{"numbers": []string{alice, alice}}})},

		{"createGreenvn on both sides", 409, 14, nil, nil, post("/greenvn", vn.with("bparty_numbers", []string{bob, alice}))},
		{"updateGreenvnParties on both sides", 409, 14, nil, []request{madeVN}, put(party, object{"aparty_numbers": []string{alice2}, "bparty_numbers": []string{alice2}})},
		{"updateGreenvnParties with a party kept", 409, 14, nil, []request{madeVN}, put(party, object{"aparty_numbers": []string{bob}})},
		{"createGreenpin on both sides", 409, 14, nil, nil, post("/greenpin", b(object{"numbers": []string{alice}}))},
		{"updateGreenpin with a party kept", 409, 14, nil, []request{madePin}, put("/greenpin/{id}", object{"b": object{"numbers": []string{alice}}})},

		{"createGreenvn region", 403, 15, nil, nil, post("/greenvn", vn.with("preferences", object{"region": "XX"}))},
		{"updateGreenvnNumber region", 403, 15, nil, []request{madeVN}, put(number, object{"preferences": object{"region": "ka"}})},

		{"createGreenvn unknown flow", 422, 50, twoFlows, nil, post("/greenvn", vn.with("flow_id", "4207"))},
		{"createGreenvn flow where there is none", 422, 50, nil, nil, post("/greenvn", vn.with("flow_id", "4207"))},

		{"readGreenvn", 404, 1, nil, nil, get("/greenvn/123456")},
		{"readGreenvn of a GreenPin", 404, 1, nil, []request{madePin}, get("/greenvn/{id}")},
		{"readGreenvn of another tenant", 404, 1, nil, []request{madeVN}, get("/v1/tenants/other/greenvn/{id}")},
		{"deleteGreenvn", 404, 1, nil, nil, del("/greenvn/123456")},
		{"updateGreenvnParties", 404, 1, nil, nil, put("/greenvn/123456/call-party", object{"aparty_numbers": []string{alice}})},
		{"updateGreenvnNumber", 404, 1, nil, nil, put("/greenvn/123456/vn", "")},
		{"readGreenpin", 404, 1, nil, nil, get("/greenpin/123456")},
		{"readGreenpin of a GreenVN", 404, 1, nil, []request{madeVN}, get("/greenpin/{id}")},
		{"deleteGreenpin", 404, 1, nil, nil, del("/greenpin/123456")},
		{"deleteGreenpin of another tenant", 404, 1, nil, []request{madePin}, del("/v1/tenants/other/greenpin/{id}")},
		{"updateGreenpin", 404, 1, nil, nil, put("/greenpin/123456", object{"usage": "oneway"})},

		{"deleteGreenvn again", 410, 22, nil, goneVN, del("/greenvn/{id}")},
		{"updateGreenvnParties of a deleted one", 410, 22, nil, goneVN, put(party, object{"aparty_numbers": []string{alice2}})},
		{"updateGreenvnNumber of a deleted one", 410, 22, nil, goneVN, put(number, "")},
		{"deleteGreenpin again", 410, 22, nil, gonePin, del("/greenpin/{id}")},
		{"updateGreenpin of a deleted one", 410, 22, nil, gonePin, put("/greenpin/{id}", object{"usage": "oneway"})},

		{"createGreenvn again", 409, 18, nil, []request{madeVN}, madeVN},
		{"createGreenpin again", 409, 18, nil, []request{madePin}, madePin},

		{"createGreenvn from an empty pool", 452, 4, emptyPool, nil, madeVN},
		{"createGreenvn when all are lent", 452, 4, oneNumber, []request{madeVN}, post("/greenvn", another)},
		{"createGreenvn when all are shared", 452, 4, oneNumber, []request{madePin}, madeVN},
		{"createGreenvn strict", 452, 4, nil, nil, post("/greenvn", vn.with("strictness", true, "preferences", object{"region": "DL", "type": "mobile", "greenvn": vn1}))},
		{"createGreenvn strict as text", 452, 4, oneNumber, nil, post("/greenvn", vn.with("strictness", "true", "preferences", object{"type": "mobile"}))},
		{"updateGreenvnNumber when all are lent", 452, 4, oneNumber, []request{madeVN}, put(number, "")},
		{"updateGreenvnNumber strict", 452, 4, oneNumber, []request{madeVN}, put(number, object{"strictness": true, "preferences": object{"region": "KA"}})},
		{"createGreenpin on a lent number", 452, 4, oneNumber, []request{madeVN}, madePin},
		{"createGreenpin over the limit", 452, 4, oneGreenPin, []request{madePin}, post("/greenpin", pin.with("transaction_id", "order-2"))},
		{
			"updateGreenpin to a lent number", 452, 4, func(t *sim.Tenant) { t.Exchange.Numbers = pool(2) },
			[]request{post("/greenvn", vn.with("strictness", true, "preferences", object{"greenvn": vn1})), madePin},
			put("/greenpin/{id}", object{"a": object{"vns": []string{vn1}}}),
		},

		{
			"updateGreenpins over the limit", 413, 17, bulkOfOne, nil,
			put("/greenpin", object{"greenpins": slices.Repeat([]object{{"greenpin_id": "x", "usage": "oneway"}}, 2)}),
		},
	}
}

func exobridgeCauses() []cause {
	vn, pin := exobridgeGreenvn(), exobridgeGreenpin()
	madeVN, madePin := post("/greenvn", vn), post("/greenpin", pin)
	goneVN, gonePin := []request{madeVN, del("/greenvn/{id}")}, []request{madePin, del("/greenpin/{id}")}
	party, number := "/greenvn/{id}/call-party", "/greenvn/{id}/vn"
	return []cause{
		{"createGreenvn without caller_id_number", 400, 3, nil, nil, post("/greenvn", vn.with("caller_id_number", nil))},
		{"createGreenvn without from", 400, 3, nil, nil, post("/greenvn", vn.with("from", nil))},
		{"createGreenvn without to", 400, 3, nil, nil, post("/greenvn", vn.with("to", nil))},
		{"createGreenvn with nothing", 400, 3, nil, nil, post("/greenvn", object{})},
		{"updateGreenvnParties with neither party", 400, 3, nil, []request{madeVN}, put(party, object{})},
		{"updateGreenvnNumber without caller_id_number", 400, 3, nil, []request{madeVN}, put(number, object{})},
		{"createGreenpin without caller_id_number", 400, 3, nil, nil, post("/greenpin", pin.with("caller_id_number", nil))},
		{"createGreenpin without from", 400, 3, nil, nil, post("/greenpin", pin.with("from", nil))},

		{"createGreenvn malformed", 400, 5, nil, nil, post("/greenvn", `{"from": [}`)},
		{"createGreenvn from no list", 400, 5, nil, nil, post("/greenvn", vn.with("from", alice))},
		{"createGreenvn to empty", 400, 5, nil, nil, post("/greenvn", vn.with("to", []string{}))},
		{"createGreenvn record", 400, 5, nil, nil, post("/greenvn", vn.with("record", "yes"))},
		{"createGreenvn custom_field too long", 400, 5, nil, nil, post("/greenvn", vn.with("custom_field", strings.Repeat("x", 257)))},
		{"createGreenvn duration no number", 400, 5, nil, nil, post("/greenvn", vn.with("duration", "1h"))},
		{"createGreenvn duration in parts", 400, 5, nil, nil, post("/greenvn", vn.with("duration", 1.5))},
		{"createGreenvn duration of nothing", 400, 5, nil, nil, post("/greenvn", vn.with("duration", 0))},
		{"createGreenvn duration too long", 400, 5, nil, nil, post("/greenvn", vn.with("duration", 14688001))},
		{"createGreenvn not in the pool", 400, 5, nil, nil, post("/greenvn", vn.with("caller_id_number", carol))},
		{"createGreenvn from an empty pool", 400, 5, emptyPool, nil, madeVN},
		{"updateGreenvnParties empty", 400, 5, nil, []request{madeVN}, put(party, object{"from": []string{}})},
		{"updateGreenvnNumber no body", 400, 5, nil, []request{madeVN}, put(number, "")},
		{"updateGreenvnNumber not in the pool", 400, 5, nil, []request{madeVN}, put(number, object{"caller_id_number": carol})},
		{"createGreenpin max_pin_attempts", 400, 5, nil, nil, post("/greenpin", pin.with("max_pin_attempts", 0))},
		{"updateGreenpin record", 400, 5, nil, []request{madePin}, put("/greenpin/{id}", object{"record": 1})},
		{"updateGreenpins in classic words", 400, 5, nil, nil, put("/greenpin", object{"greenpins": []object{{"greenpin_id": "x"}}})},
		{"updateGreenpins empty", 400, 5, nil, nil, put("/greenpin", []any{})},

		{"createGreenpin too short", 422, 5, nil, nil, post("/greenpin", pin.with("duration", 299))},
		{"createGreenpin too long", 422, 5, nil, nil, post("/greenpin", pin.with("duration", 14688001))},
		{"updateGreenpin too short", 422, 5, nil, []request{madePin}, put("/greenpin/{id}", object{"duration": 299})},

		{"createGreenvn number", 400, 16, nil, nil, post("/greenvn", vn.with("to", []string{bob, "98765"}))},
		{"createGreenvn caller_id_number", 400, 16, nil, nil, post("/greenvn", vn.with("caller_id_number", "08012345678"))},
		{"updateGreenvnParties number", 400, 16, nil, []request{madeVN}, put(party, object{"from": []string{"98765"}})},
		{"updateGreenvnNumber caller_id_number", 400, 16, nil, []request{madeVN}, put(number, object{"caller_id_number": "x"})},
		{"createGreenpin number", 400, 16, nil, nil, post("/greenpin", pin.with("from", []string{"98765"}))},
		{"updateGreenpin number", 400, 16, nil, []request{madePin}, put("/greenpin/{id}", object{"to": []string{"98765"}})},

		{"createGreenvn all the same", 409, 13, nil, nil, post("/greenvn", vn.with("from", []string{alice, alice}))},
		{"updateGreenvnParties all the same", 409, 13, nil, []request{madeVN}, put(party, object{"to": []string{bob2, bob2}})},
		{"createGreenpin all the same", 409, 13, nil, nil, post("/greenpin", pin.with("to", []string{bob, bob}))},
		{"updateGreenpin all the same", 409, 13, nil, []request{madePin}, put("/greenpin/{id}", object{"from": []string{alice2, alice2}})},

		{"createGreenvn on both sides", 409, 14, nil, nil, post("/greenvn", vn.with("to", []string{alice}))},
		{"updateGreenvnParties on both sides", 409, 14, nil, []request{madeVN}, put(party, object{"from": []string{alice2}, "to": []string{alice2}})},
		{"updateGreenvnParties with a party kept", 409, 14, nil, []request{madeVN}, put(party, object{"to": []string{alice}})},
		{"createGreenpin on both sides", 409, 14, nil, nil, post("/greenpin", pin.with("to", []string{alice}))},
		{"updateGreenpin with a party kept", 409, 14, nil, []request{madePin}, put("/greenpin/{id}", object{"to": []string{alice}})},

		{"readGreenvn", 404, 1, nil, nil, get("/greenvn/gvn_unknown")},
		{"readGreenvn of a GreenPin", 404, 1, nil, []request{madePin}, get("/greenvn/{id}")},
		{"readGreenvn of another tenant", 404, 1, nil, []request{madeVN}, get("/v1/tenants/other/greenvn/{id}")},
		{"deleteGreenvn", 404, 1, nil, nil, del("/greenvn/gvn_unknown")},
		{"updateGreenvnParties", 404, 1, nil, nil, put("/greenvn/gvn_unknown/call-party", object{"from": []string{alice}})},
		{"updateGreenvnNumber", 404, 1, nil, nil, put("/greenvn/gvn_unknown/vn", object{"caller_id_number": vn1})},
		{"readGreenpin", 404, 1, nil, nil, get("/greenpin/gp_unknown")},
		{"deleteGreenpin", 404, 1, nil, nil, del("/greenpin/gp_unknown")},
		{"updateGreenpin", 404, 1, nil, nil, put("/greenpin/gp_unknown", object{"record": true})},

		{"deleteGreenvn again", 409, 22, nil, goneVN, del("/greenvn/{id}")},
		{"updateGreenvnParties of a deleted one", 409, 22, nil, goneVN, put(party, object{"from": []string{alice2}})},
		{"updateGreenvnNumber of a deleted one", 409, 22, nil, goneVN, put(number, object{"caller_id_number": vn1})},
		{"deleteGreenpin again", 409, 22, nil, gonePin, del("/greenpin/{id}")},
		{"updateGreenpin of a deleted one", 409, 22, nil, gonePin, put("/greenpin/{id}", object{"record": true})},

		{"createGreenvn on a lent number", 409, 4, nil, []request{madeVN}, post("/greenvn", vn.with("from", []string{alice2}))},
		{"createGreenvn on a shared number", 409, 4, nil, []request{madePin}, madeVN},
		{"updateGreenvnNumber to a lent number", 409, 4, nil, []request{madeVN, post("/greenvn", vn.with("caller_id_number", vn1))}, put(number, object{"caller_id_number": vn0})},
		{"createGreenpin on a lent number", 409, 4, nil, []request{madeVN}, madePin},
		{"createGreenpin not in the pool", 403, 8, nil, nil, post("/greenpin", pin.with("caller_id_number", carol))},
		{"createGreenpin over the limit", 452, 4, oneGreenPin, []request{madePin}, madePin},

		{"updateGreenpins over the limit", 413, 17, bulkOfOne, nil, put("/greenpin", slices.Repeat([]object{{"greenpin_id": "x", "record": true}}, 2))},
	}
}

// strayCauses are refused before any operation is known, in every generation alike.
func strayCauses() []cause {
	return []cause{
		{"no such path", 404, 5, nil, nil, get("/greenvns")},
		{"no such method", 405, 5, nil, nil, request{method: "PATCH", path: "/greenvn/1"}},
		{"body over the limit", 413, 5, nil, nil, post("/greenvn", strings.Repeat(" ", 1<<20+1))},
		{"media type", 415, 5, nil, nil, post("/greenvn", object{}).saying("Content-Type: text/xml")},
	}
}

// gates are the refusals every operation of a generation knows before its own.
func gates(profile string) []cause {
	unknown := map[string][2]int{dialect.Exobridge: {404, 1}}
	var all []cause
	requests := everything(profile)
	for _, operation := range slices.Sorted(maps.Keys(requests)) {
		r := requests[operation]
		stranger, ok := unknown[profile]
		if !ok || strings.HasSuffix(operation, "Settings") {
			stranger = [2]int{403, 8}
		}
		nowhere := r.saying(asAcme())
		nowhere.path = "/v1/tenants/nobody" + r.path
		all = append(all,
			cause{operation + " without credentials", 401, 7, nil, nil, r},
			cause{operation + " with another tenant's credentials", 403, 8, nil, nil, r.saying(asOther())},
			cause{operation + " of an unknown tenant", stranger[0], stranger[1], nil, nil, nowhere},
			cause{operation + " over the rate", 429, 17, slow, []request{r.saying(asAcme())}, r.saying(asAcme())},
		)
	}
	return all
}

// TestNaturalCauses produces every error with a natural cause by that cause and compares whole bodies.
func TestNaturalCauses(t *testing.T) {
	for _, profile := range generations() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			causes := classicCauses()
			if profile == dialect.Exobridge {
				causes = exobridgeCauses()
			}
			seen := map[string]bool{}
			var told strings.Builder
			for _, c := range append(causes, strayCauses()...) {
				template := open(profile, 22)
				if c.in != nil {
					c.in(&template)
				}
				run(t, build(t, sim.Spec{Template: template}).script("acme"), c, seen, &told)
			}
			for _, c := range gates(profile) {
				run(t, strict(t, profile, c.in).script("acme"), c, seen, &told)
			}
			same(t, "causes/"+profile, told.String())
			complete(t, profile, seen)
		})
	}
}

// run carries a cause out and takes down what its last request was answered.
func run(t *testing.T, s *script, c cause, seen map[string]bool, told *strings.Builder) {
	t.Helper()
	for _, r := range c.before {
		if a := s.say("before", r); a.status >= 300 && a.status != 404 {
			t.Fatalf("%s: before it, %s %s answered %s", c.name, r.method, r.path, a)
		}
	}
	s.log.Reset()
	a := s.say(fmt.Sprintf("%d/%d %s", c.status, c.code, c.name), c.ask)
	if got, want := a.verdict(), verdict(c.status, c.code); got != want {
		t.Errorf("%s: %s, want %s\n%s", c.name, got, want, a)
	}
	seen[a.verdict()] = true
	told.WriteString(s.log.String() + "\n")
}

// needsCall is the code whose natural cause is a call that was placed.
const needsCall = 19

// complete holds what was seen against the catalogue of errors: each with a natural cause has to be there.
func complete(t *testing.T, profile string, seen map[string]bool) {
	t.Helper()
	for _, e := range dialect.Catalogue(dialect.Generation(profile)) {
		if !e.Scripted && e.Code != needsCall && !seen[verdict(e.Status, e.Code)] {
			t.Errorf("no test produces %s: %s", verdict(e.Status, e.Code), e.Cause)
		}
	}
}

// TestPinsRunOut fills an exobridge number with all its four-digit PINs.
func TestPinsRunOut(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Exobridge, 1)})
	world, err := h.sim.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	for range 9000 {
		_, err := world.Do(exchange.AllocateGreenpin{
			Number: vn0, A: exchange.PinParty{Numbers: []string{alice}}, Usage: exchange.Twoway, IDs: exchange.Prefixed,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := h.script("acme")
	s.say("452/4 the 9001st GreenPin of a number", post("/greenpin", exobridgeGreenpin()))
	same(t, "causes/pins_run_out", s.log.String())
}
