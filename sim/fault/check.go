package fault

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Bounds of what a rule may say.
const (
	MaxCount      = 1_000_000            // of from, every and times
	MaxDuplicates = 100                  // times an event is delivered more
	LongestHold   = 366 * 24 * time.Hour // of an event's delay and hold, in the tenant's time
)

// Check tells everything that is wrong with the rule; nothing wrong is nil. Paths are those of the wire form, where an
// only effect is `effect`.
func (r Rule) Check(v Vocabulary) Problems {
	c := checker{rule: r}
	c.names(v)
	c.matches(v)
	c.counts()
	c.window()
	c.strikes(v)
	return c.wrong
}

// Check tells everything that is wrong with the scenario.
func (s Scenario) Check(v Vocabulary) Problems {
	var wrong Problems
	if s.Name == "" || len(s.Name) > longestName || strings.ContainsFunc(s.Name, notOfName) {
		wrong.add("name", "must be 1 to %d letters, digits and dashes", longestName)
	}
	wrong.line("summary", s.Summary)
	wrong.line("survive", s.Survive)
	switch {
	case len(s.Rules) == 0:
		wrong.add("rules", "a scenario needs at least one rule")
	case len(s.Rules) > MaxRules:
		wrong.add("rules", "has %d rules; at most %d are allowed", len(s.Rules), MaxRules)
		return wrong
	}
	return append(wrong, CheckRules(s.Rules, v).Under("rules")...)
}

// CheckRules checks each rule; the paths begin with an index such as [2].
func CheckRules(rules []Rule, v Vocabulary) Problems {
	var wrong Problems
	for i, r := range rules {
		wrong = append(wrong, r.Check(v).Under(item("", i))...)
	}
	return wrong
}

// Check tells everything that is wrong with the script. The scenario to activate is one of its own or one of those known.
func (s Script) Check(v Vocabulary, known []string) Problems {
	var wrong Problems
	names := slices.Clone(known)
	if len(s.Scenarios) > MaxScenarios {
		wrong.add("scenarios", "has %d scenarios; at most %d are allowed", len(s.Scenarios), MaxScenarios)
		return wrong
	}
	for i, one := range s.Scenarios {
		path := item("scenarios", i)
		wrong = append(wrong, one.Check(v).Under(path)...)
		if slices.ContainsFunc(s.Scenarios[:i], func(o Scenario) bool { return o.Name == one.Name }) {
			wrong.add(key(path, "name"), "%q names two scenarios", cut(one.Name))
		}
		names = append(names, one.Name)
	}
	if s.Activate != "" && !slices.Contains(names, s.Activate) {
		wrong.add("activate", "%q is no scenario; %s", cut(s.Activate), Nearest(s.Activate, names))
	}
	if len(s.Rules) > MaxRules {
		wrong.add("rules", "has %d rules; at most %d are allowed", len(s.Rules), MaxRules)
		return wrong
	}
	return append(wrong, CheckRules(s.Rules, v).Under("rules")...)
}

func notOfName(r rune) bool { return odd(r) || r == '_' }

// line wants a text to be one short line.
func (p *Problems) line(path, text string) {
	switch {
	case len(text) > longestText:
		p.add(path, "has %d bytes; at most %d are allowed", len(text), longestText)
	case strings.ContainsFunc(text, unprintable):
		p.add(path, "must be one line without control characters")
	}
}

func unprintable(r rune) bool { return r < ' ' || r == 0x7f }

// checker holds a rule against the vocabulary and against sense.
type checker struct {
	rule  Rule
	wrong Problems
}

// names checks what the rule is about.
func (c *checker) names(v Vocabulary) {
	r := c.rule
	c.wrong.line("name", r.Name)
	if r.Tenant != "" && v.Tenant != nil {
		if err := v.Tenant(r.Tenant); err != nil {
			c.wrong.add("tenant", "%q is none: %v", cut(r.Tenant), err)
		}
	}
	if r.Operation != "" && r.Event != "" {
		c.wrong.add("event", "say either operation or event, not both: a rule is about answers or about deliveries")
	}
	known(&c.wrong, "operation", r.Operation, v.Operations)
	known(&c.wrong, "event", r.Event, v.Events)
}

// known wants a word to be a key, if it is said and the keys are.
func known(wrong *Problems, path, word string, keys map[string][]string) {
	if _, ok := keys[word]; word != "" && keys != nil && !ok {
		wrong.add(path, "%q is no %s; %s", cut(word), path, Nearest(word, slices.Collect(maps.Keys(keys))))
	}
}

// matches checks the fields and what they must be.
func (c *checker) matches(v Vocabulary) {
	if len(c.rule.Match) > MaxMatch {
		c.wrong.add("match", "has %d fields; at most %d are allowed", len(c.rule.Match), MaxMatch)
		return
	}
	fields, all := c.rule.fields(v)
	for _, name := range slices.Sorted(maps.Keys(c.rule.Match)) {
		path, p := key("match", name), c.rule.Match[name]
		switch {
		case name == "" || len(name) > longestField:
			c.wrong.add(path, "is no field: its path has 1 to %d bytes", longestField)
		case !all && !offered(name, fields):
			c.wrong.add(path, "%s; %s", c.rule.fieldless(), Nearest(name, fields))
		case p.Regexp == nil && len(p.Value) > longestPattern:
			c.wrong.add(path, "has %d bytes; at most %d are allowed", len(p.Value), longestPattern)
		case p.Regexp != nil && len(p.Regexp.String()) > longestPattern:
			c.wrong.add(key(path, "regex"), "has %d bytes; at most %d are allowed", len(p.Regexp.String()), longestPattern)
		}
	}
}

// fieldless says that what the rule is about has no such field.
func (r Rule) fieldless() string {
	switch {
	case r.Event != "":
		return "event " + cut(r.Event) + " has no such field"
	case r.Operation != "":
		return cut(r.Operation) + " has no such field"
	}
	return "no operation has such a field"
}

// fields lists what the rule may match; all: everything.
func (r Rule) fields(v Vocabulary) (fields []string, all bool) {
	of, word := v.Operations, r.Operation
	if r.Event != "" {
		of, word = v.Events, r.Event
	}
	if word == "" {
		fields = slices.Concat(slices.Collect(maps.Values(of))...)
		// One operation that takes any field must not hide what is misspelt for all the others.
		return slices.DeleteFunc(fields, func(f string) bool { return f == "*" }), of == nil
	}
	fields, ok := of[word]
	return fields, !ok // an unknown word is told of already
}

// offered tells whether a field is among those known.
func offered(name string, fields []string) bool {
	return slices.ContainsFunc(fields, func(f string) bool {
		begin, open := strings.CutSuffix(f, "*")
		return f == name || open && strings.HasPrefix(name, begin)
	})
}

// counts checks on which occasions the rule is due.
func (c *checker) counts() {
	r := c.rule
	for _, one := range []struct {
		path string
		n    int
	}{{"from", r.From}, {"every", r.Every}, {"times", r.Times}} {
		if one.n < 0 || one.n > MaxCount {
			c.wrong.add(one.path, "must be from 1 to %d", MaxCount)
		}
	}
	if p := r.Probability; math.IsNaN(p) || p < 0 || p > 1 {
		c.wrong.add("probability", "must be above 0 and at most 1")
	}
	if n := len(r.Sequence); n > 1 && !r.Repeat && r.Times > n {
		c.wrong.add("times", "is beyond the sequence, which has %d effects and does not repeat", n)
	}
}

// window checks that its end lies behind its begin.
func (c *checker) window() {
	after, until := c.rule.After, c.rule.Until
	c.bound("after", after)
	c.bound("until", until)
	if !until.At.IsZero() && !after.At.IsZero() && !until.At.After(after.At) ||
		until.At.IsZero() && after.At.IsZero() && until.After > 0 && until.After <= after.After {
		c.wrong.add("until", "must be later than after, %s", after.text())
	}
}

// CheckAt tells whether the rule, set at that instant, has a window in which it could strike: an end that is to come and
// lies behind its begin.
func (r Rule) CheckAt(now time.Time) Problems {
	c := checker{rule: r}
	if c.window(); len(c.wrong) > 0 {
		return nil // which Check tells
	}
	var wrong Problems
	switch from, until := r.After.on(now), r.Until.on(now); {
	case r.Until.Zero():
	case !until.After(now):
		wrong.add("until", "is over: it is %s already", now.UTC().Format(time.RFC3339))
	case !until.After(from):
		wrong.add("until", "must be later than after: that is %s, this %s", from.UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339))
	}
	return wrong
}

func (c *checker) bound(path string, m Moment) {
	if m.After < 0 {
		c.wrong.add(path, "must not be negative")
	}
	if m.After != 0 && !m.At.IsZero() {
		c.wrong.add(path, "must be either a span or an instant")
	}
}

// strikes checks the effects.
func (c *checker) strikes(v Vocabulary) {
	r := c.rule
	switch n := len(r.Sequence); {
	case n == 0:
		c.wrong.add("effect", "what the rule does is missing: say effect or sequence")
	case n > MaxSequence:
		c.wrong.add("sequence", "has %d effects; at most %d are allowed", n, MaxSequence)
		return
	case n == 1 && r.Repeat:
		c.wrong.add("repeat", "goes with a sequence; one effect is struck each time")
	case !slices.ContainsFunc(r.Sequence, func(e Effect) bool { return !e.Pass }) && r.Late:
		c.wrong.add("when", "makes no difference to a rule that only passes")
	}
	if r.Late && r.Event != "" {
		c.wrong.add("when", "goes with an answer; a delivery has no before and after")
	}
	for i, e := range r.Sequence {
		path := "effect"
		if len(r.Sequence) > 1 {
			path = item("sequence", i)
		}
		c.wrong = append(c.wrong, e.check(r.Event != "", v.Codes).Under(path)...)
	}
}
