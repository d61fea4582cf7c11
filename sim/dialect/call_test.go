package dialect_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// running is a call at a step.
func running(step int) exchange.Call { return progressScenes()[step].event.Call }

func TestEveryCallLookedUpWhole(t *testing.T) {
	o, ok := documents(t)["calls"].Operation("readCallJSON")
	if !ok {
		t.Fatal("no look-up")
	}
	bare := base(exchange.TypeCallAttempt, 0)
	bare.CustomField = ""
	looks := []golden{
		{"queued", 200, dialect.EncodeCall(running(0), "acme1")},
		{"ringing", 200, dialect.EncodeCall(running(1), "acme1")},
		{"talking, recorded", 200, dialect.EncodeCall(recorded(running(2)), "acme1")},
		{"no custom field", 200, dialect.EncodeCall(bare, "acme 1/2")},
	}
	for _, s := range callScenes() {
		looks = append(looks, golden{s.name, 200, dialect.EncodeCall(s.event.Call, s.tell.Tenant)})
	}
	for _, l := range looks {
		for _, v := range o.CheckReply(200, "application/json", unmarshalled(t, l.Body)) {
			t.Errorf("%s: %s", l.Case, v.Reason)
		}
	}
	compare(t, "calls.json", looks)
}

func TestStatusOfACall(t *testing.T) {
	message := running(1)
	message.Legs = []exchange.Leg{rang("+919812345678", exchange.LegNoAnswer, 0, 30)}
	prompt := running(0)
	prompt.Pins = []string{"1"}
	odd := base(exchange.TypeIncomplete, 1)
	odd.DialStatus = exchange.LegRinging
	want := map[string]string{
		"call completed": "completed", "call completed, recorded": "completed", "call voicemail": "completed",
		"call busy": "busy", "call no answer": "no-answer", "call failed": "failed", "call nobody to dial": "failed",
		"call attempt": "failed", "call caller hung up": "canceled", "call caller hung up at the prompt": "canceled",
		"queued": "queued", "ringing": "ringing", "talking": "in-progress",
		"at the prompt": "in-progress", "leaving a message": "in-progress", "zero": "queued", "an odd leg": "failed",
	}
	got := map[string]string{}
	status := func(name string, c exchange.Call) {
		got[name] = unmarshalled(t, dialect.EncodeCall(c, "a")).(map[string]any)["Call"].(map[string]any)["Status"].(string)
	}
	for _, s := range callScenes() {
		status(s.name, s.event.Call)
	}
	status("queued", running(0))
	status("ringing", running(1))
	status("talking", running(2))
	status("at the prompt", prompt)
	status("leaving a message", message)
	status("zero", exchange.Call{})
	status("an odd leg", odd)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The keys of docs 004's sample among the public ones, in the public order; in XML the elements are the same.
func TestCallLookUpInJSONAndXML(t *testing.T) {
	const public = "Sid ParentCallSid DateCreated DateUpdated AccountSid To From PhoneNumberSid Status StartTime EndTime Duration " +
		"Price Direction AnsweredBy ForwardedFrom CallerName Uri RecordingUrl CustomField"
	answer := dialect.EncodeCall(recorded(talked()), "acme1")
	if diff := cmp.Diff("Call", strings.Join(keys(t, answer), " ")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(public, strings.Join(keys(t, answer.Call), " ")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var want strings.Builder
	want.WriteString("<TwilioResponse><Call>")
	values := unmarshalled(t, answer.Call).(map[string]any)
	for key := range strings.FieldsSeq(public) {
		value, _ := values[key].(string)
		want.WriteString("<" + key + ">")
		if err := xml.EscapeText(&want, []byte(value)); err != nil {
			t.Fatal(err)
		}
		want.WriteString("</" + key + ">")
	}
	want.WriteString("</Call></TwilioResponse>")
	got, err := xml.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Duration is the difference of the times shown, whatever was cut off them (docs 004, the sample).
func TestDurationAgreesWithTheTimesShown(t *testing.T) {
	c := base(exchange.TypeCompleted, 212.4)
	c.Started = c.Started.Add(-300 * time.Millisecond)
	call := unmarshalled(t, dialect.EncodeCall(c, "a")).(map[string]any)["Call"].(map[string]any)
	if call["StartTime"] != "2026-07-05T10:29:59+05:30" || call["EndTime"] != "2026-07-05T10:33:32+05:30" || call["Duration"] != "213" {
		t.Errorf("%v", call)
	}
}

// Text that a page would have to escape stays as it is when the encoder around it leaves it so, and is escaped when not.
func TestEscapingIsTheOuterEncodersChoice(t *testing.T) {
	e := exchange.Event{Kind: exchange.CallEnded, Call: talked()}
	for _, v := range []any{
		dialect.New(dialect.Exobridge, dialect.Quirks{}, "").Event(e, dialect.Telling{}).Body, dialect.EncodeCall(talked(), "a"),
	} {
		var plain strings.Builder
		enc := json.NewEncoder(&plain)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		escaped, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plain.String(), `x=<y>`) || !strings.Contains(string(escaped), `x=\u003cy\u003e`) {
			t.Errorf("%s\n%s", plain.String(), escaped)
		}
	}
}
