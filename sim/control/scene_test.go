package control_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// inWords puts an event into the words of a profile, or of the tenant's own.
func inWords(profile string, t sim.Tenant, timezone string, e exchange.Event) (sim.Notice, error) {
	if profile == "" {
		profile = t.Profile
	}
	spoken := dialect.New(dialect.Speaker(dialect.Profile(profile), e), dialect.Quirks{}, timezone)
	n := spoken.Event(e, dialect.Telling{Tenant: t.SID, Insights: t.Insights})
	if n.Body == nil {
		return sim.Notice{}, nil
	}
	body, err := json.Marshal(n.Body)
	return sim.Notice{Event: string(e.Kind), Endpoint: n.Endpoint, Body: body}, err
}

// receiver is an endpoint: it answers with its statuses in turn, the last again and again.
type receiver struct {
	mu       sync.Mutex
	statuses []int
	jobs     []callback.Job
	hold     chan struct{} // when set, it answers only once this is closed
}

func (r *receiver) post(_ context.Context, j callback.Job) callback.Result {
	if r.hold != nil {
		<-r.hold
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.jobs = append(r.jobs, j)
	status := http.StatusOK
	if n := len(r.statuses); n > 0 {
		status = r.statuses[min(len(r.jobs), n)-1]
	}
	return callback.Result{Status: status, Response: []byte(http.StatusText(status))}
}

// scene is a simulator that tells its events: those of calls to a receiver, all others to the inbox.
func scene(t *testing.T, r *receiver) house {
	t.Helper()
	s := spec()
	s.Post = r.post
	s.Render = func(t sim.Tenant, timezone string, e exchange.Event) sim.Notice {
		n, _ := inWords("", t, timezone, e)
		return n
	}
	s.Template.Callbacks = sim.Callbacks{URL: sim.Inbox, Policy: callback.DefaultPolicy()}
	s.Tenants[0].Callbacks = s.Template.Callbacks
	return build(t, s, control.Options{Render: inWords})
}

// settle lets a tenant's deliveries that are under way land.
func (h house) settle(sid string) {
	h.t.Helper()
	h.expect(h.ask(http.MethodPost, "/__admin/clock/advance", `{"tenant":"`+sid+`","by":"0s"}`), 200, `"items"`)
}

// lend makes an allocation of a period and gives its id.
func (h house) lend(sid, connection, period string) string {
	h.t.Helper()
	made := h.client(http.MethodPost, "/v1/tenants/"+sid+"/greenvn",
		`{"connection_id":"`+connection+`","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway","deallocation_policy":{"duration":"`+period+`"}}`)
	return h.field(made, "greenvn_id")
}

// pair makes a classic GreenPin on the first number and gives its id.
func (h house) pair(sid string) string {
	h.t.Helper()
	made := h.client(http.MethodPost, "/v1/tenants/"+sid+"/greenpin",
		`{"transaction_id":"tx-1","a":{"numbers":["+919812345678"],"vns":["+918000000000"],"pin":"1234"},"b":{"numbers":["+919887654321"],"vns":["+918000000001"],"pin":"4321"},"usage":"twoway"}`)
	return h.field(made, "greenpin_id")
}

// bridge makes an exobridge GreenVN and gives its id.
func (h house) bridge(sid string) string {
	h.t.Helper()
	made := h.client(http.MethodPost, "/v1/tenants/"+sid+"/greenvn",
		`{"caller_id_number":"+918000000001","from":["+919812345678"],"to":["+919887654321"],"custom_field":"order-7"}`)
	return h.field(made, "greenvn_id")
}

// field reads one from a vendor's answer, or one at the top.
func (h house) field(a answer, name string) string {
	h.t.Helper()
	var told map[string]any
	if err := json.Unmarshal([]byte(a.body), &told); err != nil {
		h.t.Fatalf("%v: %s", err, a.body)
	}
	for _, envelope := range []string{"data", "response", "call"} {
		if inner, ok := told[envelope].(map[string]any); ok {
			told = inner
		}
	}
	value, ok := told[name].(string)
	if !ok {
		h.t.Fatalf("no %s in %d %s", name, a.status, a.body)
	}
	return value
}

// dawn is where the clocks of a scene stand.
func dawn() time.Time { return time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC) }

// post asks with a body written with arguments.
func (h house) post(path, format string, args ...any) answer {
	h.t.Helper()
	return h.ask(http.MethodPost, "/__admin/"+path, fmt.Sprintf(format, args...))
}

type exchangeEvent = exchange.Event

// toReceiver makes the receiver the endpoint of deallocations.
func toReceiver() exchange.Command {
	return exchange.UpdateSettings{Endpoints: map[string]string{"deallocation_callback_event_endpoint": "http://127.0.0.1:3000/gone"}}
}

// withNumbers gives a tenant a pool of n.
func withNumbers(of sim.Tenant, n int) sim.Tenant {
	of.Exchange.Numbers = tenant(n).Exchange.Numbers
	return of
}

// lease is an allocation of a minute.
func lease(n int) exchange.Command {
	return exchange.AllocateGreenvn{
		Reference: fmt.Sprint(n), Usage: exchange.Twoway, Duration: time.Minute,
		A: exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
	}
}

// wordless tells nothing.
func wordless(sim.Tenant, string, exchange.Event) sim.Notice { return sim.Notice{} }

func controlOptions() control.Options { return control.Options{Render: inWords} }
