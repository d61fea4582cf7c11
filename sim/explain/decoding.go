package explain

import (
	"errors"
	"strings"

	"leadassist-sim/sim/exchange"
)

// mendDecoding makes the body mean something: a document cannot tell every sense from nonsense. The decoder says where
// it stumbled; that place gets an example, or is left out.
func (d *draft) mendDecoding() {
	if !sends(d.operation) || d.operation.ID == "updateGreenpins" {
		return
	}
	for range mostFixes {
		why, failed := d.stumbles(d.value)
		if !failed {
			return
		}
		if !d.unstumble(why) {
			d.put("", clone(d.operation.Sample()), why)
			return
		}
	}
}

// stumbles decodes a body and says where that fails.
func (d *draft) stumbles(value any) (why string, failed bool) {
	_, err := d.dialect.Decode(d.operation.ID, d.target, value)
	r, ok := errors.AsType[exchange.Refusal](err)
	return r.Detail, ok
}

// unstumble mends one stumble. False: nothing helps.
func (d *draft) unstumble(why string) bool {
	place, _, _ := strings.Cut(why, ": ")
	pointer := "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(strings.Split(place, " or ")[0])
	form, _ := d.operation.Form(pointer)
	value, _ := at(d.value, pointer)
	tries := append(nearest(form, value), d.sampleAt(pointer), gone{})
	for _, to := range tries {
		tried := set(d.value, pointer, to)
		again, failed := d.stumbles(tried)
		if (!failed || again != why) && len(d.operation.CheckBody(tried)) == 0 {
			d.put(pointer, to, why)
			return true
		}
	}
	return false
}
