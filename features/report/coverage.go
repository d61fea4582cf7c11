package report

import "strconv"

// Coverage is what of the documents of one generation was exercised.
type Coverage struct {
	Generation string `json:"generation"`
	// Answers are the statuses of each operation and the codes that may come with them.
	Answers []Answer `json:"answers"`
	// Fields are the fields of requests, answers and events.
	Fields []Fields `json:"fields"`
	// Events are those an allocation may cause.
	Events []Event `json:"events"`
}

// Answer is a status of an operation, with one of the codes that may come with it.
type Answer struct {
	Operation string `json:"operation"`
	Status    int    `json:"status"`
	// Code is -1 where the status has none.
	Code int `json:"code"`
	// Times is how often it was seen.
	Times int `json:"times"`
	// Scripted tells that nothing a client does brings it about, only a simulator that is told to.
	Scripted bool `json:"scripted"`
	// Counted tells whether the target could have given it, so that it counts in the share.
	Counted bool `json:"counted"`
}

// Fields are the fields of one kind of body of an operation.
type Fields struct {
	Operation string `json:"operation"`
	// In is request, answer, or the name of an event.
	In     string   `json:"in"`
	Seen   []string `json:"seen"`
	Unseen []string `json:"unseen"`
}

// Event is an event of an operation's allocations.
type Event struct {
	Operation string `json:"operation"`
	Name      string `json:"name"`
	Times     int    `json:"times"`
}

// Share is a number of things out of all of them.
type Share struct {
	Seen int `json:"seen"`
	All  int `json:"all"`
}

// Percent is the share in whole percent, rounded down; of nothing everything was seen.
func (s Share) Percent() int {
	if s.All == 0 {
		return 100
	}
	return s.Seen * 100 / s.All
}

func (s Share) String() string {
	return strconv.Itoa(s.Seen) + " of " + strconv.Itoa(s.All) + " (" + strconv.Itoa(s.Percent()) + " %)"
}

func (s Share) with(seen bool) Share {
	s.All++
	if seen {
		s.Seen++
	}
	return s
}

// Statuses is the share of statuses that were seen among those the target could have given. It is what a gate looks at.
func (c Coverage) Statuses() Share {
	return c.share(func(a Answer) bool { return a.Counted })
}

// Natural is the share among those of them that something a client does brings about, without a script.
func (c Coverage) Natural() Share {
	return c.share(func(a Answer) bool { return a.Counted && !a.Scripted })
}

// share is of the statuses of each operation of which an answer counts.
func (c Coverage) share(counts func(Answer) bool) Share {
	var share Share
	for i := 0; i < len(c.Answers); {
		first := c.Answers[i]
		seen, counted := false, false
		for ; i < len(c.Answers) && c.Answers[i].Operation == first.Operation && c.Answers[i].Status == first.Status; i++ {
			seen = seen || c.Answers[i].Times > 0
			counted = counted || counts(c.Answers[i])
		}
		if counted {
			share = share.with(seen)
		}
	}
	return share
}

// Codes is the share of codes likewise.
func (c Coverage) Codes() Share {
	var share Share
	for _, a := range c.Answers {
		if a.Counted && a.Code >= 0 {
			share = share.with(a.Times > 0)
		}
	}
	return share
}

// FieldShare is the share of fields that were seen.
func (c Coverage) FieldShare() Share {
	var share Share
	for _, f := range c.Fields {
		share.Seen += len(f.Seen)
		share.All += len(f.Seen) + len(f.Unseen)
	}
	return share
}

// EventShare is the share of events that were seen.
func (c Coverage) EventShare() Share {
	var share Share
	for _, e := range c.Events {
		share = share.with(e.Times > 0)
	}
	return share
}

// Statuses is the share of all generations together.
func (r Run) Statuses() Share {
	var all Share
	for _, c := range r.Coverage {
		one := c.Statuses()
		all.Seen, all.All = all.Seen+one.Seen, all.All+one.All
	}
	return all
}

// RuleShare is the share of rules that a scenario has put to the test in a generation.
func (r Run) RuleShare(generation string) Share {
	var share Share
	for _, rule := range r.Rules {
		for _, p := range rule.Generations {
			if p.Generation == generation {
				share = share.with(p.Outcome != NotYet)
			}
		}
	}
	return share
}

func itoa(n int) string { return strconv.Itoa(n) }
