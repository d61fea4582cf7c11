package fault_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim/fault"
)

// words is a small vocabulary.
func words() fault.Vocabulary {
	return fault.Vocabulary{
		Tenant: func(sid string) error {
			if strings.Contains(sid, "/") {
				return errors.New("no such SID")
			}
			return nil
		},
		Operations: map[string][]string{
			"createGreenvn": {"connection_id", "preferences.region", "usage"}, "deleteGreenvn": {"id"}, "updateSettings": {"*"},
			"readSettings": nil,
		},
		Events: map[string][]string{"call": {"dial_call_status"}, "deallocation": {"greenvn_id"}},
		Codes:  []int{1, 3, 18},
	}
}

func TestCheckPasses(t *testing.T) {
	for _, text := range []string{
		`{"effect":"pass"}`,
		`{"operation":"createGreenvn","match":{"preferences.region":"KA"},"effect":{"code":18,"status":500,"content_type":"text/html"}}`,
		`{"operation":"updateSettings","match":{"any_key":"1"},"effect":{"status":503,"body":"<html>"}}`,
		`{"match":{"id":"gvn_1"},"when":"after","effect":{"reset":true}}`,
		`{"event":"call","match":{"dial_call_status":"busy"},"effect":{"reorder":true,"hold":"2h","duplicate":3}}`,
		`{"after":"10m","until":"2026-01-31T10:00:00Z","effect":{"delay":"10m"}}`,
		`{"times":3,"sequence":[{"status":503},"pass",{"truncate":true}]}`,
		`{"times":9,"repeat":true,"sequence":[{"status":503},"pass"]}`,
		`{"when":"after","sequence":["pass",{"status":503}]}`,
		`{"event":"deallocation","effect":{"delay":"30d"}}`,
	} {
		if wrong := parse(t, text).Check(words()); len(wrong) > 0 {
			t.Errorf("%s\n%v", text, wrong)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"operation":"createGreenvm","effect":"pass"}`:                                   `operation: "createGreenvm" is no operation; did you mean createGreenvn?`,
		`{"event":"cal","effect":{"drop":true}}`:                                          `event: "cal" is no event; did you mean call?`,
		`{"event":"nothing","effect":{"drop":true}}`:                                      `event: "nothing" is no event; known are call, deallocation`,
		`{"operation":"createGreenvn","match":{"conection_id":"a"},"effect":"pass"}`:      `match.conection_id: createGreenvn has no such field; did you mean connection_id?`,
		`{"operation":"createGreenvn","match":{"id":"a"},"effect":"pass"}`:                `match.id: createGreenvn has no such field; known are connection_id, preferences.region, usage`,
		`{"operation":"readSettings","match":{"usage":"a"},"effect":"pass"}`:              `match.usage: readSettings has no such field; there are none`,
		`{"event":"call","match":{"greenvn_id":"a"},"effect":{"drop":true}}`:              `match.greenvn_id: event call has no such field`,
		`{"operation":"createGreenvn","event":"call","effect":"pass"}`:                    `event: say either operation or event`,
		`{"effect":{"code":99}}`:                                                          `effect.code: 99 is none of the vendor's codes; known are 1, 3, 18`,
		`{"effect":{"status":199}}`:                                                       `effect.status: must be from 200 to 599`,
		`{"effect":{"status":600}}`:                                                       `effect.status: must be from 200 to 599`,
		`{"effect":{}}`:                                                                   `effect: says nothing; write pass`,
		`{"effect":{"reset":false}}`:                                                      `effect: says nothing; write pass`,
		`{"effect":{"code":18,"reset":true}}`:                                             `effect.reset: contradicts code`,
		`{"effect":{"hang":"1s","status":500}}`:                                           `effect.status: contradicts hang`,
		`{"effect":{"truncate":true,"garble":true}}`:                                      `effect.truncate: contradicts garble`,
		`{"effect":{"reset":true,"content_type":"a/b"}}`:                                  `effect.reset: contradicts content_type`,
		`{"sequence":["pass",{"code":18,"body":"x"}]}`:                                    `sequence[1].code: contradicts body`,
		`{"effect":{"drop":true}}`:                                                        `effect.drop: does not go with a request`,
		`{"event":"call","effect":{"code":18}}`:                                           `effect.code: does not go with an event`,
		`{"event":"call","when":"after","effect":{"drop":true}}`:                          `when: goes with an answer`,
		`{"when":"after","effect":"pass"}`:                                                `when: makes no difference`,
		`{"event":"call","effect":{"drop":true,"duplicate":1}}`:                           `effect.drop: stands alone`,
		`{"event":"call","effect":{"drop":true,"delay":"1s"}}`:                            `effect.drop: stands alone`,
		`{"event":"call","effect":{"reorder":true,"after_delete":true}}`:                  `effect.reorder: contradicts after_delete`,
		`{"event":"call","effect":{"reorder":true,"delay":"1s"}}`:                         `effect.delay: does not go with reorder`,
		`{"event":"call","effect":{"hold":"1h","duplicate":1}}`:                           `effect.hold: goes with reorder or after_delete`,
		`{"event":"call","effect":{"reorder":true,"hold":"367d"}}`:                        `effect.hold: must be above 0 and at most 366d`,
		`{"event":"call","effect":{"duplicate":101}}`:                                     `effect.duplicate: must be from 1 to 100`,
		`{"event":"call","effect":{"delay":"367d"}}`:                                      `effect.delay: must be at most 366d`,
		`{"effect":{"delay":"11m"}}`:                                                      `effect.delay: must be at most 10m`,
		`{"effect":{"hang":"11m"}}`:                                                       `effect.hang: must be above 0 and at most 10m`,
		`{"effect":{"delay":{"uniform":{"min":"2s","max":"1s"}}}}`:                        `effect.delay: min must not be above max`,
		`{"effect":{"delay":{"lognormal":{"median":"2s","sigma":1,"max":"1s"}}}}`:         `effect.delay: median must lie between min and max`,
		`{"effect":{"delay":{"lognormal":{"median":"2s","sigma":11}}}}`:                   `effect.delay: sigma goes with median`,
		`{"effect":{"content_type":"text/html\r\nSet-Cookie: a"}}`:                        `effect.content_type: must be at most 200 printable`,
		`{"effect":{"body":"` + strings.Repeat("a", 65537) + `"}}`:                        `effect.body: has 65537 bytes; at most 65536`,
		`{"from":1000001,"effect":"pass"}`:                                                `from: must be from 1 to 1000000`,
		`{"probability":1.5,"effect":"pass"}`:                                             `probability: must be above 0 and at most 1`,
		`{"times":3,"sequence":["pass",{"status":503}]}`:                                  `times: is beyond the sequence, which has 2 effects`,
		`{"repeat":true,"effect":{"status":503}}`:                                         `repeat: goes with a sequence`,
		`{"after":"10m","until":"10m","effect":"pass"}`:                                   `until: must be later than after, 10m`,
		`{"after":"2026-02-01T00:00:00Z","until":"2026-01-31T00:00:00Z","effect":"pass"}`: `until: must be later than after, 2026-02-01T00:00:00Z`,
		`{"name":"a\nb","effect":"pass"}`:                                                 `name: must be one line`,
		`{"name":"` + strings.Repeat("a", 201) + `","effect":"pass"}`:                     `name: has 201 bytes`,
		`{"tenant":"../x","effect":"pass"}`:                                               `tenant: "../x" is none: no such SID`,
		`{"match":{"usage":"` + strings.Repeat("a", 1025) + `"},"effect":"pass"}`:         `match.usage: has 1025 bytes`,
	} {
		r, wrong := fault.Parse([]byte(text))
		if wrong = append(wrong, r.Check(words())...); !strings.HasPrefix(wrong.Error(), want) {
			t.Errorf("%.100s\n got %v\nwant %s", text, wrong, want)
		}
	}
}

// TestCheckOfMadeRules is about rules that cannot be written.
func TestCheckOfMadeRules(t *testing.T) {
	pass := []fault.Effect{{Pass: true}}
	for want, r := range map[string]fault.Rule{
		"from: must be from 1":               {From: -1, Sequence: pass},
		"effect: what the rule does":         {},
		"sequence: has 201 effects":          {Sequence: make([]fault.Effect, 201)},
		"after: must not be negative":        {After: fault.Moment{After: -1}, Sequence: pass},
		"until: must be either":              {Until: fault.Moment{After: 1, At: time.Unix(1, 0)}, Sequence: pass},
		"probability: must be above 0":       {Probability: math.NaN(), Sequence: pass},
		"effect: an effect that passes":      {Sequence: []fault.Effect{{Pass: true, Reset: true}}},
		"effect.delay: must not be negative": {Sequence: []fault.Effect{{Delay: fault.Delay{Fixed: -1}}}},
		"effect.delay: must be either":       {Sequence: []fault.Effect{{Delay: fault.Delay{Fixed: 1, Max: 1}}}},
		"effect.delay: sigma goes with":      {Sequence: []fault.Effect{{Delay: fault.Delay{Median: 1}}}},
		"effect.hang: must be above 0":       {Sequence: []fault.Effect{{Hang: -1}}},
		"effect.status: must be from 200":    {Sequence: []fault.Effect{{Status: -1}}},
	} {
		if wrong := r.Check(fault.Vocabulary{}); !strings.HasPrefix(wrong.Error(), want) {
			t.Errorf("got %v\nwant %s", wrong, want)
		}
	}
}

func TestScriptCheck(t *testing.T) {
	rule := `"rules":[{"effect":"pass"}]`
	for text, want := range map[string]string{
		`{"scenarios":[{"name":"a b",` + rule + `}]}`:                                 `scenarios[0].name: must be 1 to 64 letters, digits and dashes`,
		`{"scenarios":[{` + rule + `}]}`:                                              `scenarios[0].name: must be 1 to 64`,
		`{"scenarios":[{"name":"a","rules":[]}]}`:                                     `scenarios[0].rules: a scenario needs at least one rule`,
		`{"scenarios":[{"name":"a",` + rule + `},{"name":"a",` + rule + `}]}`:         `scenarios[1].name: "a" names two scenarios`,
		`{"scenarios":[{"name":"a","summary":"b\nc",` + rule + `}]}`:                  `scenarios[0].summary: must be one line`,
		`{"scenarios":[{"name":"a","rules":[{"operation":"x","effect":"pass"}]}]}`:    `scenarios[0].rules[0].operation: "x" is no operation`,
		`{"activate":"flakey"}`:                                                       `activate: "flakey" is no scenario; did you mean flaky?`,
		`{"rules":[{"effect":"pass"},{"match":{"conection_id":""},"effect":"pass"}]}`: `rules[1].match.conection_id: no operation has such`,
	} {
		s, wrong := fault.ParseScript([]byte(text))
		if wrong = append(wrong, s.Check(words(), []string{"flaky"})...); !strings.HasPrefix(wrong.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, wrong, want)
		}
	}
	s, _ := fault.ParseScript([]byte(`{"scenarios":[{"name":"a",` + rule + `}],"activate":"a"}`))
	if wrong := append(s.Check(words(), nil), fault.Script{Activate: "flaky"}.Check(words(), []string{"flaky"})...); len(wrong) > 0 {
		t.Error(wrong)
	}
}

func TestUnder(t *testing.T) {
	wrong := fault.Problems{{Path: "", Message: "m"}, {Path: "[2]", Message: "m"}, {Path: "a", Message: "m"}}
	if got := wrong.Under("rules").Error(); got != "rules: m\nrules[2]: m\nrules.a: m" {
		t.Errorf("got %s", got)
	}
	if got := wrong.Under("").Error(); got != wrong.Error() {
		t.Errorf("got %s", got)
	}
}

func TestBelow(t *testing.T) {
	wrong := fault.Problems{{Path: "rules", Message: "m"}, {Path: "rules[2].a", Message: "m"}, {Path: "rulesome", Message: "m"}}
	if got := wrong.Below("rules").Error(); got != "m\n[2].a: m\nrulesome: m" {
		t.Errorf("got %s", got)
	}
	if got := wrong.Below("rules").Below("[2]").Error(); got != "m\na: m\nrulesome: m" {
		t.Errorf("got %s", got)
	}
}

// TestProblemsOfSeveralLooks are told at once, but not what may only follow from another.
func TestProblemsOfSeveralLooks(t *testing.T) {
	s, wrong := fault.ParseScript([]byte(`{"rules":[{"efect":"pass","operation":"x"},{"operation":"x","effect":{"code":"y","delay":"z"}},{"operation":"x","effect":"pass"}],"activate":"q"}`))
	want := `rules[0].effect: what the rule does is missing: say effect or sequence
rules[0].efect: unknown key; did you mean effect?
rules[1].effect.code: must be a whole number, not a text
rules[1].effect.delay: "z" is not a span, like 250ms, 2s, 10m, 1h30m or 2d
activate: "q" is no scenario; there are none
rules[0].operation: "x" is no operation; known are createGreenvn, deleteGreenvn, readSettings, updateSettings
rules[1].operation: "x" is no operation; known are createGreenvn, deleteGreenvn, readSettings, updateSettings
rules[2].operation: "x" is no operation; known are createGreenvn, deleteGreenvn, readSettings, updateSettings`
	if got := wrong.And(s.Check(words(), nil)).Error(); got != want {
		t.Errorf("got %s", got)
	}
}
