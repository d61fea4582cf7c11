package exchange

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestClassicGreenpinLife(t *testing.T) {
	x := raised(pooled(4)...)
	c := AllocateGreenpin{
		Reference: "T1", Duration: time.Hour, CustomField: "note",
		A: PinParty{Numbers: []string{"+919800000001"}, VNs: []string{vn(0), vn(1)}, Pin: "713"}, B: PinParty{PinLength: 6},
	}
	o := must(t, x, start(), c)
	made := o.Allocation.B.Pins
	if len(made) != 1 || len(made[0]) != 6 || made[0][0] == '0' {
		t.Fatalf("made PINs %v", made)
	}
	want := Allocation{
		ID: o.Allocation.ID, Kind: GreenPin, Reference: "T1", Usage: Twoway, State: Active, CustomField: "note",
		A:              Party{Numbers: []string{"+919800000001"}, Pins: []string{"713"}, VNs: []string{vn(0), vn(1)}},
		B:              Party{Pins: made, VNs: []string{vn(0), vn(1)}},
		MaxPinAttempts: 3, Created: start(), Expires: start().Add(time.Hour),
	}
	if d := cmp.Diff(Outcome{Allocation: want}, o); d != "" {
		t.Fatal(d)
	}
	now, period, attempts, yes, note := start().Add(time.Minute), 2*time.Hour, 5, true, ""
	o = must(t, x, now, UpdateGreenpin{ID: want.ID, A: PinParty{Pin: "900"}, B: PinParty{
		Numbers: []string{"+919800000002"},
		VNs:     []string{vn(2)},
	}, Usage: Oneway, Duration: &period, MaxPinAttempts: &attempts, Record: &yes, CustomField: &note})
	want.A.Pins, want.B.Numbers, want.B.VNs = []string{"900"}, []string{"+919800000002"}, []string{vn(2)}
	want.Usage, want.MaxPinAttempts, want.Record, want.CustomField = Oneway, 5, true, ""
	want.Updated, want.Expires = now, now.Add(period)
	if d := cmp.Diff(Outcome{Allocation: want}, o); d != "" {
		t.Fatal(d)
	}
	events := settleTo(x, want.Expires)
	want.State, want.Ended = Expired, want.Expires
	if d := cmp.Diff([]Event{{Kind: Deallocation, At: want.Expires, Product: GreenPin, Allocation: want}}, events); d != "" {
		t.Fatal(d)
	}
	refused(t, x, want.Expires, UpdateGreenpin{ID: want.ID}, AlreadyDeleted)
	refused(t, x, want.Expires, Deallocate{Kind: GreenPin, ID: want.ID}, AlreadyDeleted)
}

func TestExobridgeGreenpin(t *testing.T) {
	x := raised(pooled(2)...)
	o := must(t, x, start(), AllocateGreenpin{Number: vn(1), A: PinParty{Numbers: []string{"+919800000001"}}, MaxPinAttempts: 2})
	a := o.Allocation
	if a.Number != vn(1) || len(a.A.Pins) != 0 || len(a.B.Pins) != 1 || len(a.B.Pins[0]) != 4 || a.MaxPinAttempts != 2 ||
		a.Usage != Twoway || a.A.VNs[0] != vn(1) || a.B.VNs[0] != vn(1) || len(a.B.Numbers) != 0 {
		t.Fatalf("got %+v", a)
	}
	pin := a.B.Pins[0]
	a = must(t, x, start(), UpdateGreenpin{ID: a.ID, B: PinParty{Numbers: []string{"+919800000002"}}}).Allocation
	if a.B.Pins[0] != pin || a.B.Numbers[0] != "+919800000002" || a.Number != vn(1) {
		t.Fatalf("got %+v", a)
	}
	refused(t, x, start(), UpdateGreenpin{ID: a.ID, A: PinParty{VNs: []string{vn(0)}}}, BadParameter)
	o = must(t, x, start(), Deallocate{Kind: GreenPin, ID: a.ID})
	if len(o.Events) != 1 || cmp.Diff(o.Events[0].Allocation, o.Allocation) != "" || o.Allocation.State != Deleted {
		t.Fatalf("got %+v", o)
	}
}

func TestSharedAndLentNeverMix(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Settings: Settings{CoolOff: time.Minute}}, NewChance(1, "t"))
	first := must(t, x, start(), greenpin(vn(0))).Allocation.ID
	second := must(t, x, start(), greenpin(vn(0))).Allocation.ID
	refused(t, x, start(), greenvn(""), NoFreeNumber)
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: first})
	if s := x.Numbers()[0].State; s != Shared {
		t.Fatalf("%s with one GreenPin left", s)
	}
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: second})
	if s := x.Numbers()[0].State; s != Resting {
		t.Fatalf("%s with no GreenPin left", s)
	}
	rested := start().Add(time.Minute)
	settleTo(x, rested)
	must(t, x, rested, greenvn(""))
	refused(t, x, rested, greenpin(vn(0)), NoFreeNumber)
	refused(t, x, rested, AllocateGreenpin{Number: vn(0), A: PinParty{Numbers: []string{"+911"}}}, NumberInUse)
}

func TestRefusedGreenpin(t *testing.T) {
	same := []string{"+911", "+911"}
	for _, c := range []struct {
		name string
		edit func(*AllocateGreenpin)
		want Reason
	}{
		{"no numbers", func(c *AllocateGreenpin) { c.A.Numbers, c.B.Numbers = nil, nil }, MissingParameter},
		{"no vns", func(c *AllocateGreenpin) { c.A.VNs = nil }, MissingParameter},
		{"usage", func(c *AllocateGreenpin) { c.Usage = "x" }, BadParameter},
		{"duration", func(c *AllocateGreenpin) { c.Duration = -1 }, BadParameter},
		{"attempts", func(c *AllocateGreenpin) { c.MaxPinAttempts = -1 }, BadParameter},
		{"letters", func(c *AllocateGreenpin) { c.A.Pin = "12a" }, BadParameter},
		{"eleven digits", func(c *AllocateGreenpin) { c.B.Pin = "12345678901" }, BadParameter},
		{"length", func(c *AllocateGreenpin) { c.B.PinLength = 11 }, BadParameter},
		{"vn unknown", func(c *AllocateGreenpin) { c.B.VNs = []string{"+910"} }, BadParameter},
		{"A all the same", func(c *AllocateGreenpin) { c.A.Numbers = same }, DuplicateNumbers},
		{"B all the same", func(c *AllocateGreenpin) { c.B.Numbers = same }, DuplicateNumbers},
		{"both sides", func(c *AllocateGreenpin) { c.B.Numbers = c.A.Numbers }, SameNumberBothSides},
		{"reference", func(c *AllocateGreenpin) { c.Reference = "taken" }, DuplicateReference},
		{"joined", func(c *AllocateGreenpin) { c.A.Numbers = []string{"+91joined"} }, NumberHasOtherPin},
		{"joined, exobridge", func(c *AllocateGreenpin) { c.A.Numbers, c.Number = []string{"+91joined"}, vn(0) }, NumberHasOtherPin},
		{"PIN taken", func(c *AllocateGreenpin) { c.B.Pin = "4321" }, BadParameter},
		{"PIN of both", func(c *AllocateGreenpin) { c.A.Pin, c.B.Pin = "77", "77" }, BadParameter},
		{"lent", func(c *AllocateGreenpin) { c.B.VNs = []string{vn(1)} }, NoFreeNumber},
		{"number lent", func(c *AllocateGreenpin) { c.Number = vn(1) }, NumberInUse},
		{"number unknown", func(c *AllocateGreenpin) { c.Number = "+910" }, NumberNotInPool},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := raised(pooled(3)...)
			taken := greenpin(vn(0))
			taken.Reference, taken.A.Pin = "taken", "4321"
			must(t, x, start(), taken)
			if _, ok := x.join(vn(0), "+91joined", "4321"); !ok {
				t.Fatal("the PIN opens nothing")
			}
			lent := greenvn("")
			lent.Number = vn(1)
			must(t, x, start(), lent)
			create := greenpin(vn(0))
			c.edit(&create)
			refused(t, x, start(), create, c.want)
		})
	}
}

func TestGreenpinLimit(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Limits: Limits{GreenPins: 1}}, NewChance(1, "t"))
	id := must(t, x, start(), greenpin(vn(0))).Allocation.ID
	refused(t, x, start(), greenpin(vn(0)), NoFreeNumber)
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: id})
	must(t, x, start(), greenpin(vn(0)))
}

func TestUpdateGreenpinRefused(t *testing.T) {
	x := raised(pooled(4)...)
	lent := greenvn("")
	lent.Number = vn(3)
	must(t, x, start(), lent)
	c := greenpin(vn(0))
	c.A.Pin, c.B.Pin = "11", "22"
	id := must(t, x, start(), c).Allocation.ID
	c = greenpin(vn(1))
	c.A.Pin, c.B.Pin = "11", "33"
	must(t, x, start(), c)
	x.join(vn(1), "+91joined", "33")
	gone := must(t, x, start(), greenpin(vn(0))).Allocation.ID
	must(t, x, start(), Deallocate{Kind: GreenPin, ID: gone})
	back, none := time.Duration(-1), -1
	for _, c := range []struct {
		name string
		c    UpdateGreenpin
		want Reason
	}{
		{"usage", UpdateGreenpin{ID: "unknown", Usage: "x"}, BadParameter},
		{"duration", UpdateGreenpin{ID: "unknown", Duration: &back}, BadParameter},
		{"attempts", UpdateGreenpin{ID: "unknown", MaxPinAttempts: &none}, BadParameter},
		{"PIN", UpdateGreenpin{ID: "unknown", A: PinParty{Pin: "x"}}, BadParameter},
		{"vn unknown", UpdateGreenpin{ID: "unknown", A: PinParty{VNs: []string{"+910"}}}, BadParameter},
		{"all the same", UpdateGreenpin{ID: "unknown", B: PinParty{Numbers: []string{"+911", "+911"}}}, DuplicateNumbers},
		{"unknown", UpdateGreenpin{ID: "unknown"}, NotFound},
		{"ended", UpdateGreenpin{ID: gone}, AlreadyDeleted},
		{"nobody left", UpdateGreenpin{ID: id, A: PinParty{Numbers: []string{}}, B: PinParty{Numbers: []string{}}}, MissingParameter},
		{"against B kept", UpdateGreenpin{ID: id, A: PinParty{Numbers: []string{"+919800000002"}}}, SameNumberBothSides},
		{"joined", UpdateGreenpin{ID: id, B: PinParty{Numbers: []string{"+91joined"}, VNs: []string{vn(1)}}}, NumberHasOtherPin},
		{"kept PIN taken there", UpdateGreenpin{ID: id, A: PinParty{VNs: []string{vn(1)}}}, BadParameter},
		{"the other side's PIN", UpdateGreenpin{ID: id, A: PinParty{Pin: "22"}}, BadParameter},
		{"lent", UpdateGreenpin{ID: id, A: PinParty{VNs: []string{vn(3)}}}, NoFreeNumber},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, x, start(), c.c, c.want) })
	}
	a := must(t, x, start(), UpdateGreenpin{ID: id, A: PinParty{Pin: "22"}, B: PinParty{Pin: "11"}}).Allocation
	if a.A.Pins[0] != "22" || a.B.Pins[0] != "11" {
		t.Errorf("PINs were not swapped: %+v", a)
	}
}

func TestUpdateGreenpinMovesItsNumbers(t *testing.T) {
	x := raised(pooled(3)...)
	a := must(t, x, start(), greenpin(vn(0))).Allocation
	x.join(vn(0), "+91guest", a.B.Pins[0])
	must(t, x, start(), UpdateGreenpin{ID: a.ID, A: PinParty{VNs: []string{vn(1)}}, B: PinParty{VNs: []string{vn(2)}}})
	for i, want := range []NumberState{Free, Shared, Shared} {
		if got := x.Numbers()[i].State; got != want {
			t.Errorf("%s is %s, want %s", vn(i), got, want)
		}
	}
	if _, ok := x.join(vn(0), "+91guest", a.B.Pins[0]); ok || len(x.joined) != 0 {
		t.Error("the PIN still opens the number that was left")
	}
	if m, ok := x.join(vn(2), "+91guest", a.B.Pins[0]); !ok || m.side != sideB {
		t.Error("the PIN does not open the new number")
	}
}

func TestBulk(t *testing.T) {
	x := New(Config{Numbers: pooled(2), Limits: Limits{Bulk: 4}}, NewChance(1, "t"))
	good := must(t, x, start(), greenpin(vn(0))).Allocation
	door := Refusal{Reason: InvalidNumber, Detail: "not a number"}
	fresh := []string{"+919800000008"}
	o := must(t, x, start(), UpdateGreenpins{Items: []BulkItem{
		{Update: UpdateGreenpin{ID: "unknown"}},
		{Update: UpdateGreenpin{ID: good.ID, B: PinParty{Numbers: fresh}}},
		{Update: UpdateGreenpin{ID: good.ID, A: PinParty{Numbers: fresh}}, Refused: door},
		{Update: UpdateGreenpin{ID: good.ID, A: PinParty{Numbers: fresh}}},
	}})
	good.B.Numbers, good.Updated = fresh, start()
	reasons := []Reason{NotFound, 0, InvalidNumber, SameNumberBothSides}
	for i, it := range o.Items {
		var r Refusal
		errors.As(it.Err, &r)
		if r.Reason != reasons[i] || (it.Err != nil) != (it.Allocation.ID == "") {
			t.Errorf("item %d: %+v", i, it)
		}
	}
	if d := cmp.Diff(good, o.Items[1].Allocation); d != "" {
		t.Error(d)
	}
	if o.Items[0].ID != "unknown" || o.Items[2].ID != good.ID {
		t.Errorf("ids %v", o.Items)
	}
	refused(t, x, start(), UpdateGreenpins{Items: make([]BulkItem, 5)}, BulkTooLarge)
	if o := must(t, x, start(), UpdateGreenpins{}); len(o.Items) != 0 {
		t.Errorf("items %v", o.Items)
	}
}

// TestVirtualNumbersAsSent keeps the lists of virtual numbers as they came, repetitions too.
func TestVirtualNumbersAsSent(t *testing.T) {
	x := raised(pooled(3)...)
	c := greenpin(vn(1), vn(0), vn(1))
	c.B.VNs = []string{vn(2), vn(0)}
	a := must(t, x, start(), c).Allocation
	c.A.VNs[0] = "changed"
	again := must(t, x, start(), UpdateGreenpin{ID: a.ID, B: PinParty{VNs: []string{vn(2)}}}).Allocation
	if d := cmp.Diff([]string{vn(1), vn(0), vn(1)}, again.A.VNs); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{{vn(2), vn(0)}, {vn(2)}}, [][]string{a.B.VNs, again.B.VNs}); d != "" {
		t.Error(d)
	}
}

// TestTwoPairsOnOneNumber tells exobridge pairs apart: A by his number, B by the PIN, whoever is listed where.
func TestTwoPairsOnOneNumber(t *testing.T) {
	x := raised(pooled(1)...)
	first := bridgedPin(asIs).raise(t, x)
	second := bridgedPin(func(c *AllocateGreenpin) { c.A.Numbers, c.B.Numbers = []string{"+919800000005"}, []string{bert} }).raise(t, x)
	for i, c := range []struct {
		from, pin, to string
		of            Allocation
	}{
		{anna, "", bert, first},
		{"+919800000005", "", bert, second},
		{bert, first.B.Pins[0], anna, first},
		{bert, second.B.Pins[0], "+919800000005", second},
		{stranger, second.B.Pins[0], "+919800000005", second},
		{stranger, "", "+919800000005", second},
	} {
		got, _ := dialledAt(t, x, after(100*i), PlaceCall{From: c.from, To: vn(0), Pins: listOf(c.pin)})
		if got.Allocation != c.of.ID || got.Type != TypeCompleted || got.Legs[0].To != c.to {
			t.Errorf("%s with %q: %+v", c.from, c.pin, got)
		}
	}
	for _, a := range []Allocation{first, second} {
		got := must(t, x, after(1000), ReadAllocation{Kind: GreenPin, ID: a.ID}).Allocation
		if want := map[string]int{first.ID: 2, second.ID: 4}[a.ID]; got.CallCount != want {
			t.Errorf("%d calls, want %d", got.CallCount, want)
		}
	}
}
