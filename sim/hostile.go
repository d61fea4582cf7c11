package sim

import (
	"fmt"
	"math/rand/v2"

	"leadassist-sim/sim/exchange"
)

// Provoke hands out the chance of the tenant's next answer in hostile mode: the n-th answer of a world draws the same
// every time, whatever was drawn for those before it. false: the tenant is not hostile.
func (w *World) Provoke() (*rand.Rand, bool) {
	if !w.tenant.Hostile {
		return nil, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return rand.New(rand.NewPCG(w.temper.Uint64(), w.temper.Uint64())), true
}

// Provoke is World.Provoke for a request of the given number; one of a SID without a world draws by its number.
func (s *Sim) Provoke(tenant string, id uint64) (*rand.Rand, bool) {
	if w, ok := s.Lookup(tenant); ok {
		return w.Provoke()
	}
	if !s.spec.Template.Hostile {
		return nil, false
	}
	return rand.New(exchange.Stream(s.spec.Seed, tenant, fmt.Sprint("hostile ", id))), true
}

// ProvokeEvent is the chance of an event in hostile mode. It hangs on what the event says and on nothing else, so that the
// order in which events are told does not matter.
func ProvokeEvent(seed uint64, tenant string, e exchange.Event) *rand.Rand {
	purpose := fmt.Sprint("hostile ", e.Kind, " ", e.Progress, " ", e.Allocation.ID, " ", e.Call.SID, " ", e.Pin, " ", e.At.UnixNano())
	return rand.New(exchange.Stream(seed, tenant, purpose))
}
