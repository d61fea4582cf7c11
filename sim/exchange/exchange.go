// Package exchange is the telephone exchange of one tenant: which virtual number is lent to whom until when, which PIN
// opens it, and what a caller hears. It is a deterministic engine: Do and Settle turn (instant, command) into values,
// events and refusals, and nothing else. It holds no clock, lock or goroutine, speaks no HTTP and no JSON, and draws
// chance only from the streams it was handed, so the same seed and the same commands at the same instants give the
// same bytes. The caller serialises access and calls Settle for every due instant before it calls Do.
package exchange

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Command is one thing asked of the exchange. Every command is a plain value, so that a log of them replays a world.
type Command interface {
	apply(x *Exchange, now time.Time) (Outcome, error)
}

// Outcome is what came of a command: copies, never references into the exchange.
type Outcome struct {
	Allocation Allocation // for commands on one allocation
	Items      []Item     // for UpdateGreenpins: one per item, in the order sent
	Settings   Settings   // for ReadSettings and UpdateSettings
	Call       Call       // for PlaceCall and ReadCall
	Events     []Event    // what happened, in order
}

// Item is the outcome of one entry of a bulk update. Err is nil or a Refusal.
type Item struct {
	ID         string
	Allocation Allocation
	Err        error
}

// Exchange is one tenant's numbers, allocations, calls and settings. It is not safe for concurrent use.
type Exchange struct {
	flows     []string
	settings  Settings
	limits    Limits
	ids       *rand.ChaCha8 // a reader, for UUIDs
	anyID     bool
	choice    *rand.Rand // which number is lent
	secret    *rand.Rand // which PIN is made
	pool      pool
	agenda    agenda
	records   map[string]*record // by id, active and ended
	greenvns  map[string]*record // active, by reference
	greenpins map[string]*record // active, by reference
	sharing   int                // active GreenPins
	past      past               // ended, oldest first
	born      uint64             // allocations made so far
	pinned    map[pinKey]seat    // which side a PIN opens on a shared number
	joined    map[joinKey]member // callers who came in by PIN
	roll      roll               // callers a shared number knows without one
	shared    map[int32]*commons // what is common to the GreenPins of a shared number
	calls     calls
}

// New raises an exchange over the pool of c. Zero limits and zero settings take their defaults. A number listed twice
// in the pool counts once.
func New(c Config, ch Chance) *Exchange {
	return &Exchange{
		flows:     slices.Clone(c.Flows),
		settings:  c.Settings.orDefault(),
		limits:    c.Limits.orDefault(),
		ids:       ch.IDs,
		anyID:     c.AnyID,
		choice:    rand.New(ch.Numbers),
		secret:    rand.New(ch.Pins),
		pool:      newPool(c.Numbers),
		records:   make(map[string]*record),
		greenvns:  make(map[string]*record),
		greenpins: make(map[string]*record),
		pinned:    make(map[pinKey]seat),
		joined:    make(map[joinKey]member),
		roll:      newRoll(),
		shared:    make(map[int32]*commons),
		calls:     calls{known: make(map[string]*call), chance: ch.Calls, record: c.Record},
	}
}

// Do carries out one command at the instant now. The error is nil or a Refusal; a refused command changes nothing.
// Instants come back in UTC.
func (x *Exchange) Do(now time.Time, c Command) (Outcome, error) { return c.apply(x, plain(now)) }

// Next is the earliest instant at which something falls due: an expiry, the end of a number's rest, the next step of a
// call. False: nothing.
func (x *Exchange) Next() (time.Time, bool) { return x.agenda.next() }

// Settle carries out everything due at one instant, the earliest there is, provided it is not after to. Callers loop
// while Next is due, so that whatever one instant causes at the next is seen there.
func (x *Exchange) Settle(to time.Time) []Event {
	at, ok := x.agenda.next()
	if !ok || at.After(to) {
		return nil
	}
	var events []Event
	for t, ok := x.agenda.next(); ok && t.Equal(at); t, ok = x.agenda.next() {
		events = append(events, x.fall(x.agenda.pop(), at)...)
	}
	return events
}

// fall carries out one agenda entry at its instant.
func (x *Exchange) fall(e *entry, at time.Time) []Event {
	switch e.kind {
	case expiry:
		return x.expire(e.of.(*record), at)
	case wake:
		x.pool.wake(e.of.(int32))
	case step:
		return x.advance(e.of.(*call), at)
	}
	return nil
}

// Timezone is the zone of the settings, read without copying them.
func (x *Exchange) Timezone() string { return x.settings.Timezone }

// DefaultFlow is the call flow of the settings, read without copying them.
func (x *Exchange) DefaultFlow() string { return x.settings.DefaultFlow }

// Endpoint is the URL kept under a settings key, read without copying the rest. False: none was ever said.
func (x *Exchange) Endpoint(key string) (url string, said bool) {
	url, said = x.settings.Endpoints[key]
	return url, said
}

// Settings is a copy of the tenant's settings.
func (x *Exchange) Settings() Settings { return x.settings.clone() }

// Flows lists the call flows of the account.
func (x *Exchange) Flows() []string { return slices.Clone(x.flows) }

// Numbers lists the pool and what each number is doing, in the pool's order.
func (x *Exchange) Numbers() []NumberStatus {
	all := make([]NumberStatus, len(x.pool.numbers))
	for i := range all {
		l := &x.pool.lines[i]
		all[i] = NumberStatus{Number: x.pool.numbers[i], State: l.state.public()}
		if l.rest != nil {
			all[i].Until = x.agenda.at(l.rest)
		}
	}
	return all
}

// Allocations lists every allocation still known, active and ended, in order of creation.
func (x *Exchange) Allocations() []Allocation {
	known := make([]*record, 0, len(x.records))
	for _, r := range x.records {
		known = append(known, r)
	}
	slices.SortFunc(known, inOrderOfBirth)
	all := make([]Allocation, len(known))
	for i, r := range known {
		all[i] = x.view(r)
	}
	return all
}

// plain drops what an instant carries besides the instant: its zone and its monotonic reading.
func plain(t time.Time) time.Time { return t.Round(0).UTC() }
