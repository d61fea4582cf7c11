package fault

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Set holds the rules of one tenant's world and their counters. It is not safe for use by several goroutines at once.
type Set struct {
	rules  []*armed
	chance *rand.Rand
}

// armed is a rule with its counters and a stream of chance of its own, so that one rule more or less leaves what the
// others draw as it was.
type armed struct {
	Status
	chance *rand.Rand
}

// NewSet holds no rules. All its chance comes from the one handed in.
func NewSet(chance *rand.Rand) *Set { return &Set{chance: chance} }

// Empty tells whether there is nothing to ask.
func (s *Set) Empty() bool { return len(s.rules) == 0 }

// Add puts a checked rule behind the others.
func (s *Set) Add(now time.Time, r Rule) {
	chance := rand.New(rand.NewPCG(s.chance.Uint64(), s.chance.Uint64()))
	s.rules = append(s.rules, &armed{Status{Rule: r, Since: now}, chance})
}

// Remove takes away the rules that are picked, and tells how many they were.
func (s *Set) Remove(picked func(Rule) bool) int {
	before := len(s.rules)
	s.rules = slices.DeleteFunc(s.rules, func(a *armed) bool { return picked(a.Rule) })
	return before - len(s.rules)
}

// List tells every rule in its order.
func (s *Set) List() []Status {
	all := make([]Status, len(s.rules))
	for i, a := range s.rules {
		all[i] = a.Status
		all[i].Spent = a.spent()
	}
	return all
}

// Strike asks the rules in their order; the first that fits and is due strikes. An effect that passes strikes too:
// nothing happens, and no later rule is asked. false: none struck.
func (s *Set) Strike(o Occasion) (Struck, bool) {
	for _, a := range s.rules {
		if !a.fits(o) {
			continue
		}
		a.Seen++
		if !a.due(o.At) {
			continue
		}
		a.Hits++
		effect := a.Rule.effect(a.Hits)
		return Struck{Rule: a.Rule, Effect: effect, Wait: effect.Delay.draw(a.chance), Seen: a.Seen, Hit: a.Hits}, true
	}
	return Struck{}, false
}

// fits tells whether the occasion is one the rule is about. Outside its window a rule counts nothing.
func (a *armed) fits(o Occasion) bool {
	r := &a.Rule
	if r.Event != o.Event || r.Operation != "" && r.Operation != o.Operation || !a.open(o.At) {
		return false
	}
	for field, pattern := range r.Match {
		if o.Field == nil || !pattern.Fits(o.Field(field)) {
			return false
		}
	}
	return true
}

// open tells whether the instant lies in the rule's window.
func (a *armed) open(at time.Time) bool {
	r := &a.Rule
	return (r.After.Zero() || !at.Before(r.After.on(a.Since))) && (r.Until.Zero() || at.Before(r.Until.on(a.Since)))
}

// due tells whether an occasion just counted is one to strike. Chance is drawn last, once for each occasion that is due
// otherwise.
func (a *armed) due(at time.Time) bool {
	r := &a.Rule
	n := a.Seen - max(r.From, 1)
	if n < 0 || n%max(r.Every, 1) != 0 || a.spent() {
		return false
	}
	return r.Probability == 0 || r.Probability == 1 || a.chance.Float64() < r.Probability
}

// spent tells whether the rule has struck as often as it may.
func (a *armed) spent() bool {
	r := &a.Rule
	return r.Times > 0 && a.Hits >= r.Times || len(r.Sequence) > 1 && !r.Repeat && a.Hits >= len(r.Sequence)
}

// effect is what the n-th strike does, from 1.
func (r Rule) effect(n int) Effect {
	if len(r.Sequence) == 0 {
		return Effect{Pass: true}
	}
	return r.Sequence[(n-1)%len(r.Sequence)]
}
