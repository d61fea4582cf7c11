package rest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestPrefer reads the header's many forms. What is not honoured is not echoed, and what was meant for us is journaled.
func TestPrefer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		said, verdict, applied, ignored string
	}{
		{"code=18", "409/18", "code=18", ""},
		{"  CODE = 18 ", "409/18", "code=18", ""},
		{`code="18"`, "409/18", "code=18", ""},
		{"respond-async, wait=10; code=18", "409/18", "code=18", ""},
		{"code=18;status=503", "503/18", "code=18, status=503", ""},
		{"status=429", "429/17", "status=429", ""},
		{"delay=1ns,code=4", "452/4", "delay=1ns, code=4", ""},
		{"code=4, code=5", "452/4", "code=4", "code=5"},
		{"code=4, fault=reset", "452/4", "code=4", "fault=reset"},
		{"status=429, fault=hang, fault=lost", "429/17", "status=429", "fault=hang fault=lost"},
		{"code=4, status=99999, delay=1ns, delay=2ns", "452/4", "code=4, delay=1ns", "status=99999 delay=2ns"},
		{"code=999", "404/1", "", "code=999"},
		{"code=6", "404/1", "", "code=6"},
		{"code=+18", "404/1", "", "code=+18"},
		{"code", "404/1", "", "code="},
		{"status=199, status=600, status=-1", "404/1", "", "status=199 status=600 status=-1"},
		{"delay=abc, delay=0s, delay=-1s, delay=10m1s, delay=5", "404/1", "", "delay=abc delay=0s delay=-1s delay=10m1s delay=5"},
		{"hang=1ns", "499/0", "hang=1ns", ""},
		{"hang=1ns, code=4, hang=2s, fault=hang", "499/0", "hang=1ns", "code=4 hang=2s fault=hang"},
		{"hang=0s, hang=11m, hang=soon, hang", "404/1", "", "hang=0s hang=11m hang=soon hang="},
		{"fault=explode, fault=", "404/1", "", "fault=explode fault="},
		{`handling="strict, code=18, x"; foo`, "404/1", "", ""},
		{`foo="\", code=18"`, "404/1", "", ""},
		{`foo=\;code=18`, "409/18", "code=18", ""},
		{"fault=garble, fault=truncate, code=18", "409/-1", "fault=garble, code=18", "fault=truncate"},
		{"", "404/1", "", ""},
		{",;=,;", "404/1", "", ""},
		{"code=" + strings.Repeat("1", 500), "404/1", "", "code=" + strings.Repeat("1", 64)},
		{strings.Repeat("code=x,", 20), "404/1", "", strings.TrimSpace(strings.Repeat("code=x ", 8))},
	} {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		a := h.ask("GET", "/v1/tenants/acme/greenvn/none", "", "Prefer: "+c.said)
		ignored, effect := "", ""
		if e := h.last(); e.Fault != nil {
			ignored, effect = strings.Join(e.Fault.Ignored, " "), e.Fault.Effect
		}
		if a.verdict() != c.verdict || a.header.Get("Preference-Applied") != c.applied || ignored != c.ignored || (effect == "none") != (c.applied == "" && ignored != "") {
			t.Errorf("%q: %s applied %q, ignored %q, effect %q", c.said, a, a.header.Get("Preference-Applied"), ignored, effect)
		}
	}
}

// TestSilenceTakesNoAnswer: a fault without an answer that is asked for first leaves no room for one.
func TestSilenceTakesNoAnswer(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	for _, said := range []string{"fault=hang, code=18", "fault=hang, status=503", "fault=hang, fault=garble"} {
		r := httptest.NewRequest("GET", "http://sim.test/v1/tenants/acme/settings", nil)
		r.Header.Set("Prefer", said)
		if a, _ := h.quick(r); a.verdict() != "499/0" || a.header.Get("Preference-Applied") != "fault=hang" {
			t.Errorf("%s: %s", said, a)
		}
	}
}

// TestIgnoredPreferenceLeavesOthersTheWord: a header that asks for nothing readable does not keep a rule or a magic value
// from striking, and stays in the note.
func TestIgnoredPreferenceLeavesOthersTheWord(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	a := h.ask("GET", "/v1/tenants/acme/greenvn/sim-code-13", "", "Prefer: code=999")
	if e := h.last(); a.verdict() != "409/13" || e.Fault.By != "magic" || cmp.Diff([]string{"code=999"}, e.Fault.Ignored) != "" {
		t.Errorf("%s, %+v", a, e.Fault)
	}
}

// quick asks in the name of a client that has left already, so that nothing waits, and survives a broken connection.
func (h house) quick(r *http.Request) (a answer, broken bool) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := httptest.NewRecorder()
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			broken = true
		}
	}()
	h.door.ServeHTTP(w, r.WithContext(ctx))
	return answer{w.Code, w.Header(), w.Body.String()}, false
}

// FuzzPrefer sends any Prefer header. The door answers or breaks off, never with an error of its own, and echoes nothing
// but words it knows.
func FuzzPrefer(f *testing.F) {
	for _, seed := range []string{"code=18", "status=429;delay=2s", `fault="lost", x`, "code=\"18", "=,;\\\"", "delay=9223372036854775808ns", "fault=hang, code=1"} {
		f.Add(seed)
	}
	known := regexp.MustCompile(`^((code|status)=[0-9]{1,3}|(delay|hang)=[0-9.dhmnuµμs]+|fault=(reset|truncate|garble|hang|lost))(, ((code|status)=[0-9]{1,3}|(delay|hang)=[0-9.dhmnuµμs]+|fault=(reset|truncate|garble|hang|lost)))*$`)
	f.Fuzz(func(t *testing.T, said string) {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 2)})
		r := httptest.NewRequest("GET", "http://sim.test/v1/tenants/acme/settings", nil)
		r.Header["Prefer"] = []string{said}
		a, broken := h.quick(r)
		if applied := a.header.Get("Preference-Applied"); applied != "" && !known.MatchString(applied) {
			t.Errorf("%q: applied %q", said, applied)
		}
		e := h.last()
		if broken != (e.Status == 0) || !broken && a.status != 200 && e.Fault == nil {
			t.Errorf("%q: %s, journaled %+v", said, a, e)
		}
	})
}
