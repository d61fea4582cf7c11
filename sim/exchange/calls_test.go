package exchange

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSID(t *testing.T) {
	for day, want := range map[string]string{"2021-01-20": "151k", "2026-12-31": "20cv", "2006-10-09": "00a9", "2005-02-01": "9921", "2110-11-10": "04ba"} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		x := raised(pooled(1)...)
		sid := must(t, x, at.In(time.FixedZone("IST", 19800)), PlaceCall{From: anna, To: vn(0)}).Call.SID
		if len(sid) != 32 || !strings.HasSuffix(sid, want) || strings.Trim(sid[:28], "0123456789abcdef") != "" {
			t.Errorf("%s: %s", day, sid)
		}
	}
}

func TestCallsAreBounded(t *testing.T) {
	x := New(Config{Numbers: pooled(1), Limits: Limits{Calls: 3}}, NewChance(1, "t"))
	classicVN(asIs).raise(t, x)
	long := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Talk: time.Hour}).Call
	second := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Talk: 2 * time.Second}).Call
	third := must(t, x, start(), PlaceCall{From: anna, To: vn(0), Talk: time.Second}).Call
	refused(t, x, start(), PlaceCall{From: anna, To: vn(0)}, BadParameter)
	settleTo(x, after(60))
	fourth := must(t, x, after(60), PlaceCall{From: bert, To: vn(0)}).Call
	var sids []string
	for _, c := range x.Calls() {
		sids = append(sids, c.SID)
	}
	if d := cmp.Diff([]string{long.SID, second.SID, fourth.SID}, sids); d != "" {
		t.Errorf("the one that ended first, %s, should be forgotten: %s", third.SID, d)
	}
	one := New(Config{Numbers: pooled(1), Limits: Limits{Calls: -1}}, NewChance(1, "t"))
	for range 3 {
		must(t, one, start(), PlaceCall{From: anna, To: vn(0)})
	}
	refused(t, x, start(), ReadCall{SID: third.SID}, NotFound)
	if n := len(one.Calls()); n != 1 {
		t.Errorf("%d calls are remembered", n)
	}
}

func TestEndedCallsHoldNothing(t *testing.T) {
	x := raised(pooled(1)...)
	a := classicVN(asIs).raise(t, x)
	c, _ := dialled(t, x, PlaceCall{From: anna, To: vn(0)})
	if kept := x.calls.known[c.SID]; kept.of != nil || kept.script != nil || kept.due.pos != 0 || len(x.agenda.slots) != 1 {
		t.Errorf("%s still holds %+v", a.ID, kept)
	}
}

// TestScriptIsCopied changes a script after it was handed over.
func TestScriptIsCopied(t *testing.T) {
	x := raised(pooled(1)...)
	classicVN(func(c *AllocateGreenvn) { c.A.Pins = []string{"1111"} }).raise(t, x)
	c := PlaceCall{From: stranger, To: vn(0), Pins: []string{"1111"}, Outcomes: []Behaviour{Answers}}
	sid := must(t, x, start(), c).Call.SID
	c.Pins[0], c.Outcomes[0] = "0", Busy
	settleTo(x, after(100))
	if got, _ := x.Call(sid); got.Type != TypeCompleted || got.Pins[0] != "1111" {
		t.Errorf("got %+v", got)
	}
}

// TestCallsDrawFromTheirOwnStream places calls, refused ones too, between commands: ids, numbers and PINs come out as
// without them, and a refused call takes no SID.
func TestCallsDrawFromTheirOwnStream(t *testing.T) {
	run := func(calls, refusals int) (Allocation, string) {
		x := raised(pooled(20)...)
		for i := range 5 {
			must(t, x, start(), greenvn(fmt.Sprint(i)))
			for range calls {
				must(t, x, start(), PlaceCall{From: anna, To: vn(i)})
			}
			for range refusals {
				refused(t, x, start(), PlaceCall{From: anna, To: "+910"}, NumberNotInPool)
			}
		}
		last := must(t, x, start(), greenpin(x.freeNumber())).Allocation
		return last, must(t, x, start(), PlaceCall{From: anna, To: vn(0)}).Call.SID
	}
	quiet, first := run(0, 0)
	busy, sixteenth := run(3, 0)
	denied, same := run(0, 2)
	if d := cmp.Diff(quiet, busy); d != "" {
		t.Errorf("calls shift other streams: %s", d)
	}
	if d := cmp.Diff(quiet, denied); d != "" || first != same || first == sixteenth {
		t.Errorf("%s; SIDs %s, %s, %s", d, first, sixteenth, same)
	}
}
