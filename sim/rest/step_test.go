package rest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestRefusalsNameTheirStep lets each step but the faults' refuse, one step further each time.
func TestRefusalsNameTheirStep(t *testing.T) {
	t.Parallel()
	named := open(dialect.Classic, 4)
	named.SID, named.Credentials = "acme", []sim.Credential{{Username: "key", Password: "token"}}
	strict := build(t, sim.Spec{Strict: true, Template: open(dialect.Classic, 4), Tenants: []sim.Tenant{named}})
	lax := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	limited := open(dialect.Classic, 4)
	slow(&limited)
	busy := build(t, sim.Spec{Template: limited})
	busy.ask("GET", "/v1/tenants/acme/settings", "")
	vn := classicGreenvn()
	bulk := `{"greenpins":[{"greenpin_id":"x","usage":"oneway"}]}`
	for _, c := range []struct {
		house            house
		method, to, body string
		want             string
	}{
		{lax, "PATCH", "/settings", "", "route"},
		{lax, "GET", "/nothing", "", "route"},
		{strict, "GET", "/settings", "", "authenticate"},
		{strict, "POST", "/greenvn", "{", "authenticate"},
		{lax, "GET", "@/settings", "", "tenant"},
		{busy, "GET", "/settings", "", "rate"},
		{busy, "POST", "/greenvn", "{", "rate"},
		{lax, "POST", "/greenvn", "{", "body"},
		{lax, "POST", "/greenvn", "", "body"},
		{lax, "PUT", "/greenpin", "", "body"},
		{lax, "POST", "/greenvn", post("", vn.with("usage", "both")).body, "document"},
		{lax, "PUT", "/greenpin", `{}`, "document"},
		{lax, "POST", "/greenvn", post("", vn.with("deallocation_policy", object{"duration": "0s"})).body, "decode"},
		{lax, "GET", "/greenvn/1", "", "exchange"},
		{lax, "DELETE", "/greenpin/1", "", "exchange"},
	} {
		path := "/v1/tenants/acme" + c.to
		if c.to[0] == '@' {
			path = "/v1/tenants/" + c.to
		}
		c.house.ask(c.method, path, c.body)
		e := c.house.sim.Journal().List(sim.Filter{Limit: 1})[0]
		if e.Refusal == nil || e.Refusal.Step != c.want {
			t.Errorf("%s %s %s: refused by %+v, want %s", c.method, c.to, c.body, e.Refusal, c.want)
		}
	}
	lax.ask("GET", "/v1/Accounts/acme/Calls/none", "")
	lax.ask("PUT", "/v1/tenants/acme/greenpin", bulk)
	if e := lax.sim.Journal().List(sim.Filter{Limit: 2}); e[0].Refusal != nil || e[1].Refusal.Step != "exchange" {
		t.Errorf("%+v", e)
	}
	var names []string
	for _, s := range sim.Steps() {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"route", "authenticate", "tenant", "rate", "fault", "body", "document", "decode", "exchange"}, names); diff != "" {
		t.Error(diff)
	}
}
