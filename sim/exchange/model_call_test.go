package exchange

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// modelCalls is what the model knows of calls: those placed, how often the end of each was told, and who is locked out.
type modelCalls struct {
	known  map[string]Call // by SID, as they were seen last
	order  []string
	told   map[string]int  // ends and failures, by SID
	locked map[string]bool // number/caller
	last   time.Time       // of the last event
}

func (m *model) unlock(number string) {
	for k := range m.calls.locked {
		if strings.HasPrefix(k, number+"/") {
			delete(m.calls.locked, k)
		}
	}
}

// pardon lets everybody in again on an allocation's numbers.
func (m *model) pardon(a Allocation) {
	for _, n := range uses(a) {
		m.unlock(n)
	}
}

// pins lists PINs that are worth trying.
func (m *model) pins() []string {
	all := []string{"0", "7777"}
	for _, a := range m.active {
		all = append(append(all, a.A.Pins...), a.B.Pins...)
	}
	slices.Sort(all)
	return all
}

// place lets somebody call. What must become of the call at once is told from the number's state.
func (m *model) place(t *rapid.T) {
	c := PlaceCall{
		From: rapid.SampledFrom([]string{anna, bert, stranger, "+919700000001"}).Draw(t, "from"),
		To:   vn(rapid.IntRange(0, modelNumbers-1).Draw(t, "to")),
		Pins: rapid.SliceOfN(rapid.SampledFrom(m.pins()), 0, 2).Draw(t, "pins"),
		Ring: time.Duration(rapid.IntRange(0, 3).Draw(t, "ring")) * time.Second,
		Talk: time.Duration(rapid.IntRange(0, 3).Draw(t, "talk")) * time.Second,
	}
	c.Outcomes = rapid.SliceOfN(rapid.SampledFrom(Behaviours()), 0, 2).Draw(t, "outcomes")
	for id, a := range m.active {
		if a.Kind == GreenVN && a.Number == c.To {
			a.CallCount++
			m.active[id] = a
		}
	}
	state, locked := m.state(c.To), m.calls.locked[c.To+"/"+c.From]
	o := m.ask(t, c, 0)
	if _, twice := m.calls.known[o.Call.SID]; twice {
		t.Fatalf("SID %s is given twice", o.Call.SID)
	}
	m.calls.known[o.Call.SID] = o.Call
	m.calls.order = append(m.calls.order, o.Call.SID)
	for _, e := range o.Events {
		m.witness(t, e)
	}
	if locked != strings.Contains(o.Call.Refused, "locked out") {
		t.Fatalf("locked out: %v, yet %+v", locked, o.Call)
	}
	unlent := state == Free || state == Resting
	if unlent && (len(o.Events) > 0 || o.Call.Allocation != "" || o.Call.Ended != m.now) || locked && o.Call.Ended != m.now {
		t.Fatalf("to a number that is %s: %+v", state, o)
	}
	if state == Lent && o.Call.Allocation == "" {
		t.Fatalf("a GreenVN was not reached: %+v", o.Call)
	}
}

// witness takes one event: they come in order, and the end of a call is told once.
func (m *model) witness(t *rapid.T, e Event) {
	if e.At != m.now || e.At.Before(m.calls.last) {
		t.Fatalf("at %v: event %+v", m.now, e)
	}
	m.calls.last = e.At
	switch e.Kind {
	case Deallocation:
		m.expire(t, e)
		return
	case VerificationFailure:
		m.lock(e)
		fallthrough
	case CallEnded:
		if m.calls.told[e.Call.SID]++; e.Call.Ended != m.now {
			t.Fatalf("the end of a running call is told: %+v", e)
		}
	default:
	}
	if _, known := m.calls.known[e.Call.SID]; !known {
		t.Fatalf("event of an unknown call: %+v", e)
	}
	if e.Kind != VerificationFailure && (e.Allocation.ID == "" || e.Allocation.ID != e.Call.Allocation || e.Product != e.Allocation.Kind) {
		t.Fatalf("event without its allocation: %+v", e)
	}
}

// lock locks the caller of a failed verification out, if the number serves an exobridge GreenPin.
func (m *model) lock(e Event) {
	for _, a := range m.active {
		if a.Kind == GreenPin && a.Number == e.Call.To && e.Product == GreenPin {
			m.calls.locked[e.Call.To+"/"+e.Call.From] = true
		}
	}
}

// observe looks at the calls after an instant, and counts those that GreenPins connected in it.
func (m *model) observe(t *rapid.T) {
	for _, c := range m.x.Calls() {
		before := m.calls.known[c.SID]
		if !before.Ended.IsZero() && before.Ended != c.Ended {
			t.Fatalf("a call ended twice: %+v, then %+v", before, c)
		}
		if count(before) == 0 && count(c) == 1 {
			m.count(c.Allocation)
		}
		m.calls.known[c.SID] = c
	}
}

// count is how often a call was answered.
func count(c Call) int {
	n := 0
	for _, l := range c.Legs {
		if !l.Answered.IsZero() {
			n++
		}
	}
	return n
}

func (m *model) count(id string) {
	for _, all := range []map[string]Allocation{m.active, m.ended} {
		if a, ok := all[id]; ok && a.Kind == GreenPin {
			a.CallCount++
			all[id] = a
		}
	}
}

// checkCalls compares the calls remembered with those placed, and what was told of them with how they stand.
func (m *model) checkCalls(t *rapid.T) {
	all := m.x.Calls()
	if len(all) != len(m.calls.order) {
		t.Fatalf("%d calls are remembered, want %d", len(all), len(m.calls.order))
	}
	for i, c := range all {
		failed := c.Type == TypeCallAttempt && len(c.Pins) > 0 && c.Allocation == "" || strings.Contains(c.Refused, "used up")
		want := 0
		if !c.Ended.IsZero() && (c.Allocation != "" || failed) {
			want = 1
		}
		if c.SID != m.calls.order[i] || m.calls.told[c.SID] != want {
			t.Fatalf("the end was told %d times: %+v", m.calls.told[c.SID], c)
		}
		m.consistent(t, c)
	}
}

// consistent checks a call against itself.
func (m *model) consistent(t *rapid.T, c Call) {
	if c.Ended.IsZero() != (c.Type == "") || (c.Type == "") != (c.DisconnectedBy == "") {
		t.Fatalf("half ended: %+v", c)
	}
	at := c.Started
	for i, l := range c.Legs {
		running := l.Ended.IsZero()
		if running && (i < len(c.Legs)-1 || !c.Ended.IsZero()) || l.To == c.From || l.Started.Before(at) || !running && !l.Ended.After(l.Started) {
			t.Fatalf("leg %d: %+v", i, c)
		}
		at = l.Ended
	}
	if n := len(c.Legs); n > 0 && (c.Legs[n-1].Status != c.DialStatus || count(c) > 1) {
		t.Fatalf("dial status: %+v", c)
	}
}

// hangUp lets every call come to its end.
func (m *model) hangUp(t *rapid.T) {
	m.until(t, m.now.Add(time.Hour))
	for _, c := range m.x.Calls() {
		if c.Ended.IsZero() {
			t.Fatalf("still running: %+v", c)
		}
	}
	m.check(t)
}
