package exchange

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is the exchange as simply as it can be told: a list of allocations, and when each number was last let go.
type model struct {
	x       *Exchange
	now     time.Time
	coolOff time.Duration
	active  map[string]Allocation
	ended   map[string]Allocation
	rests   map[string]time.Time // number -> free again
	calls   modelCalls
}

const modelNumbers = 6

// TestAgainstModel runs random commands over both kinds with time passing. After each step the exchange must show
// exactly what the model says.
func TestAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cool := time.Duration(rapid.IntRange(0, 3).Draw(t, "cool-off")) * time.Second
		c := Config{Numbers: pooled(modelNumbers), Settings: Settings{CoolOff: cool}}
		m := &model{
			x: New(c, NewChance(rapid.Uint64().Draw(t, "seed"), "t")), now: start(), coolOff: cool,
			active: map[string]Allocation{}, ended: map[string]Allocation{}, rests: map[string]time.Time{},
			calls: modelCalls{known: map[string]Call{}, told: map[string]int{}, locked: map[string]bool{}},
		}
		t.Repeat(map[string]func(*rapid.T){
			"advance":  m.advance,
			"greenvn":  m.greenvn,
			"greenpin": m.greenpin,
			"number":   m.number,
			"parties":  m.parties,
			"update":   m.update,
			"delete":   m.delete,
			"place":    m.place,
			"dial":     m.place,
			"read":     m.read,
			"":         m.check,
		})
		m.hangUp(t)
	})
}

func uses(a Allocation) []string {
	if a.Kind == GreenVN {
		return []string{a.Number}
	}
	return slices.Concat(a.A.VNs, a.B.VNs)
}

// state is what a number must be doing.
func (m *model) state(number string) NumberState {
	for _, a := range m.active {
		if slices.Contains(uses(a), number) {
			return map[Kind]NumberState{GreenVN: Lent, GreenPin: Shared}[a.Kind]
		}
	}
	if m.rests[number].After(m.now) {
		return Resting
	}
	return Free
}

// drop takes the use of numbers away; those nobody uses any more begin to rest.
func (m *model) drop(numbers []string, at time.Time) {
	for _, n := range numbers {
		used := slices.ContainsFunc(slices.Collect(maps.Values(m.active)), func(a Allocation) bool { return slices.Contains(uses(a), n) })
		if !used {
			m.unlock(n)
			m.rests[n] = at.Add(m.coolOff)
		}
	}
}

func (m *model) end(a Allocation, at time.Time) {
	delete(m.active, a.ID)
	m.ended[a.ID] = a
	m.drop(uses(a), at)
}

func (m *model) taken(k Kind, reference string) bool {
	for _, a := range m.active {
		if a.Kind == k && a.Reference == reference {
			return true
		}
	}
	return false
}

// some draws a known id, or now and then one that is not known.
func (m *model) some(t *rapid.T) string {
	ids := append(slices.Collect(maps.Keys(m.active)), slices.Collect(maps.Keys(m.ended))...)
	slices.Sort(ids)
	return rapid.SampledFrom(append(ids, "unknown")).Draw(t, "id")
}

// ask carries out a command and compares the reason: 0 is success.
func (m *model) ask(t *rapid.T, c Command, want Reason) Outcome {
	o, err := m.x.Do(m.now, c)
	var r Refusal
	errors.As(err, &r)
	if r.Reason != want || (err == nil) != (want == 0) {
		t.Fatalf("%+v: got %v %v, want %v", c, r.Reason, err, want)
	}
	return o
}

// absent is why a command on an allocation must be refused; 0: it is active and of the kind.
func (m *model) absent(k Kind, id string) Reason {
	if a, ok := m.active[id]; ok && a.Kind == k {
		return 0
	}
	if a, ok := m.ended[id]; ok && a.Kind == k {
		return AlreadyDeleted
	}
	return NotFound
}

// advance lets time pass. Each expiry must be told once, at its very instant.
func (m *model) advance(t *rapid.T) {
	m.until(t, m.now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms"))*time.Millisecond))
}

func (m *model) until(t *rapid.T, to time.Time) {
	for at, ok := m.x.Next(); ok && !at.After(to); at, ok = m.x.Next() {
		if at.Before(m.now) {
			t.Fatalf("%v is due in the past", at)
		}
		m.now = at
		for _, e := range m.x.Settle(to) {
			m.witness(t, e)
		}
		m.observe(t)
	}
	m.now = to
}

// expire takes an expiry that was told.
func (m *model) expire(t *rapid.T, e Event) {
	a, ok := m.active[e.Allocation.ID]
	if !ok || !a.Expires.Equal(e.At) || e.Allocation.State != Expired {
		t.Fatalf("at %v: event %+v of %+v", m.now, e, a)
	}
	a.State, a.Ended = Expired, e.At
	m.end(a, e.At)
}

func (m *model) greenvn(t *rapid.T) {
	c := greenvn(fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "reference")))
	c.Duration = time.Duration(rapid.IntRange(1, 5).Draw(t, "s")) * time.Second
	c.Preferences = Preferences{Number: rapid.SampledFrom([]string{"", vn(0), vn(1)}).Draw(t, "wish"), Region: "MU"}
	c.B.Pins = rapid.SampledFrom([][]string{nil, {"7777"}}).Draw(t, "pins")
	free := false
	for i := range modelNumbers {
		free = free || m.state(vn(i)) == Free
	}
	var want Reason
	if m.taken(GreenVN, c.Reference) {
		want = DuplicateReference
	} else if !free {
		want = NoFreeNumber
	}
	m.begin(t, m.ask(t, c, want).Allocation, want)
}

// begin takes a new allocation into the model.
func (m *model) begin(t *rapid.T, a Allocation, refused Reason) {
	if refused != 0 {
		return
	}
	if m.absent(a.Kind, a.ID) != NotFound {
		t.Fatalf("id %s is given twice", a.ID)
	}
	for _, n := range uses(a) {
		if s := m.state(n); s != Free && (s != Shared || a.Kind != GreenPin) {
			t.Fatalf("%s is given away though %s", n, s)
		}
	}
	m.active[a.ID] = a
}

func (m *model) greenpin(t *rapid.T) {
	i, j := rapid.IntRange(0, modelNumbers-1).Draw(t, "vn"), rapid.IntRange(0, modelNumbers-1).Draw(t, "vn")
	c := greenpin(vn(i))
	c.B.VNs = []string{vn(j), vn(i)}
	c.Reference = fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "reference"))
	c.Duration = time.Duration(rapid.IntRange(1, 5).Draw(t, "s")) * time.Second
	if rapid.Bool().Draw(t, "exobridge") {
		c = AllocateGreenpin{Number: vn(i), A: c.A, B: c.B, Duration: c.Duration, Reference: c.Reference, MaxPinAttempts: 1}
		c.A.VNs, c.B.VNs = nil, nil
	}
	want := m.shareable(append(c.B.VNs, vn(i)))
	if want != 0 && c.Number != "" {
		want = NumberInUse
	}
	if m.taken(GreenPin, c.Reference) {
		want = DuplicateReference
	}
	m.begin(t, m.ask(t, c, want).Allocation, want)
}

// shareable is why numbers cannot be shared.
func (m *model) shareable(vns []string) Reason {
	for _, n := range vns {
		if s := m.state(n); s != Free && s != Shared {
			return NoFreeNumber
		}
	}
	return 0
}

func (m *model) number(t *rapid.T) {
	c := UpdateGreenvnNumber{ID: m.some(t), Number: vn(rapid.IntRange(0, modelNumbers-1).Draw(t, "vn"))}
	want := m.absent(GreenVN, c.ID)
	before := m.active[c.ID]
	if want == 0 && before.Number != c.Number && m.state(c.Number) != Free {
		want = NumberInUse
	}
	if after := m.ask(t, c, want).Allocation; want == 0 {
		m.active[c.ID] = after
		if after.Number != c.Number {
			t.Fatalf("got %s, want %s", after.Number, c.Number)
		}
		m.drop(uses(before), m.now)
	}
}

func (m *model) parties(t *rapid.T) {
	c := UpdateGreenvnParties{ID: m.some(t), A: []string{fmt.Sprint("+9199", rapid.IntRange(0, 9).Draw(t, "n"))}}
	want := m.absent(GreenVN, c.ID)
	if a := m.ask(t, c, want).Allocation; want == 0 {
		m.active[c.ID] = a
	}
}

func (m *model) update(t *rapid.T) {
	d := time.Duration(rapid.IntRange(1, 5).Draw(t, "s")) * time.Second
	c := UpdateGreenpin{ID: m.some(t), Duration: &d, A: PinParty{VNs: []string{vn(rapid.IntRange(0, modelNumbers-1).Draw(t, "vn"))}, PinLength: 5}}
	want := m.absent(GreenPin, c.ID)
	before := m.active[c.ID]
	if want == 0 && before.Number != "" {
		m.prolong(t, before, d)
		return
	}
	if want == 0 && m.state(c.A.VNs[0]) != Shared {
		want = m.shareable(c.A.VNs)
	}
	if m.absent(GreenPin, c.ID) == 0 && len(before.A.Pins[0]) == 5 && m.opened(c.A.VNs[0], before.A.Pins[0], c.ID) {
		want = BadParameter // it keeps its PIN, which another has there
	}
	if after := m.ask(t, c, want).Allocation; want == 0 {
		if !after.Expires.Equal(m.now.Add(d)) || len(after.A.Pins[0]) != 5 {
			t.Fatalf("got %+v", after)
		}
		m.active[c.ID] = after
		m.pardon(before)
		m.pardon(after)
		m.drop(uses(before), m.now)
	}
}

// prolong is an update that an exobridge GreenPin takes: it stays on its number.
func (m *model) prolong(t *rapid.T, a Allocation, d time.Duration) {
	m.active[a.ID] = m.ask(t, UpdateGreenpin{ID: a.ID, Duration: &d}, 0).Allocation
	m.pardon(a)
}

// opened says whether a PIN opens an allocation other than self on a number.
func (m *model) opened(vn, pin, self string) bool {
	for id, a := range m.active {
		for _, p := range []Party{a.A, a.B} {
			if id != self && slices.Contains(p.Pins, pin) && slices.Contains(p.VNs, vn) {
				return true
			}
		}
	}
	return false
}

func (m *model) delete(t *rapid.T) {
	c := Deallocate{ID: m.some(t), Kind: rapid.SampledFrom([]Kind{GreenVN, GreenPin}).Draw(t, "kind")}
	want := m.absent(c.Kind, c.ID)
	o := m.ask(t, c, want)
	if want != 0 {
		return
	}
	if len(o.Events) != map[Kind]int{GreenVN: 0, GreenPin: 1}[c.Kind] || o.Allocation.State != Deleted || !o.Allocation.Ended.Equal(m.now) {
		t.Fatalf("got %+v", o)
	}
	m.end(o.Allocation, m.now)
}

func (m *model) read(t *rapid.T) {
	c := ReadAllocation{ID: m.some(t), Kind: rapid.SampledFrom([]Kind{GreenVN, GreenPin}).Draw(t, "kind")}
	want := m.absent(c.Kind, c.ID)
	if want == AlreadyDeleted {
		want = 0
	}
	m.ask(t, c, want)
}

// check compares everything: no id lost, no number in two states, PINs distinct on every number.
func (m *model) check(t *rapid.T) {
	all := m.x.Allocations()
	if len(all) != len(m.active)+len(m.ended) {
		t.Fatalf("%d allocations are known, want %d", len(all), len(m.active)+len(m.ended))
	}
	opens := map[string]string{}
	for _, a := range all {
		want, ok := m.active[a.ID]
		if !ok {
			want = m.ended[a.ID]
		}
		if fmt.Sprint(a) != fmt.Sprint(want) {
			t.Fatalf("got %+v, want %+v", a, want)
		}
		if ok && a.Kind == GreenPin {
			m.distinct(t, opens, a)
		}
	}
	m.checkCalls(t)
	for _, s := range m.x.Numbers() {
		if want := m.state(s.E164); s.State != want || want == Resting && !s.Until.Equal(m.rests[s.E164]) {
			t.Fatalf("%s is %s until %v, want %s until %v", s.E164, s.State, s.Until, want, m.rests[s.E164])
		}
	}
}

func (m *model) distinct(t *rapid.T, opens map[string]string, a Allocation) {
	for _, p := range []Party{a.A, a.B} {
		for _, n := range slices.Compact(slices.Sorted(slices.Values(p.VNs))) {
			key := n + "/" + strings.Join(p.Pins, "")
			if len(p.Pins) == 0 {
				continue
			}
			if other, twice := opens[key]; twice {
				t.Fatalf("PIN %s opens %s and %s", key, a.ID, other)
			}
			opens[key] = a.ID
		}
	}
}
