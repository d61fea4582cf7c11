package features

import (
	"context"
	"time"
)

// An application acts in real time, so this file may look at the clock on the wall; no other in the package does.

// pace is how often is looked again, unless something has happened before.
const pace = 250 * time.Millisecond

func now() time.Time { return time.Now() }

// until looks until there is what it looks for, at once and then whenever something happened or a while has passed. After
// the patience it has looked one last time. nudges may be nil.
func until(ctx context.Context, patience time.Duration, nudges <-chan struct{}, look func(context.Context) (bool, error)) (bool, error) {
	ends := time.NewTimer(patience)
	defer ends.Stop()
	again := time.NewTicker(pace)
	defer again.Stop()
	for {
		if done, err := look(ctx); done || err != nil {
			return done, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-ends.C:
			return look(ctx)
		case <-again.C:
		case <-nudges:
		}
	}
}

// pause waits for a while. It tells whether the whole of it has passed: neither has the context ended, nor was it shut.
func pause(ctx context.Context, length time.Duration, shut <-chan struct{}) bool {
	ends := time.NewTimer(length)
	defer ends.Stop()
	select {
	case <-ends.C:
		return true
	case <-ctx.Done():
	case <-shut:
	}
	return false
}
