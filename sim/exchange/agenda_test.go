package exchange

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAgendaKeepsOrderWhateverIsRemoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		type planned struct {
			at time.Time
			e  *entry
		}
		var kept []planned
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			if len(kept) > 0 && rapid.IntRange(0, 2).Draw(t, "remove") == 0 {
				i := rapid.IntRange(0, len(kept)-1).Draw(t, "which")
				a.remove(kept[i].e)
				a.remove(kept[i].e)
				kept = append(kept[:i], kept[i+1:]...)
				continue
			}
			p := planned{start().Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "at"))), &entry{}}
			a.add(p.at, p.e)
			kept = append(kept, p)
		}
		for len(kept) > 0 {
			first := 0
			for i, p := range kept {
				if p.at.Before(kept[first].at) {
					first = i
				}
			}
			if at := a.at(kept[first].e); !at.Equal(kept[first].at) {
				t.Fatalf("an entry says %v", at)
			}
			if got := a.pop(); got != kept[first].e {
				t.Fatal("popped out of order")
			}
			kept = append(kept[:first], kept[first+1:]...)
		}
		if _, ok := a.next(); ok {
			t.Fatal("something is left")
		}
	})
}
