package dialect

import (
	"time"

	"leadassist-sim/sim/exchange"
)

// Bounds of an exobridge duration in seconds (docs 002; GreenPin's are public), and its default.
const (
	leastGreenvnSeconds  = 1
	leastGreenpinSeconds = 300
	mostSeconds          = 14688000
	exobridgeDuration    = 86400 * time.Second
)

// decodeExobridgeGreenvn reads POST /greenvn (docs 002, "Create VN Allocation"). Both sides may call.
func decodeExobridgeGreenvn(f fields) exchange.Command {
	c := exchange.AllocateGreenvn{
		Number:      f.filled(f.need("caller_id_number")),
		A:           exchange.Party{Numbers: f.numbers(f.need("from"))},
		B:           exchange.Party{Numbers: f.numbers(f.need("to"))},
		Usage:       exchange.Twoway,
		Duration:    exobridgeDuration,
		Record:      f.flag("record"),
		CustomField: f.text("custom_field"),
		IDs:         exchange.Prefixed,
	}
	if duration, given := f.seconds("duration", leastGreenvnSeconds, mostSeconds); given {
		c.Duration = duration
	}
	return c
}

// decodeExobridgeParties reads PUT /greenvn/{id}/call-party (docs 002, "Update Party Numbers").
func decodeExobridgeParties(f fields, id string) exchange.Command {
	if !f.has("from") && !f.has("to") {
		f.missing("from", "to")
	}
	return exchange.UpdateGreenvnParties{ID: id, A: f.numbers("from"), B: f.numbers("to")}
}

// decodeExobridgeNumber reads PUT /greenvn/{id}/vn (docs 002, "Update Virtual Number").
func decodeExobridgeNumber(f fields, id string) exchange.Command {
	return exchange.UpdateGreenvnNumber{ID: id, Number: f.filled(f.need("caller_id_number"))}
}

// greenvnHead is what every GreenVN answer of docs 002's samples starts with.
type greenvnHead struct {
	ID     string   `json:"greenvn_id"`
	Number string   `json:"virtual_number"`
	From   []string `json:"from"`
	To     []string `json:"to"`
	Status string   `json:"status"`
}

// greenvnRead and greenvnUpdated have the keys of docs 002's samples, in their order. A call count is what tells reading
// from creating.
type greenvnRead struct {
	greenvnHead
	Record      bool    `json:"record"`
	CustomField string  `json:"custom_field"`
	CallCount   *int    `json:"call_count,omitempty"`
	CreatedAt   *string `json:"created_at"`
	ExpiresAt   *string `json:"expires_at"`
}

type greenvnUpdated struct {
	greenvnHead
	UpdatedAt *string `json:"updated_at"`
	ExpiresAt *string `json:"expires_at"`
}

func newGreenvnHead(a exchange.Allocation) greenvnHead {
	return greenvnHead{
		ID: a.ID, Number: a.Number, From: list(a.A.Numbers), To: list(a.B.Numbers), Status: exobridgeGreenvnStatus(a.State),
	}
}

func exobridgeGreenvnCreated(a exchange.Allocation) greenvnRead {
	return greenvnRead{
		greenvnHead: newGreenvnHead(a), Record: a.Record, CustomField: a.CustomField,
		CreatedAt: isoTime(a.Created), ExpiresAt: isoTime(a.Expires),
	}
}

func exobridgeGreenvnRead(a exchange.Allocation) greenvnRead {
	read := exobridgeGreenvnCreated(a)
	read.CallCount = &a.CallCount
	return read
}

func exobridgeGreenvnUpdated(a exchange.Allocation) greenvnUpdated {
	return greenvnUpdated{greenvnHead: newGreenvnHead(a), UpdatedAt: isoTime(a.Updated), ExpiresAt: isoTime(a.Expires)}
}

// exobridgeGreenvnStatus knows active and deleted only (docs 002); one that expired reads deleted (assumed).
func exobridgeGreenvnStatus(s exchange.State) string {
	if s == exchange.Active {
		return "active"
	}
	return "deleted"
}
