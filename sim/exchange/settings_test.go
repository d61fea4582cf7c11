package exchange

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsStartFromDefaults(t *testing.T) {
	x := New(Config{Settings: Settings{CoolOff: time.Minute}}, NewChance(1, "t"))
	want := DefaultSettings()
	want.CoolOff = time.Minute
	if d := cmp.Diff(want, must(t, x, start(), ReadSettings{}).Settings); d != "" {
		t.Error(d)
	}
}

func TestSettingsKeepWhatIsOmitted(t *testing.T) {
	x := raised()
	never, cool, zone, flow, a, b := time.Duration(-1), time.Hour, "UTC", "f1", 6, 10
	must(t, x, start(), UpdateSettings{
		MaxPeriod: &never, CoolOff: &cool, Timezone: &zone, DefaultFlow: &flow,
		APinLength: &a, BPinLength: &b,
	})
	must(t, x, start(), UpdateSettings{Endpoints: map[string]string{"e1": "http://a"}, Other: map[string]any{"k": true}})
	o := must(t, x, start(), UpdateSettings{Endpoints: map[string]string{"e2": "http://b"}, Other: map[string]any{"k": false}})
	want := Settings{
		MaxPeriod: -1, CoolOff: time.Hour, Timezone: "UTC", DefaultFlow: "f1", APinLength: 6, BPinLength: 10,
		Endpoints: map[string]string{"e1": "http://a", "e2": "http://b"}, Other: map[string]any{"k": false},
	}
	if d := cmp.Diff(want, o.Settings); d != "" {
		t.Error(d)
	}
	o.Settings.Endpoints["e1"], o.Settings.Other["k"] = "changed", "changed"
	if d := cmp.Diff(want, x.Settings()); d != "" {
		t.Errorf("the copy is not deep enough: %s", d)
	}
}

func TestSettingsOutOfRange(t *testing.T) {
	x := raised()
	zero, negative, long, zone, none, eleven := time.Duration(0), time.Duration(-1), 24*time.Hour+1, "GMT", 0, 11
	for name, c := range map[string]UpdateSettings{
		"period": {MaxPeriod: &zero}, "negative rest": {CoolOff: &negative}, "long rest": {CoolOff: &long},
		"zone": {Timezone: &zone}, "no digits": {APinLength: &none}, "eleven digits": {BPinLength: &eleven},
	} {
		t.Run(name, func(t *testing.T) { refused(t, x, start(), c, BadParameter) })
	}
}

func TestSettingsChangeOnlyWhatComesLater(t *testing.T) {
	x := raised(pooled(2)...)
	first := must(t, x, start(), greenvn("1")).Allocation
	hour := time.Hour
	must(t, x, start(), UpdateSettings{MaxPeriod: &hour})
	second := must(t, x, start(), greenvn("2")).Allocation
	read := must(t, x, start(), ReadAllocation{Kind: GreenVN, ID: first.ID}).Allocation
	if read.Expires != start().Add(170*24*time.Hour) || second.Expires != start().Add(time.Hour) {
		t.Errorf("expire %v and %v", read.Expires, second.Expires)
	}
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		name           string
		most, sent     time.Duration
		want           time.Duration
		never, refused bool
	}{
		{name: "default", most: time.Hour, want: time.Hour},
		{name: "as sent", most: time.Hour, sent: time.Minute, want: time.Minute},
		{name: "capped", most: time.Hour, sent: 2 * time.Hour, want: time.Hour},
		{name: "never", most: -1, never: true},
		{name: "sent where never is the default", most: -1, sent: 1000 * 24 * time.Hour, want: 1000 * 24 * time.Hour},
		{name: "negative", most: time.Hour, sent: -1, refused: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := New(Config{Numbers: pooled(1), Settings: Settings{MaxPeriod: c.most}}, NewChance(1, "t"))
			create := greenvn("")
			create.Duration = c.sent
			if c.refused {
				refused(t, x, start(), create, BadParameter)
				return
			}
			got := must(t, x, start(), create).Allocation.Expires
			if c.never != got.IsZero() || !c.never && got != start().Add(c.want) {
				t.Errorf("expires %v", got)
			}
		})
	}
}

func TestSettingsDoNotGrowWithoutEnd(t *testing.T) {
	keys := func(from, n int) map[string]any {
		all := map[string]any{}
		for i := range n {
			all[fmt.Sprint(from+i)] = i
		}
		return all
	}
	x := raised()
	must(t, x, start(), UpdateSettings{Other: keys(0, mostKeys)})
	refused(t, x, start(), UpdateSettings{Other: keys(mostKeys, 1)}, BadParameter)
	must(t, x, start(), UpdateSettings{Other: keys(mostKeys-1, 1), Endpoints: map[string]string{"e": "http://a"}})
	large := New(Config{Settings: Settings{Other: keys(0, mostKeys+1)}}, NewChance(1, "t"))
	must(t, large, start(), UpdateSettings{Other: keys(0, 1)})
	refused(t, large, start(), UpdateSettings{Other: keys(1000, 1)}, BadParameter)
}
