package control

import (
	"iter"
	"net/http"
	"slices"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// call is a call as told.
type call struct {
	SID            string     `json:"sid"`
	Tenant         string     `json:"tenant"`
	From           string     `json:"from"`
	To             string     `json:"to"`
	Allocation     string     `json:"allocation"`
	Type           string     `json:"type"`
	DialStatus     string     `json:"dial_status"`
	Legs           []leg      `json:"legs"`
	Pins           []string   `json:"pins"`
	Started        time.Time  `json:"started"`
	Ended          *time.Time `json:"ended"`
	DisconnectedBy string     `json:"disconnected_by"`
	Recorded       bool       `json:"recorded"`
	CustomField    string     `json:"custom_field"`
	Refused        string     `json:"refused"`
}

type leg struct {
	To       string     `json:"to"`
	Status   string     `json:"status"`
	Started  time.Time  `json:"started"`
	Answered *time.Time `json:"answered"`
	Ended    *time.Time `json:"ended"`
}

func toCall(tenant string, c exchange.Call) call {
	told := call{
		SID: c.SID, Tenant: tenant, From: c.From, To: c.To, Allocation: c.Allocation, Type: string(c.Type),
		DialStatus: string(c.DialStatus), Legs: make([]leg, 0, len(c.Legs)), Pins: list(c.Pins), Started: c.Started,
		Ended: instant(c.Ended), DisconnectedBy: string(c.DisconnectedBy), Recorded: c.Recorded,
		CustomField: c.CustomField, Refused: c.Refused,
	}
	for _, l := range c.Legs {
		told.Legs = append(told.Legs, leg{l.To, string(l.Status), l.Started, instant(l.Answered), instant(l.Ended)})
	}
	return told
}

// listCalls tells calls by tenant, each newest first. The cursor is the last call told.
func (d *Door) listCalls(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	after, err := place(q)
	if err != nil {
		return nil, err
	}
	worlds, err := d.asked(q.Get("tenant"))
	if err != nil {
		return nil, err
	}
	answer, told := page{}, []call{}
	for one := range calls(after.rest(worlds)) {
		switch {
		case after.id != "" && one.Tenant == after.tenant: // not come to the cursor yet
			if one.SID == after.id {
				after.id = ""
			}
		case len(told) == size:
			last := told[size-1]
			answer.Items, answer.Next = told, cursor{last.SID, last.Tenant}.String()
			return answer, nil
		default:
			told = append(told, one)
		}
	}
	answer.Items = told
	return answer, nil
}

// calls goes through what the worlds remember, newest first in each.
func calls(worlds []*sim.World) iter.Seq[call] {
	return func(yield func(call) bool) {
		for _, w := range worlds {
			for _, c := range slices.Backward(w.Calls()) {
				if !yield(toCall(w.Tenant().SID, c)) {
					return
				}
			}
		}
	}
}

// readCallRecord tells one call, whosever it is.
func (d *Door) readCallRecord(a ask) (any, error) {
	for _, w := range d.sim.Worlds() {
		if o, err := w.Do(exchange.ReadCall{SID: a.vars["sid"]}); err == nil {
			return toCall(w.Tenant().SID, o.Call), nil
		}
	}
	return nil, notFound("no call has the SID %.64q, or no longer", a.vars["sid"])
}

// dialling is what placeCall is asked.
type dialling struct {
	Tenant     string               `json:"tenant"`
	From       string               `json:"from"`
	To         string               `json:"to"`
	Allocation string               `json:"allocation"`
	Pins       []string             `json:"pins"`
	Outcomes   []exchange.Behaviour `json:"outcomes"`
	Ring       string               `json:"ring"`
	Talk       string               `json:"talk"`
	HangupBy   string               `json:"hangup_by"`
	Live       bool                 `json:"live"`
}

// placed is the answer to whoever placed a call.
type placed struct {
	Call call `json:"call"`
	*account
	Events []delivery `json:"events"`
}

// placeCall lets a phone call a virtual number and tells what came of it: at once when the call is live, else at its end.
func (d *Door) placeCall(a ask) (any, error) {
	var said dialling
	err := a.into(&said, "tenant", "from", "to", "allocation", "pins", "outcomes", "ring", "talk", "hangup_by", "live")
	if err != nil {
		return nil, err
	}
	worlds, err := d.asked(said.Tenant)
	if err != nil {
		return nil, err
	}
	w := worlds[0]
	script, err := said.script(w)
	if err != nil {
		return nil, err
	}
	happened := newAccount()
	c, err := w.Call(a.request.Context(), script, said.Live, happened.tell)
	if err != nil {
		return nil, refused(err, said.Tenant)
	}
	events := w.Deliveries(callback.Filter{Labels: callback.Labels{Call: c.SID}, Limit: maxPage})
	slices.Reverse(events)
	return placed{toCall(said.Tenant, c), happened, toDeliveries(events)}, nil
}

// script turns what was asked into the exchange's words.
func (said dialling) script(w *sim.World) (c exchange.PlaceCall, err error) {
	c = exchange.PlaceCall{From: said.From, To: said.To, Pins: said.Pins, Outcomes: said.Outcomes}
	switch said.HangupBy {
	case "caller":
		c.HangupBy = exchange.ByCaller
	case "callee":
		c.HangupBy = exchange.ByCallee
	}
	if said.Ring != "" {
		if c.Ring, err = span("ring", said.Ring); err != nil {
			return c, err
		}
	}
	if said.Talk != "" {
		if c.Talk, err = span("talk", said.Talk); err != nil {
			return c, err
		}
	}
	switch {
	case (said.To == "") == (said.Allocation == ""):
		return c, badRequest("say either to, a virtual number, or allocation, an id")
	case said.Allocation != "":
		c.To, err = said.number(w)
	}
	return c, err
}

// number is the virtual number through which the caller reaches the allocation.
func (said dialling) number(w *sim.World) (string, error) {
	of, err := find(w, said.Allocation)
	if err != nil {
		return "", err
	}
	if of.State != exchange.Active {
		return "", problem{http.StatusConflict, "allocation " + of.ID + " has ended; to calls its number all the same"}
	}
	if of.Number != "" {
		return of.Number, nil
	}
	own, other := of.A, of.B
	if side(said, of.B) || !side(said, of.A) && !opens(said, of.A) && opens(said, of.B) {
		own, other = other, own
	}
	for _, vn := range slices.Concat(own.VNs, other.VNs) {
		return vn, nil
	}
	return "", problem{http.StatusConflict, "allocation " + of.ID + " has no virtual number"}
}

// side tells whether the caller is listed on a side.
func side(said dialling, p exchange.Party) bool { return slices.Contains(p.Numbers, said.From) }

// opens tells whether the first PIN the caller enters is a side's.
func opens(said dialling, p exchange.Party) bool {
	return len(said.Pins) > 0 && slices.Contains(p.Pins, said.Pins[0])
}

// find gives an allocation of the tenant, of either product.
func find(w *sim.World, id string) (exchange.Allocation, error) {
	for _, k := range []exchange.Kind{exchange.GreenVN, exchange.GreenPin} {
		if o, err := w.Do(exchange.ReadAllocation{Kind: k, ID: id}); err == nil {
			return o.Allocation, nil
		}
	}
	return exchange.Allocation{}, notFound("tenant %.64q has no allocation %.64q, or no longer", w.Tenant().SID, id)
}
