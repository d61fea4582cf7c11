// Package fault decides which fault, if any, strikes. A rule says on which occasions it fits (a tenant, an operation or
// an event, values of fields), on which of those it is due (from the n-th, each n-th, so many times, in a window of
// simulated time, by chance) and what then happens. Deciding is pure: the instant and the chance are handed in, and the
// same rules asked the same way answer the same. Carrying an effect out is left to the doors and to the delivery.
package fault

import (
	"regexp"
	"slices"
	"time"
)

// Rule is one line of a fault script.
type Rule struct {
	ID       string // given when the rule is added, such as fault-3
	Name     string // the tester's own; may be empty
	Scenario string // the scenario that brought it; empty: added by itself
	Tenant   string // SID; empty: every tenant, each with counters of its own

	Operation string             // an operation id of the documents; empty and no Event: every operation
	Event     string             // an event's name, such as call: the rule is about deliveries, not about answers
	Match     map[string]Pattern // by field (see Occasion.Field); all must fit

	From        int     // the first occasion that fits to strike, from 1; 0: 1
	Every       int     // from there on each n-th; 0: each
	Times       int     // strikes at most; 0: no bound, but that of a sequence
	After       Moment  // begin of the window; zero: from the start
	Until       Moment  // end of the window, which no longer belongs to it; zero: for good
	Probability float64 // of striking when due, above 0 up to 1; 0: 1

	Late     bool     // strike after acting: it happened, but the client is told otherwise ("when: after")
	Sequence []Effect // what the first, second, … strike does; one effect alone: each
	Repeat   bool     // a sequence begins again after its end; else the rule is spent
}

// Pattern is what a field must be: a value or a regular expression.
type Pattern struct {
	Value  string
	Regexp *regexp.Regexp // RE2; nil: the value counts
}

// Fits tells whether any of the values is as the pattern wants it. An expression is shown no more than MostShown bytes of
// a value.
func (p Pattern) Fits(values []string) bool {
	if p.Regexp != nil {
		return fitting(p.Regexp, "", values)
	}
	return slices.Contains(values, p.Value)
}

// Moment is a bound of a window: a span after the rule was set, or an instant. The zero Moment is no bound.
type Moment struct {
	After time.Duration
	At    time.Time
}

// Zero tells whether no bound was said.
func (m Moment) Zero() bool { return m.After == 0 && m.At.IsZero() }

// on is the instant the moment means for a rule set at the given one.
func (m Moment) on(set time.Time) time.Time {
	if !m.At.IsZero() {
		return m.At
	}
	return set.Add(m.After)
}

// Occasion is one request or one event, as far as a rule may look at it.
type Occasion struct {
	At        time.Time // simulated
	Operation string    // of a request
	Event     string    // of an event; exactly one of the two is said
	// Field gives the values of a field as text: a dotted path into the body (preferences.region), where a list offers
	// each of its items, or id, the allocation or call named in the path. Nothing when the field is absent. It may be nil.
	Field func(path string) []string
}

// Struck is a rule that strikes, and what is to happen.
type Struck struct {
	Rule   Rule
	Effect Effect
	Wait   time.Duration // the effect's delay as drawn
	Seen   int           // occasions that fitted the rule so far, this one included
	Hit    int           // of those the ones struck, this one included
}

// Status is a rule as it stands in one tenant's world.
type Status struct {
	Rule  Rule
	Since time.Time // when it was set, in the tenant's time
	Seen  int
	Hits  int
	Spent bool // it will not strike again
}
