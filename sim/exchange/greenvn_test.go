package exchange

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestGreenvnLife(t *testing.T) {
	x := raised(Number{E164: vn(1), Region: "KA", Type: Mobile})
	c := greenvn("X1")
	c.A.Pins, c.B.Pins = []string{"1234"}, []string{"98"}
	c.Usage, c.Record, c.CustomField, c.Duration = Oneway, true, "note", time.Hour
	now := start()
	o := must(t, x, now, c)
	want := Allocation{
		ID: o.Allocation.ID, Kind: GreenVN, Reference: "X1", A: c.A, B: c.B, Usage: Oneway, State: Active, Number: vn(1),
		Record: true, CustomField: "note", MaxPinAttempts: 3, Created: now, Expires: now.Add(time.Hour),
	}
	if d := cmp.Diff(Outcome{Allocation: want}, o); d != "" {
		t.Fatal(d)
	}
	now = now.Add(time.Minute)
	o = must(t, x, now, UpdateGreenvnParties{ID: want.ID, B: []string{"+919800000009"}, APins: []string{"77"}, Usage: Twoway})
	want.A.Pins, want.B.Numbers, want.Usage, want.Updated = []string{"77"}, []string{"+919800000009"}, Twoway, now
	if d := cmp.Diff(Outcome{Allocation: want}, o); d != "" {
		t.Fatal(d)
	}
	now = now.Add(time.Minute)
	o = must(t, x, now, Deallocate{Kind: GreenVN, ID: want.ID})
	want.State, want.Ended = Deleted, now
	if d := cmp.Diff(Outcome{Allocation: want}, o); d != "" {
		t.Fatal(d)
	}
	if d := cmp.Diff(o, must(t, x, now, ReadAllocation{Kind: GreenVN, ID: want.ID})); d != "" {
		t.Fatal(d)
	}
	if got := settleTo(x, now.Add(time.Hour)); got != nil {
		t.Fatalf("a deleted allocation expired: %v", got)
	}
}

func TestIDs(t *testing.T) {
	x := raised(pooled(4)...)
	c := greenvn("")
	if id := must(t, x, start(), c).Allocation.ID; len(id) != 36 || strings.Count(id, "-") != 4 {
		t.Errorf("UUID %q", id)
	}
	c.IDs = Prefixed
	p := greenpin(x.freeNumber())
	p.IDs = Prefixed
	g := must(t, x, start(), p).Allocation.ID
	v := must(t, x, start(), c).Allocation.ID
	if !strings.HasPrefix(v, "gvn_") || len(v) != 16 || !strings.HasPrefix(g, "gp_") || len(g) != 15 {
		t.Errorf("ids %q and %q", v, g)
	}
	refused(t, x, start(), ReadAllocation{Kind: GreenPin, ID: v}, NotFound)
	refused(t, x, start(), ReadAllocation{Kind: GreenVN, ID: g}, NotFound)
}

func TestNumberRests(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Settings: Settings{CoolOff: time.Minute}}, NewChance(1, "t"))
	id := must(t, x, start(), greenvn("")).Allocation.ID
	must(t, x, start(), Deallocate{Kind: GreenVN, ID: id})
	rested := start().Add(time.Minute)
	want := []NumberStatus{{Number: pooled(1)[0], State: Resting, Until: rested}}
	if d := cmp.Diff(want, x.Numbers()); d != "" {
		t.Fatal(d)
	}
	refused(t, x, start(), greenvn(""), NoFreeNumber)
	exact := greenvn("")
	exact.Number = vn(0)
	refused(t, x, start(), exact, NumberInUse)
	shared := greenpin("")
	shared.A.VNs, shared.Number = nil, vn(0)
	refused(t, x, start(), shared, NumberInUse)
	refused(t, x, start(), greenpin(vn(0)), NoFreeNumber)
	settleTo(x, rested)
	must(t, x, rested, greenvn(""))
}

func TestRefusedGreenvn(t *testing.T) {
	flows := Config{Numbers: pooled(3), Flows: []string{"f1", "f2"}, Settings: Settings{DefaultFlow: "f1"}}
	same := []string{"+919800000002", "+919800000002"}
	for _, c := range []struct {
		name string
		edit func(*AllocateGreenvn)
		want Reason
	}{
		{"no A", func(c *AllocateGreenvn) { c.A.Numbers = nil }, MissingParameter},
		{"no B", func(c *AllocateGreenvn) { c.B.Numbers = []string{} }, MissingParameter},
		{"no usage", func(c *AllocateGreenvn) { c.Usage = "" }, MissingParameter},
		{"usage", func(c *AllocateGreenvn) { c.Usage = "both" }, BadParameter},
		{"type", func(c *AllocateGreenvn) { c.Preferences.Type = "fax" }, BadParameter},
		{"duration", func(c *AllocateGreenvn) { c.Duration = -1 }, BadParameter},
		{"A all the same", func(c *AllocateGreenvn) { c.A.Numbers = same }, DuplicateNumbers},
		{"B all the same", func(c *AllocateGreenvn) { c.B.Numbers = same }, DuplicateNumbers},
		{"both sides", func(c *AllocateGreenvn) { c.B.Numbers = []string{"+919800000007", "+919800000001"} }, SameNumberBothSides},
		{"region", func(c *AllocateGreenvn) { c.Preferences.Region = "XX" }, RegionNotSupported},
		{"PIN code", func(c *AllocateGreenvn) { c.Preferences.PinCode = "010001" }, RegionNotSupported},
		{"flow", func(c *AllocateGreenvn) { c.FlowID = "f3" }, InvalidFlow},
		{"reference", func(c *AllocateGreenvn) { c.Reference = "taken" }, DuplicateReference},
		{"strict", func(c *AllocateGreenvn) { c.Strict, c.Preferences.Number = true, "+910000000000" }, NoFreeNumber},
		{"not in the pool", func(c *AllocateGreenvn) { c.Number = "+910000000000" }, NumberNotInPool},
		{"shared", func(c *AllocateGreenvn) { c.Number = vn(0) }, NumberInUse},
		{"lent", func(c *AllocateGreenvn) { c.Number = vn(1) }, NumberInUse},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := New(flows, NewChance(1, "t"))
			must(t, x, start(), greenpin(vn(0)))
			taken := greenvn("taken")
			taken.Number = vn(1)
			must(t, x, start(), taken)
			create := greenvn("X1")
			c.edit(&create)
			refused(t, x, start(), create, c.want)
		})
	}
}

// TestOrderOfRefusals breaks every rule at once, then mends them one by one: each time the next one speaks.
func TestOrderOfRefusals(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Flows: []string{"f1", "f2"}}, NewChance(1, "t"))
	first := greenvn("X1")
	first.FlowID = "f1"
	must(t, x, start(), first)
	c := AllocateGreenvn{
		Reference: "X1", Usage: "both", Number: "+910000000000", FlowID: "f9",
		B: Party{Numbers: []string{"+911", "+911"}}, Preferences: Preferences{Region: "XX"},
	}
	for _, step := range []struct {
		want Reason
		mend func()
	}{
		{MissingParameter, func() { c.A.Numbers = []string{"+911"} }},
		{BadParameter, func() { c.Usage = Oneway }},
		{DuplicateNumbers, func() { c.B.Numbers = []string{"+911"} }},
		{SameNumberBothSides, func() { c.B.Numbers = []string{"+912"} }},
		{RegionNotSupported, func() { c.Preferences.Region = "KA" }},
		{InvalidFlow, func() { c.FlowID = "f2" }},
		{DuplicateReference, func() { c.Reference = "X2" }},
		{NumberNotInPool, func() { c.Number = vn(0) }},
		{NumberInUse, func() { c.Number = "" }},
	} {
		refused(t, x, start(), c, step.want)
		step.mend()
	}
	refused(t, x, start(), c, NoFreeNumber)
}

func TestFlows(t *testing.T) {
	for _, c := range []struct {
		name  string
		flows []string
		byDef string
		sent  string
		want  Reason
	}{
		{name: "none, none sent"},
		{name: "none, one sent", sent: "f1", want: InvalidFlow},
		{name: "one, none sent", flows: []string{"f1"}},
		{name: "one, sent", flows: []string{"f1"}, sent: "f1"},
		{name: "two, none sent", flows: []string{"f1", "f2"}, want: MissingParameter},
		{name: "two and a default", flows: []string{"f1", "f2"}, byDef: "f2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := New(Config{Numbers: pooled(1), Flows: c.flows, Settings: Settings{DefaultFlow: c.byDef}}, NewChance(1, "t"))
			create := greenvn("")
			create.FlowID = c.sent
			if c.want != 0 {
				refused(t, x, start(), create, c.want)
				return
			}
			if got := must(t, x, start(), create).Allocation.FlowID; got != c.sent {
				t.Errorf("flow %q", got)
			}
		})
	}
}

func TestReferenceIsFreeAgain(t *testing.T) {
	x := raised(pooled(3)...)
	c := greenvn("X1")
	c.Duration = time.Minute
	id := must(t, x, start(), c).Allocation.ID
	r := refused(t, x, start(), c, DuplicateReference)
	if want := `connection id "X1" already belongs to active allocation ` + id; r != want {
		t.Errorf("detail %q, want %q", r, want)
	}
	other := greenpin(x.freeNumber())
	other.Reference = "X1"
	must(t, x, start(), other)
	refused(t, x, start(), other, DuplicateReference)
	must(t, x, start(), Deallocate{Kind: GreenVN, ID: id})
	must(t, x, start(), c)
	settleTo(x, start().Add(time.Minute))
	must(t, x, start().Add(time.Minute), c)
}

func TestUpdateGreenvnPartiesRefused(t *testing.T) {
	x := raised(pooled(3)...)
	id := must(t, x, start(), greenvn("X1")).Allocation.ID
	gone := must(t, x, start(), greenvn("X2")).Allocation.ID
	must(t, x, start(), Deallocate{Kind: GreenVN, ID: gone})
	pin := must(t, x, start(), greenpin(x.freeNumber())).Allocation.ID
	b := []string{"+919800000005"}
	for _, c := range []struct {
		name string
		c    UpdateGreenvnParties
		want Reason
	}{
		{"nobody", UpdateGreenvnParties{ID: id, APins: []string{"1"}}, MissingParameter},
		{"empty list", UpdateGreenvnParties{ID: id, A: []string{}}, BadParameter},
		{"usage", UpdateGreenvnParties{ID: id, A: b, Usage: "x"}, BadParameter},
		{"all the same", UpdateGreenvnParties{ID: "unknown", A: []string{"+911", "+911"}}, DuplicateNumbers},
		{"both new", UpdateGreenvnParties{ID: "unknown", A: b, B: b}, SameNumberBothSides},
		{"against B kept", UpdateGreenvnParties{ID: id, A: []string{"+919800000002"}}, SameNumberBothSides},
		{"against A kept", UpdateGreenvnParties{ID: id, B: []string{"+919800000001"}}, SameNumberBothSides},
		{"unknown", UpdateGreenvnParties{ID: "unknown", B: b}, NotFound},
		{"a GreenPin", UpdateGreenvnParties{ID: pin, B: b}, NotFound},
		{"deleted", UpdateGreenvnParties{ID: gone, B: b}, AlreadyDeleted},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, x, start(), c.c, c.want) })
	}
}
