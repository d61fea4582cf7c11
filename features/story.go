package features

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// story is one scenario while it is played: whom it speaks as, what it has made, and all that was said. Nothing of it is
// shared with other scenarios.
type story struct {
	*stage
	number  int    // of the scenario in the run
	tenant  string // SID; empty until first needed
	other   string // SID of another tenant; empty until first needed
	shared  bool   // whether others use the tenant too
	speaks  string // the generation of what is said next
	login   login
	foreign bool              // what is said next is said as the other tenant
	slot    int               // number of its tenant among the run's own; 0: it has none
	quirks  map[string]string // switches its tenant was made with
	skipped bool              // nothing of it is played
	ownFlow bool              // it is about call flows, and names its own or none
	lacking string            // whom it speaks of without a number; empty: nobody
	lax     bool              // answers are not held against the documents

	made       []*allocation        // by this story's client, oldest first
	subject    *allocation          // the one last spoken of
	answer     *Exchange            // the last answer of the vendor's door
	before     *Exchange            // the one before
	call       string               // SID of the last call
	since      string               // where in the journal the application's doings begin to count
	old        map[string]bool      // ids of callbacks that came before they counted
	kept       map[string]*Exchange // answers by the names the scenario gave them
	crowd      []Exchange           // answers to those who asked at once
	exchanges  []Exchange
	mirror     *mirror                       // the endpoint compared with; nil: none
	heard      map[string]any                // bodies of events that are known, by the id of their delivery
	lines      []string                      // virtual numbers by name; nil: not asked for yet
	lineName   *regexp.Regexp                // finds them in a text
	faults     []string                      // ids of the rules it has set
	undo       []func(context.Context) error // what the scenario changed for others, last first
	live       bool                          // the next call runs by the clock
	definition map[string]any                // of the scenario's own tenant, as it was made last
	box        *mailbox                      // nil: no receiver
	event      *letter                       // the delivery last spoken of
	borrowing  bool                          // whether settings of a tenant that others use are borrowed
	known      []string                      // pairs of {name} and what the scenario remembers under it
}

// allocation is what the story knows of one.
type allocation struct {
	reference  string // as the feature file says it
	id         string
	kind       string // greenvn or greenpin
	generation string
	virtual    string // the number
	pin        string // that the system made; empty: none
	was        string // the number before it was changed
	ours       bool   // made by this story's client
	gone       bool   // deleted by it
}

// sid is the tenant's, made up when the scenario has named none.
func (s *story) sid() string {
	if s.tenant == "" {
		s.tenant = fmt.Sprintf("%s-%d", s.name, s.number)
	}
	return s.tenant
}

// speaker is the SID in the name of which is spoken.
func (s *story) speaker() string {
	if s.foreign {
		return s.other
	}
	return s.sid()
}

// reference is a connection id as it is sent. On a tenant that others use too it is unique to the scenario; feature file
// and report keep the short form.
func (s *story) reference(said string) string {
	if s.sid(); !s.shared || said == "" {
		return said
	}
	return fmt.Sprintf("%s-%s-%d", said, s.name, s.number)
}

// referenceOf is the reference of an allocation as it was sent: exobridge has none but a custom field, which is not changed.
func (s *story) referenceOf(one *allocation) string {
	if one.generation == exobridge {
		return one.reference
	}
	return s.reference(one.reference)
}

// find gives the allocation that was called by its reference or id, or the one last spoken of for no name.
func (s *story) find(name string) (*allocation, error) {
	for i := len(s.made) - 1; i >= 0; i-- {
		if one := s.made[i]; name != "" && (one.reference == name || one.id == name) {
			s.subject = one
			return one, nil
		}
	}
	switch {
	case name != "":
		return nil, fmt.Errorf("the scenario has no allocation %q", name)
	case s.subject == nil:
		return nil, errors.New("the scenario has no allocation yet")
	}
	return s.subject, nil
}

// fill puts what the scenario knows into a text: the phone numbers of people, those of lines, and what stands in braces.
func (s *story) fill(ctx context.Context, text string) (string, error) {
	return s.line(ctx, numbered(s.facts(text), s.people))
}

// facts puts in {number}, {allocation}, {call}, {tenant}. What the scenario does not know stays.
func (s *story) facts(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	known := append([]string{"{tenant}", s.sid(), "{number's key}", numberKey(s.speaks)}, s.values...)
	for i := len(s.known) - 2; i >= 0; i -= 2 { // what was remembered last speaks
		known = append(known, s.known[i:i+2]...)
	}
	if s.subject != nil {
		known = append(known, "{number}", s.subject.virtual, "{allocation}", s.subject.id, "{pin}", s.subject.pin, "{reference}", s.referenceOf(s.subject))
	}
	if s.call != "" {
		known = append(known, "{call}", s.call)
	}
	return repeated(strings.NewReplacer(known...).Replace(text))
}

// repeated writes out signs that come many times: {256 times x}
func repeated(text string) string {
	if !strings.Contains(text, " times ") {
		return text
	}
	return regexp.MustCompile(`\{(\d{1,6}) times (.)\}`).ReplaceAllStringFunc(text, func(found string) string {
		count, sign, _ := strings.Cut(strings.Trim(found, "{}"), " times ")
		return strings.Repeat(sign, leading(count))
	})
}

// note keeps an exchange as evidence.
func (s *story) note(e Exchange) Exchange {
	s.exchanges = append(s.exchanges, e)
	return e
}

// wrong is the error of a step that found something else than it says, with the exchange that shows it.
func (s *story) wrong(e *Exchange, format string, args ...any) error {
	text := hide(fmt.Sprintf(format, args...), s.secrets)
	if e == nil {
		return errors.New(text)
	}
	if e.raw != nil {
		e = e.raw
	}
	shown := e.redacted(s.secrets)
	return errors.New(text + indented(shown.Curl()+"\n"+shown.Answer()))
}

// indented is a text on lines of its own below the step it is about.
func indented(text string) string {
	return "\n        " + strings.ReplaceAll(text, "\n", "\n        ")
}

// end puts back what the scenario changed for others, the last change first. What fails is told together.
func (s *story) end(ctx context.Context) []error {
	var problems []error
	for i := len(s.undo) - 1; i >= 0; i-- {
		if err := s.undo[i](ctx); err != nil {
			problems = append(problems, err)
		}
	}
	s.undo = nil
	if s.mirror != nil {
		if err := s.tidy(ctx); err != nil {
			problems = append(problems, err)
		}
	}
	if s.shared || s.suite {
		_ = s.repay(ctx, s.number) // what fails is tried again at the end of the run, and told then
	}
	return problems
}
