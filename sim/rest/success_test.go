package rest_test

import (
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// step is one line of a script that goes well.
type step struct {
	name string
	ask  request
}

func classicSuccesses() []step {
	full := classicGreenvn().with(
		"aparty_numbers", []string{alice, alice2}, "aparty_pins", []any{4821}, "bparty_pins", []any{"7305", 1234567890}, "usage", "oneway",
		"strictness", "false", "preferences", object{"greenvn": vn1, "region": "MU", "pin_code": "560001", "type": "mobile"},
		"deallocation_policy", object{"duration": "600s"}, "flow_id", "support")
	second := classicGreenvn().with("connection_id", "order-2", "preferences", object{"pin_code": 400001, "number_type": "landline"},
		"flow_id", "sales", "deallocation_policy", nil, "Deallocation_policy", object{"duration": "2h"})
	pin := classicGreenpin()
	fullPin := pin.with("transaction_id", "order-4", "usage", "oneway", "deallocation_policy", object{"duration": "2d"},
		"a", object{"numbers": []string{alice}, "vns": []string{vn0, "+919000000005"}, "pin": "0821"},
		"b", object{"numbers": []string{bob}, "vns": []string{"+918000000004"}, "pin_length": 6})
	return []step{
		{"create, every choice made", post("/greenvn", full)},
		{"read it", get("/greenvn/{id1}")},
		{"create, other spellings", post("/greenvn", second)},
		{"update one party", put("/greenvn/{id1}/call-party", object{"bparty_numbers": []string{bob, bob2}})},
		{"update both parties, PINs and usage", put("/greenvn/{id1}/call-party",
			object{"aparty_numbers": []string{carol}, "bparty_numbers": []string{bob2}, "aparty_pins": []any{11}, "bparty_pins": []any{22}, "usage": "twoway"})},
		{"update the number without a body", put("/greenvn/{id1}/vn", "")},
		{"update the number with an empty body", put("/greenvn/{id1}/vn", object{})},
		{"update the number, strictly", put("/greenvn/{id1}/vn", object{"strictness": "true", "preferences": object{"greenvn": "+919000000007", "number_type": "mobile"}})},
		{"update the number to the one it has", put("/greenvn/{id1}/vn", object{"strictness": true, "preferences": object{"greenvn": "+919000000007"}})},
		{"read it after the updates", get("/greenvn/{id1}")},
		{"delete", del("/greenvn/{id1}")},
		{"read after delete", get("/greenvn/{id1}")},
		{"the connection id is free again", post("/greenvn", full)},

		{"create a GreenPin with least", post("/greenpin", pin)},
		{"create a GreenPin, every choice made", post("/greenpin", fullPin)},
		{"read the first GreenPin", get("/greenpin/{id4}")},
		{"update parties and policy", put("/greenpin/{id4}", object{"a": object{"numbers": []string{alice, alice2}}, "b": object{"pin": "999999"}, "deallocation_policy": object{"duration": "90m"}})},
		{"update virtual numbers and usage", put("/greenpin/{id4}", object{"a": object{"vns": []string{"+919000000009"}}, "b": object{"pin_length": 10}, "usage": "oneway"})},
		{"take a party's numbers away", put("/greenpin/{id4}", object{"b": object{"numbers": []string{}}})},
		{"delete the second GreenPin", del("/greenpin/{id5}")},
		{"read a GreenPin after delete", get("/greenpin/{id5}")},
		{"bulk update, partly in vain", put("/greenpin", object{"greenpins": []any{
			object{"greenpin_id": "{id4}", "b": object{"numbers": []string{bob2}}},
			object{"greenpin_id": "{id5}", "usage": "oneway"},
			object{"greenpin_id": "nobody", "usage": "oneway"},
			object{"greenpin_id": "{id4}", "usage": "both"},
			object{"greenpin_id": "{id4}", "a": object{"numbers": []string{"98765"}}},
			object{"greenpin_id": "{id4}", "a": object{"numbers": []string{carol, carol}}},
			object{"greenpin_id": "{id4}"},
			object{"usage": "oneway"},
			"{id4}",
			nil,
			object{"greenpin_id": "{id4}", "usage": "twoway", "deallocation_policy": object{"duration": "1d"}},
		}})},
		{"read the GreenPin after the bulk update", get("/greenpin/{id4}")},

		{"read the settings", get("/settings")},
		{"update the settings", put("/settings", object{
			"max_deallocation_time": "30d", "timezone": "UTC", "deletion_time": "60", "default_flow_id": "sales", "aparty_pin_length": 6, "bparty_pin_length": "8",
			"greencall_complete_event_endpoint": "http://127.0.0.1:9000/calls", "deallocation_callback_event_endpoint": nil,
			"country": "IN", "tags": []string{"x"}, "sms_config": object{"sender": "ACME"}, "lcr_enabled": true,
		})},
		{"keys left out keep their value", put("/settings", object{"max_deallocation_time": "-1", "country": nil})},
		{"an empty update changes nothing", put("/settings", object{})},
		{"read the settings again", get("/settings")},
		{"a GreenPin under the new settings never ends", post("/greenpin", pin.with("transaction_id", "order-6", "b", object{}))},
		{"one with a policy ends in the new zone", post("/greenpin", pin.with("transaction_id", "order-7", "deallocation_policy", object{"duration": "36h"}))},
		{"no flow_id is needed now", post("/greenvn", classicGreenvn().with("connection_id", "order-8"))},
	}
}

func exobridgeSuccesses() []step {
	full := exobridgeGreenvn().with("from", []string{alice, alice2}, "duration", 7200, "record", true, "custom_field", "order_id=1042 <&> \u00e9")
	pin := exobridgeGreenpin().with("caller_id_number", "+919000000003")
	return []step{
		{"create with least", post("/greenvn", exobridgeGreenvn())},
		{"create, every choice made", post("/greenvn", full.with("caller_id_number", vn1))},
		{"create for the longest time, with an empty field", post("/greenvn", full.with("caller_id_number", "+918000000002", "duration", 14688000, "custom_field", ""))},
		{"read it", get("/greenvn/{id2}")},
		{"update one party", put("/greenvn/{id2}/call-party", object{"to": []string{bob, bob2}})},
		{"update both parties", put("/greenvn/{id2}/call-party", object{"from": []string{carol}, "to": []string{bob2}})},
		{"update the number", put("/greenvn/{id2}/vn", object{"caller_id_number": "+918000000004"})},
		{"update the number to the one it has", put("/greenvn/{id2}/vn", object{"caller_id_number": "+918000000004"})},
		{"read it after the updates", get("/greenvn/{id2}")},
		{"delete", del("/greenvn/{id2}")},
		{"read after delete", get("/greenvn/{id2}")},
		{"its number is free again", post("/greenvn", full.with("caller_id_number", "+918000000004"))},

		{"create a GreenPin with least", post("/greenpin", pin.with("to", nil))},
		{"create a GreenPin, every choice made", post("/greenpin", pin.with("duration", 300, "max_pin_attempts", 5, "record", true, "custom_field", "order_id=2001"))},
		{"read it while nobody is assigned", get("/greenpin/{id5}")},
		{"assign somebody", put("/greenpin/{id5}", object{"to": []string{bob2}, "duration": 3600, "max_pin_attempts": 1, "record": true, "custom_field": "assigned"})},
		{"an empty update changes nothing", put("/greenpin/{id5}", object{})},
		{"take him away again", put("/greenpin/{id5}", object{"to": []string{}})},
		{"read it after the updates", get("/greenpin/{id5}")},
		{"delete the other", del("/greenpin/{id6}")},
		{"read a GreenPin after delete", get("/greenpin/{id6}")},
		{"bulk update, partly in vain", put("/greenpin", []any{
			object{"greenpin_id": "{id5}", "to": []string{bob}},
			object{"greenpin_id": "{id6}", "record": true},
			object{"greenpin_id": "gp_nobody", "record": true},
			object{"greenpin_id": "{id5}", "duration": 299},
			object{"greenpin_id": "{id5}", "record": "yes"},
			object{"greenpin_id": "{id5}", "from": []string{"98765"}},
			object{"greenpin_id": "{id5}", "from": []string{bob}},
			object{"record": true},
			7,
			nil,
			object{"greenpin_id": "{id5}", "custom_field": "bulk"},
		})},
		{"read the GreenPin after the bulk update", get("/greenpin/{id5}")},
		{"settings speak classic", get("/settings")},
		{"and are updated in it", put("/settings", object{"deletion_time": 86400})},
	}
}

// TestSuccesses carries every operation out in each generation and compares whole bodies.
func TestSuccesses(t *testing.T) {
	for _, profile := range generations() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			template, steps := open(profile, 44), classicSuccesses()
			template.Exchange.Flows = []string{"sales", "support"}
			if profile == dialect.Exobridge {
				template.Exchange.Flows, steps = nil, exobridgeSuccesses()
			}
			s := build(t, sim.Spec{Template: template}).script("acme")
			for _, step := range steps {
				if a := s.say(step.name, step.ask); a.status != 200 && a.status != 201 {
					t.Errorf("%s: %s", step.name, a)
				}
			}
			same(t, "successes/"+profile, strings.ReplaceAll(s.log.String(), "\n\n\n", "\n\n"))
		})
	}
}

// TestHeadMirrorsGet holds HEAD on every GET path against GET, over a real connection: the same head, no body.
func TestHeadMirrorsGet(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		s := h.script("acme")
		s.say("create", everything(profile)["createGreenvn"])
		for _, path := range []string{"/greenvn/{id}", "/greenvn/none", "/greenpin/none", "/settings", "/v1/Accounts/acme/Calls/none", "/v1/Accounts/acme/Calls/none.json"} {
			got, head := s.say("get", get(path)), h.over(t, "HEAD", s.at(path))
			if head.status != got.status || head.header.Get("Content-Length") != got.header.Get("Content-Length") ||
				head.header.Get("Content-Type") != got.header.Get("Content-Type") || head.body != "" {
				t.Errorf("HEAD %s: %+v, GET %+v", path, head, got)
			}
		}
	}
}
