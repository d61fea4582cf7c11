package exchange

import "time"

// IDStyle is the shape of a made allocation id: a UUID, or the exobridge prefix gvn_ or gp_.
type IDStyle uint8

// The two shapes (docs 000 samples; docs 002 and 004 samples).
const (
	UUID IDStyle = iota
	Prefixed
)

// Preferences are wishes for the number to be lent; an empty field is no wish. Region wins over PinCode.
type Preferences struct {
	Number  string
	Region  Region
	PinCode string // six digits
	Type    NumberType
}

// AllocateGreenvn lends a number to two parties (docs 000, "Create an Allocation"; docs 002, "Create VN Allocation").
type AllocateGreenvn struct {
	Reference   string // connection_id, unique among active allocations; empty: none (exobridge)
	A, B        Party
	Usage       Usage
	Strict      bool // every preference must be met, else NoFreeNumber
	Preferences Preferences
	Number      string        // exobridge caller_id_number: this number or a refusal
	Duration    time.Duration // 0: the tenant's default period; longer ones are capped
	FlowID      string
	Record      bool
	CustomField string
	IDs         IDStyle
}

// ReadAllocation reads an allocation of the given kind, active or ended.
type ReadAllocation struct {
	Kind Kind
	ID   string
}

// Deallocate ends an active allocation. A GreenVN tells nobody; a GreenPin emits Deallocation.
type Deallocate struct {
	Kind Kind
	ID   string
}

// UpdateGreenvnParties replaces what is given and keeps the rest; the expiry stays (docs 000, 003).
type UpdateGreenvnParties struct {
	ID           string
	A, B         []string // nil: keep
	APins, BPins []string // nil: keep
	Usage        Usage    // empty: keep
}

// UpdateGreenvnNumber swaps the virtual number; the old one is freed, the expiry stays (docs 000, "Update GreenVN").
type UpdateGreenvnNumber struct {
	ID          string
	Strict      bool
	Preferences Preferences
	Number      string // exobridge: this number or a refusal
}

// PinParty is one side of a classic GreenPin request. A nil slice keeps (on update) or takes the default.
type PinParty struct {
	Numbers   []string
	VNs       []string
	Pin       string // empty: made by the exchange
	PinLength int    // 0: the tenant's setting
}

// AllocateGreenpin registers a pair on shared numbers. Classic requests fill A and B; exobridge requests fill Number,
// A.Numbers and B.Numbers, and get one made PIN for side B.
type AllocateGreenpin struct {
	Reference      string // transaction_id; empty: none (exobridge)
	A, B           PinParty
	Usage          Usage
	Number         string        // exobridge caller_id_number
	Duration       time.Duration // 0: the tenant's default period
	MaxPinAttempts int           // 0: 3
	Record         bool
	CustomField    string
	IDs            IDStyle
}

// UpdateGreenpin changes an active GreenPin. Nil pointers and slices keep what was.
type UpdateGreenpin struct {
	ID             string
	A, B           PinParty
	Usage          Usage
	Duration       *time.Duration // counted from now (docs 004, public)
	MaxPinAttempts *int
	Record         *bool
	CustomField    *string
}

// UpdateGreenpins is a bulk update: valid items are applied, the others say why not.
type UpdateGreenpins struct{ Items []BulkItem }

// BulkItem is one entry of a bulk update. Refused is set when the door already refused it (a Refusal); such an entry
// is not applied and its refusal is repeated in the outcome.
type BulkItem struct {
	Update  UpdateGreenpin
	Refused error
}

// ReadSettings reads the tenant's settings.
type ReadSettings struct{}

// UpdateSettings replaces the settings whose pointers are set; Other entries are merged key by key.
type UpdateSettings struct {
	MaxPeriod   *time.Duration // negative: never expires
	CoolOff     *time.Duration
	Timezone    *string
	DefaultFlow *string
	APinLength  *int
	BPinLength  *int
	Endpoints   map[string]string // settings key -> URL
	Other       map[string]any    // keys kept and echoed, not acted on
}

// Settings is what the settings operations read and write, plus what the exchange acts on.
type Settings struct {
	MaxPeriod   time.Duration // default and cap of an allocation's life; negative: never expires
	CoolOff     time.Duration // rest of a number after deallocation, 0 to 24 h
	Timezone    string        // "IST" or "UTC"
	DefaultFlow string
	APinLength  int
	BPinLength  int
	Endpoints   map[string]string
	Other       map[string]any
}
