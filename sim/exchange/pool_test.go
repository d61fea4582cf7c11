package exchange

import (
	"testing"
	"time"
)

// corner is a pool with one number of each region and type of two regions, and one of a region of its own.
func corner() []Number {
	return []Number{
		{vn(0), "KA", Mobile},
		{vn(1), "KA", Landline},
		{vn(2), "DL", Mobile},
		{vn(3), "DL", Landline},
		{vn(4), "UP", Mobile},
		{vn(0), "DL", Mobile}, // the last repeats the first and does not count
	}
}

func TestPreferences(t *testing.T) {
	for _, c := range []struct {
		name   string
		prefs  Preferences
		want   map[string]bool // the numbers it may be
		strict bool            // whether strictness is satisfied
	}{
		{"none", Preferences{}, set(0, 1, 2, 3, 4), true},
		{"number", Preferences{Number: vn(3)}, set(3), true},
		{"unknown number", Preferences{Number: "+910"}, set(0, 1, 2, 3, 4), false},
		{"region", Preferences{Region: "KA"}, set(0, 1), true},
		{"region without numbers", Preferences{Region: "TN"}, set(0, 1, 2, 3, 4), false},
		{"PIN code", Preferences{PinCode: "560001"}, set(0, 1), true},
		{"region wins over PIN code", Preferences{Region: "DL", PinCode: "560001"}, set(2, 3), true},
		{"type", Preferences{Type: Mobile}, set(0, 2, 4), true},
		{"region and type", Preferences{Region: "DL", Type: Landline}, set(3), true},
		{"region without numbers, and type", Preferences{Region: "TN", Type: Landline}, set(1, 3), false},
		{"all three", Preferences{Number: vn(2), Region: "DL", Type: Mobile}, set(2), true},
		{"number ties with region", Preferences{Number: vn(4), Region: "KA"}, set(4), false},
		{"number loses to region and type", Preferences{Number: vn(1), Region: "DL", Type: Mobile}, set(2), false},
		{"number and type tie with region and type", Preferences{Number: vn(4), Region: "DL", Type: Mobile}, set(4), false},
		{"unknown number, region and type", Preferences{Number: "+910", Region: "KA", Type: Mobile}, set(0), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := raised(corner()...)
			seen := map[string]bool{}
			for range 200 {
				a := greenvn("")
				a.Preferences = c.prefs
				o := must(t, x, start(), a).Allocation
				seen[o.Number] = true
				must(t, x, start(), Deallocate{Kind: GreenVN, ID: o.ID})
			}
			if len(seen) != len(c.want) {
				t.Errorf("lent %v, want %v", seen, c.want)
			}
			for n := range seen {
				if !c.want[n] {
					t.Errorf("lent %s", n)
				}
			}
			a := greenvn("")
			a.Preferences, a.Strict = c.prefs, true
			if !c.strict {
				refused(t, x, start(), a, NoFreeNumber)
				return
			}
			must(t, x, start(), a)
		})
	}
}

func set(is ...int) map[string]bool {
	all := map[string]bool{}
	for _, i := range is {
		all[vn(i)] = true
	}
	return all
}

func TestRepeatedNumberCountsOnce(t *testing.T) {
	if got := raised(corner()...).Numbers(); len(got) != 5 || got[0].Region != "KA" || got[4].Region != "UP" {
		t.Errorf("pool %v", got)
	}
}

func TestPreferredNumberTaken(t *testing.T) {
	x := raised(corner()...)
	c := greenvn("")
	c.Preferences = Preferences{Number: vn(1), Region: "KA"}
	if n := must(t, x, start(), c).Allocation.Number; n != vn(1) {
		t.Fatalf("lent %s", n)
	}
	if n := must(t, x, start(), c).Allocation.Number; n != vn(0) {
		t.Fatalf("lent %s though one of the region is free", n)
	}
	c.Strict = true
	refused(t, x, start(), c, NoFreeNumber)
}

func TestSwapOfNumber(t *testing.T) {
	for _, c := range []struct {
		name string
		c    UpdateGreenvnNumber
		want map[string]bool
		why  Reason
	}{
		{name: "any", want: set(1, 2, 3)},
		{name: "region", c: UpdateGreenvnNumber{Preferences: Preferences{Region: "DL"}}, want: set(2, 3)},
		{name: "keeps the wished one it has", c: UpdateGreenvnNumber{Strict: true, Preferences: Preferences{Number: vn(0)}}, want: set(0)},
		{name: "keeps it on a tie", c: UpdateGreenvnNumber{Preferences: Preferences{Number: vn(0), Region: "DL"}}, want: set(0)},
		{name: "exactly", c: UpdateGreenvnNumber{Number: vn(3)}, want: set(3)},
		{name: "exactly what it has", c: UpdateGreenvnNumber{Number: vn(0)}, want: set(0)},
		{name: "exactly a lent one", c: UpdateGreenvnNumber{Number: vn(4)}, why: NumberInUse},
		{name: "exactly an unknown one", c: UpdateGreenvnNumber{Number: "+910"}, why: NumberNotInPool},
		{name: "strict, unmet", c: UpdateGreenvnNumber{Strict: true, Preferences: Preferences{Region: "TN"}}, why: NoFreeNumber},
		{name: "region unknown", c: UpdateGreenvnNumber{ID: "unknown", Preferences: Preferences{Region: "XX"}}, why: RegionNotSupported},
		{name: "type unknown", c: UpdateGreenvnNumber{ID: "unknown", Preferences: Preferences{Type: "fax"}}, why: BadParameter},
		{name: "allocation unknown", c: UpdateGreenvnNumber{ID: "unknown"}, why: NotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := raised(corner()...)
			create := greenvn("X1")
			create.Number = vn(4)
			must(t, x, start(), create)
			create.Reference, create.Number = "X2", vn(0)
			before := must(t, x, start(), create).Allocation
			if c.c.ID == "" {
				c.c.ID = before.ID
			}
			now := start().Add(time.Minute)
			if c.why != 0 {
				refused(t, x, now, c.c, c.why)
				return
			}
			after := must(t, x, now, c.c).Allocation
			if !c.want[after.Number] || after.Updated != now || after.Expires != before.Expires {
				t.Errorf("got %+v", after)
			}
			if old := x.Numbers()[0].State; (old == Free) != (after.Number != vn(0)) {
				t.Errorf("the old number is %s", old)
			}
		})
	}
}

func TestSwapWithoutAnotherNumber(t *testing.T) {
	x := raised(pooled(1)...)
	id := must(t, x, start(), greenvn("X1")).Allocation.ID
	refused(t, x, start(), UpdateGreenvnNumber{ID: id}, NoFreeNumber)
	must(t, x, start(), UpdateGreenvnNumber{ID: id, Preferences: Preferences{Number: vn(0)}})
}

func TestSwappedNumberRests(t *testing.T) {
	x := New(Config{Numbers: pooled(2), Settings: Settings{CoolOff: time.Hour}}, NewChance(1, "t"))
	id := must(t, x, start(), greenvn("X1")).Allocation.ID
	must(t, x, start(), UpdateGreenvnNumber{ID: id})
	refused(t, x, start(), UpdateGreenvnNumber{ID: id}, NoFreeNumber)
	settleTo(x, start().Add(time.Hour))
	must(t, x, start().Add(time.Hour), UpdateGreenvnNumber{ID: id})
}
