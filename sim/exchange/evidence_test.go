package exchange_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadassist-sim/sim/exchange"
)

func TestAlike(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"oneway": "oneway", "onewya": "oneway", "towway": "twoway", "TWOWAY": "twoway", "": "", "zzzzzz": "", "x": "", "twow": "twoway",
	} {
		if got := exchange.Alike(said, []string{"oneway", "twoway"}); got != want {
			t.Errorf("%q is like %q, want %q", said, got, want)
		}
	}
	if n := exchange.Apart("abcdef", "abdcef", 3); n != 1 {
		t.Errorf("one swap is %d", n)
	}
}

// TestApartIsADistance holds Apart against what every distance is.
func TestApartIsADistance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[ab]{0,8}`)
		a, b, most := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 9).Draw(t, "most")
		far := exchange.Apart(a, b, 99)
		if far != exchange.Apart(b, a, 99) || (far == 0) != (a == b) || far > max(len(a), len(b)) {
			t.Fatalf("%q and %q are %d apart", a, b, far)
		}
		if got := exchange.Apart(a, b, most); got != min(far, most+1) {
			t.Fatalf("%q and %q, %d apart, are told as %d when at most %d count", a, b, far, got, most)
		}
	})
}

// TestEvidence asks about a world of one lent, one shared and one resting number, twice, and finds it unchanged.
func TestEvidence(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)
	pool := []exchange.Number{{E164: "+918000000000"}, {E164: "+918000000001"}, {E164: "+918000000002"}, {E164: "+918000000003"}}
	settings := exchange.DefaultSettings()
	settings.CoolOff = time.Hour
	x := exchange.New(exchange.Config{Numbers: pool, Settings: settings, Flows: []string{"sales"}}, exchange.NewChance(1, "acme"))
	lend := func(reference, number string, period time.Duration) exchange.Allocation {
		o, err := x.Do(now, exchange.AllocateGreenvn{
			Reference: reference, Number: number, Usage: exchange.Twoway, Duration: period, IDs: exchange.Prefixed,
			A: exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return o.Allocation
	}
	held, gone := lend("order-1", pool[0].E164, 2*time.Hour), lend("order-2", pool[1].E164, time.Hour)
	if _, err := x.Do(now, exchange.Deallocate{Kind: exchange.GreenVN, ID: gone.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Do(now, exchange.AllocateGreenpin{Number: pool[2].E164, A: exchange.PinParty{Numbers: []string{"+919812345678"}}, IDs: exchange.Prefixed}); err != nil {
		t.Fatal(err)
	}
	q := exchange.Question{Kind: exchange.GreenVN, ID: held.ID[:len(held.ID)-1], Reference: "order-1", Number: pool[0].E164, Pool: true}
	e := x.Evidence(q)
	if e.Active != 2 || e.Ended != 1 || e.Nearest != held.ID || e.Named != nil || e.Holder == nil || e.Holder.ID != held.ID || e.Line == nil || e.Line.Holder != held.ID || e.Sharing != 1 || e.Bulk != 100 {
		t.Errorf("%+v", e)
	}
	want := exchange.Tally{Total: 4, Free: 1, Lent: 1, Shared: 1, Resting: 1, Counted: true, Next: pool[1].E164, At: now.Add(time.Hour)}
	want.Total = e.Pool.Total
	if diff := cmp.Diff(want, e.Pool); diff != "" || e.Pool.Total != 4 {
		t.Error(diff)
	}
	if diff := cmp.Diff(e, x.Evidence(q)); diff != "" {
		t.Error(diff)
	}
	if e := x.Evidence(exchange.Question{ID: gone.ID, Number: "+918000000009"}); e.Named == nil || e.Named.State != exchange.Deleted || e.Like != pool[0].E164 {
		t.Errorf("%+v", e)
	}
	if e := x.Evidence(exchange.Question{}); e.Named != nil || e.Holder != nil || e.Line != nil || e.Nearest != "" || e.Like != "" {
		t.Errorf("nothing was asked, but %+v", e)
	}
}
