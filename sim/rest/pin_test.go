package rest_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

const stranger = "+919900000001"

// calls lets the stranger call the number and enter the PIN, until the call is over.
func (h house) calls(number, pin string) {
	h.t.Helper()
	w, ok := h.sim.Lookup("acme")
	if !ok {
		h.t.Fatal("no tenant acme")
	}
	call, err := w.Call(h.t.Context(), exchange.PlaceCall{From: stranger, To: number, Pins: []string{pin}}, false, nil)
	if err != nil || call.Type != exchange.TypeCompleted {
		h.t.Fatalf("the call came to %+v, %v", call, err)
	}
}

// Code 19 arises when a number that has joined a virtual number by one PIN is listed there under another.
func TestANumberWithAnotherPin(t *testing.T) {
	bodies := map[string]string{
		dialect.Classic: `[{"success":false,"status":409,"code":19,"message":"%s","data":null}]`,
		dialect.Current: `{"success":false,"status":409,"code":19,"message":"%s","data":null}`,
	}
	for profile, body := range bodies {
		h := build(t, sim.Spec{Template: open(profile, 1)})
		h.ask("POST", "/v1/tenants/acme/greenvn", `{"connection_id":"a","aparty_numbers":["+919812345678"],"aparty_pins":[4821],"bparty_numbers":["+919887654321"],"bparty_pins":[9911],"usage":"twoway"}`)
		w, _ := h.sim.Lookup("acme")
		lent := w.Allocations()[0]
		h.calls(lent.Number, "4821")
		a := h.ask("PUT", "/v1/tenants/acme/greenvn/"+lent.ID+"/call-party", `{"bparty_numbers":["`+stranger+`"]}`)
		var told []struct{ Message string }
		if profile == dialect.Current {
			told = make([]struct{ Message string }, 1)
			_ = json.Unmarshal([]byte(a.body), &told[0])
		} else {
			_ = json.Unmarshal([]byte(a.body), &told)
		}
		if len(told) != 1 || told[0].Message == "" || a.status != 409 || a.body != fmt.Sprintf(body, told[0].Message) {
			t.Errorf("%s: %d %s", profile, a.status, a.body)
		}
	}
}

// The same in exobridge, where a number is shared and every pair has a PIN of its own.
func TestANumberWithAnotherPinExobridge(t *testing.T) {
	h := build(t, sim.Spec{Template: open(dialect.Exobridge, 1)})
	number := pool(1)[0].E164
	made := func(from string) (id, pin string) {
		a := h.ask("POST", "/v1/tenants/acme/greenpin", `{"caller_id_number":"`+number+`","from":["`+from+`"]}`)
		var told struct {
			Response struct {
				ID  string `json:"greenpin_id"`
				Pin string `json:"pin"`
			} `json:"response"`
		}
		if err := json.Unmarshal([]byte(a.body), &told); err != nil || a.status != 201 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		return told.Response.ID, told.Response.Pin
	}
	_, pin := made("+919812345678")
	other, _ := made("+919887654321")
	h.calls(number, pin)
	a := h.ask("PUT", "/v1/tenants/acme/greenpin/"+other, `{"to":["`+stranger+`"]}`)
	var told struct {
		Response struct {
			Status string `json:"status"`
			Code   int    `json:"code"`
			Error  struct {
				Code    int    `json:"code"`
				Message string `json:"message"`
			} `json:"error_data"`
		} `json:"response"`
	}
	if err := json.Unmarshal([]byte(a.body), &told); err != nil || a.status != 409 || told.Response.Error.Code != 19 || told.Response.Code != 409 || told.Response.Status != "failure" {
		t.Errorf("%d %s", a.status, a.body)
	}
}
