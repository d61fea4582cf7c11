// Package dialect holds the vendor's words: for each generation of the API it turns decoded JSON into commands of the
// exchange, outcomes into answers, refusals into error bodies, and events into what is posted. A Dialect is a small value
// made per request from the tenant's profile, switches and time zone; start at New, Decode, Encode, Refuse and Event. What a generation calls a thing is
// decided here and nowhere else; routing, status writing, locks and the clock are not known here.
package dialect

import (
	"cmp"
	"fmt"
	"strings"

	"leadassist-sim/sim/exchange"
)

// Profile is how a tenant wants to be spoken to: one generation always, or Auto.
type Profile string

// Auto reads each request in the generation it is written in; see Read (assumed).
const Auto Profile = "auto"

// Generation is one of the three generations of the API. Each is a Profile too.
type Generation string

// The generations. Classic is what docs 000, 001 and 003 show, Current the later text of the same pages (public),
// Exobridge docs 002 and 004. They are untyped so that each serves as Profile and as Generation.
const (
	Classic   = "classic"
	Current   = "current"
	Exobridge = "exobridge"
)

// ParseProfile reads a profile's name, as it stands in a world file or on the command line.
func ParseProfile(s string) (Profile, error) {
	switch p := Profile(s); p {
	case Auto, Classic, Current, Exobridge:
		return p, nil
	}
	return "", fmt.Errorf("profile %q is not one of auto, classic, current, exobridge", s)
}

// Read tells in which generation a request is to be read and answered. A fixed profile answers for itself, except that
// exobridge has no settings of its own and borrows classic's (assumed). Under Auto a creating or bulk request is told
// by its body and any other by its id, since the id's shape names the generation that made it (assumed).
func Read(p Profile, operation, id string, body any) Generation {
	switch {
	case p == Classic || p == Current:
		return Generation(p)
	case operation == readSettings || operation == updateSettings:
		return Classic
	case p == Exobridge:
		return Exobridge
	case operation == createGreenvn || operation == createGreenpin:
		return readByKeys(body)
	case operation == updateGreenpins:
		if _, bare := body.([]any); bare {
			return Exobridge
		}
		return Classic
	case strings.HasPrefix(id, "gvn_") || strings.HasPrefix(id, "gp_"):
		return Exobridge
	}
	return Classic
}

// readByKeys looks for a key that only exobridge requests have.
func readByKeys(body any) Generation {
	m, _ := body.(map[string]any)
	for _, key := range []string{"caller_id_number", "from", "to"} {
		if _, ok := m[key]; ok {
			return Exobridge
		}
	}
	return Classic
}

// Dialect is one generation with a tenant's switches and time zone.
type Dialect struct {
	generation Generation
	quirks     Quirks
	utc        bool // of classic and current times, else IST; exobridge always speaks IST
}

// New makes the dialect of a generation. The time zone is the tenant's setting: "UTC", anything else is IST.
func New(g Generation, q Quirks, timezone string) Dialect {
	return Dialect{generation: g, quirks: q, utc: timezone == "UTC"}
}

// Document names the OpenAPI document this dialect's requests and answers are checked against.
func (d Dialect) Document() string {
	if d.generation == Exobridge {
		return "exobridge"
	}
	return "leadassist"
}

// Generation is the generation this dialect speaks.
func (d Dialect) Generation() Generation { return d.generation }

// Reply is an answer: the HTTP status and a body for encoding/json, its keys in the order of the vendor's samples.
type Reply struct {
	Status int
	Body   any
}

// The operations of the OpenAPI documents, by operation id.
const (
	createGreenvn        = "createGreenvn"
	readGreenvn          = "readGreenvn"
	deleteGreenvn        = "deleteGreenvn"
	updateGreenvnParties = "updateGreenvnParties"
	updateGreenvnNumber  = "updateGreenvnNumber"
	createGreenpin       = "createGreenpin"
	readGreenpin         = "readGreenpin"
	updateGreenpin       = "updateGreenpin"
	deleteGreenpin       = "deleteGreenpin"
	updateGreenpins      = "updateGreenpins"
	readSettings         = "readSettings"
	updateSettings       = "updateSettings"
)

// Encode turns what came of an operation into its answer. An operation that has no answer in this dialect is an
// internal error in the dialect's own envelope.
func (d Dialect) Encode(operation string, o exchange.Outcome) Reply {
	if operation == readSettings || operation == updateSettings {
		return d.envelope(settingsBody(o.Settings))
	}
	if d.generation == Exobridge {
		return d.encodeExobridge(operation, o)
	}
	switch operation {
	case createGreenvn, readGreenvn, deleteGreenvn, updateGreenvnParties, updateGreenvnNumber:
		return d.envelope(d.classicGreenvn(o.Allocation))
	case createGreenpin, readGreenpin, deleteGreenpin, updateGreenpin:
		return d.envelope(d.classicGreenpin(o.Allocation))
	case updateGreenpins:
		return d.envelope(d.classicBulk(o.Items))
	}
	return d.unknownOperation(operation)
}

func (d Dialect) encodeExobridge(operation string, o exchange.Outcome) Reply {
	a := o.Allocation
	switch operation {
	case createGreenvn:
		return wrapped(d.created(), exobridgeGreenvnCreated(a))
	case readGreenvn:
		return wrapped(200, exobridgeGreenvnRead(a))
	case updateGreenvnParties, updateGreenvnNumber:
		return wrapped(200, exobridgeGreenvnUpdated(a))
	case deleteGreenvn:
		return wrapped(200, exobridgeDeleted("greenvn_id", a))
	case createGreenpin:
		return wrapped(d.created(), exobridgeGreenpinRead(a))
	case readGreenpin:
		return wrapped(200, exobridgeGreenpinRead(a))
	case updateGreenpin:
		return wrapped(200, exobridgeGreenpinUpdated(a))
	case deleteGreenpin:
		return wrapped(200, exobridgeDeleted("greenpin_id", a))
	case updateGreenpins:
		return wrapped(200, d.exobridgeBulk(o.Items))
	}
	return d.unknownOperation(operation)
}

// created is the status of a creation in the exobridge generation.
func (d Dialect) created() int { return cmp.Or(d.quirks.CreateStatus, 201) }

// exobridgeDeleted answers a deletion: all that differs by product is the id's key (docs 002; GreenPin's is public).
func exobridgeDeleted(key string, a exchange.Allocation) members {
	return members{{key, a.ID}, {"status", "deleted"}, {"deleted_at", isoTime(a.Ended)}}
}

func (d Dialect) unknownOperation(operation string) Reply {
	return d.Refuse(exchange.GreenVN, exchange.Refusal{
		Reason: exchange.Internal,
		Detail: "operation " + operation + " has no answer in the " + string(d.generation) + " generation",
	})
}
