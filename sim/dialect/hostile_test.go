package dialect_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// TestVariations: each has a name of its own, a ground and a basis.
func TestVariations(t *testing.T) {
	names := map[string]bool{}
	for _, v := range dialect.Variations() {
		if v.Name == "" || v.Where == "" || v.What == "" || v.Ground == "" || v.Basis == "" || names[v.Name] {
			t.Errorf("%+v", v)
		}
		names[v.Name] = true
	}
}

// hostileEvent tells an event as hostile mode does. Nothing: the generation does not tell of it.
func hostileEvent(t testing.TB, docs map[string]*openapi.Document, p dialect.Profile, one scene, q dialect.Quirks, chance *rand.Rand) (body []byte, told []string) {
	t.Helper()
	generation := dialect.Speaker(p, one.event)
	q, whim := dialect.VaryEvent(q, generation, one.event, chance)
	d := dialect.New(generation, q, "IST")
	n := d.Event(one.event, one.tell)
	if n.Name == "" {
		return nil, nil
	}
	text, err := json.Marshal(n.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, told, err = whim.Event(text); err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	o, _ := docs[d.Document()].Operation(n.Operation)
	for _, v := range o.CheckEvent(n.Name, value) {
		t.Errorf("%s: %s: %s\n%s", p, told, v.Reason, body)
	}
	return body, told
}

// tolerant is a receiver's view of an event, by documented names and with either type.
type tolerant struct {
	Connection string `json:"connection_id"`
	Transation string `json:"transaction_id"`
	Greenvn    string `json:"greenvn_id"`
	Greenpin   string `json:"greenpin_id"`
	From       string `json:"from"`
	Caller     string `json:"caller"`
	CallType   string `json:"call_type"`
	Start      string `json:"start_time"`
	Dial       any    `json:"dial_call_duration"`
	Pin        any    `json:"pin"`
	Pins       []any  `json:"aparty_pins"`
}

func read(t testing.TB, body []byte) tolerant {
	t.Helper()
	var v tolerant
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	v.Start = strings.Replace(strings.TrimSuffix(v.Start, "+05:30"), "T", " ", 1)
	v.Dial, v.Pin = fmt.Sprint(v.Dial), fmt.Sprint(v.Pin)
	for i := range v.Pins {
		v.Pins[i] = fmt.Sprint(v.Pins[i])
	}
	return v
}

// TestHostileEvents tells every event of real calls in every generation with many draws. The document holds, a tolerant
// receiver reads the same, the same chance gives the same bytes, and every variation of events comes about.
func TestHostileEvents(t *testing.T) {
	docs, seen := documents(t), map[string]bool{}
	for i, e := range happenings(t) {
		for _, p := range []dialect.Profile{dialect.Classic, dialect.Current, dialect.Exobridge} {
			one := scene{event: e, tell: dialect.Telling{Tenant: "acme1", Insights: i%2 == 0}}
			calm, _ := json.Marshal(dialect.New(dialect.Speaker(p, e), dialect.Quirks{}, "IST").Event(e, one.tell).Body)
			for seed := range uint64(10) {
				body, told := hostileEvent(t, docs, p, one, dialect.Quirks{}, rand.New(rand.NewPCG(seed, uint64(i))))
				if body == nil {
					break
				}
				again, _ := hostileEvent(t, docs, p, one, dialect.Quirks{}, rand.New(rand.NewPCG(seed, uint64(i))))
				if string(again) != string(body) {
					t.Errorf("twice:\n%s\n%s", body, again)
				}
				if got, want := fmt.Sprint(read(t, body)), fmt.Sprint(read(t, calm)); got != want {
					t.Errorf("%s reads\n%s, want\n%s\n%s", p, got, want, body)
				}
				for _, one := range told {
					name, _, _ := strings.Cut(strings.Fields(one)[0], "=")
					seen[name] = true
				}
			}
		}
	}
	seen["id-shape"] = true // the exchange's to make
	// Every call of happenings is recorded.
	silent := scene{event: exchange.Event{Kind: exchange.CallEnded, Product: exchange.GreenVN, Call: base(exchange.TypeCallAttempt, 1), Allocation: greenvn()}}
	for seed := range uint64(20) {
		_, told := hostileEvent(t, docs, dialect.Classic, silent, dialect.Quirks{}, rand.New(rand.NewPCG(seed, 0)))
		for _, one := range told {
			name, _, _ := strings.Cut(one, "=")
			seen[name] = true
		}
	}
	for _, v := range dialect.Variations() {
		if v.Where != "answers" && !seen[v.Name] {
			t.Errorf("%s was never seen", v.Name)
		}
	}
}

// TestHostileEventsKeepSides: what a tenant's quirks say is not varied.
func TestHostileEventsKeepSides(t *testing.T) {
	docs := documents(t)
	q := dialect.Quirks{EventTimes: "sql", EventDurations: "number", GreenpinDeallocationState: "vault"}
	for i, e := range happenings(t) {
		body, told := hostileEvent(t, docs, dialect.Classic, scene{event: e}, q, rand.New(rand.NewPCG(1, uint64(i))))
		for _, one := range told {
			for _, name := range []string{"event-times", "event-durations", "deallocation-state"} {
				if strings.HasPrefix(one, name) {
					t.Errorf("%s: %s", one, body)
				}
			}
		}
	}
}

// FuzzHostileBody varies any JSON: it stays JSON, and what it had is still there, numbers to the byte.
func FuzzHostileBody(f *testing.F) {
	for _, seed := range []string{
		`{"success":true,"status":200,"data":{"a":[1.50,1e400,{}],"greenvn_id":"x"}}`, `[{"success":false,"code":0,"data":null}]`,
		`{"response":{"custom_field":""}}`, `{"Call":{"PhoneNumberSid":null}}`, `[]`, `7`, `{"\u0061":"\ud83d\ude00","data":[[],7,{"b":0}]}`, `{`, ``, `{"a":1,"a":2}`,
	} {
		f.Add([]byte(seed), uint64(1))
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64) {
		_, whim := dialect.VaryAnswer(dialect.Quirks{}, dialect.Classic, rand.New(rand.NewPCG(seed, 1)))
		got, told, err := whim.Answer(body, dialect.Occasion{Operation: "createGreenvn"})
		if err != nil {
			if string(got) != string(body) || told != nil {
				t.Errorf("%q became %q", body, got)
			}
			return
		}
		if !json.Valid(got) {
			t.Fatalf("%q became %q", body, got)
		}
		_, whim = dialect.VaryEvent(dialect.Quirks{}, dialect.Classic, exchange.Event{}, rand.New(rand.NewPCG(seed, 1)))
		if got, _, err = whim.Event(body); err != nil || !json.Valid(got) {
			t.Fatalf("%q became %q, %v", body, got, err)
		}
	})
}
