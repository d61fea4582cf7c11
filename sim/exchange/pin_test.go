package exchange

import "testing"

func TestPinsRunOut(t *testing.T) {
	x := raised(pooled(2)...)
	c := greenpin(vn(0))
	c.A.PinLength, c.B.PinLength = 1, 1
	seen := map[string]bool{}
	for range 4 {
		a := must(t, x, start(), c).Allocation
		for _, p := range []string{a.A.Pins[0], a.B.Pins[0]} {
			if seen[p] || len(p) != 1 || p == "0" {
				t.Fatalf("PIN %q, after %v", p, seen)
			}
			seen[p] = true
		}
	}
	refused(t, x, start(), c, NoFreeNumber)
	c.A.VNs = []string{vn(1)}
	must(t, x, start(), c)
}

func TestMadePinsFollowTheSettings(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Settings: Settings{APinLength: 6, BPinLength: 10}}, NewChance(1, "t"))
	a := must(t, x, start(), greenpin(vn(0))).Allocation
	if len(a.A.Pins[0]) != 6 || len(a.B.Pins[0]) != 10 {
		t.Fatalf("PINs %v %v", a.A.Pins, a.B.Pins)
	}
	same := must(t, x, start(), UpdateGreenpin{ID: a.ID, A: PinParty{PinLength: 6}, B: PinParty{PinLength: 3}}).Allocation
	if same.A.Pins[0] != a.A.Pins[0] || len(same.B.Pins[0]) != 3 {
		t.Errorf("PINs %v %v", same.A.Pins, same.B.Pins)
	}
}

func TestJoinedCallers(t *testing.T) {
	x := raised(pooled(2)...)
	c := greenvn("X1")
	c.A.Pins, c.B.Pins = []string{"1"}, []string{"2", "3"}
	a := must(t, x, start(), c).Allocation
	for pin, want := range map[string]bool{"1": true, "3": true, "4": false, "": false} {
		if _, ok := x.join(a.Number, "+91guest", pin); ok != want {
			t.Errorf("PIN %q opens: %v", pin, ok)
		}
	}
	if _, ok := x.join("+910", "+91guest", "1"); ok {
		t.Error("joined a number that is not in the pool")
	}
	x.join(a.Number, "+91guest", "2")
	onA := UpdateGreenvnParties{ID: a.ID, A: []string{"+91guest"}}
	refused(t, x, start(), onA, NumberHasOtherPin)
	refused(t, x, start(), UpdateGreenvnParties{ID: a.ID, B: []string{"+91guest"}, BPins: []string{"9"}}, NumberHasOtherPin)
	must(t, x, start(), UpdateGreenvnParties{ID: a.ID, B: []string{"+91guest"}})
	must(t, x, start(), UpdateGreenvnParties{ID: a.ID, B: []string{"+91other"}})
	must(t, x, start(), UpdateGreenvnNumber{ID: a.ID})
	must(t, x, start(), onA)
	if len(x.joined) != 0 {
		t.Errorf("joined: %v", x.joined)
	}
}

func TestJoinedAreForgottenWithTheAllocation(t *testing.T) {
	x := raised(pooled(1)...)
	first := must(t, x, start(), greenpin(vn(0))).Allocation
	second := must(t, x, start(), greenpin(vn(0))).Allocation
	x.join(vn(0), "+91guest", first.A.Pins[0])
	x.join(vn(0), "+91guest", second.A.Pins[0])
	x.join(vn(0), "+91other", first.B.Pins[0])
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: first.ID})
	if m, ok := x.joined[joinKey{0, "+91guest"}]; len(x.joined) != 1 || !ok || m.of.id != second.ID || m.side != sideA {
		t.Errorf("joined: %v", x.joined)
	}
	must(t, x, start(), UpdateGreenpin{ID: second.ID, A: PinParty{Numbers: []string{"+91guest"}}})
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: second.ID})
	if len(x.joined) != 0 {
		t.Errorf("joined: %v", x.joined)
	}
}

// join makes a caller a member of what a PIN opens on a number, as if he had called.
func (x *Exchange) join(number, caller, pin string) (seat, bool) {
	line := x.pool.find(number)
	if line == unlisted {
		return seat{}, false
	}
	s, ok := x.opens(line, pin)
	if ok {
		x.enrol(joinKey{line, caller}, member{s, pin})
	}
	return s, ok
}
