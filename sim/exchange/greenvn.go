package exchange

import (
	"cmp"
	"slices"
	"time"
)

// defaultAttempts is how often a caller may try a PIN (public for GreenPin, assumed for GreenVN).
const defaultAttempts = 3

// apply lends a number. The checks are in the order in which they speak (API order of refusals).
func (c AllocateGreenvn) apply(x *Exchange, now time.Time) (Outcome, error) {
	if err := c.check(x); err != nil {
		return Outcome{}, err
	}
	line, err := x.choose(choice{exact: c.Number, prefs: c.Preferences, strict: c.Strict, held: unlisted})
	if err != nil {
		return Outcome{}, err
	}
	r := c.record()
	r.line, r.created, r.expires = line, now, x.settings.expires(now, c.Duration)
	x.lend(line, r)
	x.enter(r, c.IDs)
	return x.shown(r), nil
}

func (c AllocateGreenvn) check(x *Exchange) error {
	return cmp.Or(
		somebody(sideA, c.A.Numbers),
		somebody(sideB, c.B.Numbers),
		usageSent(c.Usage),
		x.flowSent(c),
		knownUsage(c.Usage),
		knownType(c.Preferences),
		forward(c.Duration),
		allTheSame(sideA, c.A.Numbers),
		allTheSame(sideB, c.B.Numbers),
		apart(c.A.Numbers, c.B.Numbers),
		knownRegion(c.Preferences),
		x.flowKnown(c.FlowID),
		x.referenceFree(GreenVN, c.Reference),
	)
}

// usageSent refuses a GreenVN without usage: docs 000 call it mandatory.
func usageSent(u Usage) error {
	if u != "" {
		return nil
	}
	return refuse(MissingParameter, "usage: required, but absent")
}

func (c AllocateGreenvn) record() *record {
	r := &record{
		reference: c.Reference, a: slices.Clone(c.A.Numbers), b: slices.Clone(c.B.Numbers),
		oneway: c.Usage == Oneway, recorded: c.Record, attempts: defaultAttempts,
	}
	if c.FlowID != "" || c.CustomField != "" || c.A.Pins != nil || c.B.Pins != nil {
		r.rare = &rare{
			flow: c.FlowID, custom: c.CustomField,
			pins: [2][]string{slices.Clone(c.A.Pins), slices.Clone(c.B.Pins)},
		}
	}
	return r
}

// apply replaces the parties given. The whole is checked before anything changes.
func (c UpdateGreenvnParties) apply(x *Exchange, now time.Time) (Outcome, error) {
	if err := c.check(); err != nil {
		return Outcome{}, err
	}
	r, err := x.findActive(GreenVN, c.ID)
	if err != nil {
		return Outcome{}, err
	}
	a, b := kept(c.A, r.a), kept(c.B, r.b)
	pins := [2][]string{kept(c.APins, r.pins(sideA)), kept(c.BPins, r.pins(sideB))}
	err = cmp.Or(apart(a, b), x.welcome(r.line, c.A, pins[sideA]), x.welcome(r.line, c.B, pins[sideB]))
	if err != nil {
		return Outcome{}, err
	}
	r.a, r.b, r.updated = a, b, now
	r.oneway = cmp.Or(c.Usage, r.usage()) == Oneway
	if c.APins != nil || c.BPins != nil {
		r.more().pins = pins
	}
	return x.shown(r), nil
}

func (c UpdateGreenvnParties) check() error {
	if c.A == nil && c.B == nil {
		return refuse(MissingParameter, "neither side's numbers are given; send at least one")
	}
	return cmp.Or(
		given(sideA, c.A),
		given(sideB, c.B),
		knownUsage(c.Usage),
		allTheSame(sideA, c.A),
		allTheSame(sideB, c.B),
		apart(c.A, c.B),
	)
}

// kept is a copy of what was sent, or what was there before.
func kept(sent, before []string) []string {
	if sent == nil {
		return before
	}
	return slices.Clone(sent)
}

// apply swaps the number. A wished number that the allocation holds already counts as met by keeping it (assumed), and
// an exobridge request for that number changes nothing but the time of update. Callers who joined the old number by PIN
// are forgotten with it.
func (c UpdateGreenvnNumber) apply(x *Exchange, now time.Time) (Outcome, error) {
	if err := cmp.Or(knownType(c.Preferences), knownRegion(c.Preferences)); err != nil {
		return Outcome{}, err
	}
	r, err := x.findActive(GreenVN, c.ID)
	if err != nil {
		return Outcome{}, err
	}
	line, err := x.choose(choice{exact: c.Number, prefs: c.Preferences, strict: c.Strict, held: r.line})
	if err != nil {
		return Outcome{}, err
	}
	if line != r.line {
		x.leave(r, func(joinKey) bool { return true })
		x.lend(line, r)
		x.release(r.line, now)
		r.line = line
	}
	r.updated = now
	return x.shown(r), nil
}
