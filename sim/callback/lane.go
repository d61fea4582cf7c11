package callback

import (
	"container/heap"
	"time"
)

// record is a delivery as the outbox keeps it. While open it is linked into its lane, afterwards into the line of the
// ended.
type record struct {
	d    Delivery
	url  string // with credentials
	lane *lane
	next *record
	salt uint64
	size int
}

// line is a first-in, first-out list of records.
type line struct {
	head, tail *record
	length     int
}

func (l *line) push(r *record) {
	r.next = nil
	if l.head == nil {
		l.head = r
	} else {
		l.tail.next = r
	}
	l.tail = r
	l.length++
}

func (l *line) pop() *record {
	r := l.head
	l.head, r.next = r.next, nil
	l.length--
	return r
}

// lane holds the open deliveries of one allocation to one endpoint, in order. Only the first may be attempted; while
// it waits for that, the lane is queued at its endpoint.
type lane struct {
	line
	endpoint *endpoint
	name     string
	place    int
}

func (l *lane) before(other *lane) bool { return l.head.before(other.head) }
func (l *lane) moved(to int)            { l.place = to }

// endpoint is one URL: its lanes, and those of them that wait, by the instant they may start.
type endpoint struct {
	lanes   map[string]*lane
	waiting queue[*lane]
	flying  int
	place   int // in the outbox's queue; absent when nothing waits or no more attempts are allowed
}

const absent = -1

func (e *endpoint) before(other *endpoint) bool {
	return e.waiting.items[0].before(other.waiting.items[0])
}
func (e *endpoint) moved(to int) { e.place = to }

func (r *record) before(other *record) bool {
	if c := r.d.Due.Compare(other.d.Due); c != 0 {
		return c < 0
	}
	return r.d.Seq < other.d.Seq
}

// due is when the endpoint's first waiting lane may start.
func (e *endpoint) due() time.Time { return e.waiting.items[0].head.d.Due }

// item is what a queue orders; it is told its place.
type item[E any] interface {
	before(E) bool
	moved(int)
}

// queue is a heap of items.
type queue[E item[E]] struct{ items []E }

func (q *queue[E]) Len() int           { return len(q.items) }
func (q *queue[E]) Less(i, j int) bool { return q.items[i].before(q.items[j]) }

func (q *queue[E]) Swap(i, j int) {
	q.items[i], q.items[j] = q.items[j], q.items[i]
	q.items[i].moved(i)
	q.items[j].moved(j)
}

// Push is for package heap.
func (q *queue[E]) Push(x any) {
	e := x.(E)
	e.moved(len(q.items))
	q.items = append(q.items, e)
}

// Pop is for package heap.
func (q *queue[E]) Pop() any {
	last := len(q.items) - 1
	e := q.items[last]
	var none E
	q.items[last] = none
	q.items = q.items[:last]
	e.moved(absent)
	return e
}

// settle puts the endpoint where it belongs in the queue after its lanes or attempts changed.
func (q *queue[E]) settle(e E, place int, wanted bool) {
	switch {
	case wanted && place == absent:
		heap.Push(q, e)
	case wanted:
		heap.Fix(q, place)
	case place != absent:
		heap.Remove(q, place)
	}
}
