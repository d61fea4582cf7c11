package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// blow is a fault that strikes a request, whoever asked for it.
type blow struct {
	effect fault.Effect
	wait   time.Duration // the delay, as drawn
	late   bool          // after acting
	mark   string        // the way, and the rule or the words that asked, for X-Sim-Fault
}

// wished is a wish about to be fulfilled. Its only delay is a fixed one.
func wished(w fault.Wish, mark string) *blow {
	return &blow{effect: w.Effect, wait: w.Effect.Delay.Fixed, late: w.Late, mark: mark}
}

// aim finds the fault that strikes: the Prefer header speaks before the rules, and they before a magic value. A request
// without any of them costs a look at the header, at one flag and at a few strings.
func aim(v *visit) *blow {
	if lines, ok := v.request.Header["Prefer"]; ok {
		if b := v.preferred(lines); b != nil {
			return b
		}
	}
	if v.world != nil && v.world.Armed() {
		if b := v.ruled(); b != nil {
			return b
		}
	}
	return v.conjured()
}

// ruled asks the tenant's rules.
func (v *visit) ruled() *blow {
	struck, ok := v.world.Strike(fault.Occasion{Operation: v.operation, Field: v.field})
	if !ok {
		return nil
	}
	r := struck.Rule
	v.annotate(sim.FaultNote{By: sim.ByRule, Rule: r.ID, Name: r.Name, Scenario: r.Scenario, Seen: struck.Seen, Hit: struck.Hit})
	return &blow{effect: struck.Effect, wait: struck.Wait, late: r.Late, mark: sim.ByRule + " " + r.ID}
}

// annotate begins the journal's note, keeping the preferences that were ignored before.
func (v *visit) annotate(note sim.FaultNote) {
	if v.note != nil {
		note.Ignored = v.note.Ignored
	}
	v.note = &note
}

// strike carries the fault out, as far as that is done before the answer is written; the rest is in twist and lose. What
// replaces the answer keeps the handler from acting, unless the fault is late. What only spoils the answer needs one.
func (d *Door) strike(v *visit) (dialect.Reply, error) {
	b := v.blow
	b.describe(v)
	acted := b.late || !b.replaces()
	var reply dialect.Reply
	if !b.late && !v.outwait(b.wait) {
		v.note.Late = false // nothing was done whose answer could be spoilt
		return dialect.Reply{}, given()
	}
	if acted {
		var err error
		if reply, err = d.acts[v.operation](v); err != nil {
			reply = v.tell(err)
		}
	}
	if b.late && !v.outwait(b.wait) || b.effect.Hang > 0 {
		v.pause(b.effect.Hang)
		return v.insist(func() dialect.Reply { return v.tell(given()) }), nil
	}
	if !b.refuses() {
		return reply, nil
	}
	return v.insist(func() dialect.Reply { return d.force(v) }), nil
}

// outwait lets a fault's delay pass. The journal is told when the client does not wait for its end.
func (v *visit) outwait(span time.Duration) bool {
	spent := sim.Stopwatch()
	if v.pause(span) {
		return true
	}
	v.note.Left, v.note.Wait = true, min(spent(), span)
	return false
}

// given is the refusal when nobody waits any longer, or has waited in vain.
func given() error { return exchange.Refusal{Reason: exchange.ResponseTimeout} }

// insist answers with an error that was asked for. Why the handler refused before stays in the journal: that is what
// became of the request.
func (v *visit) insist(answer func() dialect.Reply) dialect.Reply {
	natural := v.refusal
	v.step = sim.StepFault
	reply := answer()
	if natural != nil {
		v.refusal = natural
	}
	return reply
}

// force is the error of the effect's code, status, or both.
func (d *Door) force(v *visit) dialect.Reply {
	e := v.blow.effect
	forced := v.dialect.Force(v.kind(), e.Code, e.Status)
	if v.calls {
		forced = dialect.ForceCall(e.Code, e.Status)
	}
	v.provoke(forced.Reason)
	status := forced.Reply.Status
	v.header.Del(ruleHeader) // of what the handler refused, which nobody is told
	if status >= http.StatusBadRequest || e.Code != nil {
		rule := v.cite(exchange.Refusal{Reason: forced.Reason})
		v.refusal = &sim.RefusalNote{Code: forced.Code, Reason: forced.Reason.String(), Step: v.step, Rule: rule}
	}
	if status == http.StatusUnauthorized || forced.Reason == exchange.AuthenticationFailed {
		v.challenge()
	}
	switch status {
	case http.StatusTooManyRequests:
		v.header.Set("Retry-After", "1")
	case http.StatusMethodNotAllowed:
		v.header.Set("Allow", d.allowed(v.request.URL.Path))
	}
	return forced.Reply
}

// replaces tells whether the effect leaves nothing of the answer the handler would have given.
func (b *blow) replaces() bool { return b.refuses() || b.effect.Hang > 0 || b.effect.Reset }

// spoils tells whether the effect changes an answer that the handler gives after acting.
func (b *blow) spoils() bool {
	e := b.effect
	return !b.replaces() && (e.Status != 0 || e.Truncate || e.Garble || e.MediaType != "" || e.Body != nil)
}

// refuses tells whether the answer is an error, or at least no success: a success's status goes on a real answer.
func (b *blow) refuses() bool { return b.effect.Code != nil || b.effect.Status >= 300 }

// describe completes the journal's note and marks the answer.
func (b *blow) describe(v *visit) {
	v.note.Effect, v.note.Wait, v.note.Late = words(b.effect), b.wait, b.late || b.spoils()
	if !b.effect.Pass {
		v.header.Set("X-Sim-Fault", b.mark)
	}
}

// words tell an effect in few words.
func words(e fault.Effect) string {
	var told []string
	say := func(when bool, what string) {
		if when {
			told = append(told, what)
		}
	}
	if e.Code != nil {
		say(true, "code "+strconv.Itoa(*e.Code))
	}
	say(e.Status != 0, "status "+strconv.Itoa(e.Status))
	say(!e.Delay.Zero(), "delay")
	say(e.Hang > 0, "hang "+e.Hang.String())
	say(e.Reset, "reset")
	say(e.Truncate, "truncate")
	say(e.Garble, "garble")
	say(e.MediaType != "", "content type "+cut(e.MediaType))
	say(e.Body != nil, "body")
	if len(told) == 0 {
		return "pass"
	}
	return strings.Join(told, ", ")
}
