package sim

import (
	"sync"
	"time"
)

// What a Happening is about.
const (
	HappenedEvent   = "event"   // something happened to an allocation or a call, and is owed to an endpoint
	HappenedAttempt = "attempt" // a delivery was tried
	HappenedClock   = "clock"   // a tester turned a clock
	HappenedFault   = "fault"   // a delivery that a fault rule held was let go
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
	Status     int    // HTTP status of an attempt's answer
	Detail     string
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
	watchers map[chan Happening]string // to the tenant watched; empty: all
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
	for c, tenant := range h.watchers {
		if tenant != "" && tenant != one.Tenant {
			continue
		}
		select {
		case c <- one:
		default:
			delete(h.watchers, c)
			close(c)
		}
	}
	return one
}

// Watch gives the happenings of a tenant (empty: of all) after the numbered one, and then each as it happens, until
// stop is called. The channel is closed when the watcher falls too far behind; false: too many watch already.
func (s *Sim) Watch(tenant string, after uint64) (past []Happening, live <-chan Happening, stop func(), ok bool) {
	h := &s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.watchers) >= maxWatch {
		return nil, nil, nil, false
	}
	past = h.remembered(after, tenant)
	c := make(chan Happening, behind)
	if h.watchers == nil {
		h.watchers = map[chan Happening]string{}
	}
	h.watchers[c] = tenant
	return past, c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if _, still := h.watchers[c]; still {
			delete(h.watchers, c)
			close(c)
		}
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
