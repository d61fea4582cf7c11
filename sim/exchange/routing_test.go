package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sold is a product in a generation, with an allocation on vn(0) of anna and bert.
type sold struct {
	name  string
	raise func(t *testing.T, x *Exchange) Allocation
}

func classicVN(edit func(*AllocateGreenvn)) sold {
	return sold{"greenvn", func(t *testing.T, x *Exchange) Allocation {
		c := greenvn("X1")
		c.Preferences.Number = vn(0)
		edit(&c)
		return must(t, x, start(), c).Allocation
	}}
}

func classicPin(edit func(*AllocateGreenpin)) sold {
	return sold{"greenpin", func(t *testing.T, x *Exchange) Allocation {
		c := greenpin(vn(0))
		c.A.Pin, c.B.Pin = "1111", "2222"
		edit(&c)
		return must(t, x, start(), c).Allocation
	}}
}

func bridgedVN() sold {
	s := classicVN(func(c *AllocateGreenvn) { c.Reference, c.Number, c.IDs = "", vn(0), Prefixed })
	s.name = "greenvn, exobridge"
	return s
}

func bridgedPin(edit func(*AllocateGreenpin)) sold {
	return sold{"greenpin, exobridge", func(t *testing.T, x *Exchange) Allocation {
		c := AllocateGreenpin{Number: vn(0), A: PinParty{Numbers: []string{anna}}, B: PinParty{Numbers: []string{bert}}, IDs: Prefixed}
		edit(&c)
		return must(t, x, start(), c).Allocation
	}}
}

// asIs is no edit of either command.
func asIs[T any](*T) {}

// TestWhoIsConnected is the table of callers, in every product and generation. PIN stands for side B's PIN.
func TestWhoIsConnected(t *testing.T) {
	oneway := classicVN(func(c *AllocateGreenvn) { c.Usage = Oneway })
	pins := classicVN(func(c *AllocateGreenvn) { c.A.Pins, c.B.Pins = []string{"1111"}, []string{"2222", "3333"} })
	twins := func(s sold) sold {
		return sold{s.name + " twice", func(t *testing.T, x *Exchange) Allocation {
			c := greenpin(vn(0))
			c.A.Pin, c.B.Pin, c.B.Numbers = "8888", "9999", []string{"+919800000009"}
			must(t, x, start(), c)
			return s.raise(t, x)
		}}
	}
	progress := "initiated, ringing, answered, completed, call"
	for _, c := range []struct {
		sold   sold
		from   string
		pins   string // entered; PIN is the made one
		kind   CallType
		dialed string
		said   string
	}{
		{classicVN(asIs), anna, "", TypeCompleted, bert, "call"},
		{classicVN(asIs), bert, "", TypeCompleted, anna, "call"},
		{classicVN(asIs), stranger, "1111", TypeCallAttempt, "", "call"},
		{oneway, anna, "", TypeCompleted, bert, "call"},
		{oneway, bert, "", TypeCallAttempt, "", "call"},
		{pins, anna, "", TypeCompleted, bert, "call"},
		{pins, stranger, "1111", TypeCompleted, bert, "right 1111, call"},
		{pins, stranger, "0 3333", TypeCompleted, anna, "right 3333, call"},
		{pins, stranger, "0 9 8 1111", TypeCallAttempt, "", "wrong 8"},
		{pins, stranger, "0", TypeCallAttempt, "", "wrong 0"},
		{pins, stranger, "", TypeClientHangup, "", "call"},
		{bridgedVN(), anna, "", TypeCompleted, bert, progress},
		{bridgedVN(), bert, "", TypeCompleted, anna, progress},
		{bridgedVN(), stranger, "1111", TypeCallAttempt, "", "initiated, completed, call"},
		{classicPin(asIs), anna, "", TypeCompleted, bert, "call"},
		{classicPin(asIs), bert, "", TypeCompleted, anna, "call"},
		{classicPin(asIs), stranger, "1111", TypeCompleted, bert, "right 1111, call"},
		{classicPin(asIs), stranger, "2222", TypeCompleted, anna, "right 2222, call"},
		{classicPin(asIs), stranger, "12345678901", TypeCallAttempt, "", "wrong 12345678901"},
		{classicPin(asIs), stranger, "", TypeClientHangup, "", ""},
		{classicPin(func(c *AllocateGreenpin) { c.Usage = Oneway }), bert, "", TypeCallAttempt, "", "call"},
		{classicPin(func(c *AllocateGreenpin) { c.Usage = Oneway }), stranger, "2222", TypeCallAttempt, "", "right 2222, call"},
		{classicPin(func(c *AllocateGreenpin) { c.A.Numbers = nil }), bert, "", TypeIncomplete, "", "call"},
		{classicPin(func(c *AllocateGreenpin) { c.A.Numbers = nil }), stranger, "1111", TypeCompleted, bert, "right 1111, call"},
		{classicPin(func(c *AllocateGreenpin) { c.A.VNs, c.B.VNs = []string{vn(1)}, []string{vn(0)} }), bert, "", TypeCompleted, anna, "call"},
		{classicPin(func(c *AllocateGreenpin) { c.A.VNs, c.B.VNs = []string{vn(1)}, []string{vn(0)} }), anna, "2222", TypeCompleted, bert, "call"},
		{classicPin(func(c *AllocateGreenpin) { c.A.VNs, c.B.VNs = []string{vn(1)}, []string{vn(0)} }), anna, "1111", TypeCallAttempt, "", "wrong 1111"},
		{twins(classicPin(asIs)), anna, "", TypeClientHangup, "", ""},
		{twins(classicPin(asIs)), anna, "1111", TypeCompleted, bert, "call"},
		{twins(classicPin(asIs)), anna, "8888", TypeCompleted, "+919800000009", "call"},
		{twins(classicPin(asIs)), bert, "", TypeCompleted, anna, "call"},
		{bridgedPin(asIs), anna, "", TypeCompleted, bert, progress},
		{bridgedPin(asIs), bert, "PIN", TypeCompleted, anna, progress},
		{bridgedPin(asIs), bert, "0", TypeCallAttempt, "", "wrong 0"},
		{bridgedPin(asIs), stranger, "0 PIN", TypeCompleted, anna, "right PIN, " + progress},
		{bridgedPin(asIs), stranger, "", TypeClientHangup, "", ""},
		{bridgedPin(func(c *AllocateGreenpin) { c.B.Numbers = nil }), anna, "", TypeIncomplete, "", "initiated, completed, call"},
		{twins(bridgedPin(asIs)), anna, "PIN", TypeCompleted, bert, progress},
		{twins(bridgedPin(asIs)), anna, "0", TypeCallAttempt, "", "wrong 0"},
	} {
		t.Run(c.sold.name+"/"+c.from+"/"+c.pins, func(t *testing.T) {
			x := raised(pooled(2)...)
			a := c.sold.raise(t, x)
			made := strings.Join(a.B.Pins, "")
			got, events := dialled(t, x, PlaceCall{From: c.from, To: vn(0), Pins: strings.Fields(strings.ReplaceAll(c.pins, "PIN", made))})
			var to []string
			for _, l := range got.Legs {
				to = append(to, l.To)
			}
			if got.Type != c.kind || strings.Join(to, " ") != c.dialed || (got.Refused == "") != (len(to) > 0 || c.kind == TypeIncomplete) {
				t.Errorf("got %+v", got)
			}
			if said := strings.ReplaceAll(told(events[:len(events):len(events)]), " "+made, " PIN"); said != c.said && told(events) != c.said {
				t.Errorf("told %s, want %s", told(events), c.said)
			}
			for _, e := range events {
				if e.Product != a.Kind || (e.IDs == Prefixed) != strings.HasPrefix(a.ID, "g") {
					t.Errorf("event of %s, %d", e.Product, e.IDs)
				}
			}
		})
	}
}

// TestRefusedInWords is what the tester is told of calls that were not connected.
func TestRefusedInWords(t *testing.T) {
	for want, c := range map[string]struct {
		sold sold
		call PlaceCall
	}{
		vn(1) + " is free: it is lent to nobody":                               {classicVN(asIs), PlaceCall{From: anna, To: vn(1)}},
		stranger + " is on neither side of ID, which has no PINs":              {classicVN(asIs), PlaceCall{From: stranger, To: vn(0)}},
		bert + " is on side B of ID, whose usage is oneway":                    {classicVN(func(c *AllocateGreenvn) { c.Usage = Oneway }), PlaceCall{From: bert, To: vn(0)}},
		"the caller hung up at the PIN prompt: the script has no PINs":         {classicPin(asIs), PlaceCall{From: stranger, To: vn(0)}},
		"no PIN entered was right, and the attempts are used up":               {classicPin(asIs), PlaceCall{From: stranger, To: vn(0), Pins: []string{"0"}}},
		stranger + " is locked out of " + vn(0) + " after too many wrong PINs": {bridgedPin(asIs), PlaceCall{From: stranger, To: vn(0), Pins: []string{"000"}}},
		"": {classicPin(func(c *AllocateGreenpin) { c.A.Numbers = nil }), PlaceCall{From: bert, To: vn(0)}},
	} {
		t.Run(want, func(t *testing.T) {
			x := raised(pooled(2)...)
			a := c.sold.raise(t, x)
			if strings.Contains(want, "locked out") {
				dialled(t, x, c.call)
			}
			got, _ := dialled(t, x, c.call)
			if got.Refused != strings.ReplaceAll(want, "ID", a.ID) {
				t.Errorf("got %q", got.Refused)
			}
		})
	}
}

// TestNobodyDialsHimself lists somebody on side A who joined side B by a PIN that A has too.
func TestNobodyDialsHimself(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicVN(func(c *AllocateGreenvn) { c.B.Pins = []string{"2222"} }).raise(t, x)
	dialled(t, x, PlaceCall{From: stranger, To: vn(0), Pins: []string{"2222"}})
	must(t, x, start(), UpdateGreenvnParties{ID: a.ID, A: []string{stranger}, APins: []string{"2222"}})
	got, _ := dialled(t, x, PlaceCall{From: stranger, To: vn(0), Outcomes: []Behaviour{Busy}})
	if len(got.Legs) != 1 || got.Legs[0].To != bert {
		t.Errorf("got %+v", got)
	}
}

// TestProgress is what exobridge tells of calls that do not come to a conversation, and when.
func TestProgress(t *testing.T) {
	for want, c := range map[string]PlaceCall{
		"initiated 0, ringing 0, completed 1, call 1":             {Outcomes: []Behaviour{Busy}},
		"initiated 0, ringing 0, completed 30, call 30":           {Outcomes: []Behaviour{NoAnswer}},
		"initiated 0, ringing 0, completed 9, call 9":             {Outcomes: []Behaviour{Cancels}, Ring: 9e9},
		"initiated 0, ringing 0, completed 62, call 62":           {Outcomes: []Behaviour{Voicemail}},
		"initiated 0, ringing 0, answered 2, completed 5, call 5": {Ring: 2e9, Talk: 3e9},
	} {
		t.Run(want, func(t *testing.T) {
			x := raised(pooled(1)...)
			bridgedVN().raise(t, x)
			c.From, c.To = anna, vn(0)
			_, events := dialled(t, x, c)
			var words []string
			for _, e := range events {
				words = append(words, fmt.Sprintf("%s %.0f", told([]Event{e}), e.At.Sub(start()).Seconds()))
			}
			if got := strings.Join(words, ", "); got != want {
				t.Errorf("told %s", got)
			}
			if last := events[len(events)-2]; last.Call.Ended.IsZero() || events[1].Call.Type != "" {
				t.Errorf("the last step tells of %+v", last.Call)
			}
		})
	}
}

// TestGuessAgainstEverybody compares whom a shared number knows without a PIN with what a look at every allocation says.
func TestGuessAgainstEverybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := raised(pooled(3)...)
		number := rapid.Map(rapid.IntRange(0, 2), vn)
		callers := rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, 5), func(i int) string { return fmt.Sprint("+91980000000", i) }), 1, 3, rapid.ID)
		var ids []string
		t.Repeat(map[string]func(*rapid.T){
			"create": func(t *rapid.T) {
				c := AllocateGreenpin{A: PinParty{Numbers: callers.Draw(t, "a")}, MaxPinAttempts: rapid.IntRange(1, 4).Draw(t, "attempts")}
				if rapid.Bool().Draw(t, "exobridge") {
					c.Number = number.Draw(t, "number")
				} else {
					c.A.VNs, c.B.VNs = []string{number.Draw(t, "vn")}, []string{number.Draw(t, "vn"), number.Draw(t, "vn")}
				}
				if rapid.Bool().Draw(t, "b") {
					c.B.Numbers = []string{"+919900000000", "+919800000009"}
				}
				if o, err := x.Do(start(), c); err == nil {
					ids = append(ids, o.Allocation.ID)
				}
			},
			"update": func(t *rapid.T) {
				n := rapid.IntRange(1, 4).Draw(t, "attempts")
				c := UpdateGreenpin{ID: rapid.SampledFrom(append(ids, "")).Draw(t, "id"), MaxPinAttempts: &n, A: PinParty{Numbers: callers.Draw(t, "a")}}
				if rapid.Bool().Draw(t, "move") {
					c.B.VNs = []string{number.Draw(t, "vn")}
				}
				_, _ = x.Do(start(), c)
			},
			"delete": func(t *rapid.T) {
				_, _ = x.Do(start(), Deallocate{Kind: GreenPin, ID: rapid.SampledFrom(append(ids, "")).Draw(t, "id")})
			},
			"": func(t *rapid.T) {
				for line := range int32(3) {
					sameCommons(t, x, line)
					for i := range 10 {
						sameGuess(t, x, joinKey{line, fmt.Sprint("+91980000000", i)})
					}
				}
			},
		})
	})
}

func sameGuess(t *rapid.T, x *Exchange, k joinKey) {
	var want []string
	for _, a := range x.Allocations() {
		in := func(p Party) bool {
			return slices.Contains(p.Numbers, k.caller) && slices.Contains(p.VNs, vn(int(k.line)))
		}
		if a.State == Active && (in(a.A) || a.Number == "" && in(a.B)) {
			want = append(want, a.ID)
		}
	}
	got, sure := x.guess(k)
	if sure != (len(want) == 1) || sure && got.of.id != want[0] {
		t.Fatalf("%v: guessed %+v %v, listed in %v", k, got, sure, want)
	}
}

// sameCommons compares the most attempts of a number, and how many exobridge GreenPins it serves.
func sameCommons(t *rapid.T, x *Exchange, line int32) {
	most, bridged, users := 0, 0, 0
	for _, a := range x.Allocations() {
		if a.State != Active || !slices.Contains(slices.Concat(a.A.VNs, a.B.VNs), vn(int(line))) {
			continue
		}
		users++
		most = max(most, a.MaxPinAttempts)
		if a.Number != "" {
			bridged++
		}
	}
	c, ok := x.shared[line]
	if ok != (users > 0) || ok && (int(c.most()) != most || int(c.bridged) != bridged) {
		t.Fatalf("number %d: %+v, want %d attempts, %d of exobridge, %d users", line, c, most, bridged, users)
	}
}
