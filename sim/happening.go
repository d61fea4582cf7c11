package sim

import (
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// What a Happening is about.
const (
	HappenedEvent   = "event"   // something happened to an allocation or a call, and is owed to an endpoint
	HappenedAttempt = "attempt" // a delivery was tried
	HappenedClock   = "clock"   // a tester turned a clock
	HappenedFault   = "fault"   // a delivery that a fault rule held was let go
	HappenedRequest = "request" // a request was answered and is in the journal
)

// Happening is one line of what went on in a world, in order.
type Happening struct {
	Seq        uint64
	At         time.Time // the tenant's time
	Tenant     string
	What       string
	Event      string // the event's name
	Allocation string // id
	Call       string // SID
	Delivery   string // id
	URL        string // without credentials
	State      string // of the delivery, afterwards
	Attempt    int    // number of the attempt, from 1
	Outcome    string // of an attempt
	Status     int    // HTTP status of an attempt's answer, or of a request's
	Detail     string
	Request    string // id
	Operation  string // of a request
}

// Bounds of the hub.
const (
	kept     = 10_000 // happenings kept for those who ask later
	behind   = 1_024  // how far a watcher may fall behind before it is let go
	maxWatch = 64     // watchers at a time
)

// hub tells happenings to whoever watches, and remembers the last of them.
type hub struct {
	mu       sync.Mutex
	seq      uint64
	ring     []Happening
	next     int
	watchers map[chan Happening]watch
	asked    atomic.Int32 // watchers told of requests too; read without mu
}

// watch is what a watcher wants to be told.
type watch struct {
	tenant   string // empty: all
	requests bool
}

// tell numbers a happening and passes it on. A watcher that is too far behind is let go rather than waited for.
func (h *hub) tell(one Happening) Happening {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq++
	one.Seq = h.seq
	if len(h.ring) < kept {
		h.ring = append(h.ring, one)
	} else {
		h.ring[h.next] = one
		h.next = (h.next + 1) % kept
	}
	h.pass(one)
	return one
}

// pass hands a happening to those it concerns. The caller holds the lock.
func (h *hub) pass(one Happening) {
	for c, w := range h.watchers {
		if w.tenant != "" && w.tenant != one.Tenant || one.What == HappenedRequest && !w.requests {
			continue
		}
		select {
		case c <- one:
		default:
			h.drop(c)
		}
	}
}

// drop lets a watcher go, if it is still there. The caller holds the lock.
func (h *hub) drop(c chan Happening) {
	w, still := h.watchers[c]
	if !still {
		return
	}
	if w.requests {
		h.asked.Add(-1)
	}
	delete(h.watchers, c)
	close(c)
}

// answered passes a request on to those who want to be told of requests. It has the number of the last happening and is
// not remembered, since the journal does that: requests are so many that they would push out everything else. When
// nobody wants it, it costs one atomic read.
func (h *hub) answered(e Entry) {
	if h.asked.Load() == 0 {
		return
	}
	one := Happening{
		At: e.At, Tenant: e.Tenant, What: HappenedRequest, Request: strconv.FormatUint(e.ID, 10),
		Operation: e.Operation, Status: e.Status,
	}
	if e.Refusal != nil {
		one.Detail = strconv.Itoa(e.Refusal.Code) + " " + e.Refusal.Reason
	}
	if e.Fault != nil {
		one.Detail = "fault " + e.Fault.short()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	one.Seq = h.seq
	h.pass(one)
}

// Record journals a request and tells those who watch requests. Its slices and maps must not be changed afterwards.
func (s *Sim) Record(e Entry) Entry {
	e = s.journal.Add(e)
	s.hub.answered(e)
	return e
}

// Watch gives the happenings of a tenant (empty: of all) after the numbered one, and then each as it happens, until
// stop is called. The channel is closed when the watcher falls too far behind; false: too many watch already.
func (s *Sim) Watch(tenant string, after uint64) (past []Happening, live <-chan Happening, stop func(), ok bool) {
	return s.hub.watch(watch{tenant: tenant}, after)
}

// WatchRequests is Watch with every request answered from now on besides. Those of the past are in the journal.
func (s *Sim) WatchRequests(tenant string, after uint64) (past []Happening, live <-chan Happening, stop func(), ok bool) {
	return s.hub.watch(watch{tenant, true}, after)
}

func (h *hub) watch(w watch, after uint64) (past []Happening, live <-chan Happening, stop func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.watchers) >= maxWatch {
		return nil, nil, nil, false
	}
	past = h.remembered(after, w.tenant)
	c := make(chan Happening, behind)
	if h.watchers == nil {
		h.watchers = map[chan Happening]watch{}
	}
	h.watchers[c] = w
	if w.requests {
		h.asked.Add(1)
	}
	return past, c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(c)
	}, true
}

// Latest is the number of the last happening; watching after it gives only what is to come.
func (s *Sim) Latest() uint64 { return s.hub.latest() }

func (h *hub) latest() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seq
}

// remembered gives a tenant's happenings after the numbered one; an empty tenant: of all. Numbers run without a gap, so
// the first is found at once. The caller holds the lock.
func (h *hub) remembered(after uint64, tenant string) []Happening {
	var found []Happening
	for i := len(h.ring) - int(min(h.seq-min(after, h.seq), uint64(len(h.ring)))); i < len(h.ring); i++ {
		if one := h.ring[(h.next+i)%len(h.ring)]; tenant == "" || tenant == one.Tenant {
			found = append(found, one)
		}
	}
	return found
}
