package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"leadassist-sim/sim"
)

// This file holds the answers that are written as things happen, instead of returned. What goes wrong before the first
// line is answered like anywhere else; afterwards it is the stream's last line.

// Media types of streams.
const (
	ndjson       = "application/x-ndjson"
	serverEvents = "text/event-stream"
)

// Patience of streams.
const (
	signOfLife = 15 * time.Second // between two comments on a stream on which nothing happens
	stalled    = 10 * time.Second // after which a client that reads nothing is let go: it may be holding a clock
)

// streamer writes an answer to the stream.
type streamer func(ask, *stream) error

// streamed serves the operations that can stream: some whenever their media type is accepted, one always.
func (d *Door) streamed(operation string, plain http.Handler) http.Handler {
	switch operation {
	case "advanceClock":
		lines := d.flow(operation, ndjson, d.streamAdvance)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if accepts(r, ndjson) {
				lines.ServeHTTP(w, r)
				return
			}
			plain.ServeHTTP(w, r)
		})
	case "watchEvents":
		return d.flow(operation, serverEvents, d.watchEvents)
	}
	return plain
}

// accepts tells whether the request names the media type.
func accepts(r *http.Request, kind string) bool {
	for said := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		if one, _, err := mime.ParseMediaType(said); err == nil && one == kind {
			return true
		}
	}
	return false
}

// flow is serve for streams.
func (d *Door) flow(operation, kind string, act streamer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := ask{request: r, vars: mux.Vars(r)}
		s := &stream{writer: w, control: http.NewResponseController(w), kind: kind, context: r.Context()}
		defer s.release()
		err := d.read(operation, w, &a)
		if err == nil && r.Method == http.MethodHead {
			s.begin()
			return
		}
		if err == nil {
			_, err = safely(func(a ask) (any, error) { return nil, act(a, s) }, a)
		}
		switch {
		case err == nil || s.broken != nil:
		case !s.begun:
			d.write(operation, w, err)
		case kind == ndjson:
			s.line(failure(err))
		default:
			s.comment(err.Error())
		}
	})
}

// failure is how an error is told as JSON.
func failure(err error) any {
	return map[string]any{"error": map[string]any{"message": err.Error()}}
}

// stream is an answer under way.
type stream struct {
	writer  http.ResponseWriter
	control *http.ResponseController
	kind    string
	context context.Context
	begun   bool
	broken  error // the client is gone
}

// begin sends the head, so that the client knows it is being served before anything happens.
func (s *stream) begin() {
	s.begun = true
	h := s.writer.Header()
	h.Set("Content-Type", s.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	s.writer.WriteHeader(http.StatusOK)
	_ = s.control.Flush() // a client that is gone shows at the first write
}

// write sends what is one piece at once. It fails when the client is gone, or does not read.
func (s *stream) write(piece []byte) {
	if s.broken != nil {
		return
	}
	if !s.begun {
		s.begin()
	}
	limit, cancel := context.WithTimeout(s.context, stalled)
	defer cancel()
	if until, ok := limit.Deadline(); ok {
		_ = s.control.SetWriteDeadline(until) // a test's writer has none
	}
	if _, s.broken = s.writer.Write(piece); s.broken == nil {
		s.broken = s.control.Flush()
	}
}

// release leaves the connection as it was, for whoever asks on it next.
func (s *stream) release() { _ = s.control.SetWriteDeadline(time.Time{}) }

// line sends a value as one line of JSON.
func (s *stream) line(value any) { s.write(encoded(value)) }

// comment sends what a reader of server-sent events passes over.
func (s *stream) comment(text string) {
	s.write([]byte(": " + strings.ReplaceAll(text, "\n", " ") + "\n\n"))
}

// event sends a happening as a server-sent event.
func (s *stream) event(h sim.Happening) {
	s.write(fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n", h.Seq, h.What, encoded(toHappening(h))))
}

// encoded is a value as JSON with a line's end.
func encoded(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // texts, numbers and times of ours: nothing that cannot be written
	return out.Bytes()
}

// streamAdvance is advanceClock with a line for each happening as it happens, and a last one with the clocks. When the
// client goes away, the clock stops where it is.
func (d *Door) streamAdvance(a ask, s *stream) error {
	m, worlds, err := d.moving(a)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(a.request.Context())
	defer stop()
	total := 0
	items, err := m.turn(ctx, worlds, func(h sim.Happening) {
		total++
		if s.line(unnumbered(h)); s.broken != nil {
			stop()
		}
	})
	if err != nil {
		return err
	}
	s.line(map[string]any{"items": items, "total": total})
	return nil
}

// watchEvents tells what happens, as it happens, to a tenant or to all: first what happened after the numbered one, if
// a number is named. A watcher that cannot follow is let go, and takes up again where it was by Last-Event-ID.
func (d *Door) watchEvents(a ask, s *stream) error {
	tenant := a.request.URL.Query().Get("tenant")
	if _, known := d.sim.Lookup(tenant); !known && tenant != "" && d.sim.Strict() {
		return notFound("tenant %.64q is not known", tenant)
	}
	after, err := d.resumed(a.request)
	if err != nil {
		return err
	}
	watch := d.sim.Watch
	switch said := a.request.URL.Query().Get("requests"); said {
	case "", "false":
	case "true":
		watch = d.sim.WatchRequests
	default:
		return badRequest("requests: %.64q is not true or false", said)
	}
	past, live, stop, ok := watch(tenant, after)
	if !ok {
		return problem{http.StatusServiceUnavailable, "too many watch already; try again when one of them has gone"}
	}
	defer stop()
	s.comment("watching")
	for _, h := range past {
		s.event(h)
	}
	for s.broken == nil && s.next(live) {
	}
	return nil
}

// resumed reads after which happening to go on: what a reconnecting client says in a header outweighs the query.
// Without either it is the last one so far.
func (d *Door) resumed(r *http.Request) (uint64, error) {
	q := r.URL.Query()
	said := r.Header.Get("Last-Event-ID")
	switch {
	case said != "":
		n, err := strconv.ParseUint(said, 10, 63)
		if err != nil {
			return 0, badRequest("Last-Event-ID: %.64q is not a whole number", said)
		}
		return n, nil
	case q.Get("after") != "":
		return number(q, "after")
	}
	return d.sim.Latest(), nil
}

// next sends what happens next, or a sign of life. It reports whether there is more to come.
func (s *stream) next(live <-chan sim.Happening) bool {
	wait, cancel := context.WithTimeout(s.context, signOfLife)
	defer cancel()
	select {
	case h, open := <-live:
		if !open {
			s.comment("too far behind; connect again with Last-Event-ID")
			return false
		}
		s.event(h)
	case <-wait.Done():
		if s.context.Err() != nil {
			return false
		}
		s.comment("still watching")
	}
	return true
}
