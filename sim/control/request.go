package control

import (
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim"
)

// request is a journal entry as told.
type request struct {
	ID         string            `json:"id"`
	At         *time.Time        `json:"at"`
	Tenant     string            `json:"tenant"`
	Method     string            `json:"method"`
	Path       string            `json:"path"`
	Query      string            `json:"query"`
	Headers    map[string]string `json:"headers"`
	Body       string            `json:"body"`
	Truncated  bool              `json:"body_truncated"`
	Operation  string            `json:"operation"`
	Generation string            `json:"generation"`
	Status     int               `json:"status"`
	Reply      string            `json:"reply"`
	Took       int64             `json:"duration_us"`
	Refusal    *refusal          `json:"refusal"`
	Fault      *struck           `json:"fault"`
	Varied     []string          `json:"varied"`
	Unread     []unreadField     `json:"unread_fields"`
	Departures []violation       `json:"reply_violations"`
}

type refusal struct {
	Code       int         `json:"code"`
	Reason     string      `json:"reason"`
	Detail     string      `json:"detail"`
	Step       string      `json:"step"`
	Rule       string      `json:"rule"`
	Violations []violation `json:"violations"`
	State      []fact      `json:"state"`
}

// fact is one thing that was looked at when the request was refused.
type fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// struck is the fault that was struck on a request.
type struck struct {
	By       string   `json:"by"`
	Rule     string   `json:"rule"`
	Name     string   `json:"name"`
	Scenario string   `json:"scenario"`
	Said     string   `json:"said"`
	Effect   string   `json:"effect"`
	When     string   `json:"when"`
	Seen     int      `json:"seen"`
	Hits     int      `json:"hits"`
	Wait     int64    `json:"wait_ms"`
	Left     bool     `json:"client_left"`
	Ignored  []string `json:"ignored"`
}

type violation struct {
	Pointer string `json:"pointer"`
	Rule    string `json:"rule"`
	Reason  string `json:"reason"`
}

func (d *Door) toRequest(e sim.Entry) request {
	told := request{
		ID: strconv.FormatUint(e.ID, 10), Tenant: e.Tenant, Method: e.Method, Path: e.Path, Query: e.Query,
		Headers: make(map[string]string, len(e.Header)), Body: string(e.Body), Truncated: e.Truncated,
		Operation: e.Operation, Generation: e.Generation, Status: e.Status, Reply: string(e.Reply),
		Took: e.Took.Microseconds(), Departures: make([]violation, 0, len(e.Departures)),
		Refusal: toRefusal(e.Refusal), Fault: toStruck(e.Fault), Varied: list(e.Varied), Unread: d.unreadFields(e),
	}
	for _, departure := range e.Departures {
		told.Departures = append(told.Departures, violation{Rule: "reply", Reason: departure})
	}
	if !e.At.IsZero() {
		told.At = &e.At
	}
	for name, values := range e.Header {
		told.Headers[name] = strings.Join(values, ", ")
	}
	return told
}

func toRefusal(r *sim.RefusalNote) *refusal {
	if r == nil {
		return nil
	}
	told := &refusal{Code: r.Code, Reason: r.Reason, Detail: r.Detail, Step: r.Step, Rule: r.Rule, Violations: []violation{}, State: []fact{}}
	for _, v := range r.Violations {
		told.Violations = append(told.Violations, violation(v))
	}
	for _, f := range r.State {
		told.State = append(told.State, fact(f))
	}
	return told
}

func toStruck(f *sim.FaultNote) *struck {
	if f == nil {
		return nil
	}
	told := &struck{
		By: f.By, Rule: f.Rule, Name: f.Name, Scenario: f.Scenario, Said: f.Said, Effect: f.Effect, When: "before",
		Seen: f.Seen, Hits: f.Hit, Wait: f.Wait.Milliseconds(), Left: f.Left, Ignored: list(f.Ignored),
	}
	if f.Late {
		told.When = "after"
	}
	return told
}

// listRequests tells the journal, newest first.
func (d *Door) listRequests(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	status, err := number(q, "status")
	if err != nil {
		return nil, err
	}
	if status != 0 && (status < 100 || status > 599) {
		return nil, badRequest("status: %d is not an HTTP status", status)
	}
	before, err := number(q, "after")
	if err != nil {
		return nil, err
	}
	entries := d.sim.Journal().List(sim.Filter{
		Tenant: q.Get("tenant"), Operation: q.Get("operation"), Status: int(status), Before: before, Limit: size + 1,
	})
	return d.toPage(entries, size), nil
}

// readRequest tells one entry.
func (d *Door) readRequest(a ask) (any, error) {
	e, err := d.entry(a)
	if err != nil {
		return nil, err
	}
	return d.toRequest(e), nil
}

// entry finds the entry a path names.
func (d *Door) entry(a ask) (sim.Entry, error) {
	id, err := strconv.ParseUint(a.vars["id"], 10, 64)
	if err != nil {
		return sim.Entry{}, badRequest("%.64q is not a request id; it is the number in the X-Request-Id header", a.vars["id"])
	}
	e, ok := d.sim.Journal().Find(id)
	if !ok {
		return sim.Entry{}, notFound("request %d is not in the journal, or no longer", id)
	}
	return e, nil
}

// clearRequests forgets a tenant's entries, or all, and tells how many there were.
func (d *Door) clearRequests(a ask) (any, error) {
	tenant := a.request.URL.Query().Get("tenant")
	known := len(d.sim.Journal().List(sim.Filter{Tenant: tenant}))
	d.sim.Journal().Clear(tenant)
	return map[string]int{"cleared": known}, nil
}
