package callback

import (
	"bytes"
	"container/heap"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Outbox is what one world owes to its receivers. It is not safe for concurrent use: the caller guards it.
type Outbox struct {
	limits Limits
	policy Policy
	ids    *rand.ChaCha8
	jitter *rand.ChaCha8

	seq       uint64
	known     map[string]*record // all that are remembered, by id
	log       log                // the same, in the order owed
	open      int
	bytes     int
	flying    map[string]*record
	endpoints map[string]*endpoint
	ready     queue[*endpoint]   // those with a waiting lane and room for an attempt
	held      map[string][]*lane // by the Release they wait for
	ended     line               // oldest first
}

// NewOutbox is an empty outbox. The policy has passed Validate; the streams are the outbox's own from here on.
func NewOutbox(l Limits, p Policy, ids, jitter *rand.ChaCha8) *Outbox {
	p.Retry = slices.Clone(p.Retry)
	return &Outbox{
		limits: l.filled(), policy: p, ids: ids, jitter: jitter,
		known: map[string]*record{}, flying: map[string]*record{}, endpoints: map[string]*endpoint{},
		held: map[string][]*lane{},
	}
}

// Owe takes on a message, to be attempted at once unless its detour says otherwise. Without a URL it is only remembered,
// as "no endpoint"; when the outbox is full, as "dropped", with the reason.
func (o *Outbox) Owe(now time.Time, m Message) Delivery { return o.OweAt(now, m.due(now), m) }

// OweAt takes on a message whose first attempt starts at due. Later messages of its lane wait behind it: one that may
// be overtaken needs a detour, or a lane of its own.
func (o *Outbox) OweAt(now, due time.Time, m Message) Delivery {
	return o.owe(now, due, m, "").view()
}

// Drop remembers a message that is not to be delivered, and why.
func (o *Outbox) Drop(now time.Time, m Message, reason string) Delivery {
	r := o.remember(now, m)
	o.finish(now, r, Dropped, reason)
	return r.view()
}

func (o *Outbox) owe(now, due time.Time, m Message, replayOf string) *record {
	full := o.full(m)
	r := o.remember(now, m)
	r.d.Due, r.d.ReplayOf = due, replayOf
	switch {
	case m.URL == "":
		o.finish(now, r, NoEndpoint, "nobody is subscribed to this event")
	case full != "":
		o.finish(now, r, Dropped, full)
	default:
		o.enqueue(r)
	}
	return r
}

// full says why one more message cannot be taken on, or nothing.
func (o *Outbox) full(m Message) string {
	switch {
	case o.open >= o.limits.Pending:
		return fmt.Sprintf("%d deliveries are pending already", o.open)
	case !o.room(weight(m)):
		return fmt.Sprintf("pending deliveries hold %d of %d bytes already", o.bytes, o.limits.Bytes)
	}
	return ""
}

// remember gives the message an id and a number. The body of one there is no room for is let go.
func (o *Outbox) remember(now time.Time, m Message) *record {
	r := &record{url: m.URL, salt: o.salt()}
	m.URL = Redact(m.URL)
	m.Body = bytes.Clone(m.Body)
	if !o.room(weight(m)) {
		m.Body = nil
	}
	o.seq++
	r.d = Delivery{Seq: o.seq, ID: o.id(), Message: m, State: Pending, Owed: now, Due: now}
	r.size = weight(m)
	o.bytes += r.size
	o.known[r.d.ID] = r
	o.log.add(r)
	o.open++
	return r
}

// enqueue puts an open record at the end of its lane.
func (o *Outbox) enqueue(r *record) {
	e := o.endpoints[r.url]
	if e == nil {
		e = &endpoint{lanes: map[string]*lane{}, place: absent}
		o.endpoints[r.url] = e
	}
	name := r.laneName()
	l := e.lanes[name]
	if l == nil {
		l = &lane{endpoint: e, name: name, place: absent}
		e.lanes[name] = l
	}
	r.lane = l
	l.push(r)
	if l.head == r {
		o.hold(l)
		heap.Push(&e.waiting, l)
		o.settle(e)
	}
}

// settle brings the queue of endpoints up to date with one that changed.
func (o *Outbox) settle(e *endpoint) {
	o.ready.settle(e, e.place, e.waiting.Len() > 0 && e.flying < o.limits.PerEndpoint)
}

// Next is the earliest instant at which an attempt may start. Deliveries that wait for an earlier one of their lane,
// or for an attempt to end so that the bounds allow another, do not count until a Record lets them go; so the instant
// may lie in the past.
func (o *Outbox) Next() (time.Time, bool) {
	if o.ready.Len() == 0 || len(o.flying) >= o.limits.InFlight {
		return time.Time{}, false
	}
	return o.ready.items[0].due(), true
}

// Take hands out the attempts to be started now, earliest due first, and marks them in flight. Each must be answered
// with a Record.
func (o *Outbox) Take(now time.Time) []Job {
	var jobs []Job
	for {
		due, some := o.Next()
		if !some || due.After(now) {
			return jobs
		}
		jobs = append(jobs, o.start(now))
	}
}

func (o *Outbox) start(now time.Time) Job {
	e := o.ready.items[0]
	l := heap.Pop(&e.waiting).(*lane)
	o.unhold(l)
	r := l.head
	e.flying++
	o.settle(e)
	r.d.State = InFlight
	o.flying[r.d.ID] = r
	m := r.d.Message
	m.URL = r.url
	return Job{
		ID: r.d.ID, Attempt: len(r.d.Attempts) + 1, At: now, Message: m,
		Timeout: o.policy.Timeout, Secret: o.policy.Secret,
	}
}

// InFlight is the number of attempts taken and not recorded yet.
func (o *Outbox) InFlight() int { return len(o.flying) }

// Pending is the number of deliveries that have not ended, those in flight included.
func (o *Outbox) Pending() int { return o.open }

// overhead is about what a delivery takes beyond its body and responses.
const overhead = 640

func weight(m Message) int { return overhead + len(m.Body) }

// room forgets ended deliveries, oldest first, until so many more bytes fit. It reports whether they do.
func (o *Outbox) room(bytes int) bool {
	for o.bytes+bytes > o.limits.Bytes && o.ended.length > 0 {
		o.forget(o.ended.pop())
	}
	return o.bytes+bytes <= o.limits.Bytes
}

func (o *Outbox) forget(r *record) {
	o.bytes -= r.size
	delete(o.known, r.d.ID)
	o.log.remove(r)
}

func (o *Outbox) id() string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], o.ids.Uint64())
	binary.BigEndian.PutUint64(raw[8:], o.ids.Uint64())
	return "dlv_" + hex.EncodeToString(raw[:])
}

func (o *Outbox) salt() uint64 {
	if o.policy.Jitter == 0 {
		return 0
	}
	return o.jitter.Uint64()
}
