package openapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Rule is one row of the fidelity ledger: something the simulator does, and on what ground it does it.
type Rule struct {
	// ID is what scenarios are tagged with, as @rule-ID, and what a refusal carries in X-Sim-Rule.
	ID string `json:"id"`
	// Statement is the rule in one sentence.
	Statement string `json:"statement"`
	// Generations lists whose answers show it.
	Generations []string `json:"generations"`
	// Basis is one of Bases.
	Basis string `json:"basis"`
	// Contradiction names the row of the table of contradictions, C1 to C14; empty unless the basis is contradictory.
	Contradiction string `json:"contradiction,omitempty"`
	// Source says where the basis is found.
	Source string `json:"source"`
	// Refusals lists the reasons of sim/exchange that an answer refuses with under this rule.
	Refusals []string `json:"refusals,omitempty"`
	// Product narrows the refusals to greenvn or greenpin; empty: both.
	Product string `json:"product,omitempty"`
	// Operations narrows the refusals to some operations; nil: all.
	Operations []string `json:"operations,omitempty"`
	// Fields narrows the refusals to places in the body, written like preferences.region; nil: all.
	Fields []string `json:"fields,omitempty"`
	// Steps narrows the refusals to some of the simulator's checks; nil: all.
	Steps []string `json:"steps,omitempty"`
}

// Ledger is the fidelity ledger, ready for use. It never changes, so any number of goroutines may share it.
type Ledger struct {
	rules    []Rule
	byID     map[string]int
	byReason map[string][]int // places of the rules that refuse with it
}

// Bases lists the grounds a rule may stand on, the firmest first.
func Bases() []string {
	return []string{"documented", "observed", "contradictory", "public", "assumed"}
}

// Generations lists the generations of the vendor's documents that a rule may speak of.
func Generations() []string { return []string{"classic", "current", "exobridge"} }

// LoadLedger loads the fidelity ledger from its compact twin; see fidelity.yaml for what people read.
func LoadLedger() (*Ledger, error) {
	twin, err := documents.ReadFile("compact/fidelity.json")
	if err != nil {
		return nil, fmt.Errorf("openapi: the fidelity ledger is not there: %w", err)
	}
	var rules []Rule
	if err := json.Unmarshal(twin, &rules); err != nil {
		return nil, fmt.Errorf("openapi: the fidelity ledger: %w", err)
	}
	return newLedger(rules), nil
}

func newLedger(rules []Rule) *Ledger {
	l := &Ledger{rules: rules, byID: make(map[string]int, len(rules)), byReason: map[string][]int{}}
	for i, r := range rules {
		l.byID[r.ID] = i
		for _, reason := range r.Refusals {
			l.byReason[reason] = append(l.byReason[reason], i)
		}
	}
	return l
}

// Rules lists the rules in the order of the ledger. The caller may keep the list, but not change what is in a rule.
func (l *Ledger) Rules() []Rule { return slices.Clone(l.rules) }

// Rule finds a rule by its id.
func (l *Ledger) Rule(id string) (Rule, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Rule{}, false
	}
	return l.rules[i], true
}

// Count is how many rules of a basis a generation has.
func (l *Ledger) Count(basis, generation string) int {
	n := 0
	for _, r := range l.rules {
		if r.Basis == basis && slices.Contains(r.Generations, generation) {
			n++
		}
	}
	return n
}

// Refused is a refusal whose rule is asked for.
type Refused struct {
	Generation string
	Product    string // greenvn or greenpin
	Reason     string // as sim/exchange names it
	Operation  string // id; empty when none was found
	Pointer    string // the place in the body, after RFC 6901; empty for the whole or none
	Step       string // the check that refused; may be empty
}

// RuleOf is the narrowest rule that a refusal falls under: a check speaks before a place in the body, the deeper place
// before the shallower, a place before an operation and that before a product. No rule: false.
func (l *Ledger) RuleOf(o Refused) (Rule, bool) {
	found, best := -1, -1
	for _, i := range l.byReason[o.Reason] {
		if n, ok := l.rules[i].narrowness(o); ok && n > best {
			found, best = i, n
		}
	}
	if found < 0 {
		return Rule{}, false
	}
	return l.rules[found], true
}

// The weights of what narrows a rule down. No place in a body is as deep as the weights are apart.
const (
	ofProduct = 1 << iota
	ofOperation
	ofField // for each level
	ofStep  = 1 << 16
)

// narrowness tells whether a rule covers a refusal, and how closely.
func (r Rule) narrowness(o Refused) (int, bool) {
	depth := levels(r.Fields, o.Pointer)
	covers := slices.Contains(r.Generations, o.Generation) && slices.Contains(r.Refusals, o.Reason) &&
		(r.Product == "" || r.Product == o.Product) &&
		(r.Operations == nil || slices.Contains(r.Operations, o.Operation)) &&
		(r.Fields == nil || depth > 0) &&
		(r.Steps == nil || slices.Contains(r.Steps, o.Step))
	n := depth * ofField
	if r.Product != "" {
		n += ofProduct
	}
	if r.Operations != nil {
		n += ofOperation
	}
	if r.Steps != nil {
		n += ofStep
	}
	return n, covers
}

// levels is how many the longest of the places has that the pointer is at or below; 0: it is at none.
func levels(places []string, pointer string) int {
	if len(places) == 0 || pointer == "" {
		return 0
	}
	at, depth := dotted(pointer)+".", 0
	for _, place := range places {
		if strings.HasPrefix(at, place+".") {
			depth = max(depth, strings.Count(place, ".")+1)
		}
	}
	return depth
}

// dotted is a pointer as the ledger writes places: with dots, and without the places in lists.
func dotted(pointer string) string {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	return strings.Join(slices.DeleteFunc(steps, func(s string) bool { return strings.Trim(s, "0123456789") == "" }), ".")
}
