package dialect

import (
	"encoding/json"
	"time"

	"leadassist-sim/sim/exchange"
)

// decodeClassicGreenvn reads POST /greenvn (docs 000, "Create an Allocation").
func decodeClassicGreenvn(f fields) exchange.Command {
	c := exchange.AllocateGreenvn{
		Reference:   f.filled(f.need("connection_id")),
		A:           exchange.Party{Numbers: f.numbers(f.need("aparty_numbers")), Pins: f.pins("aparty_pins")},
		B:           exchange.Party{Numbers: f.numbers(f.need("bparty_numbers")), Pins: f.pins("bparty_pins")},
		Usage:       decodeUsage(f, f.need("usage")),
		Strict:      f.flag("strictness"),
		Preferences: decodePreferences(f),
		FlowID:      f.filled("flow_id"),
		IDs:         exchange.UUID,
	}
	c.Duration, _ = decodePolicy(f)
	return c
}

func decodeUsage(f fields, key string) exchange.Usage {
	return exchange.Usage(f.choice(key, string(exchange.Oneway), string(exchange.Twoway)))
}

// decodePreferences takes the region as it comes: whether it is served is the exchange's to say, in its turn. The type
// is called number_type in the samples of PUT /vn; its first name wins when both are there (assumed).
func decodePreferences(f fields) exchange.Preferences {
	p := f.sub("preferences")
	kind := p.either("type", "number_type")
	wishes := exchange.Preferences{
		Number: p.text("greenvn"),
		Region: exchange.Region(p.text("region")),
		Type:   exchange.NumberType(p.choice(kind, string(exchange.Mobile), string(exchange.Landline))),
	}
	if p.has("pin_code") {
		wishes.PinCode = p.code("pin_code")
		if len(wishes.PinCode) != 6 || wishes.PinCode[0] == '0' {
			p.bad("pin_code", "not a postal code of six digits")
		}
	}
	return wishes
}

// decodePolicy reads the deallocation policy under either spelling, the one of the samples first. A policy without a
// duration is none (docs 000).
func decodePolicy(f fields) (period time.Duration, given bool) {
	return f.sub(f.either("deallocation_policy", "Deallocation_policy")).period("duration", false)
}

// decodeClassicParties reads PUT /greenvn/{id}/call-party (docs 000 and 003).
func decodeClassicParties(f fields, id string) exchange.Command {
	if !f.has("aparty_numbers") && !f.has("bparty_numbers") {
		f.missing("aparty_numbers", "bparty_numbers")
	}
	return exchange.UpdateGreenvnParties{
		ID:    id,
		A:     f.numbers("aparty_numbers"),
		B:     f.numbers("bparty_numbers"),
		APins: f.pins("aparty_pins"),
		BPins: f.pins("bparty_pins"),
		Usage: decodeUsage(f, "usage"),
	}
}

// decodeClassicNumber reads PUT /greenvn/{id}/vn, whose body may be absent (docs 000, "Update GreenVN").
func decodeClassicNumber(f fields, id string) exchange.Command {
	return exchange.UpdateGreenvnNumber{ID: id, Strict: f.flag("strictness"), Preferences: decodePreferences(f)}
}

// classicGreenvn is the data of every GreenVN answer, its keys in the order of docs 000.
type classicGreenvn struct {
	ConnectionID string   `json:"connection_id"`
	ANumbers     []string `json:"aparty_numbers"`
	BNumbers     []string `json:"bparty_numbers"`
	APins        []pin    `json:"aparty_pins,omitempty"`
	BPins        []pin    `json:"bparty_pins,omitempty"`
	Usage        string   `json:"usage"`
	State        string   `json:"state"`
	GreenVN      string   `json:"green_vn,omitempty"`
	Greenvn      string   `json:"greenvn,omitempty"`
	ID           string   `json:"greenvn_id"`
	FlowID       string   `json:"flow_id,omitempty"`
}

func (d Dialect) classicGreenvn(a exchange.Allocation) classicGreenvn {
	data := classicGreenvn{
		ConnectionID: a.Reference,
		ANumbers:     list(a.A.Numbers),
		BNumbers:     list(a.B.Numbers),
		APins:        pins(a.A.Pins),
		BPins:        pins(a.B.Pins),
		Usage:        string(a.Usage),
		State:        classicState(a.State),
		ID:           a.ID,
		FlowID:       a.FlowID,
	}
	key := d.numberKey()
	if key != "greenvn" {
		data.GreenVN = a.Number
	}
	if key != "green_vn" {
		data.Greenvn = a.Number
	}
	return data
}

// numberKey is the key of the virtual number: green_vn in docs 000, greenvn in the later text (public).
func (d Dialect) numberKey() string {
	switch {
	case d.quirks.NumberKey != "":
		return d.quirks.NumberKey
	case d.generation == Current:
		return "greenvn"
	}
	return "green_vn"
}

// classicState knows two words only: whatever has ended lies in the vault (docs 000, state).
func classicState(s exchange.State) string {
	if s == exchange.Active {
		return "active"
	}
	return "vault"
}

// pin is a GreenVN PIN. It is kept as digits and written as an integer, as in docs 000 and 003.
type pin string

// MarshalJSON writes an integer, or a string for what would not survive as one.
func (p pin) MarshalJSON() ([]byte, error) {
	if s, ok := digits(string(p)); ok && s[0] != '0' {
		return []byte(s), nil
	}
	return json.Marshal(string(p))
}

func pins(all []string) []pin {
	out := make([]pin, len(all))
	for i, p := range all {
		out[i] = pin(p)
	}
	return out
}
