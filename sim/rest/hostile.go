package rest

import (
	"strings"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// temper is the hostile part of a visit.
type temper struct {
	sim    *sim.Sim
	whim   *dialect.Whim // nil: nothing was drawn yet
	reason exchange.Reason
}

// provoke draws, once in a visit, what hostile mode varies in its answer. It comes after the generation is settled and
// before anything is put into words. A refusal tells its reason, which may come after a drawing.
func (v *visit) provoke(r exchange.Reason) {
	if v.hostile == nil {
		return
	}
	v.hostile.reason = r
	if v.hostile.whim != nil {
		return
	}
	chance, hostile := v.hostile.sim.Provoke(v.tenant, v.id)
	if !hostile {
		v.hostile = nil
		return
	}
	v.quirks, v.hostile.whim = dialect.VaryAnswer(v.quirks, v.generation, chance)
	v.speak()
}

// vary carries out on the body what was drawn, and tells all of it in the answer's head and in the journal. XML is left as
// it is.
func (v *visit) vary(media string, body []byte) []byte {
	if v.hostile == nil || v.hostile.whim == nil {
		return body
	}
	whim := v.hostile.whim
	if media != "application/json" {
		v.varied = whim.Plain()
	} else {
		var err error
		o := dialect.Occasion{Operation: v.operation, Reason: v.hostile.reason, Calls: v.calls}
		if body, v.varied, err = whim.Answer(body, o); err != nil {
			v.fault = "hostile mode: " + err.Error()
		}
	}
	if len(v.varied) > 0 {
		v.header.Set("X-Sim-Varied", strings.Join(v.varied, ", "))
	}
	return body
}

// hesitate keeps the first byte back for as long as was drawn, or until the client has left.
func (v *visit) hesitate() {
	if v.hostile != nil && v.hostile.whim != nil {
		v.pause(v.hostile.whim.Wait)
	}
}
