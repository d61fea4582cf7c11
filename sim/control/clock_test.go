package control_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
)

// TestClock turns clocks in every way there is and holds each whole answer.
func TestClock(t *testing.T) {
	h := scene(t, &receiver{statuses: []int{503, 200}})
	golden(t, "clock_alone", h.ask(http.MethodGet, "/__admin/clock", ""))
	golden(t, "clock_made", h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"zeta","mode":"frozen"}`))
	h.lend("acme", "order-1", "600s")
	h.lend("zeta", "order-1", "660s")
	golden(t, "advance_by", h.post("clock/advance", `{"tenant":"acme","by":"10m"}`))
	golden(t, "clock_all", h.ask(http.MethodGet, "/__admin/clock", ""))
	golden(t, "advance_to", h.post("clock/advance", `{"to":"2026-01-31T16:00:00+05:30"}`))
	golden(t, "clock_set", h.ask(http.MethodPut, "/__admin/clock", `{"to":"2026-01-31T11:00:00.5Z"}`))
	golden(t, "clock_set_mode", h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"acme","to":"2026-01-31T11:00:01Z","mode":"frozen"}`))
	golden(t, "clock_one", h.ask(http.MethodGet, "/__admin/clock?tenant=acme", ""))
}

// TestClockRuns lets a clock run on from where it was set, and freezes it again.
func TestClockRuns(t *testing.T) {
	h := scene(t, &receiver{})
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"to":"2026-03-01T00:00:00Z","mode":"real"}`), 200, `"mode":"real"`)
	w, _ := h.sim.Lookup("acme")
	if now := w.Now(); now.Before(dawn().AddDate(0, 0, 28)) || w.Clock().Frozen {
		t.Errorf("the clock shows %v", now)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/clock?tenant=acme", ""), 200, `"now":"2026-03-01T00:0`)
	h.expect(h.post("clock/advance", `{"by":"2d"}`), 200, `"mode":"real"`)
	h.expect(h.ask(http.MethodGet, "/__admin/clock?tenant=acme", ""), 200, `"now":"2026-03-03T00:0`)
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"mode":"frozen"}`), 200, `"mode":"frozen"`)
	if !w.Clock().Frozen {
		t.Error("the clock runs")
	}
}

func TestSpans(t *testing.T) {
	h := scene(t, &receiver{})
	w, _ := h.sim.Lookup("acme")
	for said, want := range map[string]time.Duration{
		"0s": 0, "250ms": 250 * time.Millisecond, "32s": 32 * time.Second, "10m": 10 * time.Minute, "1h30m": 90 * time.Minute,
		"2d": 48 * time.Hour, "1d2h3m4s5ms": 26*time.Hour + 3*time.Minute + 4005*time.Millisecond, "5m5m": 10 * time.Minute,
		"1.001s": 1001 * time.Millisecond, "1.5h": 90 * time.Minute, "0.5d": 12 * time.Hour,
	} {
		before := w.Now()
		h.expect(h.post("clock/advance", `{"tenant":"acme","by":%q}`, said), 200, `"total":0`)
		if by := w.Now().Sub(before); by != want {
			t.Errorf("%s turned the clock by %v", said, by)
		}
	}
	for _, said := range []string{
		"10", "m", "10 m", "-10m", "+1h", "1.5.5h", "10x", "1h30", "10M", "١٠m", "10m ",
		"106751d106751d", strings.Repeat("1d", 40),
	} {
		h.expect(h.post("clock/advance", `{"tenant":"acme","by":%q}`, said), 400, "by: ")
	}
	for said, want := range map[string]string{"99999999999999999999d": "is too long", "200000000000d": "is too long", "3650d1ms": "at most 3650 days at once"} {
		h.expect(h.post("clock/advance", `{"tenant":"acme","by":%q}`, said), 400, want)
	}
}

func TestClockRefuses(t *testing.T) {
	h := scene(t, &receiver{})
	golden(t, "backwards", h.post("clock/advance", `{"tenant":"acme","to":"2026-01-31T09:59:59Z"}`))
	for body, want := range map[string]struct {
		status int
		piece  string
	}{
		``:   {400, "body"},
		`{}`: {400, "either by, a span, or to, an instant"},
		`{"by":"1s","to":"2027-01-01T00:00:00Z"}`: {400, "either by"},
		`{"by":""}`:                     {400, "by: "},
		`{"by":5}`:                      {400, "by: 5 is not a"},
		`{"by":"1s","tennant":"acme"}`:  {400, `\"tennant\" is not known here; the keys are tenant, by, to`},
		`{"by":"1s","Tenant":"acme"}`:   {400, `\"Tenant\" is not known here`},
		`{"by":"1s","tenant":"nobody"}`: {404, "is not known"},
		`{"to":"tomorrow"}`:             {400, `to: \"tomorrow\" is not a`},
		`{"to":"2026-02-30T00:00:00Z"}`: {400, "to: "},
		`{"by":"3651d"}`:                {400, "at most 3650 days at once"},
		`{"to":"9999-12-31T00:00:00Z"}`: {400, "at most 3650 days at once"},
		`{"to":"0001-01-01T00:00:00Z"}`: {409, "never turned back"},
	} {
		h.expect(h.post("clock/advance", "%s", body), want.status, want.piece)
	}
	for body, want := range map[string]struct {
		status int
		piece  string
	}{
		`{}`:                            {400, "mode, to, or both"},
		`{"tenant":"acme"}`:             {400, "mode, to, or both"},
		`{"mode":"fast"}`:               {400, "mode: "},
		`{"mode":"frozen","by":"1s"}`:   {400, "the keys are tenant, mode, to"},
		`{"to":"2026-01-30T00:00:00Z"}`: {409, "never turned back"},
		`{"to":"noon"}`:                 {400, "to: "},
	} {
		h.expect(h.ask(http.MethodPut, "/__admin/clock", body), want.status, want.piece)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/clock?tenant=nobody", ""), 404, "is not known")
}

// TestAllOrNone turns no clock when one of them cannot be turned.
func TestAllOrNone(t *testing.T) {
	h := scene(t, &receiver{})
	h.lend("zeta", "order-1", "1d")
	h.expect(h.post("clock/advance", `{"tenant":"zeta","by":"1h"}`), 200, "zeta")
	h.expect(h.post("clock/advance", `{"to":"2026-01-31T10:30:00Z"}`), 409, "tenant zeta is at 2026-01-31T11:00:00Z already")
	w, _ := h.sim.Lookup("acme")
	if now := w.Now(); !now.Equal(dawn()) {
		t.Errorf("acme was turned to %v", now)
	}
}

// TestOpenAndStrict makes tenants on first sight in open mode, and never in strict mode.
func TestOpenAndStrict(t *testing.T) {
	s := spec()
	s.Strict = true
	h := build(t, s, control.Options{})
	for _, body := range []string{`{"tenant":"nobody","mode":"frozen"}`} {
		h.expect(h.ask(http.MethodPut, "/__admin/clock", body), 404, "unknown tenant")
	}
	h.expect(h.post("callbacks/trigger", `{"tenant":"nobody","event":"call"}`), 404, "unknown tenant")
	h.expect(h.ask(http.MethodGet, "/__admin/events?tenant=nobody", ""), 404, "is not known")
	s = spec()
	s.MaxTenants = 1
	h = build(t, s, control.Options{})
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"one","mode":"frozen"}`), 200, "one")
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"two","mode":"frozen"}`), 409, "too many tenants")
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"`+strings.Repeat("x", 129)+`","mode":"frozen"}`), 400, "at most 128")
}

// TestStopping refuses to turn clocks once the simulator is being given up.
func TestStopping(t *testing.T) {
	h := scene(t, &receiver{})
	h.sim.Close(t.Context())
	golden(t, "stopping", h.post("clock/advance", `{"by":"1s"}`))
	h.expect(h.ask(http.MethodPut, "/__admin/clock", `{"to":"2026-02-01T00:00:00Z"}`), 503, "stopping")
	h.expect(h.post("calls", `{"tenant":"acme","from":"+919812345678","to":"+918000000000"}`), 503, "stopping")
}

// TestResetEndsAnAdvance resets a tenant whose clock is being turned.
func TestResetEndsAnAdvance(t *testing.T) {
	r := &receiver{hold: make(chan struct{})}
	h := scene(t, r)
	w, _ := h.sim.Lookup("acme")
	if _, err := w.Do(toReceiver()); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		h.lend("acme", fmt.Sprint("order-", n), fmt.Sprint(10+n, "s"))
	}
	answered := make(chan answer)
	past, live, stop, _ := h.sim.Watch("acme", 0)
	defer stop()
	go func() { answered <- h.post("clock/advance", `{"tenant":"acme","by":"1h"}`) }()
	if len(past) == 0 {
		<-live // the first event is told, and its delivery hangs
	}
	go func() { close(r.hold) }()
	h.expect(h.post("reset", `{"tenant":"acme"}`), 200, "1")
	if a := <-answered; a.status != 503 && a.status != 200 {
		t.Errorf("answered %d %s", a.status, a.body)
	}
	if now := w.Now(); !now.Equal(dawn()) {
		t.Errorf("after the reset it is %v", now)
	}
}

// TestMuchHappens counts what it does not tell.
func TestMuchHappens(t *testing.T) {
	s := spec()
	s.Render = func(sim.Tenant, string, exchangeEvent) sim.Notice {
		return sim.Notice{Event: "call", Body: []byte(`{}`)}
	}
	s.Template.Callbacks.URL = sim.Inbox
	s.Template = withNumbers(s.Template, 5100)
	h := build(t, s, control.Options{})
	w, err := h.sim.World("many")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5100 {
		if _, err := w.Do(lease(n)); err != nil {
			t.Fatal(err)
		}
	}
	told := h.post("clock/advance", `{"by":"1h"}`)
	h.expect(told, 200, `"total":10200,"omitted":200`)
	if n := strings.Count(told.body, `"what"`); n != 10_000 {
		t.Errorf("%d happenings are told", n)
	}
}
