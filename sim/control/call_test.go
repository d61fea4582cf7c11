package control_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestCalls places calls to their end and reads them back, each answer whole.
func TestCalls(t *testing.T) {
	r := &receiver{statuses: []int{200, 503, 200}}
	h := scene(t, r)
	lent := h.lend("acme", "order-1", "1d")
	first := h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s","ring":"6s","talk":"1m","hangup_by":"callee"}`, lent)
	golden(t, "call_placed", first)
	golden(t, "call_read", h.ask(http.MethodGet, "/__admin/calls/"+h.field(first, "sid"), ""))
	h.settle("acme")
	golden(t, "call_busy", h.post("calls", `{"tenant":"acme","from":"+919887654321","allocation":"%s","outcomes":["busy"]}`, lent))
	golden(t, "calls", h.ask(http.MethodGet, "/__admin/calls?tenant=acme", ""))
	golden(t, "call_nobody", h.post("calls", `{"tenant":"acme","from":"+919812345678","to":"+918000000002"}`))
	h.post("clock/advance", `{"tenant":"acme","by":"1m"}`)
	if len(r.jobs) != 3 {
		t.Errorf("the receiver was sent %v", r.jobs)
	}
}

// TestCallOfExobridge tells of each step, in order, and delivers each before the next.
func TestCallOfExobridge(t *testing.T) {
	h := scene(t, &receiver{})
	golden(t, "call_exobridge", h.post("calls", `{"tenant":"zeta","from":"+919812345678","allocation":"%s"}`, h.bridge("zeta")))
}

// TestCallByPin reaches a GreenPin through the number of the caller's side, or of the side whose PIN is entered.
func TestCallByPin(t *testing.T) {
	h := scene(t, &receiver{})
	shared := h.pair("zeta")
	for _, c := range []struct{ said, number string }{
		{`"from":"+919812345678"`, "+918000000000"},
		{`"from":"+919887654321"`, "+918000000001"},
		{`"from":"+919800000001","pins":["1234"]`, "+918000000000"},
		{`"from":"+919800000002","pins":["4321"]`, "+918000000001"},
		{`"from":"+919800000003","pins":["0000"]`, "+918000000000"},
		{`"from":"+919800000004"`, "+918000000000"},
	} {
		a := h.post("calls", `{"tenant":"zeta","allocation":"%s",%s}`, shared, c.said)
		if to := h.field(a, "to"); to != c.number {
			t.Errorf("%s called %s, want %s", c.said, to, c.number)
		}
	}
	golden(t, "call_pin", h.post("calls", `{"tenant":"zeta","from":"+919811111111","to":"+918000000001","pins":["9999","4321"]}`))
	golden(t, "call_wrong_pin", h.post("calls", `{"tenant":"zeta","from":"+919822222222","to":"+918000000001","pins":["9999"]}`))
}

// TestLive leaves the clock alone: the call runs when it is turned.
func TestLive(t *testing.T) {
	h := scene(t, &receiver{})
	a := h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s","live":true}`, h.lend("acme", "order-1", "1d"))
	golden(t, "call_live", a)
	w, _ := h.sim.Lookup("acme")
	if now := w.Now(); !now.Equal(dawn()) {
		t.Errorf("the clock shows %v", now)
	}
	h.expect(h.post("clock/advance", `{"tenant":"acme","by":"36s"}`), 200, `"event":"call"`)
	h.expect(h.ask(http.MethodGet, "/__admin/calls/"+h.field(a, "sid"), ""), 200, `"ended":"2026-01-31T10:00:36Z"`)
}

// TestCallToNobody ends at once, and turns no clock.
func TestCallToNobody(t *testing.T) {
	h := scene(t, &receiver{})
	h.lend("acme", "order-1", "1h")
	h.expect(h.post("calls", `{"tenant":"acme","from":"+919812345678","to":"+918000000002"}`), 200, `lent to nobody`)
	w, _ := h.sim.Lookup("acme")
	if now := w.Now(); !now.Equal(dawn()) {
		t.Errorf("the clock shows %v", now)
	}
}

func TestCallsRefused(t *testing.T) {
	h := scene(t, &receiver{})
	lent := h.lend("acme", "order-1", "1m")
	gone := h.lend("acme", "order-2", "1d")
	h.client(http.MethodDelete, "/v1/tenants/acme/greenvn/"+gone, "")
	for said, want := range map[string]struct {
		status int
		piece  string
	}{
		`"to":"+918000000000"`:   {400, "from: required"},
		`"from":"+919812345678"`: {400, "either to, a virtual number, or allocation, an id"},
		`"from":"+919812345678","to":"+918000000000","allocation":"` + lent + `"`: {400, "either to"},
		`"from":"98123","to":"+918000000000"`:                                     {400, "is not an E.164 number"},
		`"from":"+919812345678","to":"+911111111111"`:                             {400, "is not a number of this tenant's pool"},
		`"from":"+919812345678","allocation":"none"`:                              {404, `has no allocation \"none\"`},
		`"from":"+919812345678","allocation":"` + gone + `"`:                      {409, "has ended"},
		`"from":"+919812345678","to":"+918000000000","ring":"soon"`:               {400, "ring: "},
		`"from":"+919812345678","to":"+918000000000","talk":"25h"`:                {400, "talk: 25h0m0s is not within"},
		`"from":"+919812345678","to":"+918000000000","talk":"1y"`:                 {400, "talk: "},
		`"from":"+919812345678","to":"+918000000000","pins":[1234]`:               {400, "pins[0]: 1234 is not a string"},
		`"from":"+919812345678","to":"+918000000000","pins":["12a4"]`:             {400, "pins: "},
		`"from":"+919812345678","to":"+918000000000","outcomes":["asleep"]`:       {400, "outcomes[0]: "},
		`"from":"+919812345678","to":"+918000000000","hangup_by":"nobody"`:        {400, "hangup_by: "},
		`"from":"+919812345678","to":"+918000000000","pin":"1"`:                   {400, `\"pin\" is not known here`},
	} {
		h.expect(h.post("calls", `{"tenant":"acme",%s}`, said), want.status, want.piece)
	}
	h.expect(h.post("calls", `{"tenant":"nobody","from":"+919812345678","to":"+918000000000"}`), 404, "is not known")
	h.expect(h.post("calls", `{"from":"+919812345678","to":"+918000000000"}`), 400, "tenant: required")
	h.expect(h.ask(http.MethodGet, "/__admin/calls/none", ""), 404, `no call has the SID \"none\"`)
	h.expect(h.ask(http.MethodGet, "/__admin/calls?tenant=nobody", ""), 404, "is not known")
	h.expect(h.ask(http.MethodGet, "/__admin/calls?after=7", ""), 400, "is not the next of a page")
	h.expect(h.ask(http.MethodGet, "/__admin/calls?limit=0", ""), 400, "limit: ")
	if w, _ := h.sim.Lookup("acme"); !w.Now().Equal(dawn()) {
		t.Errorf("a refusal turned the clock to %v", w.Now())
	}
}

// TestCallPages goes through the calls of two tenants three at a time, while one more is placed.
func TestCallPages(t *testing.T) {
	h := scene(t, &receiver{})
	h.lend("zeta", "order-1", "1d")
	var want, got []string
	for n := range 8 {
		sid := []string{"acme", "zeta"}[n/4]
		want = append(want, h.field(h.post("calls", `{"tenant":%q,"from":"+919812345678","to":"+918000000000"}`, sid), "sid"))
	}
	for i := range 2 { // newest first in each
		want[4*i], want[4*i+1], want[4*i+2], want[4*i+3] = want[4*i+3], want[4*i+2], want[4*i+1], want[4*i]
	}
	next := ""
	for range 3 {
		p := h.list("/__admin/calls?limit=3&after=" + next)
		for _, item := range p.Items {
			got = append(got, item.SID)
		}
		next = p.Next
		h.post("calls", `{"tenant":"acme","from":"+919812345678","to":"+918000000000"}`)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") || next != "" {
		t.Errorf("told %v, then %q\nwant %v", got, next, want)
	}
	if all := h.list("/__admin/calls?limit=1000"); len(all.Items) != 11 {
		t.Errorf("%d calls in all", len(all.Items))
	}
}

// TestCallsAtOnce places calls from many sides; every one ends, and its events are its own.
func TestCallsAtOnce(t *testing.T) {
	h := scene(t, &receiver{})
	lent := h.lend("acme", "order-1", "10d")
	var group sync.WaitGroup
	for n := range 20 {
		group.Go(func() {
			a := h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s","talk":"%ds","live":%t}`, lent, n+1, n%4 == 0)
			sid := h.field(a, "sid")
			if strings.Count(a.body, `"call":"`) > 0 && !strings.Contains(a.body, `"call":"`+sid) {
				t.Errorf("%s: %s", sid, a.body)
			}
			h.ask(http.MethodGet, "/__admin/calls?limit=5", "")
			h.ask(http.MethodGet, "/__admin/callbacks?limit=5", "")
		})
	}
	group.Wait()
	h.post("clock/advance", `{"by":"1h"}`)
	if told := h.ask(http.MethodGet, "/__admin/callbacks?state=delivered&event=call", ""); strings.Count(told.body, `"id"`) != 20 {
		t.Errorf("%s", told.body)
	}
	if told := h.ask(http.MethodGet, "/__admin/calls", ""); strings.Count(told.body, fmt.Sprintf(`"allocation":%q`, lent)) != 20 {
		t.Errorf("%s", told.body)
	}
}
