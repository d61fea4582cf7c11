// Package explain answers "why did I get this?" of a journaled request: which check refused it, what that check saw, by
// which rule of the documents, and a request that would pass instead. Explain is a pure function of an entry and a
// Scene, the world as it stands; Look gathers the scene and changes nothing. A request is mended in the order of the
// checks: address, credentials, tenant, body, document, decoding, world; each check's mender is in a file of its own.
package explain

import (
	"leadassist-sim/sim"
)

// What became of a request.
const (
	Passed  = "passed"
	Refused = "refused" // by a rule of the service
	Struck  = "struck"  // by a fault, before it was looked at
	Late    = "late"    // by a fault, after it was carried out: the client was told otherwise
)

// Explanation is the answer. Its lists are empty, never nil, where there is nothing to say, so that they are written as lists.
type Explanation struct {
	ID         string   `json:"id"`
	Outcome    string   `json:"outcome"`
	Summary    string   `json:"summary"` // one sentence
	Checks     []Check  `json:"checks"`  // in the order in which they speak
	Rule       *Rule    `json:"rule"`    // nil unless refused
	State      []Fact   `json:"state"`   // what the check looked at, as of then
	Now        []Fact   `json:"now"`     // what has to do with it, as of now
	Story      []string `json:"story"`   // what led to it, as far as the journal knows
	Fault      *Fault   `json:"fault"`   // nil unless a fault was struck
	Changes    []Change `json:"changes"` // from the request to the one that is asked for in its place
	Ways       []Way    `json:"ways"`    // requests that would pass, the best first
	Impossible string   `json:"impossible"`
}

// Check is one step of a request's way, and how it went: passed, refused or not reached.
type Check struct {
	Step    string `json:"step"`
	Looks   string `json:"looks_at"`
	Verdict string `json:"verdict"`
}

// Fact is one thing that was looked at.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Rule is why a request was refused, and where the rule is found.
type Rule struct {
	ID        string   `json:"id"` // in the fidelity ledger; empty: none is known
	Reason    string   `json:"reason"`
	Code      int      `json:"code"`
	Status    int      `json:"status"`
	Statement string   `json:"statement"`
	Cause     string   `json:"cause"`
	Basis     string   `json:"basis"` // one of openapi.Bases
	Source    string   `json:"source"`
	Detail    string   `json:"detail"`
	Places    []string `json:"places"` // what is wrong where, each with its source in the document
}

// Fault is the fault that was struck.
type Fault struct {
	By     string `json:"by"`
	Rule   string `json:"rule"`
	Said   string `json:"said"`
	Effect string `json:"effect"`
	Then   string `json:"then"` // its counters
	Now    string `json:"now"`  // the same
	Lift   string `json:"lift"` // how to be rid of it
}

// Change is one correction.
type Change struct {
	Pointer string `json:"pointer"` // into the body; else path, method or header
	From    string `json:"from"`    // JSON or text; empty: it was not there
	To      string `json:"to"`      // likewise
	Why     string `json:"why"`
}

// Way is a request, or several in turn, of which the last is the one that was asked for.
type Way struct {
	Says  string `json:"says"`
	Steps []Step `json:"steps"`
}

// Step is one request of a way. A path or body with {id} in it takes the id that an earlier step's answer held under
// Takes; its curl line reads it from the shell's variable ID.
type Step struct {
	Says   string            `json:"says"`
	Door   string            `json:"door"` // vendor or tester
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Query  string            `json:"query"`
	Header map[string]string `json:"headers"`
	Body   string            `json:"body"`
	Takes  string            `json:"takes"`
	Curl   string            `json:"curl"`

	operation string // of the vendor's
}

// The doors of a step.
const (
	Vendor = "vendor"
	Tester = "tester"
)

// checks tells how far the request came.
func checks(e sim.Entry, outcome string) []Check {
	stop := ""
	switch {
	case outcome == Struck:
		stop = sim.StepFault
	case outcome == Refused && e.Refusal != nil:
		stop = e.Refusal.Step
	}
	all := make([]Check, 0, len(sim.Steps()))
	verdict := "passed"
	for _, s := range sim.Steps() {
		told := verdict
		if s.Name == stop {
			told, verdict = "refused", "not reached"
		}
		all = append(all, Check{s.Name, s.Looks, told})
	}
	return all
}
