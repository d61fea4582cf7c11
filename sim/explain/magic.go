package explain

import (
	"regexp"
	"strings"

	"leadassist-sim/sim/exchange"
)

// magical is a value that asks for a fault, with whatever follows it.
func magical() *regexp.Regexp {
	return regexp.MustCompile(`^sim-(?:code-\d+|status-\d+|delay-[0-9a-zµ.]+|fault-[a-z]+)(?:-on-[A-Za-z]+)?-?`)
}

// magic tells whether a value asks for a fault.
func magic(s string) bool { return strings.HasPrefix(s, "sim-") && magical().MatchString(s) }

// unmagic is the value without what asks for a fault.
func unmagic(s string) string {
	if !magic(s) {
		return s
	}
	rest := magical().ReplaceAllString(s, "")
	if rest == "" || magic(rest) {
		return "order-1"
	}
	return rest
}

// bewitched tells whether an allocation's own reference or note asked for the fault that struck: no request to it goes
// without.
func (d *draft) bewitched(a exchange.Allocation) bool {
	return d.entry.Fault != nil && d.entry.Fault.By == byMagic && (magic(a.Reference) || magic(a.CustomField))
}

// mendMagic takes the wish for a fault out of a reference or a note.
func (d *draft) mendMagic() {
	for _, key := range []string{"connection_id", "transaction_id", "custom_field"} {
		if s, ok := d.object()[key].(string); ok && magic(s) {
			d.put("/"+key, unmagic(s), "this value asks for a fault; another does not")
		}
	}
}
