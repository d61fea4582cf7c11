package exchange

import (
	"slices"
	"strconv"
)

// longestPin is the most digits a PIN may have (docs 000 samples; public).
const longestPin = 10

// exobridgePin is the length of the PIN an exobridge GreenPin gets (docs 004 sample).
const exobridgePin = 4

// pinKey is a PIN on a shared number, in one word as there may be millions: the number's index, and the PIN as it reads
// with a 1 before it. Active allocations never have the same.
type pinKey uint64

// pinBits is room for eleven digits.
const pinBits = 37

// keyOf is the key of a PIN; false: no GreenPin can have such a PIN.
func keyOf(line int32, pin string) (pinKey, bool) {
	if !digits(pin) || len(pin) > longestPin {
		return 0, false
	}
	n := pinKey(1)
	for _, c := range []byte(pin) {
		n = 10*n + pinKey(c-'0')
	}
	return pinKey(line)<<pinBits | n, true
}

// pinnedAt is the seat a PIN opens on a shared number.
func (x *Exchange) pinnedAt(line int32, pin string) (seat, bool) {
	k, ok := keyOf(line, pin)
	if !ok {
		return seat{}, false
	}
	s, ok := x.pinned[k]
	return s, ok
}

// joinKey is a caller on a number.
type joinKey struct {
	line   int32
	caller string
}

// seat is one side of one allocation.
type seat struct {
	of   *record
	side side
}

// member is the seat a caller came to by PIN.
type member struct {
	seat
	pin string
}

// opens is the seat a PIN opens on a number. On a GreenVN with the PIN on both sides it is A's (assumed).
func (x *Exchange) opens(line int32, pin string) (seat, bool) {
	if m, ok := x.pinnedAt(line, pin); ok {
		return m, true
	}
	holder := x.pool.lines[line].holder
	if holder == nil {
		return seat{}, false
	}
	for s := sideA; s <= sideB; s++ {
		if slices.Contains(holder.pins(s), pin) {
			return seat{holder, s}, true
		}
	}
	return seat{}, false
}

// mostJoined is how many callers can have joined one allocation; the one who joined first is forgotten (assumed).
const mostJoined = 100

// enrol makes a caller on a number a member, until the allocation ends or leaves the number. Whoever is a member of that
// side already keeps his place in the order of joining.
func (x *Exchange) enrol(key joinKey, m member) {
	before, again := x.joined[key]
	if again && before.seat == m.seat {
		x.joined[key] = m
		return
	}
	if again {
		x.leave(before.of, func(k joinKey) bool { return k == key })
	}
	if joined := m.of.more().joined; len(joined) >= mostJoined {
		first := joined[0]
		x.leave(m.of, func(k joinKey) bool { return k == first })
	}
	x.joined[key] = m
	m.of.rare.joined = append(m.of.rare.joined, key)
}

// leave forgets those of an allocation's joined callers whom gone names.
func (x *Exchange) leave(r *record, gone func(joinKey) bool) {
	if r.rare == nil {
		return
	}
	r.rare.joined = slices.DeleteFunc(r.rare.joined, func(k joinKey) bool {
		if !gone(k) {
			return false
		}
		delete(x.joined, k)
		return true
	})
	if len(r.rare.joined) == 0 {
		r.rare.joined = nil
	}
}

// welcome refuses to list a number on a side when it has joined the virtual number by a PIN that is not the side's
// (code 19, assumed).
func (x *Exchange) welcome(line int32, numbers, pins []string) error {
	for _, n := range numbers {
		m, ok := x.joined[joinKey{line, n}]
		if ok && !slices.Contains(pins, m.pin) {
			return refuse(NumberHasOtherPin, "%s has joined %s with another PIN, on side %s of allocation %s",
				n, x.pool.name(line), m.side, m.of.id)
		}
	}
	return nil
}

// digits says whether a text is one digit or more and nothing else.
func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// wellFormed refuses a PIN or a PIN length out of range.
func (p PinParty) wellFormed(s side) error {
	if p.Pin != "" && (!digits(p.Pin) || len(p.Pin) > longestPin) {
		return refuse(BadParameter, "side %s: PIN %q is not 1 to %d digits", s, p.Pin, longestPin)
	}
	if p.PinLength < 0 || p.PinLength > longestPin {
		return refuse(BadParameter, "side %s: a PIN length of %d is not within 1 to %d", s, p.PinLength, longestPin)
	}
	return nil
}

// draws is how many PINs are tried at random before the rest of the space is walked through.
const draws = 32

// makePin draws a PIN of n digits, the first of them not 0, that is free on all lines and is not the other side's.
func (x *Exchange) makePin(n int, lines []int32, other string) (string, error) {
	low := uint64(1)
	for range n - 1 {
		low *= 10
	}
	span := 9 * low
	at := x.secret.Uint64N(span)
	for i := uint64(0); i < span+draws; i++ {
		pin := strconv.FormatUint(low+at, 10)
		if pin != other && x.unusedPin(pin, lines) {
			return pin, nil
		}
		if at = (at + 1) % span; i < draws {
			at = x.secret.Uint64N(span)
		}
	}
	return "", refuse(NoFreeNumber, "all %d-digit PINs are in use on %s", n, x.pool.name(lines[0]))
}

func (x *Exchange) unusedPin(pin string, lines []int32) bool {
	return !slices.ContainsFunc(lines, func(line int32) bool {
		_, used := x.pinnedAt(line, pin)
		return used
	})
}

// pinUp makes an allocation's PINs open its sides; unpin undoes it.
func (x *Exchange) pinUp(r *record) {
	x.eachPin(r, func(k pinKey, s side) { x.pinned[k] = seat{r, s} })
}

func (x *Exchange) unpin(r *record) {
	x.eachPin(r, func(k pinKey, _ side) { delete(x.pinned, k) })
}

func (x *Exchange) eachPin(r *record, do func(pinKey, side)) {
	for s := sideA; s <= sideB; s++ {
		for _, line := range x.lines(r.vns(s)) {
			for _, pin := range r.pins(s) {
				if k, ok := keyOf(line, pin); ok {
					do(k, s)
				}
			}
		}
	}
}
