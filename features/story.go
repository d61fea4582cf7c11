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
	foreign bool // what is said next is said as the other tenant
	lax     bool // answers are not held against the documents

	made      []*allocation   // by this story's client, oldest first
	subject   *allocation     // the one last spoken of
	answer    *Exchange       // the last answer of the vendor's door
	before    *Exchange       // the one before
	call      string          // SID of the last call
	since     string          // where in the journal the application's doings begin to count
	old       map[string]bool // ids of callbacks that came before they counted
	exchanges []Exchange
	mirror    *mirror                       // the endpoint compared with; nil: none
	heard     map[string]heard              // events that are known, by the id of their delivery
	lines     []string                      // virtual numbers by name; nil: not asked for yet
	lineName  *regexp.Regexp                // finds them in a text
	faults    []string                      // ids of the rules it has set
	undo      []func(context.Context) error // what the scenario changed for others, last first
}

// allocation is what the story knows of one.
type allocation struct {
	reference  string // as the feature file says it
	id         string
	kind       string // greenvn or greenpin
	generation string
	virtual    string // the number
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
	known := append([]string{"{tenant}", s.sid()}, s.values...)
	if s.subject != nil {
		known = append(known, "{number}", s.subject.virtual, "{allocation}", s.subject.id, "{reference}", s.reference(s.subject.reference))
	}
	if s.call != "" {
		known = append(known, "{call}", s.call)
	}
	return strings.NewReplacer(known...).Replace(text)
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
	return problems
}
