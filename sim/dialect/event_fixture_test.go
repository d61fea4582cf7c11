package dialect_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

const (
	virtual = "+918012345678"
	caller  = "+919876543210"
	callSID = "5d41402abc4b2a76b9719d91101720k7"
)

func after(s float64) time.Time { return noon().Add(time.Duration(s * float64(time.Second))) }

// rang is a phone that nobody answered.
func rang(to string, status exchange.LegStatus, from, until float64) exchange.Leg {
	return exchange.Leg{To: to, Status: status, Started: after(from), Ended: after(until)}
}

// base is a call that nobody was dialled for.
func base(kind exchange.CallType, until float64) exchange.Call {
	return exchange.Call{
		SID: callSID, From: caller, To: virtual, Type: kind, Started: noon(), Ended: after(until), CustomField: "order_id=7&x=<y>",
	}
}

// dialled is a call with its legs, the last of which tells its dial status.
func dialled(kind exchange.CallType, by exchange.Hanger, legs ...exchange.Leg) exchange.Call {
	last := legs[len(legs)-1]
	c := base(kind, last.Ended.Sub(noon()).Seconds())
	c.Legs, c.DialStatus, c.DisconnectedBy = legs, last.Status, by
	return c
}

// talked is a call that the second phone answered after ringing 4.58 s.
func talked() exchange.Call {
	leg := rang("+919812345679", exchange.LegCompleted, 1, 32.58)
	leg.Answered = after(5.58)
	return dialled(exchange.TypeCompleted, exchange.ByCallee, rang("+919812345678", exchange.LegBusy, 0, 1), leg)
}

func recorded(c exchange.Call) exchange.Call {
	c.Recorded = true
	return c
}

// scene is an event with a name for the golden file.
type scene struct {
	name  string
	event exchange.Event
	tell  dialect.Telling
}

// callScenes are all the ways in which a call may end.
func callScenes() []scene {
	const b = "+919812345678"
	nobody := base(exchange.TypeIncomplete, 1)
	nobody.DialStatus, nobody.DisconnectedBy = exchange.LegFailed, exchange.ByExotel
	attempt := base(exchange.TypeCallAttempt, 0)
	attempt.DisconnectedBy, attempt.Refused = exchange.ByNobody, "B may not call"
	hangup := base(exchange.TypeClientHangup, 5)
	hangup.Pins, hangup.DisconnectedBy = []string{"1"}, exchange.ByCaller
	voicemail := dialled(exchange.TypeVoicemail, exchange.ByCaller, rang(b, exchange.LegNoAnswer, 0, 30))
	voicemail.Ended = after(50)
	var all []scene
	for _, s := range []struct {
		name string
		call exchange.Call
	}{
		{"completed", talked()},
		{"completed, recorded", recorded(talked())},
		{"busy", dialled(exchange.TypeIncomplete, exchange.ByCallee, rang(b, exchange.LegBusy, 0, 1))},
		{"no answer", dialled(exchange.TypeIncomplete, exchange.ByExotel, rang(b, exchange.LegNoAnswer, 0, 30))},
		{"failed", dialled(exchange.TypeIncomplete, exchange.ByOperator, rang(b, exchange.LegFailed, 0, 0.5))},
		{"nobody to dial", nobody},
		{"caller hung up", dialled(exchange.TypeClientHangup, exchange.ByCaller, rang(b, exchange.LegCanceled, 0, 3.499))},
		{"caller hung up at the prompt", hangup},
		{"attempt", attempt},
		{"voicemail", recorded(voicemail)},
	} {
		e := exchange.Event{Kind: exchange.CallEnded, At: s.call.Ended, Call: s.call}
		all = append(all, scene{"call " + s.name, e, dialect.Telling{Tenant: "acme1"}})
	}
	return all
}

// withInsights tells scenes once more, with insights.
func withInsights(scenes []scene) []scene {
	all := scenes
	for _, s := range scenes {
		s.tell.Insights = true
		s.name += ", with insights"
		all = append(all, s)
	}
	return all
}

func verificationScenes() []scene {
	c := base("", 0)
	c.From, c.Ended = "+919845012345", time.Time{}
	return []scene{
		{"verified", exchange.Event{Kind: exchange.VerificationSuccess, At: after(5), Call: c, Pin: "0713"}, dialect.Telling{}},
		{"not verified", exchange.Event{Kind: exchange.VerificationFailure, At: after(15), Call: c, Pin: "1111"}, dialect.Telling{}},
	}
}

// progressScenes are the steps of one call.
func progressScenes() []scene {
	running := base("", 0)
	running.Ended = time.Time{}
	steps := []exchange.Call{running, running, running, recorded(talked())}
	steps[1].Legs = []exchange.Leg{{To: "+919812345679", Status: exchange.LegRinging, Started: after(1)}}
	steps[2].Legs = []exchange.Leg{{To: "+919812345679", Status: exchange.LegInProgress, Started: after(1), Answered: after(5.58)}}
	var all []scene
	for i, p := range []exchange.Progress{exchange.Initiated, exchange.Ringing, exchange.Answered, exchange.Completed} {
		e := exchange.Event{Kind: exchange.CallProgress, At: after([]float64{0, 1, 5.58, 32.58}[i]), Call: steps[i], Progress: p}
		all = append(all, scene{"progress " + string(p), e, dialect.Telling{Tenant: "acme1", Insights: true}})
	}
	return all
}

// about sets the allocation of scenes.
func about(a exchange.Allocation, ids exchange.IDStyle, scenes []scene) []scene {
	all := make([]scene, len(scenes))
	for i, s := range scenes {
		s.name = string(a.Kind) + " " + s.name
		s.event.Product, s.event.IDs, s.event.Allocation = a.Kind, ids, a
		all[i] = s
	}
	return all
}

func endScene(name string) []scene {
	return []scene{{name, exchange.Event{Kind: exchange.Deallocation, At: after(3600)}, dialect.Telling{Tenant: "acme1"}}}
}

// scenesOf are all the events a generation tells of.
func scenesOf(g dialect.Generation) []scene {
	vn, pin, ids := ended(greenvn(), exchange.Expired), ended(greenpin(), exchange.Deleted), exchange.UUID
	if g == dialect.Exobridge {
		vn, pin, ids = exobridge(vn), ended(exobridgePin(), exchange.Expired), exchange.Prefixed
	}
	var all []scene
	add := func(a exchange.Allocation, scenes []scene) { all = append(all, about(a, ids, scenes)...) }
	add(vn, withInsights(callScenes()))
	add(vn, endScene("ended, without pins"))
	add(pin, withInsights(callScenes()))
	add(pin, endScene("ended"))
	if g == dialect.Exobridge {
		add(vn, progressScenes())
		add(pin, progressScenes())
	} else {
		add(withPins(vn), endScene("ended, with pins"))
		add(vn, verificationScenes())
	}
	add(pin, verificationScenes())
	return all
}

// told is a notice as it stands in a golden file.
type told struct {
	Case      string `json:"case"`
	Name      string `json:"name"`
	Operation string `json:"operation"`
	Endpoint  string `json:"endpoint"`
	Body      any    `json:"body"`
}

func documents(t testing.TB) map[string]*openapi.Document {
	t.Helper()
	all, err := openapi.LoadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unmarshalled is a body as a receiver reads it.
func unmarshalled(t testing.TB, body any) any {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// keys are a body's, in order.
func keys(t testing.TB, body any) []string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	var all []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, key.(string))
		var skipped any
		if err := dec.Decode(&skipped); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
