package exchange

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// crowded is an exchange with n active GreenVNs and a few numbers to spare, and their ids. They expire one second apart.
func crowded(b *testing.B, n int) (*Exchange, []string) {
	x := New(Config{Numbers: pooled(n + 100)}, NewChance(1, "t"))
	ids := make([]string, n)
	for i := range n {
		ids[i] = must(b, x, start().Add(time.Duration(i)*time.Second), single(i)).Allocation.ID
	}
	return x, ids
}

// single is a GreenVN of one number a side, its texts its own as if they were just read.
func single(i int) AllocateGreenvn {
	return AllocateGreenvn{
		Reference: fmt.Sprintf("order-%09d", i), Usage: Twoway,
		A: Party{Numbers: []string{fmt.Sprintf("+9198%08d", i)}}, B: Party{Numbers: []string{fmt.Sprintf("+9197%08d", i)}},
	}
}

// BenchmarkCreateAndDelete ends any of the active allocations and makes another, so nothing is warm.
func BenchmarkCreateAndDelete(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("active=%d", n), func(b *testing.B) {
			x, ids := crowded(b, n)
			victims := rand.New(rand.NewPCG(1, 2))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				now := start().Add(time.Duration(n+i) * time.Second)
				v := victims.IntN(n)
				must(b, x, now, Deallocate{Kind: GreenVN, ID: ids[v]})
				ids[v] = must(b, x, now, single(n+i)).Allocation.ID
			}
		})
	}
}

// heap is what is live after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMemory tells the live bytes an active allocation costs, its number in the pool, maps and agenda included.
func BenchmarkMemory(b *testing.B) {
	const n = 200_000
	b.Run("greenvn", func(b *testing.B) {
		for b.Loop() {
			before := heap()
			x := New(Config{Numbers: pooled(n)}, NewChance(1, "t"))
			for i := range n {
				must(b, x, start(), single(i))
			}
			b.ReportMetric(float64(heap()-before)/n, "B/allocation")
			runtime.KeepAlive(x)
		}
	})
	b.Run("greenpin", func(b *testing.B) {
		for b.Loop() {
			before := heap()
			x := New(Config{Numbers: pooled(100)}, NewChance(1, "t"))
			for i := range n {
				s := single(i)
				must(b, x, start(), AllocateGreenpin{
					Reference: s.Reference,
					A:         PinParty{Numbers: s.A.Numbers, VNs: []string{vn(i % 100)}}, B: PinParty{Numbers: s.B.Numbers},
				})
			}
			b.ReportMetric(float64(heap()-before)/n, "B/allocation")
			runtime.KeepAlive(x)
		}
	})
}

// paired is a GreenPin of one number a side, on one of a hundred numbers.
func paired(i int) AllocateGreenpin {
	s := single(i)
	return AllocateGreenpin{
		Reference: s.Reference,
		A:         PinParty{Numbers: s.A.Numbers, VNs: []string{vn(i % 100)}, PinLength: 8},
		B:         PinParty{Numbers: s.B.Numbers, PinLength: 8},
	}
}

// populous is an exchange with n active GreenPins on a hundred numbers, and their ids.
func populous(b *testing.B, n int) (*Exchange, []string) {
	x := New(Config{Numbers: pooled(100), Limits: Limits{GreenPins: n + 1}}, NewChance(1, "t"))
	ids := make([]string, n)
	for i := range n {
		ids[i] = must(b, x, start(), paired(i)).Allocation.ID
	}
	return x, ids
}

// BenchmarkGreenpinChurn is BenchmarkCreateAndDelete on shared numbers, whose tables are the larger.
func BenchmarkGreenpinChurn(b *testing.B) {
	for _, n := range []int{1_000, 300_000} {
		b.Run(fmt.Sprintf("active=%d", n), func(b *testing.B) {
			x, ids := populous(b, n)
			victims := rand.New(rand.NewPCG(1, 2))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				v := victims.IntN(n)
				must(b, x, start(), Deallocate{Kind: GreenPin, ID: ids[v]})
				ids[v] = must(b, x, start(), paired(n+i)).Allocation.ID
			}
		})
	}
}

// BenchmarkCall places a call to a shared number and lets it run to its end.
func BenchmarkCall(b *testing.B) {
	for _, n := range []int{1_000, 300_000} {
		b.Run(fmt.Sprintf("active=%d", n), func(b *testing.B) {
			x, _ := populous(b, n)
			b.ReportAllocs()
			now := start()
			for i := 0; b.Loop(); i++ {
				c := single(i % n)
				o := must(b, x, now, PlaceCall{From: c.A.Numbers[0], To: vn(i % n % 100)})
				now = now.Add(36 * time.Second)
				if settleTo(x, now); o.Call.Allocation == "" {
					b.Fatal("the call reached nobody")
				}
			}
		})
	}
}
