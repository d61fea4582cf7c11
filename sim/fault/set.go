package fault

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"time"
)

// Set holds the rules of one tenant's world and their counters. It is not safe for use by several goroutines at once; what
// it lists for an occasion is.
type Set struct {
	rules []*armed
	seed  [16]byte
	turn  int // how often rules came or went
	about map[subject][]*armed
}

// subject is what occasions are about.
type subject struct{ operation, event string }

// armed is a rule with its counters and a stream of chance of its own, so that one rule more or less leaves what the
// others draw as it was.
type armed struct {
	*Ready
	since  time.Time
	seen   int
	hits   int
	twin   int        // tells rules that say the same apart
	chance *rand.Rand // made at the first draw
}

// NewSet holds no rules. All its chance comes from the one handed in.
func NewSet(chance *rand.Rand) *Set {
	s := &Set{}
	binary.BigEndian.PutUint64(s.seed[:8], chance.Uint64())
	binary.BigEndian.PutUint64(s.seed[8:], chance.Uint64())
	return s
}

// Empty tells whether there is nothing to ask.
func (s *Set) Empty() bool { return len(s.rules) == 0 }

// Add puts a checked rule behind the others; one of no scenario stands before those of scenarios.
func (s *Set) Add(now time.Time, r Rule) { s.Arm(now, []*Ready{Prepare(r)}) }

// Arm adds rules likewise, one after the other.
func (s *Set) Arm(now time.Time, rules []*Ready) {
	loose, taken, fresh := s.Loose(), twinsOf(s.rules, len(s.rules)+len(rules)), make([]armed, len(rules))
	of := s.rules[loose:]
	all := slices.Grow(slices.Clone(s.rules[:loose]), len(of)+len(rules))
	for i, r := range rules {
		fresh[i] = armed{Ready: r, since: now, twin: taken.next(r.mark)}
		if r.rule.Scenario == "" {
			all = append(all, &fresh[i])
		}
	}
	all = append(all, of...)
	for i := range fresh {
		if fresh[i].rule.Scenario != "" {
			all = append(all, &fresh[i])
		}
	}
	s.changed(all)
}

// changed puts other rules in place. The lists made of those before stay as they were, for who is still reading one.
func (s *Set) changed(rules []*armed) {
	s.rules, s.about = rules, nil
	s.turn++
}

// Loose counts the rules of no scenario, which stand first.
func (s *Set) Loose() int {
	n := slices.IndexFunc(s.rules, func(a *armed) bool { return a.rule.Scenario != "" })
	if n < 0 {
		return len(s.rules)
	}
	return n
}

// Remove takes away the rules that are picked, and tells how many they were.
func (s *Set) Remove(picked func(Rule) bool) int {
	left := slices.DeleteFunc(slices.Clone(s.rules), func(a *armed) bool { return picked(a.rule) })
	gone := len(s.rules) - len(left)
	if gone > 0 {
		s.changed(slices.Clip(left))
	}
	return gone
}

// List tells every rule in its order.
func (s *Set) List() []Status {
	return s.Pick(func(string) bool { return true })
}

// Pick tells the rules whose ids are picked.
func (s *Set) Pick(picked func(id string) bool) []Status {
	var all []Status
	for _, a := range s.rules {
		if picked(a.rule.ID) {
			all = append(all, a.status())
		}
	}
	return all
}

func (a *armed) status() Status {
	return Status{Rule: a.rule, Since: a.since, Seen: a.seen, Hits: a.hits, Spent: a.spent()}
}
