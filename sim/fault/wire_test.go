package fault_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadassist-sim/sim/fault"
)

// alike compares rules: regular expressions by their text.
func alike() cmp.Option {
	return cmp.Comparer(func(a, b *regexp.Regexp) bool {
		return (a == nil) == (b == nil) && (a == nil || a.String() == b.String())
	})
}

// parse reads a rule that must be right.
func parse(t testing.TB, text string) fault.Rule {
	t.Helper()
	r, wrong := fault.Parse([]byte(text))
	if len(wrong) > 0 {
		t.Fatalf("%s\n%v", text, wrong)
	}
	return r
}

func TestParse(t *testing.T) {
	at := time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]fault.Rule{
		`{"effect":"pass"}`: {Sequence: []fault.Effect{{Pass: true}}},
		`{"name":"n","tenant":"acme","operation":"createGreenvn","match":{"usage":"twoway","pin":7305,"strictness":true,
		  "connection_id":{"regex":"^order-"}},"from":3,"every":2,"times":5,"after":"10m","until":"2d","probability":0.3,
		  "when":"after","effect":{"code":18,"status":500}}`: {
			Name: "n", Tenant: "acme", Operation: "createGreenvn", From: 3, Every: 2, Times: 5, Probability: 0.3, Late: true,
			Match: map[string]fault.Pattern{
				"usage": {Value: "twoway"}, "pin": {Value: "7305"}, "strictness": {Value: "true"},
				"connection_id": {Regexp: regexp.MustCompile("^order-")},
			},
			After: fault.Moment{After: 10 * time.Minute}, Until: fault.Moment{After: 48 * time.Hour},
			Sequence: []fault.Effect{{Code: new(18), Status: 500}},
		},
		`{"after":"2026-01-31T15:30:00+05:30","when":"before","sequence":[{"status":503},"pass",{"body":"","content_type":"text/html"}],"repeat":true}`: {
			After: fault.Moment{At: at}, Repeat: true,
			Sequence: []fault.Effect{{Status: 503}, {Pass: true}, {Body: new(""), MediaType: "text/html"}},
		},
		`{"event":"call","effect":{"delay":{"uniform":{"min":"1s","max":"2s"}},"duplicate":2}}`: {
			Event: "call", Sequence: []fault.Effect{{Delay: fault.Delay{Min: time.Second, Max: 2 * time.Second}, Duplicate: 2}},
		},
		`{"effect":{"delay":{"lognormal":{"median":"200ms","sigma":0.5}}}}`: {
			Sequence: []fault.Effect{{Delay: fault.Delay{Median: 200 * time.Millisecond, Sigma: 0.5}}},
		},
		// A sequence of one strikes once, as one of two strikes twice.
		`{"sequence":[{"status":503}]}`:               {Times: 1, Sequence: []fault.Effect{{Status: 503}}},
		`{"sequence":[{"status":503}],"repeat":true}`: {Sequence: []fault.Effect{{Status: 503}}},
	} {
		if diff := cmp.Diff(want, parse(t, text), alike()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                          `: is not JSON`,
		`{"name":"a","name":"b"}`:    `: is not JSON`,
		`[]`:                         `: must be an object, not a list`,
		`{}`:                         `effect: what the rule does is missing`,
		`{"efect":"pass"}`:           `efect: unknown key; did you mean effect?`,
		`{"effect":"pas"}`:           `effect: must be pass or an object, not "pas"`,
		`{"effect":7}`:               `effect: must be pass or an object, not a number`,
		`{"effect":{"cod":18}}`:      `effect.cod: unknown key; did you mean code?`,
		`{"effect":{"code":"18"}}`:   `effect.code: must be a whole number, not a text`,
		`{"effect":{"code":1.5}}`:    `effect.code: must be a whole number, not 1.5`,
		`{"effect":{"status":0}}`:    `effect.status: must be a whole number from 1, not 0`,
		`{"effect":{"hang":"0s"}}`:   `effect.hang: must be above 0`,
		`{"effect":{"hang":"-2s"}}`:  `effect.hang: "-2s" is not a span`,
		`{"effect":{"hang":2}}`:      `effect.hang: must be a span such as 2s, not 2`,
		`{"effect":{"reset":"yes"}}`: `effect.reset: must be true or false, not a text`,
		`{"effect":{"body":{}}}`:     `effect.body: must be a text, not an object`,
		`{"effect":{"delay":{}}}`:    `effect.delay: must be a span, {uniform: …} or {lognormal: …}`,
		`{"effect":{"delay":{"uniform":{"min":"1s"}}}}`:                                 `effect.delay.uniform.max: is missing`,
		`{"effect":{"delay":{"uniform":{"max":"1s","mix":"1s"}}}}`:                      `effect.delay.uniform.mix: unknown key; did you mean`,
		`{"effect":{"delay":{"lognormal":{"median":"1s"}}}}`:                            `effect.delay.lognormal.sigma: is missing`,
		`{"effect":{"delay":{"lognormal":{"median":"1s","sigma":0}}}}`:                  `effect.delay.lognormal.sigma: must be a number above 0, not 0`,
		`{"effect":"pass","sequence":["pass"]}`:                                         `effect: say either effect or sequence`,
		`{"sequence":[]}`:                                                               `sequence: is empty`,
		`{"sequence":"pass"}`:                                                           `sequence: must be a list, not a text`,
		`{"sequence":["pass",null]}`:                                                    `sequence[1]: must be pass or an object, not null`,
		`{"sequence":[{"status":503}],"times":2}`:                                       `times: is beyond the sequence`,
		`{"effect":"pass","from":0}`:                                                    `from: must be a whole number from 1, not 0`,
		`{"effect":"pass","times":-1}`:                                                  `times: must be a whole number from 1, not -1`,
		`{"effect":"pass","every":1e99}`:                                                `every: must be a whole number from 1, not 1e99`,
		`{"effect":"pass","probability":0}`:                                             `probability: must be a number above 0, not 0`,
		`{"effect":"pass","probability":"1"}`:                                           `probability: must be a number above 0, not a text`,
		`{"effect":"pass","after":"soon"}`:                                              `after: must be a span such as 10m or 2d`,
		`{"effect":"pass","when":"later"}`:                                              `when: must be before or after`,
		`{"effect":"pass","name":null}`:                                                 `name: must be a text, not null`,
		`{"effect":"pass","match":[]}`:                                                  `match: must be an object, not a list`,
		`{"effect":"pass","match":{"a":["b"]}}`:                                         `match.a: must be a value or {regex: …}, not a list`,
		`{"effect":"pass","match":{"a":{}}}`:                                            `match.a: must be a value or {regex: …}`,
		`{"effect":"pass","match":{"a":{"regx":""}}}`:                                   `match.a.regx: unknown key; did you mean regex?`,
		`{"effect":"pass","match":{"a.b":{"regex":"("}}}`:                               `match["a.b"].regex: is no regular expression (RE2): missing closing )`,
		`{"effect":"pass","match":{"a":{"regex":"` + strings.Repeat("a", 1025) + `"}}}`: `match.a.regex: has 1025 bytes; at most 1024`,
	} {
		_, wrong := fault.Parse([]byte(text))
		if !strings.Contains(wrong.Error(), strings.TrimPrefix(want, ": ")) || wrong[0].Path == "" != strings.HasPrefix(want, ": ") {
			t.Errorf("%s\n got %v\nwant %s", text, wrong, want)
		}
	}
}

func TestParseScript(t *testing.T) {
	s, wrong := fault.ParseScript([]byte(`{"scenarios":[{"name":"flaky","summary":"s","survive":"r","rules":[{"effect":"pass"}]}],
		"activate":"flaky","rules":[{"effect":{"reset":true}}]}`))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	want := fault.Script{
		Scenarios: []fault.Scenario{{
			Name: "flaky", Summary: "s", Survive: "r",
			Rules: []fault.Rule{{Scenario: "flaky", Sequence: []fault.Effect{{Pass: true}}}},
		}},
		Activate: "flaky", Rules: []fault.Rule{{Sequence: []fault.Effect{{Reset: true}}}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, wrong = fault.ParseScript([]byte(`{"scenario":[],"rules":[{"effect":"pass"},{"efect":1}],"scenarios":[{"rules":[{"form":1,"effect":"pass"}]}]}`))
	for i, path := range []string{"scenarios[0].rules[0].form", "rules[1].effect", "rules[1].efect", "scenario"} {
		if i >= len(wrong) || wrong[i].Path != path {
			t.Errorf("problem %d is not at %s: %v", i, path, wrong)
		}
	}
}

// TestProblemsAreBounded sends a script in which everything is wrong.
func TestProblemsAreBounded(t *testing.T) {
	_, wrong := fault.ParseScript([]byte(`{"rules":[` + strings.Repeat(`{"a":1,"b":2},`, 900) + `{}]}`))
	if len(wrong) != 100 {
		t.Errorf("%d problems", len(wrong))
	}
	_, wrong = fault.ParseScript([]byte(`{"rules":[` + strings.Repeat(`{},`, 1000) + `{}]}`))
	if len(wrong) != 1 || !strings.Contains(wrong.Error(), "rules: has 1001 items; at most 1000 are allowed") {
		t.Errorf("%v", wrong)
	}
}

func TestSpans(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"2d": 48 * time.Hour, "1h30m": 90 * time.Minute, "250ms": 250 * time.Millisecond, "1.5s": 1500 * time.Millisecond,
		"1d12h": 36 * time.Hour, "0s": 0, "1.5d": 36 * time.Hour, "12h1d": 36 * time.Hour, "1.001s": 1001 * time.Millisecond, ".5s": 500 * time.Millisecond, "2µs": 2000,
		"5m5m": 10 * time.Minute, "10m": 10 * time.Minute, "1h": time.Hour,
	} {
		if got, err := fault.ParseSpan(text); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "2", "-2s", "+2s", "1d-2h", "2x", "1e3s", "999999999d", "106751d24h", "1.5.5s", "1.5", ".s", "0", "106751d106751d", "s", "292y", "1 s"} {
		if got, err := fault.ParseSpan(text); err == nil {
			t.Errorf("%q is taken as %v", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Min(0).Draw(t, "span"))
		text := fault.FormatSpan(d)
		if got, err := fault.ParseSpan(text); err != nil || got != d {
			t.Fatalf("%d is written %s and read as %d, %v", d, text, got, err)
		}
	})
}

// TestRoundTrip writes rules of every kind and reads them again.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRule(t)
		if wrong := r.Check(fault.Vocabulary{}); len(wrong) > 0 {
			t.Fatalf("%+v\n%v", r, wrong)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, wrong := fault.Parse(text)
		if len(wrong) > 0 {
			t.Fatalf("%s\n%v", text, wrong)
		}
		if diff := cmp.Diff(r, again, alike()); diff != "" {
			t.Fatalf("%s (-written +read):\n%s", text, diff)
		}
		script, _ := json.Marshal(map[string]any{"scenarios": []fault.Scenario{{Name: "one", Rules: []fault.Rule{r}}}})
		read, wrong := fault.ParseScript(script)
		if len(wrong) > 0 || len(read.Scenarios) != 1 || len(read.Scenarios[0].Rules) != 1 {
			t.Fatalf("%s\n%v", script, wrong)
		}
	})
}

// drawRule makes a rule that is right.
func drawRule(t *rapid.T) fault.Rule {
	count := rapid.IntRange(0, 5)
	r := fault.Rule{
		Name: rapid.StringMatching(`[a-zé ]{0,9}`).Draw(t, "name"), Tenant: rapid.SampledFrom([]string{"", "acme"}).Draw(t, "tenant"),
		From: count.Draw(t, "from"), Every: count.Draw(t, "every"), Times: rapid.IntRange(0, 2).Draw(t, "times"),
		Probability: rapid.SampledFrom([]float64{0, 0.25, 1}).Draw(t, "probability"),
		After:       drawMoment(t), Repeat: false,
	}
	kind := rapid.IntRange(0, 2).Draw(t, "kind")
	if kind == 1 {
		r.Operation = "createGreenvn"
	}
	effect := drawAnswer
	if kind == 2 {
		r.Event, effect = "call", drawDelivery
	}
	if n := rapid.IntRange(0, 3).Draw(t, "fields"); n > 0 {
		r.Match = map[string]fault.Pattern{}
		for _, field := range []string{"usage", "preferences.region", "id"}[:n] {
			r.Match[field] = fault.Pattern{Value: rapid.String().Draw(t, "value")}
		}
		r.Match["usage"] = fault.Pattern{Regexp: regexp.MustCompile(rapid.SampledFrom([]string{"^order-", "", `\d+$`}).Draw(t, "regex"))}
	}
	r.Sequence = rapid.SliceOfN(rapid.Custom(effect), 1, 4).Draw(t, "sequence")
	if len(r.Sequence) > 1 {
		r.Repeat = rapid.Bool().Draw(t, "repeat")
	}
	r.Late = kind != 2 && !r.Sequence[0].Pass && rapid.Bool().Draw(t, "late")
	return r
}

func drawMoment(t *rapid.T) fault.Moment {
	if rapid.Bool().Draw(t, "an instant") {
		return fault.Moment{At: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()}
	}
	return fault.Moment{After: time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "after"))}
}

func drawAnswer(t *rapid.T) fault.Effect {
	return rapid.SampledFrom([]fault.Effect{
		{Pass: true},
		{Code: new(0)},
		{Code: new(18), Status: 500, Delay: fault.Delay{Fixed: time.Second}},
		{Status: 502, Body: new("<html>"), MediaType: "text/html"},
		{Hang: time.Minute},
		{Reset: true},
		{Truncate: true},
		{Garble: true, MediaType: "application/json"},
		{MediaType: "text/plain"},
		{Delay: fault.Delay{Max: time.Minute}},
		{Delay: fault.Delay{Min: time.Second, Max: time.Minute}},
		{Delay: fault.Delay{Median: time.Second, Sigma: 0.5}},
		{Delay: fault.Delay{Median: time.Second, Sigma: 2, Min: time.Millisecond, Max: time.Minute}},
	}).Draw(t, "answer")
}

func drawDelivery(t *rapid.T) fault.Effect {
	return rapid.SampledFrom([]fault.Effect{
		{Pass: true},
		{Drop: true},
		{Duplicate: 2},
		{Reorder: true, Hold: time.Minute, Duplicate: 1},
		{AfterDelete: true},
		{Delay: fault.Delay{Fixed: 24 * time.Hour}},
	}).Draw(t, "delivery")
}

// FuzzParse shows that nothing read breaks anything, and that what is right is written as it was read.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"effect":"pass"}`, `{"sequence":[{"status":503},"pass"],"repeat":true}`, `{"match":{"a":{"regex":"^b"}},"effect":{"code":18}}`,
		`{"after":"2d","until":"2026-01-31T10:00:00Z","effect":{"delay":{"lognormal":{"median":"1s","sigma":1}}}}`, `{`, `[[`, `null`,
		`{"match":{},"after":"0000-01-01T00:00:00+01:00","effect":{"code":0}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, wrong := fault.Parse(raw)
		if len(wrong)+len(r.Check(fault.Vocabulary{})) > 0 {
			return
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, wrong := fault.Parse(text)
		if len(wrong) > 0 {
			t.Fatalf("%s was read, but not %s: %v", raw, text, wrong)
		}
		if diff := cmp.Diff(r, again, alike()); diff != "" {
			t.Fatalf("%s (-first +again):\n%s", raw, diff)
		}
	})
}

// FuzzParseScript shows that nothing read breaks anything.
func FuzzParseScript(f *testing.F) {
	f.Add([]byte(`{"scenarios":[{"name":"a","rules":[{"effect":"pass"}]}],"activate":"a","rules":[]}`))
	f.Add([]byte(`{"rules":{}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, wrong := fault.ParseScript(raw)
		if len(wrong) > 100 {
			t.Fatalf("%d problems", len(wrong))
		}
		if len(wrong)+len(s.Check(fault.Vocabulary{}, nil)) > 0 {
			return
		}
		for _, one := range s.Scenarios {
			if _, err := json.Marshal(one); err != nil {
				t.Fatal(err)
			}
		}
	})
}
