package sim_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadassist-sim/sim"
)

func seqs(entries []sim.Entry) []uint64 {
	all := []uint64{}
	for _, e := range entries {
		all = append(all, e.Seq)
	}
	return all
}

// roomMade is the journal's rule on a plain list: who has a share gives up the own oldest, else who has most does.
func roomMade(model []sim.Entry, tenant string) []sim.Entry {
	counts, oldest := map[string]int{}, map[string]uint64{}
	for _, e := range slices.Backward(model) {
		counts[e.Tenant]++
		oldest[e.Tenant] = e.Seq
	}
	if counts[tenant] == 0 || counts[tenant] < len(model)/len(counts) {
		for name, n := range counts {
			if n > counts[tenant] || n == counts[tenant] && oldest[name] < oldest[tenant] {
				tenant = name
			}
		}
	}
	i := slices.IndexFunc(model, func(e sim.Entry) bool { return e.Tenant == tenant })
	return slices.Delete(slices.Clone(model), i, i+1)
}

// TestANoisyTenantLeavesTheOthersTheirs fills the journal by one tenant and finds the others' entries all the same.
func TestANoisyTenantLeavesTheOthersTheirs(t *testing.T) {
	j := sim.NewJournal(100)
	for range 10 {
		j.Add(sim.Entry{Tenant: "quiet"})
	}
	for range 1000 {
		j.Add(sim.Entry{Tenant: "noisy"})
	}
	if quiet, noisy := j.List(sim.Filter{Tenant: "quiet"}), j.List(sim.Filter{Tenant: "noisy"}); len(quiet) != 10 || len(noisy) != 90 {
		t.Errorf("%d of the quiet one, %d of the noisy one", len(quiet), len(noisy))
	}
	if n := j.Clear("noisy"); n != 90 || len(j.List(sim.Filter{})) != 10 {
		t.Errorf("cleared %d", n)
	}
}

// TestJournalAgainstAList adds, lists, finds and clears at random and holds the ring against a plain list.
func TestJournalAgainstAList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 7).Draw(t, "size")
		j := sim.NewJournal(size)
		var model []sim.Entry
		id := uint64(0)
		names := rapid.SampledFrom([]string{"", "a", "b"})
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				id++
				e := j.Add(sim.Entry{ID: id + 100, Tenant: names.Draw(t, "tenant"), Operation: names.Draw(t, "operation"), Status: rapid.IntRange(200, 202).Draw(t, "status")})
				if e.Seq != id {
					t.Fatalf("seq %d, want %d", e.Seq, id)
				}
				if len(model) == size {
					model = roomMade(model, e.Tenant)
				}
				model = append(model, e)
			},
			"clear": func(t *rapid.T) {
				tenant := names.Draw(t, "tenant")
				j.Clear(tenant)
				model = slices.DeleteFunc(model, func(e sim.Entry) bool { return tenant == "" || e.Tenant == tenant })
			},
			"": func(t *rapid.T) {
				f := sim.Filter{
					Tenant: names.Draw(t, "tenant"), Operation: names.Draw(t, "operation"), Status: rapid.SampledFrom([]int{0, 200, 201}).Draw(t, "status"),
					Before: uint64(rapid.IntRange(0, int(id)+2).Draw(t, "before")), Limit: rapid.IntRange(0, 4).Draw(t, "limit"),
				}
				var want []sim.Entry
				for _, e := range slices.Backward(model) {
					if (f.Tenant == "" || f.Tenant == e.Tenant) && (f.Operation == "" || f.Operation == e.Operation) &&
						(f.Status == 0 || f.Status == e.Status) && (f.Before == 0 || e.Seq < f.Before) && (f.Limit == 0 || len(want) < f.Limit) {
						want = append(want, e)
					}
				}
				if diff := cmp.Diff(seqs(want), seqs(j.List(f))); diff != "" {
					t.Fatalf("%+v: %s", f, diff)
				}
				for i := uint64(1); i <= id; i++ {
					known := slices.ContainsFunc(model, func(e sim.Entry) bool { return e.ID == i+100 })
					if e, ok := j.Find(i + 100); ok != known || ok && e.Seq != i {
						t.Fatalf("Find(%d): %v, want %v", i+100, ok, known)
					}
				}
			},
		})
	})
}

func TestJournalCutsBodies(t *testing.T) {
	t.Parallel()
	j := sim.NewJournal(0)
	for _, c := range []struct {
		body, reply int
		truncated   bool
	}{{0, 0, false}, {sim.BodyKept, sim.BodyKept, false}, {sim.BodyKept + 1, 1, true}, {1, sim.BodyKept + 1, true}, {1 << 20, 1 << 20, true}} {
		body, reply := bytes.Repeat([]byte("b"), c.body), bytes.Repeat([]byte("r"), c.reply)
		e := j.Add(sim.Entry{Body: body, Reply: reply})
		if e.Truncated != c.truncated || !bytes.Equal(e.Body, body[:min(c.body, sim.BodyKept)]) || !bytes.Equal(e.Reply, reply[:min(c.reply, sim.BodyKept)]) {
			t.Errorf("%+v: %d and %d bytes kept, truncated: %v", c, len(e.Body), len(e.Reply), e.Truncated)
		}
		if c.body > sim.BodyKept && cap(e.Body) > 2*sim.BodyKept {
			t.Errorf("a cut body holds on to %d bytes", cap(e.Body))
		}
	}
}

func TestJournalSizes(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]int{-5: sim.DefaultJournal, 0: sim.DefaultJournal, 1: 1, 3: 3} {
		j := sim.NewJournal(size)
		for range sim.DefaultJournal + 10 {
			j.Add(sim.Entry{})
		}
		if got := len(j.List(sim.Filter{})); got != want {
			t.Errorf("a journal of %d keeps %d, want %d", size, got, want)
		}
	}
}

func TestJournalUnderACrowd(t *testing.T) {
	t.Parallel()
	j := sim.NewJournal(50)
	var group sync.WaitGroup
	for _, tenant := range []string{"a", "b", "c", "d"} {
		group.Go(func() {
			for i := range 200 {
				j.Add(sim.Entry{Tenant: tenant})
				j.Find(uint64(i))
				if i%50 == 0 {
					j.Clear(tenant)
				}
				last := ^uint64(0)
				for _, e := range j.List(sim.Filter{Limit: 5}) {
					if e.Seq >= last {
						t.Error("not newest first")
					}
					last = e.Seq
				}
			}
		})
	}
	group.Wait()
	if n := len(j.List(sim.Filter{})); n > 50 {
		t.Errorf("%d entries", n)
	}
}
