package dialect_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// decoded is a body as the door hands it over.
func decoded(t *testing.T, body string) any {
	t.Helper()
	if body == "" {
		return nil
	}
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// decoding is one request and the command it must become.
type decoding struct {
	name, operation, body string
	want                  exchange.Command
}

func runDecodings(t *testing.T, g dialect.Generation, id string, cases []decoding) {
	t.Helper()
	d := dialect.New(g, dialect.Quirks{}, "IST")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := d.Decode(c.operation, id, decoded(t, c.body))
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b error) bool { return errors.Is(a, b) })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const allocate = `"connection_id":"X1","aparty_numbers":["+919812345601","+911234567891"],"bparty_numbers":["+919812345602"],"usage":"oneway"`

// allocation is what the body above becomes, changed by what a case adds.
func allocation(change func(*exchange.AllocateGreenvn)) exchange.AllocateGreenvn {
	c := exchange.AllocateGreenvn{
		Reference: "X1",
		A:         exchange.Party{Numbers: []string{"+919812345601", "+911234567891"}},
		B:         exchange.Party{Numbers: []string{"+919812345602"}},
		Usage:     exchange.Oneway,
		IDs:       exchange.UUID,
	}
	if change != nil {
		change(&c)
	}
	return c
}

func TestDecodeClassicGreenvn(t *testing.T) {
	type edit = func(*exchange.AllocateGreenvn)
	strict := func(c *exchange.AllocateGreenvn) { c.Strict = true }
	tenMinutes := func(c *exchange.AllocateGreenvn) { c.Duration = 10 * time.Minute }
	landline := func(c *exchange.AllocateGreenvn) { c.Preferences.Type = exchange.Landline }
	mobile := func(c *exchange.AllocateGreenvn) { c.Preferences.Type = exchange.Mobile }
	bangalore := func(c *exchange.AllocateGreenvn) { c.Preferences.PinCode = "560001" }
	pins := func(c *exchange.AllocateGreenvn) {
		c.A.Pins, c.B.Pins = []string{"12340", "9876543210"}, []string{"42"}
	}
	var cases []decoding
	for _, c := range []struct {
		more string
		edit edit
	}{
		{``, nil},
		{`,"unheard_of":{"a":null}`, nil},
		{`,"strictness":true`, strict},
		{`,"strictness":"true"`, strict},
		{`,"strictness":"false"`, nil},
		{`,"strictness":false`, nil},
		{`,"deallocation_policy":{"duration":"600s"}`, tenMinutes},
		{`,"deallocation_policy":{"duration":"10m"}`, tenMinutes},
		{`,"Deallocation_policy":{"duration":"600s"}`, tenMinutes},
		{`,"Deallocation_policy":{"duration":"1d"},"deallocation_policy":{"duration":"600s"}`, tenMinutes},
		{`,"deallocation_policy":{}`, nil},
		{`,"preferences":{}`, nil},
		{`,"preferences":{"type":"landline"}`, landline},
		{`,"preferences":{"number_type":"landline"}`, landline},
		{`,"preferences":{"number_type":"landline","type":"mobile"}`, mobile},
		{`,"preferences":{"pin_code":"560001"}`, bangalore},
		{`,"preferences":{"pin_code":560001}`, bangalore},
		{`,"preferences":{"region":"XX"}`, func(c *exchange.AllocateGreenvn) { c.Preferences.Region = "XX" }},
		{`,"preferences":{"greenvn":"+919812345603"}`, func(c *exchange.AllocateGreenvn) { c.Preferences.Number = "+919812345603" }},
		{`,"aparty_pins":[12340,9876543210],"bparty_pins":[42]`, pins},
		{`,"aparty_pins":["12340","9876543210"],"bparty_pins":["0042"]`, pins},
		{`,"aparty_pins":[]`, func(c *exchange.AllocateGreenvn) { c.A.Pins = []string{} }},
		{`,"flow_id":"f7"`, func(c *exchange.AllocateGreenvn) { c.FlowID = "f7" }},
	} {
		cases = append(cases, decoding{"POST" + c.more, "createGreenvn", "{" + allocate + c.more + "}", allocation(c.edit)})
	}
	for _, g := range []dialect.Generation{dialect.Classic, dialect.Current} {
		runDecodings(t, g, "", cases)
	}
}

func TestDecodeClassicUpdates(t *testing.T) {
	runDecodings(t, dialect.Classic, "id-1", []decoding{
		{"read", "readGreenvn", "", exchange.ReadAllocation{Kind: exchange.GreenVN, ID: "id-1"}},
		{"delete", "deleteGreenvn", "", exchange.Deallocate{Kind: exchange.GreenVN, ID: "id-1"}},
		{"read pin", "readGreenpin", "", exchange.ReadAllocation{Kind: exchange.GreenPin, ID: "id-1"}},
		{"delete pin", "deleteGreenpin", "", exchange.Deallocate{Kind: exchange.GreenPin, ID: "id-1"}},
		{
			"one side", "updateGreenvnParties", `{"bparty_numbers":["+919812345602"]}`,
			exchange.UpdateGreenvnParties{ID: "id-1", B: []string{"+919812345602"}},
		},
		{
			"all", "updateGreenvnParties",
			`{"aparty_numbers":["+919812345601"],"bparty_numbers":["+919812345602"],"aparty_pins":[1],"bparty_pins":[],"usage":"twoway"}`,
			exchange.UpdateGreenvnParties{
				ID: "id-1", A: []string{"+919812345601"}, B: []string{"+919812345602"},
				APins: []string{"1"}, BPins: []string{}, Usage: exchange.Twoway,
			},
		},
		{"number, no body", "updateGreenvnNumber", "", exchange.UpdateGreenvnNumber{ID: "id-1"}},
		{
			"number, sample", "updateGreenvnNumber",
			`{"strictness":"false","preferences":{"greenvn":"+919812345603","region":"KA","number_type":"landline"}}`,
			exchange.UpdateGreenvnNumber{ID: "id-1", Preferences: exchange.Preferences{
				Number: "+919812345603", Region: "KA", Type: exchange.Landline,
			}},
		},
	})
}

func TestDecodeClassicGreenpin(t *testing.T) {
	runDecodings(t, dialect.Classic, "id-2", []decoding{
		{
			"least", "createGreenpin", `{"transaction_id":"t","a":{"vns":["+918012345678"]},"b":{"numbers":["+919812345602"],"vns":[]}}`,
			exchange.AllocateGreenpin{
				Reference: "t", A: exchange.PinParty{VNs: []string{"+918012345678"}},
				B: exchange.PinParty{Numbers: []string{"+919812345602"}}, Usage: exchange.Twoway,
			},
		},
		{
			"all", "createGreenpin", `{"transaction_id":"t","usage":"oneway","deallocation_policy":{"duration":"1h"},
			"a":{"numbers":["+919812345601"],"vns":["+918012345678"],"pin":"0713","pin_length":4},
			"b":{"numbers":[],"pin":884,"pin_length":"3"}}`,
			exchange.AllocateGreenpin{
				Reference: "t", Usage: exchange.Oneway, Duration: time.Hour,
				A: exchange.PinParty{Numbers: []string{"+919812345601"}, VNs: []string{"+918012345678"}, Pin: "0713", PinLength: 4},
				B: exchange.PinParty{Pin: "884", PinLength: 3},
			},
		},
		{
			"update", "updateGreenpin", `{"a":{"numbers":[]},"Deallocation_policy":{"duration":"2d"}}`,
			exchange.UpdateGreenpin{ID: "id-2", A: exchange.PinParty{Numbers: []string{}}, Duration: new(48 * time.Hour)},
		},
		{"update usage", "updateGreenpin", `{"usage":"oneway"}`, exchange.UpdateGreenpin{ID: "id-2", Usage: exchange.Oneway}},
		{
			"bulk", "updateGreenpins", `{"greenpins":[{"greenpin_id":"x","usage":"oneway"}]}`,
			exchange.UpdateGreenpins{Items: []exchange.BulkItem{{Update: exchange.UpdateGreenpin{ID: "x", Usage: exchange.Oneway}}}},
		},
	})
}

func TestDecodeExobridge(t *testing.T) {
	const least = `"caller_id_number":"+914000123456","from":["+919900123456"],"to":["+918800123456"]`
	a, b := []string{"+919900123456"}, []string{"+918800123456"}
	gvn := exchange.AllocateGreenvn{
		A: exchange.Party{Numbers: a}, B: exchange.Party{Numbers: b}, Usage: exchange.Twoway,
		Number: "+914000123456", Duration: 24 * time.Hour, IDs: exchange.Prefixed,
	}
	full := gvn
	full.Duration, full.Record, full.CustomField = time.Second, true, "order"
	gp := exchange.AllocateGreenpin{
		A: exchange.PinParty{Numbers: a}, Usage: exchange.Twoway,
		Number: "+914000123456", Duration: 24 * time.Hour, IDs: exchange.Prefixed,
	}
	gpFull := gp
	gpFull.B.Numbers, gpFull.Duration, gpFull.MaxPinAttempts = []string{}, 5*time.Minute, 5
	gpFull.Record, gpFull.CustomField = true, "order"
	runDecodings(t, dialect.Exobridge, "gvn_1", []decoding{
		{"least", "createGreenvn", "{" + least + "}", gvn},
		{"full", "createGreenvn", "{" + least + `,"duration":1,"record":true,"custom_field":"order"}`, full},
		{"parties", "updateGreenvnParties", `{"to":["+918800123456"]}`, exchange.UpdateGreenvnParties{ID: "gvn_1", B: b}},
		{
			"number", "updateGreenvnNumber", `{"caller_id_number":"+914000123457"}`,
			exchange.UpdateGreenvnNumber{ID: "gvn_1", Number: "+914000123457"},
		},
		{"pin", "createGreenpin", `{"caller_id_number":"+914000123456","from":["+919900123456"]}`, gp},
		{"pin full", "createGreenpin", `{"caller_id_number":"+914000123456","from":["+919900123456"],"to":[],"duration":300,
			"max_pin_attempts":5,"record":true,"custom_field":"order"}`, gpFull},
		{"pin update, nothing", "updateGreenpin", `{}`, exchange.UpdateGreenpin{ID: "gvn_1"}},
		{
			"pin update, all", "updateGreenpin",
			`{"from":["+919900123456"],"to":[],"duration":14688000,"max_pin_attempts":1,"record":false,"custom_field":""}`,
			exchange.UpdateGreenpin{
				ID: "gvn_1", A: exchange.PinParty{Numbers: a}, B: exchange.PinParty{Numbers: []string{}},
				Duration: new(14688000 * time.Second), MaxPinAttempts: new(1), Record: new(false), CustomField: new(""),
			},
		},
		{"read", "readGreenvn", "", exchange.ReadAllocation{Kind: exchange.GreenVN, ID: "gvn_1"}},
	})
}

func TestDecodeSettings(t *testing.T) {
	none := func() exchange.UpdateSettings {
		return exchange.UpdateSettings{Endpoints: map[string]string{}, Other: map[string]any{}}
	}
	never := none()
	never.MaxPeriod = new(dialect.Never)
	all := none()
	all.MaxPeriod, all.CoolOff, all.Timezone, all.DefaultFlow = new(48*time.Hour), new(time.Minute), new("UTC"), new("f")
	all.APinLength, all.BPinLength = new(4), new(10)
	all.Endpoints["verified_caller_event_endpoint"] = "http://127.0.0.1:9000/"
	all.Endpoints["failed_verification_event_endpoint"] = ""
	all.Other["country"], all.Other["sms_config"] = "IN", map[string]any{"on": nil}
	for _, g := range generations() {
		runDecodings(t, g, "", []decoding{
			{"read", "readSettings", "", exchange.ReadSettings{}},
			{"nothing", "updateSettings", `{}`, none()},
			{"never", "updateSettings", `{"max_deallocation_time":"-1"}`, never},
			{"all", "updateSettings", `{"max_deallocation_time":"2d","deletion_time":"60","timezone":"UTC","default_flow_id":"f",
				"aparty_pin_length":4,"bparty_pin_length":"10","verified_caller_event_endpoint":"http://127.0.0.1:9000/",
				"failed_verification_event_endpoint":null,"country":"IN","sms_config":{"on":null}}`, all},
		})
	}
}

// rejection is one request and the refusal it must meet.
type rejection struct {
	g               dialect.Generation
	operation, body string
	reason          exchange.Reason
	detail          string
}

func TestDecodeRefusals(t *testing.T) {
	for _, c := range slices.Concat(classicGreenvnRejections(), classicRejections(), exobridgeRejections()) {
		got, err := dialect.New(c.g, dialect.Quirks{}, "IST").Decode(c.operation, "id", decoded(t, c.body))
		want := exchange.Refusal{Reason: c.reason, Detail: c.detail}
		if key, _, named := strings.Cut(c.detail, ": "); named && c.reason == exchange.BadParameter {
			want.Field = key
		}
		if got != nil || !errors.Is(err, want) {
			t.Errorf("%s %s %s:\n got %v, %#v\nwant %#v", c.g, c.operation, c.body, got, err, want)
		}
	}
}

func classicGreenvnRejections() []rejection {
	const missing, bad = exchange.MissingParameter, exchange.BadParameter
	with := func(more string) string { return "{" + allocate + more + "}" }
	return []rejection{
		{dialect.Classic, "createGreenvn", ``, missing, "connection_id: required, but absent"},
		{dialect.Classic, "createGreenvn", `[]`, bad, "the body is not a JSON object"},
		{dialect.Classic, "createGreenvn", with(`,"strictness":"yes"`), bad, "strictness: not a boolean"},
		{dialect.Classic, "createGreenvn", with(`,"strictness":null`), bad, "strictness: not a boolean"},
		{dialect.Classic, "createGreenvn", with(`,"connection_id":""`), bad, "connection_id: empty"},
		{dialect.Classic, "createGreenvn", with(`,"usage":"both"`), bad, `usage: "both" is not one of oneway, twoway`},
		{dialect.Classic, "createGreenvn", with(`,"usage":7`), bad, "usage: not a string"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_numbers":[]`), bad, "aparty_numbers: names no number"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_numbers":["+1",2]`), bad, "aparty_numbers[1]: not a string"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_numbers":"+1"`), bad, "aparty_numbers: not a list"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_pins":[1,0]`), bad, "aparty_pins[1]: not a positive integer of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_pins":[1.5]`), bad, "aparty_pins[0]: not a positive integer of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_pins":[-1]`), bad, "aparty_pins[0]: not a positive integer of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_pins":["12a"]`), bad, "aparty_pins[0]: not a positive integer of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"aparty_pins":[1e15]`), bad, "aparty_pins[0]: not a positive integer of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"preferences":[]`), bad, "preferences: not an object"},
		{
			dialect.Classic, "createGreenvn", with(`,"preferences":{"number_type":"satellite"}`), bad,
			`preferences.number_type: "satellite" is not one of mobile, landline`,
		},
		{dialect.Classic, "createGreenvn", with(`,"preferences":{"pin_code":"056001"}`), bad, "preferences.pin_code: not a postal code of six digits"},
		{dialect.Classic, "createGreenvn", with(`,"preferences":{"pin_code":5600}`), bad, "preferences.pin_code: not a postal code of six digits"},
		{dialect.Classic, "createGreenvn", with(`,"preferences":{"pin_code":[]}`), bad, "preferences.pin_code: not a string of up to 15 digits"},
		{dialect.Classic, "createGreenvn", with(`,"deallocation_policy":{"duration":"0s"}`), bad, `deallocation_policy.duration: "0s" is no time at all`},
		{
			dialect.Classic, "createGreenvn", with(`,"deallocation_policy":{"duration":"-1"}`), bad,
			`deallocation_policy.duration: "-1" is allowed in settings only`,
		},
		{
			dialect.Classic, "createGreenvn", with(`,"deallocation_policy":{"duration":"6 s"}`), bad,
			`deallocation_policy.duration: "6 s" is not a period, like 600s, 10m, 24h or 170d`,
		},
		{dialect.Classic, "createGreenvn", with(`,"deallocation_policy":[{"duration":"600s"}]`), bad, "deallocation_policy: not an object"},
	}
}

func classicRejections() []rejection {
	const missing, bad = exchange.MissingParameter, exchange.BadParameter
	return []rejection{
		{dialect.Classic, "updateGreenvnParties", `{"usage":"oneway"}`, missing, "aparty_numbers or bparty_numbers: required, but absent"},
		{dialect.Classic, "updateGreenvnNumber", `7`, bad, "the body is not a JSON object"},
		{dialect.Classic, "createGreenpin", `{"transaction_id":"t","a":{"vns":["+1"]}}`, missing, "a.numbers or b.numbers: required, but absent"},
		{dialect.Classic, "createGreenpin", `{"transaction_id":"t","a":{"numbers":["+1"],"vns":[]}}`, missing, "a.vns or b.vns: required, but absent"},
		{dialect.Classic, "updateGreenpin", `{}`, missing, "a or b or usage or deallocation_policy: required, but absent"},
		{dialect.Classic, "updateGreenpin", `{"b":{"vns":[]}}`, bad, "b.vns: names no number"},
		{dialect.Classic, "updateGreenpin", `{"b":{"pin":"12x"}}`, bad, "b.pin: not a string of up to 15 digits"},
		{dialect.Classic, "updateGreenpin", `{"b":{"pin_length":11}}`, bad, "b.pin_length: not an integer from 1 to 10"},
		{dialect.Classic, "updateGreenpins", `{}`, missing, "greenpins: required, but absent"},
		{dialect.Classic, "updateGreenpins", `{"greenpins":{}}`, bad, "the updates are not a list"},
		{dialect.Classic, "updateSettings", `{"deletion_time":86401}`, bad, "deletion_time: not an integer from 0 to 86400"},
		{dialect.Classic, "updateSettings", `{"max_deallocation_time":"0d"}`, bad, `max_deallocation_time: "0d" is no time at all`},
		{dialect.Classic, "updateSettings", `{"timezone":"PST"}`, bad, `timezone: "PST" is not one of IST, UTC`},
		{dialect.Classic, "updateSettings", `{"verified_caller_event_endpoint":7}`, bad, "verified_caller_event_endpoint: not a string"},
		{dialect.Classic, "readCall", ``, exchange.Internal, `operation "readCall" is not the exchange's`},
	}
}

func exobridgeRejections() []rejection {
	const missing, bad, ranged = exchange.MissingParameter, exchange.BadParameter, exchange.DurationOutOfRange
	const exo = `"caller_id_number":"+914000123456","from":["+919900123456"],"to":["+918800123456"]`
	return []rejection{
		{dialect.Exobridge, "updateGreenpins", `{"greenpins":[]}`, bad, "the updates are not a list"},
		{dialect.Exobridge, "createGreenvn", `{"from":7}`, missing, "caller_id_number: required, but absent"},
		{dialect.Exobridge, "createGreenvn", "{" + exo + `,"duration":0}`, ranged, "duration: 0 is not between 1 and 14688000 seconds"},
		{dialect.Exobridge, "createGreenvn", "{" + exo + `,"duration":1e300}`, ranged, "duration: 1e+300 is not between 1 and 14688000 seconds"},
		{dialect.Exobridge, "createGreenvn", "{" + exo + `,"duration":1.5}`, bad, "duration: not an integer"},
		{dialect.Exobridge, "createGreenvn", "{" + exo + `,"duration":"60"}`, bad, "duration: not an integer"},
		{dialect.Exobridge, "createGreenvn", "{" + exo + `,"duration":0,"record":1}`, bad, "record: not a boolean"},
		{dialect.Exobridge, "createGreenpin", "{" + exo + `,"duration":299}`, ranged, "duration: 299 is not between 300 and 14688000 seconds"},
		{dialect.Exobridge, "createGreenpin", "{" + exo + `,"max_pin_attempts":0}`, bad, "max_pin_attempts: not an integer from 1 to 1073741824"},
		{dialect.Exobridge, "updateGreenpin", `{"duration":14688001}`, ranged, "duration: 14688001 is not between 300 and 14688000 seconds"},
		{dialect.Exobridge, "updateGreenvnParties", `{}`, missing, "from or to: required, but absent"},
		{dialect.Exobridge, "updateGreenvnNumber", ``, missing, "caller_id_number: required, but absent"},
	}
}

func TestDecodeBulkCarriesItsRefusals(t *testing.T) {
	refused := map[int]exchange.Refusal{1: {Reason: exchange.InvalidNumber, Detail: "from[0]"}, 9: {}}
	body := decoded(t, `[{"greenpin_id":"gp_1","record":true},{"greenpin_id":"gp_2","from":["x"]},{},null,7,{"greenpin_id":"gp_6","duration":1}]`)
	c, err := dialect.New(dialect.Exobridge, dialect.Quirks{}, "IST").DecodeBulk(body, refused)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		ID     string
		Reason exchange.Reason
	}
	var got []line
	for _, item := range c.(exchange.UpdateGreenpins).Items {
		r, _ := errors.AsType[exchange.Refusal](item.Refused)
		got = append(got, line{item.Update.ID, r.Reason})
	}
	want := []line{
		{"gp_1", 0},
		{"gp_2", exchange.InvalidNumber},
		{"", exchange.MissingParameter},
		{"", exchange.BadParameter},
		{"", exchange.BadParameter},
		{"gp_6", exchange.DurationOutOfRange},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
