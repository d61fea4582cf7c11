package rest

import (
	"sync"

	"leadassist-sim/sim/dialect"
)

// Every reply of a shape is held against its document until so many have been; from then on each sixty-fourth is. Checking
// costs about as much as everything else a create does, and what is wrong with a shape shows early.
const (
	provenAfter = 1000
	thenEach    = 64
)

// shape is a kind of reply.
type shape struct {
	generation dialect.Generation
	operation  string
	status     int
}

// trust counts the replies of each shape. There are as many shapes as operations, generations and statuses.
type trust struct {
	mu   sync.Mutex
	seen map[shape]uint64
}

// due tells whether this reply is to be checked, and counts it.
func (t *trust) due(s shape) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen == nil {
		t.seen = map[shape]uint64{}
	}
	t.seen[s]++
	n := t.seen[s]
	return n <= provenAfter || n%thenEach == 0
}
