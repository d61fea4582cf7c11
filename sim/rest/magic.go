package rest

import (
	"strings"

	"leadassist-sim/sim"
)

// spell is how every magic value begins.
const spell = "sim-"

// conjured looks for a magic value in what the request names: its own reference, the id in the path, the reference that
// the allocation behind that id was made with, and the tenant.
func (v *visit) conjured() *blow {
	if body, ok := v.value.(map[string]any); ok {
		for _, key := range [...]string{"connection_id", "transaction_id", "custom_field"} {
			text, _ := body[key].(string)
			if b := v.conjure(text); b != nil {
				return b
			}
		}
	}
	if b := v.conjure(v.target); b != nil {
		return b
	}
	if b := v.remembered(); b != nil {
		return b
	}
	return v.conjure(v.tenant)
}

// remembered looks at what the addressed allocation was made with, so that an application which creates with a magic
// reference meets the fault later.
func (v *visit) remembered() *blow {
	if v.target == "" || v.calls || v.world == nil {
		return nil
	}
	reference, custom := v.world.Reference(v.target)
	if b := v.conjure(reference); b != nil {
		return b
	}
	return v.conjure(custom)
}

// conjure reads a magic value; nil when it is an ordinary one, or meant for another operation.
func (v *visit) conjure(text string) *blow {
	if !strings.HasPrefix(text, spell) {
		return nil
	}
	w, operation, length := incantation(text)
	if length == 0 || operation != "" && !strings.EqualFold(operation, v.operation) {
		return nil
	}
	v.annotate(sim.FaultNote{By: byMagic, Said: cut(text)})
	return w.blow(byMagic + " " + text[:length])
}

// incantation takes a magic value apart: sim-<kind>-<value>, then perhaps -on-<operation>, then perhaps a dash and
// anything. length is how much of it was read; 0: it is none.
func incantation(text string) (w wish, operation string, length int) {
	kind, after, _ := strings.Cut(strings.TrimPrefix(text, spell), "-")
	value, after, _ := strings.Cut(after, "-")
	if !w.take(kind, value) {
		return wish{}, "", 0
	}
	length = len(spell) + len(kind) + 1 + len(value)
	if after, ok := strings.CutPrefix(after, "on-"); ok {
		operation, _, _ = strings.Cut(after, "-")
		length += len("-on-") + len(operation)
	}
	return w, operation, length
}
