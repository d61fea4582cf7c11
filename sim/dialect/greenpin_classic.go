package dialect

import "leadassist-sim/sim/exchange"

// decodeClassicGreenpin reads POST /greenpin (public). At least one side has numbers and at least one has virtual
// numbers; an empty list counts as none.
func decodeClassicGreenpin(f fields) exchange.Command {
	c := exchange.AllocateGreenpin{
		Reference: f.filled(f.need("transaction_id")),
		A:         decodePinParty(f.sub("a")),
		B:         decodePinParty(f.sub("b")),
		Usage:     exchange.Twoway,
		IDs:       exchange.UUID,
	}
	for _, party := range []*exchange.PinParty{&c.A, &c.B} {
		if len(party.Numbers) == 0 {
			party.Numbers = nil
		}
		if len(party.VNs) == 0 {
			party.VNs = nil
		}
	}
	if c.A.Numbers == nil && c.B.Numbers == nil {
		f.missing("a.numbers", "b.numbers")
	}
	if c.A.VNs == nil && c.B.VNs == nil {
		f.missing("a.vns", "b.vns")
	}
	if f.has("usage") {
		c.Usage = decodeUsage(f, "usage")
	}
	c.Duration, _ = decodePolicy(f)
	return c
}

// decodePinParty reads one side. PINs keep their leading zeros: they are strings in the vendor's bodies (docs 001); the
// PIN's length is a number or a string in the public samples.
func decodePinParty(f fields) exchange.PinParty {
	p := exchange.PinParty{Numbers: f.texts("numbers"), VNs: f.texts("vns"), Pin: f.code("pin")}
	p.PinLength, _ = f.whole("pin_length", 1, 10)
	return p
}

// decodePinPartyChange reads one side of an update, where a list of virtual numbers replaces the old one and so has to
// name some; a list of phone numbers may empty the side (assumed).
func decodePinPartyChange(f fields) exchange.PinParty {
	f.numbers("vns")
	return decodePinParty(f)
}

// decodeClassicGreenpinUpdate reads PUT /greenpin/{id}, or one item of the bulk form (public). None of its keys is
// mandatory, but one of them is.
func decodeClassicGreenpinUpdate(f fields, id string) exchange.UpdateGreenpin {
	policy := f.either("deallocation_policy", "Deallocation_policy")
	if !f.has("a") && !f.has("b") && !f.has("usage") && !f.has(policy) {
		f.missing("a", "b", "usage", "deallocation_policy")
	}
	c := exchange.UpdateGreenpin{
		ID:    id,
		A:     decodePinPartyChange(f.sub("a")),
		B:     decodePinPartyChange(f.sub("b")),
		Usage: decodeUsage(f, "usage"),
	}
	if period, given := decodePolicy(f); given {
		c.Duration = &period
	}
	return c
}

// classicGreenpin is the data of a GreenPin answer, its keys as in the public sample.
type classicGreenpin struct {
	TransactionID    string   `json:"transaction_id"`
	ID               string   `json:"greenpin_id"`
	A                pinParty `json:"a"`
	B                pinParty `json:"b"`
	Usage            string   `json:"usage"`
	State            string   `json:"state"`
	DeallocationTime *string  `json:"deallocation_time"`
}

// pinParty is one side; a side without a PIN has no such key (public sample).
type pinParty struct {
	Numbers []string `json:"numbers"`
	VNs     []string `json:"vns"`
	Pin     string   `json:"pin,omitempty"`
}

// classicGreenpin gives as deallocation time the instant it ended, or will end, or null for never (assumed: the public
// sample shows an active one).
func (d Dialect) classicGreenpin(a exchange.Allocation) classicGreenpin {
	end := a.Ended
	if end.IsZero() {
		end = a.Expires
	}
	return classicGreenpin{
		TransactionID:    a.Reference,
		ID:               a.ID,
		A:                newPinParty(a.A),
		B:                newPinParty(a.B),
		Usage:            string(a.Usage),
		State:            classicState(a.State),
		DeallocationTime: d.plainTime(end),
	}
}

func newPinParty(p exchange.Party) pinParty {
	return pinParty{Numbers: list(p.Numbers), VNs: list(p.VNs), Pin: onlyPin(p)}
}

// onlyPin is the PIN of a GreenPin side, which has one at most.
func onlyPin(p exchange.Party) string {
	if len(p.Pins) == 0 {
		return ""
	}
	return p.Pins[0]
}

// classicBulkItem is one entry of the answer to a bulk update, in the order sent (assumed).
type classicBulkItem struct {
	ID      string  `json:"greenpin_id"`
	Success bool    `json:"success"`
	Code    *int    `json:"code"`
	Message *string `json:"message"`
}

func (d Dialect) classicBulk(items []exchange.Item) []classicBulkItem {
	all := make([]classicBulkItem, len(items))
	for i, item := range items {
		all[i] = classicBulkItem{ID: item.ID, Success: item.Err == nil}
		if item.Err != nil {
			code, sentence := d.explain(exchange.GreenPin, item.Err)
			all[i].Code, all[i].Message = &code, &sentence
		}
	}
	return all
}
