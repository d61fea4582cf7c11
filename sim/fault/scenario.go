package fault

// Scenario is a named script: rules that are switched on and off together.
type Scenario struct {
	Name    string // letters, digits, dashes
	Summary string // one line: what goes wrong
	Survive string // one line: what an application should survive
	Rules   []Rule
}

// Script is what a scenario file holds.
type Script struct {
	Scenarios []Scenario
	Activate  string // the scenario to switch on; empty: none
	Rules     []Rule // of no scenario
}

// Vocabulary is what rules may name. What is nil allows everything.
type Vocabulary struct {
	// Operations gives the fields a rule may match, by operation id. A field that ends in an asterisk stands for all that
	// begin so.
	Operations map[string][]string
	Events     map[string][]string // by event name likewise
	Codes      []int               // of the vendor's table
	Tenant     func(string) error  // what is wrong with a SID
}
