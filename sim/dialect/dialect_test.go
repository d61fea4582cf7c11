package dialect_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

func operations() []string {
	return []string{
		"createGreenvn", "readGreenvn", "deleteGreenvn", "updateGreenvnParties", "updateGreenvnNumber",
		"createGreenpin", "readGreenpin", "updateGreenpin", "deleteGreenpin", "updateGreenpins", "readSettings", "updateSettings",
	}
}

func TestReadAuto(t *testing.T) {
	const uuid = "6d2f0e9c-3b41-4c8a-9a57-0f1e2d3c4b5a"
	for _, c := range []struct {
		operation, id, body string
		want                dialect.Generation
	}{
		{"createGreenvn", "", `{"connection_id":"x"}`, dialect.Classic},
		{"createGreenvn", "", `{"caller_id_number":null}`, dialect.Exobridge},
		{"createGreenvn", "", `{"connection_id":"x","from":[]}`, dialect.Exobridge},
		{"createGreenpin", "", `{"to":[]}`, dialect.Exobridge},
		{"createGreenpin", "", `{"a":{"from":[]}}`, dialect.Classic},
		{"createGreenvn", "", ``, dialect.Classic},
		{"createGreenvn", "", `["from"]`, dialect.Classic},
		{"updateGreenpins", "", `[{}]`, dialect.Exobridge},
		{"updateGreenpins", "", `{"greenpins":[]}`, dialect.Classic},
		{"updateGreenpins", "", ``, dialect.Classic},
		{"readGreenvn", "gvn_1", ``, dialect.Exobridge},
		{"readGreenvn", uuid, ``, dialect.Classic},
		{"readGreenvn", "never-made", ``, dialect.Classic},
		{"deleteGreenpin", "gp_1", ``, dialect.Exobridge},
		{"updateGreenvnParties", uuid, `{"from":["+919900123456"]}`, dialect.Classic},
		{"updateGreenvnNumber", "gvn_1", `{"preferences":{}}`, dialect.Exobridge},
		{"readSettings", "", ``, dialect.Classic},
		{"updateSettings", "", `{"from":"x"}`, dialect.Classic},
	} {
		if got := dialect.Read(dialect.Auto, c.operation, c.id, decoded(t, c.body)); got != c.want {
			t.Errorf("%s %q %s: got %s, want %s", c.operation, c.id, c.body, got, c.want)
		}
	}
}

func TestReadFixed(t *testing.T) {
	for _, operation := range operations() {
		settings := strings.HasSuffix(operation, "Settings")
		for p, want := range map[dialect.Profile]dialect.Generation{
			dialect.Classic: dialect.Classic, dialect.Current: dialect.Current, dialect.Exobridge: dialect.Exobridge,
		} {
			if settings && p == dialect.Exobridge {
				want = dialect.Classic
			}
			if got := dialect.Read(p, operation, "gvn_1", map[string]any{"to": 1}); got != want {
				t.Errorf("%s %s: got %s, want %s", p, operation, got, want)
			}
		}
	}
}

func TestProfilesAndDocuments(t *testing.T) {
	for _, p := range []dialect.Profile{dialect.Auto, dialect.Classic, dialect.Current, dialect.Exobridge} {
		if got, err := dialect.ParseProfile(string(p)); got != p || err != nil {
			t.Errorf("%s: got %s, %v", p, got, err)
		}
	}
	if _, err := dialect.ParseProfile("modern"); err == nil || !strings.Contains(err.Error(), `"modern" is not one of auto, classic`) {
		t.Errorf("an unknown profile: %v", err)
	}
	for _, g := range generations() {
		d := dialect.New(g, dialect.Quirks{}, "IST")
		want := "leadassist"
		if g == dialect.Exobridge {
			want = "exobridge"
		}
		if d.Document() != want || d.Generation() != g {
			t.Errorf("%s: document %s, generation %s", g, d.Document(), d.Generation())
		}
	}
}

func TestParseQuirks(t *testing.T) {
	got, err := dialect.ParseQuirks(map[string]string{
		"error_body": "object", "unauthorized_status": "402", "deleted_status": "400", "number_key": "both",
		"event_times": "sql", "event_durations": "number", "greenpin_deallocation_state": "active",
	})
	want := dialect.Quirks{
		ErrorBody: "object", UnauthorizedStatus: 402, DeletedStatus: 400, NumberKey: "both",
		EventTimes: "sql", EventDurations: "number", GreenpinDeallocationState: "active",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for _, c := range []struct{ name, value, want string }{
		{"colour", "red", `quirk "colour" is not one of deleted_status, error_body, event_durations, event_times, ` +
			`greenpin_deallocation_state, number_key, unauthorized_status`},
		{"unauthorized_status", "403", `quirk unauthorized_status: "403" is not one of 401, 402`},
		{"number_key", "", `quirk number_key: "" is not one of green_vn, greenvn, both`},
	} {
		if _, err := dialect.ParseQuirks(map[string]string{c.name: c.value}); err == nil || err.Error() != c.want {
			t.Errorf("got %v\nwant %s", err, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"600s": 10 * time.Minute, "10m": 10 * time.Minute, "24h": 24 * time.Hour, "170d": 170 * 24 * time.Hour,
		"0s": 0, "007s": 7 * time.Second, "-1": dialect.Never,
		"106751d": 106751 * 24 * time.Hour, "106752d": 9223372036 * time.Second,
		"99999999999999999999999s": 9223372036 * time.Second,
	} {
		if got, err := dialect.ParsePeriod(s); got != want || err != nil {
			t.Errorf("%s: got %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "s", "10", "1w", "1.5h", "+1s", "-1s", "-2", " 1s", "1s ", "1S", "١s", strings.Repeat("x", 300)} {
		if got, err := dialect.ParsePeriod(s); err == nil || len(err.Error()) > 200 {
			t.Errorf("%q: got %v, %v", s, got, err)
		}
	}
	for p, want := range map[time.Duration]string{
		14688000 * time.Second: "170d", 25 * time.Hour: "25h", 90 * time.Minute: "90m", 61 * time.Second: "61s",
		0: "0s", time.Millisecond: "0s", dialect.Never: "-1", -time.Hour: "-1",
	} {
		if got := dialect.FormatPeriod(p); got != want {
			t.Errorf("%v: got %s, want %s", p, got, want)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"600s", "-1", "170d", "18446744073709551616m", "1\x00s", "0h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := dialect.ParsePeriod(s)
		if err != nil {
			return
		}
		again, err := dialect.ParsePeriod(dialect.FormatPeriod(p))
		if err != nil || again != p || (p < 0 && s != "-1") {
			t.Errorf("%q is %v, written %q, read again %v, %v", s, p, dialect.FormatPeriod(p), again, err)
		}
	})
}

// FuzzDecode: whatever JSON arrives, every operation of every generation gives a command or a refusal, and the refusal
// can be put into words.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`null`, `[]`, `{}`, `7`, `"x"`, "{" + allocate + `,"aparty_pins":[1,"2",null,1e308,-0.5]}`,
		`{"a":{"numbers":[null],"vns":{}},"b":7,"deallocation_policy":{"duration":"99999999999999999999d"}}`,
		`[{"greenpin_id":7},{"greenpin_id":"gp_1","duration":1e300}]`, `{"greenpins":[null,[],{"a":[]}]}`,
		`{"preferences":{"pin_code":-1,"type":[]},"strictness":{"a":[]}}`, `{"max_deallocation_time":"-1","tags":[[[]]]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var body any
		if json.Unmarshal([]byte(s), &body) != nil {
			return
		}
		for _, g := range generations() {
			d := dialect.New(g, dialect.Quirks{}, "IST")
			for _, operation := range operations() {
				dialect.Read(dialect.Auto, operation, s, body)
				c, err := d.Decode(operation, s, body)
				if (c == nil) == (err == nil) {
					t.Fatalf("%s %s: %v and %v", g, operation, c, err)
				}
				if err == nil {
					continue
				}
				r, ok := errors.AsType[exchange.Refusal](err)
				if !ok || r.Reason == exchange.Internal || r.Detail == "" {
					t.Fatalf("%s %s: %#v", g, operation, err)
				}
				if _, err := json.Marshal(d.Refuse(exchange.GreenVN, r).Body); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
