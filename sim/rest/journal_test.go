package rest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/rest"
)

// TestJournalTellsWhy reads back what the door writes of good and refused requests.
func TestJournalTellsWhy(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(string(dialect.Auto), 4)})
	vn := classicGreenvn()
	good := h.ask("POST", "/v1/tenants/acme/greenvn?trace=1", post("", vn).body, "X-Trace: abc")
	h.ask("POST", "/v1/tenants/acme/greenvn", post("", vn).body)
	bad := h.ask("POST", "/v1/tenants/acme/greenvn", post("", vn.with("usage", "both", "aparty_numbers", []string{"98765"})).body)
	h.ask("GET", "/v1/tenants/acme/greenvn/gvn_1", "")
	h.ask("PATCH", "/v1/tenants/acme/settings", "")
	h.ask("GET", "/nowhere", "")

	type line struct {
		ID         uint64
		Seq        uint64
		Tenant     string
		Call       string
		Operation  string
		Generation string
		Status     int
		Refusal    *sim.RefusalNote
	}
	var got []line
	entries := h.sim.Journal().List(sim.Filter{})
	for _, e := range entries {
		if e.Refusal != nil {
			bare := *e.Refusal
			bare.State = nil // TestExplanationsWhole holds it
			e.Refusal = &bare
		}
		got = append(got, line{e.ID, e.Seq, e.Tenant, e.Method + " " + e.Path, e.Operation, e.Generation, e.Status, e.Refusal})
	}
	note := func(step string, code int, reason, detail string) *sim.RefusalNote {
		return &sim.RefusalNote{Code: code, Reason: reason, Detail: detail, Step: step}
	}
	under := func(rule string, n *sim.RefusalNote) *sim.RefusalNote {
		n.Rule = rule
		return n
	}
	_, id := lent(t, good)
	both := under("greenvn-usage-values", note("document", 5, "bad-parameter", `usage: "both" is not one of oneway, twoway`))
	both.Violations = []sim.Violation{
		{Pointer: "/usage", Rule: "enum", Reason: `usage: "both" is not one of oneway, twoway`},
		{Pointer: "/aparty_numbers/0", Rule: "pattern", Reason: `aparty_numbers[0]: "98765" is not an E.164 number, like +919876543210`},
	}
	if diff := cmp.Diff([]line{
		{6, 6, "", "GET /nowhere", "", "classic", 404, under("address-unknown", note("route", 5, "unknown-route", "no operation has the path /nowhere"))},
		{5, 5, "acme", "PATCH /v1/tenants/acme/settings", "", "classic", 405, under("address-method", note("route", 5, "method-not-allowed", "PATCH is not offered here; this path takes GET, HEAD, PUT"))},
		{4, 4, "acme", "GET /v1/tenants/acme/greenvn/gvn_1", "readGreenvn", "exobridge", 404, under("exobridge-greenvn-unknown", note("exchange", 1, "not-found", "no allocation \"gvn_1\" is known to this tenant"))},
		{3, 3, "acme", "POST /v1/tenants/acme/greenvn", "createGreenvn", "classic", 400, both},
		{2, 2, "acme", "POST /v1/tenants/acme/greenvn", "createGreenvn", "classic", 409, under("greenvn-connection-unique", note("exchange", 18, "duplicate-reference", `connection id "order-1" already belongs to active allocation `+id))},
		{1, 1, "acme", "POST /v1/tenants/acme/greenvn", "createGreenvn", "classic", 200, nil},
	}, got); diff != "" {
		t.Error(diff)
	}
	first := entries[5]
	if first.Query != "trace=1" || first.Header["X-Trace"][0] != "abc" || string(first.Body) != post("", vn).body || string(first.Reply) != good.body ||
		!first.At.Equal(dawn()) || first.Truncated || good.header.Get("X-Request-Id") != "1" {
		t.Errorf("%+v, request id %s", first, good.header.Get("X-Request-Id"))
	}
	if found, ok := h.sim.Journal().Find(3); !ok || string(found.Reply) != bad.body {
		t.Errorf("the third request: %+v", found)
	}
}

// TestJournalIsBounded sends what is too long or too much and looks at what is kept.
func TestJournalIsBounded(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4), Journal: 8})
	numbers := strings.TrimSuffix(strings.Repeat(`"x",`, 900), ",")
	headers := make([]string, 100)
	for i := range headers {
		headers[i] = fmt.Sprintf("X-Long-%d: %s", i, strings.Repeat("h", 5000))
	}
	long := strings.Repeat("y", 100_000)
	h.ask("POST", "/v1/tenants/acme/greenvn", `{"connection_id":"c","aparty_numbers":[`+numbers+`],"bparty_numbers":["+919812345678"],"usage":"twoway"}`)
	h.ask("POST", "/v1/tenants/acme/greenvn", strings.Repeat(" ", rest.MaxBody+1))
	h.ask("GET", "/v1/tenants/acme/greenvn/"+long+"?"+long, "")
	h.ask("GET", "/v1/tenants/"+long+"/greenvn/1", "")
	h.ask("GET", "/"+long, "")
	h.ask(long, "/v1/tenants/acme/settings", "")
	h.ask("GET", "/v1/Accounts/"+long+"/Calls/"+long, "")
	h.ask("GET", "/v1/tenants/acme/settings", "", headers...)
	for _, e := range h.sim.Journal().List(sim.Filter{}) {
		size := len(e.Tenant) + len(e.Method) + len(e.Path) + len(e.Query) + len(e.Body) + len(e.Reply)
		if e.Refusal != nil {
			size += len(e.Refusal.Detail)
			for _, v := range e.Refusal.Violations {
				size += len(v.Pointer) + len(v.Rule) + len(v.Reason)
			}
		}
		for name, values := range e.Header {
			size += len(name) + len(strings.Join(values, ""))
		}
		if size > 48<<10 || len(e.Body) > sim.BodyKept || len(e.Reply) > sim.BodyKept || len(e.Header) > 32 {
			t.Errorf("%d: %.60s %.60s keeps %d bytes", e.ID, e.Method, e.Path, size)
		}
	}
	if e, _ := h.sim.Journal().Find(1); len(e.Refusal.Violations) != 20 || e.Truncated != (len(e.Body) == sim.BodyKept) {
		t.Errorf("%d violations kept, truncated: %v", len(e.Refusal.Violations), e.Truncated)
	}
	if e, _ := h.sim.Journal().Find(2); !e.Truncated || e.Status != 413 {
		t.Errorf("%+v", e)
	}
	h.ask("GET", "/v1/tenants/acme/settings", "")
	if _, ok := h.sim.Journal().Find(1); ok || len(h.sim.Journal().List(sim.Filter{})) != 8 {
		t.Error("the oldest is not forgotten")
	}
}

// mixed is n requests of all kinds in all words, the same for the same seed.
func mixed(seed uint64, n int) []request {
	chance := rand.New(rand.NewPCG(seed, 0))
	pick := func(all ...string) string { return all[chance.IntN(len(all))] }
	var all []request
	for i := range n {
		id := fmt.Sprintf("{id%d}", 1+chance.IntN(10))
		vn := classicGreenvn().with("connection_id", fmt.Sprintf("c%d", chance.IntN(40)), "usage", pick("oneway", "twoway", "twoway", "both"))
		exo := exobridgeGreenvn().with("caller_id_number", pool(30)[chance.IntN(30)].E164)
		pin := classicGreenpin().with("transaction_id", fmt.Sprintf("t%d", i), "a", object{"numbers": []string{alice}, "vns": []string{pool(30)[chance.IntN(30)].E164}})
		switch chance.IntN(12) {
		case 0, 1:
			all = append(all, post("/greenvn", vn))
		case 2, 3:
			all = append(all, post("/greenvn", exo))
		case 4:
			all = append(all, post("/greenpin", pin))
		case 5:
			all = append(all, post("/greenpin", exo))
		case 6:
			all = append(all, get("/"+pick("greenvn", "greenpin")+"/"+id))
		case 7:
			all = append(all, del("/"+pick("greenvn", "greenpin")+"/"+id))
		case 8:
			all = append(all, put("/greenvn/"+id+"/vn", pick("", "{}", `{"caller_id_number":"`+vn1+`"}`)))
		case 9:
			all = append(all, put("/greenvn/"+id+"/call-party", object{"from": []string{carol}, "bparty_numbers": []string{carol}}))
		case 10:
			all = append(all, put("/greenpin", pick(`[{"greenpin_id":"`+id+`","record":true}]`, `{"greenpins":[{"greenpin_id":"`+id+`","usage":"oneway"}]}`, "{", "null")))
		case 11:
			all = append(all, pickOf(chance, get("/settings"), put("/settings", object{"deletion_time": chance.IntN(3)}), get("/nowhere"), request{method: http.MethodPatch, path: "/greenvn"}))
		}
	}
	return all
}

func pickOf(chance *rand.Rand, all ...request) request { return all[chance.IntN(len(all))] }

// TestSameSeedSameBytes runs one script twice in two houses, and again in the first after a reset: answers and journal
// are the same, byte for byte.
func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	play := func(h house) (string, []sim.Entry) {
		s := h.script("acme")
		for i, r := range mixed(7, 200) {
			s.say(fmt.Sprint(i), r)
		}
		entries := h.sim.Journal().List(sim.Filter{})
		for i := range entries {
			entries[i].Took = 0
		}
		return s.log.String(), entries
	}
	spec := sim.Spec{Template: open(string(dialect.Auto), 30), Seed: 42}
	first, second := build(t, spec), build(t, spec)
	told, entries := play(first)
	again, entriesAgain := play(second)
	if diff := cmp.Diff(strings.Split(told, "\n"), strings.Split(again, "\n")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(entries, entriesAgain); diff != "" {
		t.Error(diff)
	}
	if err := first.sim.Reset(); err != nil {
		t.Fatal(err)
	}
	if reset, _ := play(first); reset != told {
		t.Errorf("after a reset: %s", cmp.Diff(strings.Split(told, "\n"), strings.Split(reset, "\n")))
	}
	first.sim.ResetTenant("acme")
	if reset, _ := play(first); reset != told {
		t.Error("after a reset of the tenant it differs")
	}
	if other, _ := play(build(t, sim.Spec{Template: spec.Template, Seed: 43})); other == told {
		t.Error("another seed makes no difference")
	}
	if n := strings.Count(told, "-> 20"); n < 60 || strings.Count(told, "-> 4") < 30 {
		t.Errorf("the script is one-sided: %d of 200 went well", n)
	}
}
