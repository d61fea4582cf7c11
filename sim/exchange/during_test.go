package exchange

import (
	"testing"
	"time"
)

// TestWhileACallRuns ends or changes the allocation of a conversation. The call goes on as it began, and is told with
// the allocation as it stands at the end.
func TestWhileACallRuns(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(t *testing.T, x *Exchange, a Allocation)
		state State
		said  string
	}{
		"expiry": {func(*testing.T, *Exchange, Allocation) {}, Expired, "gone, call"},
		"delete": {func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: a.Kind, ID: a.ID})
		}, Deleted, "call"},
		"swap": {func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnNumber{ID: a.ID, Number: vn(1)})
		}, Expired, "gone, call"},
		"parties": {func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnParties{ID: a.ID, B: []string{"+919800000007"}})
		}, Expired, "gone, call"},
		"oneway": {func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnParties{ID: a.ID, A: []string{"+919800000008"}, Usage: Oneway})
		}, Expired, "gone, call"},
	} {
		t.Run(name, func(t *testing.T) {
			x := raised(pooled(2)...)
			a := classicVN(func(c *AllocateGreenvn) {
				c.Duration, c.B.Numbers = 20*time.Second, []string{bert, "+919800000003"}
			}).raise(t, x)
			placed := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Outcomes: []Behaviour{NoAnswer, Answers}})
			c.do(t, x, a)
			events := settleTo(x, after(1000))
			got, _ := x.Call(placed.Call.SID)
			if got.Type != TypeCompleted || got.Legs[1].To != "+919800000003" || got.To != vn(0) || got.Ended != after(66) || told(events) != c.said {
				t.Fatalf("got %+v, told %s", got, told(events))
			}
			e := events[len(events)-1]
			now := must(t, x, after(1000), ReadAllocation{Kind: GreenVN, ID: a.ID}).Allocation
			if e.Allocation.State != c.state || e.Allocation.Number != now.Number || e.Allocation.B.Numbers[0] != now.B.Numbers[0] || now.CallCount != 1 {
				t.Errorf("told of %+v", e.Allocation)
			}
		})
	}
}

// TestGreenpinCountsThoughEnded answers a call after its allocation was deleted, even when that is forgotten.
func TestGreenpinCountsThoughEnded(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Limits: Limits{Ended: -1}}, NewChance(1, "t"))
	a := bridgedPin(asIs).raise(t, x)
	must(t, x, start(), PlaceCall{From: anna, To: vn(0)})
	must(t, x, after(1), Deallocate{Kind: GreenPin, ID: a.ID})
	events := settleTo(x, after(100))
	if told(events) != "answered, completed, call" {
		t.Fatalf("told %s", told(events))
	}
	for _, e := range events {
		if e.Allocation.State != Deleted || e.Allocation.CallCount != 1 || e.IDs != Prefixed {
			t.Errorf("event %+v", e)
		}
	}
}

// TestWhileAtThePrompt changes what a PIN opens while the caller keys it: it is judged as things stand when he has.
func TestWhileAtThePrompt(t *testing.T) {
	pinned := classicVN(func(c *AllocateGreenvn) { c.B.Pins, c.Duration = []string{"2222"}, time.Minute })
	for name, c := range map[string]struct {
		sold sold
		do   func(t *testing.T, x *Exchange, a Allocation)
		said string
	}{
		"nothing": {pinned, func(*testing.T, *Exchange, Allocation) {}, "right 2222, call, gone"},
		"deleted": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: GreenVN, ID: a.ID})
		}, "wrong 2222"},
		"deleted and lent anew with the same PIN": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: GreenVN, ID: a.ID})
			classicVN(func(c *AllocateGreenvn) { c.A.Pins, c.Duration = []string{"2222"}, -0 }).raise(t, x)
		}, "wrong 2222"},
		"deleted and shared, with the same PIN": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: GreenVN, ID: a.ID})
			classicPin(asIs).raise(t, x)
		}, "wrong 2222"},
		"swapped": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnNumber{ID: a.ID, Number: vn(1)})
		}, "wrong 2222, gone"},
		"another PIN": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnParties{ID: a.ID, A: []string{anna}, BPins: []string{"7"}})
		}, "wrong 2222, gone"},
		"listed meanwhile": {pinned, func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), UpdateGreenvnParties{ID: a.ID, A: []string{stranger}})
		}, "call, gone"},
		"greenpin deleted": {classicPin(asIs), func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: GreenPin, ID: a.ID})
		}, "wrong 2222"},
		"greenpin deleted, number lent with the PIN": {classicPin(asIs), func(t *testing.T, x *Exchange, a Allocation) {
			must(t, x, after(1), Deallocate{Kind: GreenPin, ID: a.ID})
			classicVN(func(c *AllocateGreenvn) { c.A.Pins = []string{"2222"} }).raise(t, x)
		}, "wrong 2222"},
		"greenpin made": {classicPin(func(c *AllocateGreenpin) { c.B.Pin = "9" }), func(t *testing.T, x *Exchange, a Allocation) {
			c := greenpin(vn(0))
			c.B.Pin = "2222"
			must(t, x, after(1), c)
		}, "right 2222, call"},
	} {
		t.Run(name, func(t *testing.T) {
			x := raised(pooled(2)...)
			a := c.sold.raise(t, x)
			placed := must(t, x, start(), PlaceCall{From: stranger, To: vn(0), Pins: []string{"2222"}})
			c.do(t, x, a)
			if said := told(settleTo(x, after(100))); said != c.said {
				got, _ := x.Call(placed.Call.SID)
				t.Errorf("told %s, want %s: %+v", said, c.said, got)
			}
		})
	}
}

// TestExpiryAtTheInstantOfThePin lets both fall due at once: the allocation, which was there first, ends first.
func TestExpiryAtTheInstantOfThePin(t *testing.T) {
	x := raised(pooled(1)...)
	classicPin(func(c *AllocateGreenpin) { c.Duration, c.MaxPinAttempts = 5*time.Second, 1 }).raise(t, x)
	must(t, x, start(), PlaceCall{From: stranger, To: vn(0), Pins: []string{"1111"}})
	if events := x.Settle(after(5)); told(events) != "gone, wrong 1111" {
		t.Errorf("told %s", told(events))
	}
}

// TestLockOutNeedsTheNumber uses the attempts up on an exobridge number whose allocation has gone meanwhile: nobody is
// locked out of what comes after, and the failure is still told in exobridge's way.
func TestLockOutNeedsTheNumber(t *testing.T) {
	x := raised(pooled(1)...)
	s := bridgedPin(func(c *AllocateGreenpin) { c.Duration = time.Second })
	s.raise(t, x)
	_, events := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}})
	if e := events[1]; told(events) != "gone, wrong 000" || e.IDs != Prefixed || e.Product != GreenPin {
		t.Fatalf("events %+v", events)
	}
	a := s.raise(t, x)
	if got := must(t, x, start(), PlaceCall{From: stranger, To: vn(0), Pins: a.B.Pins}).Call; got.Refused != "" {
		t.Errorf("got %+v", got)
	}
}

// TestCustomFieldOfTheMoment keeps what the field said when the call came in.
func TestCustomFieldOfTheMoment(t *testing.T) {
	x := raised(pooled(1)...)
	a := bridgedPin(func(c *AllocateGreenpin) { c.CustomField = "before" }).raise(t, x)
	placed := must(t, x, start(), PlaceCall{From: anna, To: vn(0)}).Call
	later := "later"
	must(t, x, after(1), UpdateGreenpin{ID: a.ID, CustomField: &later})
	events := settleTo(x, after(100))
	e := events[len(events)-1]
	if e.Call.CustomField != "before" || placed.CustomField != "before" || e.Allocation.CustomField != "later" {
		t.Errorf("event %+v", e)
	}
}
