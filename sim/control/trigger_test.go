package control_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/exchange"
)

// TestTriggerEverything fires every event of every product in every generation, made up, and holds the bodies.
func TestTriggerEverything(t *testing.T) {
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	h := scene(t, &receiver{})
	var told bytes.Buffer
	for _, profile := range []string{"classic", "current", "exobridge"} {
		for _, product := range []string{"greenvn", "greenpin"} {
			for _, event := range exchange.EventKinds() {
				a := h.post("callbacks/trigger", `{"tenant":"acme","event":%q,"product":%q,"profile":%q,"to":"inbox"}`, event, product, profile)
				fmt.Fprintf(&told, "%s %s %s: ", profile, product, event)
				if a.status != http.StatusOK {
					fmt.Fprintf(&told, "%d %s", a.status, a.body)
					continue
				}
				var d struct{ Body json.RawMessage }
				if err := json.Unmarshal([]byte(a.body), &d); err != nil {
					t.Fatal(err)
				}
				_ = json.Indent(&told, d.Body, "", "  ")
				told.WriteByte('\n')
				document, operation, name := "leadassist", map[string]string{"greenvn": "createGreenvn", "greenpin": "createGreenpin"}[product], camel(string(event))
				if profile == "exobridge" {
					document = "exobridge"
				}
				o, _ := loaded[document].Operation(operation)
				var body any
				_ = json.Unmarshal(d.Body, &body)
				for _, v := range o.CheckEvent(name, body) {
					t.Errorf("%s %s %s: %s", profile, product, event, v.Reason)
				}
			}
		}
	}
	whole(t, "triggered", told.String())
}

// camel is an event's name in the documents.
func camel(kebab string) string {
	return regexp.MustCompile(`-.`).ReplaceAllStringFunc(kebab, func(s string) string { return strings.ToUpper(s[1:]) })
}

// whole holds a text against its golden file.
func whole(t *testing.T, name, told string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(told), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), told); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestTriggerOfTheExisting tells of allocations as they are, in the words they were made in, and leaves them as they are.
func TestTriggerOfTheExisting(t *testing.T) {
	h := scene(t, &receiver{})
	lent, shared, bridged := h.lend("zeta", "order-1", "1h"), h.pair("acme"), h.bridge("zeta")
	golden(t, "trigger_existing", h.post("callbacks/trigger", `{"tenant":"zeta","event":"deallocation","allocation":%q}`, lent))
	for _, c := range []struct{ tenant, id, event, piece string }{
		{"zeta", lent, "call", `"connection_id":"order-1"`},
		{"zeta", lent, "call", `"from":"+919812345678"`},
		{"acme", shared, "call", `"transaction_id":"tx-1"`},
		{"acme", shared, "call", `"vn":"+918000000000"`},
		{"acme", shared, "verification-success", `"pin":"4321"`},
		{"acme", shared, "deallocation", `"state":"vault"`},
		{"zeta", bridged, "call-progress", `"custom_field":"order-7"`},
		{"zeta", bridged, "call", `"greenvn":"+918000000001"`},
	} {
		h.expect(h.post("callbacks/trigger", `{"tenant":%q,"event":%q,"allocation":%q}`, c.tenant, c.event, c.id), 200, c.piece)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/allocations?state=active", ""), 200, lent)
	h.expect(h.ask(http.MethodGet, "/__admin/allocations?tenant=acme&state=active", ""), 200, shared)
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","allocation":%q,"product":"greenvn"}`, shared), 400, "is a greenpin")
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","allocation":%q}`, lent), 404, "has no allocation")
	h.expect(h.post("callbacks/trigger", `{"tenant":"zeta","event":"call-progress","allocation":%q}`, lent), 409, "the classic generation tells of no call-progress of a greenvn")
}

// TestSetAndUnset edits a body in place: types and the order of the keys stay.
func TestSetAndUnset(t *testing.T) {
	h := scene(t, &receiver{})
	edited := func(event, edits string) string {
		t.Helper()
		a := h.post("callbacks/trigger", `{"tenant":"acme","event":%q,%s}`, event, edits)
		if a.status != http.StatusOK {
			return a.body
		}
		var d struct{ Body json.RawMessage }
		if err := json.Unmarshal([]byte(a.body), &d); err != nil {
			t.Fatal(err)
		}
		return string(d.Body)
	}
	for _, c := range []struct{ event, edits, piece string }{
		{"call", `"set":{"dial_call_status":"busy"}`, `"dial_call_status":"busy","greenvn"`},
		{"call", `"set":{"dial_call_duration":36}`, `"dial_call_duration":36,`},
		{"call", `"set":{"dial_call_duration":12345678901234567890}`, `"dial_call_duration":12345678901234567890,`},
		{"call", `"set":{"x":1.50}`, `"x":1.50}`},
		{"call", `"set":{"to":null}`, `"to":null,`},
		{"call", `"set":{"x":{"y":[1, {"z":true}]}}`, `"x":{"y":[1,{"z":true}]}`},
		{"call", `"set":{"insights.Status":"completed","insights.More.Deep":[]}`, `"insights":{"Status":"completed","More":{"Deep":[]}}`},
		{"call", `"set":{"to":"<b>&\u2028"}`, "\"to\":\"<b>&"},
		{"call", `"set":{"we \"quote\"":"x"}`, `"we \"quote\"":"x"`},
		{"call", `"set":{"":1}`, `is not a path`},
		{"call", `"set":{"a..b":1}`, `is not a path`},
		{"call", `"set":{"from.x":1}`, `set: from.x leads into \"`},
		{"call", `"set":{"` + strings.Repeat("a", 257) + `":1}`, `is not a path`},
		{"call", `"set":[]`, "set: "},
		{"call", `"unset":"from"`, "unset: "},
		{"call", `"unset":["nothing"]`, `unset: the event has no nothing`},
		{"call", `"unset":["insights.Status"]`, `unset: the event has no insights`},
		{"call", `"unset":["from.x"]`, `unset: from.x leads into`},
		{"call", `"set":{"x":1},"unset":["x","y"]`, `unset: the event has no y`},
		{"deallocation", `"set":{"aparty_numbers.0":"+910000000000"}`, `"aparty_numbers":["+910000000000"]`},
		{"deallocation", `"set":{"aparty_numbers.1":"b","aparty_numbers.2":"c"}`, `","b","c"]`},
		{"deallocation", `"set":{"aparty_numbers.2":"c"}`, `is not an index of a list of 1`},
		{"deallocation", `"set":{"aparty_numbers.-1":"c"}`, `is not an index of a list`},
		{"deallocation", `"set":{"aparty_numbers.first":"c"}`, `is not an index of a list`},
		{"deallocation", `"unset":["aparty_numbers.0"]`, `"aparty_numbers":[]`},
		{"deallocation", `"unset":["aparty_numbers.1"]`, `unset: the event has no aparty_numbers.1`},
		{"deallocation", `"set":{"aparty_pins.0":1234}`, `"aparty_pins":[1234]`},
		{"deallocation", `"set":{"list":[],"list.0":{"a":1},"list.0.b":2}`, `"list":[{"a":1,"b":2}]`},
	} {
		if got := edited(c.event, c.edits); !strings.Contains(got, c.piece) {
			t.Errorf("%s: %s\nwant %s", c.edits, got, c.piece)
		}
	}
	if got := edited("call", `"unset":["start_time","from"]`); strings.Contains(got, "start_time") || strings.Contains(got, `"from"`) || !json.Valid([]byte(got)) {
		t.Errorf("%s", got)
	}
	all := `"unset":["connection_id","aparty_numbers","bparty_numbers","aparty_pins","bparty_pins","usage","state","greenvn","greenvn_id"]`
	if got := edited("deallocation", all); got != "{}" {
		t.Errorf("%s", got)
	}
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","set":{%s}}`, strings.Join(many, ",")), 400, "at most 100")
}

func TestTriggerRefused(t *testing.T) {
	h := scene(t, &receiver{})
	for said, want := range map[string]struct {
		status int
		piece  string
	}{
		`"event":"calls"`:                                             {400, "event: "},
		`"product":"greenvn"`:                                         {400, "event: required"},
		`"event":"call","product":"redvn"`:                            {400, "product: "},
		`"event":"call","profile":"auto"`:                             {400, "profile: "},
		`"event":"call","allocation":"none"`:                          {404, "has no allocation"},
		`"event":"call","tenants":"x"`:                                {400, `\"tenants\" is not known here`},
		`"event":"call-progress"`:                                     {409, "the classic generation tells of no call-progress of a greenvn"},
		`"event":"verification-failure","profile":"exobridge"`:        {409, "the exobridge generation tells of no verification-failure of a greenvn"},
		`"event":"call","unset":["` + strings.Repeat("x", 257) + `"]`: {400, "at most 256"},
	} {
		h.expect(h.post("callbacks/trigger", `{"tenant":"acme",%s}`, said), want.status, want.piece)
	}
	if n := len(h.list("/__admin/callbacks").Items); n != 0 {
		t.Errorf("%d deliveries of refused triggers", n)
	}
}

// TestTriggerGoesWhereTheEventWould, unless it is told where; the bodies arrive as they were told.
func TestTriggerGoesWhereTheEventWould(t *testing.T) {
	r := &receiver{}
	h := scene(t, r)
	golden(t, "trigger", h.post("callbacks/trigger", `{"tenant":"acme","event":"call"}`))
	h.settle("acme")
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"deallocation"}`), 200, `"url":"inbox"`)
	h.expect(h.post("callbacks/trigger", `{"tenant":"fresh","event":"call","to":"https://receiver.example/x"}`), 200, `"url":"https://receiver.example/x"`)
	h.settle("acme")
	h.settle("fresh")
	if len(r.jobs) != 2 || r.jobs[0].URL != "http://127.0.0.1:3000/call" || r.jobs[1].URL != "https://receiver.example/x" {
		t.Errorf("%v", r.jobs)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/callbacks?tenant=fresh", ""), 200, `"state":"delivered"`)
}

// TestTriggerIsSeeded makes the same up after a reset, and something else each time.
func TestTriggerIsSeeded(t *testing.T) {
	h := scene(t, &receiver{})
	once := func() string {
		return h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":"inbox"}`).body
	}
	first, second := once(), once()
	h.post("reset", `{"tenant":"acme"}`)
	if first == second || once() != first || once() != second {
		t.Error("what is made up does not follow from the seed")
	}
}

// TestTriggerWithoutRender falls back on the world's own words, and says so when it has none.
func TestTriggerWithoutRender(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call"}`), 409, "no words for events")
	s := spec()
	s.Render = func(sim.Tenant, string, exchange.Event) sim.Notice {
		return sim.Notice{Event: "call", Body: []byte(`{"own":"words"}`)}
	}
	h = build(t, s, control.Options{})
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","set":{"more":1}}`), 200, `"body":{"own":"words","more":1}`)
	h = build(t, spec(), control.Options{Render: func(string, sim.Tenant, string, exchange.Event) (sim.Notice, error) {
		return sim.Notice{}, fmt.Errorf("no words at all")
	}})
	h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call"}`), 500, "no words at all")
}
