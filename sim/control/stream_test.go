package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/exchange"
)

// ndjson is what a client accepts that wants a line for each happening.
const ndjson = "Accept: application/json;q=0.5, application/x-ndjson"

// TestAdvanceStreams tells, line by line, what the whole answer tells at once, and each line is as documented.
func TestAdvanceStreams(t *testing.T) {
	streamed, whole := scene(t, &receiver{}), scene(t, &receiver{})
	for _, h := range []house{streamed, whole} {
		for n := range 3 {
			h.lend("acme", fmt.Sprint("order-", n), fmt.Sprint(30-10*n, "s"))
		}
	}
	a := streamed.ask(http.MethodPost, "/__admin/clock/advance", `{"by":"1m"}`, ndjson)
	golden(t, "advance_streamed", a)
	lines := strings.Split(strings.TrimSuffix(a.body, "\n"), "\n")
	var at []string
	for _, line := range lines[:len(lines)-1] {
		var told struct{ At string }
		if err := json.Unmarshal([]byte(line), &told); err != nil {
			t.Fatal(err)
		}
		at = append(at, told.At)
	}
	if len(at) != 6 || at[0] != "2026-01-31T10:00:10Z" || at[2] != "2026-01-31T10:00:20Z" || at[4] != "2026-01-31T10:00:30Z" {
		t.Errorf("told at %v", at)
	}
	all := whole.post("clock/advance", `{"by":"1m"}`)
	if !strings.Contains(all.body, `"happened":[`+strings.Join(lines[:6], ",")+`],"total":6,"omitted":0`) {
		t.Errorf("streamed %s\nwhole %s", a.body, all.body)
	}
	golden(t, "advance_streamed_nothing", streamed.ask(http.MethodPost, "/__admin/clock/advance", `{"tenant":"acme","by":"1ms"}`, ndjson))
}

// TestAdvanceStreamRefuses answers like any other operation as long as nothing was told.
func TestAdvanceStreamRefuses(t *testing.T) {
	h := scene(t, &receiver{})
	golden(t, "stream_backwards", h.ask(http.MethodPost, "/__admin/clock/advance", `{"to":"2026-01-01T00:00:00Z"}`, ndjson))
	h.expect(h.ask(http.MethodPost, "/__admin/clock/advance", `{`, ndjson), 400, "not JSON")
	h.expect(h.ask(http.MethodPost, "/__admin/clock/advance", `{"by":"1s","tenant":"nobody"}`, ndjson), 404, "is not known")
	for _, accept := range []string{"Accept: */*", "Accept: ;;", "Accept: application/x-ndjson-not"} {
		h.expect(h.ask(http.MethodPost, "/__admin/clock/advance", `{"by":"0s"}`, accept), 200, `"happened":[]`)
	}
}

// TestAdvanceStreamBreaksOff tells in the last line why it ended: the world was reset under it.
func TestAdvanceStreamBreaksOff(t *testing.T) {
	s := spec()
	s.Render = func(sim.Tenant, string, exchangeEvent) sim.Notice {
		return sim.Notice{Event: "call", Body: []byte(`{}`)}
	}
	s.Template = withNumbers(s.Template, 1000)
	h := build(t, s, control.Options{})
	w, err := h.sim.World("many")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 1000 {
		c := lease(n).(exchange.AllocateGreenvn)
		c.Duration = time.Duration(n+1) * time.Second
		if _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	reset := make(chan bool, 1)
	client := &reader{head: http.Header{}, at: func(told string) {
		if strings.HasPrefix(told, `{"at":`) && strings.Count(told, "\n") == 1 {
			started := make(chan bool)
			go func() { close(started); reset <- h.sim.ResetTenant("many") }()
			<-started
		}
		runtime.Gosched()
	}}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/__admin/clock/advance", strings.NewReader(`{"tenant":"many","by":"1h"}`))
	r.Header.Set("Accept", "application/x-ndjson")
	h.control.ServeHTTP(client, r)
	lines := strings.Split(strings.TrimSuffix(client.told.String(), "\n"), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, `{"error":{"message":"tenant many: broken off by a reset`) {
		t.Errorf("%d lines, the last %s", len(lines), last)
	}
	<-reset
}

// reader is a client in process, told of everything it has read so far.
type reader struct {
	head   http.Header
	status int
	told   strings.Builder
	at     func(string)
	broken bool
}

func (r *reader) Header() http.Header { return r.head }
func (r *reader) WriteHeader(n int)   { r.status = n }
func (r *reader) Flush()              {}
func (r *reader) Write(p []byte) (int, error) {
	if r.broken {
		return 0, io.ErrClosedPipe
	}
	r.told.Write(p)
	if r.at != nil {
		r.at(r.told.String())
	}
	return len(p), nil
}

// TestClientGone ends an advance at the instant it has come to; the next one goes on from there and nothing is lost.
func TestClientGone(t *testing.T) {
	h := scene(t, &receiver{})
	h.lend("acme", "order-1", "10s")
	h.lend("acme", "order-2", "20s")
	ctx, leave := context.WithCancel(t.Context())
	w := &reader{head: http.Header{}, at: func(string) { leave() }}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/__admin/clock/advance", strings.NewReader(`{"tenant":"acme","by":"1h"}`))
	r.Header.Set("Accept", "application/x-ndjson")
	h.control.ServeHTTP(w, r)
	world, _ := h.sim.Lookup("acme")
	if now := world.Now(); !now.Equal(dawn().Add(10 * time.Second)) {
		t.Errorf("the clock stands at %v", now)
	}
	h.expect(h.post("clock/advance", `{"tenant":"acme","by":"1h"}`), 200, `"at":"2026-01-31T10:00:20Z"`)
	if n := len(h.list("/__admin/callbacks?state=delivered").Items); n != 2 {
		t.Errorf("%d deliveries", n)
	}
}

// TestClientUnreachable ends an advance at the first line that cannot be written.
func TestClientUnreachable(t *testing.T) {
	h := scene(t, &receiver{})
	h.lend("acme", "order-1", "10s")
	h.lend("acme", "order-2", "20s")
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/__admin/clock/advance", strings.NewReader(`{"tenant":"acme","by":"1h"}`))
	r.Header.Set("Accept", "application/x-ndjson")
	h.control.ServeHTTP(&reader{head: http.Header{}, broken: true}, r)
	world, _ := h.sim.Lookup("acme")
	if now := world.Now(); !now.Equal(dawn().Add(10 * time.Second)) {
		t.Errorf("the clock stands at %v", now)
	}
}

// TestOverTheWire streams over a real connection: each line is there before the next thing happens, and the connection
// serves the next question.
func TestOverTheWire(t *testing.T) {
	r := &receiver{hold: make(chan struct{})}
	h := scene(t, r)
	w, _ := h.sim.Lookup("acme")
	if _, err := w.Do(toReceiver()); err != nil {
		t.Fatal(err)
	}
	h.lend("acme", "order-1", "10s")
	server := httptest.NewServer(h.control)
	defer server.Close()
	request, _ := http.NewRequest(http.MethodPost, server.URL+"/__admin/callbacks/trigger", strings.NewReader(`{"tenant":"acme","event":"call","to":"inbox"}`))
	if _, err := server.Client().Do(request); err != nil {
		t.Fatal(err)
	}
	h.settle("acme")
	events, err := server.Client().Get(server.URL + "/__admin/events?after=0")
	if err != nil {
		t.Fatal(err)
	}
	watched := bufio.NewReader(events.Body)
	request, _ = http.NewRequest(http.MethodPost, server.URL+"/__admin/clock/advance", strings.NewReader(`{"tenant":"acme","by":"1h"}`))
	request.Header.Set("Accept", "application/x-ndjson")
	go close(r.hold)
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	told, err := io.ReadAll(answer.Body)
	if err != nil || !strings.HasSuffix(string(told), `"mode":"frozen"}],"total":2}`+"\n") {
		t.Errorf("%v %s", err, told)
	}
	for seen := 0; seen < 4; {
		line, err := watched.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "id: ") {
			seen++
		}
	}
	_ = events.Body.Close()
}

// watch opens the stream of events in a bubble; what it tells is read once everybody waits.
func (h house) watch(ctx context.Context, path string, headers ...string) (*reader, func()) {
	w := &reader{head: http.Header{}}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/__admin/events"+path, nil)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.control.ServeHTTP(w, r)
	}()
	synctest.Wait()
	return w, func() { <-done }
}

// TestWatch follows two tenants, and one of them alone, from here on and from before.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := scene(t, &receiver{})
		ctx, leave := context.WithCancel(t.Context())
		h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":"inbox"}`)
		synctest.Wait()
		all, gone := h.watch(ctx, "")
		one, _ := h.watch(ctx, "?tenant=zeta")
		resumed, _ := h.watch(ctx, "?after=0", "Last-Event-ID: 1")
		past, _ := h.watch(ctx, "?after=0&tenant=acme")
		h.post("callbacks/trigger", `{"tenant":"zeta","event":"deallocation","to":"inbox"}`)
		synctest.Wait()
		h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"acme","mode":"frozen"}`)
		synctest.Wait()
		time.Sleep(15 * time.Second)
		synctest.Wait()
		leave()
		gone()
		synctest.Wait()
		golden(t, "watch", answer{all.status, all.head, all.told.String()})
		for name, w := range map[string]struct {
			told *reader
			ids  string
		}{
			"all": {all, "3 4 5"}, "one": {one, "3 4"}, "resumed": {resumed, "2 3 4 5"}, "past": {past, "1 2 5"},
		} {
			var ids []string
			for line := range strings.SplitSeq(w.told.told.String(), "\n") {
				if id, ok := strings.CutPrefix(line, "id: "); ok {
					ids = append(ids, id)
				}
			}
			if got := strings.Join(ids, " "); got != w.ids {
				t.Errorf("%s: %s, want %s", name, got, w.ids)
			}
		}
	})
}

// TestWatchersBounded lets 64 watch and no more, until one has gone.
func TestWatchersBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := scene(t, &receiver{})
		ctx, leave := context.WithCancel(t.Context())
		for range 64 {
			h.watch(ctx, "")
		}
		golden(t, "too_many_watchers", h.ask(http.MethodGet, "/__admin/events", ""))
		leave()
		synctest.Wait()
		again, stop := context.WithCancel(t.Context())
		if w, _ := h.watch(again, ""); w.status != http.StatusOK {
			t.Errorf("answered %d", w.status)
		}
		stop()
		synctest.Wait()
	})
}

// TestWatcherTooSlow is let go, and told so.
func TestWatcherTooSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := scene(t, &receiver{})
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		slow := make(chan struct{})
		w := &reader{head: http.Header{}, at: func(told string) {
			if strings.Contains(told, "id: 1\n") {
				<-slow
			}
		}}
		done := make(chan struct{})
		go func() {
			defer close(done)
			h.control.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/__admin/events", nil))
		}()
		synctest.Wait()
		for range 1026 {
			h.ask(http.MethodPut, "/__admin/clock", `{"tenant":"acme","mode":"frozen"}`)
		}
		close(slow)
		<-done
		if told := w.told.String(); !strings.HasSuffix(told, ": too far behind; connect again with Last-Event-ID\n\n") {
			t.Errorf("…%s", told[max(0, len(told)-200):])
		}
	})
}

func TestWatchRefused(t *testing.T) {
	h := scene(t, &receiver{})
	h.expect(h.ask(http.MethodGet, "/__admin/events?after=x", ""), 400, "after: ")
	h.expect(h.ask(http.MethodGet, "/__admin/events?after=-1", ""), 400, "after: ")
	h.expect(h.ask(http.MethodGet, "/__admin/events", "", "Last-Event-ID: abc"), 400, `Last-Event-ID: \"abc\"`)
	if a := h.ask(http.MethodHead, "/__admin/events", ""); a.status != 200 || a.header.Get("Content-Type") != "text/event-stream" || a.body != "" {
		t.Errorf("HEAD answered %d %v %q", a.status, a.header, a.body)
	}
	h.expect(h.ask(http.MethodPost, "/__admin/events", ""), 405, "")
}

// TestHappeningsAreDocumented holds what streams tell against the document, which has no say over lines.
func TestHappeningsAreDocumented(t *testing.T) {
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	h := scene(t, &receiver{statuses: []int{500}})
	h.post("calls", `{"tenant":"zeta","from":"+919812345678","allocation":"%s"}`, h.bridge("zeta"))
	h.lend("acme", "order-1", "10s")
	a := h.ask(http.MethodPost, "/__admin/clock/advance", `{"by":"1m"}`, ndjson)
	lines := strings.Split(strings.TrimSuffix(a.body, "\n"), "\n")
	summary := strings.Replace(lines[len(lines)-1], `"total"`, `"omitted":0,"happened":[`+strings.Join(lines[:len(lines)-1], ",")+`],"total"`, 1)
	var value any
	if err := json.Unmarshal([]byte(summary), &value); err != nil {
		t.Fatal(err)
	}
	o, _ := loaded["control"].Operation("advanceClock")
	for _, v := range o.CheckReply(200, "application/json", value) {
		t.Error(v.Reason)
	}
	if len(lines) < 6 {
		t.Errorf("only %d lines: %s", len(lines), a.body)
	}
}
