package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// wire is the door behind a real socket, in one of three manners.
func wire(t *testing.T, h house, manner string) (*httptest.Server, *http.Client) {
	t.Helper()
	server := httptest.NewUnstartedServer(h.door)
	switch manner {
	case "plain":
		server.Start()
	case "TLS":
		server.StartTLS()
	case "HTTP/2":
		server.EnableHTTP2 = true
		server.StartTLS()
	}
	t.Cleanup(server.Close)
	return server, server.Client()
}

// send asks over a connection of its own and reads the answer to its end.
func send(client *http.Client, r *http.Request) (answer, error) {
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body)}, err
}

// creating is a create over the wire.
func creating(t *testing.T, server *httptest.Server, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/tenants/acme/greenvn", strings.NewReader(post("", classicGreenvn()).body))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	return r
}

// TestBrokenConnections: a client meets a reset, a body that breaks off, and one that is no JSON.
func TestBrokenConnections(t *testing.T) {
	for _, manner := range []string{"plain", "TLS", "HTTP/2"} {
		t.Run(manner, func(t *testing.T) {
			t.Parallel()
			h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
			server, client := wire(t, h, manner)
			_, err := send(client, creating(t, server, "Prefer: fault=reset"))
			if err == nil || manner != "HTTP/2" && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("reset: %v", err)
			}
			if e := h.last(); e.Status != 0 || e.Fault.Effect != "reset" || e.Fault.Late || e.Reply != nil {
				t.Errorf("reset: journaled %+v", e)
			}
			a, err := send(client, creating(t, server, "Prefer: fault=truncate"))
			if !errors.Is(err, io.ErrUnexpectedEOF) || a.status != 200 || len(a.body) == 0 || strings.HasSuffix(a.body, "}") {
				t.Errorf("truncate: %v, %s", err, a)
			}
			a, err = send(client, creating(t, server, "Prefer: fault=truncate, status=503"))
			if !errors.Is(err, io.ErrUnexpectedEOF) || a.status != 503 {
				t.Errorf("truncated error: %v, %s", err, a)
			}
			a, err = send(client, creating(t, server, "Prefer: fault=garble"))
			if err != nil || a.status != 409 || json.Valid([]byte(a.body)) || len(a.body) == 0 {
				t.Errorf("garble: %v, %s", err, a)
			}
			if a, err = send(client, creating(t, server)); err != nil || a.verdict() != "409/18" {
				t.Errorf("the door serves on: %v, %s", err, a)
			}
		})
	}
}

// TestHeadUnderFaults: HEAD meets the faults GET meets; without a body there is none to break off.
func TestHeadUnderFaults(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	server, client := wire(t, h, "plain")
	for said, want := range map[string]int{"code=18": 409, "status=503": 503, "fault=truncate": 200, "fault=garble": 200, "fault=reset": 0} {
		r, err := http.NewRequestWithContext(t.Context(), "HEAD", server.URL+"/v1/tenants/acme/settings", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Prefer", said)
		r.Close = true
		a, err := send(client, r)
		if a.status != want || (err != nil) != (want == 0) {
			t.Errorf("%s: %v, %s", said, err, a)
		}
	}
}

// TestLostAnswer is the story of an application that simply tries again: what it asked for has happened, so that it is
// told that its own connection id is taken, and only the journal tells why.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	struck(t, h, fault.Rule{ID: "fault-1", Operation: "createGreenvn", Times: 1, Late: true, Sequence: []fault.Effect{{Reset: true}}})
	server, client := wire(t, h, "plain")
	var tries int
	var a answer
	for err := io.EOF; err != nil && tries < 3; tries++ {
		a, err = send(client, creating(t, server))
	}
	if tries != 2 || a.verdict() != "409/18" {
		t.Fatalf("after %d tries: %s", tries, a)
	}
	entries := h.sim.Journal().List(sim.Filter{})
	lost, refused := entries[1], entries[0]
	_, id := lent(t, answer{body: string(lost.Reply)})
	if lost.Status != 0 || !lost.Fault.Late || lost.Fault.Rule != "fault-1" || lost.Fault.Effect != "reset" || lost.Refusal != nil || id == "" {
		t.Errorf("journaled %+v, %+v", lost, lost.Fault)
	}
	if refused.Fault != nil || refused.Refusal.Step != sim.StepExchange || !strings.Contains(refused.Refusal.Detail, id) {
		t.Errorf("journaled %+v", refused.Refusal)
	}
	if read := h.ask("GET", "/v1/tenants/acme/greenvn/"+id, ""); read.body != string(lost.Reply) {
		t.Errorf("it was made: %s", read)
	}
}

// TestDelays lets an answer wait. The time is the bubble's, so that nobody really waits.
func TestDelays(t *testing.T) {
	if _, err := documents(); err != nil {
		t.Fatal(err)
	}
	second := fault.Delay{Fixed: time.Second}
	for name, c := range map[string]struct {
		rule    fault.Rule
		patient time.Duration // when the client leaves
		took    time.Duration
		verdict string
		made    int
	}{
		"a delay":                   {fault.Rule{Sequence: []fault.Effect{{Delay: second}}}, time.Hour, time.Second, "200/-1", 1},
		"a delay, then an error":    {fault.Rule{Sequence: []fault.Effect{{Delay: second, Status: 503}}}, time.Hour, time.Second, "503/0", 0},
		"a delay after acting":      {fault.Rule{Late: true, Sequence: []fault.Effect{{Delay: second}}}, time.Hour, time.Second, "200/-1", 1},
		"the client leaves":         {fault.Rule{Sequence: []fault.Effect{{Delay: second}}}, time.Millisecond, time.Millisecond, "499/0", 0},
		"it leaves after acting":    {fault.Rule{Late: true, Sequence: []fault.Effect{{Delay: second}}}, time.Millisecond, time.Millisecond, "499/0", 1},
		"hanging":                   {fault.Rule{Sequence: []fault.Effect{{Hang: time.Minute}}}, time.Hour, time.Minute, "499/0", 0},
		"hanging after acting":      {fault.Rule{Late: true, Sequence: []fault.Effect{{Hang: time.Minute, Delay: second}}}, time.Hour, time.Minute + time.Second, "499/0", 1},
		"the client hangs up first": {fault.Rule{Sequence: []fault.Effect{{Hang: time.Minute}}}, time.Second, time.Second, "499/0", 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
				struck(t, h, c.rule)
				ctx, cancel := context.WithTimeout(t.Context(), c.patient)
				defer cancel()
				w := httptest.NewRecorder()
				h.door.ServeHTTP(w, httptest.NewRequest("POST", "/v1/tenants/acme/greenvn", strings.NewReader(post("", classicGreenvn()).body)).WithContext(ctx))
				world, _ := h.sim.Lookup("acme")
				e := h.last()
				a := answer{w.Code, w.Header(), w.Body.String()}
				if a.verdict() != c.verdict || e.Took != c.took || len(world.Allocations()) != c.made || e.Fault.Late != c.rule.Late {
					t.Errorf("%s, took %s, %d made, journaled %+v", a, e.Took, len(world.Allocations()), e.Fault)
				}
			})
		})
	}
}

// TestHeaderHangs for as long as any fault may last.
func TestHeaderHangs(t *testing.T) {
	if _, err := documents(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
		a := h.ask("GET", "/v1/tenants/acme/settings", "", "Prefer: fault=hang")
		if e := h.last(); a.verdict() != "499/0" || e.Took != fault.Longest || e.Fault.Effect != "hang 10m0s" {
			t.Errorf("%s, took %s, journaled %+v", a, e.Took, e.Fault)
		}
	})
}

// TestDelayOutlastsTheServersPatience: the time a request may take to arrive does not count while its answer waits, but
// a client that leaves is noticed, and so is the end of the server.
func TestDelayOutlastsTheServersPatience(t *testing.T) {
	t.Parallel()
	begun, told := make(chan struct{}, 1), make(chan sim.Entry, 1)
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		h.door.ServeHTTP(w, r)
		told <- h.last()
	}))
	server.Config.ReadTimeout = 40 * time.Millisecond
	base, stop := context.WithCancel(context.Background())
	defer stop()
	server.Config.BaseContext = func(net.Listener) context.Context { return base }
	server.Start()
	defer server.Close()
	if a, err := send(server.Client(), creating(t, server, "Prefer: delay=120ms")); err != nil || a.status != 200 {
		t.Errorf("%v, %s", err, a)
	}
	if e := <-told; e.Took < 120*time.Millisecond {
		t.Errorf("took %s", e.Took)
	}
	<-begun
	ctx, leave := context.WithCancel(t.Context())
	go func() { <-begun; leave() }()
	if _, err := send(server.Client(), creating(t, server, "Prefer: delay=10m").WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("the client should have left: %v", err)
	}
	if e := <-told; e.Status != 499 || e.Took > time.Minute {
		t.Errorf("journaled %+v", e)
	}
	go func() { <-begun; stop() }()
	if a, err := send(server.Client(), creating(t, server, "Prefer: fault=hang")); err != nil || a.verdict() != "499/0" {
		t.Errorf("the server stops: %v, %s", err, a)
	}
}
