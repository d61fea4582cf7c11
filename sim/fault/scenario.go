package fault

import "strings"

// Scenario is a named script: rules that are switched on and off together.
type Scenario struct {
	Name    string // letters, digits, dashes
	Summary string // one line: what goes wrong
	Survive string // one line: what an application should survive
	Rules   []Rule
}

// Vocabulary is what rules may name.
type Vocabulary struct {
	Operations map[string][]string // operation id to the fields a rule may match; nil allows every name
	Events     map[string][]string // event name likewise
	Codes      []int               // of the vendor's table
}

// Problem is one thing wrong with a rule: where, as a dotted path with indexes (rules[2].match.conection_id), and what.
type Problem struct{ Path, Message string }

// Problems are all there is wrong. It is an error when there is any.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Path + ": " + one.Message
	}
	return strings.Join(lines, "\n")
}
