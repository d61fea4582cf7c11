package rest_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestMagicValues reads magic values in the place of an id: their forms, and what is none.
func TestMagicValues(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"sim-code-18": "409/18 magic sim-code-18", "sim-code-18-order-7": "409/18 magic sim-code-18", "sim-code-18-": "409/18 magic sim-code-18",
		"sim-status-503": "503/0 magic sim-status-503", "sim-delay-1ns": "404/1 magic sim-delay-1ns", "sim-delay-1ns-x": "404/1 magic sim-delay-1ns",
		"sim-hang-1ns": "499/0 magic sim-hang-1ns", "sim-hang-1ns-order-7": "499/0 magic sim-hang-1ns", "sim-hang-soon": "404/1 ",
		"sim-code-22-on-readGreenvn":        "410/22 magic sim-code-22-on-readGreenvn",
		"sim-code-22-on-readgreenvn-order1": "410/22 magic sim-code-22-on-readgreenvn",
		"sim-code-22-on-deleteGreenvn":      "404/1 ", "sim-code-22-on-": "410/22 magic sim-code-22-on-",
		"sim-code-99": "404/1 ", "sim-code": "404/1 ", "sim-": "404/1 ", "sim": "404/1 ", "Sim-code-18": "404/1 ", "x-sim-code-18": "404/1 ",
		"sim-status-199": "404/1 ", "sim-delay-11m": "404/1 ", "sim-fault-none": "404/1 ", "sim-card-5": "404/1 ", "sim-code-1x": "404/1 ",
	} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		a := h.ask("GET", "/v1/tenants/acme/greenvn/"+value, "")
		if got := a.verdict() + " " + a.header.Get("X-Sim-Fault"); got != want {
			t.Errorf("%s: %s", value, got)
		}
	}
}

// TestMagicIsRemembered creates with a reference that strikes a later operation only, as an application would whose own
// ids are made of it.
func TestMagicIsRemembered(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		s := h.script("acme")
		create := everything(profile)["createGreenvn"]
		value := "sim-code-50-on-deleteGreenvn-order-1"
		if strings.Contains(create.body, "order-1") {
			create.body = strings.Replace(create.body, "order-1", value, 1)
		} else {
			create.body = strings.Replace(create.body, "{", `{"custom_field":"`+value+`",`, 1)
		}
		made, read, gone := s.say("", create), s.say("", get("/greenvn/{id}")), s.say("", del("/greenvn/{id}"))
		if made.status > 201 || read.status != 200 || gone.verdict() != "422/50" {
			t.Errorf("%s: %s, %s, %s", profile, made, read, gone)
		}
		if e := h.last(); e.Fault.Said != value {
			t.Errorf("%+v", e.Fault)
		}
		if again := s.say("", get("/greenvn/{id}")); again.body != read.body {
			t.Errorf("%s: the fault has ended it: %s", profile, again)
		}
	}
}

// TestMagicPlaces puts a magic value where each of its places is.
func TestMagicPlaces(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(string(dialect.Auto), 4)})
	for name, r := range map[string]request{
		"connection id":  post("/v1/tenants/acme/greenvn", classicGreenvn().with("connection_id", "sim-code-2")),
		"transaction id": post("/v1/tenants/acme/greenpin", classicGreenpin().with("transaction_id", "sim-code-2-x")),
		"custom field":   post("/v1/tenants/acme/greenvn", exobridgeGreenvn().with("custom_field", "sim-code-2-x=1")),
		"tenant":         get("/v1/tenants/sim-code-2/settings"),
		"account":        get("/v1/Accounts/sim-code-2/Calls/x"),
		"call":           get("/v1/Accounts/acme/Calls/sim-code-2"),
		"GreenPin":       del("/v1/tenants/acme/greenpin/sim-code-2"),
		"even no fit":    post("/v1/tenants/acme/greenvn", object{"connection_id": "sim-code-2", "usage": 7}),
	} {
		if a := h.ask(r.method, r.path, r.body); a.status != 400 || a.header.Get("X-Sim-Fault") != "magic sim-code-2" {
			t.Errorf("%s: %s", name, a)
		}
	}
	a := h.ask("POST", "/v1/tenants/acme/greenvn", post("", classicGreenvn().with("aparty_numbers", []string{"sim-code-2"}, "flow_id", "sim-code-2")).body)
	if a.header.Get("X-Sim-Fault") != "" {
		t.Errorf("elsewhere it is no magic: %s", a)
	}
}

// FuzzMagic puts anything behind sim- into the path. The door answers or breaks off, and marks what it did.
func FuzzMagic(f *testing.F) {
	for _, seed := range []string{"code-18", "status-503-x", "delay-2s-on-readGreenvn", "fault-lost-on-", "code--", "-on-", "code-018-on-readGreenvn-\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 2)})
		a, broken := h.quick(httptest.NewRequest("GET", "http://sim.test/v1/tenants/acme/greenvn/"+url.PathEscape("sim-"+value), nil))
		e := h.last()
		if broken != (e.Status == 0) || broken && (e.Fault == nil || e.Fault.Effect != "reset") {
			t.Errorf("%q: %s, journaled %+v", value, a, e)
		}
		if mark := a.header.Get("X-Sim-Fault"); mark != "" && (e.Fault == nil || !strings.HasPrefix("magic sim-"+value, mark)) {
			t.Errorf("%q: marked %q, journaled %+v", value, mark, e.Fault)
		}
	})
}
