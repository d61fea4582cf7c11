package sim

import (
	"leadassist-sim/sim/fault"
)

// armament is what fault rules a world has: those of no scenario, and the scenario that is switched on. The zero
// scenario is none.
type armament struct {
	loose    []fault.Rule
	scenario fault.Scenario
}

// Strike asks the tenant's fault rules about a request. Without rules it costs one atomic read.
func (w *World) Strike(o fault.Occasion) (fault.Struck, bool) {
	if !w.armed.Load() {
		return fault.Struck{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	o.At = w.clock.Now()
	return w.faults.Strike(o)
}

// Armed tells whether there are fault rules to ask, so that who has none need not gather what they look at.
func (w *World) Armed() bool { return w.armed.Load() }

// Faults tells the rules of this tenant's world, in the order they are asked.
func (w *World) Faults() []fault.Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.List()
}

// SetFault puts a checked rule behind the tenant's others, and before those of a scenario.
func (w *World) SetFault(r fault.Rule) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.Add(w.clock.Now(), r)
	w.armed.Store(true)
}

// LiftFaults takes away the rules that are picked, and tells how many they were.
func (w *World) LiftFaults(picked func(fault.Rule) bool) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.faults.Remove(picked)
	w.armed.Store(!w.faults.Empty())
	return n
}

// Scenario is the name of the scenario that is switched on; empty: none.
func (w *World) Scenario() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.scenario
}

// loose counts the rules of no scenario.
func (w *World) loose() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.Loose()
}

// play switches a scenario on, in place of the one before. The zero scenario is none.
func (w *World) play(s fault.Scenario) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.Remove(func(r fault.Rule) bool { return r.Scenario != "" })
	w.arm(armament{scenario: s})
}

// rearm takes all rules away and puts others in their place.
func (w *World) rearm(a armament) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.Remove(func(fault.Rule) bool { return true })
	w.arm(a)
}

// arm adds rules. The caller holds the lock, or nobody else knows the world yet.
func (w *World) arm(a armament) {
	now := w.clock.Now()
	for _, r := range a.loose {
		w.faults.Add(now, r)
	}
	for _, r := range a.scenario.Rules {
		if r.Tenant == "" || r.Tenant == w.tenant.SID {
			w.faults.Add(now, r)
		}
	}
	w.scenario = a.scenario.Name
	w.armed.Store(!w.faults.Empty())
}
