package sim

import (
	"leadassist-sim/sim/fault"
)

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

// SetFault puts a checked rule behind the tenant's others.
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
