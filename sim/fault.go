package sim

import (
	"slices"

	"leadassist-sim/sim/fault"
)

// armament is what fault rules a world has: those of no scenario, and the scenario that is switched on. The zero
// scenario is none.
type armament struct {
	loose    []*fault.Ready
	scenario play
}

// play is a scenario made ready. The zero play is none.
type play struct {
	name  string
	rules []*fault.Ready
}

// Strike asks the tenant's fault rules about a request. Without rules it costs one atomic read.
func (w *World) Strike(o fault.Occasion) (fault.Struck, bool) {
	if !w.armed.Load() {
		return fault.Struck{}, false
	}
	for {
		if s, struck, known := w.settleFault(w.faultsFor(o).Fit(o)); known { // else rules have come or gone meanwhile
			return s, struck
		}
	}
}

// faultsFor lists the rules to hold a request against, which may take long and is done without the lock.
func (w *World) faultsFor(o fault.Occasion) fault.Line {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.Line(o.Operation, o.Event)
}

func (w *World) settleFault(f fault.Fit) (s fault.Struck, struck, known bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.Settle(f, w.clock.Now())
}

// Armed tells whether there are fault rules to ask, so that who has none need not gather what they look at.
func (w *World) Armed() bool { return w.armed.Load() }

// Faults tells the rules of this tenant's world, in the order they are asked.
func (w *World) Faults() []fault.Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.List()
}

// pick tells those whose ids are picked.
func (w *World) pick(picked func(id string) bool) []fault.Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.faults.Pick(picked)
}

// SetFault puts a checked rule behind the tenant's others, and before those of a scenario.
func (w *World) SetFault(r fault.Rule) { w.SetFaults(fault.Prepare(r)) }

// SetFaults puts rules behind the tenant's others, and before those of a scenario.
func (w *World) SetFaults(rules ...*fault.Ready) {
	if len(rules) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults.Arm(w.clock.Now(), rules)
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

// play switches a scenario on, in place of the one before.
func (w *World) play(s play) {
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
	sid, rules := w.tenant.SID, slices.Clone(a.loose)
	for _, r := range a.scenario.rules {
		if of := r.Rule().Tenant; of == "" || of == sid {
			rules = append(rules, r)
		}
	}
	w.faults.Arm(w.clock.Now(), rules)
	w.scenario = a.scenario.name
	w.armed.Store(!w.faults.Empty())
}
