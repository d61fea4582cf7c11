package fault_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"leadassist-sim/sim/fault"
)

// BenchmarkEmpty asks a set without rules.
func BenchmarkEmpty(b *testing.B) {
	s := fault.NewSet(rand.New(rand.NewPCG(1, 2)))
	o := request(0, "createGreenvn", "connection_id", "order-99")
	b.ReportAllocs()
	for b.Loop() {
		s.Strike(o)
	}
}

// BenchmarkHundred asks a hundred rules on the same operation, of which only the last fits: half of them by value, half
// by expression. The budget is 2 µs.
func BenchmarkHundred(b *testing.B) {
	s := fault.NewSet(rand.New(rand.NewPCG(1, 2)))
	for i := range 100 {
		wanted := fmt.Sprintf(`"order-%d"`, i)
		if i%2 == 1 {
			wanted = fmt.Sprintf(`{"regex":"^order-%d(-|$)"}`, i)
		}
		s.Add(noon(), parse(b, `{"operation":"createGreenvn","match":{"connection_id":`+wanted+`},"effect":{"code":18}}`))
	}
	o := request(0, "createGreenvn", "connection_id", "order-99")
	b.ReportAllocs()
	for b.Loop() {
		if _, struck := s.Strike(o); !struck {
			b.Fatal("nothing struck")
		}
	}
}
