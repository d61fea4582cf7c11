package fault

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Bounds of what is read.
const (
	MaxRules     = 1000 // of a script, of a scenario, and of one tenant's world
	MaxScenarios = 200
	MaxSequence  = 200 // effects of a rule
	MaxMatch     = 20  // fields of a rule

	longestText    = 200      // of a name, a summary and the like, in bytes
	longestField   = 256      // of a field's path
	longestPattern = 1024     // of a value or a regular expression
	longestBody    = 64 << 10 // of an effect's body
)

// Parse reads a rule from its JSON form. It is strict: what is not known is a problem. Whether the rule makes sense is
// for Check to say.
func Parse(raw []byte) (Rule, Problems) {
	var wrong Problems
	v, err := decode(raw)
	if err != nil {
		return Rule{}, notJSON(err)
	}
	r := readRule("", v, &wrong)
	return r, wrong
}

// ParseScript reads the content of a scenario file, as JSON, likewise.
func ParseScript(raw []byte) (Script, Problems) {
	var wrong Problems
	v, err := decode(raw)
	if err != nil {
		return Script{}, notJSON(err)
	}
	o := open("", v, &wrong)
	var s Script
	items, path := o.list("scenarios", MaxScenarios)
	for i, v := range items {
		s.Scenarios = append(s.Scenarios, readScenario(item(path, i), v, &wrong))
	}
	s.Activate = o.text("activate")
	s.Rules = o.rules("rules")
	o.done()
	return s, wrong
}

func notJSON(err error) Problems {
	return Problems{{Message: fmt.Sprintf("is not JSON: %.200v", err)}}
}

func readScenario(path string, v any, wrong *Problems) Scenario {
	o := open(path, v, wrong)
	s := Scenario{Name: o.text("name"), Summary: o.text("summary"), Survive: o.text("survive"), Rules: o.rules("rules")}
	for i := range s.Rules {
		s.Rules[i].Scenario = s.Name
	}
	o.done()
	return s
}

// rules reads a list of rules.
func (o *object) rules(name string) []Rule {
	items, path := o.list(name, MaxRules)
	var all []Rule
	for i, v := range items {
		all = append(all, readRule(item(path, i), v, o.wrong))
	}
	return all
}

func readRule(path string, v any, wrong *Problems) Rule {
	o := open(path, v, wrong)
	r := Rule{
		Name: o.text("name"), Tenant: o.text("tenant"), Operation: o.text("operation"), Event: o.text("event"),
		Match: o.match(), From: o.count("from"), Every: o.count("every"), Times: o.count("times"),
		After: o.moment("after"), Until: o.moment("until"), Probability: o.number("probability"), Late: o.late(),
	}
	o.effects(&r)
	o.done()
	return r
}

// late reads when to strike.
func (o *object) late() bool {
	v, path, said := o.take("when")
	if said && v != "before" && v != "after" {
		o.wrong.add(path, "must be before or after")
	}
	return v == "after"
}

// moment reads a bound of a window.
func (o *object) moment(name string) Moment {
	v, path, said := o.take(name)
	if !said {
		return Moment{}
	}
	text, _ := v.(string)
	if at, err := time.Parse(time.RFC3339, text); err == nil && at.UTC().Year() > 1 && at.UTC().Year() < 10_000 {
		return Moment{At: at.UTC()}
	}
	d, err := ParseSpan(text)
	if err != nil {
		o.wrong.add(path, "must be a span such as 10m or 2d, counted from when the rule is set, or an instant such as 2026-01-31T10:00:00Z")
	} else if d == 0 { // which Moment takes for no bound
		o.wrong.add(path, "must be above 0; leave it out for no bound")
	}
	return Moment{After: d}
}

// match reads what fields must be.
func (o *object) match() map[string]Pattern {
	v, path, said := o.take("match")
	if !said {
		return nil
	}
	fields := open(path, v, o.wrong)
	if len(fields.values) > MaxMatch {
		o.wrong.add(path, "has %d fields; at most %d are allowed", len(fields.values), MaxMatch)
		return nil
	}
	if len(fields.values) == 0 {
		return nil
	}
	all := make(map[string]Pattern, len(fields.values))
	for _, name := range slices.Sorted(maps.Keys(fields.values)) {
		all[name] = readPattern(key(path, name), fields.values[name], o.wrong)
	}
	return all
}

func readPattern(path string, v any, wrong *Problems) Pattern {
	if text, ok := scalar(v); ok {
		return Pattern{Value: text}
	}
	if _, ok := v.(map[string]any); !ok {
		wrong.add(path, "must be a value or {regex: …}, not %s", kind(v))
		return Pattern{}
	}
	o := open(path, v, wrong)
	if !o.has("regex") {
		wrong.add(path, "must be a value or {regex: …}")
	}
	text := o.text("regex")
	o.done()
	if len(text) > longestPattern {
		wrong.add(key(path, "regex"), "has %d bytes; at most %d are allowed", len(text), longestPattern)
		return Pattern{}
	}
	re, why := expression(text)
	if why != "" {
		wrong.add(key(path, "regex"), "%s", why)
	}
	return Pattern{Regexp: re}
}

// effects reads what strikes do: one effect, or a sequence. A sequence of one strikes once unless it repeats, as a
// longer one does.
func (o *object) effects(r *Rule) {
	one, path, single := o.take("effect")
	items, list := o.list("sequence", MaxSequence)
	r.Repeat = o.truth("repeat")
	switch several := o.has("sequence"); {
	case single && several:
		o.wrong.add(path, "say either effect or sequence, not both")
	case single:
		r.Sequence = []Effect{readEffect(path, one, o.wrong)}
	case !several:
		o.wrong.add(path, "what the rule does is missing: say effect or sequence")
	case items != nil && len(items) == 0:
		o.wrong.add(list, "is empty")
	}
	for i, v := range items {
		r.Sequence = append(r.Sequence, readEffect(item(list, i), v, o.wrong))
	}
	if len(items) == 1 && !single {
		o.alone(r)
	}
}

// alone turns a sequence of one into an effect alone that means the same.
func (o *object) alone(r *Rule) {
	switch {
	case r.Repeat:
		r.Repeat = false
	case r.Times > 1:
		o.wrong.add(key(o.path, "times"), "is beyond the sequence, which has 1 effect and does not repeat")
	default:
		r.Times = 1
	}
}
