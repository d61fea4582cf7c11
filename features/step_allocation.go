package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// allocationSteps are what is done with, and true of, an allocation of either kind.
func allocationSteps() []Step {
	return []Step{
		{`the tenant reads the allocation`, "the one last spoken of", Nothing, (*story).readLast},
		{`the tenant reads the allocation {text}`, "by its connection id in the scenario, or by any id", Nothing, (*story).readNamed},
		{`the tenant deletes the allocation`, "the one last spoken of", Nothing, (*story).deleteLast},
		{`the tenant deletes the allocation {text}`, "by its connection id in the scenario, or by any id", Nothing, (*story).deleteNamed},
		{`the allocation is {state}{within}`, "reads it once more and looks at its state; within a time, until it is so", Nothing, (*story).isLast},
		{`the allocation {text} is {state}{within}`, "the same of one by its connection id", Nothing, (*story).isNamed},
		{`the number is kept`, "the last change left the number as it was", Nothing, (*story).numberKept},
		{`the number is changed`, "the last change gave another number", Nothing, (*story).numberChanged},
		{`the application has the allocation {text}{within}`, "waits until the application has created one with this connection or transaction id; it is then the one spoken of", Nothing, (*story).adopt},
	}
}

// remember takes down what an answer says was made.
func (s *story) remember(reference string, a ask) {
	id := s.answer.id()
	if s.answer.Status >= 300 || id == "" {
		return
	}
	one := &allocation{reference: reference, id: id, kind: kind(a.operation), generation: a.generation, virtual: s.answer.number(), ours: true}
	one.pin = s.answer.first("response.pin", "data.a.pin")
	s.made = append(s.made, one)
	s.subject = one
}

// kind is which of the two an operation is about.
func kind(operation string) string {
	if strings.Contains(operation, "Greenpin") {
		return "greenpin"
	}
	return "greenvn"
}

// on is an operation on an allocation: what the verb is called for its kind.
func on(verb string, one *allocation) ask {
	name := map[string]string{"greenvn": "Greenvn", "greenpin": "Greenpin"}[one.kind]
	return ask{operation: verb + name, generation: one.generation, id: one.id}
}

// any gives the allocation of that name, or one that exists by this id elsewhere, or nowhere.
func (s *story) any(name string) *allocation {
	if one, err := s.find(name); err == nil {
		return one
	}
	one := &allocation{id: name, kind: "greenvn", generation: s.speaks}
	switch {
	case strings.HasPrefix(name, "gvn_"):
		one.generation = exobridge
	case strings.HasPrefix(name, "gp_"):
		one.generation, one.kind = exobridge, "greenpin"
	}
	return one
}

func (s *story) readLast(ctx context.Context, _ given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	return s.asks(ctx, on("read", one))
}

func (s *story) readNamed(ctx context.Context, g given) error {
	return s.asks(ctx, on("read", s.any(g.places[0])))
}

func (s *story) deleteLast(ctx context.Context, _ given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	return s.remove(ctx, one)
}

func (s *story) deleteNamed(ctx context.Context, g given) error {
	return s.remove(ctx, s.any(g.places[0]))
}

func (s *story) remove(ctx context.Context, one *allocation) error {
	if err := s.asks(ctx, on("delete", one)); err != nil {
		return err
	}
	one.gone = one.gone || s.answer.Status < 300
	return nil
}

func (s *story) isLast(ctx context.Context, g given) error {
	return s.becomes(ctx, g, "", g.places[0])
}

func (s *story) isNamed(ctx context.Context, g given) error {
	return s.becomes(ctx, g, g.places[0], g.places[1])
}

// becomes waits for a state as long as the last place says.
func (s *story) becomes(ctx context.Context, g given, name, wanted string) error {
	patience, err := g.within(len(g.places) - 1)
	if err != nil || patience == 0 {
		return cmpErr(err, s.is(ctx, name, wanted))
	}
	var last error
	before := len(s.exchanges)
	_, err = until(ctx, patience, nil, func(ctx context.Context) (bool, error) {
		s.exchanges = s.exchanges[:before] // of many looks the last one is evidence enough
		last = s.is(ctx, name, wanted)
		return last == nil, nil
	})
	return cmpErr(err, last)
}

// is reads the allocation afresh; the answer the scenario speaks of stays the last one.
func (s *story) is(ctx context.Context, name, wanted string) error {
	one, err := s.find(name)
	if err != nil {
		return err
	}
	if s.target.VendorURL == "" {
		return s.isAtControl(ctx, one, wanted)
	}
	e, err := s.exchange(ctx, on("read", one))
	if err != nil {
		return err
	}
	if err := s.judge(e); err != nil {
		return err
	}
	if state := e.state(); e.Status != http.StatusOK || !is(state, wanted) {
		return s.wrong(&e, "the allocation is %s, not %s", orNothing(state), wanted)
	}
	return nil
}

// is tells whether a state is the one wanted; "over" is any end.
func is(state, wanted string) bool { return state == wanted || wanted == "over" && over(state) }

func orNothing(s string) string {
	if s == "" {
		return "in no state"
	}
	return s
}

// isAtControl asks the control door, which has words of its own: active, expired and deleted.
func (s *story) isAtControl(ctx context.Context, one *allocation, wanted string) error {
	found, err := s.listed(ctx, func(l listed) bool { return l.ID == one.id })
	switch {
	case err != nil:
		return err
	case found == nil:
		return errors.New("the allocation " + one.id + " is not there any more")
	case found.State == wanted || over(found.State) && (wanted == "over" || wanted == "vault"):
		return nil
	}
	return errors.New("the allocation is " + found.State + ", not " + wanted)
}

// listed is an allocation as the control door lists it.
type listed struct{ ID, Kind, Reference, State, Number, Generation string }

// listed finds the newest allocation of the tenant that is looked for; nil: there is none.
func (s *story) listed(ctx context.Context, wanted func(listed) bool) (*listed, error) {
	return s.listedOf(ctx, s.sid(), wanted)
}

func (s *story) listedOf(ctx context.Context, sid string, wanted func(listed) bool) (*listed, error) {
	var found *listed
	for after := ""; ; {
		var page struct {
			Items []listed
			Next  string
		}
		status, err := s.steered(ctx, order{method: http.MethodGet, path: "allocations" + query("tenant", sid, "limit", "1000", "after", after)}, &page)
		if err != nil {
			return nil, err
		}
		if status == http.StatusNotFound { // nobody has spoken to the tenant yet
			return nil, nil
		}
		for _, one := range page.Items {
			if wanted(one) {
				found = &one
			}
		}
		if after = page.Next; after == "" {
			return found, nil
		}
	}
}

// adopt makes the application's allocation the one spoken of.
func (s *story) adopt(ctx context.Context, g given) error {
	patience, err := g.within(1)
	if err != nil {
		return err
	}
	var found *listed
	ok, err := s.eventually(ctx, patience, func(ctx context.Context) (bool, error) {
		found, err = s.listed(ctx, func(l listed) bool { return l.Reference == g.places[0] })
		return found != nil, err
	})
	if err != nil || !ok {
		return cmpErr(err, fmt.Errorf("the application has no allocation %q", g.places[0]))
	}
	one := &allocation{reference: g.places[0], id: found.ID, kind: found.Kind, generation: s.speaks, virtual: found.Number}
	if strings.HasPrefix(found.ID, "gvn_") || strings.HasPrefix(found.ID, "gp_") {
		one.generation = exobridge
	}
	s.made = append(s.made, one)
	s.subject = one
	return nil
}

// cmpErr is the first of two errors that is one.
func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (s *story) numberKept(context.Context, given) error    { return s.numberIs(true) }
func (s *story) numberChanged(context.Context, given) error { return s.numberIs(false) }

func (s *story) numberIs(same bool) error {
	one, err := s.find("")
	switch {
	case err != nil:
		return err
	case one.was == "":
		return errors.New("the scenario has not changed the allocation yet")
	case same && one.was != one.virtual:
		return s.wrong(s.answer, "the number was %s and is %s now", one.was, one.virtual)
	case !same && one.was == one.virtual:
		return s.wrong(s.answer, "the number is still %s", one.was)
	}
	return nil
}
