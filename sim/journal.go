package sim

import (
	"cmp"
	"slices"
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
	Status     int           // HTTP; 0: no answer was sent, since a fault broke the connection
	Reply      []byte        // as sent; with Status 0 the answer that was lost, if there was one
	Took       time.Duration // wall time
	Refusal    *RefusalNote  // nil unless refused
	Fault      *FaultNote    // nil unless a fault was struck, passed, or asked for in vain: see Struck
	Varied     []string      // what hostile mode varied in the reply, each with its ground
	Departures []string      // where our own reply left the document; always a fault of the simulator
}

// RefusalNote says why a request was refused.
type RefusalNote struct {
	Code       int    // the vendor's code in the body
	Reason     string // our name of the rule
	Detail     string
	Step       string // the check that refused, such as authenticate or document
	Rule       string // id in the fidelity ledger
	Violations []Violation
	State      []Fact // what the check looked at, as it stood then
}

// Fact is one thing a check looked at: a name and its value as text.
type Fact struct{ Name, Value string }

// The ways to ask for a fault.
const (
	ByRule   = "rule"
	ByPrefer = "prefer" // the Prefer header
	ByMagic  = "magic"  // a value that begins with sim-
)

// FaultNote says which fault was struck on a request.
type FaultNote struct {
	By       string        // ByRule, ByPrefer or ByMagic
	Rule     string        // its id; empty unless by rule
	Name     string        // of the rule, if it has one
	Scenario string        // that brought the rule, if any
	Said     string        // the header or the value that asked for it; empty if by rule
	Effect   string        // in words, such as "code 18" or "reset"; pass: the rule let it; none: nothing could be read
	Late     bool          // struck after acting: what was asked for did happen, unless Refusal names another step than the fault
	Seen     int           // occasions that fitted the rule so far
	Hit      int           // of those the ones struck
	Wait     time.Duration // the delay; when the client left before its end, as long as that was
	Left     bool          // the client left during the delay: unless Late nothing was carried out
	Ignored  []string      // preferences meant for the simulator that could not be read; alone, they make a note with no effect
}

// Violation is one way in which a request left its document.
type Violation struct{ Pointer, Rule, Reason string }

// Journal remembers the last requests of all tenants, each tenant's on a shelf of its own. When it is full a tenant
// that holds more than its share gives up its oldest, so that a noisy one does not push out what the others did.
type Journal struct {
	mu      sync.Mutex
	shelves map[string]*shelf // by tenant; never an empty one
	held    int
	size    int
	seq     uint64
	lost    uint64 // the highest number of a request that was dropped to make room
}

// shelf holds one tenant's entries, oldest first.
type shelf struct {
	entries []Entry
	first   int    // entries before it are gone
	lost    uint64 // the highest number of a request among them
}

func (s *shelf) len() int { return len(s.entries) - s.first }

// drop forgets the oldest entry. The room of those gone is taken back when it is half of all.
func (s *shelf) drop() {
	s.lost = max(s.lost, s.entries[s.first].ID)
	s.entries[s.first] = Entry{}
	if s.first++; s.first*2 > len(s.entries) {
		n := copy(s.entries, s.entries[s.first:])
		clear(s.entries[n:])
		s.entries, s.first = s.entries[:n], 0
	}
}

// NewJournal remembers up to size requests; 0 or less: DefaultJournal.
func NewJournal(size int) *Journal {
	return &Journal{size: cmp.Or(max(size, 0), DefaultJournal), shelves: map[string]*shelf{}}
}

// Add remembers an entry, cutting its bodies to BodyKept, and returns it as remembered. Its slices and maps must not be
// changed afterwards.
func (j *Journal) Add(e Entry) Entry {
	e.Body = e.keep(e.Body)
	e.Reply = e.keep(e.Reply)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.held == j.size {
		j.makeRoom(e.Tenant)
	}
	j.seq++
	e.Seq = j.seq
	own, ok := j.shelves[e.Tenant]
	if !ok {
		own = &shelf{}
		j.shelves[e.Tenant] = own
	}
	own.entries = append(own.entries, e)
	j.held++
	return e
}

// makeRoom drops one entry: the tenant's own oldest when it has its share already, else the oldest of who has most.
func (j *Journal) makeRoom(tenant string) {
	if own, ok := j.shelves[tenant]; !ok || own.len() < max(j.size/len(j.shelves), 1) {
		tenant = j.fullest()
	}
	s := j.shelves[tenant]
	s.drop()
	j.lost = max(j.lost, s.lost)
	if j.held--; s.len() == 0 {
		delete(j.shelves, tenant)
	}
}

// fullest is the tenant that holds most; of several the one whose oldest entry is oldest.
func (j *Journal) fullest() string {
	var found string
	var most *shelf
	for tenant, s := range j.shelves {
		if most == nil || s.len() > most.len() || s.len() == most.len() && s.entries[s.first].Seq < most.entries[most.first].Seq {
			found, most = tenant, s
		}
	}
	return found
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
	Behind    uint64 // only entries of a higher Seq: what came since
	Limit     int
}

func (f Filter) picks(e Entry) bool {
	return (f.Tenant == "" || f.Tenant == e.Tenant) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Status == 0 || f.Status == e.Status) &&
		(f.Before == 0 || e.Seq < f.Before) && e.Seq > f.Behind
}

// List gives the picked entries, newest first.
func (j *Journal) List(f Filter) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []Entry
	for tenant, s := range j.shelves {
		if f.Tenant != "" && f.Tenant != tenant {
			continue
		}
		for _, e := range s.entries[s.first:] {
			if f.picks(e) {
				found = append(found, e)
			}
		}
	}
	slices.SortFunc(found, func(a, b Entry) int { return cmp.Compare(b.Seq, a.Seq) })
	if f.Limit > 0 && len(found) > f.Limit {
		found = found[:f.Limit:f.Limit]
	}
	return found
}

// Lost is the highest number of a request that was dropped to make room since the last Clear: of the tenant's, as far as
// that is known, else of all. 0: none was.
func (j *Journal) Lost(tenant string) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	if s, ok := j.shelves[tenant]; ok {
		return s.lost
	}
	return j.lost
}

// Find gives the entry with the id.
func (j *Journal) Find(id uint64) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range j.shelves {
		for i := s.first; i < len(s.entries); i++ {
			if s.entries[i].ID == id {
				return s.entries[i], true
			}
		}
	}
	return Entry{}, false
}

// Clear forgets the tenant's entries, or all of them when tenant is empty, and tells how many.
func (j *Journal) Clear(tenant string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := j.held
	if tenant == "" {
		j.shelves, j.held, j.lost = map[string]*shelf{}, 0, 0
		return before
	}
	if s, ok := j.shelves[tenant]; ok {
		j.held -= s.len()
		delete(j.shelves, tenant)
	}
	return before - j.held
}
