package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPromptTakesTime shows the instants of a prompt, and that a caller who joined is connected at once the next time.
func TestPromptTakesTime(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicVN(func(c *AllocateGreenvn) { c.B.Pins = []string{"2222"} }).raise(t, x)
	got, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"1", "2222"}})
	if !got.Legs[0].Started.Equal(after(10)) || strings.Join(got.Pins, " ") != "1 2222" || got.Allocation != a.ID {
		t.Fatalf("got %+v", got)
	}
	e := events[0]
	if e.Kind != VerificationSuccess || !e.At.Equal(after(10)) || e.Pin != "2222" || e.Call.From != stranger || e.Call.SID != got.SID ||
		e.Call.Allocation != a.ID || e.Allocation.ID != a.ID || len(e.Call.Legs) != 0 {
		t.Errorf("event %+v", e)
	}
	again, events := dialledAt(t, x, after(100), PlaceCall{From: stranger, To: vn(0)})
	if !again.Legs[0].Started.Equal(after(100)) || again.Legs[0].To != anna || told(events) != "call" {
		t.Errorf("got %+v", again)
	}
	back, _ := dialledAt(t, x, after(200), PlaceCall{From: anna, To: vn(0), Outcomes: []Behaviour{Busy}})
	if len(back.Legs) != 2 || back.Legs[0].To != bert || back.Legs[1].To != stranger {
		t.Errorf("who joined is not dialled after the listed: %+v", back.Legs)
	}
}

func TestJoinedAreDialledInOrderOfJoining(t *testing.T) {
	x := raised(pooled(2)...)
	classicPin(func(c *AllocateGreenpin) { c.A.VNs = []string{vn(0), vn(1)} }).raise(t, x)
	for i, n := range []int{3, 1, 2, 1} {
		call := PlaceCall{From: fmt.Sprintf("+91970000000%d", n), To: vn(i % 2), Pins: []string{"2222"}, Talk: time.Second}
		dialledAt(t, x, after(100*i), call)
	}
	got, _ := dialledAt(t, x, after(1000), PlaceCall{From: anna, To: vn(1), Outcomes: []Behaviour{Busy}})
	var to []string
	for _, l := range got.Legs {
		to = append(to, l.To)
	}
	if want := []string{bert, "+919700000003", "+919700000001", "+919700000002"}; !slices.Equal(to, want) {
		t.Errorf("dialled %v, want %v", to, want)
	}
	self, _ := dialledAt(t, x, after(2000), PlaceCall{From: "+919700000001", To: vn(1)})
	if len(self.Legs) != 1 || self.Legs[0].To != anna {
		t.Errorf("dialled %v", self.Legs)
	}
}

func TestJoinedAreBounded(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicPin(asIs).raise(t, x)
	for i := range mostJoined + 5 {
		x.join(vn(0), fmt.Sprint("+9197", i), "2222")
	}
	r := x.records[a.ID]
	if len(x.joined) != mostJoined || len(r.rare.joined) != mostJoined || r.rare.joined[0].caller != "+91975" {
		t.Errorf("%d have joined, %v first", len(x.joined), r.rare.joined[0])
	}
}

// TestJoinedHereListedThere is a caller who belongs to two allocations of a number, in different ways: he is asked.
func TestJoinedHereListedThere(t *testing.T) {
	x := raised(pooled(1)...)
	first := classicPin(asIs).raise(t, x)
	if got, _ := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"1111"}}); got.Allocation != first.ID {
		t.Fatalf("got %+v", got)
	}
	c := greenpin(vn(0))
	c.A.Numbers, c.A.Pin, c.B.Pin = []string{"+919800000005"}, "3333", "4444"
	second := must(t, x, after(100), c).Allocation
	refused(t, x, after(100), UpdateGreenpin{ID: second.ID, A: PinParty{Numbers: []string{stranger}}}, NumberHasOtherPin)
	refused(t, x, after(100), AllocateGreenpin{Number: vn(0), A: PinParty{Numbers: []string{stranger}}}, NumberHasOtherPin)
	// By the PIN he joined with he can be listed: on his own allocation he stays where he is.
	must(t, x, after(100), UpdateGreenpin{ID: first.ID, A: PinParty{Numbers: []string{stranger}}})
	if got, _ := dialledAt(t, x, after(100), PlaceCall{From: stranger, To: vn(0)}); got.Allocation != first.ID || len(got.Pins) != 0 {
		t.Errorf("got %+v", got)
	}
	if got, events := dialledAt(t, x, after(200), PlaceCall{From: anna, To: vn(0), Pins: []string{"4444"}}); got.Allocation != second.ID || told(events) != "right 4444, call" {
		t.Errorf("got %+v, told %s", got, told(events))
	}
}

// TestNumberHasOtherPin reaches code 19 on a GreenVN as a user does: by a call.
func TestNumberHasOtherPin(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicVN(func(c *AllocateGreenvn) { c.A.Pins, c.B.Pins = []string{"1111"}, []string{"2222"} }).raise(t, x)
	dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"2222"}})
	refused(t, x, after(99), UpdateGreenvnParties{ID: a.ID, A: []string{stranger}}, NumberHasOtherPin)
	must(t, x, after(99), UpdateGreenvnParties{ID: a.ID, B: []string{stranger}})
}

func TestAttempts(t *testing.T) {
	one, five, plenty := 1, 5, 1000
	for name, c := range map[string]struct {
		sold sold
		also *int // attempts of a second allocation on the number
		want int
	}{
		"greenvn":            {sold: classicVN(func(c *AllocateGreenvn) { c.A.Pins = []string{"1"} }), want: 3},
		"greenpin":           {sold: classicPin(asIs), want: 3},
		"one":                {sold: bridgedPin(func(c *AllocateGreenpin) { c.MaxPinAttempts = one }), want: 1},
		"the most generous":  {sold: bridgedPin(func(c *AllocateGreenpin) { c.MaxPinAttempts = one }), also: &five, want: 5},
		"the most generous,": {sold: bridgedPin(func(c *AllocateGreenpin) { c.MaxPinAttempts = five }), also: &one, want: 5},
		"bounded":            {sold: bridgedPin(func(c *AllocateGreenpin) { c.MaxPinAttempts = plenty }), want: mostEntries},
	} {
		t.Run(name, func(t *testing.T) {
			x := raised(pooled(1)...)
			c.sold.raise(t, x)
			if c.also != nil {
				must(t, x, start(), AllocateGreenpin{Number: vn(0), A: PinParty{Numbers: []string{"+919800000009"}}, MaxPinAttempts: *c.also})
			}
			got, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000", "00"}})
			if len(got.Pins) != c.want || !got.Ended.Equal(after(5*c.want)) || got.DialStatus != "" || got.DisconnectedBy != ByNobody {
				t.Errorf("got %+v", got)
			}
			e := events[0]
			if len(events) != 1 || e.Pin != got.Pins[len(got.Pins)-1] || (e.Allocation.ID != "") != (e.Product == GreenVN) || e.Call.Ended.IsZero() {
				t.Errorf("events %+v", events)
			}
		})
	}
}

// TestAttemptsFollowTheAllocations shows that the most generous allocation counts only while it is there.
func TestAttemptsFollowTheAllocations(t *testing.T) {
	x := raised(pooled(1)...)
	tries := func() int {
		c, _ := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}})
		return len(c.Pins)
	}
	classicPin(asIs).raise(t, x)
	c := greenpin(vn(0))
	c.MaxPinAttempts = 7
	generous := must(t, x, start(), c).Allocation
	if n := tries(); n != 7 {
		t.Errorf("%d attempts", n)
	}
	nine := 9
	must(t, x, start(), UpdateGreenpin{ID: generous.ID, MaxPinAttempts: &nine})
	if n := tries(); n != 9 {
		t.Errorf("%d attempts", n)
	}
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: generous.ID})
	if n := tries(); n != 3 {
		t.Errorf("%d attempts", n)
	}
}

func TestLockOut(t *testing.T) {
	for name, c := range map[string]struct {
		unlock func(t *testing.T, x *Exchange, a Allocation)
		free   bool
	}{
		"stays": {func(*testing.T, *Exchange, Allocation) {}, false},
		"refused update": {func(t *testing.T, x *Exchange, a Allocation) {
			refused(t, x, start(), UpdateGreenpin{ID: a.ID, Usage: "x"}, BadParameter)
		}, false},
		"update":         {func(t *testing.T, x *Exchange, a Allocation) { must(t, x, start(), UpdateGreenpin{ID: a.ID}) }, true},
		"new allocation": {func(t *testing.T, x *Exchange, a Allocation) { must(t, x, start(), greenpin(vn(0))) }, false},
		"number was freed": {func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, start(), Deallocate{Kind: GreenPin, ID: a.ID})
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			x := raised(pooled(1)...)
			s := bridgedPin(asIs)
			a := s.raise(t, x)
			wrong := PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}}
			dialled(t, x, wrong)
			got, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: a.B.Pins})
			if got.Type != TypeCallAttempt || !got.Ended.Equal(start()) || len(events) != 0 || got.Allocation != "" || !strings.Contains(got.Refused, "locked out") {
				t.Fatalf("got %+v, told %s", got, told(events))
			}
			if other, _ := dialled(t, x, PlaceCall{From: "+919700000001", To: vn(0), Pins: a.B.Pins}); other.Type != TypeCompleted {
				t.Errorf("another caller: %+v", other)
			}
			c.unlock(t, x, a)
			if len(x.shared) == 0 {
				a = s.raise(t, x)
			}
			got, _ = dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: a.B.Pins})
			if (got.Type == TypeCompleted) != c.free {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestLockedOutThoughKnown locks out a caller of two allocations, one of which then ends: now it is clear whose his
// calls are, so they are told.
func TestLockedOutThoughKnown(t *testing.T) {
	x := raised(pooled(1)...)
	s := bridgedPin(asIs)
	first, second := s.raise(t, x), s.raise(t, x)
	dialled(t, x, PlaceCall{From: anna, To: vn(0), Pins: []string{"000"}})
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: first.ID})
	got, events := dialled(t, x, PlaceCall{From: anna, To: vn(0)})
	if got.Type != TypeCallAttempt || got.Allocation != second.ID || told(events) != "initiated, completed, call" {
		t.Errorf("got %+v, told %s", got, told(events))
	}
}

func TestClassicNumbersLockNobodyOut(t *testing.T) {
	x := raised(pooled(1)...)
	classicPin(asIs).raise(t, x)
	for range 3 {
		if got, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}}); len(got.Pins) != 3 || told(events) != "wrong 000" {
			t.Errorf("got %+v", got)
		}
	}
}

func TestLockOutsAreBounded(t *testing.T) {
	var c commons
	for i := range mostLocked + 2 {
		c.lock(fmt.Sprint(i))
	}
	if len(c.locked) != mostLocked || c.locked[0] != "2" {
		t.Errorf("%d are locked out, %s first", len(c.locked), c.locked[0])
	}
}

// TestRoll lists one caller in ever more allocations and takes them off again.
func TestRoll(t *testing.T) {
	x := raised(pooled(2)...)
	var all []Allocation
	for i := range 4 {
		c := greenpin(vn(0))
		c.A.Numbers = []string{anna, fmt.Sprint("+9199", i), anna}
		all = append(all, must(t, x, start(), c).Allocation)
		if got := len(x.listings(joinKey{0, anna})); got != min(i+1, 2) {
			t.Errorf("listed %d times after %d", got, i+1)
		}
	}
	for i, a := range all {
		must(t, x, start(), UpdateGreenpin{ID: a.ID, A: PinParty{VNs: []string{vn(1)}}, B: PinParty{VNs: []string{vn(1)}}})
		if left := x.listings(joinKey{0, anna}); len(left) != min(3-i, 2) || i == 2 && left[0].id != all[3].ID {
			t.Errorf("%d listings after %d left", len(left), i+1)
		}
	}
	if len(x.roll.once) != 4 || len(x.roll.more) != 2 {
		t.Errorf("the roll has %d and %d entries", len(x.roll.once), len(x.roll.more))
	}
}

// TestRollLooksTwice plants a caller under another's hash.
func TestRollLooksTwice(t *testing.T) {
	x := raised(pooled(1)...)
	r := x.records[classicPin(asIs).raise(t, x).ID]
	k := joinKey{0, stranger}
	x.roll.add(k.key(), r)
	if got := x.listings(k); got != nil {
		t.Errorf("listed in %v", got)
	}
	other := &record{line: unlisted, rare: &rare{vns: [2][]string{{vn(0)}}}, a: []string{stranger}}
	x.roll.add(k.key(), other)
	if s, ok := x.guess(k); !ok || s.of != other || s.side != sideA {
		t.Errorf("guessed %+v", s)
	}
	bridged := x.records[bridgedPin(func(c *AllocateGreenpin) { c.B.Numbers = []string{"+919800000009"} }).raise(t, x).ID]
	k = joinKey{0, "+919800000009"}
	x.roll.add(k.key(), bridged)
	if got := x.listings(k); got != nil {
		t.Errorf("side B of exobridge is listed in %v", got)
	}
}

func TestPinKeysAreDistinct(t *testing.T) {
	seen := map[pinKey]string{}
	for _, line := range []int32{0, 1, 1 << 26} {
		for _, pin := range []string{"0", "00", "1", "01", "10", "9999999999", "0000000000", "1000000000"} {
			k, ok := keyOf(line, pin)
			if name := fmt.Sprint(line, "/", pin); !ok || seen[k] != "" {
				t.Errorf("%s has the key of %s", name, seen[k])
			} else {
				seen[k] = name
			}
		}
	}
	for _, pin := range []string{"", "12345678901", "12a", "-1"} {
		if _, ok := keyOf(0, pin); ok {
			t.Errorf("PIN %q has a key", pin)
		}
	}
}

// TestMembersPinAgain lets somebody who joined one allocation and is listed in another be asked each time: his PIN takes
// him where it opens, and he keeps his place in the order of joining.
func TestMembersPinAgain(t *testing.T) {
	x := raised(pooled(1)...)
	first := classicPin(asIs).raise(t, x)
	for i, from := range []string{stranger, "+919700000001"} {
		dialledAt(t, x, after(100*i), PlaceCall{From: from, To: vn(0), Pins: []string{"1111"}})
	}
	must(t, x, after(300), UpdateGreenpin{ID: first.ID, A: PinParty{Pin: "5555"}})
	c := greenpin(vn(0))
	c.A.Numbers, c.A.Pin, c.B.Pin = []string{"+919800000005"}, "3333", "4444"
	second := must(t, x, after(300), c).Allocation
	// A PIN both have in turn lets the listing pass, although he came in by it elsewhere.
	must(t, x, after(300), UpdateGreenpin{ID: second.ID, A: PinParty{Numbers: []string{stranger}, Pin: "1111"}})
	if got, _ := dialledAt(t, x, after(400), PlaceCall{From: stranger, To: vn(0)}); got.Type != TypeClientHangup {
		t.Fatalf("he was not asked: %+v", got)
	}
	got, events := dialledAt(t, x, after(500), PlaceCall{From: stranger, To: vn(0), Pins: []string{"5555"}})
	if got.Allocation != first.ID || told(events) != "right 5555, call" {
		t.Errorf("got %+v, told %s", got, told(events))
	}
	if got, events := dialledAt(t, x, after(600), PlaceCall{From: stranger, To: vn(0), Pins: []string{"1111"}}); got.Allocation != second.ID || told(events) != "call" {
		t.Errorf("got %+v, told %s", got, told(events))
	}
	order := x.records[first.ID].rare.joined
	if len(order) != 2 || order[0].caller != stranger {
		t.Errorf("joined: %v", order)
	}
}

// TestLockOutIsOfSharedNumbers fails at the prompt of a GreenVN whose number an exobridge GreenPin took over meanwhile.
func TestLockOutIsOfSharedNumbers(t *testing.T) {
	x := raised(pooled(1)...)
	vn0 := classicVN(func(c *AllocateGreenvn) { c.B.Pins = []string{"2222"} }).raise(t, x)
	must(t, x, start(), PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}})
	must(t, x, start(), Deallocate{Kind: GreenVN, ID: vn0.ID})
	a := bridgedPin(asIs).raise(t, x)
	if said := told(settleTo(x, after(60))); said != "wrong 000" {
		t.Fatalf("told %s", said)
	}
	if got, _ := dialledAt(t, x, after(60), PlaceCall{From: stranger, To: vn(0), Pins: a.B.Pins}); got.Type != TypeCompleted {
		t.Errorf("got %+v", got)
	}
}

// TestLockOutEndsWhenANeighbourLeaves moves another allocation off the number, which is an update like any.
func TestLockOutEndsWhenANeighbourLeaves(t *testing.T) {
	x := raised(pooled(2)...)
	a := bridgedPin(asIs).raise(t, x)
	neighbour := must(t, x, start(), AllocateGreenpin{A: PinParty{Numbers: []string{"+919800000009"}, VNs: []string{vn(0)}}}).Allocation
	dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}})
	must(t, x, start(), UpdateGreenpins{Items: []BulkItem{{Update: UpdateGreenpin{
		ID: neighbour.ID, A: PinParty{VNs: []string{vn(1)}}, B: PinParty{VNs: []string{vn(1)}},
	}}}})
	if got, _ := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: a.B.Pins}); got.Type != TypeCompleted {
		t.Errorf("got %+v", got)
	}
}

// TestNoLockOutOnceClassicAlone ends the only exobridge allocation of a number that a classic one goes on sharing.
func TestNoLockOutOnceClassicAlone(t *testing.T) {
	x := raised(pooled(1)...)
	bridged := bridgedPin(asIs).raise(t, x)
	classicPin(asIs).raise(t, x)
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: bridged.ID})
	_, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}})
	if told(events) != "wrong 000" || events[0].IDs != UUID {
		t.Fatalf("events %+v", events)
	}
	if got, _ := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"1111"}}); got.Type != TypeCompleted {
		t.Errorf("got %+v", got)
	}
}
