package fault

import (
	"math/rand/v2"
	"time"
)

// Line is the rules that may be about an occasion, in the order they are asked. It is never changed.
type Line struct {
	rules []*armed
	set   *Set
	turn  int
}

// Fit is an occasion held against a line of rules: which of them it fits, but for the window.
type Fit struct {
	line  Line
	event bool
	few   [4]uint64 // a bit for each rule
	many  []uint64  // instead, of a long line
}

// Line lists the rules that may be about an operation or an event. The lists are made when first needed; operations and
// events are few.
func (s *Set) Line(operation, event string) Line {
	of := subject{operation, event}
	list, ok := s.about[of]
	if !ok {
		for _, a := range s.rules {
			if r := &a.rule; r.Event == event && (r.Operation == "" || r.Operation == operation) {
				list = append(list, a)
			}
		}
		if s.about == nil {
			s.about = map[subject][]*armed{}
		}
		s.about[of] = list
	}
	return Line{list, s, s.turn}
}

// Fit holds an occasion against every rule of the line. This is what may take long; it reads and changes nothing of the
// set, so that no lock need be held.
func (l Line) Fit(o Occasion) Fit {
	f := Fit{line: l, event: o.Event != ""}
	if n := (len(l.rules) + 63) / 64; n > len(f.few) {
		f.many = make([]uint64, n)
	}
	var seen view
	for i, a := range l.rules {
		if a.met(&o, &seen) {
			f.words()[i/64] |= 1 << (i % 64)
		}
	}
	return f
}

func (f *Fit) words() []uint64 {
	if f.many != nil {
		return f.many
	}
	return f.few[:]
}

// met tells whether the occasion's fields are as the rule wants them.
func (r *Ready) met(o *Occasion, v *view) bool {
	for i := range r.wants {
		if !r.wants[i].met(o, v) {
			return false
		}
	}
	return true
}

// Strike asks the rules in their order; the first that fits and is due strikes. An effect that passes strikes too:
// nothing happens, and no later rule is asked. false: none struck.
func (s *Set) Strike(o Occasion) (Struck, bool) {
	if len(s.rules) == 0 {
		return Struck{}, false
	}
	struck, any, _ := s.Settle(s.Line(o.Operation, o.Event).Fit(o), o.At)
	return struck, any
}

// Settle decides which of the rules that fit strikes at that instant, and counts. Outside its window a rule counts nothing.
// known is false when rules have come or gone since the line was listed, or it is of another set: then nothing was decided.
func (s *Set) Settle(f Fit, at time.Time) (struck Struck, any, known bool) {
	if f.line.set != s || f.line.turn != s.turn {
		return Struck{}, false, false
	}
	words := f.words()
	for i, a := range f.line.rules {
		if words[i/64]&(1<<(i%64)) == 0 || !a.open(at) {
			continue
		}
		a.seen++
		if a.due(s.seed) {
			return a.strike(s.seed, f.event), true, true
		}
	}
	return Struck{}, false, true
}

// strike counts a hit and says what it does.
func (a *armed) strike(seed [16]byte, event bool) Struck {
	a.hits++
	effect, longest := a.rule.effect(a.hits), Longest
	if event {
		longest = LongestHold
	}
	wait := effect.Delay.Fixed
	if effect.Delay.drawn() {
		wait = effect.Delay.draw(a.dice(seed), longest)
	}
	return Struck{Rule: a.rule, Effect: effect, Wait: wait, Seen: a.seen, Hit: a.hits}
}

// dice is the rule's stream of chance.
func (a *armed) dice(seed [16]byte) *rand.Rand {
	if a.chance == nil {
		a.chance = a.stream(seed, a.twin)
	}
	return a.chance
}

// open tells whether the instant lies in the rule's window.
func (a *armed) open(at time.Time) bool {
	r := &a.rule
	return (r.After.Zero() || !at.Before(r.After.on(a.since))) && (r.Until.Zero() || at.Before(r.Until.on(a.since)))
}

// due tells whether an occasion just counted is one to strike. Chance is drawn last, once for each occasion that is due
// otherwise.
func (a *armed) due(seed [16]byte) bool {
	r := &a.rule
	n := a.seen - max(r.From, 1)
	if n < 0 || n%max(r.Every, 1) != 0 || a.spent() {
		return false
	}
	return r.Probability == 0 || r.Probability == 1 || a.dice(seed).Float64() < r.Probability
}

// spent tells whether the rule has struck as often as it may.
func (a *armed) spent() bool {
	r := &a.rule
	return r.Times > 0 && a.hits >= r.Times || len(r.Sequence) > 1 && !r.Repeat && a.hits >= len(r.Sequence)
}

// effect is what the n-th strike does, from 1.
func (r Rule) effect(n int) Effect {
	if len(r.Sequence) == 0 {
		return Effect{Pass: true}
	}
	return r.Sequence[(n-1)%len(r.Sequence)]
}
