package openapi

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func decode(t testing.TB, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// least is a classic allocation with nothing but what is mandatory; more adds to it.
func least(more string) string {
	return `{"connection_id":"c","aparty_numbers":["+919876543210"],"bparty_numbers":["+919812345678"],"usage":"twoway"` + more + `}`
}

func TestCheckBody(t *testing.T) {
	for name, c := range map[string]struct {
		document, id, body string
		want               []Violation
	}{
		"fine":                      {"leadassist", "createGreenvn", least(""), nil},
		"unknown fields are fine":   {"leadassist", "createGreenvn", least(`,"colour":"red"`), nil},
		"both spellings":            {"leadassist", "createGreenvn", least(`,"Deallocation_policy":{"duration":"2h"},"preferences":{"number_type":"mobile"}`), nil},
		"strictness as a word":      {"leadassist", "createGreenvn", least(`,"strictness":"false"`), nil},
		"strictness as a boolean":   {"leadassist", "createGreenvn", least(`,"strictness":true`), nil},
		"pins as digits":            {"leadassist", "createGreenvn", least(`,"aparty_pins":["4821",7305,9999999999]`), nil},
		"a postal code as a number": {"leadassist", "createGreenvn", least(`,"preferences":{"pin_code":560001}`), nil},
		"no body is declared":       {"leadassist", "readGreenvn", `{"a":1}`, nil},
		"empty": {"leadassist", "createGreenvn", `{}`, []Violation{
			{"/aparty_numbers", "required", 3, `aparty_numbers: required, but absent`},
			{"/bparty_numbers", "required", 3, `bparty_numbers: required, but absent`},
			{"/connection_id", "required", 3, `connection_id: required, but absent`},
			{"/usage", "required", 3, `usage: required, but absent`},
		}},
		"not an object": {"leadassist", "createGreenvn", `[1]`, []Violation{{"", "type", 5, `body: a list is not an object`}}},
		"null":          {"leadassist", "createGreenvn", `null`, []Violation{{"", "type", 5, `body: null is not an object`}}},
		"everything at once, in order": {
			"leadassist", "createGreenvn",
			`{"aparty_numbers":["+919876543210","98765"],"bparty_numbers":"+919812345678","usage":"both","preferences":{"region":"XX","greenvn":7,"type":"satellite"},"deallocation_policy":[{"duration":"1d"}]}`,
			[]Violation{
				{"/connection_id", "required", 3, `connection_id: required, but absent`},
				{"/bparty_numbers", "type", 5, `bparty_numbers: "+919812345678" is not a list`},
				{"/deallocation_policy", "type", 5, `deallocation_policy: a list is not an object`},
				{"/preferences/greenvn", "type", 5, `preferences.greenvn: 7 is not an E.164 number, like +919876543210`},
				{"/preferences/type", "enum", 5, `preferences.type: "satellite" is not one of mobile, landline`},
				{"/usage", "enum", 5, `usage: "both" is not one of oneway, twoway`},
				{"/aparty_numbers/1", "pattern", 16, `aparty_numbers[1]: "98765" is not an E.164 number, like +919876543210`},
				{"/preferences/region", "enum", 15, `preferences.region: "XX" is not one of DL, MU, MH, WB, AP, TN, GJ, KA, KL, RJ, MP`},
			},
		},
		"empty lists and names": {
			"leadassist", "createGreenvn", `{"connection_id":"","aparty_numbers":[],"bparty_numbers":["+919812345678"],"usage":"oneway"}`,
			[]Violation{
				{"/aparty_numbers", "minItems", 5, `aparty_numbers: 0 items, but at least 1 wanted`},
				{"/connection_id", "minLength", 5, `connection_id: 0 characters, but at least 1 wanted`},
			},
		},
		"wrong types": {"leadassist", "createGreenvn", least(`,"connection_id":5,"strictness":"yes","preferences":true,"flow_id":null`), []Violation{
			{"/connection_id", "type", 5, `connection_id: 5 is not a string`},
			{"/flow_id", "type", 5, `flow_id: null is not a string`},
			{"/preferences", "type", 5, `preferences: true is not an object`},
			{"/strictness", "anyOf", 5, `strictness: "yes" is not true or false`},
		}},
		"pins": {"leadassist", "createGreenvn", least(`,"aparty_pins":[0,"07",1.5,"12345678901",null]`), []Violation{
			{"/aparty_pins/0", "anyOf", 5, `aparty_pins[0]: 0 is not a positive whole number of up to ten digits`},
			{"/aparty_pins/1", "anyOf", 5, `aparty_pins[1]: "07" is not a positive whole number of up to ten digits`},
			{"/aparty_pins/2", "anyOf", 5, `aparty_pins[2]: 1.5 is not a positive whole number of up to ten digits`},
			{"/aparty_pins/3", "anyOf", 5, `aparty_pins[3]: "12345678901" is not a positive whole number of up to ten digits`},
			{"/aparty_pins/4", "anyOf", 5, `aparty_pins[4]: null is not a positive whole number of up to ten digits`},
		}},
		"policies": {"leadassist", "createGreenvn", least(`,"deallocation_policy":{"duration":"soon"},"Deallocation_policy":{"duration":600}`), []Violation{
			{"/Deallocation_policy/duration", "type", 5, `Deallocation_policy.duration: 600 is not a whole number with a unit of d, h, m or s, like 600s`},
			{"/deallocation_policy/duration", "pattern", 5, `deallocation_policy.duration: "soon" is not a whole number with a unit of d, h, m or s, like 600s`},
		}},
		"the tenth item stands after the second": {
			"leadassist", "updateGreenvnParties", `{"aparty_numbers":["+919876543210","+919876543210","2","+919876543210","+919876543210","+919876543210","+919876543210","+919876543210","+919876543210","+919876543210","10"]}`,
			[]Violation{
				{"/aparty_numbers/2", "pattern", 16, `aparty_numbers[2]: "2" is not an E.164 number, like +919876543210`},
				{"/aparty_numbers/10", "pattern", 16, `aparty_numbers[10]: "10" is not an E.164 number, like +919876543210`},
			},
		},
		"neither party, and more wrong beside it": {"leadassist", "updateGreenvnParties", `{"usage":"both"}`, []Violation{
			{"", "anyOf", 3, `body: at least one of aparty_numbers, bparty_numbers is required, but none is present`},
			{"/usage", "enum", 5, `usage: "both" is not one of oneway, twoway`},
		}},
		"parties in a list": {"leadassist", "updateGreenvnParties", `[]`, []Violation{{"", "type", 5, `body: a list is not an object`}}},
		"null parties":      {"leadassist", "updateGreenvnParties", `null`, []Violation{{"", "type", 5, `body: null is not an object`}}},
		"an empty wish":     {"leadassist", "updateGreenvnNumber", `{}`, nil},
		"a PIN that is too long": {"leadassist", "createGreenpin", `{"transaction_id":"t","a":{"pin":"12345678901","pin_length":11}}`, []Violation{
			{"/a/pin", "anyOf", 5, `a.pin: "12345678901" is not a PIN of one to ten digits`},
			{"/a/pin_length", "anyOf", 5, `a.pin_length: 11 is not a whole number from 1 to 10`},
		}},
		"eleven numbers of one party": {
			"leadassist", "createGreenpin", `{"transaction_id":"t","a":{"numbers":["+919876543210"` + strings.Repeat(`,"+919876543210"`, 10) + `]}}`,
			[]Violation{{"/a/numbers", "maxItems", 5, `a.numbers: 11 items, but at most 10 allowed`}},
		},
		"bulk": {"leadassist", "updateGreenpins", `{"greenpins":[{"usage":"oneway"},{"greenpin_id":"x","a":5}]}`, []Violation{
			{"/greenpins/0/greenpin_id", "required", 3, `greenpins[0].greenpin_id: required, but absent`},
			{"/greenpins/1/a", "type", 5, `greenpins[1].a: 5 is not an object`},
		}},
		"settings": {"leadassist", "updateSettings", `{"timezone":"CET","deletion_time":86401,"max_deallocation_time":"-2","verified_caller_event_endpoint":"ftp://x","country":["IN"],"aparty_pin_length":"11"}`, []Violation{
			{"/aparty_pin_length", "anyOf", 5, `aparty_pin_length: "11" is not a whole number from 1 to 10`},
			{"/deletion_time", "anyOf", 5, `deletion_time: 86401 is not a whole number of seconds from 0 to 86400`},
			{"/max_deallocation_time", "pattern", 5, `max_deallocation_time: "-2" is not a whole number with a unit of d, h, m or s, like 170d (or -1, for no end)`},
			{"/timezone", "enum", 5, `timezone: "CET" is not one of IST, UTC`},
			{"/verified_caller_event_endpoint", "pattern", 5, `verified_caller_event_endpoint: "ftp://x" is not an http or https URL (or empty, to send nothing)`},
		}},
		"settings unset":  {"leadassist", "updateSettings", `{"verified_caller_event_endpoint":"","deallocation_callback_event_endpoint":null,"default_flow_id":null,"deletion_time":"86400","max_deallocation_time":"-1"}`, nil},
		"exobridge, fine": {"exobridge", "createGreenvn", `{"caller_id_number":"+918012345678","from":["+919876543210"],"to":["+919812345678"]}`, nil},
		"exobridge": {"exobridge", "createGreenvn", `{"caller_id_number":"0801234","from":["+919876543210"],"duration":14688001,"record":"yes","custom_field":"` + strings.Repeat("é", 257) + `"}`, []Violation{
			{"/to", "required", 3, `to: required, but absent`},
			{"/custom_field", "maxLength", 5, `custom_field: 257 characters, but at most 256 allowed`},
			{"/duration", "maximum", 422, `duration: 14688001 is not a whole number of seconds from 1 to 14688000`},
			{"/record", "type", 5, `record: "yes" is not true or false`},
			{"/caller_id_number", "pattern", 16, `caller_id_number: "0801234" is not an E.164 number, like +919876543210`},
		}},
		"exobridge, neither party": {"exobridge", "updateGreenvnParties", `{}`, []Violation{
			{"", "anyOf", 3, `body: at least one of from, to is required, but none is present`},
		}},
		"a GreenPin's duration answers 422": {"exobridge", "createGreenpin", `{"caller_id_number":"+918012345678","from":["+919876543210"],"to":[],"duration":299}`, []Violation{
			{"/duration", "minimum", 422, `duration: 299 is not a whole number of seconds from 300 to 14688000`},
		}},
		"one place, one sentence": {"exobridge", "updateGreenpin", `{"duration":1.5}`, []Violation{
			{"/duration", "type", 5, `duration: 1.5 is not a whole number of seconds from 300 to 14688000`},
		}},
		"exobridge bulk": {"exobridge", "updateGreenpins", `[{"greenpin_id":"gp_1"},{"to":["1"]}]`, []Violation{
			{"/1/greenpin_id", "required", 3, `[1].greenpin_id: required, but absent`},
			{"/1/to/0", "pattern", 16, `[1].to[0]: "1" is not an E.164 number, like +919876543210`},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := operation(t, c.document, c.id).CheckBody(decode(t, c.body))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(- want, + got):\n%s", diff)
			}
		})
	}
}

func TestCheckBodyLeavesTheBodyAlone(t *testing.T) {
	body := decode(t, least(`,"aparty_pins":["x"]`))
	operation(t, "leadassist", "createGreenvn").CheckBody(body)
	if diff := cmp.Diff(decode(t, least(`,"aparty_pins":["x"]`)), body); diff != "" {
		t.Errorf("(- before, + after):\n%s", diff)
	}
}

func TestQuotedValuesAreCutAndEscaped(t *testing.T) {
	o := operation(t, "leadassist", "createGreenvn")
	for _, c := range []struct{ usage, want string }{
		{strings.Repeat("é", 65), `usage: "` + strings.Repeat("é", 64) + `…" is not one of oneway, twoway`},
		{strings.Repeat("é", 64), `usage: "` + strings.Repeat("é", 64) + `" is not one of oneway, twoway`},
		{"a\n\x1b[31m\"\xff", `usage: "a\n\x1b[31m\"\xff" is not one of oneway, twoway`},
	} {
		body, _ := decode(t, least("")).(map[string]any)
		body["usage"] = c.usage
		want := []Violation{{"/usage", "enum", 5, c.want}}
		if diff := cmp.Diff(want, o.CheckBody(body)); diff != "" {
			t.Errorf("(- want, + got):\n%s", diff)
		}
	}
}

// A sentence of the library's would tell clients of schemas and regular expressions.
func FuzzCheckBodySpeaksInItsOwnWords(f *testing.F) {
	f.Add(`{}`)
	f.Add(`[]`)
	f.Add(least(`,"aparty_pins":[{}],"preferences":{"pin_code":[]}`))
	f.Add(`{"a":{"numbers":[null]},"greenpins":[[]],"max_pin_attempts":0}`)
	var operations []*Operation
	for _, name := range Names() {
		operations = append(operations, load(f, name).Operations()...)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		for _, o := range operations {
			for _, violation := range o.CheckBody(v) {
				for _, theirs := range []string{"doesn't match", "Error at", "Schema:", "cannot be checked", "none of the forms"} {
					if strings.Contains(violation.Reason, theirs) && !strings.Contains(text, theirs) {
						t.Errorf("%s: %s", o.ID, violation.Reason)
					}
				}
			}
		}
	})
}
