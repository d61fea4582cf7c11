package sim

import (
	"time"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

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

// Now is the world's instant.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock.Now()
}

// Clock is the world's clock as it stands.
func (w *World) Clock() Clock {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
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

// FlowRequired tells whether an allocation must name its call flow: there are several, and no default is set.
func (w *World) FlowRequired() bool {
	if len(w.tenant.Exchange.Flows) < 2 {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.DefaultFlow() == ""
}

// Reference tells what an allocation goes by, as it stands: see exchange.Exchange.Reference.
func (w *World) Reference(id string) (reference, custom string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchange.Reference(id)
}

// Deliveries lists what is and was owed, newest first.
func (w *World) Deliveries(f callback.Filter) []callback.Delivery {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.outbox.List(f)
}

// Delivery gives one delivery.
func (w *World) Delivery(id string) (callback.Delivery, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.outbox.Find(id)
}

// Calls settles the world and lists the calls it remembers, in the order they were placed.
func (w *World) Calls() []exchange.Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	return w.exchange.Calls()
}
