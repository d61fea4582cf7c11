package exchange

import (
	"slices"
	"time"
)

// side is one of the two parties.
type side uint8

const (
	sideA side = iota
	sideB
)

func (s side) String() string { return [...]string{"A", "B"}[s] }

// allTheSame refuses a list of several numbers that are all one number (code 13).
func allTheSame(s side, numbers []string) error {
	if len(numbers) < 2 || slices.ContainsFunc(numbers, func(n string) bool { return n != numbers[0] }) {
		return nil
	}
	return refuse(DuplicateNumbers, "all %d numbers of side %s are %s", len(numbers), s, numbers[0])
}

// apart refuses a number that is on both sides (code 14).
func apart(a, b []string) error {
	for _, n := range a {
		if slices.Contains(b, n) {
			return refuse(SameNumberBothSides, "%s is on both sides", n)
		}
	}
	return nil
}

// somebody refuses an empty side.
func somebody(s side, numbers []string) error {
	if len(numbers) > 0 {
		return nil
	}
	return refuse(MissingParameter, "side %s has no numbers", s)
}

// given refuses a list that was sent, but empty.
func given(s side, numbers []string) error {
	if numbers == nil || len(numbers) > 0 {
		return nil
	}
	return refuse(BadParameter, "side %s: the list of numbers is empty; leave it out to keep what was", s)
}

// knownUsage refuses a usage there is not; an empty one is left to the caller.
func knownUsage(u Usage) error {
	if u == "" || u == Oneway || u == Twoway {
		return nil
	}
	return refuse(BadParameter, "usage: %q is not one of oneway, twoway", u)
}

// forward refuses a duration that runs backwards.
func forward(d time.Duration) error {
	if d >= 0 {
		return nil
	}
	return refuse(BadParameter, "duration: %v is negative", d)
}

// flowSent refuses a request without a flow where the account has several and no default (docs 000, flow_id). The
// exobridge generation has no such key, so its allocations go without (assumed).
func (x *Exchange) flowSent(c AllocateGreenvn) error {
	if c.FlowID != "" || c.IDs == Prefixed || len(x.flows) < 2 || x.settings.DefaultFlow != "" {
		return nil
	}
	return refuse(MissingParameter, "flow_id: required, as the account has %d call flows and no default", len(x.flows))
}

// flowKnown refuses a flow the account does not have.
func (x *Exchange) flowKnown(id string) error {
	if id == "" || slices.Contains(x.flows, id) {
		return nil
	}
	return refuse(InvalidFlow, "flow_id: the account has no call flow %q", id)
}

// referenceFree refuses a reference that an active allocation of the kind has (code 18).
func (x *Exchange) referenceFree(k Kind, reference string) error {
	if reference == "" {
		return nil
	}
	r, taken := x.references(k)[reference]
	if !taken {
		return nil
	}
	name := "connection id"
	if k == GreenPin {
		name = "transaction id"
	}
	return refuse(DuplicateReference, "%s %q already belongs to active allocation %s", name, reference, r.id)
}

func (x *Exchange) references(k Kind) map[string]*record {
	if k == GreenPin {
		return x.greenpins
	}
	return x.greenvns
}
