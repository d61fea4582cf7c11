package rest_test

import (
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// A call is looked up while it runs and when it is over, as JSON and as XML, with the custom field of its allocation.
func TestCallLookUp(t *testing.T) {
	h := build(t, sim.Spec{Template: open(dialect.Exobridge, 1)})
	number := pool(1)[0].E164
	h.ask("POST", "/v1/tenants/acme/greenvn", `{"caller_id_number":"`+number+`","from":["+919812345678"],"to":["+919887654321"],"record":true,"custom_field":"order=1 & more"}`)
	w, _ := h.sim.Lookup("acme")
	call, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: number}, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	turn := func(by time.Duration) {
		t.Helper()
		if _, _, err := w.AdvanceBy(t.Context(), by, nil); err != nil {
			t.Fatal(err)
		}
	}
	path := "/v1/Accounts/acme/Calls/" + call.SID
	fill := strings.NewReplacer("SID", call.SID, "NUMBER", number).Replace
	running := fill(`{"Call":{"Sid":"SID","ParentCallSid":null,"DateCreated":"2026-01-31T15:30:00+05:30","DateUpdated":"2026-01-31T15:30:04+05:30",` +
		`"AccountSid":"acme","To":"NUMBER","From":"+919812345678","PhoneNumberSid":"NUMBER","Status":"in-progress","StartTime":"2026-01-31T15:30:00+05:30",` +
		`"EndTime":null,"Duration":null,"Price":null,"Direction":"inbound","AnsweredBy":null,"ForwardedFrom":null,"CallerName":null,` +
		`"Uri":"/v1/Accounts/acme/Calls/SID.json","RecordingUrl":null,"CustomField":"order=1 & more"}}`)
	turn(10 * time.Second)
	if a := h.ask("GET", path+".json", ""); a.status != 200 || a.body != running {
		t.Errorf("running: %d\n%s\nwant\n%s", a.status, a.body, running)
	}
	turn(time.Minute)
	over := strings.NewReplacer(`"Status":"in-progress"`, `"Status":"completed"`, `"DateUpdated":"2026-01-31T15:30:04+05:30"`, `"DateUpdated":"2026-01-31T15:30:36+05:30"`,
		`"EndTime":null,"Duration":null`, `"EndTime":"2026-01-31T15:30:36+05:30","Duration":"36"`,
		`"RecordingUrl":null`, `"RecordingUrl":"https://recordings.example.com/acme/`+call.SID+`.mp3"`).Replace(running)
	if a := h.ask("GET", path+".json", ""); a.status != 200 || a.body != over {
		t.Errorf("over: %d\n%s\nwant\n%s", a.status, a.body, over)
	}
	a := h.ask("GET", path, "")
	for _, want := range []string{"<TwilioResponse><Call><Sid>" + call.SID + "</Sid>", "<Status>completed</Status>", "<CustomField>order=1 &amp; more</CustomField>"} {
		if a.status != 200 || a.header.Get("Content-Type") != "application/xml" || !strings.Contains(a.body, want) {
			t.Errorf("%d %s lacks %s", a.status, a.body, want)
		}
	}
	if a := h.ask("GET", "/v1/Accounts/other/Calls/"+call.SID+".json", ""); a.status != 404 || !strings.Contains(a.body, "RestException") {
		t.Errorf("another account sees it: %d %s", a.status, a.body)
	}
}
