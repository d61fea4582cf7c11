package features

import (
	"errors"
	"fmt"
	"sync/atomic"

	messages "github.com/cucumber/messages/go/v21"
)

// DefaultBudget is how many allocations a run makes at an endpoint that is no simulator, unless it is told another number.
const DefaultBudget = 50

// costs is how many allocations a scenario makes, as its tags say.
func costs(tags []*messages.PickleTag) int {
	most := 0
	for _, tag := range tags {
		most = max(most, counted(tag.Name, "@costs", "@costs-"))
	}
	return most
}

// budget counts the allocations of a run down.
type budget struct {
	bounded bool
	left    atomic.Int64
}

var errBudget = errors.New("the run has made as many allocations as its budget allows")

// bound is how many allocations the run may make; 0: as many as it likes.
func (o Options) bound(t Target) int {
	if o.Budget == 0 && t.AdminURL == "" && len(o.Profiles) > 0 {
		return DefaultBudget
	}
	return o.Budget
}

// afford refuses a run whose scenarios would make more allocations than it may.
func (b *budget) afford(bound, wanted int) error {
	b.bounded = bound > 0
	b.left.Store(int64(bound))
	if b.bounded && wanted > bound {
		return fmt.Errorf("the run would make %d allocations, and its budget is %d: allow them with --budget %d, or choose fewer scenarios with --tags", wanted, bound, wanted)
	}
	return nil
}

// spend takes one allocation off what is left.
func (b *budget) spend() error {
	if b.bounded && b.left.Add(-1) < 0 {
		b.left.Add(1)
		return errBudget
	}
	return nil
}

// refund puts back what a request that made nothing had taken.
func (b *budget) refund() {
	if b.bounded {
		b.left.Add(1)
	}
}

// spent tells whether a scenario that makes so many can no longer be played.
func (b *budget) spent(wanted int) bool { return b.bounded && wanted > 0 && b.left.Load() <= 0 }

// priced is costs of a scenario under way.
func priced(told *messages.Pickle) int { return costs(told.Tags) }
