package control_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
)

// asked is a house with a request of each kind in its journal.
func asked(t *testing.T) house {
	t.Helper()
	h := build(t, spec(), control.Options{})
	h.create("acme", "order-1")
	h.create("acme", "order-1") // refused: code 18
	h.client(http.MethodPost, "/v1/tenants/acme/greenvn", `{"conection_id":"order-2","preferences":{"regoin":"KA","colour":1}}`)
	h.client(http.MethodGet, "/v1/tenants/acme/greenvn/6d2f0e9c-3b41-4c8a-9a57-0f1e2d3c4b5a", "")
	h.client(http.MethodPut, "/v1/tenants/zeta/settings", `{"timezne":"UTC","sms":{"on":true},"deletion_time":60}`)
	h.client(http.MethodPut, "/v1/tenants/zeta/greenpin", `[{"greenpin_id":"1","form":["+919812345678"]},{"greenpin_id":"2","form":[]}]`)
	h.client(http.MethodPost, "/v1/tenants/zeta/greenvn", `{"connection_id":"order-3","note":"`+strings.Repeat("x", sim.BodyKept)+`"}`)
	h.client(http.MethodGet, "/v1/tenants/acme/nowhere", "")
	return h
}

func TestCountAndFind(t *testing.T) {
	h := asked(t)
	golden(t, "count_none", h.post("requests/count", `{"matcher":{"tenant":"acme","operation":"createGreenvn","fields":{"connection_id":{"regex":"^order-[2-9]$"}}}}`))
	golden(t, "count_all", h.ask(http.MethodPost, "/__admin/requests/count", ""))
	golden(t, "find", h.post("requests/find", `{"matcher":{"operation":"createGreenvn","status":["4xx",503]},"limit":1}`))
	golden(t, "unread", h.ask(http.MethodGet, "/__admin/requests/unread", ""))
	golden(t, "unread_zeta", h.ask(http.MethodGet, "/__admin/requests/unread?tenant=zeta", ""))
	golden(t, "request_unread", h.ask(http.MethodGet, "/__admin/requests/3", ""))
}

// TestMatchers counts by each key alone.
func TestMatchers(t *testing.T) {
	h := asked(t)
	for matcher, want := range map[string]int{
		`{}`:                                                        8,
		`{"tenant":"acme"}`:                                         5,
		`{"tenant":"nobody"}`:                                       0,
		`{"method":"put"}`:                                          2,
		`{"path":"/v1/tenants/*/greenvn"}`:                          4,
		`{"path":"/v1/tenants/*"}`:                                  0,
		`{"path":"/v1/**"}`:                                         8,
		`{"path":"/v1/tenants/acme/green.n"}`:                       0,
		`{"path":{"regex":"greenvn/.+"}}`:                           1,
		`{"generation":"exobridge"}`:                                1,
		`{"status":409}`:                                            1,
		`{"status":"4XX"}`:                                          5,
		`{"status":"400-404"}`:                                      4,
		`{"status":[200,"409"]}`:                                    4,
		`{"code":18}`:                                               1,
		`{"code":0}`:                                                0,
		`{"fault":false}`:                                           8,
		`{"fault":true}`:                                            0,
		`{"fault":"flaky"}`:                                         0,
		`{"since_id":"6"}`:                                          2,
		`{"since":"2026-01-31T10:00:00Z"}`:                          8,
		`{"since":"2026-01-31T15:30:01+05:30"}`:                     0,
		`{"fields":{"connection_id":"order-1"}}`:                    2,
		`{"fields":{"aparty_numbers":"+919812345678"}}`:             2,
		`{"fields":{"preferences.colour":1}}`:                       1,
		`{"fields":{"preferences.colour":"1"}}`:                     1,
		`{"fields":{"preferences":"KA"}}`:                           0,
		`{"fields":{"sms.on":true}}`:                                1,
		`{"fields":{"greenpin_id":"2"}}`:                            1,
		`{"fields":{"id":{"regex":"^6d2f"}}}`:                       1,
		`{"fields":{"id":"nowhere"}}`:                               0,
		`{"fields":{"connection_id":"order-1","usage":"oneway"}}`:   0,
		`{"operation":"createGreenvn","status":200,"method":"GET"}`: 0,
	} {
		h.expect(h.post("requests/count", `{"matcher":%s}`, matcher), 200, fmt.Sprintf(`{"count":%d,`, want))
	}
	h.expect(h.post("requests/count", `{"matcher":{"fields":{"connection_id":"order-3"}}}`), 200, `{"count":0,"total_looked_at":8,"unreadable":1,"forgotten":false,"latest":"8"`)
}

func TestMatchersRefused(t *testing.T) {
	h := asked(t)
	for body, want := range map[string]string{
		`{"macher":{}}`:                                   `\"macher\" is not known here; the keys are matcher, at_least, wait`,
		`{"matcher":{"tennant":"acme"}}`:                  `matcher: \"tennant\" is not known here`,
		`{"matcher":{"status":"4x"}}`:                     `matcher.status: \"4x\" is not an HTTP status like 409`,
		`{"matcher":{"status":99}}`:                       `matcher.status: \"99\" is not`,
		`{"matcher":{"status":"500-400"}}`:                `matcher.status: \"500-400\" is not`,
		`{"matcher":{"status":[]}}`:                       `matcher.status`,
		`{"matcher":{"status":{}}}`:                       `a status like 409, a class like 4xx`,
		`{"matcher":{"fault":7}}`:                         `true, false or the name of a fault`,
		`{"matcher":{"path":["a"]}}`:                      `matcher.path: it is a value, or an object like`,
		`{"matcher":{"path":{"regex":"("}}}`:              `matcher.path: \"(\" is not a regular expression`,
		`{"matcher":{"fields":{"a":{"regexp":"b"}}}}`:     `matcher.fields[\"a\"]: it is a value, or an object like`,
		`{"matcher":{"fields":{"a":{"regex":"[b"}}}}`:     `is not a regular expression`,
		`{"matcher":{"since_id":"-1"}}`:                   `since_id`,
		`{"matcher":{"since_id":"99999999999999999999"}}`: `is not a request id`,
		`{"matcher":{"since":"today"}}`:                   `since`,
		`{"matcher":[]}`:                                  `matcher`,
		`{"at_least":0}`:                                  `at_least`,
		`{"wait":"soon"}`:                                 `wait`,
		`{"wait":"1h"}`:                                   `wait: \"1h\" is longer than 10m0s`,
	} {
		h.expect(h.post("requests/count", "%s", body), 400, want)
	}
	for body, want := range map[string]string{
		`{"wait":"5s"}`:       `the keys are matcher, limit, after, newer_than`,
		`{"limit":1001}`:      `limit`,
		`{"after":"x"}`:       `after: \"x\" is not what a page told`,
		`{"newer_than":"-1"}`: `newer_than: \"-1\" is not what a page told`,
	} {
		h.expect(h.post("requests/find", "%s", body), 400, want)
	}
}

// TestFindGoesOn walks back page by page, and forward from a mark.
func TestFindGoesOn(t *testing.T) {
	h := asked(t)
	h.expect(h.post("requests/find", `{"matcher":{"tenant":"acme"},"limit":2,"after":"5"}`), 200, `"next":"3","newest":"4"`)
	h.expect(h.post("requests/find", `{"newer_than":"8"}`), 200, `{"items":[],"next":"","newest":"8"}`)
	h.create("acme", "order-9")
	h.expect(h.post("requests/find", `{"newer_than":"8"}`), 200, `{"items":[{"id":"9",`)
}

// TestCountWaits ends as soon as there are enough, or when the time is over.
func TestCountWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := build(t, spec(), control.Options{})
		begin, done := time.Now(), make(chan answer, 1)
		go func() {
			done <- h.post("requests/count", `{"matcher":{"tenant":"acme","status":409},"at_least":2,"wait":"1m"}`)
		}()
		for _, wait := range []time.Duration{time.Second, time.Second, time.Second} {
			synctest.Wait()
			time.Sleep(wait)
			h.create("acme", "order-1")
			h.create("other", "order-1")
		}
		h.expect(<-done, 200, `{"count":2,`)
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("waited %v", took)
		}
		h.expect(h.post("requests/count", `{"matcher":{"status":503},"wait":"2s"}`), 200, `{"count":0,`)
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("waited %v in all", took)
		}
	})
}

// TestRequestsAreStreamed tells requests to those who want them told.
func TestRequestsAreStreamed(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.expect(h.ask(http.MethodGet, "/__admin/events?requests=perhaps", ""), 400, `\"perhaps\" is not true or false`)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	client := &reader{head: http.Header{}}
	client.at = func(told string) {
		switch {
		case strings.HasSuffix(told, ": watching\n\n"):
			h.create("acme", "order-1")
			h.create("zeta", "order-1")
			h.create("acme", "order-1")
		case strings.Contains(told, `"status":409`):
			stop()
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/__admin/events?requests=true&tenant=acme", nil)
	if err != nil {
		t.Fatal(err)
	}
	h.control.ServeHTTP(client, r)
	want := ": watching\n\n" +
		"id: 0\nevent: request\ndata: {\"at\":\"2026-01-31T10:00:00Z\",\"tenant\":\"acme\",\"what\":\"request\",\"status\":200,\"request\":\"1\",\"operation\":\"createGreenvn\"}\n\n" +
		"id: 0\nevent: request\ndata: {\"at\":\"2026-01-31T10:00:00Z\",\"tenant\":\"acme\",\"what\":\"request\",\"status\":409,\"detail\":\"18 duplicate-reference\",\"request\":\"3\",\"operation\":\"createGreenvn\"}\n\n"
	if got := client.told.String(); got != want {
		t.Errorf("told %s\nwant %s", got, want)
	}
}

// TestFaultsAreTold tells of a request what struck it, and why it was refused.
func TestFaultsAreTold(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.sim.Record(sim.Entry{
		ID: h.sim.NextID(), At: dawn(), Tenant: "acme", Method: "POST", Path: "/v1/tenants/acme/greenvn", Operation: "createGreenvn", Status: 409,
		Generation: "classic", Varied: []string{"order of keys: no order is promised"},
		Fault:   &sim.FaultNote{By: "rule", Rule: "fault-1", Name: "flaky", Scenario: "storm", Effect: "code 18", Late: true, Seen: 3, Hit: 2, Wait: 1500 * time.Millisecond},
		Refusal: &sim.RefusalNote{Code: 18, Reason: "duplicate-reference", Step: "act", State: []sim.Fact{{Name: "holder", Value: "6024e944"}}},
	})
	golden(t, "request_struck", h.ask(http.MethodGet, "/__admin/requests/1", ""))
	h.expect(h.post("requests/count", `{"matcher":{"fault":"storm"}}`), 200, `{"count":1,`)
}

func TestPutTenant(t *testing.T) {
	s := spec()
	s.MaxTenants = 1
	h := build(t, s, control.Options{Build: func(sid string, definition []byte) (sim.Tenant, error) {
		if string(definition) == `{"generate":{"count":-1}}` {
			return sim.Tenant{}, errors.New("generate.count: -1 is not a count")
		}
		made := tenant(2)
		made.SID, made.Profile = sid, "current"
		return made, nil
	}})
	h.create("acme", "order-1")
	put := func(sid, definition string) answer {
		return h.ask(http.MethodPut, "/__admin/tenants/"+sid, definition)
	}
	golden(t, "put", put("acme", `{"profile":"current","generate":{"count":2}}`))
	h.expect(h.ask(http.MethodGet, "/__admin/requests?tenant=acme", ""), 200, `{"items":[],`)
	golden(t, "put_wrong", put("acme", `{"generate":{"count":-1}}`))
	h.expect(put("acme", ``), 400, "the body is not JSON")
	h.expect(put("acme", `[]`), 400, "body")
	h.expect(put("fresh", `{}`), 200, `"sid":"fresh"`)
	golden(t, "put_too_many", put("another", `{}`))
	h.expect(h.ask(http.MethodPost, "/__admin/reset", ""), 200, `{"reset":2}`)
	h.expect(h.ask(http.MethodGet, "/__admin/tenants/fresh", ""), 404, "is not known")
	h.expect(h.ask(http.MethodGet, "/__admin/tenants/acme", ""), 200, `"profile":"classic"`)
	h.expect(build(t, spec(), control.Options{}).ask(http.MethodPut, "/__admin/tenants/acme", `{}`), 409, "takes no tenants at run time")
}

// TestCountWaitsForMany outlives being let go for falling behind.
func TestCountWaitsForMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := spec()
		s.Journal = 5000
		h := build(t, s, control.Options{})
		done := make(chan answer, 1)
		go func() { done <- h.post("requests/count", `{"at_least":4000,"wait":"1m"}`) }()
		synctest.Wait()
		for range 4000 {
			h.sim.Record(sim.Entry{ID: h.sim.NextID(), At: dawn(), Tenant: "acme"})
		}
		h.expect(<-done, 200, `{"count":4000,`)
	})
}

// TestCountRefusesOneTooMany waits only as long as somebody can be told.
func TestCountRefusesOneTooMany(t *testing.T) {
	h := build(t, spec(), control.Options{})
	for more := true; more; {
		var stop func()
		if _, _, stop, more = h.sim.Watch("", 0); more {
			defer stop()
		}
	}
	h.expect(h.post("requests/count", `{"wait":"1m"}`), 503, "too many watch already")
	h.expect(h.post("requests/count", `{}`), 200, `{"count":0,`)
}
