package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	anna     = "+919800000001" // side A of pair
	bert     = "+919800000002" // side B of pair
	stranger = "+919700000000"
)

// after is an instant some seconds after start.
func after(seconds int) time.Time { return start().Add(time.Duration(seconds) * time.Second) }

// dialled places a call at start and lets it run to its end.
func dialled(t testing.TB, x *Exchange, c PlaceCall) (Call, []Event) {
	t.Helper()
	return dialledAt(t, x, start(), c)
}

func dialledAt(t testing.TB, x *Exchange, now time.Time, c PlaceCall) (Call, []Event) {
	t.Helper()
	return dialledFor(t, x, now, 48*time.Hour, c)
}

// dialledFor places a call and lets some time pass, within which it has to end.
func dialledFor(t testing.TB, x *Exchange, now time.Time, d time.Duration, c PlaceCall) (Call, []Event) {
	t.Helper()
	o := must(t, x, now, c)
	events := append(o.Events, settleTo(x, now.Add(d))...)
	ended, ok := x.Call(o.Call.SID)
	if !ok || ended.Ended.IsZero() {
		t.Fatalf("the call did not end: %+v", ended)
	}
	return ended, events
}

// told writes events shortly: a verification with its PIN, a progress with its step.
func told(events []Event) string {
	var words []string
	for _, e := range events {
		w := map[EventKind]string{
			CallEnded: "call", Deallocation: "gone", VerificationSuccess: "right " + e.Pin,
			VerificationFailure: "wrong " + e.Pin, CallProgress: string(e.Progress),
		}[e.Kind]
		words = append(words, w)
	}
	return strings.Join(words, ", ")
}

// TestOutcomes is what each behaviour makes of a call, and when.
func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		script  PlaceCall
		kind    CallType
		status  LegStatus
		by      Hanger
		seconds int
		recorded,
		called bool
	}{
		{PlaceCall{}, TypeCompleted, LegCompleted, ByCaller, 36, true, true},
		{PlaceCall{Ring: 10 * time.Second, Talk: time.Minute, HangupBy: ByCallee}, TypeCompleted, LegCompleted, ByCallee, 70, true, true},
		{PlaceCall{Outcomes: []Behaviour{Busy}, Ring: time.Hour}, TypeIncomplete, LegBusy, ByCallee, 1, false, false},
		{PlaceCall{Outcomes: []Behaviour{Fails}}, TypeIncomplete, LegFailed, ByOperator, 1, false, false},
		{PlaceCall{Outcomes: []Behaviour{NoAnswer}}, TypeIncomplete, LegNoAnswer, ByExotel, 30, false, false},
		{PlaceCall{Outcomes: []Behaviour{NoAnswer}, Ring: 7 * time.Second}, TypeIncomplete, LegNoAnswer, ByExotel, 7, false, false},
		{PlaceCall{Outcomes: []Behaviour{Cancels}}, TypeClientHangup, LegCanceled, ByCaller, 4, false, false},
		{PlaceCall{Outcomes: []Behaviour{Voicemail}, HangupBy: ByCallee}, TypeVoicemail, LegNoAnswer, ByCaller, 62, true, false},
	} {
		for _, record := range []bool{false, true} {
			t.Run(fmt.Sprint(c.script.Outcomes, c.script.Ring, record), func(t *testing.T) {
				x := raised(pooled(1)...)
				a := classicPin(func(c *AllocateGreenpin) { c.Record, c.CustomField = record, "note" }).raise(t, x)
				c.script.From, c.script.To = anna, vn(0)
				got, events := dialled(t, x, c.script)
				end := after(c.seconds)
				leg := got.Legs[0]
				want := Call{
					SID: got.SID, From: anna, To: vn(0), Allocation: a.ID, Type: c.kind, DialStatus: c.status,
					Legs:    []Leg{{To: bert, Status: c.status, Started: start(), Answered: leg.Answered, Ended: leg.Ended}},
					Started: start(), Ended: end, DisconnectedBy: c.by, Recorded: record && c.recorded, CustomField: "note",
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Error(d)
				}
				if leg.Answered.IsZero() == c.called || !leg.Ended.Equal(end) && c.kind != TypeVoicemail {
					t.Errorf("leg %+v", leg)
				}
				now := must(t, x, end, ReadAllocation{Kind: GreenPin, ID: a.ID}).Allocation
				if d := cmp.Diff([]Event{{Kind: CallEnded, At: end, Product: GreenPin, Allocation: now, Call: want}}, events); d != "" {
					t.Error(d)
				}
				if (now.CallCount == 1) != c.called {
					t.Errorf("%d calls were counted", now.CallCount)
				}
			})
		}
	}
}

func TestTenantRecordsEveryCall(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Record: true}, NewChance(1, "t"))
	classicVN(asIs).raise(t, x)
	if c, _ := dialled(t, x, PlaceCall{From: anna, To: vn(0)}); !c.Recorded {
		t.Error("the call is not recorded")
	}
	if c, _ := dialledAt(t, x, after(60), PlaceCall{From: anna, To: vn(0), Outcomes: []Behaviour{Busy}}); c.Recorded {
		t.Error("a call nobody answered is recorded")
	}
}

// TestHunting dials four phones one after the other, each of its own behaviour, and tells each step at its instant.
func TestHunting(t *testing.T) {
	x := raised(pooled(1)...)
	s := bridgedPin(func(c *AllocateGreenpin) {
		c.B.Numbers = []string{"+919800000010", "+919800000011", anna + "0", "+919800000013"}
	})
	a := s.raise(t, x)
	first := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Outcomes: []Behaviour{Busy, NoAnswer, Fails, Answers}, Talk: 9 * time.Second})
	if first.Call.DialStatus != LegRinging || len(first.Call.Legs) != 1 || told(first.Events) != "initiated, ringing" {
		t.Fatalf("got %+v", first)
	}
	events := append(first.Events, settleTo(x, after(1000))...)
	got, _ := x.Call(first.Call.SID)
	want := []Leg{
		{To: "+919800000010", Status: LegBusy, Started: start(), Ended: after(1)},
		{To: "+919800000011", Status: LegNoAnswer, Started: after(1), Ended: after(31)},
		{To: anna + "0", Status: LegFailed, Started: after(31), Ended: after(32)},
		{To: "+919800000013", Status: LegCompleted, Started: after(32), Answered: after(36), Ended: after(45)},
	}
	if d := cmp.Diff(want, got.Legs); d != "" {
		t.Error(d)
	}
	if got.Type != TypeCompleted || got.DialStatus != LegCompleted || !got.Ended.Equal(after(45)) {
		t.Errorf("got %+v", got)
	}
	if said, want := told(events), "initiated, ringing, ringing, ringing, ringing, answered, completed, call"; said != want {
		t.Errorf("told %s, want %s", said, want)
	}
	for i, s := range []int{0, 0, 1, 31, 32, 36, 45, 45} {
		e := events[i]
		if !e.At.Equal(after(s)) || e.Allocation.ID != a.ID || e.IDs != Prefixed || len(e.Call.Legs) != []int{0, 1, 2, 3, 4, 4, 4, 4}[i] {
			t.Errorf("event %d: %+v", i, e)
		}
	}
	if l := events[1].Call.Legs[0]; l.Status != LegRinging || !events[1].Call.Ended.IsZero() || events[5].Call.Legs[3].Status != LegInProgress {
		t.Error("an event changed after it was told")
	}
}

func TestHuntingEndsWithTheLastPhone(t *testing.T) {
	for _, c := range []struct {
		outcomes []Behaviour
		kind     CallType
		status   LegStatus
		legs     int
	}{
		{[]Behaviour{Busy, Fails}, TypeIncomplete, LegFailed, 3},
		{[]Behaviour{Fails, Fails, Busy}, TypeIncomplete, LegBusy, 3},
		{[]Behaviour{Busy, Cancels}, TypeClientHangup, LegCanceled, 2},
		{[]Behaviour{Busy, Voicemail}, TypeVoicemail, LegNoAnswer, 3},
		{[]Behaviour{Voicemail, Answers}, TypeCompleted, LegCompleted, 2},
		{[]Behaviour{Voicemail, Busy}, TypeIncomplete, LegBusy, 3},
	} {
		t.Run(fmt.Sprint(c.outcomes), func(t *testing.T) {
			x := raised(pooled(1)...)
			classicVN(func(a *AllocateGreenvn) {
				a.B.Numbers = []string{"+919800000010", "+919800000011", "+919800000010", "+919800000012"}
			}).raise(t, x)
			got, _ := dialled(t, x, PlaceCall{From: anna, To: vn(0), Outcomes: c.outcomes})
			if got.Type != c.kind || got.DialStatus != c.status || len(got.Legs) != c.legs {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestPhonesAreBounded(t *testing.T) {
	x := raised(pooled(1)...)
	classicVN(func(a *AllocateGreenvn) {
		a.B.Numbers = nil
		for i := range 3 * mostDialled {
			a.B.Numbers = append(a.B.Numbers, fmt.Sprintf("+9198%08d", 100+i))
		}
	}).raise(t, x)
	if got, _ := dialled(t, x, PlaceCall{From: anna, To: vn(0), Outcomes: []Behaviour{Busy}}); len(got.Legs) != mostDialled {
		t.Errorf("%d phones were dialled", len(got.Legs))
	}
}

func TestNumberLentToNobody(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Settings: Settings{CoolOff: time.Hour}}, NewChance(1, "t"))
	for _, state := range []NumberState{Free, Resting} {
		got, events := dialled(t, x, PlaceCall{From: anna, To: vn(0), Pins: []string{"1"}})
		want := Call{
			SID: got.SID, From: anna, To: vn(0), Type: TypeCallAttempt, Started: start(), Ended: start(),
			DisconnectedBy: ByNobody, Refused: fmt.Sprintf("%s is %s: it is lent to nobody", vn(0), state),
		}
		if d := cmp.Diff(want, got); d != "" || len(events) != 0 {
			t.Errorf("%s, events %v", d, events)
		}
		a := must(t, x, start(), greenvnUnless(state)).Allocation
		if a.ID != "" {
			must(t, x, start(), Deallocate{Kind: GreenVN, ID: a.ID})
		}
	}
}

// greenvnUnless lends a free number, and only reads the settings otherwise.
func greenvnUnless(state NumberState) Command {
	if state == Free {
		return greenvn("")
	}
	return ReadSettings{}
}

func TestRefusedCalls(t *testing.T) {
	x := raised(pooled(1)...)
	classicVN(asIs).raise(t, x)
	for name, c := range map[string]struct {
		edit func(*PlaceCall)
		want Reason
	}{
		"no plus":        {func(c *PlaceCall) { c.From = "919800000001" }, InvalidNumber},
		"short":          {func(c *PlaceCall) { c.From = "+911234" }, InvalidNumber},
		"letters":        {func(c *PlaceCall) { c.From = "+91980000000x" }, InvalidNumber},
		"leading zero":   {func(c *PlaceCall) { c.From = "+0980000000" }, InvalidNumber},
		"no caller":      {func(c *PlaceCall) { c.From = "" }, InvalidNumber},
		"not the pool's": {func(c *PlaceCall) { c.To = vn(7) }, NumberNotInPool},
		"behaviour":      {func(c *PlaceCall) { c.Outcomes = []Behaviour{Busy, "sings"} }, BadParameter},
		"behaviours":     {func(c *PlaceCall) { c.Outcomes = slices.Repeat([]Behaviour{Busy}, 101) }, BadParameter},
		"ring":           {func(c *PlaceCall) { c.Ring = -1 }, BadParameter},
		"talk":           {func(c *PlaceCall) { c.Talk = 24*time.Hour + 1 }, BadParameter},
		"PIN":            {func(c *PlaceCall) { c.Pins = []string{"12a"} }, BadParameter},
		"empty PIN":      {func(c *PlaceCall) { c.Pins = []string{""} }, BadParameter},
		"long PIN":       {func(c *PlaceCall) { c.Pins = []string{strings.Repeat("1", 21)} }, BadParameter},
		"PINs":           {func(c *PlaceCall) { c.Pins = slices.Repeat([]string{"1"}, 21) }, BadParameter},
		"hanger":         {func(c *PlaceCall) { c.HangupBy = ByExotel }, BadParameter},
	} {
		t.Run(name, func(t *testing.T) {
			call := PlaceCall{From: anna, To: vn(0)}
			c.edit(&call)
			refused(t, x, start(), call, c.want)
		})
	}
	must(t, x, start(), PlaceCall{
		From: anna, To: vn(0), Ring: 24 * time.Hour, Talk: 24 * time.Hour,
		Pins: slices.Repeat([]string{"1"}, 20), HangupBy: ByCallee,
	})
}

func TestReadCall(t *testing.T) {
	x := raised(pooled(1)...)
	classicVN(asIs).raise(t, x)
	placed := must(t, x, start(), PlaceCall{From: anna, To: vn(0)}).Call
	running := must(t, x, after(1), ReadCall{SID: placed.SID}).Call
	if d := cmp.Diff(placed, running); d != "" || running.Type != "" {
		t.Error(d)
	}
	running.Legs[0].To = "changed"
	settleTo(x, after(100))
	ended := must(t, x, after(100), ReadCall{SID: placed.SID}).Call
	if ended.Legs[0].To != bert || ended.Ended != after(36) || !placed.Ended.IsZero() {
		t.Errorf("got %+v, placed %+v", ended, placed)
	}
	refused(t, x, start(), ReadCall{SID: "unknown"}, NotFound)
	if _, ok := x.Call("unknown"); ok {
		t.Error("an unknown call is known")
	}
}

// TestTwoCallsAtOnce lets both sides call, independently of one another.
func TestTwoCallsAtOnce(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicVN(asIs).raise(t, x)
	first := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Talk: time.Minute}).Call
	second, _ := dialledAt(t, x, after(10), PlaceCall{From: bert, To: vn(0), Outcomes: []Behaviour{Busy}})
	ended, _ := x.Call(first.SID)
	if second.Type != TypeIncomplete || ended.Type != TypeCompleted || ended.Ended != after(64) {
		t.Errorf("got %+v and %+v", ended, second)
	}
	if n := must(t, x, after(99), ReadAllocation{Kind: GreenVN, ID: a.ID}).Allocation.CallCount; n != 2 {
		t.Errorf("%d calls were counted", n)
	}
}

// TestManyCallsAtOnce lets a thousand calls run over one another: each is told once, at its instant, in order.
func TestManyCallsAtOnce(t *testing.T) {
	const n = 1000
	x := raised(pooled(1)...)
	a := bridgedVN().raise(t, x)
	ends := map[string]time.Time{}
	for i := range n {
		talk := time.Duration(1+i*7919%n) * time.Second
		c := must(t, x, start(), PlaceCall{From: []string{anna, bert}[i%2], To: vn(0), Talk: talk}).Call
		ends[c.SID] = after(4).Add(talk)
	}
	last := start()
	for _, e := range settleTo(x, after(2*n)) {
		if e.At.Before(last) {
			t.Fatalf("out of order: %v after %v", e.At, last)
		}
		last = e.At
		if e.Kind != CallEnded {
			continue
		}
		if !ends[e.Call.SID].Equal(e.At) {
			t.Errorf("call %s ended at %v", e.Call.SID, e.At)
		}
		delete(ends, e.Call.SID)
	}
	if len(ends) != 0 || len(x.calls.over) != n || len(x.agenda.slots) != 1 {
		t.Errorf("%d calls did not end", len(ends))
	}
	if got := must(t, x, last, ReadAllocation{Kind: GreenVN, ID: a.ID}).Allocation.CallCount; got != n {
		t.Errorf("%d calls were counted", got)
	}
}

// TestEveryEventArises plays one scene in which each kind of event is told, and checks what all of them carry.
func TestEveryEventArises(t *testing.T) {
	x := raised(pooled(1)...)
	a := bridgedPin(func(c *AllocateGreenpin) { c.Duration = time.Hour }).raise(t, x)
	var events []Event
	for i, pin := range []string{"000", a.B.Pins[0]} {
		_, said := dialledFor(t, x, after(100*i), 90*time.Second, PlaceCall{From: fmt.Sprintf("+91970000000%d", i), To: vn(0), Pins: []string{pin}})
		events = append(events, said...)
	}
	events = append(events, settleTo(x, after(3600))...)
	seen := map[EventKind]int{}
	for _, e := range events {
		seen[e.Kind]++
		if e.IDs != Prefixed || e.Product != GreenPin || e.At.IsZero() || (e.Progress != "") != (e.Kind == CallProgress) ||
			(e.Pin != "") != (e.Kind == VerificationSuccess || e.Kind == VerificationFailure) ||
			(e.Call.SID != "") != (e.Kind != Deallocation) {
			t.Errorf("event %+v", e)
		}
	}
	want := map[EventKind]int{VerificationFailure: 1, VerificationSuccess: 1, CallProgress: 4, CallEnded: 1, Deallocation: 1}
	if d := cmp.Diff(want, seen); d != "" || len(seen) != len(EventKinds()) {
		t.Error(d)
	}
}
