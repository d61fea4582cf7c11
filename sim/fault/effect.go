package fault

import (
	"cmp"
	"math"
	"math/rand/v2"
	"time"
)

// Longest is the most an answer may be delayed or left hanging, in wall time.
const Longest = 10 * time.Minute

// Effect is what a strike does. An answer goes wrong in one way: of Code, Hang, Reset, Truncate, Garble and Body at most
// one is said. Status goes with Code and with Body, MediaType with all that answer, Delay with everything. The zero
// Effect does nothing, as Pass says aloud.
type Effect struct {
	Pass bool // nothing happens, and later rules are not asked

	Code      *int          // the error of this code in the tenant's own envelope
	Status    int           // this HTTP status; with Code, in place of the code's own; with Body, of that
	Delay     Delay         // the answer waits so long in wall time; an event so long in the tenant's time
	Hang      time.Duration // no answer for so long in wall time, then 499
	Reset     bool          // the connection is reset instead of an answer
	Truncate  bool          // the body breaks off in the middle
	Garble    bool          // the body is no JSON
	MediaType string        // the answer's Content-Type
	Body      *string       // this body, byte for byte

	Drop        bool          // the event is not delivered
	Duplicate   int           // the event is delivered so many times more
	Reorder     bool          // the event is held until the next one of the tenant has been owed
	AfterDelete bool          // the event is held until its allocation has ended
	Hold        time.Duration // the most an event is held, in the tenant's time; 0: DefaultHold
}

// DefaultHold is how long a reordered or late event is held at most.
const DefaultHold = time.Hour

// Delay is a latency: fixed, or drawn from a distribution. The zero Delay is none.
type Delay struct {
	Fixed    time.Duration
	Min, Max time.Duration // uniform when Max is said and Median is not; of a lognormal the bounds it is cut to
	Median   time.Duration // lognormal
	Sigma    float64       // of the logarithm: 0.5 doubles or halves in about one of six
}

// Zero tells whether there is no delay at all.
func (d Delay) Zero() bool { return d.Fixed == 0 && d.Max == 0 && d.Median == 0 }

// drawn tells whether the delay is a matter of chance.
func (d Delay) drawn() bool { return d.Median > 0 || d.Max > 0 }

// draw takes a delay out of the distribution; a lognormal one that names no bound is cut to the longest.
func (d Delay) draw(chance *rand.Rand, longest time.Duration) time.Duration {
	switch {
	case d.Median > 0:
		drawn := float64(d.Median) * math.Exp(d.Sigma*chance.NormFloat64())
		return time.Duration(min(max(drawn, float64(d.Min)), float64(cmp.Or(d.Max, longest))))
	case d.Max > d.Min:
		return d.Min + time.Duration(chance.Int64N(int64(d.Max-d.Min)+1))
	case d.Max > 0:
		return d.Max
	}
	return d.Fixed
}
