package rest_test

import (
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/explain"
	"leadassist-sim/sim/fault"
)

// ruled is a house whose tenant acme has the rule.
func ruled(t *testing.T, profile string, r fault.Rule) house {
	t.Helper()
	h := build(t, sim.Spec{Template: open(profile, 22)})
	w, err := h.sim.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	w.SetFault(r)
	return h
}

// newest is the last journaled request.
func (h house) newest() sim.Entry { return h.sim.Journal().List(sim.Filter{Limit: 1})[0] }

// TestStruckIsExplained strikes by rule, header and magic value, and carries out what the explanation offers.
func TestStruckIsExplained(t *testing.T) {
	t.Parallel()
	code := 18
	for _, profile := range generations() {
		vn := everything(profile)["createGreenvn"]
		magic := classicGreenvn().with("connection_id", "sim-code-18-order-1")
		if profile == dialect.Exobridge {
			magic = exobridgeGreenvn().with("custom_field", "sim-code-18-order-1")
		}
		for name, c := range map[string]struct {
			rule fault.Rule
			ask  request
			lift string
			now  string
		}{
			"rule":           {fault.Rule{ID: "fault-1", Name: "taken", Sequence: []fault.Effect{{Code: &code}}}, vn, "leadassist-sim faults clear fault-1", "1 occasions, 1 strikes"},
			"spent rule":     {fault.Rule{ID: "fault-1", Times: 1, Sequence: []fault.Effect{{Code: &code}}}, vn, "nothing to lift: the rule will not strike again", "1 occasions, 1 strikes, spent"},
			"header":         {fault.Rule{ID: "fault-1", Operation: "none"}, vn.saying("Prefer: code=18"), "leave the Prefer header away", ""},
			"magic value":    {fault.Rule{ID: "fault-1", Operation: "none"}, post("/greenvn", magic), "use another value than sim-code-18-order-1", ""},
			"magic id":       {fault.Rule{ID: "fault-1", Operation: "none"}, get("/greenvn/sim-status-503"), "use another value than sim-status-503", ""},
			"magic tenant":   {fault.Rule{ID: "fault-1", Operation: "none"}, get("/v1/tenants/sim-status-503/settings"), "use another value than sim-status-503", ""},
			"status":         {fault.Rule{ID: "fault-1", Sequence: []fault.Effect{{Status: 503}}}, del("/greenvn/none"), "leadassist-sim faults clear fault-1", "1 occasions, 1 strikes"},
			"rule, bad body": {fault.Rule{ID: "fault-1", Sequence: []fault.Effect{{Status: 503}}}, post("/greenvn", "{"), "leadassist-sim faults clear fault-1", "1 occasions, 1 strikes"},
		} {
			t.Run(profile+" "+name, func(t *testing.T) {
				s := ruled(t, profile, c.rule).script("acme")
				s.say("struck", c.ask)
				x := s.why(s.newest())
				if x.Outcome != explain.Struck || x.Fault == nil || x.Fault.Lift != c.lift || x.Fault.Now != c.now {
					t.Errorf("%+v\n%s", x.Fault, laid(x))
				}
				s.passes(t, x, 0)
			})
		}
	}
}

// TestLostAnswerIsExplained tells the whole story: a create whose answer was lost, and the retry that meets what it left.
func TestLostAnswerIsExplained(t *testing.T) {
	t.Parallel()
	zero := 0
	h := ruled(t, dialect.Classic, fault.Rule{ID: "fault-1", Late: true, Times: 1, Sequence: []fault.Effect{{Code: &zero}}})
	s := h.script("acme")
	s.say("lost", post("/greenvn", classicGreenvn()))
	lost := h.why(h.newest())
	if lost.Outcome != explain.Late || lost.Rule != nil || len(lost.Now) == 0 || !strings.Contains(lost.Now[0].Value, ", active, on ") {
		t.Errorf("%s", laid(lost))
	}
	h.passes(t, lost, 0)
	s.say("again", post("/greenvn", classicGreenvn()))
	again := h.why(h.newest())
	story := strings.Join(again.Story, "\n")
	if again.Outcome != explain.Refused || !strings.Contains(story, "request 1 made it") || !strings.Contains(story, "the answer to request 1 was lost to a fault (code 0)") {
		t.Errorf("%s", laid(again))
	}
	if len(again.Ways) != 3 || again.Ways[0].Steps[0].Method != "GET" {
		t.Fatalf("%s", laid(again))
	}
	h.passes(t, again, 0)
	h.passes(t, again, 1)
	h.passes(t, again, 2)
}

// TestLateRefusalIsExplained: a late fault on a request that was refused anyway does not make it happen.
func TestLateRefusalIsExplained(t *testing.T) {
	t.Parallel()
	h := ruled(t, dialect.Classic, fault.Rule{ID: "fault-1", Late: true, Sequence: []fault.Effect{{Status: 503}}})
	h.ask("POST", "/v1/tenants/acme/greenvn", `{"connection_id":"x"}`)
	if x := h.why(h.newest()); x.Outcome != explain.Refused || x.Rule.Reason != "missing-parameter" || !strings.Contains(x.Summary, "told the client otherwise") {
		t.Errorf("%s", laid(x))
	}
}

// TestSuccessIsExplained has nothing to correct.
func TestSuccessIsExplained(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 22)})
		r := everything(profile)["createGreenvn"]
		h.ask("POST", "/v1/tenants/acme/greenvn", r.body)
		x := h.why(h.newest())
		if x.Outcome != explain.Passed || x.Rule != nil || len(x.Ways) > 0 || x.Summary != "All checks passed, and a number was lent." || len(x.Now) != 1 {
			t.Errorf("%s", laid(x))
		}
		h.ask("GET", "/v1/tenants/acme/settings", "", "Prefer: delay=1ns")
		if x := h.why(h.newest()); x.Outcome != explain.Passed || x.Fault == nil {
			t.Errorf("%s", laid(x))
		}
	}
}

// TestOtherPinIsExplained: a caller joined by PIN, and is then listed on the other side.
func TestOtherPinIsExplained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile string
		made    request
		ask     request
	}{
		"GreenVN":            {dialect.Classic, post("/greenvn", classicGreenvn().with("aparty_pins", []any{4821}, "bparty_pins", []any{7305})), put("/greenvn/{id}/call-party", object{"aparty_numbers": []string{carol}})},
		"GreenVN, with PINs": {dialect.Classic, post("/greenvn", classicGreenvn().with("bparty_pins", []any{7305})), put("/greenvn/{id}/call-party", object{"aparty_numbers": []string{carol}, "aparty_pins": []any{99}})},
		"GreenPin":           {dialect.Classic, post("/greenpin", classicGreenpin().with("b", object{"pin": "7305"})), post("/greenpin", classicGreenpin().with("transaction_id", "order-2", "a", object{"numbers": []string{carol}, "vns": []string{vn0}}))},
		"GreenPin, updated":  {dialect.Classic, post("/greenpin", classicGreenpin().with("b", object{"pin": "7305"})), put("/greenpin/{id}", object{"a": object{"numbers": []string{carol}}})},
		"exobridge":          {dialect.Exobridge, post("/greenpin", exobridgeGreenpin()), post("/greenpin", exobridgeGreenpin().with("from", []string{carol}))},
		"exobridge, updated": {dialect.Exobridge, post("/greenpin", exobridgeGreenpin()), put("/greenpin/{id}", object{"from": []string{carol}})},
	} {
		t.Run(name, func(t *testing.T) {
			fresh := func() house {
				h := build(t, sim.Spec{Template: open(c.profile, 22)})
				s := h.script("acme")
				s.say("made", c.made)
				w, _ := h.sim.Lookup("acme")
				a := w.Allocations()[0]
				number, pin := a.Number, "7305"
				if number == "" {
					number = vn0
				}
				if c.profile == dialect.Exobridge {
					pin = a.B.Pins[0]
				}
				called(t, w, number, pin)
				if a := s.say("asked", c.ask); a.verdict() != "409/19" {
					t.Fatalf("%s", a)
				}
				return h
			}
			h := fresh()
			x := h.why(h.newest())
			if len(x.State) == 0 || x.State[0].Name != carol {
				t.Errorf("%s", laid(x))
			}
			h.passes(t, x, 0)
		})
	}
}

// called lets carol call a number, enter PINs and hang up.
func called(t *testing.T, w *sim.World, number string, pins ...string) {
	t.Helper()
	if _, err := w.Do(exchange.PlaceCall{From: carol, To: number, Pins: pins}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.AdvanceBy(t.Context(), time.Minute, func(sim.Happening) {}); err != nil {
		t.Fatal(err)
	}
}
