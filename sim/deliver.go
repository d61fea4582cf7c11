package sim

import (
	"cmp"
	"context"
	"math/rand/v2"
	"time"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// Inbox is the endpoint that needs no receiver: what is sent there is delivered at once and kept with its body.
const Inbox = "inbox"

// Notice is an event in the tenant's words.
type Notice struct {
	Event    string   // its name, such as call or deallocation
	Endpoint string   // the settings key under which its URL is kept
	Body     []byte   // JSON; nil: the tenant's generation has no such event
	Varied   []string // what hostile mode varied in the body
	// Field gives the values a fault rule may look at, as fault.Occasion wants them. Nil: none.
	Field func(path string) []string
}

// Render puts an event into a tenant's words. It must not block and must not call back.
type Render func(t Tenant, timezone string, e exchange.Event) Notice

// Post tries a delivery once. It may take as long as the job's time-out.
type Post func(context.Context, callback.Job) callback.Result

// Callbacks say where a tenant's events go and how patiently.
type Callbacks struct {
	URL    string // for every event whose own endpoint is not set; "inbox" needs no receiver; empty: nowhere
	Policy callback.Policy
	Limits callback.Limits
}

// emit owes each event to its endpoint, at the instant it happened. The caller holds the lock.
func (w *World) emit(at time.Time, events []exchange.Event) {
	if len(events) == 0 || w.spec.Render == nil {
		return
	}
	for _, e := range events {
		told := ""
		if n := w.spec.Render(w.tenant, w.exchange.Timezone(), e); n.Body != nil { // else its generation has no such event
			told = w.bend(at, n, w.message(n, e), e.Allocation.State != exchange.Active).ID
		}
		if e.Kind == exchange.Deallocation {
			w.ended(at, e.Allocation.ID, told)
		}
	}
}

// message is what an event's endpoint is to be told.
func (w *World) message(n Notice, e exchange.Event) callback.Message {
	return callback.Message{
		Event: n.Event, Body: n.Body,
		Lane:   cmp.Or(e.Allocation.ID, e.Call.SID),
		URL:    w.endpoint(n.Endpoint),
		Labels: callback.Labels{Tenant: w.tenant.SID, Allocation: e.Allocation.ID, Call: e.Call.SID},
	}
}

// endpoint is where an event goes: what its setting says, even if that is nowhere, else the tenant's URL for all.
func (w *World) endpoint(key string) string {
	if url, said := w.exchange.Endpoint(key); said {
		return url
	}
	return w.tenant.Callbacks.URL
}

// tell passes a happening on, as the tenant's and numbered, and keeps it for the Advance that is under way. The caller
// holds the lock.
func (w *World) tell(h Happening) Happening {
	h.Tenant = w.tenant.SID
	h = w.hub.tell(h)
	if w.turning {
		w.told = append(w.told, h)
	}
	return h
}

// onward starts the attempts that are due and sets the alarm for what is due next. The caller holds the lock.
func (w *World) onward(now time.Time) {
	if w.turning || w.leaving {
		return
	}
	w.launch(now)
	if w.clock.Frozen {
		w.alarm.stop()
		return
	}
	if due, any := w.due(); any {
		w.alarm.set(now, due, w.ring)
		return
	}
	w.alarm.stop()
}

// launch starts the attempts that are due. With a running clock they go side by side; with a frozen one those of an
// endpoint go one after the other, so that a receiver sees the same order every time. The caller holds the lock.
func (w *World) launch(now time.Time) {
	for _, job := range w.outbox.Take(now) {
		if !w.clock.Frozen {
			go w.fly(w.flights, w.outbox, job)
			continue
		}
		waiting, sending := w.queues[job.URL]
		w.queues[job.URL] = append(waiting, job)
		if !sending {
			go w.send(w.flights, w.outbox, job.URL)
		}
	}
}

// send makes an endpoint's attempts in their order until there are no more.
func (w *World) send(ctx context.Context, from *callback.Outbox, url string) {
	for {
		job, more := w.dequeue(from, url)
		if !more {
			return
		}
		w.fly(ctx, from, job)
	}
}

func (w *World) dequeue(from *callback.Outbox, url string) (callback.Job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.outbox != from { // a reset; the queue is another's
		return callback.Job{}, false
	}
	waiting := w.queues[url]
	if len(waiting) == 0 {
		delete(w.queues, url)
		return callback.Job{}, false
	}
	w.queues[url] = waiting[1:]
	return waiting[0], true
}

// wakeAll lets everybody who waits for the last attempt to land look again.
func (w *World) wakeAll() {
	w.mu.Lock() // else one who has just looked and is about to wait would miss it
	defer w.mu.Unlock()
	w.idle.Broadcast()
}

// due is the earliest instant at which something happens by itself. The caller holds the lock.
func (w *World) due() (time.Time, bool) {
	first, any := w.exchange.Next()
	attempt, owed := w.outbox.Next()
	if owed && (!any || attempt.Before(first)) {
		return attempt, true
	}
	return first, any
}

// ring is the alarm's: something is due.
func (w *World) ring() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.alarm.stop()
	if !w.leaving && !w.turning && !w.clock.Frozen {
		w.onward(w.settle())
	}
}

// fly makes one attempt, records what came of it and tells the observer, which may be slow and is told without the lock.
func (w *World) fly(ctx context.Context, from *callback.Outbox, job callback.Job) {
	result := w.post(ctx, job)
	if h, landed := w.touchDown(from, job, result); landed {
		w.spec.Observe(h)
	}
}

// touchDown records an attempt of the outbox, and goes on. An attempt of before a reset is forgotten.
func (w *World) touchDown(from *callback.Outbox, job callback.Job, r callback.Result) (Happening, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.idle.Broadcast()
	if w.outbox != from {
		return Happening{}, false
	}
	now := w.clock.Now()
	h := w.land(now, job, r)
	w.onward(now)
	return h, true
}

// post tries a job once; the inbox takes everything at once.
func (w *World) post(ctx context.Context, job callback.Job) callback.Result {
	if job.URL == Inbox || w.spec.Post == nil {
		return callback.Result{Status: 200}
	}
	return w.spec.Post(ctx, job)
}

// land records an attempt. The caller holds the lock.
func (w *World) land(now time.Time, job callback.Job, r callback.Result) Happening {
	d := w.outbox.Record(now, job, r)
	h := about(now, d)
	h.What, h.Attempt = HappenedAttempt, job.Attempt
	if n := len(d.Attempts); n > 0 {
		last := d.Attempts[n-1]
		h.Outcome, h.Status, h.Detail = string(last.Outcome), last.Status, last.Error
	}
	return w.tell(h)
}

// Replay sends a delivery's body once more, as a delivery of its own; to another URL when one is named.
func (w *World) Replay(id, url string) (callback.Delivery, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	var d callback.Delivery
	var err error
	if url == "" {
		d, err = w.outbox.Replay(now, id)
	} else {
		d, err = w.outbox.ReplayTo(now, id, url)
	}
	if err != nil {
		return d, err
	}
	h := about(now, d)
	h.What, h.Detail = HappenedEvent, "replay of "+id
	w.tell(h)
	w.onward(now)
	return d, nil
}

// Owe owes a message of a tester's making, which no fault rule touches; an empty URL means the endpoint the event would
// have gone to.
func (w *World) Owe(n Notice, url string, labels callback.Labels) callback.Delivery {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	labels.Tenant = w.tenant.SID
	d := w.owe(now, callback.Message{
		Event: n.Event, Body: n.Body, Lane: cmp.Or(labels.Allocation, labels.Call, "trigger"), Labels: labels,
		URL: cmp.Or(url, w.endpoint(n.Endpoint)),
	}, 0)
	w.onward(now)
	return d
}

// Notice puts an event into the tenant's words, without owing it.
func (w *World) Notice(e exchange.Event) Notice {
	if w.spec.Render == nil {
		return Notice{Event: string(e.Kind)}
	}
	return w.spec.Render(w.tenant, w.Timezone(), e)
}

// Draw hands out chance for what a tester has made up, from the tenant's own stream.
func (w *World) Draw(use func(*rand.Rand)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	use(w.synth)
}

// Close finishes what is due and in flight until the context ends, then cuts off what is still under way and gives up
// the rest, which it returns. An Advance that turns ends at its instant.
func (w *World) Close(ctx context.Context) []callback.Delivery {
	w.leave()
	w.mu.Lock()
	cut := w.cut
	w.mu.Unlock()
	stop := context.AfterFunc(ctx, func() { cut(); w.wakeAll() })
	defer stop()
	_ = w.claim(context.Background()) // which never ends
	defer w.yield()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.alarm.stop()
	for ctx.Err() == nil {
		if w.launch(w.clock.Now()); w.outbox.InFlight() == 0 {
			break
		}
		w.idle.Wait()
	}
	return w.outbox.Abandon(w.clock.Now())
}

// abandon closes a world that another has taken the place of: nothing more is delivered.
func (w *World) abandon() {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	w.Close(over)
}
