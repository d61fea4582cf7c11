package explain

import (
	"slices"
	"strings"
	"time"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// Scene is the world of a request as it stands now. It is a value: nothing in it changes.
type Scene struct {
	Base, Tester string                       // URLs of the doors, without a slash at the end
	Guarded      bool                         // the tester's door wants its token
	Documents    map[string]*openapi.Document // as openapi.Annotated loads them

	Ledger *openapi.Ledger // of the rules; nil: the catalogue of reasons alone is quoted

	Strict      bool
	SIDs        []string // tenants there are, sorted
	SID         string   // the tenant to ask: the one of the request, or the one that must have been meant
	Tenant      sim.Tenant
	Now         time.Time
	Frozen      bool
	Settings    exchange.Settings
	Numbers     []exchange.NumberStatus
	Allocations []exchange.Allocation
	Calls       []string
	Evidence    exchange.Evidence
	Elsewhere   string        // another tenant that has the allocation asked for
	Waits       time.Duration // until the tenant's rate allows one more request
	Rule        *Standing     // of the fault that struck, if it still stands
	Before      []sim.Entry   // what the tenant asked before, newest first
}

// Standing is a fault rule as it is now.
type Standing struct {
	Operation  string // the only one it strikes; empty: every one
	Seen, Hits int
	Spent      bool
}

// strikes tells whether a rule is about a step.
func (s *Standing) strikes(step Step) bool {
	return step.Door == Vendor && (s.Operation == "" || s.Operation == step.operation)
}

// mostSearched is how many tenants are asked whether an unknown id is theirs.
const mostSearched = 100

// Look gathers the scene of an entry.
func Look(s *sim.Sim, e sim.Entry) Scene {
	scene := Scene{Strict: s.Strict(), Now: s.Now()}
	for _, w := range s.Worlds() {
		scene.SIDs = append(scene.SIDs, w.Tenant().SID)
	}
	scene.SID = scene.meant(e.Tenant)
	if e.Fault != nil && e.Fault.By == sim.ByMagic && magic(e.Tenant) {
		scene.SID = scene.ordinary()
	}
	if w, ok := s.Lookup(scene.SID); ok {
		scene.fill(w, question(e))
	} else {
		scene.imagine(s, question(e))
	}
	scene.Elsewhere = elsewhere(s, e, scene.SID)
	if e.Fault != nil && e.Fault.Rule != "" {
		scene.Rule = standing(s, e)
	}
	for _, before := range s.Journal().List(sim.Filter{Tenant: e.Tenant, Before: e.Seq}) {
		if strings.HasPrefix(before.Operation, "create") {
			scene.Before = append(scene.Before, before)
		}
	}
	return scene
}

// fill takes what a world knows.
func (c *Scene) fill(w *sim.World, q exchange.Question) {
	view := w.View()
	c.Tenant, c.Now, c.Numbers, c.Settings = view.Tenant, view.Now, view.Numbers, view.Settings
	c.Frozen = w.Clock().Frozen
	c.Allocations = w.Allocations()
	for _, call := range w.Calls() {
		c.Calls = append(c.Calls, call.SID)
	}
	c.Evidence, c.Waits = w.Evidence(q), w.Waits()
}

// imagine shows the world that the first request to the tenant would make, without making it.
func (c *Scene) imagine(s *sim.Sim, q exchange.Question) {
	c.Tenant = s.Template()
	c.Tenant.SID = c.SID
	x := exchange.New(c.Tenant.Exchange, exchange.NewChance(0, c.SID))
	c.Numbers, c.Settings, c.Evidence = x.Numbers(), x.Settings(), x.Evidence(q)
	c.Frozen = true
}

// meant is the tenant a request must have meant: its own where there is one or may be one, else the one that looks most
// like it, else the first.
func (c *Scene) meant(sid string) string {
	if slices.Contains(c.SIDs, sid) {
		return sid
	}
	if !c.Strict && servable(sid) {
		return sid
	}
	if like := exchange.Alike(sid, c.SIDs); like != "" {
		return like
	}
	if len(c.SIDs) > 0 {
		return c.SIDs[0]
	}
	return "demo"
}

// ordinary is a tenant whose name asks for no fault.
func (c *Scene) ordinary() string {
	if i := slices.IndexFunc(c.SIDs, func(sid string) bool { return !magic(sid) }); i >= 0 {
		return c.SIDs[i]
	}
	return "demo"
}

// servable is what a tenant made on first sight may be called.
func servable(sid string) bool {
	plain := strings.Trim(sid, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") == ""
	return plain && sid != "" && len(sid) <= 64 && strings.Trim(sid, ".") != ""
}

// question is what an entry makes one want to know.
func question(e sim.Entry) exchange.Question {
	q := exchange.Question{Kind: dialect.Product(e.Path), ID: target(e.Path), Pool: true}
	value, _, _ := parse(e.Body)
	body, _ := value.(map[string]any)
	q.Reference, _ = body[referenceKey(q.Kind)].(string)
	q.Number, _ = body["caller_id_number"].(string)
	for _, s := range sidesOf(body) {
		q.Callers = append(q.Callers, s.numbers()...)
	}
	return q
}

func referenceKey(k exchange.Kind) string {
	if k == exchange.GreenPin {
		return "transaction_id"
	}
	return "connection_id"
}

// target is the allocation or call a path names.
func target(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 5 || parts[0] != "v1" {
		return ""
	}
	return strings.TrimSuffix(parts[4], ".json")
}

// elsewhere is the other tenant that has the allocation an entry did not find.
func elsewhere(s *sim.Sim, e sim.Entry, own string) string {
	id := target(e.Path)
	if e.Refusal == nil || e.Refusal.Reason != exchange.NotFound.String() || id == "" {
		return ""
	}
	worlds := s.Worlds()
	for _, w := range worlds[:min(len(worlds), mostSearched)] {
		sid := w.Tenant().SID
		named := w.Evidence(exchange.Question{Kind: dialect.Product(e.Path), ID: id}).Named
		if sid != own && named != nil && named.Kind == dialect.Product(e.Path) {
			return sid
		}
	}
	return ""
}

func standing(s *sim.Sim, e sim.Entry) *Standing {
	w, ok := s.Lookup(e.Tenant)
	if !ok {
		return nil
	}
	rule, ok := w.FaultRule(e.Fault.Rule)
	if !ok {
		return nil
	}
	return &Standing{rule.Rule.Operation, rule.Seen, rule.Hits, rule.Spent}
}

// allocation finds one that is known.
func (c *Scene) allocation(id string) (exchange.Allocation, bool) {
	i := slices.IndexFunc(c.Allocations, func(a exchange.Allocation) bool { return a.ID == id })
	if i < 0 || id == "" {
		return exchange.Allocation{}, false
	}
	return c.Allocations[i], true
}

// holder is the active allocation of a kind with a reference.
func (c *Scene) holder(k exchange.Kind, reference string) (exchange.Allocation, bool) {
	for _, a := range c.Allocations {
		if a.Kind == k && a.State == exchange.Active && a.Reference == reference && reference != "" {
			return a, true
		}
	}
	return exchange.Allocation{}, false
}

// speaks is the generation a request is read in.
func (c *Scene) speaks(operation, id string, body any) dialect.Generation {
	return dialect.Read(dialect.Profile(c.Tenant.Profile), operation, id, body)
}
