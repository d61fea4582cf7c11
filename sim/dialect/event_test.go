package dialect_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// tell puts scenes into words and holds each against the document.
func tell(t *testing.T, d dialect.Dialect, docs map[string]*openapi.Document, scenes []scene) []told {
	t.Helper()
	var all []told
	for _, s := range scenes {
		n := d.Event(s.event, s.tell)
		o, ok := docs[d.Document()].Operation(n.Operation)
		if !ok {
			t.Fatalf("%s: no operation %q", s.name, n.Operation)
		}
		for _, v := range o.CheckEvent(n.Name, unmarshalled(t, n.Body)) {
			t.Errorf("%s: %s: %s", d.Generation(), s.name, v.Reason)
		}
		all = append(all, told{s.name, n.Name, n.Operation, n.Endpoint, n.Body})
	}
	return all
}

func TestEveryEventWhole(t *testing.T) {
	docs := documents(t)
	for _, g := range generations() {
		all := tell(t, dialect.New(g, dialect.Quirks{}, "IST"), docs, scenesOf(g))
		match(t, "events_"+string(g)+".json", all)
	}
}

func TestQuirksOfEvents(t *testing.T) {
	docs := documents(t)
	for _, c := range []struct{ quirk, value, zone string }{
		{"", "", "UTC"},
		{"event_times", "sql", "IST"},
		{"event_times", "sql", "UTC"},
		{"event_times", "rfc3339", "IST"},
		{"event_times", "rfc3339", "UTC"},
		{"event_durations", "string", "IST"},
		{"event_durations", "number", "IST"},
		{"greenpin_deallocation_state", "active", "IST"},
	} {
		switches := map[string]string{}
		if c.quirk != "" {
			switches[c.quirk] = c.value
		}
		q, err := dialect.ParseQuirks(switches)
		if err != nil {
			t.Fatal(err)
		}
		var all []told
		for _, g := range generations() {
			for _, one := range tell(t, dialect.New(g, q, c.zone), docs, scenesOf(g)) {
				short := strings.Contains(one.Case, "call completed") && !strings.Contains(one.Case, "recorded")
				if short || strings.Contains(one.Case, "verified") || strings.HasSuffix(one.Case, " ended") {
					one.Case = string(g) + " " + one.Case
					all = append(all, one)
				}
			}
		}
		name := strings.Join(strings.FieldsFunc("events_quirk "+c.quirk+" "+c.value+" "+c.zone, func(r rune) bool { return r == ' ' }), "_")
		match(t, strings.ToLower(name)+".json", all)
	}
}

func TestQuirksThatAreTheDefaults(t *testing.T) {
	docs := documents(t)
	for _, g := range generations() {
		plain := tell(t, dialect.New(g, dialect.Quirks{}, "IST"), docs, scenesOf(g))
		asked := dialect.New(g, dialect.Quirks{EventDurations: "sample", GreenpinDeallocationState: "vault"}, "IST")
		if diff := cmp.Diff(unmarshalled(t, plain), unmarshalled(t, tell(t, asked, docs, scenesOf(g)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", g, diff)
		}
	}
}

// The keys of the vendor's samples in their order, or of a table where there is no sample (docs 000 and 001).
func TestKeysAreThoseOfTheSamples(t *testing.T) {
	const (
		vnCall = "start_time direction source dial_call_duration connection_id dial_call_status greenvn recording_url " +
			"on_call_duration greenvn_id call_type call_sid to current_time from"
		vnInsights = "start_time insights direction source dial_call_duration connection_id dial_call_status greenvn " +
			"on_call_duration recording_url greenvn_id call_type call_sid to current_time from"
		vnEnd      = "connection_id aparty_numbers bparty_numbers aparty_pins bparty_pins usage state greenvn greenvn_id"
		vnVerified = "connection_id greenvn greenvn_id caller pin"
		vnNot      = "call_sid greenvn start_time caller pin"
		pinCall    = "transaction_id call_sid vn greenpin_id from to call_type start_time current_time dial_call_duration " +
			"on_call_duration direction recording_url dial_call_status source"
		pinEnd = "transaction_id aparty_numbers bparty_numbers aparty_vns bparty_vns aparty_pins bparty_pins usage " +
			"greenpin_id state"
		pinVerified = "caller greenpin_id vn transaction_id pin call_sid"
		pinNot      = "start_time caller vn call_sid pin"
	)
	samples := map[string]string{
		"createGreenvn call": vnCall, "createGreenvn callWithInsights": vnInsights, "createGreenvn deallocation": vnEnd,
		"createGreenvn verificationSuccess": vnVerified, "createGreenvn verificationFailure": vnNot,
		"createGreenpin call": pinCall, "createGreenpin deallocation": pinEnd,
		"createGreenpin verificationSuccess": pinVerified, "createGreenpin verificationFailure": pinNot,
	}
	for _, g := range generations() {
		d := dialect.New(g, dialect.Quirks{}, "IST")
		for _, s := range scenesOf(g) {
			n := d.Event(s.event, s.tell)
			want := samples[n.Operation+" "+n.Name]
			if g == dialect.Exobridge {
				if s.event.Kind == exchange.CallProgress {
					continue
				}
				if s.tell.Insights && n.Operation == "createGreenvn" {
					want = vnInsights
				}
				want = strings.NewReplacer("connection_id", "custom_field", "transaction_id", "custom_field").Replace(want)
			}
			if diff := cmp.Diff(want, strings.Join(keys(t, n.Body), " ")); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", g, s.name, diff)
			}
		}
	}
	inner := strings.Join(keys(t, unmarshalled(t, dialect.New(dialect.Classic, dialect.Quirks{}, "").
		Event(scenesOf(dialect.Classic)[10].event, dialect.Telling{Insights: true}).Body).(map[string]any)["insights"]), " ")
	if inner != "DetailedStatus DisconnectedBy RingingDuration Status" { // sorted by being read back
		t.Errorf("insights have %s", inner)
	}
}

// Progress has the keys of the call event and a status; those of the running call are a part of them.
func TestProgressHasTheCallsKeys(t *testing.T) {
	d := dialect.New(dialect.Exobridge, dialect.Quirks{}, "IST")
	for _, a := range []exchange.Allocation{exobridge(greenvn()), exobridgePin()} {
		steps := about(a, exchange.Prefixed, progressScenes())
		full := keys(t, d.Event(about(a, exchange.Prefixed, callScenes())[0].event, dialect.Telling{}).Body)
		for i, s := range steps {
			var want []string
			for _, key := range full {
				late := strings.Contains(" call_type dial_call_duration on_call_duration dial_call_status recording_url ", " "+key+" ")
				if !late || i == len(steps)-1 {
					want = append(want, key)
				}
				if key == "call_sid" {
					want = append(want, "status")
				}
			}
			if diff := cmp.Diff(want, keys(t, d.Event(s.event, s.tell).Body)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", s.name, diff)
			}
		}
	}
}

func TestSpeaker(t *testing.T) {
	for _, c := range []struct {
		profile dialect.Profile
		ids     exchange.IDStyle
		want    dialect.Generation
	}{
		{dialect.Auto, exchange.UUID, dialect.Classic},
		{dialect.Auto, exchange.Prefixed, dialect.Exobridge},
		{"", exchange.Prefixed, dialect.Exobridge},
		{dialect.Classic, exchange.Prefixed, dialect.Classic},
		{dialect.Current, exchange.Prefixed, dialect.Current},
		{dialect.Exobridge, exchange.UUID, dialect.Exobridge},
	} {
		if got := dialect.Speaker(c.profile, exchange.Event{IDs: c.ids}); got != c.want {
			t.Errorf("%q %v: got %s, want %s", c.profile, c.ids, got, c.want)
		}
	}
}

// Every kind × generation × product is told exactly when the generation's document declares it, zero values included.
func TestEventsAreTotal(t *testing.T) {
	docs := documents(t)
	names := map[exchange.EventKind]string{
		exchange.CallEnded: "call", exchange.CallProgress: "callProgress", exchange.Deallocation: "deallocation",
		exchange.VerificationSuccess: "verificationSuccess", exchange.VerificationFailure: "verificationFailure",
	}
	for _, kind := range append(exchange.EventKinds(), "", "birthday") {
		for _, g := range generations() {
			for product, operation := range map[exchange.Kind]string{
				exchange.GreenVN: "createGreenvn", exchange.GreenPin: "createGreenpin", "": "createGreenvn",
			} {
				d := dialect.New(g, dialect.Quirks{}, "IST")
				n := d.Event(exchange.Event{Kind: kind, Product: product}, dialect.Telling{})
				o, _ := docs[d.Document()].Operation(operation)
				want := ""
				for _, declared := range o.Events() {
					if declared == names[kind] {
						want = declared
					}
				}
				if n.Name != want || (want == "") != (n == dialect.Notice{}) || want != "" && (n.Operation != operation || n.Endpoint == "") {
					t.Errorf("%s %q %q: got %+v, want %q", g, kind, product, n, want)
				}
				unmarshalled(t, n.Body)
			}
		}
	}
}

// TestAnyEvent: whatever an event holds, its body is JSON with an honest span of time; one made of what the exchange can
// say also passes the document.
func TestAnyEvent(t *testing.T) {
	docs := documents(t)
	rapid.Check(t, func(rt *rapid.T) {
		g := rapid.SampledFrom(generations()).Draw(rt, "generation")
		q := dialect.Quirks{
			EventTimes:     rapid.SampledFrom([]string{"", "sql", "rfc3339"}).Draw(rt, "times"),
			EventDurations: rapid.SampledFrom([]string{"", "sample", "string", "number"}).Draw(rt, "durations"),
		}
		d := dialect.New(g, q, rapid.SampledFrom([]string{"IST", "UTC", ""}).Draw(rt, "zone"))
		e := anyEvent(rt)
		n := d.Event(e, dialect.Telling{Tenant: rapid.String().Draw(rt, "tenant"), Insights: rapid.Bool().Draw(rt, "insights")})
		if n.Name == "" {
			return
		}
		body := unmarshalled(t, n.Body)
		o, _ := docs[d.Document()].Operation(n.Operation)
		for _, v := range o.CheckEvent(n.Name, body) {
			rt.Fatalf("%s: %s", n.Name, v.Reason)
		}
		if m := body.(map[string]any); m["dial_call_duration"] != nil {
			start, now := readTime(rt, m["start_time"]), readTime(rt, m["current_time"])
			dial, talk := readSeconds(m["dial_call_duration"]), readSeconds(m["on_call_duration"])
			if now.Sub(start) < dial || talk > dial || e.At.Add(time.Second).Before(now.Add(-6*time.Hour)) {
				rt.Fatalf("from %v to %v, dialled %v, talked %v", start, now, dial, talk)
			}
		}
	})
}

func readTime(rt *rapid.T, v any) time.Time {
	s, _ := v.(string)
	for _, layout := range []string{time.DateTime, time.RFC3339} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	rt.Fatalf("%v is no time", v)
	return time.Time{}
}

func readSeconds(v any) time.Duration {
	if s, ok := v.(string); ok {
		v, _ = strconv.ParseFloat(s, 64)
	}
	n, _ := v.(float64)
	return time.Duration(n) * time.Second
}

// anyEvent is one whose call took the course a call takes: each instant not before the last.
func anyEvent(rt *rapid.T) exchange.Event {
	at := noon()
	pass := func(name string) time.Time {
		at = at.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(rt, name)))
		return at
	}
	e := exchange.Event{
		Kind:     rapid.SampledFrom(exchange.EventKinds()).Draw(rt, "kind"),
		Product:  rapid.SampledFrom([]exchange.Kind{exchange.GreenVN, exchange.GreenPin}).Draw(rt, "product"),
		Progress: rapid.SampledFrom([]exchange.Progress{exchange.Initiated, exchange.Ringing, exchange.Answered, exchange.Completed}).Draw(rt, "progress"),
		Pin:      rapid.StringMatching(`[0-9]{1,10}`).Draw(rt, "pin"),
		Allocation: exchange.Allocation{
			ID: rapid.String().Draw(rt, "id"), Reference: rapid.String().Draw(rt, "reference"), Usage: exchange.Oneway,
			A: exchange.Party{Pins: rapid.SliceOf(rapid.StringMatching(`[0-9]{1,17}`)).Draw(rt, "pins")}, Number: virtual,
		},
	}
	c := exchange.Call{
		SID: callSID, From: caller, To: rapid.SampledFrom([]string{"", virtual}).Draw(rt, "to"), Started: pass("started"),
		CustomField: rapid.String().Draw(rt, "custom"), Recorded: rapid.Bool().Draw(rt, "recorded"),
		Type: rapid.SampledFrom([]exchange.CallType{
			exchange.TypeCompleted, exchange.TypeIncomplete, exchange.TypeClientHangup, exchange.TypeCallAttempt, exchange.TypeVoicemail,
		}).Draw(rt, "type"),
		DialStatus: rapid.SampledFrom([]exchange.LegStatus{
			"", exchange.LegCompleted, exchange.LegBusy, exchange.LegNoAnswer, exchange.LegFailed, exchange.LegCanceled,
		}).Draw(rt, "dial status"),
	}
	for range rapid.IntRange(0, 3).Draw(rt, "legs") {
		leg := exchange.Leg{To: "+919812345678", Started: pass("leg started")}
		if rapid.Bool().Draw(rt, "answered") {
			leg.Answered = pass("leg answered")
		}
		leg.Ended = pass("leg ended")
		c.Legs = append(c.Legs, leg)
	}
	c.Ended = pass("ended")
	e.At, e.Call = at, c
	return e
}

// FuzzEvent: no numbers make an event panic or its body anything but JSON.
func FuzzEvent(f *testing.F) {
	f.Add("call", "greenvn", "completed", int64(0), int64(0), int64(0), int64(0), int64(0))
	f.Add("call-progress", "greenpin", "", int64(-1<<62), int64(1<<62), int64(7), int64(-7), int64(1<<40))
	f.Fuzz(func(t *testing.T, kind, product, text string, started, rings, answered, legEnded, ended int64) {
		at := func(n int64) time.Time { return time.Unix(n, n%1e9) }
		c := exchange.Call{
			SID: text, From: text, To: text, Type: exchange.CallType(text), DialStatus: exchange.LegStatus(text), Pins: []string{text},
			Started: at(started), Ended: at(ended), Recorded: true, CustomField: text, DisconnectedBy: exchange.Hanger(text),
			Legs: []exchange.Leg{{To: text, Started: at(rings), Answered: at(answered), Ended: at(legEnded)}},
		}
		e := exchange.Event{Kind: exchange.EventKind(kind), At: at(ended), Product: exchange.Kind(product), Call: c, Pin: text}
		e.Allocation = exchange.Allocation{ID: text, A: exchange.Party{Pins: []string{text}, VNs: []string{text}}}
		for _, g := range generations() {
			n := dialect.New(g, dialect.Quirks{}, "IST").Event(e, dialect.Telling{Tenant: text, Insights: true})
			if _, err := json.Marshal(n.Body); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := json.Marshal(dialect.EncodeCall(c, text)); err != nil {
			t.Fatal(err)
		}
	})
}
