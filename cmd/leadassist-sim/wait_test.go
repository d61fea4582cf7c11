package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

const (
	oneDelivery = `{"items":[{"id":"d1","tenant":"acme","event":"call","state":"delivered","owed":"2026-01-31T10:00:00Z","url":"inbox"}],"next":""}`
	oneLine     = "ID  OWED                  TENANT  EVENT  STATE      TRIES  TO     WHY\nd1  2026-01-31T10:00:00Z  acme    call   delivered  0      inbox  -\n"
	none        = `{"items":[],"next":""}`
)

// stays is a stream that begins so and goes on until the client has enough.
func stays(pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		flows(sse, append([]string{": alive\n\n"}, pieces...)...)(w, r)
		<-r.Context().Done()
	}
}

// inTurn gives the answers one after the other, and then the last one again.
func inTurn(answers ...string) http.HandlerFunc {
	turn := 0
	return func(w http.ResponseWriter, r *http.Request) {
		says(200, answers[turn])(w, r)
		turn = min(turn+1, len(answers)-1)
	}
}

// TestWaitForWhatIsThere watches, lists, and has enough.
func TestWaitForWhatIsThere(t *testing.T) {
	s := stubbed(t, map[string]http.HandlerFunc{"GET events": stays(), "GET callbacks": says(200, oneDelivery)})
	if got := command(t.Context(), s.url, "callbacks", "wait", "--event", "call", "--tenant", "acme"); got != (ended{0, oneLine, ""}) {
		t.Errorf("%+v", got)
	}
	const page = "GET callbacks?event=call&limit=1&state=delivered&tenant=acme"
	if asked := s.questions(); asked != "GET events?tenant=acme\n"+page+"\n"+page {
		t.Error(asked)
	}
	if got := command(t.Context(), s.url, "callbacks", "wait", "--state", "any", "--output", "json"); got != (ended{0, oneDelivery + "\n", ""}) {
		t.Errorf("%+v", got)
	}
}

// TestWaitForWhatComes follows the stream; a callback counts once, and only in the state that is waited for.
func TestWaitForWhatComes(t *testing.T) {
	s := stubbed(t, map[string]http.HandlerFunc{
		"GET events": stays(event(1, "call", "d1", "pending"), event(2, "deallocation", "d2", "delivered"), event(3, "call", "d1", "delivered"),
			event(4, "call", "d1", "delivered"), event(5, "call", "d3", "delivered"), event(6, "call", "d3", "pending"),
			"data: {\"seq\":7,\"what\":\"clock\"}\n\n", event(8, "call", "d4", "delivered")),
		"GET callbacks": inTurn(none, oneDelivery),
	})
	if got := command(t.Context(), s.url, "callbacks", "wait", "--event", "call", "--count", "2"); got != (ended{0, oneLine, ""}) {
		t.Errorf("%+v", got)
	}
}

// TestWaitBeginsAnew lists again when the stream was cut off, over as many pages as it takes.
func TestWaitBeginsAnew(t *testing.T) {
	streams := 0
	s := stubbed(t, map[string]http.HandlerFunc{
		"GET events": func(w http.ResponseWriter, r *http.Request) {
			if streams++; streams == 1 {
				flows(sse, ":\n\n")(w, r)
				return
			}
			stays()(w, r)
		},
		"GET callbacks": inTurn(none, strings.Replace(oneDelivery, `"next":""`, `"next":"7"`, 1), strings.Replace(oneDelivery, "d1", "d2", 1), strings.Replace(oneDelivery, `"next":""`, `"next":"8"`, 1)),
	})
	if got := command(t.Context(), s.url, "callbacks", "wait", "--count", "2"); got != (ended{0, oneLine, ""}) {
		t.Errorf("%+v", got)
	}
	if asked := s.questions(); !strings.HasSuffix(asked, "GET callbacks?after=7&limit=2&state=delivered\nGET callbacks?limit=2&state=delivered") {
		t.Error(asked)
	}
}

// TestWaitInVain ends with 1 and one line, which says what there is instead.
func TestWaitInVain(t *testing.T) {
	for newest, want := range map[string]string{
		none:        "",
		oneDelivery: "",
		strings.Replace(oneDelivery, `"delivered"`, `"no endpoint","reason":"nobody is subscribed"`, 1): `; the newest is "no endpoint": nobody is subscribed`,
		strings.Replace(oneDelivery, `"delivered"`, `"pending"`, 1):                                     `; the newest is "pending"`,
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := stubbed(t, map[string]http.HandlerFunc{"GET events": stays(), "GET callbacks": inTurn(none, newest)})
			got := command(t.Context(), s.url, "callbacks", "wait", "--event", "call", "--count", "3", "--timeout", "1s")
			if got != (ended{1, "", "leadassist-sim: 0 of 3 callbacks (call, delivered) within 1s" + want + "\n"}) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestWaitFails tells apart a callback that does not come from a simulator that does not answer.
func TestWaitFails(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for name, c := range map[string]struct {
		events, list http.HandlerFunc
		timeout      string
		want         ended
	}{
		"mute":      {silent, nil, "50ms", ended{2, "", "the simulator at URL does not answer in time"}},
		"mute list": {stays(), inTurn("{"), "1m", ended{2, "", "the simulator's answer cannot be read: unexpected end of JSON input"}},
		"unknown":   {says(404, `{"error":{"message":"tenant is not known"}}`), nil, "1m", ended{2, "", "tenant is not known"}},
		"refused":   {stays(), says(400, `{"error":{"message":"no"}}`), "1m", ended{2, "", "no"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := stubbed(t, map[string]http.HandlerFunc{"GET events": c.events, "GET callbacks": c.list})
			c.want.err = "leadassist-sim: " + strings.ReplaceAll(c.want.err, "URL", s.url) + "\n"
			if got := command(t.Context(), s.url, "callbacks", "wait", "--timeout", c.timeout); got != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	s := stubbed(t, map[string]http.HandlerFunc{"GET events": stays(), "GET callbacks": func(w http.ResponseWriter, r *http.Request) {
		says(200, none)(w, r)
		stop()
	}})
	if got := command(ctx, s.url, "callbacks", "wait"); got != (ended{1, "", "leadassist-sim: interrupted\n"}) {
		t.Errorf("%+v", got)
	}
}
