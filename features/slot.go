package features

import (
	"fmt"
	"slices"
	"sync"
)

// slots are the tenants of a run that makes its own. A scenario begins its tenant anew, so that a few serve for all, and a
// simulator's bound of tenants is not reached. That of a scenario that failed is kept to be looked at.
type slots struct {
	mu   sync.Mutex
	free []int
	last int
}

// take gives a number for a tenant.
func (s *slots) take() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		one := s.free[n-1]
		s.free = slices.Delete(s.free, n-1, n)
		return one
	}
	s.last++
	return s.last
}

func (s *slots) release(one int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, one)
}

// lodge gives the story a tenant of its own out of the run's.
func (s *story) lodge() {
	s.slot = s.slots.take()
	s.tenant = fmt.Sprintf("%s-%d", s.name, s.slot)
}
