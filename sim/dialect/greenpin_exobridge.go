package dialect

import "leadassist-sim/sim/exchange"

// decodeExobridgeGreenpin reads POST /greenpin (public). B may be named later; both sides may call.
func decodeExobridgeGreenpin(f fields) exchange.Command {
	c := exchange.AllocateGreenpin{
		Number:      f.filled(f.need("caller_id_number")),
		A:           exchange.PinParty{Numbers: f.numbers(f.need("from"))},
		B:           exchange.PinParty{Numbers: f.texts("to")},
		Usage:       exchange.Twoway,
		Duration:    exobridgeDuration,
		Record:      f.flag("record"),
		CustomField: f.text("custom_field"),
		IDs:         exchange.Prefixed,
	}
	c.MaxPinAttempts, _ = f.whole("max_pin_attempts", 1, mostAttempts)
	if duration, given := f.seconds("duration", leastGreenpinSeconds, mostSeconds); given {
		c.Duration = duration
	}
	return c
}

// mostAttempts bounds max_pin_attempts to what a counter holds (assumed: the vendor names no bound).
const mostAttempts = 1 << 30

// decodeExobridgeGreenpinUpdate reads PUT /greenpin/{id}, or one item of the bulk form. Every key is optional, and an
// empty "to" takes B away again (public; the latter assumed).
func decodeExobridgeGreenpinUpdate(f fields, id string) exchange.UpdateGreenpin {
	c := exchange.UpdateGreenpin{
		ID: id,
		A:  exchange.PinParty{Numbers: f.numbers("from")},
		B:  exchange.PinParty{Numbers: f.texts("to")},
	}
	if duration, given := f.seconds("duration", leastGreenpinSeconds, mostSeconds); given {
		c.Duration = &duration
	}
	if attempts, given := f.whole("max_pin_attempts", 1, mostAttempts); given {
		c.MaxPinAttempts = &attempts
	}
	if record := f.flag("record"); f.has("record") {
		c.Record = &record
	}
	if custom := f.text("custom_field"); f.has("custom_field") {
		c.CustomField = &custom
	}
	return c
}

// greenpinHead is what every GreenPin answer starts with, in the order of docs 004's sample.
type greenpinHead struct {
	ID        string   `json:"greenpin_id"`
	Number    string   `json:"virtual_number"`
	Pin       string   `json:"pin"`
	From      []string `json:"from"`
	To        []string `json:"to"`
	Status    string   `json:"status"`
	CreatedAt *string  `json:"created_at"`
	ExpiresAt *string  `json:"expires_at"`
}

// greenpinRead has the keys of docs 004's sample; creating one answers alike (assumed).
type greenpinRead struct {
	greenpinHead
	CallCount   int    `json:"call_count"`
	CustomField string `json:"custom_field"`
}

// greenpinUpdated has the keys of the public sample of the update, which tells of recording and counts no calls.
type greenpinUpdated struct {
	greenpinHead
	Record      bool   `json:"record"`
	CustomField string `json:"custom_field"`
}

// newGreenpinHead shows the PIN that B enters (docs 004, pin).
func newGreenpinHead(a exchange.Allocation) greenpinHead {
	return greenpinHead{
		ID: a.ID, Number: a.Number, Pin: onlyPin(a.B), From: list(a.A.Numbers), To: list(a.B.Numbers),
		Status: exobridgeGreenpinStatus(a.State), CreatedAt: isoTime(a.Created), ExpiresAt: isoTime(a.Expires),
	}
}

func exobridgeGreenpinRead(a exchange.Allocation) greenpinRead {
	return greenpinRead{greenpinHead: newGreenpinHead(a), CallCount: a.CallCount, CustomField: a.CustomField}
}

func exobridgeGreenpinUpdated(a exchange.Allocation) greenpinUpdated {
	return greenpinUpdated{greenpinHead: newGreenpinHead(a), Record: a.Record, CustomField: a.CustomField}
}

// exobridgeGreenpinStatus tells expired from deleted (docs 004, status).
func exobridgeGreenpinStatus(s exchange.State) string {
	switch s {
	case exchange.Active:
		return "active"
	case exchange.Expired:
		return "expired"
	case exchange.Deleted:
		return "deleted"
	}
	return "deleted"
}

// exobridgeBulkItem is one entry of the answer to a bulk update (public); one that failed says why (assumed).
type exobridgeBulkItem struct {
	ID     string     `json:"greenpin_id"`
	Status string     `json:"status"`
	Error  *errorData `json:"error_data,omitempty"`
}

func (d Dialect) exobridgeBulk(items []exchange.Item) []exobridgeBulkItem {
	all := make([]exobridgeBulkItem, len(items))
	for i, item := range items {
		all[i] = exobridgeBulkItem{ID: item.ID, Status: "updated"}
		if item.Err != nil {
			code, sentence := d.explain(exchange.GreenPin, item.Err)
			all[i].Status, all[i].Error = "failed", &errorData{Code: code, Message: sentence}
		}
	}
	return all
}
