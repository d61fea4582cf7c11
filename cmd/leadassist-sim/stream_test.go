package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// flows answers with a stream of so many pieces, each sent on its own, and ends it.
func flows(media string, pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.WriteHeader(http.StatusOK)
		for _, piece := range pieces {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).Flush()
		}
	}
}

const (
	ndjson = "application/x-ndjson"
	sse    = "text/event-stream"
)

// event is a server-sent event about a delivery.
func event(seq int, name, id, state string) string {
	return fmt.Sprintf("id: %d\nevent: event\ndata: %s\n\n", seq, happens(seq, name, id, state))
}

// happens is the JSON of a happening.
func happens(seq int, name, id, state string) string {
	return fmt.Sprintf(`{"seq":%d,"at":"2026-01-31T10:00:00Z","tenant":"acme","what":"event","event":%q,"delivery":%q,"url":"inbox","state":%q}`, seq, name, id, state)
}

// TestAdvance prints each thing as it happens and where the clocks have come to.
func TestAdvance(t *testing.T) {
	const end = `{"items":[{"tenant":"acme","from":"2026-01-31T10:00:00Z","now":"2026-01-31T10:10:00Z","mode":"frozen"}],"total":1}`
	one := happens(7, "deallocation", "d1", "pending")
	s := stubbed(t, map[string]http.HandlerFunc{"POST clock/advance": flows(ndjson, one[:20], one[20:]+"\n", end+"\n")})
	want := "2026-01-31T10:00:00Z  acme  deallocation          owed to inbox, delivery d1\nacme  2026-01-31T10:00:00Z → 2026-01-31T10:10:00Z  frozen\n"
	if got := command(t.Context(), s.url, "clock", "advance", "10m"); got != (ended{0, want, ""}) {
		t.Errorf("%+v", got)
	}
	want = one + "\n" + end + "\n"
	if got := command(t.Context(), s.url, "clock", "set", "2026-01-31T10:10:00Z", "--tenant", "acme", "--output", "json"); got != (ended{0, want, ""}) {
		t.Errorf("%+v", got)
	}
	if got := s.questions(); got != "POST clock/advance {\"by\":\"10m\"}\nPOST clock/advance {\"tenant\":\"acme\",\"to\":\"2026-01-31T10:10:00Z\"}" {
		t.Error(got)
	}
}

// TestAdvanceFails tells what came before the failure, and the failure.
func TestAdvanceFails(t *testing.T) {
	one := happens(7, "call", "d1", "pending") + "\n"
	const printed = "2026-01-31T10:00:00Z  acme  call                  owed to inbox, delivery d1\n"
	for _, c := range []struct {
		answer http.HandlerFunc
		want   ended
	}{
		{flows(ndjson, one, `{"error":{"message":"the simulator is stopping"}}`+"\n"), ended{2, printed, "the simulator is stopping"}},
		{flows(ndjson, one, `{"items":[`), ended{2, printed, "the simulator at URL broke off: EOF; `leadassist-sim clock show` tells how far it came"}},
		{flows(ndjson, one, "what\n"), ended{2, printed, "the simulator's answer cannot be read: invalid character 'w' looking for beginning of value"}},
		{says(409, `{"error":{"message":"a clock is never turned back; reset begins anew"}}`), ended{2, "", "a clock is never turned back; reset begins anew"}},
	} {
		s := stubbed(t, map[string]http.HandlerFunc{"POST clock/advance": c.answer})
		c.want.err = "leadassist-sim: " + strings.ReplaceAll(c.want.err, "URL", s.url) + "\n"
		if got := command(t.Context(), s.url, "clock", "advance", "10m"); got != c.want {
			t.Errorf("%+v", got)
		}
	}
}

// once is a place to print to that calls when it is first printed to.
type once struct {
	bytes.Buffer
	then func()
}

func (o *once) Write(p []byte) (int, error) {
	o.then()
	return o.Buffer.Write(p)
}

// TestAdvanceInterrupted goes away in the middle.
func TestAdvanceInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := stubbed(t, map[string]http.HandlerFunc{"POST clock/advance": func(w http.ResponseWriter, r *http.Request) {
		flows(ndjson, happens(7, "call", "d1", "pending")+"\n")(w, r)
		<-r.Context().Done()
	}})
	out, told := &once{then: stop}, bytes.Buffer{}
	code := run(ctx, []string{"clock", "advance", "10m", "--admin-url", s.url}, env(nil), out, &told)
	if code != 1 || out.Len() == 0 || told.String() != "leadassist-sim: interrupted; `leadassist-sim clock show` tells how far it came\n" {
		t.Errorf("%d %s", code, told.String())
	}
}

// TestTail prints what it watches, takes a stream up again that was cut off, and ends well when it is told to.
func TestTail(t *testing.T) {
	for output, want := range map[string]string{
		"text": "2026-01-31T10:00:00Z  acme  call                  owed to inbox, delivery d1\n2026-01-31T10:00:00Z  acme  call                  owed to inbox, delivery d2\n",
		"json": happens(4, "call", "d1", "pending") + "\n" + happens(9, "call", "d2", "pending") + "\n",
	} {
		ctx, stop := context.WithCancel(t.Context())
		s := stubbed(t, map[string]http.HandlerFunc{"GET events": func(w http.ResponseWriter, r *http.Request) {
			switch r.Header.Get("Last-Event-ID") {
			case "":
				flows(sse, ": alive\n\n", event(3, "deallocation", "d0", "pending"), event(4, "call", "d1", "pending"), "id: 8\ndata: {\"seq\":8")(w, r)
			case "4":
				flows(sse, "event: clock\nid: 5\ndata: {\"seq\":5,\ndata: \"what\":\"clock\"}\n\n", event(9, "call", "d2", "pending"))(w, r)
			default:
				flows(sse, ":\n\n")(w, r)
				stop()
				<-r.Context().Done()
			}
		}})
		got := command(ctx, s.url, "callbacks", "tail", "--tenant", "acme", "--event", "call", "--output", output)
		if got != (ended{0, want, "watching " + s.url + "; Ctrl-C ends it\n"}) {
			t.Errorf("%+v", got)
		}
		if asked := s.questions(); asked != strings.TrimSuffix(strings.Repeat("GET events?tenant=acme\n", 3), "\n") {
			t.Error(asked)
		}
	}
}

// TestTailEnds tells why, when it is not the user who ends it.
func TestTailEnds(t *testing.T) {
	for _, c := range []struct {
		answer http.HandlerFunc
		want   string
	}{
		{flows(sse), "the simulator ended the stream of events"},
		{flows(sse, "data: x\n\n"), "invalid character 'x' looking for beginning of value"},
		{says(503, `{"error":{"message":"64 watch already"}}`), "64 watch already"},
		{says(404, `{"error":{"message":"tenant \"x\" is not known"}}`), `tenant "x" is not known`},
	} {
		s := stubbed(t, map[string]http.HandlerFunc{"GET events": c.answer})
		got := command(t.Context(), s.url, "callbacks", "tail")
		if got.code != 2 || !strings.HasSuffix(got.err, "leadassist-sim: "+c.want+"\n") {
			t.Errorf("%+v", got)
		}
	}
}
