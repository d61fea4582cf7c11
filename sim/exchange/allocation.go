package exchange

import "time"

// Kind tells the two products apart.
type Kind string

// GreenVN lends a number exclusively; GreenPin shares one among pairs told apart by PIN.
const (
	GreenVN  Kind = "greenvn"
	GreenPin Kind = "greenpin"
)

// Usage says who may call: oneway only A, twoway both (docs 000, usage).
type Usage string

// The two usages.
const (
	Oneway Usage = "oneway"
	Twoway Usage = "twoway"
)

// State is where an allocation stands in its life. The classic generation calls Expired and Deleted alike "vault".
type State string

// The states of an allocation.
const (
	Active  State = "active"
	Expired State = "expired"
	Deleted State = "deleted"
)

// Party is one side of an allocation. Its slices are never changed after they are handed over.
type Party struct {
	Numbers []string // E.164, in the order they are dialled
	Pins    []string // digits; a caller who enters one joins this side
	VNs     []string // GreenPin classic: the virtual numbers this side calls
}

// Allocation maps two parties to a virtual number for a time.
type Allocation struct {
	ID             string
	Kind           Kind
	Reference      string // connection_id or transaction_id; empty in the exobridge generation
	A, B           Party
	Usage          Usage
	State          State
	Number         string // GreenVN and exobridge GreenPin: the virtual number
	FlowID         string // echoed only when it was sent
	Record         bool
	CustomField    string
	MaxPinAttempts int
	CallCount      int
	Created        time.Time
	Updated        time.Time // zero until updated
	Expires        time.Time // zero: never
	Ended          time.Time // zero while active
}
