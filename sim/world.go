package sim

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// World is one tenant's isolated world. One mutex guards all of it; values go in and out by value, and nothing slow is
// done under the lock.
type World struct {
	tenant Tenant
	spec   *Spec
	hub    *hub
	first  armament // the fault rules a reset returns to

	turn  chan struct{} // holds one: whoever turns the clock; taken before mu
	armed atomic.Bool   // there are fault rules; read without mu

	mu       sync.Mutex
	idle     *sync.Cond // told whenever a delivery attempt has landed
	clock    Clock
	exchange *exchange.Exchange
	outbox   *callback.Outbox
	synth    *rand.Rand // of triggered events
	limiter  *rate.Limiter
	faults   *fault.Set
	temper   *rand.Rand // of hostile mode; nil without it
	scenario string     // the one that is switched on; empty: none
	alarm    alarm
	turning  bool                      // Advance delivers; nobody else starts a delivery
	leaving  bool                      // about to be reset or closed: nothing new is delivered
	halt     context.CancelFunc        // ends the Advance that turns, between two instants
	flights  context.Context           //nolint:containedctx // of every attempt; cut ends them all
	cut      context.CancelFunc        // ends every attempt under way
	queues   map[string][]callback.Job // of a frozen clock, by endpoint: attempts not begun; a key means somebody sends
	told     []Happening               // since Advance last looked
}

func newWorld(t Tenant, s *Sim, first armament) *World {
	w := &World{tenant: t, spec: &s.spec, hub: &s.hub, first: first, turn: make(chan struct{}, 1), halt: func() {}}
	w.idle = sync.NewCond(&w.mu)
	w.raise()
	return w
}

// raise puts a fresh exchange, outbox, clock and allowance in place. The caller holds the lock, or nobody else knows
// the world yet.
func (w *World) raise() {
	stream := func(purpose string) *rand.ChaCha8 { return exchange.Stream(w.spec.Seed, w.tenant.SID, purpose) }
	w.alarm.stop()
	w.flights, w.cut = context.WithCancel(context.Background())
	w.queues = map[string][]callback.Job{}
	w.leaving = false
	w.clock = w.spec.Clock
	config := w.tenant.Exchange
	config.AnyID, w.temper = w.tenant.Hostile, nil
	if w.tenant.Hostile {
		w.temper = rand.New(stream("hostile"))
	}
	w.exchange = exchange.New(config, exchange.NewChance(w.spec.Seed, w.tenant.SID))
	w.outbox = callback.NewOutbox(w.tenant.Callbacks.Limits, w.tenant.Callbacks.Policy, stream("deliveries"), stream("jitter"))
	w.synth = rand.New(stream("synthetic"))
	w.faults = fault.NewSet(rand.New(stream("faults")))
	w.arm(w.first)
	w.limiter = nil
	if r := w.tenant.Rate; r.PerSecond > 0 {
		w.limiter = rate.NewLimiter(rate.Limit(r.PerSecond), max(r.Burst, 1))
	}
}

// reset returns the world to its beginning. What was in flight is cut off, and what was owed is forgotten.
func (w *World) reset() {
	w.leave()
	w.mu.Lock()
	w.cut()
	w.mu.Unlock()
	_ = w.claim(context.Background()) // which never ends
	defer w.yield()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.raise()
	w.idle.Broadcast()
}

// claim waits until nobody else turns the clock. The error is the context's when that ends first; else yield is owed.
func (w *World) claim(ctx context.Context) error {
	select {
	case w.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// yield lets the next one turn.
func (w *World) yield() { <-w.turn }

// leave ends an Advance between two instants and lets nothing new be delivered.
func (w *World) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.leaving = true
	w.halt()
}

// Tenant is what the world started from.
func (w *World) Tenant() Tenant { return w.tenant }

// Do settles what is due and then carries out the command; what comes of both is owed to the tenant's endpoints. The
// error is nil or an exchange.Refusal.
func (w *World) Do(c exchange.Command) (exchange.Outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	o, err := w.exchange.Do(now, c)
	w.emit(now, o.Events)
	if _, ends := c.(exchange.Deallocate); ends && err == nil {
		w.ended(now, o.Allocation.ID, "") // a GreenVN's end is no event
	}
	w.onward(now)
	return o, err
}

// settle carries out what is due, instant by instant, and returns the world's now. The caller holds the lock.
func (w *World) settle() time.Time {
	now := w.clock.Now()
	w.settleTo(now)
	return now
}

func (w *World) settleTo(now time.Time) {
	for {
		due, any := w.exchange.Next()
		if !any || due.After(now) {
			return
		}
		w.emit(due, w.exchange.Settle(now))
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
