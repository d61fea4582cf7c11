package explain

import (
	"strings"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// magic tells whether a value asks for a fault, of whatever operation.
func magic(s string) bool {
	_, ok := fault.ReadMagic(s, dialect.HasCode)
	return ok
}

// unmagic is the value without what asks for a fault.
func unmagic(s string) string {
	m, _ := fault.ReadMagic(s, dialect.HasCode)
	rest := strings.TrimPrefix(s[m.Length:], "-")
	if rest == "" || magic(rest) {
		return "order-1"
	}
	return rest
}

// enchants tells whether a value asks for a fault that keeps the draft from passing. A delay does not, unless nobody
// waited for its end.
func (d *draft) enchants(s string) bool {
	m, ok := fault.ReadMagic(s, dialect.HasCode)
	if !ok || !m.On(d.operation.ID) {
		return false
	}
	m.Wish.Effect.Delay = fault.Delay{}
	return m.Wish.Effect != fault.Effect{} || d.entry.Fault != nil && d.entry.Fault.Left
}

// bewitched tells whether an allocation's own reference or note asks for a fault: no request to it goes without.
func (d *draft) bewitched(a exchange.Allocation) bool {
	return d.enchants(a.Reference) || d.enchants(a.CustomField)
}

// mendMagic takes the wish for a fault out of a reference or a note.
func (d *draft) mendMagic() {
	for _, key := range []string{"connection_id", "transaction_id", "custom_field"} {
		if s, ok := d.object()[key].(string); ok && d.enchants(s) {
			d.put("/"+key, unmagic(s), "this value asks for a fault; another does not")
		}
	}
}
