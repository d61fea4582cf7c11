package exchange

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// start is where the tests' clocks stand.
func start() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// pair is the two parties most tests use.
func pair() (Party, Party) {
	return Party{Numbers: []string{"+919800000001"}}, Party{Numbers: []string{"+919800000002"}}
}

// vn is the i-th synthetic number of the tests.
func vn(i int) string { return fmt.Sprintf("+9180%08d", i) }

func pooled(n int) []Number {
	all := make([]Number, n)
	for i := range all {
		all[i] = Number{E164: vn(i), Region: Regions()[i%11], Type: []NumberType{Mobile, Landline}[i%2]}
	}
	return all
}

func raised(numbers ...Number) *Exchange {
	return New(Config{Numbers: numbers}, NewChance(1, "t"))
}

func greenvn(reference string) AllocateGreenvn {
	a, b := pair()
	return AllocateGreenvn{Reference: reference, A: a, B: b, Usage: Twoway}
}

func greenpin(vns ...string) AllocateGreenpin {
	return AllocateGreenpin{
		A: PinParty{Numbers: []string{"+919800000001"}, VNs: vns}, B: PinParty{Numbers: []string{"+919800000002"}},
	}
}

// must carries out a command that has to succeed.
func must(t testing.TB, x *Exchange, now time.Time, c Command) Outcome {
	t.Helper()
	o, err := x.Do(now, c)
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	return o
}

// refused carries out a command that has to be refused for the reason, and returns the sentence.
func refused(t testing.TB, x *Exchange, now time.Time, c Command, want Reason) string {
	t.Helper()
	before := snapshot(x)
	_, err := x.Do(now, c)
	var got Refusal
	if !errors.As(err, &got) || got.Reason != want {
		t.Fatalf("%T: got %v %v, want %v", c, got.Reason, err, want)
	}
	if got.Detail == "" {
		t.Fatalf("%T: refused without a word", c)
	}
	if d := cmp.Diff(before, snapshot(x)); d != "" {
		t.Fatalf("%T: refused, yet changed:\n%s", c, d)
	}
	return got.Detail
}

// picture is all that can be seen of an exchange.
type picture struct {
	Numbers     []NumberStatus
	Allocations []Allocation
	Settings    Settings
	Calls       []Call
	Next        time.Time
}

func snapshot(x *Exchange) picture {
	next, _ := x.Next()
	return picture{x.Numbers(), x.Allocations(), x.Settings(), x.Calls(), next}
}

// settleTo settles every instant up to t and gathers the events.
func settleTo(x *Exchange, t time.Time) []Event {
	var all []Event
	for at, ok := x.Next(); ok && !at.After(t); at, ok = x.Next() {
		all = append(all, x.Settle(t)...)
	}
	return all
}

func TestSettleVisitsOneInstantAtATime(t *testing.T) {
	x := raised(pooled(3)...)
	for i, d := range []time.Duration{time.Minute, time.Hour, time.Minute} {
		c := greenvn(fmt.Sprint(i))
		c.Duration = d
		must(t, x, start(), c)
	}
	if got := x.Settle(start().Add(time.Minute - 1)); got != nil {
		t.Fatalf("settled early: %v", got)
	}
	got := x.Settle(start().Add(2 * time.Hour))
	if len(got) != 2 || got[0].Allocation.Reference != "0" || got[1].Allocation.Reference != "2" {
		t.Fatalf("first instant: %v", got)
	}
	for _, e := range got {
		if e.Kind != Deallocation || !e.At.Equal(start().Add(time.Minute)) || e.Allocation.State != Expired || e.Allocation.Ended != e.At {
			t.Errorf("event %+v", e)
		}
	}
	if next, ok := x.Next(); !ok || !next.Equal(start().Add(time.Hour)) {
		t.Fatalf("next is %v %v", next, ok)
	}
}

func TestAYearOfExpiriesInOrder(t *testing.T) {
	const n = 500
	x := New(Config{Numbers: pooled(n), Settings: Settings{MaxPeriod: -1, CoolOff: time.Hour}}, NewChance(3, "t"))
	want := map[string]time.Time{}
	for i := range n {
		c := greenvn(fmt.Sprint(i))
		c.Duration = time.Duration(i*7919%n+1) * 17 * time.Hour
		a := must(t, x, start(), c).Allocation
		want[a.ID] = start().Add(c.Duration)
	}
	events := settleTo(x, start().AddDate(1, 0, 0))
	if len(events) != n {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		if !e.At.Equal(want[e.Allocation.ID]) {
			t.Errorf("%s expired at %v", e.Allocation.ID, e.At)
		}
		if i > 0 && e.At.Before(events[i-1].At) {
			t.Errorf("event %d is out of order", i)
		}
	}
	for _, s := range x.Numbers() {
		if s.State != Free {
			t.Errorf("%s is %s", s.E164, s.State)
		}
	}
	if len(x.agenda.slots) != 0 {
		t.Errorf("%d entries are left on the agenda", len(x.agenda.slots))
	}
}

// script is a fixed mixture of commands; it returns all that came of them.
func script(seed uint64) []any {
	x := New(Config{Numbers: pooled(40), Settings: Settings{CoolOff: time.Minute}}, NewChance(seed, "t"))
	var said []any
	now := start()
	var ids []string
	for i := range 300 {
		now = now.Add(time.Duration(i%7) * time.Second)
		said = append(said, settleTo(x, now))
		if call, err := x.Do(now, scriptedCall(i)); err == nil {
			said = append(said, call)
		}
		c := scripted(i, ids)
		o, err := x.Do(now, c)
		if o.Allocation.ID != "" && (len(ids) == 0 || ids[len(ids)-1] != o.Allocation.ID) {
			ids = append(ids, o.Allocation.ID)
		}
		said = append(said, o, err)
	}
	return append(said, snapshot(x))
}

func scripted(i int, ids []string) Command {
	switch i % 5 {
	case 0, 1:
		c := greenvn("")
		c.Duration, c.IDs = time.Duration(i+1)*time.Second, IDStyle(i%2)
		return c
	case 2:
		c := greenpin(vn(i%40), vn((i+1)%40))
		c.Duration = time.Duration(i+1) * time.Second
		return c
	case 3:
		return UpdateGreenvnNumber{ID: ids[i*31%len(ids)]}
	}
	return Deallocate{Kind: []Kind{GreenVN, GreenPin}[i%2], ID: ids[i*17%len(ids)]}
}

// scriptedCall is a call of all sorts to any number, now and then one that is refused.
func scriptedCall(i int) PlaceCall {
	return PlaceCall{
		From: []string{anna, bert, stranger}[i%3], To: vn(i * 13 % 41), Pins: []string{fmt.Sprint(i), fmt.Sprint(1000 + i)}[:i%2+i%3/2],
		Outcomes: []Behaviour{Behaviours()[i%6], Behaviours()[i%5]}, Talk: time.Duration(i) * time.Second,
	}
}

func TestSameSeedSameScriptSameOutcome(t *testing.T) {
	if d := cmp.Diff(script(7), script(7)); d != "" {
		t.Fatalf("two runs differ:\n%s", d)
	}
	if cmp.Equal(script(7), script(8)) {
		t.Fatal("another seed gives the same outcome")
	}
}

func TestValuesOutAreCopies(t *testing.T) {
	x := raised(pooled(2)...)
	c := greenvn("X1")
	first := must(t, x, start(), c).Allocation
	c.A.Numbers[0] = "+910000000000"
	update := UpdateGreenvnParties{ID: first.ID, A: []string{"+919800000003"}}
	second := must(t, x, start().Add(time.Second), update).Allocation
	update.A[0] = "+910000000000"
	third := must(t, x, start().Add(time.Second), ReadAllocation{Kind: GreenVN, ID: first.ID}).Allocation
	if first.A.Numbers[0] != "+919800000001" || second.A.Numbers[0] != "+919800000003" {
		t.Errorf("%v, then %v", first.A, second.A)
	}
	if d := cmp.Diff(second, third); d != "" {
		t.Error(d)
	}
	x.Numbers()[0].State = Resting
	if x.Numbers()[0].State == Resting {
		t.Error("Numbers hands out the pool itself")
	}
}

func TestInstantsAreUTC(t *testing.T) {
	x := raised(pooled(1)...)
	zone := time.FixedZone("IST", 19800)
	a := must(t, x, start().In(zone), greenvn("X1")).Allocation
	if a.Created != start() || a.Expires != start().Add(170*24*time.Hour) {
		t.Errorf("created %v, expires %v", a.Created, a.Expires)
	}
}

func TestEndedAreForgottenOldestFirst(t *testing.T) {
	x := New(Config{Numbers: pooled(3), Limits: Limits{Ended: 2}}, NewChance(1, "t"))
	var ids []string
	for range 3 {
		ids = append(ids, must(t, x, start(), greenvn("")).Allocation.ID)
	}
	for _, i := range []int{1, 0, 2} {
		must(t, x, start(), Deallocate{Kind: GreenVN, ID: ids[i]})
	}
	refused(t, x, start(), ReadAllocation{Kind: GreenVN, ID: ids[1]}, NotFound)
	refused(t, x, start(), Deallocate{Kind: GreenVN, ID: ids[0]}, AlreadyDeleted)
	if got := x.Allocations(); len(got) != 2 || got[0].ID != ids[0] || got[1].ID != ids[2] {
		t.Errorf("known: %v", got)
	}
	forgetful := New(Config{Numbers: pooled(1), Limits: Limits{Ended: -1}}, NewChance(1, "t"))
	id := must(t, forgetful, start(), greenvn("")).Allocation.ID
	if o := must(t, forgetful, start(), Deallocate{Kind: GreenVN, ID: id}); o.Allocation.State != Deleted {
		t.Errorf("state %v", o.Allocation.State)
	}
	refused(t, forgetful, start(), ReadAllocation{Kind: GreenVN, ID: id}, NotFound)
}

func TestChurnLeavesNothingBehind(t *testing.T) {
	x := New(Config{Numbers: pooled(8), Limits: Limits{Ended: 5}}, NewChance(1, "t"))
	for i := range 2000 {
		v := must(t, x, start(), greenvn("X1")).Allocation
		p := must(t, x, start(), AllocateGreenpin{A: PinParty{Numbers: []string{"+919800000001"}}, Number: x.freeNumber()}).Allocation
		x.join(p.Number, fmt.Sprint("+9197", i), p.B.Pins[0])
		must(t, x, start(), Deallocate{Kind: GreenVN, ID: v.ID})
		must(t, x, start(), Deallocate{Kind: GreenPin, ID: p.ID})
	}
	if n := len(x.agenda.slots) + len(x.pinned) + len(x.joined) + len(x.greenvns) + len(x.greenpins) + x.sharing +
		len(x.roll.once) + len(x.roll.more) + len(x.shared); n != 0 {
		t.Errorf("%d things are left", n)
	}
	if len(x.records) != 5 {
		t.Errorf("%d records are left", len(x.records))
	}
}

// freeNumber is some free number of the pool.
func (x *Exchange) freeNumber() string {
	for _, s := range x.Numbers() {
		if s.State == Free {
			return s.E164
		}
	}
	return ""
}
