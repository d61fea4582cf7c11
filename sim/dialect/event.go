package dialect

import (
	"time"

	"leadassist-sim/sim/exchange"
)

// Telling is what else there is to know when an event is told.
type Telling struct {
	Tenant   string // SID, part of a recording's address
	Insights bool   // the tenant subscribes to call insights (docs 000, "Call Event with Call Insights Enabled")
}

// Notice is an event in a generation's words. The zero Notice is an event of which the generation does not tell.
type Notice struct {
	Name      string // of the callback in the OpenAPI document, like call or verificationFailure
	Operation string // that declares the callback: createGreenvn or createGreenpin
	Endpoint  string // key of the setting whose URL is told
	Body      any    // for encoding/json, its keys in the order of the vendor's samples
}

// Speaker is the generation in which an event is told: a fixed profile speaks for itself, Auto as the allocation was
// made (assumed).
func Speaker(p Profile, e exchange.Event) Generation {
	switch {
	case p == Classic || p == Current || p == Exobridge:
		return Generation(p)
	case e.IDs == exchange.Prefixed:
		return Exobridge
	}
	return Classic
}

// Event puts an event into words (docs 000 and 001, events; exobridge's shapes are assumed). What a generation has no
// callback for is the zero Notice: progress belongs to exobridge (docs 004), and a GreenVN of exobridge has no PINs to
// verify. Progress goes where the calls go, since no setting of its own is known (assumed).
func (d Dialect) Event(e exchange.Event, t Telling) Notice {
	w := wordsOf(e.Product)
	exobridge := d.generation == Exobridge
	verifies := !exobridge || w.pin
	switch {
	case e.Kind == exchange.CallEnded:
		return d.callEnded(w, e, t)
	case e.Kind == exchange.CallProgress && exobridge:
		return w.notice("callProgress", w.callEndpoint, d.call(w, e, Telling{Tenant: t.Tenant}))
	case e.Kind == exchange.Deallocation:
		return w.notice("deallocation", deallocationEndpoint, d.deallocated(w, e))
	case e.Kind == exchange.VerificationSuccess && verifies:
		return w.notice("verificationSuccess", successEndpoint, d.verified(w, e))
	case e.Kind == exchange.VerificationFailure && verifies:
		return w.notice("verificationFailure", failureEndpoint, d.notVerified(w, e))
	}
	return Notice{}
}

// words are what the products call the same things in their events.
type words struct {
	pin                     bool // GreenPin
	operation, callEndpoint string
	number, id, reference   string // keys
}

// wordsOf takes what is no product for GreenVN. A GreenVN's number is greenvn in events, whatever it is in answers (docs
// 000).
func wordsOf(k exchange.Kind) words {
	if k == exchange.GreenPin {
		return words{true, createGreenpin, greenpinCallEndpoint, "vn", "greenpin_id", "transaction_id"}
	}
	return words{false, createGreenvn, greenvnCallEndpoint, "greenvn", "greenvn_id", "connection_id"}
}

func (w words) notice(name, endpoint string, body members) Notice {
	return Notice{Name: name, Operation: w.operation, Endpoint: endpoint, Body: body}
}

// reference is the client's own name for the allocation. Exobridge has none, and the custom field stands in its place
// (assumed).
func (d Dialect) reference(w words, e exchange.Event, custom string) member {
	if d.generation == Exobridge {
		return member{"custom_field", custom}
	}
	return member{w.reference, e.Allocation.Reference}
}

// called is the number that was called: the allocation's may have been replaced since.
func called(e exchange.Event) string {
	if e.Call.To != "" {
		return e.Call.To
	}
	return e.Allocation.Number
}

// eventTime writes a time as the samples do: GreenVN without a zone, GreenPin and exobridge with an offset (docs 000,
// 001, 004), all in the tenant's zone except exobridge's.
func (d Dialect) eventTime(w words, t time.Time) *string {
	switch {
	case d.quirks.EventTimes == "rfc3339", d.quirks.EventTimes == "" && (w.pin || d.generation == Exobridge):
		return stamp(t, d.zone(), isoLayout)
	}
	return d.plainTime(t)
}

// deallocated tells of an allocation that has ended (docs 000 and 001, "Deallocation Callback Event"). It lies in the
// vault by then; GreenPin's sample says active, which is a switch.
func (d Dialect) deallocated(w words, e exchange.Event) members {
	a := e.Allocation
	body := members{
		d.reference(w, e, a.CustomField),
		{"aparty_numbers", list(a.A.Numbers)},
		{"bparty_numbers", list(a.B.Numbers)},
	}
	if !w.pin {
		return append(body,
			member{"aparty_pins", eventPins(a.A)}, member{"bparty_pins", eventPins(a.B)},
			member{"usage", string(a.Usage)}, member{"state", "vault"},
			member{w.number, a.Number}, member{w.id, a.ID})
	}
	state := d.quirks.GreenpinDeallocationState
	if state == "" {
		state = "vault"
	}
	return append(body,
		member{"aparty_vns", sideNumbers(a, a.A)}, member{"bparty_vns", sideNumbers(a, a.B)},
		member{"aparty_pins", list(a.A.Pins)}, member{"bparty_pins", list(a.B.Pins)},
		member{"usage", string(a.Usage)}, member{w.id, a.ID}, member{"state", state})
}

// eventPins are integers, or one null for none (docs 000, the deallocation sample).
func eventPins(p exchange.Party) any {
	if len(p.Pins) == 0 {
		return []any{nil}
	}
	return pins(p.Pins)
}

// sideNumbers are the virtual numbers a side calls. Exobridge has one for both (assumed).
func sideNumbers(a exchange.Allocation, p exchange.Party) []string {
	if len(p.VNs) == 0 && a.Number != "" {
		return []string{a.Number}
	}
	return list(p.VNs)
}

// verified tells of a caller who knew the PIN. GreenVN's keys are in the order of docs 000's table, which has no sample
// and no call_sid, GreenPin's in that of docs 001's sample. The PIN is a string, as it was entered: it may start with 0
// (assumed for GreenVN).
func (d Dialect) verified(w words, e exchange.Event) members {
	a, ref := e.Allocation, d.reference(w, e, e.Allocation.CustomField)
	if !w.pin {
		return members{ref, {w.number, called(e)}, {w.id, a.ID}, {"caller", e.Call.From}, {"pin", e.Pin}}
	}
	return members{
		{"caller", e.Call.From}, {w.id, a.ID}, {w.number, called(e)}, ref, {"pin", e.Pin}, {"call_sid", e.Call.SID},
	}
}

// notVerified tells of a caller who did not know the PIN, in the orders of verified. It names no allocation: on a shared
// number nobody knows which one was meant.
func (d Dialect) notVerified(w words, e exchange.Event) members {
	c, started := e.Call, d.eventTime(w, e.Call.Started)
	if !w.pin {
		return members{{"call_sid", c.SID}, {w.number, called(e)}, {"start_time", started}, {"caller", c.From}, {"pin", e.Pin}}
	}
	return members{{"start_time", started}, {"caller", c.From}, {w.number, called(e)}, {"call_sid", c.SID}, {"pin", e.Pin}}
}
