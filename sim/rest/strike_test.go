package rest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// forcing is the effect of a code.
func forcing(code int) []fault.Effect { return []fault.Effect{{Code: &code}} }

// last is the newest entry of the journal.
func (h house) last() sim.Entry {
	h.t.Helper()
	return h.sim.Journal().List(sim.Filter{Limit: 1})[0]
}

// TestFaultPrecedence lets the header speak before the rules, and them before a magic value. Who is not asked counts nothing.
func TestFaultPrecedence(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	struck(t, h, fault.Rule{ID: "fault-1", From: 2, Times: 1, Sequence: forcing(13)})
	struck(t, h, fault.Rule{ID: "fault-2", From: 3, Times: 1, Sequence: []fault.Effect{{Pass: true}}})
	magic := post("/v1/tenants/acme/greenvn", classicGreenvn().with("connection_id", "sim-code-23"))
	ask := func(headers ...string) string { return h.ask("POST", magic.path, magic.body, headers...).verdict() }
	got := []string{ask("Prefer: code=50"), ask(), ask(), ask(), ask("Prefer: code=50"), ask(), ask()}
	if diff := cmp.Diff([]string{"422/50", "400/23", "409/13", "400/23", "422/50", "200/-1", "400/23"}, got); diff != "" {
		t.Error(diff)
	}
	var told []string
	for _, e := range h.sim.Journal().List(sim.Filter{}) {
		told = append(told, fmt.Sprintf("%s %s %d/%d %s", e.Fault.By, e.Fault.Rule, e.Fault.Seen, e.Fault.Hit, e.Fault.Effect))
	}
	slices.Reverse(told)
	if diff := cmp.Diff([]string{
		"prefer  0/0 code 50", "magic  0/0 code 23", "rule fault-1 2/1 code 13", "magic  0/0 code 23",
		"prefer  0/0 code 50", "rule fault-2 3/1 pass", "magic  0/0 code 23",
	}, told); diff != "" {
		t.Error(diff)
	}
}

// TestStrikesOnlyWhereEntitled: who is refused before has met no fault, and no rule counts it.
func TestStrikesOnlyWhereEntitled(t *testing.T) {
	t.Parallel()
	h := strict(t, dialect.Classic, func(t *sim.Tenant) { t.Rate = sim.Rate{PerSecond: 0.5, Burst: 1} })
	struck(t, h, fault.Rule{ID: "fault-1", Sequence: forcing(13)})
	path, prefer := "/v1/tenants/acme/greenvn/sim-code-14", "Prefer: code=15, delay=10m"
	for _, c := range []struct {
		method, path string
		headers      []string
		want         string
	}{
		{"GET", "/v1/tenants/acme/nowhere", []string{prefer, asAcme()}, "404/5"},
		{"PATCH", path, []string{prefer, asAcme()}, "405/5"},
		{"GET", path, []string{prefer}, "401/7"},
		{"GET", path, []string{prefer, asOther()}, "403/8"},
		{"GET", "/v1/tenants/nobody/greenvn/sim-code-14", []string{prefer, asOther()}, "403/8"},
		{"GET", "/v1/tenants/acme/settings", []string{asAcme()}, "409/13"},
		{"GET", path, []string{prefer, asAcme()}, "429/17"},
	} {
		a := h.ask(c.method, c.path, "", c.headers...)
		if e := h.last(); a.verdict() != c.want || (e.Fault != nil) != (c.want == "409/13") || (a.header.Get("X-Sim-Fault") != "") != (e.Fault != nil) {
			t.Errorf("%s %s: %s, journaled %+v", c.method, c.path, a, e.Fault)
		}
	}
	world, _ := h.sim.Lookup("acme")
	if s := world.Faults()[0]; s.Seen != 1 || s.Hits != 1 {
		t.Errorf("%+v", s)
	}
}

// TestFaultsNeedNoTenant forces errors of call look-ups in a tenant nobody made, and makes none.
func TestFaultsNeedNoTenant(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	for _, a := range []answer{
		h.ask("GET", "/v1/Accounts/nobody/Calls/x", "", "Prefer: status=503"),
		h.ask("GET", "/v1/Accounts/nobody/Calls/sim-status-503.json", ""),
		h.ask("GET", "/v1/Accounts/sim-status-503/Calls/x", ""),
	} {
		if a.status != 503 || !strings.Contains(a.body, "503") {
			t.Error(a)
		}
	}
	if n := len(h.sim.Worlds()); n != 0 {
		t.Errorf("%d tenants were made", n)
	}
}

// TestRulesLookAtFields strikes where a field of the body, or the id in the path, is as the rule wants it.
func TestRulesLookAtFields(t *testing.T) {
	t.Parallel()
	body := post("", classicGreenvn().with("strictness", true, "aparty_pins", []any{4821, "7305"}, "flow_id", nil,
		"preferences", object{"region": "KA", "pin_code": 560001}, "list", []any{object{"deep": []any{"x", object{"y": 1.5}}}}, "", "empty", "a.b", "dotted"))
	for _, c := range []struct {
		field, value string
		want         bool
	}{
		{"connection_id", "order-1", true},
		{"connection_id", "order-2", false},
		{"connection_id.x", "order-1", false},
		{"strictness", "true", true},
		{"preferences.region", "KA", true},
		{"preferences", "KA", false},
		{"preferences.pin_code", "560001", true},
		{"aparty_pins", "4821", true},
		{"aparty_pins", "7305", true},
		{"aparty_numbers", alice, true},
		{"bparty_numbers", alice, false},
		{"list.deep", "x", true},
		{"list.deep.y", "1.5", true},
		{"flow_id", "", false},
		{"absent", "", false},
		{"", "empty", false},
		{"a.b", "dotted", false},
		{"id", "", false},
	} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		struck(t, h, fault.Rule{ID: "fault-1", Match: map[string]fault.Pattern{c.field: {Value: c.value}}, Sequence: forcing(13)})
		h.ask("POST", "/v1/tenants/acme/greenvn", body.body)
		if got := h.last().Fault != nil; got != c.want {
			t.Errorf("%s is %q: struck %v", c.field, c.value, got)
		}
	}
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	struck(t, h, fault.Rule{ID: "fault-1", Match: map[string]fault.Pattern{"id": {Regexp: regexp.MustCompile("^g")}}, Sequence: forcing(13)})
	for id, want := range map[string]bool{"gvn_1": true, "123": false} {
		h.ask("GET", "/v1/tenants/acme/greenvn/"+id, "")
		if got := h.last().Fault != nil; got != want {
			t.Errorf("id %s: struck %v", id, got)
		}
	}
}

// TestLateCode lets what was asked happen and tells the client otherwise.
func TestLateCode(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		struck(t, h, fault.Rule{ID: "fault-1", Name: "liar", Late: true, Times: 2, Sequence: forcing(4)})
		s := h.script("acme")
		create := everything(profile)["createGreenvn"]
		first := s.say("", create)
		world, _ := h.sim.Lookup("acme")
		made := world.Allocations()
		if first.verdict() != "452/4" || len(made) != 1 || made[0].State != exchange.Active {
			t.Fatalf("%s: %d made", first, len(made))
		}
		if e := h.last(); !e.Fault.Late || e.Fault.Name != "liar" || e.Status != 452 || e.Refusal.Step != sim.StepFault {
			t.Errorf("%+v, %+v", e.Fault, e.Refusal)
		}
		second := s.say("", create)
		if e := h.last(); second.verdict() != "452/4" || !e.Fault.Late || e.Refusal.Step != sim.StepExchange {
			t.Errorf("refused by itself, then told otherwise: %s, %+v", second, e.Refusal)
		}
		if read := s.say("", get("/greenvn/"+made[0].ID)); read.status != 200 {
			t.Errorf("%s", read)
		}
	}
}

// TestSpoiltAnswers changes the bytes of answers, over the document's head.
func TestSpoiltAnswers(t *testing.T) {
	t.Parallel()
	page := "<h1>502</h1>"
	for name, c := range map[string]struct {
		effect fault.Effect
		want   func(good, got answer) bool
	}{
		"body": {fault.Effect{Body: &page}, func(good, got answer) bool { return got.status == 200 && got.body == page }},
		"content type": {fault.Effect{MediaType: "text/html"}, func(good, got answer) bool {
			return got.header.Get("Content-Type") == "text/html" && got.body == good.body
		}},
		"a whole page": {fault.Effect{Status: 502, MediaType: "text/html", Body: &page}, func(good, got answer) bool {
			return got.status == 502 && got.header.Get("Content-Type") == "text/html" && got.body == page
		}},
		"garble": {fault.Effect{Garble: true}, func(good, got answer) bool {
			return got.status == 200 && len(got.body) == len(good.body) && strings.Contains(got.body, "\x00") && strings.HasSuffix(got.body, "<")
		}},
		"pass": {fault.Effect{Pass: true}, func(good, got answer) bool {
			return got.String() == good.String() && got.header.Get("X-Sim-Fault") == ""
		}},
	} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		good := h.ask("GET", "/v1/tenants/acme/settings", "")
		struck(t, h, fault.Rule{ID: "fault-1", Times: 1, Sequence: []fault.Effect{c.effect}})
		if got := h.ask("GET", "/v1/tenants/acme/settings", ""); !c.want(good, got) {
			t.Errorf("%s: %s", name, got)
		}
		if e := h.last(); e.Fault == nil || !strings.Contains(e.Fault.Effect, strings.Split(name, " ")[0]) && name != "a whole page" {
			t.Errorf("%s: journaled %+v", name, e.Fault)
		}
	}
}

// TestSameSeedSameFaults runs one script under rules that draw lots, twice: answers, journal and faults are the same.
func TestSameSeedSameFaults(t *testing.T) {
	t.Parallel()
	play := func(seed uint64) (string, []sim.Entry) {
		h := build(t, sim.Spec{Template: open(string(dialect.Auto), 30), Seed: seed})
		struck(t, h, fault.Rule{ID: "fault-1", Probability: 0.2, Sequence: forcing(0)})
		struck(t, h, fault.Rule{ID: "fault-2", Operation: "createGreenvn", Every: 3, Late: true, Sequence: []fault.Effect{{Status: 503}, {Garble: true}, {Pass: true}}, Repeat: true})
		struck(t, h, fault.Rule{ID: "fault-3", Match: map[string]fault.Pattern{"connection_id": {Regexp: regexp.MustCompile("[05]$")}}, Probability: 0.5, Sequence: forcing(18)})
		s := h.script("acme")
		for i, r := range mixed(7, 600) {
			s.say(fmt.Sprint(i), r)
		}
		entries := h.sim.Journal().List(sim.Filter{})
		for i := range entries {
			entries[i].Took = 0
		}
		return s.log.String(), entries
	}
	told, entries := play(42)
	again, entriesAgain := play(42)
	if told != again {
		t.Error(cmp.Diff(strings.Split(told, "\n"), strings.Split(again, "\n")))
	}
	if diff := cmp.Diff(entries, entriesAgain); diff != "" {
		t.Error(diff)
	}
	hits := map[string]int{}
	for _, e := range entries {
		if e.Fault != nil {
			hits[e.Fault.Rule]++
		}
	}
	if hits["fault-1"] < 20 || hits["fault-2"] < 5 || hits["fault-3"] == 0 {
		t.Errorf("too little was struck: %v", hits)
	}
	if other, _ := play(43); other == told {
		t.Error("another seed makes no difference")
	}
}
