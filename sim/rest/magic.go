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
			if text, ok := body[key].(string); ok && strings.HasPrefix(text, spell) {
				if b := v.conjure(text); b != nil {
					return b
				}
			}
		}
	}
	for _, text := range [...]string{v.target, v.tenant} {
		if strings.HasPrefix(text, spell) {
			if b := v.conjure(text); b != nil {
				return b
			}
		}
	}
	return v.remembered()
}

// remembered looks at what the addressed allocation was made with, so that an application which creates with a magic
// reference meets the fault later.
func (v *visit) remembered() *blow {
	if v.target == "" || v.calls || v.world == nil {
		return nil
	}
	reference, custom := v.world.Reference(v.target)
	for _, text := range [...]string{reference, custom} {
		if strings.HasPrefix(text, spell) {
			if b := v.conjure(text); b != nil {
				return b
			}
		}
	}
	return nil
}

// conjure reads a magic value; nil when it is an ordinary one, or meant for another operation.
func (v *visit) conjure(text string) *blow {
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
