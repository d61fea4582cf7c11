package exchange

import "time"

// Region is one of the eleven telecom circles numbers are lent from (docs 000, "Create an Allocation").
type Region string

// NumberType is mobile or landline.
type NumberType string

// The two types of virtual number (docs 000, preferences.type).
const (
	Mobile   NumberType = "mobile"
	Landline NumberType = "landline"
)

// Number is a virtual number of the tenant's pool, in E.164 form.
type Number struct {
	E164   string
	Region Region
	Type   NumberType
}

// NumberState says what a virtual number is doing.
type NumberState string

// The states of a virtual number. Shared is a number that serves GreenPin allocations (many at once).
const (
	Free    NumberState = "free"
	Lent    NumberState = "lent"
	Shared  NumberState = "shared"
	Resting NumberState = "resting"
)

// NumberStatus is a virtual number and what it is doing; Until is set while it rests.
type NumberStatus struct {
	Number
	State NumberState
	Until time.Time // end of the rest; zero in any other state
}
