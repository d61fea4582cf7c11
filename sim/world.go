package sim

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"leadassist-sim/sim/exchange"
)

// World is one tenant's isolated world. One mutex guards all of it; values go in and out by value, and nothing slow is
// done under the lock.
type World struct {
	tenant Tenant
	seed   uint64
	start  Clock

	mu       sync.Mutex
	clock    Clock
	exchange *exchange.Exchange
	limiter  *rate.Limiter // nil: no limit
}

func newWorld(t Tenant, spec Spec) *World {
	w := &World{tenant: t, seed: spec.Seed, start: spec.Clock}
	w.reset()
	return w
}

// reset puts a fresh exchange, clock and allowance in place.
func (w *World) reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.start
	w.exchange = exchange.New(w.tenant.Exchange, exchange.NewChance(w.seed, w.tenant.SID))
	w.limiter = nil
	if r := w.tenant.Rate; r.PerSecond > 0 {
		w.limiter = rate.NewLimiter(rate.Limit(r.PerSecond), max(r.Burst, 1))
	}
}

// Tenant is what the world started from.
func (w *World) Tenant() Tenant { return w.tenant }

// Now is the world's instant.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock.Now()
}

// Do settles what is due and then carries out the command. The error is nil or an exchange.Refusal.
func (w *World) Do(c exchange.Command) (exchange.Outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.Do(w.settle(), c)
}

// settle carries out what is due, instant by instant, and returns the world's now. The caller holds the lock.
func (w *World) settle() time.Time {
	now := w.clock.Now()
	for {
		due, any := w.exchange.Next()
		if !any || due.After(now) {
			return now
		}
		w.exchange.Settle(now)
	}
}

// Admit spends one request of the tenant's allowance, counted in the world's own time. When there is none left it
// reports how long until there is.
func (w *World) Admit() (wait time.Duration, ok bool) {
	if w.tenant.Rate.PerSecond <= 0 {
		return 0, true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.clock.Now()
	if w.limiter.AllowN(now, 1) {
		return 0, true
	}
	next := w.limiter.ReserveN(now, 1)
	wait = next.DelayFrom(now)
	next.CancelAt(now)
	return wait, false
}

// View is a world as a tester sees it: settled, and copied out.
type View struct {
	Tenant   Tenant
	Now      time.Time
	Numbers  []exchange.NumberStatus
	Settings exchange.Settings
}

// View settles the world and shows its numbers and settings.
func (w *World) View() View {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	return View{Tenant: w.tenant, Now: now, Numbers: w.exchange.Numbers(), Settings: w.exchange.Settings()}
}

// Allocations settles the world and lists what it knows, active and ended, in order of creation.
func (w *World) Allocations() []exchange.Allocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	return w.exchange.Allocations()
}

// Timezone is the tenant's zone by name, as its settings stand.
func (w *World) Timezone() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.Timezone()
}

// Settings are the tenant's settings as they stand.
func (w *World) Settings() exchange.Settings {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.Settings()
}

// FlowRequired tells whether an allocation must name its call flow: there are several, and no default is set.
func (w *World) FlowRequired() bool {
	if len(w.tenant.Exchange.Flows) < 2 {
		return false
	}
	return w.Settings().DefaultFlow == ""
}
