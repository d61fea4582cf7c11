package dialect_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is one answer as it stands in a golden file.
type golden struct {
	Case   string `json:"case"`
	Status int    `json:"status"`
	Body   any    `json:"body"`
}

func reply(name string, r dialect.Reply) golden { return golden{name, r.Status, r.Body} }

func compare(t *testing.T, name string, answers []golden) {
	t.Helper()
	match(t, name, answers)
}

// match holds what was said against testdata/name, byte by byte, so that the order of keys counts.
func match(t *testing.T, name string, answers any) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(answers); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func generations() []dialect.Generation {
	return []dialect.Generation{dialect.Classic, dialect.Current, dialect.Exobridge}
}

// noon is 10:30 in India.
func noon() time.Time { return time.Date(2026, 7, 5, 5, 0, 0, 0, time.UTC) }

func greenvn() exchange.Allocation {
	return exchange.Allocation{
		ID: "6d2f0e9c-3b41-4c8a-9a57-0f1e2d3c4b5a", Kind: exchange.GreenVN, Reference: "order-1042",
		A:     exchange.Party{Numbers: []string{"+919876543210", "+919876543211"}},
		B:     exchange.Party{Numbers: []string{"+919812345678"}},
		Usage: exchange.Twoway, State: exchange.Active, Number: "+918012345678",
		Created: noon(), Expires: noon().Add(24 * time.Hour),
	}
}

func withPins(a exchange.Allocation) exchange.Allocation {
	a.A.Pins, a.B.Pins = []string{"12340", "7"}, []string{"9876543210"}
	return a
}

func withFlow(a exchange.Allocation) exchange.Allocation {
	a.FlowID = "flow-2"
	return a
}

func ended(a exchange.Allocation, s exchange.State) exchange.Allocation {
	a.State, a.Ended = s, noon().Add(time.Hour)
	return a
}

func exobridge(a exchange.Allocation) exchange.Allocation {
	a.ID, a.Reference, a.Record, a.CustomField, a.CallCount = "gvn_5c0ffee1", "", true, "order_id=7&x=<y>", 3
	return a
}

func updated(a exchange.Allocation) exchange.Allocation {
	a.Updated = noon().Add(90 * time.Second)
	return a
}

func endless(a exchange.Allocation) exchange.Allocation {
	a.Expires = time.Time{}
	return a
}

func greenpin() exchange.Allocation {
	return exchange.Allocation{
		ID: "0b5a2f0e-7a43-4d0f-9c53-3a1a5d1c9e77", Kind: exchange.GreenPin, Reference: "order-2001",
		A:     exchange.Party{Numbers: []string{"+919876543210"}, Pins: []string{"0713"}, VNs: []string{"+918012345678"}},
		B:     exchange.Party{Pins: []string{"884"}, VNs: []string{"+918012345678", "+918012345679"}},
		Usage: exchange.Twoway, State: exchange.Active, Created: noon(), Expires: noon().Add(time.Hour),
	}
}

func exobridgePin() exchange.Allocation {
	return exchange.Allocation{
		ID: "gp_abad1dea", Kind: exchange.GreenPin, Number: "+918012345678",
		A:     exchange.Party{Numbers: []string{"+919876543210"}},
		B:     exchange.Party{Pins: []string{"4821"}},
		Usage: exchange.Twoway, State: exchange.Active, CallCount: 2, CustomField: "order_id=9", Record: true,
		Created: noon(), Expires: noon().Add(time.Hour),
	}
}

func settings() exchange.Settings {
	return exchange.Settings{
		MaxPeriod: 170 * 24 * time.Hour, CoolOff: 90 * time.Second, Timezone: "IST", DefaultFlow: "flow-1", APinLength: 4, BPinLength: 6,
		Endpoints: map[string]string{"deallocation_callback_event_endpoint": "http://127.0.0.1:9000/end", "spare_endpoint": "http://127.0.0.1:9000/x"},
		Other:     map[string]any{"country": "IN", "tags": []any{"a", 1.0}, "timezone": "shadowed"},
	}
}

func items() []exchange.Item {
	return []exchange.Item{
		{ID: "gp_1"},
		{ID: "gp_2", Err: exchange.Refusal{Reason: exchange.NotFound, Detail: "gp_2 was never made"}},
		{ID: "", Err: exchange.Refusal{Reason: exchange.AlreadyDeleted}},
		{ID: "gp_4", Err: os.ErrClosed},
	}
}

// answer is one success to be put into words.
type answer struct {
	name, operation string
	outcome         exchange.Outcome
}

func of(name, operation string, a exchange.Allocation) answer {
	return answer{name, operation, exchange.Outcome{Allocation: a}}
}

func classicAnswers() []answer {
	return []answer{
		of("created", "createGreenvn", greenvn()),
		of("created with pins and flow", "createGreenvn", withFlow(withPins(greenvn()))),
		of("read", "readGreenvn", greenvn()),
		of("read, expired", "readGreenvn", ended(greenvn(), exchange.Expired)),
		of("deleted", "deleteGreenvn", ended(greenvn(), exchange.Deleted)),
		of("parties updated", "updateGreenvnParties", updated(withPins(greenvn()))),
		of("number updated", "updateGreenvnNumber", updated(greenvn())),
		of("of another generation", "readGreenvn", exchange.Allocation{ID: "gvn_1", Number: "+918012345678", State: exchange.Active}),
		of("pin created", "createGreenpin", greenpin()),
		of("pin read, endless", "readGreenpin", endless(greenpin())),
		of("pin read, expired", "readGreenpin", ended(greenpin(), exchange.Expired)),
		of("pin updated", "updateGreenpin", updated(greenpin())),
		of("pin deleted", "deleteGreenpin", ended(greenpin(), exchange.Deleted)),
		of("pin of another generation", "readGreenpin", exchange.Allocation{ID: "gp_1", State: exchange.Active}),
		{"pins updated", "updateGreenpins", exchange.Outcome{Items: items()}},
		{"settings read", "readSettings", exchange.Outcome{Settings: settings()}},
		{"settings updated, never", "updateSettings", exchange.Outcome{Settings: exchange.Settings{MaxPeriod: dialect.Never, Timezone: "UTC"}}},
		of("unknown operation", "readCall", greenvn()),
	}
}

func exobridgeAnswers() []answer {
	gvn := exobridge(greenvn())
	return []answer{
		of("created", "createGreenvn", gvn),
		of("created, bare", "createGreenvn", exchange.Allocation{ID: "gvn_1", State: exchange.Active}),
		of("read", "readGreenvn", gvn),
		of("read, endless", "readGreenvn", endless(gvn)),
		of("read, expired", "readGreenvn", ended(gvn, exchange.Expired)),
		of("deleted", "deleteGreenvn", ended(gvn, exchange.Deleted)),
		of("parties updated", "updateGreenvnParties", updated(gvn)),
		of("number updated", "updateGreenvnNumber", updated(gvn)),
		of("pin created", "createGreenpin", exobridgePin()),
		of("pin read", "readGreenpin", exobridgePin()),
		of("pin read, expired", "readGreenpin", ended(exobridgePin(), exchange.Expired)),
		of("pin read, deleted", "readGreenpin", ended(exobridgePin(), exchange.Deleted)),
		of("pin read, of no state", "readGreenpin", exchange.Allocation{ID: "gp_1"}),
		of("pin updated", "updateGreenpin", updated(exobridgePin())),
		of("pin deleted", "deleteGreenpin", ended(exobridgePin(), exchange.Deleted)),
		{"pins updated", "updateGreenpins", exchange.Outcome{Items: items()}},
		{"settings read", "readSettings", exchange.Outcome{Settings: settings()}},
		of("unknown operation", "readCall", gvn),
	}
}

func TestEverySuccessWhole(t *testing.T) {
	for _, g := range generations() {
		answers := classicAnswers()
		if g == dialect.Exobridge {
			answers = exobridgeAnswers()
		}
		d := dialect.New(g, dialect.Quirks{}, "IST")
		var all []golden
		for _, a := range answers {
			all = append(all, reply(a.name, d.Encode(a.operation, a.outcome)))
		}
		compare(t, "success_"+string(g)+".json", all)
	}
}

func TestTimesFollowTheZoneExceptInExobridge(t *testing.T) {
	classic := dialect.New(dialect.Classic, dialect.Quirks{}, "UTC").Encode("readGreenpin", exchange.Outcome{Allocation: greenpin()})
	exo := dialect.New(dialect.Exobridge, dialect.Quirks{}, "UTC").Encode("readGreenpin", exchange.Outcome{Allocation: exobridgePin()})
	compare(t, "zones_utc.json", []golden{reply("classic", classic), reply("exobridge", exo)})
}

func TestQuirksOfSuccess(t *testing.T) {
	var all []golden
	for _, g := range generations() {
		for _, key := range []string{"green_vn", "greenvn", "both"} {
			d := dialect.New(g, dialect.Quirks{NumberKey: key}, "IST")
			all = append(all, reply(string(g)+" "+key, d.Encode("createGreenvn", exchange.Outcome{Allocation: greenvn()})))
		}
	}
	compare(t, "quirks_number_key.json", all)
}

func TestAPinThatIsNoIntegerStaysAString(t *testing.T) {
	a := greenvn()
	a.A.Pins = []string{"", "007", "1234567890123456", "999999999999999"}
	d := dialect.New(dialect.Classic, dialect.Quirks{}, "IST")
	compare(t, "pins_odd.json", []golden{reply("odd pins", d.Encode("readGreenvn", exchange.Outcome{Allocation: a}))})
}
