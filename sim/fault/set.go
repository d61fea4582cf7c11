package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"time"
)

// Set holds the rules of one tenant's world and their counters. It is not safe for use by several goroutines at once.
type Set struct {
	rules []*armed
	seed  [16]byte
	asked view // of the occasion at hand; kept for its room
	about map[subject][]gate
}

// subject is what occasions are about.
type subject struct{ operation, event string }

// gate is a rule that may be about a subject, with what is looked at first close by.
type gate struct {
	*armed
	wants    []want
	windowed bool
}

// armed is a rule with its counters and a stream of chance of its own, so that one rule more or less leaves what the
// others draw as it was.
type armed struct {
	Status
	wording     string // what it says, whoever brought it
	twin        int    // tells rules that say the same apart
	chance      *rand.Rand
	from, until time.Time // the window; zero: open
	wants       []want
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
func (s *Set) Add(now time.Time, r Rule) {
	a := &armed{Status: Status{Rule: r, Since: now}, wording: r.wording(), wants: r.wants()}
	if !r.After.Zero() {
		a.from = r.After.on(now)
	}
	if !r.Until.Zero() {
		a.until = r.Until.on(now)
	}
	s.seedOf(a)
	at := len(s.rules)
	if r.Scenario == "" {
		at = s.Loose()
	}
	s.rules = slices.Insert(s.rules, at, a)
	s.asked.number(a.wants)
	clear(s.about)
}

// Loose counts the rules of no scenario, which stand first.
func (s *Set) Loose() int {
	n := slices.IndexFunc(s.rules, func(a *armed) bool { return a.Rule.Scenario != "" })
	if n < 0 {
		return len(s.rules)
	}
	return n
}

// seedOf gives the rule its stream: by what it says, not by its place or its id. Rules that say the same are told apart
// by the least number free.
func (s *Set) seedOf(a *armed) {
	taken := map[int]bool{}
	for _, other := range s.rules {
		if other.wording == a.wording {
			taken[other.twin] = true
		}
	}
	for taken[a.twin] {
		a.twin++
	}
	text := binary.BigEndian.AppendUint64(slices.Clone(s.seed[:]), uint64(a.twin))
	sum := sha256.Sum256(append(text, a.wording...))
	a.chance = rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// wording is what a rule says and in which scenario. Of a rule that cannot be written, which no checked one is, only the
// scenario is left.
func (r Rule) wording() string {
	text, _ := r.MarshalJSON()
	return r.Scenario + "\x00" + string(text)
}

// Remove takes away the rules that are picked, and tells how many they were.
func (s *Set) Remove(picked func(Rule) bool) int {
	before := len(s.rules)
	s.rules = slices.DeleteFunc(s.rules, func(a *armed) bool { return picked(a.Rule) })
	s.asked = view{}
	clear(s.about)
	for _, a := range s.rules {
		s.asked.number(a.wants)
	}
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
	if len(s.rules) == 0 {
		return Struck{}, false
	}
	defer s.asked.forget()
	gates := s.gates(subject{o.Operation, o.Event})
	for i := range gates {
		if !gates[i].fits(&o, &s.asked) {
			continue
		}
		a := gates[i].armed
		a.Seen++
		if a.due() {
			return a.strike(o.Event != ""), true
		}
	}
	return Struck{}, false
}

// gates lists the rules that may be about a subject. The lists are made when first needed; operations and events are
// few.
func (s *Set) gates(of subject) []gate {
	if list, ok := s.about[of]; ok {
		return list
	}
	var list []gate
	for _, a := range s.rules {
		if r := &a.Rule; r.Event == of.event && (r.Operation == "" || r.Operation == of.operation) {
			list = append(list, gate{a, a.wants, !a.from.IsZero() || !a.until.IsZero()})
		}
	}
	if s.about == nil {
		s.about = map[subject][]gate{}
	}
	s.about[of] = list
	return list
}

// strike counts a hit and says what it does.
func (a *armed) strike(event bool) Struck {
	a.Hits++
	effect, longest := a.Rule.effect(a.Hits), Longest
	if event {
		longest = LongestHold
	}
	return Struck{Rule: a.Rule, Effect: effect, Wait: effect.Delay.draw(a.chance, longest), Seen: a.Seen, Hit: a.Hits}
}

// fits tells whether the occasion is one the rule is about. Outside its window a rule counts nothing.
func (g *gate) fits(o *Occasion, v *view) bool {
	for i := range g.wants {
		if !g.wants[i].met(o, v) {
			return false
		}
	}
	return !g.windowed || g.open(o.At)
}

// open tells whether the instant lies in the rule's window.
func (a *armed) open(at time.Time) bool {
	return (a.from.IsZero() || !at.Before(a.from)) && (a.until.IsZero() || at.Before(a.until))
}

// due tells whether an occasion just counted is one to strike. Chance is drawn last, once for each occasion that is due
// otherwise.
func (a *armed) due() bool {
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
