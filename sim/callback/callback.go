// Package callback delivers a tenant's events to the URLs they are owed to. An Outbox remembers what is owed, decides
// when the next attempt may start and what an attempt's result means; it is a pure state machine, with no clock, lock or
// goroutine of its own: the caller hands in the instant and guards it. A Poster makes one attempt over the network, to
// destinations its Guard allows. Run them together like this: Take the jobs, Post each, Record each result, and come
// back when Next says. What an event is about, the package does not know.
package callback

import (
	"cmp"
	"fmt"
	"time"
)

// Message is one event for one URL.
type Message struct {
	Event  string // the event's name, for listing
	Lane   string // deliveries of one lane to one URL keep their order; the allocation's id, as a rule
	URL    string // where to; empty: nobody is subscribed. Userinfo becomes Basic credentials
	Body   []byte // JSON, the same bytes at every attempt; not to be changed once it is owed
	Labels Labels
	Detour *Detour // nil: it goes the straight way; not to be changed once it is owed
}

// Labels are what a delivery is found by.
type Labels struct {
	Tenant, Allocation, Call string
}

// State is how far a delivery has come.
type State string

// The states. Pending and InFlight are open, all others are final.
const (
	Pending    State = "pending"     // waits for its next attempt, or behind an earlier delivery of its lane
	InFlight   State = "in flight"   // an attempt is under way
	Delivered  State = "delivered"   // answered with a 2xx
	Failed     State = "failed"      // no attempts left, or an answer that is not retried
	NoEndpoint State = "no endpoint" // nobody is subscribed to the event
	Dropped    State = "dropped"     // never attempted: the outbox was full, or it was told to
	Refused    State = "refused"     // the guard does not let it out
	Abandoned  State = "abandoned"   // still owed when the outbox was given up
)

// Ended tells whether the state is final.
func (s State) Ended() bool { return s != Pending && s != InFlight }

// Delivery is one message and what became of it.
type Delivery struct {
	Seq      uint64 // 1, 2, 3 … in the order owed: the cursor of List
	ID       string // the same over all attempts; the receiver gets it as Webhook-Id, unless it is a duplicate
	ReplayOf string // the delivery this one repeats, if any
	Message         // its URL is shown without credentials
	State    State
	Reason   string    // why it ended other than delivered
	Owed     time.Time // when it was owed
	Due      time.Time // the earliest start of the next, or latest, attempt
	Ended    time.Time // zero while open
	Attempts []Attempt
}

// Attempt is one try and what came of it.
type Attempt struct {
	Number     int // from 1
	At         time.Time
	Status     int           // 0: nothing was answered
	Error      string        // in plain words, never with credentials
	RetryAfter time.Duration // what the receiver asked for, before any bound
	Took       time.Duration // wall time, whatever the world's clock did
	Response   []byte        // the beginning of the answer's body
	Outcome    Outcome
}

// Outcome is what the policy made of an attempt.
type Outcome string

// The outcomes.
const (
	Accepted Outcome = "delivered" // a 2xx
	Again    Outcome = "retry"     // another attempt follows
	GaveUp   Outcome = "failed"    // none follows
	Barred   Outcome = "refused"   // the guard refused; none follows
)

// Job is an attempt to be made now. Its URL carries credentials and its Secret signs: it is for a Poster, not for logs.
type Job struct {
	ID      string // the delivery's
	Attempt int    // from 1
	At      time.Time
	Message
	Timeout time.Duration
	Secret  string
}

// String tells the job apart from others without its credentials.
func (j Job) String() string {
	return fmt.Sprintf("attempt %d of delivery %s to %s", j.Attempt, j.ID, Redact(j.URL))
}

// Result is what an attempt reports. The status decides; only without one does Err say what went wrong, and with one
// it is a remark. A *Refusal in Err ends the delivery.
type Result struct {
	Status     int // 0: nothing was answered
	Err        error
	RetryAfter time.Duration // 0: not asked for
	Response   []byte
	Took       time.Duration
}

// Limits bound what an outbox remembers and how much a poster does at once. A zero field is its default.
type Limits struct {
	Pending     int // deliveries open at a time; 200,000
	Kept        int // ended deliveries remembered; 10,000
	Bytes       int // bodies and responses of all of them; 256 MiB
	InFlight    int // attempts at a time; 256
	PerEndpoint int // attempts at a time to one URL; 16
	Response    int // bytes kept of an answer's body; 4 KiB
}

// filled puts the defaults in the zero fields.
func (l Limits) filled() Limits {
	return Limits{
		Pending:     cmp.Or(l.Pending, 200_000),
		Kept:        cmp.Or(l.Kept, 10_000),
		Bytes:       cmp.Or(l.Bytes, 256<<20),
		InFlight:    cmp.Or(l.InFlight, 256),
		PerEndpoint: cmp.Or(l.PerEndpoint, 16),
		Response:    cmp.Or(l.Response, 4<<10),
	}
}
