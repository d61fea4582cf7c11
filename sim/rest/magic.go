package rest

import (
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

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
	magic, ok := fault.ReadMagic(text, dialect.HasCode)
	if !ok || !magic.On(v.operation) {
		return nil
	}
	v.annotate(sim.FaultNote{By: sim.ByMagic, Said: cut(text)})
	return wished(magic.Wish, sim.ByMagic+" "+text[:magic.Length])
}
