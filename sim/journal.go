package sim

import (
	"cmp"
	"sync"
	"time"
)

// DefaultJournal is how many requests are remembered unless the Spec says otherwise.
const DefaultJournal = 2000

// BodyKept is how many bytes of a request's and of a reply's body an entry keeps.
const BodyKept = 4 << 10

// Entry is one request and what became of it. Credentials never reach it.
type Entry struct {
	ID         uint64    // as told to the client
	Seq        uint64    // order in the journal, given by Add; pages go by it
	At         time.Time // the tenant's time
	Tenant     string
	Method     string
	Path       string
	Query      string
	Header     map[string][]string
	Body       []byte
	Truncated  bool // Body or Reply was longer than BodyKept
	Operation  string
	Generation string
	Status     int
	Reply      []byte
	Took       time.Duration // wall time
	Refusal    *RefusalNote  // nil unless refused
	Departures []string      // where our own reply left the document; always a fault of the simulator
}

// RefusalNote says why a request was refused.
type RefusalNote struct {
	Code       int    // the vendor's code in the body
	Reason     string // our name of the rule
	Detail     string
	Violations []Violation
}

// Violation is one way in which a request left its document.
type Violation struct{ Pointer, Rule, Reason string }

// Journal remembers the last requests, oldest forgotten first.
type Journal struct {
	mu   sync.Mutex
	ring []Entry
	next int // where the next entry goes once the ring is full
	size int
	seq  uint64
}

// NewJournal remembers up to size requests; 0 or less: DefaultJournal.
func NewJournal(size int) *Journal {
	return &Journal{size: cmp.Or(max(size, 0), DefaultJournal)}
}

// Add remembers an entry, cutting its bodies to BodyKept, and returns it as remembered. Its slices and maps must not be
// changed afterwards.
func (j *Journal) Add(e Entry) Entry {
	e.Body = e.keep(e.Body)
	e.Reply = e.keep(e.Reply)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seq++
	e.Seq = j.seq
	if len(j.ring) < j.size {
		j.ring = append(j.ring, e)
		return e
	}
	j.ring[j.next] = e
	j.next = (j.next + 1) % j.size
	return e
}

// keep cuts a body. A copy is made only when it is cut, so that the long one can be freed.
func (e *Entry) keep(body []byte) []byte {
	if len(body) <= BodyKept {
		return body
	}
	e.Truncated = true
	return append([]byte(nil), body[:BodyKept]...)
}

// Filter picks entries; a zero field picks all.
type Filter struct {
	Tenant    string
	Operation string
	Status    int
	Before    uint64 // only entries of a lower Seq: the cursor of a page
	Limit     int
}

func (f Filter) picks(e Entry) bool {
	return (f.Tenant == "" || f.Tenant == e.Tenant) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Status == 0 || f.Status == e.Status) &&
		(f.Before == 0 || e.Seq < f.Before)
}

// List gives the picked entries, newest first.
func (j *Journal) List(f Filter) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []Entry
	for i := range j.ring {
		e := j.ring[(j.next+len(j.ring)-1-i)%len(j.ring)]
		if f.picks(e) {
			found = append(found, e)
			if f.Limit > 0 && len(found) == f.Limit {
				break
			}
		}
	}
	return found
}

// Find gives the entry with the id.
func (j *Journal) Find(id uint64) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.ring {
		if j.ring[i].ID == id {
			return j.ring[i], true
		}
	}
	return Entry{}, false
}

// Clear forgets the tenant's entries, or all of them when tenant is empty.
func (j *Journal) Clear(tenant string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := make([]Entry, 0, len(j.ring))
	for i := range j.ring {
		e := j.ring[(j.next+i)%len(j.ring)]
		if tenant != "" && e.Tenant != tenant {
			kept = append(kept, e)
		}
	}
	j.ring, j.next = kept, 0
}
