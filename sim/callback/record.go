package callback

import (
	"bytes"
	"container/heap"
	"fmt"
	"time"
)

// Record takes an attempt's report, and the policy decides what follows: done, another attempt, or given up. An ended
// delivery lets the next of its lane go. A report nobody waits for (a second one, or of a delivery never taken) changes
// nothing; the delivery is returned as it stands, zero when it is no longer known.
func (o *Outbox) Record(now time.Time, j Job, res Result) Delivery {
	r := o.flying[j.ID]
	if r == nil || j.Attempt != len(r.d.Attempts)+1 {
		d, _ := o.Find(j.ID)
		return d
	}
	delete(o.flying, j.ID)
	outcome := o.policy.judge(res, j.Attempt)
	late := r.d.State.Ended()
	if late && outcome == Again {
		outcome = GaveUp
	}
	o.note(r, attempt(j, res, outcome))
	if late {
		o.correct(r, outcome)
		return r.view()
	}
	o.land(now, r, res, outcome)
	return r.view()
}

// land frees the attempt's place and carries the outcome out.
func (o *Outbox) land(now time.Time, r *record, res Result, outcome Outcome) {
	l := r.lane
	e := l.endpoint
	e.flying--
	if outcome == Again {
		r.d.State = Pending
		r.d.Due = now.Add(o.policy.wait(res, len(r.d.Attempts), r.salt))
	} else {
		l.pop()
		o.finish(now, r, ending(outcome), reason(res, outcome, len(r.d.Attempts)))
	}
	if l.length > 0 {
		heap.Push(&e.waiting, l)
	} else {
		delete(e.lanes, l.name)
	}
	o.settle(e)
	if len(e.lanes) == 0 {
		delete(o.endpoints, r.url)
	}
}

// correct mends a delivery that was abandoned while its attempt was under way, if that arrived after all.
func (o *Outbox) correct(r *record, outcome Outcome) {
	if outcome == Accepted {
		r.d.State, r.d.Reason = Delivered, ""
	}
}

// note keeps the attempt; of its response only what there is room for.
func (o *Outbox) note(r *record, a Attempt) {
	a.Response = bytes.Clone(a.Response[:min(len(a.Response), o.limits.Response)])
	if !o.room(len(a.Response)) {
		a.Response = nil
	}
	if o.known[r.d.ID] == r { // an abandoned one may be forgotten by now, even to make this room
		r.size += len(a.Response)
		o.bytes += len(a.Response)
	}
	r.d.Attempts = append(r.d.Attempts, a)
}

func attempt(j Job, res Result, outcome Outcome) Attempt {
	a := Attempt{
		Number: j.Attempt, At: j.At, Status: res.Status, RetryAfter: res.RetryAfter,
		Took: res.Took, Response: res.Response, Outcome: outcome,
	}
	if res.Err != nil {
		a.Error = res.Err.Error()
	}
	return a
}

func ending(outcome Outcome) State {
	switch outcome {
	case Accepted:
		return Delivered
	case Barred:
		return Refused
	case Again, GaveUp:
	}
	return Failed
}

// reason tells why a delivery ended other than well.
func reason(res Result, outcome Outcome, attempts int) string {
	last := fmt.Sprintf("answered %d", res.Status)
	if res.Err != nil {
		last = res.Err.Error()
	}
	switch {
	case outcome == Accepted:
		return ""
	case outcome == Barred:
		return last
	case attempts == 1:
		return "the only attempt: " + last
	}
	return fmt.Sprintf("the last of %d attempts: %s", attempts, last)
}

// finish ends an open record and forgets the oldest ended one beyond the bound.
func (o *Outbox) finish(now time.Time, r *record, s State, reason string) {
	r.d.State, r.d.Reason, r.d.Ended, r.lane = s, reason, now, nil
	o.open--
	o.ended.push(r)
	for o.ended.length > o.limits.Kept {
		o.forget(o.ended.pop())
	}
}

// Abandon ends everything still owed, in flight or not, and returns it in the order owed: for a shutdown or a reset.
// An attempt under way may still be recorded, and counts as in flight until then.
func (o *Outbox) Abandon(now time.Time) []Delivery {
	owed := make([]*record, 0, o.open)
	for _, e := range o.log.entries {
		if e.record != nil && !e.record.d.State.Ended() {
			owed = append(owed, e.record)
		}
	}
	o.endpoints, o.ready, o.held = map[string]*endpoint{}, queue[*endpoint]{}, map[string][]*lane{}
	left := make([]Delivery, 0, len(owed))
	for _, r := range owed {
		o.finish(now, r, Abandoned, "still owed when deliveries were stopped")
		left = append(left, r.view())
	}
	return left
}
