package sim

import "time"

// Clock is a world's time: running with the wall clock from an offset, or frozen at an instant. The zero Clock runs
// with real time. It is a value; a world guards its own.
type Clock struct {
	Frozen bool
	At     time.Time     // frozen: the instant
	Offset time.Duration // running: ahead of the wall clock by this
}

// FrozenAt is a clock that stands still at the instant.
func FrozenAt(t time.Time) Clock { return Clock{Frozen: true, At: t} }

// RunningFrom is a clock that runs on from the instant.
func RunningFrom(t time.Time) Clock { return Clock{Offset: time.Until(t).Round(time.Microsecond)} }

// Now is the instant the clock shows, without a monotonic reading, so that instants compare and print alike however
// they were made.
func (c Clock) Now() time.Time {
	if c.Frozen {
		return c.At
	}
	return time.Now().Add(c.Offset).Round(0)
}

// Stopwatch begins to measure wall time; the function it returns reads it. Spans are for the journal and the metrics
// only: nothing the simulator decides depends on one.
func Stopwatch() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}

// alarm calls ring once, a while from now, unless it is set anew before. The zero alarm is not set.
type alarm struct {
	timer *time.Timer
	due   time.Time // the world's instant it is set for; zero: not set
}

// set arms the alarm for an instant of a running clock; ring runs on a goroutine of its own.
func (a *alarm) set(now, due time.Time, ring func()) {
	if a.due.Equal(due) {
		return
	}
	a.stop()
	a.due, a.timer = due, time.AfterFunc(max(due.Sub(now), 0), ring)
}

// stop disarms the alarm.
func (a *alarm) stop() {
	if a.timer != nil {
		a.timer.Stop()
	}
	*a = alarm{}
}
