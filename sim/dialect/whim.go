package dialect

import (
	"math/rand/v2"
	"strconv"
	"time"

	"leadassist-sim/sim/exchange"
)

// SlowestAnswer is the most by which hostile mode delays an answer, in wall time (assumed).
const SlowestAnswer = 300 * time.Millisecond

// Whim is what hostile mode has drawn for one answer or one event. The same chance draws the same.
type Whim struct {
	// Wait is how late the answer's first byte is, in wall time; zero: at once.
	Wait time.Duration

	chance *rand.Rand
	sides  []side // taken where the documents disagree
	told   []string
}

// side is one side taken: what its variation is, and which.
type side struct{ name, value string }

// Occasion is the answer that a whim is about.
type Occasion struct {
	Operation string          // empty: an address that is no operation
	Reason    exchange.Reason // of the refusal; zero: a success
	Calls     bool            // a call look-up
}

// VaryAnswer draws a side for every switch of answers that the tenant has not set, and whether the answer is slow.
func VaryAnswer(q Quirks, g Generation, chance *rand.Rand) (Quirks, *Whim) {
	w := &Whim{chance: chance}
	if chance.IntN(4) == 0 {
		w.Wait = time.Duration(1+chance.Int64N(int64(SlowestAnswer/time.Millisecond))) * time.Millisecond
	}
	if g == Exobridge {
		q.CreateStatus = w.status(createStatus, q.CreateStatus, 200)
		return q, w
	}
	own := Dialect{generation: g, quirks: q}
	body := "array"
	if own.errorArray() {
		body = "object"
	}
	keys := []string{"green_vn", "both"}
	if own.numberKey() == "green_vn" {
		keys[0] = "greenvn"
	}
	q.ErrorBody = w.side(errorBody, q.ErrorBody, body)
	q.UnauthorizedStatus = w.status(unauthorizedStatus, q.UnauthorizedStatus, 402)
	q.DeletedStatus = w.status(deletedStatus, q.DeletedStatus, 400)
	q.NumberKey = w.side(numberKey, q.NumberKey, keys...)
	return q, w
}

// VaryEvent draws a side for every switch of events that the tenant has not set.
func VaryEvent(q Quirks, g Generation, e exchange.Event, chance *rand.Rand) (Quirks, *Whim) {
	w := &Whim{chance: chance}
	times, pin := "rfc3339", e.Product == exchange.GreenPin
	if pin || g == Exobridge {
		times = "sql"
	}
	durations := []string{"number", "string"}
	if pin {
		durations = durations[1:]
	}
	q.EventTimes = w.side(eventTimes, q.EventTimes, times)
	q.EventDurations = w.side(eventDurations, q.EventDurations, durations...)
	if pin {
		q.GreenpinDeallocationState = w.side(deallocationState, q.GreenpinDeallocationState, "active")
	}
	return q, w
}

// coin is true every other time.
func (w *Whim) coin() bool { return w.chance.IntN(2) == 0 }

// side is the tenant's own choice, or, every other time that there is none, one of the others. Chance is spent alike
// either way, so that setting one switch leaves what the others draw as it was.
func (w *Whim) side(name, own string, others ...string) string {
	taken, value := w.coin(), others[w.chance.IntN(len(others))]
	if own != "" || !taken {
		return own
	}
	w.sides = append(w.sides, side{name, value})
	return value
}

func (w *Whim) status(name string, own, other int) int {
	said := ""
	if own != 0 {
		said = strconv.Itoa(own)
	}
	status, _ := strconv.Atoi(w.side(name, said, strconv.Itoa(other))) // empty: the default, which is 0
	return status
}

func (w *Whim) note(name, value string) { w.told = append(w.told, label(name, value)) }
