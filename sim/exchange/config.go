package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Config is what a tenant's exchange starts from.
type Config struct {
	Numbers  []Number // the pool; shared between exchanges, never changed
	Flows    []string // call flows of the account; with two or more, flow_id must be sent
	Settings Settings
	Record   bool // every call is recorded, whatever the allocation asks
	Limits   Limits
	AnyID    bool // ids of any length and alphabet, as the documents' own samples differ in both (docs 000, 002, 004)
}

// Limits bound the memory of one exchange and the size of bulk requests; a zero field takes the default.
type Limits struct {
	Bulk      int // items in a bulk update; default 100 (assumed)
	GreenPins int // active GreenPin allocations; default 1,000,000
	Calls     int // calls remembered, running ones included; the oldest ended is forgotten first; default 10,000
	Ended     int // ended allocations remembered; the oldest is forgotten first; default 200,000
}

// orDefault fills the fields that are zero.
func (l Limits) orDefault() Limits {
	l.Bulk = cmp.Or(l.Bulk, 100)
	l.GreenPins = cmp.Or(l.GreenPins, 1_000_000)
	l.Calls = max(cmp.Or(l.Calls, 10_000), 1)
	l.Ended = max(cmp.Or(l.Ended, 200_000), 0)
	return l
}

// Chance is the exchange's randomness: one stream a purpose, so that drawing from one never shifts another.
type Chance struct {
	IDs, Numbers, Pins, Calls *rand.ChaCha8
}

// NewChance derives the streams from a world's seed and the tenant's name.
func NewChance(seed uint64, tenant string) Chance {
	return Chance{
		IDs: Stream(seed, tenant, "ids"), Numbers: Stream(seed, tenant, "numbers"),
		Pins: Stream(seed, tenant, "pins"), Calls: Stream(seed, tenant, "calls"),
	}
}

// Stream is the chance of one purpose of one tenant: the same for the same seed, and independent of every other.
func Stream(seed uint64, tenant, purpose string) *rand.ChaCha8 {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], seed)
	return rand.NewChaCha8(sha256.Sum256([]byte(string(b[:]) + tenant + "\x00" + purpose)))
}
