package control

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// delivery is an event owed to an endpoint, as told.
type delivery struct {
	ID         string          `json:"id"`
	Tenant     string          `json:"tenant"`
	Event      string          `json:"event"`
	State      string          `json:"state"`
	Reason     string          `json:"reason"`
	URL        string          `json:"url"`
	Owed       time.Time       `json:"owed"`
	Due        *time.Time      `json:"due"` // of the next attempt; null once it has ended
	Ended      *time.Time      `json:"ended"`
	Allocation string          `json:"allocation"`
	Call       string          `json:"call"`
	ReplayOf   string          `json:"replay_of"`
	Duplicate  string          `json:"duplicate_of"`
	Fault      string          `json:"fault"`
	Attempts   []attempt       `json:"attempts"`
	Body       json.RawMessage `json:"body"` // null when it was not kept
}

type attempt struct {
	Number     int       `json:"number"`
	At         time.Time `json:"at"`
	Status     int       `json:"status"`
	Outcome    string    `json:"outcome"`
	Error      string    `json:"error"`
	RetryAfter int64     `json:"retry_after_ms"`
	Took       int64     `json:"took_ms"`
	Response   string    `json:"response"`
}

func toDelivery(d callback.Delivery) delivery {
	told := delivery{
		ID: d.ID, Tenant: d.Labels.Tenant, Event: d.Event, State: string(d.State), Reason: d.Reason, URL: d.URL,
		Owed: d.Owed.UTC(), Ended: utc(d.Ended), Allocation: d.Labels.Allocation, Call: d.Labels.Call,
		ReplayOf: d.ReplayOf, Duplicate: d.DuplicateOf(), Fault: d.Fault(),
		Attempts: make([]attempt, 0, len(d.Attempts)), Body: d.Body,
	}
	if !d.State.Ended() {
		told.Due = utc(d.Due)
	}
	for _, a := range d.Attempts {
		told.Attempts = append(told.Attempts, attempt{
			a.Number, a.At.UTC(), a.Status, string(a.Outcome), a.Error, a.RetryAfter.Milliseconds(),
			a.Took.Milliseconds(), string(a.Response),
		})
	}
	return told
}

func toDeliveries(all []callback.Delivery) []delivery {
	told := make([]delivery, 0, len(all))
	for _, d := range all {
		told = append(told, toDelivery(d))
	}
	return told
}

// utc is instant in UTC: a running world's clock shows the machine's zone.
func utc(t time.Time) *time.Time { return instant(t.UTC()) }

// listCallbacks tells deliveries by tenant, each newest first. The cursor is the last one told.
func (d *Door) listCallbacks(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	filter, err := picked(q)
	if err != nil {
		return nil, err
	}
	after, err := place(q)
	if err != nil {
		return nil, err
	}
	before, err := after.number()
	if err != nil {
		return nil, err
	}
	worlds, err := d.asked(q.Get("tenant"))
	if err != nil {
		return nil, err
	}
	told := []callback.Delivery{}
	for _, w := range after.rest(worlds) {
		if filter.Before = 0; w.Tenant().SID == after.tenant {
			filter.Before = before
		}
		filter.Limit = size + 1 - len(told)
		if told = append(told, w.Deliveries(filter)...); len(told) > size {
			last := told[size-1]
			next := cursor{strconv.FormatUint(last.Seq, 10), last.Labels.Tenant}
			return page{Items: toDeliveries(told[:size]), Next: next.String()}, nil
		}
	}
	return page{Items: toDeliveries(told)}, nil
}

// picked reads which deliveries are wanted. A misspelt word is refused, for it would find nothing, and silently.
func picked(q url.Values) (callback.Filter, error) {
	f := callback.Filter{
		Event: q.Get("event"), State: callback.State(q.Get("state")),
		Labels: callback.Labels{Allocation: q.Get("allocation"), Call: q.Get("call")},
	}
	if f.Event != "" && !slices.Contains(exchange.EventKinds(), exchange.EventKind(f.Event)) {
		return f, badRequest("event: %.64q is not one of %s", f.Event, joined(exchange.EventKinds()))
	}
	if f.State != "" && !slices.Contains(states(), f.State) {
		return f, badRequest("state: %.64q is not one of %s", f.State, joined(states()))
	}
	return f, nil
}

// states are those a delivery can be in.
func states() []callback.State {
	return []callback.State{
		callback.Pending, callback.InFlight, callback.Delivered, callback.Failed, callback.NoEndpoint, callback.Dropped,
		callback.Refused, callback.Abandoned,
	}
}

// readCallback tells one delivery, whosever it is.
func (d *Door) readCallback(a ask) (any, error) {
	_, one, err := d.delivery(a.vars["id"])
	return toDelivery(one), err
}

func (d *Door) delivery(id string) (*sim.World, callback.Delivery, error) {
	for _, w := range d.sim.Worlds() {
		if one, ok := w.Delivery(id); ok {
			return w, one, nil
		}
	}
	return nil, callback.Delivery{}, notFound("no delivery has the id %.64q, or no longer", id)
}

// replayCallback owes a delivery's body once more.
func (d *Door) replayCallback(a ask) (any, error) {
	var said struct {
		To string `json:"to"`
	}
	if err := a.into(&said, "to"); err != nil {
		return nil, err
	}
	if err := destination(said.To); err != nil {
		return nil, err
	}
	w, _, err := d.delivery(a.vars["id"])
	if err != nil {
		return nil, err
	}
	again, err := w.Replay(a.vars["id"], said.To)
	if err != nil {
		return nil, refused(err, w.Tenant().SID)
	}
	return toDelivery(again), nil
}

// destination refuses where nothing can be posted to; empty: wherever it would go by itself. Which addresses may be
// reached, the poster's guard decides when it connects.
func destination(to string) error {
	u, err := url.Parse(to)
	if to == "" || to == sim.Inbox || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
		return nil
	}
	return badRequest("to: %.128q is neither an http(s) URL nor inbox", callback.Redact(to))
}
