package rest

import (
	"net/http"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// TestNoFaultCostsNothing: a request without header, rule or magic value makes no garbage on its way past the faults.
func TestNoFaultCostsNothing(t *testing.T) {
	s, err := sim.New(sim.Spec{Template: sim.Tenant{Exchange: exchange.Config{Settings: exchange.DefaultSettings()}}})
	if err != nil {
		t.Fatal(err)
	}
	world, err := s.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	v := &visit{
		request: &http.Request{Header: http.Header{"Content-Type": {"application/json"}}}, world: world,
		operation: "updateGreenvnParties", tenant: "acme", target: "sim-plant-1",
		value: map[string]any{"connection_id": "order-1", "custom_field": "sim-ple", "aparty_numbers": []any{"+919876543210"}},
	}
	if n := testing.AllocsPerRun(100, func() {
		if aim(v) != nil {
			t.Error("something struck")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkAim is what every request pays for the possibility of a fault.
func BenchmarkAim(b *testing.B) {
	v := &visit{
		request: &http.Request{Header: http.Header{"Content-Type": {"application/json"}}}, operation: "createGreenvn", tenant: "acme",
		value: map[string]any{"connection_id": "order-1", "aparty_numbers": []any{"+919876543210"}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if aim(v) != nil {
			b.Fatal("something struck")
		}
	}
}
