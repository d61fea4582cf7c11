// Package sim holds the simulated service: one isolated World per tenant SID, each with its own lock, clock, seed and
// telephone exchange, and the journal of what was asked. It owns the order in which things happen (settle what is due,
// then act) and knows nothing of HTTP, JSON or of who asks.
package sim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// DefaultMaxTenants bounds the tenants made on first sight in open mode when the Spec names no bound.
const DefaultMaxTenants = 1000

// ErrTooManyTenants is returned when one more tenant made on first sight would pass the bound.
var ErrTooManyTenants = errors.New("too many tenants")

// ErrUnknownTenant is returned for a SID nobody named, in strict mode.
var ErrUnknownTenant = errors.New("unknown tenant")

// Spec is what a Sim starts from, and what a reset returns to.
type Spec struct {
	Strict     bool            // credentials are checked and unknown SIDs refused
	Seed       uint64          // the world's seed; every tenant derives its own streams from it
	Clock      Clock           // where every tenant's clock starts
	Template   Tenant          // for SIDs made on first sight in open mode; its SID is empty
	Tenants    []Tenant        // the named ones
	MaxTenants int             // bound of tenants made on first sight; 0: DefaultMaxTenants
	Journal    int             // requests remembered; 0: DefaultJournal
	Render     Render          // puts events into words; nil: no event is told to anybody
	Post       Post            // tries a delivery; nil: every endpoint takes everything
	Observe    func(Happening) // told of every delivery attempt; must not block

	Vocabulary fault.Vocabulary // what fault rules may name
	Faults     []fault.Rule     // rules of every tenant, or of the one they name
	Scenarios  []fault.Scenario
	Active     string // the scenario every tenant starts with; empty: none
}

// Sim is the simulated service: tenants by SID.
type Sim struct {
	spec    Spec
	said    script // the fault rules of the spec
	journal *Journal
	hub     hub
	lastID  atomic.Uint64

	scripts sync.Mutex // one change of fault rules at a time; taken before mu

	// mu is never held by who waits for a world: that may take long, and every request needs it.
	mu      sync.RWMutex
	worlds  map[string]*World
	made    int // worlds made on first sight
	holders opened
	script  script
}

// New builds the service and the worlds of its named tenants. A SID named twice is an error; what is wrong with the
// fault rules comes as fault.Problems.
func New(spec Spec) (*Sim, error) {
	spec.MaxTenants = cmp.Or(spec.MaxTenants, DefaultMaxTenants)
	if spec.Observe == nil {
		spec.Observe = func(Happening) {}
	}
	if spec.Vocabulary.Tenant == nil {
		spec.Vocabulary.Tenant = CheckSID
	}
	s := &Sim{spec: spec, journal: NewJournal(spec.Journal)}
	if wrong := spec.checkFaults(); len(wrong) > 0 {
		return nil, wrong
	}
	s.said = s.spec.script()
	if _, err := s.raise(); err != nil {
		return nil, err
	}
	return s, nil
}

// raise fills the map of worlds from the spec, and gives those that were there before.
func (s *Sim) raise() (before map[string]*World, err error) {
	worlds := make(map[string]*World, len(s.spec.Tenants))
	for _, t := range s.spec.Tenants {
		if _, twice := worlds[t.SID]; twice {
			return nil, fmt.Errorf("tenant %q is named twice", t.SID)
		}
		worlds[t.SID] = newWorld(t, s, s.said.of(t.SID, true))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before = s.worlds
	s.worlds, s.made, s.holders, s.script = worlds, 0, holders(s.spec.Tenants), s.said
	for _, sid := range slices.Sorted(maps.Keys(s.said.own)) {
		if _, err := s.world(sid); err != nil {
			return before, fmt.Errorf("tenant %q of a fault rule: %w", sid, err)
		}
	}
	return before, nil
}

// Now is the instant of those who have no world: where every clock starts, or the wall clock's.
func (s *Sim) Now() time.Time { return s.spec.Clock.Now() }

// Strict tells whether credentials are checked.
func (s *Sim) Strict() bool { return s.spec.Strict }

// Template is the tenant unknown SIDs are made from.
func (s *Sim) Template() Tenant { return s.spec.Template }

// Journal is the bounded record of requests, over all tenants.
func (s *Sim) Journal() *Journal { return s.journal }

// NextID numbers requests, from 1.
func (s *Sim) NextID() uint64 { return s.lastID.Add(1) }

// World returns the tenant's world, making it from the template in open mode. Errors: ErrUnknownTenant in strict mode,
// ErrBadSID, ErrTooManyTenants at the bound.
func (s *Sim) World(sid string) (*World, error) {
	if w, ok := s.Lookup(sid); ok {
		return w, nil
	}
	if s.spec.Strict {
		return nil, ErrUnknownTenant
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world(sid)
}

// world is World for those who hold the lock.
func (s *Sim) world(sid string) (*World, error) {
	if w, ok := s.worlds[sid]; ok {
		return w, nil
	}
	if s.spec.Strict {
		return nil, ErrUnknownTenant
	}
	if err := CheckSID(sid); err != nil {
		return nil, err
	}
	if s.made >= s.spec.MaxTenants {
		return nil, ErrTooManyTenants
	}
	t := s.spec.Template
	t.SID = sid
	w := newWorld(t, s, s.said.of(sid, false))
	w.rearm(s.script.of(sid, false))
	s.worlds[sid] = w
	s.made++
	return w, nil
}

// Lookup returns the tenant's world without ever making one.
func (s *Sim) Lookup(sid string) (*World, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w, ok := s.worlds[sid]
	return w, ok
}

// Worlds lists every world, by SID.
func (s *Sim) Worlds() []*World {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]*World, 0, len(s.worlds))
	for _, w := range s.worlds {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b *World) int { return cmp.Compare(a.tenant.SID, b.tenant.SID) })
	return all
}

// Reset returns every tenant to its beginning, forgets those made on first sight or put at run time, and empties the
// journal. What was still owed is not delivered any more.
func (s *Sim) Reset() error {
	s.journal.Clear("")
	before, err := s.raise()
	for _, w := range before {
		w.abandon()
	}
	return err
}

// PutTenant makes a tenant, or gives one that is there a new definition: its world begins anew, its part of the journal
// is forgotten and what was still owed is not delivered any more. ResetTenant returns to this definition, Reset to that of
// the spec, or to none. A tenant that is new counts as one made on first sight. Fault rules of everybody's hold for it too.
// Errors: ErrBadSID; ErrTooManyTenants at the bound; fault.Problems.
func (s *Sim) PutTenant(t Tenant) error {
	if err := CheckSID(t.SID); err != nil {
		return err
	}
	now := func(string) []time.Time { return []time.Time{s.spec.Clock.Now()} }
	if wrong := append(s.spec.checkOwn(t.Faults, t.SID), ended(t.Faults, now)...); len(wrong) > 0 {
		return wrong.Under("faults")
	}
	own := s.numbered(t)
	fresh := newWorld(t, s, s.said.with(own)) // outside the lock: a pool may hold millions of numbers
	s.mu.Lock()
	before, there := s.worlds[t.SID]
	if !there && s.made >= s.spec.MaxTenants {
		s.mu.Unlock()
		return ErrTooManyTenants
	}
	if there {
		s.holders.remove(before.tenant)
	} else {
		s.made++
	}
	s.holders.add(t)
	fresh.rearm(s.script.with(own))
	s.worlds[t.SID] = fresh
	s.mu.Unlock()
	if there {
		before.abandon()
	}
	s.journal.Clear(t.SID)
	return nil
}

// ForgetTenant takes a tenant away that was made on first sight or put at run time, with all that is its own; one that the
// spec names begins anew as the spec has it. It reports whether the tenant was known.
func (s *Sim) ForgetTenant(sid string) bool {
	named := slices.IndexFunc(s.spec.Tenants, func(t Tenant) bool { return t.SID == sid })
	s.mu.Lock()
	before, there := s.worlds[sid]
	if !there {
		s.mu.Unlock()
		return false
	}
	s.holders.remove(before.tenant)
	if named >= 0 {
		t := s.spec.Tenants[named]
		s.worlds[sid] = newWorld(t, s, s.said.of(sid, true))
		s.holders.add(t)
	} else {
		delete(s.worlds, sid)
		s.made--
	}
	s.mu.Unlock()
	before.abandon()
	s.journal.Clear(sid)
	return true
}

// Close finishes the deliveries that are due until the context ends, and returns those given up.
func (s *Sim) Close(ctx context.Context) []callback.Delivery {
	worlds := s.Worlds()
	lost := make([][]callback.Delivery, len(worlds))
	var group sync.WaitGroup
	for i, w := range worlds {
		group.Go(func() { lost[i] = w.Close(ctx) })
	}
	group.Wait()
	return slices.Concat(lost...)
}

// ResetTenant returns one tenant to its beginning and forgets its part of the journal. It reports whether the tenant
// was known.
func (s *Sim) ResetTenant(sid string) bool {
	w, ok := s.Lookup(sid)
	if !ok {
		return false
	}
	w.reset()
	s.journal.Clear(sid)
	return true
}

// Tenant is what one tenant's world starts from.
type Tenant struct {
	SID         string
	Credentials []Credential
	Profile     string            // a dialect's name; this room does not read it
	Quirks      map[string]string // likewise
	Rate        Rate
	Insights    bool // call events carry insights (docs 000, "Call Insights")
	Hostile     bool // what clients must not rely on is varied
	Callbacks   Callbacks
	Faults      []fault.Rule // its own; they are asked before those of every tenant
	Exchange    exchange.Config
}

// Rate is a tenant's request allowance; a zero PerSecond is no limit (assumed: the documents name no figure).
type Rate struct {
	PerSecond float64
	Burst     int
}
