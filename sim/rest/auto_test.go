package rest_test

import (
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestAuto speaks classic and exobridge to one tenant side by side.
func TestAuto(t *testing.T) {
	t.Parallel()
	s := build(t, sim.Spec{Template: open(string(dialect.Auto), 44)}).script("acme")
	classic, exobridge := classicGreenvn().with("strictness", true, "preferences", object{"greenvn": vn1}), exobridgeGreenvn()
	pin := classicGreenpin().with("a", object{"numbers": []string{alice}, "vns": []string{"+918000000002"}})
	exopin := exobridgeGreenpin().with("caller_id_number", "+918000000002")
	for _, step := range []step{
		{"classic create", post("/greenvn", classic)},
		{"exobridge create", post("/greenvn", exobridge)},
		{"classic read", get("/greenvn/{id1}")},
		{"exobridge read", get("/greenvn/{id2}")},
		{"classic update", put("/greenvn/{id1}/call-party", object{"aparty_numbers": []string{alice2}})},
		{"exobridge update", put("/greenvn/{id2}/call-party", object{"from": []string{alice2}})},
		{"exobridge words to a classic one", put("/greenvn/{id1}/call-party", object{"from": []string{alice2}})},
		{"classic words to an exobridge one", put("/greenvn/{id2}/call-party", object{"aparty_numbers": []string{alice2}})},
		{"classic number", put("/greenvn/{id1}/vn", "")},
		{"exobridge number", put("/greenvn/{id2}/vn", object{"caller_id_number": "+919000000003"})},
		{"a number lent in the other words", post("/greenvn", exobridge.with("caller_id_number", "+919000000003"))},
		{"classic GreenPin", post("/greenpin", pin)},
		{"exobridge GreenPin on the same number", post("/greenpin", exopin)},
		{"classic GreenPin read", get("/greenpin/{id3}")},
		{"exobridge GreenPin read", get("/greenpin/{id4}")},
		{"classic bulk over both", put("/greenpin", object{"greenpins": []any{object{"greenpin_id": "{id3}", "usage": "oneway"}, object{"greenpin_id": "{id4}", "b": object{"numbers": []string{bob2}}}}})},
		{"exobridge bulk over both", put("/greenpin", []any{object{"greenpin_id": "{id4}", "record": true}, object{"greenpin_id": "{id3}", "from": []string{carol}}})},
		{"bulk of neither shape", put("/greenpin", `"all"`)},
		{"classic unknown", get("/greenvn/123456")},
		{"exobridge unknown", get("/greenvn/gvn_unknown")},
		{"exobridge GreenPin unknown", get("/greenpin/gp_unknown")},
		{"a GreenPin prefix on GreenVN", get("/greenvn/gp_unknown")},
		{"classic delete", del("/greenvn/{id1}")},
		{"exobridge delete", del("/greenvn/{id2}")},
		{"classic delete again", del("/greenvn/{id1}")},
		{"exobridge delete again", del("/greenvn/{id2}")},
		{"settings", get("/settings")},
		{"settings updated", put("/settings", object{"timezone": "UTC"})},
		{"nothing said", post("/greenvn", object{})},
		{"one word of exobridge", post("/greenvn", object{"to": 1})},
		{"one word of exobridge among classic's", post("/greenvn", classic.with("from", []string{alice}))},
		{"a GreenPin of one word", post("/greenpin", object{"caller_id_number": ""})},
		{"unreadable", post("/greenvn", `{"from": `)},
		{"a list", post("/greenvn", `["from"]`)},
		{"an address nobody serves", get("/gvn_1")},
		{"a method nobody takes", post("/greenvn/gvn_1", "")},
	} {
		s.say(step.name, step.ask)
	}
	same(t, "auto", s.log.String())
}

// TestQuirks turns the switches that show in answers.
func TestQuirks(t *testing.T) {
	t.Parallel()
	credentials := []sim.Credential{{Username: "acme-key", Password: "acme-token"}}
	for _, c := range []struct {
		name, profile string
		quirks        map[string]string
	}{
		{"classic, objects", dialect.Classic, map[string]string{"error_body": "object", "unauthorized_status": "402", "deleted_status": "400", "number_key": "greenvn"}},
		{"current, arrays", dialect.Current, map[string]string{"error_body": "array", "unauthorized_status": "401", "deleted_status": "410", "number_key": "green_vn"}},
		{"classic, both keys", dialect.Classic, map[string]string{"number_key": "both"}},
		{"current, both keys", dialect.Current, map[string]string{"number_key": "both", "deleted_status": "400"}},
		{"exobridge has none", dialect.Exobridge, map[string]string{"error_body": "array", "unauthorized_status": "402", "deleted_status": "400", "number_key": "both"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tenant := open(c.profile, 4)
			tenant.SID, tenant.Credentials, tenant.Quirks = "acme", credentials, c.quirks
			s := build(t, sim.Spec{Strict: true, Template: open(c.profile, 4), Tenants: []sim.Tenant{tenant}}).script("acme")
			s.say("create", everything(c.profile)["createGreenvn"].saying(asAcme()))
			for _, step := range []step{
				{"read", get("/greenvn/{id}").saying(asAcme())},
				{"delete", del("/greenvn/{id}").saying(asAcme())},
				{"delete again", del("/greenvn/{id}").saying(asAcme())},
				{"no credentials", get("/greenvn/{id}")},
				{"no such path", get("/nothing").saying(asAcme())},
			} {
				s.say(step.name, step.ask)
			}
			same(t, "quirks/"+strings.NewReplacer(", ", "_", " ", "_").Replace(c.name), s.log.String())
		})
	}
}
