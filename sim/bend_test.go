package sim_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// spoken tells an event by its kind and reference.
func spoken(_ sim.Tenant, _ string, e exchange.Event) sim.Notice {
	reference := cmp.Or(e.Allocation.Reference, "nobody")
	return sim.Notice{
		Event: string(e.Kind), Endpoint: string(e.Kind), Body: []byte(string(e.Kind) + " " + reference),
		Field: func(path string) []string { return map[string][]string{"reference": {reference}}[path] },
	}
}

// bendable is a world whose clock stands at dawn, with rules for its events.
func bendable(t *testing.T, r *receiver, rules ...fault.Rule) *sim.World {
	t.Helper()
	s, err := sim.New(sim.Spec{
		Seed: 1, Clock: sim.FrozenAt(dawn()), Render: spoken, Post: r.post,
		Template: sim.Tenant{
			Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/events", Policy: callback.DefaultPolicy()},
			Exchange:  exchange.Config{Numbers: numbered(100), Settings: exchange.DefaultSettings()},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := world(t, s, "acme")
	for _, rule := range rules {
		w.SetFault(rule)
	}
	return w
}

// on is a rule that strikes each event of a name with the effects in turn.
func on(event string, effects ...fault.Effect) fault.Rule {
	return fault.Rule{ID: "fault-1", Name: "test", Event: event, Sequence: effects, Repeat: true}
}

// phone calls the allocation's number, and lets the clock go on to the call's end.
func phone(t *testing.T, w *sim.World, a exchange.Allocation) {
	t.Helper()
	if _, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number}, false, nil); err != nil {
		t.Fatal(err)
	}
}

// calls phones allocations order-1, order-2, … in turn.
func calls(t *testing.T, w *sim.World, n int) (made []exchange.Allocation) {
	t.Helper()
	for i := range n {
		made = append(made, borrow(t, w, fmt.Sprintf("order-%d", i+1), 24*time.Hour))
		phone(t, w, made[i])
	}
	return made
}

func wantBodies(t *testing.T, r *receiver, want ...string) {
	t.Helper()
	if got := r.bodies(); !slices.Equal(got, want) {
		t.Errorf("received %q\nwant     %q", got, want)
	}
}

// faults are what the deliveries say of rules, oldest first.
func faults(w *sim.World) (all []string) {
	for _, d := range w.Deliveries(callback.Filter{}) {
		all = append(all, fmt.Sprintf("%s: %s", d.State, cmp.Or(d.Fault(), "straight")))
	}
	slices.Reverse(all)
	return all
}

func wantFaults(t *testing.T, w *sim.World, want ...string) {
	t.Helper()
	if got := faults(w); !slices.Equal(got, want) {
		t.Errorf("deliveries\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestADroppedEventIsNotDelivered(t *testing.T) {
	r := &receiver{}
	w := bendable(t, r, on("call", fault.Effect{Drop: true, Duplicate: 3}, fault.Effect{Pass: true}))
	calls(t, w, 4)
	wantBodies(t, r, "call order-2", "call order-4")
	wantFaults(
		t, w, "dropped: rule fault-1 (test), strike 1: dropped", "delivered: straight",
		"dropped: rule fault-1 (test), strike 3: dropped", "delivered: straight",
	)
	if d := w.Deliveries(callback.Filter{State: callback.Dropped}); len(d) != 2 || d[0].Reason != d[0].Fault() || len(d[0].Attempts) != 0 {
		t.Errorf("dropped %+v", d)
	}
}

// Duplicates go after the first, even after its retries, and under its id.
func TestDuplicatesFollowTheFirstUnderItsID(t *testing.T) {
	r := &receiver{statuses: []int{503, 200}}
	w := bendable(t, r, fault.Rule{Event: "call", Sequence: []fault.Effect{{Duplicate: 2}}, Times: 1})
	made := calls(t, w, 1)
	phone(t, w, made[0])
	happened(t, w, time.Minute)
	wantBodies(t, r, "call order-1", "call order-1", "call order-1", "call order-1", "call order-1")
	first, second := r.jobs[0].EventID(), r.jobs[4].EventID()
	for i, j := range r.jobs {
		if want := []string{first, first, first, first, second}[i]; j.EventID() != want || j.Attempt != []int{1, 2, 1, 1, 1}[i] {
			t.Errorf("the receiver is sent %s, attempt %d, as job %d", j.EventID(), j.Attempt, i)
		}
	}
	const told = "delivered: rule, strike 1: sent 3 times"
	wantFaults(t, w, told, told, told, "delivered: straight")
	all := w.Deliveries(callback.Filter{})
	if first == second || all[3].DuplicateOf() != "" || all[2].DuplicateOf() != first || all[1].DuplicateOf() != first || all[1].ID == all[2].ID {
		t.Errorf("%+v", all)
	}
}

// Without room for the first there is none for duplicates.
func TestDuplicatesKeepWithinTheOutbox(t *testing.T) {
	s, err := sim.New(sim.Spec{Seed: 1, Clock: sim.FrozenAt(dawn()), Render: spoken, Post: (&receiver{}).post, Template: sim.Tenant{
		Callbacks: sim.Callbacks{URL: sim.Inbox, Policy: callback.DefaultPolicy(), Limits: callback.Limits{Pending: 5}},
		Exchange:  exchange.Config{Numbers: numbered(1), Settings: exchange.DefaultSettings()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	w := world(t, s, "acme")
	w.SetFault(on("call", fault.Effect{Duplicate: 1_000_000}))
	calls(t, w, 1)
	happened(t, w, time.Minute)
	if d := w.Deliveries(callback.Filter{}); len(d) != 6 || d[0].State != callback.Dropped || d[1].State != callback.Delivered {
		t.Errorf("%d deliveries, the last %+v", len(d), d[0])
	}
}

func TestADelayedEventIsOvertakenByLaterOnes(t *testing.T) {
	r := &receiver{}
	delay := fault.Effect{Delay: fault.Delay{Fixed: 10 * time.Minute}}
	w := bendable(t, r, fault.Rule{Event: "call", Sequence: []fault.Effect{delay, {Pass: true}}})
	made := calls(t, w, 1)
	phone(t, w, made[0])
	wantFaults(t, w, "pending: rule, strike 1: delayed by 10m0s", "delivered: straight")
	if d := w.Deliveries(callback.Filter{State: callback.Pending})[0]; !d.Due.Equal(dawn().Add(10*time.Minute + 36*time.Second)) {
		t.Errorf("due at %s", d.Due)
	}
	first := r.jobs[0].ID
	happened(t, w, 9*time.Minute)
	wantBodies(t, r, "call order-1")
	happened(t, w, time.Minute)
	wantBodies(t, r, "call order-1", "call order-1")
	if r.jobs[1].ID == first {
		t.Error("the delayed one came first")
	}
}

// Two neighbours change places, of whatever allocation, even when the second needs a retry.
func TestReorderedEventsChangePlaces(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		effects  []fault.Effect
		want     []string
	}{
		"one":   {nil, []fault.Effect{{Reorder: true}, {Pass: true}, {Pass: true}}, []string{"call order-2", "call order-1", "call order-3"}},
		"retry": {[]int{503, 200}, []fault.Effect{{Reorder: true}, {Pass: true}, {Pass: true}}, []string{"call order-2", "call order-2", "call order-1", "call order-3"}},
		"all":   {nil, []fault.Effect{{Reorder: true}}, []string{"call order-2", "call order-1", "call order-4", "call order-3"}},
		"with duplicates": {
			nil,
			[]fault.Effect{{Reorder: true, Duplicate: 1}, {Duplicate: 1}},
			[]string{"call order-2", "call order-2", "call order-1", "call order-1"},
		},
		"a dropped one does not count": {nil, []fault.Effect{{Reorder: true}, {Drop: true}, {Pass: true}}, []string{"call order-3", "call order-1"}},
		"nor does a delayed one": {
			nil,
			[]fault.Effect{{Reorder: true}, {Delay: fault.Delay{Fixed: time.Minute}}, {Pass: true}},
			[]string{"call order-3", "call order-1", "call order-2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := &receiver{statuses: c.statuses}
			w := bendable(t, r, fault.Rule{Event: "call", Sequence: c.effects, Repeat: true})
			calls(t, w, len(slices.Compact(slices.Sorted(slices.Values(c.want))))+strings.Count(name, "dropped"))
			happened(t, w, 2*time.Minute)
			wantBodies(t, r, c.want...)
		})
	}
}

func TestAReorderedEventIsHeldSoLongAtMost(t *testing.T) {
	for want, hold := range map[time.Duration]time.Duration{fault.DefaultHold: 0, 5 * time.Minute: 5 * time.Minute} {
		r := &receiver{}
		w := bendable(t, r, on("call", fault.Effect{Reorder: true, Hold: hold}))
		calls(t, w, 1)
		wantFaults(t, w, fmt.Sprintf("pending: rule fault-1 (test), strike 1: held until the next one to its endpoint, for %s at most", want))
		if got := happened(t, w, want-time.Nanosecond); len(got) != 0 {
			t.Errorf("happened %q", got)
		}
		happened(t, w, time.Nanosecond)
		wantBodies(t, r, "call order-1")
	}
}

// Another endpoint's event lets nothing go; a triggered one does, and no rule touches it.
func TestTriggeredEventsPassUnharmed(t *testing.T) {
	r := &receiver{}
	w := bendable(t, r, on("call", fault.Effect{Reorder: true}), on("deallocation", fault.Effect{Drop: true}))
	calls(t, w, 1)
	w.Owe(sim.Notice{Event: "call", Body: []byte("elsewhere")}, "http://127.0.0.1:9/elsewhere", callback.Labels{})
	happened(t, w, 0)
	wantBodies(t, r, "elsewhere")
	w.Owe(sim.Notice{Event: "deallocation", Body: []byte("triggered")}, "", callback.Labels{})
	happened(t, w, 0)
	wantBodies(t, r, "elsewhere", "triggered", "call order-1")
}

// What is held until its allocation ends comes after the end's own event, if there is one.
func TestAfterDelete(t *testing.T) {
	late := on("call", fault.Effect{AfterDelete: true, Duplicate: 1})
	const told = "pending: rule fault-1 (test), strike 1: held until its allocation ends, for 1h0m0s at most, sent 2 times"
	t.Run("deleted", func(t *testing.T) {
		r := &receiver{}
		w := bendable(t, r, late)
		made := calls(t, w, 1)
		borrow(t, w, "other", time.Minute)
		happened(t, w, 10*time.Minute)
		wantBodies(t, r, "deallocation other")
		wantFaults(t, w, told, told, "delivered: straight")
		if _, err := w.Do(exchange.Deallocate{Kind: exchange.GreenPin, ID: made[0].ID}); err == nil {
			t.Fatal("a GreenVN is deleted as a GreenPin")
		}
		happened(t, w, 0)
		wantBodies(t, r, "deallocation other")
		if _, err := w.Do(exchange.Deallocate{Kind: exchange.GreenVN, ID: made[0].ID}); err != nil {
			t.Fatal(err)
		}
		happened(t, w, 0)
		wantBodies(t, r, "deallocation other", "call order-1", "call order-1")
	})
	t.Run("expired", func(t *testing.T) {
		r := &receiver{}
		w := bendable(t, r, late)
		phone(t, w, borrow(t, w, "order-1", 10*time.Minute))
		got := happened(t, w, time.Hour)
		if !slices.Equal(got[:3], []string{"10m0s event deallocation", "10m0s fault call", "10m0s fault call"}) {
			t.Errorf("happened %q", got)
		}
		wantBodies(t, r, "deallocation order-1", "call order-1", "call order-1")
	})
	t.Run("expired to another endpoint", func(t *testing.T) {
		r := &receiver{}
		w := bendable(t, r, late)
		if _, err := w.Do(exchange.UpdateSettings{Endpoints: map[string]string{"deallocation": ""}}); err != nil {
			t.Fatal(err)
		}
		phone(t, w, borrow(t, w, "order-1", 10*time.Minute))
		happened(t, w, 10*time.Minute)
		wantBodies(t, r, "call order-1", "call order-1")
	})
	t.Run("held for so long", func(t *testing.T) {
		r := &receiver{}
		w := bendable(t, r, on("call", fault.Effect{AfterDelete: true, Hold: time.Minute}))
		calls(t, w, 1)
		happened(t, w, time.Minute)
		wantBodies(t, r, "call order-1")
	})
	t.Run("ended already", func(t *testing.T) {
		r := &receiver{}
		w := bendable(t, r, late)
		a := borrow(t, w, "order-1", 10*time.Second)
		if _, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number}, true, nil); err != nil {
			t.Fatal(err)
		}
		happened(t, w, time.Minute)
		wantBodies(t, r, "deallocation order-1", "call order-1", "call order-1")
		const told = "delivered: rule fault-1 (test), strike 1: not held, as its allocation has ended, sent 2 times"
		wantFaults(t, w, "delivered: straight", told, told)
	})
}

// shared makes a GreenPin on the first number.
func shared(t *testing.T, w *sim.World) exchange.Allocation {
	t.Helper()
	o, err := w.Do(exchange.AllocateGreenpin{
		Reference: "pin-1", A: exchange.PinParty{Numbers: []string{"+919812345678"}, VNs: []string{"+918000000000"}},
		B: exchange.PinParty{Numbers: []string{"+919887654321"}, VNs: []string{"+918000000000"}, Pin: "4321"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o.Allocation
}

func TestAfterDeleteOfAGreenpin(t *testing.T) {
	r := &receiver{}
	late := fault.Effect{AfterDelete: true}
	w := bendable(t, r, on("verification-success", late), on("verification-failure", late))
	a := shared(t, w)
	for _, pin := range []string{"4321", "0000"} {
		call := exchange.PlaceCall{From: "+919811111111", To: "+918000000000", Pins: []string{pin}}
		if pin == "0000" {
			call.From = "+919822222222"
		}
		if _, err := w.Call(t.Context(), call, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	wantBodies(t, r, "call pin-1", "verification-failure nobody")
	if got := faults(w); got[2] != "delivered: rule fault-1 (test), strike 1: not held, as it is about no allocation" {
		t.Errorf("deliveries %q", got)
	}
	if _, err := w.Do(exchange.Deallocate{Kind: exchange.GreenPin, ID: a.ID}); err != nil {
		t.Fatal(err)
	}
	happened(t, w, 0)
	wantBodies(t, r, "call pin-1", "verification-failure nobody", "deallocation pin-1", "verification-success pin-1")
}

func TestRulesMatchTheFieldsOfEvents(t *testing.T) {
	r := &receiver{}
	rule := on("call", fault.Effect{Drop: true})
	rule.Match = map[string]fault.Pattern{"reference": {Value: "order-2"}}
	w := bendable(t, r, rule)
	calls(t, w, 3)
	wantBodies(t, r, "call order-1", "call order-3")
	if s := w.Faults()[0]; s.Seen != 1 || s.Hits != 1 {
		t.Errorf("the rule saw %d and struck %d", s.Seen, s.Hits)
	}
}

// An event nobody is subscribed to counts for no rule.
func TestUnreadEventsAreNoOccasion(t *testing.T) {
	r := &receiver{}
	w := bendable(t, r, on("call", fault.Effect{Drop: true}))
	if _, err := w.Do(exchange.UpdateSettings{Endpoints: map[string]string{"call": ""}}); err != nil {
		t.Fatal(err)
	}
	calls(t, w, 1)
	wantFaults(t, w, "no endpoint: straight")
	if s := w.Faults()[0]; s.Seen != 0 {
		t.Errorf("the rule saw %d", s.Seen)
	}
}

// A window is in the tenant's time, at the event's own instant.
func TestAWindowIsAskedAtTheEventsInstant(t *testing.T) {
	r := &receiver{}
	rule := on("deallocation", fault.Effect{Drop: true})
	rule.After, rule.Until = fault.Moment{After: 2 * time.Minute}, fault.Moment{After: 3 * time.Minute}
	w := bendable(t, r, rule)
	for i := range 4 {
		borrow(t, w, fmt.Sprint(i+1), time.Duration(i+1)*time.Minute)
	}
	happened(t, w, time.Hour)
	wantBodies(t, r, "deallocation 1", "deallocation 3", "deallocation 4")
}

func TestResetForgetsWhatIsHeld(t *testing.T) {
	r := &receiver{}
	s, _ := sim.New(sim.Spec{Seed: 1, Clock: sim.FrozenAt(dawn()), Render: spoken, Post: r.post, Template: sim.Tenant{
		Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
		Exchange:  exchange.Config{Numbers: numbered(2), Settings: exchange.DefaultSettings()},
	}})
	w := world(t, s, "acme")
	w.SetFault(on("call", fault.Effect{Reorder: true}, fault.Effect{AfterDelete: true}))
	calls(t, w, 2)
	if n := len(w.Deliveries(callback.Filter{State: callback.Pending})); n != 2 {
		t.Errorf("%d are held", n)
	}
	s.ResetTenant("acme")
	calls(t, w, 1)
	happened(t, w, 48*time.Hour)
	wantBodies(t, r, "call order-1", "deallocation order-1")
}

// A stop gives up what is held, and says so.
func TestCloseGivesUpWhatIsHeld(t *testing.T) {
	w := bendable(t, &receiver{}, on("call", fault.Effect{Reorder: true}))
	calls(t, w, 1)
	if lost := w.Close(t.Context()); len(lost) != 1 || lost[0].State != callback.Abandoned || lost[0].Fault() == "" {
		t.Errorf("lost %+v", lost)
	}
}

// What the stream tells of a held, a dropped and a duplicated event.
func TestFaultsAreTold(t *testing.T) {
	w := bendable(t, &receiver{}, on("call", fault.Effect{Reorder: true}, fault.Effect{Drop: true}, fault.Effect{Duplicate: 1}))
	a := borrow(t, w, "order-1", time.Hour)
	var got []string
	for range 3 {
		_, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number}, false, func(h sim.Happening) {
			if h.What != sim.HappenedAttempt {
				detail, _, _ := strings.Cut(h.Detail, "dlv_")
				got = append(got, fmt.Sprintf("%s %s %s: %s", h.What, h.Event, h.State, detail))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"event call pending: rule fault-1 (test), strike 1: held until the next one to its endpoint, for 1h0m0s at most",
		"event call dropped: rule fault-1 (test), strike 2: dropped",
		"event call pending: rule fault-1 (test), strike 3: sent 2 times",
		"event call pending: duplicate of ",
		"fault call pending: let go: the next one is on its way",
	}
	if !slices.Equal(got, want) {
		t.Errorf("told %q\nwant %q", got, want)
	}
}

// Same seed, same rules: the same events in the same order, chance included.
func TestTheSameSeedBendsAlike(t *testing.T) {
	story := func() []string {
		r := &receiver{statuses: []int{200, 503, 200}}
		lot := fault.Rule{Event: "call", Probability: 0.5, Repeat: true, Sequence: []fault.Effect{
			{Reorder: true}, {Delay: fault.Delay{Min: time.Second, Max: time.Hour}}, {Duplicate: 2}, {Drop: true}, {AfterDelete: true},
		}}
		w := bendable(t, r, lot, on("deallocation", fault.Effect{Reorder: true, Hold: time.Minute}, fault.Effect{Pass: true}))
		for i := range 40 {
			phone(t, w, borrow(t, w, fmt.Sprint(i), time.Duration(1+i%7)*time.Minute))
		}
		lines := happened(t, w, 24*time.Hour)
		return append(append(lines, r.bodies()...), faults(w)...)
	}
	one, two := story(), story()
	if !slices.Equal(one, two) || len(one) < 100 {
		t.Errorf("%d lines and %d lines", len(one), len(two))
	}
	text := strings.Join(one, "\n")
	for _, word := range []string{"delayed by", "sent 3 times", "dropped", "held until its", "held until the next", "straight"} {
		if !strings.Contains(text, word) {
			t.Errorf("none is %s", word)
		}
	}
}

// With a running clock many act at once: everything arrives that should, and that with its delays.
func TestARunningClockBendsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &receiver{}
		s, err := sim.New(sim.Spec{Seed: 1, Render: spoken, Post: r.post, Template: sim.Tenant{
			Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
			Exchange:  exchange.Config{Numbers: numbered(100), Settings: exchange.DefaultSettings()},
		}})
		if err != nil {
			t.Fatal(err)
		}
		w := world(t, s, "acme")
		w.SetFault(on(
			"deallocation", fault.Effect{Reorder: true}, fault.Effect{Delay: fault.Delay{Fixed: time.Minute}},
			fault.Effect{Duplicate: 1}, fault.Effect{Drop: true}, fault.Effect{AfterDelete: true},
		))
		_, live, stop, _ := s.Watch("", s.Latest())
		defer stop()
		for g := range 8 {
			go func() {
				for i := range 10 {
					_, _ = w.Do(exchange.AllocateGreenvn{
						Reference: fmt.Sprint(g, "-", i), Usage: exchange.Twoway, Duration: time.Duration(i+1) * time.Second,
						A: exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
					})
					w.Deliveries(callback.Filter{})
				}
			}()
		}
		for left := 80; left > 0; { // of five events, one comes twice and one not at all
			if h := <-live; h.What == sim.HappenedAttempt {
				left--
			}
		}
		if lost := s.Close(context.Background()); len(lost) != 0 || len(r.jobs) != 80 {
			t.Errorf("%d arrived, %d are left", len(r.jobs), len(lost))
		}
	})
}
