package sim

import (
	"time"

	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// Evidence tells what the exchange knows about a question. It settles nothing and changes nothing, so that it shows
// what a refused command saw a moment before.
func (w *World) Evidence(q exchange.Question) exchange.Evidence {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.Evidence(q)
}

// Waits is how long until one more request is admitted, in the tenant's time; zero: none is limited, or at once. It
// spends nothing.
func (w *World) Waits() time.Duration {
	if w.tenant.Rate.PerSecond <= 0 {
		return 0
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	missing := 1 - w.limiter.TokensAt(w.clock.Now())
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing / w.tenant.Rate.PerSecond * float64(time.Second))
}

// FaultRule finds a rule of this tenant's world by its id.
func (w *World) FaultRule(id string) (fault.Status, bool) {
	for _, s := range w.pick(func(other string) bool { return other == id }) {
		return s, true
	}
	return fault.Status{}, false
}
