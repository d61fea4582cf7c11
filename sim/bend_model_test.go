package sim_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// once is an event that happened, and what the rules make of it.
type once struct {
	at         time.Time
	allocation string
	effect     fault.Effect
}

// bending is a world under rules drawn by lot, and what should come of each event.
type bending struct {
	w      *sim.World
	r      receiver
	rules  map[exchange.EventKind]fault.Rule
	count  map[exchange.EventKind]int
	events map[string]once // by body, of which each has its own
	lent   []exchange.Allocation
}

func effects() *rapid.Generator[fault.Effect] {
	span := func(t *rapid.T, label string) time.Duration {
		return time.Duration(rapid.IntRange(1, 600).Draw(t, label)) * time.Second
	}
	return rapid.Custom(func(t *rapid.T) fault.Effect {
		switch rapid.IntRange(0, 5).Draw(t, "effect") {
		case 0:
			return fault.Effect{Drop: true}
		case 1:
			return fault.Effect{Duplicate: rapid.IntRange(1, 3).Draw(t, "more")}
		case 2:
			return fault.Effect{Delay: fault.Delay{Fixed: span(t, "delay")}}
		case 3:
			return fault.Effect{Reorder: true, Hold: span(t, "hold"), Duplicate: rapid.IntRange(0, 1).Draw(t, "more")}
		case 4:
			return fault.Effect{AfterDelete: true, Hold: span(t, "hold")}
		}
		return fault.Effect{Pass: true}
	})
}

func newBending(t *rapid.T) *bending {
	b := &bending{
		rules: map[exchange.EventKind]fault.Rule{}, count: map[exchange.EventKind]int{}, events: map[string]once{},
	}
	s, err := sim.New(sim.Spec{
		Seed: 1, Clock: sim.FrozenAt(dawn()), Render: b.render, Post: b.r.post,
		Template: sim.Tenant{
			Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/events", Policy: callback.DefaultPolicy()},
			Exchange:  exchange.Config{Numbers: numbered(20), Settings: exchange.DefaultSettings()},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.w, _ = s.World("acme")
	for _, kind := range []exchange.EventKind{exchange.CallEnded, exchange.Deallocation} {
		b.rules[kind] = on(string(kind), rapid.SliceOfN(effects(), 1, 4).Draw(t, string(kind))...)
		b.w.SetFault(b.rules[kind])
	}
	return b
}

// render numbers the events and works out what becomes of each. The world calls it under its lock.
func (b *bending) render(_ sim.Tenant, _ string, e exchange.Event) sim.Notice {
	sequence := b.rules[e.Kind].Sequence
	effect := sequence[b.count[e.Kind]%len(sequence)]
	b.count[e.Kind]++
	body := fmt.Sprint(e.Kind, " ", b.count[e.Kind])
	b.events[body] = once{e.At, e.Allocation.ID, effect}
	return sim.Notice{Event: string(e.Kind), Body: []byte(body)}
}

func (b *bending) lend(t *rapid.T) {
	o, err := b.w.Do(exchange.AllocateGreenvn{
		Reference: fmt.Sprint("order-", len(b.lent)), Usage: exchange.Twoway,
		Duration: time.Duration(rapid.IntRange(1, 900).Draw(t, "seconds")) * time.Second,
		A:        exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
	})
	if err == nil { // else all numbers are lent or rest
		b.lent = append(b.lent, o.Allocation)
	}
}

func (b *bending) one(t *rapid.T) exchange.Allocation {
	if len(b.lent) == 0 {
		t.Skip("nothing is lent")
	}
	return b.lent[rapid.IntRange(0, len(b.lent)-1).Draw(t, "which")]
}

func (b *bending) call(t *rapid.T) {
	c := exchange.PlaceCall{From: "+919812345678", To: b.one(t).Number}
	_, _ = b.w.Call(context.Background(), c, rapid.Bool().Draw(t, "live"), nil)
}

func (b *bending) remove(t *rapid.T) {
	_, _ = b.w.Do(exchange.Deallocate{Kind: exchange.GreenVN, ID: b.one(t).ID})
}

func (b *bending) turn(t *rapid.T) {
	b.by(t, time.Duration(rapid.IntRange(0, 300).Draw(t, "seconds"))*time.Second)
}

func (b *bending) by(t *rapid.T, d time.Duration) {
	if _, _, err := b.w.AdvanceBy(context.Background(), d, nil); err != nil {
		t.Fatal(err)
	}
}

// ends are the instants at which the allocations ended.
func (b *bending) ends() map[string]time.Time {
	ends := map[string]time.Time{}
	for _, a := range b.w.Allocations() {
		ends[a.ID] = a.Ended
	}
	return ends
}

// check holds each arrival against its event.
func (b *bending) check(t *rapid.T) {
	ends, came := b.ends(), map[string]int{}
	var straight time.Time // when one that nothing held came last
	for _, j := range b.r.jobs {
		e := b.events[string(j.Body)]
		came[string(j.Body)]++
		if want := e.due(ends[e.allocation]); !j.At.Equal(want) && (!e.effect.Reorder || j.At.After(want) || !j.At.Equal(straight) && !j.At.Equal(e.at)) {
			t.Fatalf("%s of %s came at %s, want %s: %+v", j.Body, e.at, j.At, want, e.effect)
		}
		if e.effect.Delay.Zero() && j.At.Equal(e.at) {
			straight = j.At
		}
	}
	for body, e := range b.events {
		want := 1 + e.effect.Duplicate
		if e.effect.Drop {
			want = 0
		}
		if came[body] != want {
			t.Fatalf("%s came %d times, want %d: %+v", body, came[body], want, e.effect)
		}
	}
}

// due is when an event arrives at the latest, given when its allocation ended.
func (e once) due(end time.Time) time.Time {
	at := e.at.Add(e.effect.Hold + e.effect.Delay.Fixed)
	switch {
	case !e.effect.AfterDelete || end.IsZero() || end.After(at):
		return at
	case end.Before(e.at):
		return e.at
	}
	return end
}

// No event is lost but what a rule drops, none comes twice but what a rule repeats, and each at its time.
func TestNoEventIsLostOrTwiceUnlessTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBending(t)
		t.Repeat(map[string]func(*rapid.T){
			"lend": b.lend, "call": b.call, "call too": b.call, "remove": b.remove, "turn": b.turn,
		})
		b.by(t, 24*time.Hour)
		b.check(t)
	})
}
