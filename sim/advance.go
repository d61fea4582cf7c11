package sim

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// Furthest is the most a clock is turned at once: far beyond every documented period, and short of a slip of the
// keyboard.
const Furthest = 3650 * 24 * time.Hour

// ErrBackwards is returned when a clock is to be turned back: what happened cannot be undone, only reset.
var ErrBackwards = errors.New("a clock is never turned back; reset begins anew")

// ErrTooFar is returned when a clock is to be turned by more than Furthest.
var ErrTooFar = fmt.Errorf("a clock is turned by at most %d days at once", int(Furthest.Hours()/24))

// ErrStopping is returned when a clock is to be turned while the simulator, or the tenant's world, is being given up.
var ErrStopping = errors.New("the simulator is stopping")

// Advance turns the world's clock to an instant and settles: it visits each due instant in order, and at that instant
// expires, emits, delivers, records the outcomes and schedules the retries, before it looks at the next. It tells each
// happening in order and returns the instant it came from and the one it arrived at, which is earlier than to only when
// the context ended first.
func (w *World) Advance(ctx context.Context, to time.Time, told func(Happening)) (from, at time.Time, err error) {
	return w.advance(ctx, course{target: func(time.Time) time.Time { return to }}, told)
}

// AdvanceBy is Advance to so much later than now.
func (w *World) AdvanceBy(ctx context.Context, by time.Duration, told func(Happening)) (from, at time.Time, err error) {
	return w.advance(ctx, course{target: func(now time.Time) time.Time { return now.Add(by) }}, told)
}

// course is how far an advance goes.
type course struct {
	target func(now time.Time) time.Time
	begin  func() error // what starts it, once nobody else moves the world; nil: nothing
	enough func() bool  // asked whenever an instant is settled, under the lock; nil: never
}

// advance turns the clock to the target, or until enough says so once an instant is settled.
func (w *World) advance(ctx context.Context, c course, told func(Happening)) (from, at time.Time, err error) {
	if err := w.claim(ctx); err != nil {
		return from, at, err
	}
	defer w.yield()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	from, frozen, err := w.grip(ctx, c.target, cancel)
	if err != nil {
		return from, from, err
	}
	defer w.release(from, frozen, &at)
	if c.begin != nil {
		if err := c.begin(); err != nil {
			return from, from, err
		}
	}
	to := c.target(from)
	for ctx.Err() == nil {
		if w.arrived(c.enough) {
			flush(w.take(), told)
			return from, at, nil
		}
		jobs, more := w.step(to)
		w.landed(jobs, w.all(jobs))
		flush(w.take(), told)
		if !more && len(jobs) == 0 {
			return from, at, nil
		}
	}
	return from, at, context.Cause(ctx)
}

// arrived asks whether it is enough, once nothing is left to do at this instant.
func (w *World) arrived(enough func() bool) bool {
	if enough == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	due, any := w.due()
	return (!any || due.After(w.clock.At)) && enough()
}

// grip takes over the deliveries, waits until none is in flight, and stops the clock.
func (w *World) grip(ctx context.Context, target func(time.Time) time.Time, halt context.CancelFunc) (from time.Time, frozen bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.reachable(target); err != nil {
		return w.clock.Now(), false, err
	}
	w.turning, w.halt = true, halt
	w.alarm.stop()
	stop := context.AfterFunc(ctx, w.wakeAll)
	defer stop()
	for w.outbox.InFlight() > 0 && ctx.Err() == nil {
		w.idle.Wait()
	}
	now := w.clock.Now()
	err = w.reachable(target)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		w.loosen(now)
		return now, false, err
	}
	frozen = w.clock.Frozen
	w.clock, w.told = FrozenAt(now), nil
	return now, frozen, nil
}

// reachable refuses a target a clock cannot be turned to. The caller holds the lock.
func (w *World) reachable(target func(time.Time) time.Time) error {
	now := w.clock.Now()
	switch to := target(now); {
	case w.leaving:
		return ErrStopping
	case to.Before(now):
		return ErrBackwards
	case to.Sub(now) > Furthest:
		return ErrTooFar
	}
	return nil
}

// loosen gives the deliveries back to whoever makes them otherwise. The caller holds the lock.
func (w *World) loosen(now time.Time) {
	w.turning, w.halt, w.told = false, func() {}, nil
	w.onward(now)
}

// release lets the clock run on from where it stands, if it ran before.
func (w *World) release(from time.Time, frozen bool, at *time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*at = w.clock.At
	if !frozen {
		w.clock = RunningFrom(w.clock.At)
	}
	w.loosen(w.clock.Now())
	w.tell(Happening{At: *at, What: HappenedClock, Detail: "turned from " + from.UTC().Format(time.RFC3339)})
}

// step moves the clock to the next due instant, settles the exchange there and takes the attempts due there. Without
// anything due up to the target it moves the clock there; more tells whether there may be more to do.
func (w *World) step(to time.Time) (jobs []callback.Job, more bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.clock.At
	due, any := w.due()
	if !any || due.After(to) {
		w.clock.At = to
		return nil, false
	}
	if due.After(now) {
		now = due
	}
	w.clock.At = now
	w.settleTo(now)
	return w.outbox.Take(now), true
}

// all makes attempts and waits for every one: endpoints side by side, those of one endpoint one after the other, so
// that a receiver sees the same order every time.
func (w *World) all(jobs []callback.Job) []callback.Result {
	if len(jobs) == 0 {
		return nil
	}
	w.mu.Lock()
	ctx := w.flights
	w.mu.Unlock()
	results := make([]callback.Result, len(jobs))
	var group sync.WaitGroup
	for _, places := range byEndpoint(jobs) {
		group.Go(func() { w.serially(ctx, jobs, places, results) })
	}
	group.Wait()
	return results
}

// byEndpoint sorts the places of jobs by their URL, in order.
func byEndpoint(jobs []callback.Job) map[string][]int {
	places := make(map[string][]int, 1)
	for i, job := range jobs {
		places[job.URL] = append(places[job.URL], i)
	}
	return places
}

// serially makes one endpoint's attempts. Once one has waited for an answer in vain, the rest no longer wait for one
// another: there is no order to be seen, and a time-out each would add up.
func (w *World) serially(ctx context.Context, jobs []callback.Job, places []int, results []callback.Result) {
	var group sync.WaitGroup
	defer group.Wait()
	silent := false
	for _, i := range places {
		if silent {
			group.Go(func() { results[i] = w.post(ctx, jobs[i]) })
			continue
		}
		results[i] = w.post(ctx, jobs[i])
		silent = results[i].Status == 0 && results[i].Took >= jobs[i].Timeout
	}
}

// landed records the attempts and then tells the observer, without the lock.
func (w *World) landed(jobs []callback.Job, results []callback.Result) {
	for _, h := range w.landAll(jobs, results) {
		w.spec.Observe(h)
	}
}

func (w *World) landAll(jobs []callback.Job, results []callback.Result) []Happening {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]Happening, len(jobs))
	for i, job := range jobs {
		all[i] = w.land(w.clock.At, job, results[i])
	}
	return all
}

// take empties what was told since the last time.
func (w *World) take() []Happening {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.told
	w.told = nil
	return all
}

func flush(all []Happening, told func(Happening)) {
	if told == nil {
		return
	}
	for _, h := range all {
		told(h)
	}
}

// Turn sets how the clock goes: frozen where it stands, or running on from there. It waits for an Advance to end; the
// error is the context's when that ends first.
func (w *World) Turn(ctx context.Context, frozen bool) (Clock, error) {
	if err := w.claim(ctx); err != nil {
		return w.Clock(), err
	}
	defer w.yield()
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	switch {
	case frozen:
		w.clock = FrozenAt(now)
	case w.clock.Frozen:
		w.clock = RunningFrom(now)
	}
	w.tell(Happening{At: now, What: HappenedClock, Detail: map[bool]string{true: "frozen", false: "running"}[frozen]})
	w.onward(now)
	return w.clock, nil
}

// Call places a call. Unless it is to run live, in the world's own time, the clock is moved forward to the call's end,
// and what happened on the way is told.
func (w *World) Call(ctx context.Context, c exchange.PlaceCall, live bool, told func(Happening)) (exchange.Call, error) {
	if live {
		o, err := w.Do(c)
		return o.Call, err
	}
	var call exchange.Call
	_, _, err := w.advance(ctx, course{
		target: func(now time.Time) time.Time { return now.Add(Furthest) }, // the call's end comes first
		begin: func() error {
			o, err := w.Do(c)
			call = o.Call
			return err
		},
		enough: func() bool {
			now, known := w.exchange.Call(call.SID)
			if known {
				call = now
			}
			return !known || !call.Ended.IsZero() // many calls at once push an ended one out of memory
		},
	}, told)
	return call, err
}
