package features

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

func (s *story) getsOnce(ctx context.Context, _ given) error {
	_, err := s.deliveries(ctx, 1, stillness)
	return err
}

func (s *story) getsAgain(ctx context.Context, g given) error {
	found, err := s.deliveries(ctx, g.count(0), allRetries)
	if err != nil {
		return err
	}
	for i, l := range found {
		switch id := l.header.Get(headerID); {
		case id == "":
			return s.otherLetters(found, "a delivery has no "+headerID, "", nil)
		case id != found[0].header.Get(headerID):
			return s.otherLetters(found, "the "+headerID+" is not the same in all deliveries", "", nil)
		}
		if attempt := l.header.Get(headerAttempt); attempt != "" && attempt != strconv.Itoa(i+1) {
			return s.otherLetters(found, "delivery "+strconv.Itoa(i+1)+" says it is attempt "+attempt, "", nil)
		}
	}
	return nil
}

// deliveries lets time pass, and finds those of the event spoken of; another number of them is an error.
func (s *story) deliveries(ctx context.Context, n int, after timeSpan) ([]*letter, error) {
	l, err := s.spoken()
	if err != nil {
		return nil, err
	}
	if err := s.settle(ctx, after); err != nil {
		return nil, err
	}
	var found []*letter
	for _, one := range s.letters() {
		if one.same(l) {
			one.taken = true
			found = append(found, one)
		}
	}
	if len(found) != n {
		return nil, s.otherLetters(s.letters(), fmt.Sprintf("the event was delivered %s, not %s", many(len(found)), many(n)), "", nil)
	}
	return found, nil
}

func (s *story) getsNothing(ctx context.Context, g given) error {
	return s.still(ctx, g, func(*letter) bool { return true })
}

func (s *story) getsNothingMore(ctx context.Context, g given) error {
	return s.still(ctx, g, func(l *letter) bool { return !l.taken })
}

// still waits, by the clock where it can be turned, and sees that nothing comes.
func (s *story) still(ctx context.Context, g given, unwanted func(*letter) bool) error {
	box, err := s.mail()
	if err != nil {
		return err
	}
	patience, err := g.within(0)
	if err != nil {
		return err
	}
	if s.target.AdminURL != "" {
		if err := s.settle(ctx, stillness); err != nil {
			return err
		}
		patience = 0
	}
	came := func(context.Context) (bool, error) { return slices.ContainsFunc(s.letters(), unwanted), nil }
	found, _ := came(ctx)
	if patience > 0 && !found {
		if found, err = until(ctx, patience, box.news, came); err != nil {
			return err
		}
	}
	if found {
		return s.otherLetters(s.letters(), "something came", "", nil)
	}
	return nil
}

func (s *story) cameTo(_ context.Context, g given) error {
	l, err := s.spoken()
	if err != nil {
		return err
	}
	if l.endpoint != g.places[0] && !s.box.common {
		return s.otherLetters([]*letter{l}, fmt.Sprintf("the event came to %q, not to %q", l.endpoint, g.places[0]), "", nil)
	}
	return nil
}

func (s *story) hasNothing(ctx context.Context, _ given) error {
	var came []*letter
	if err := s.peruse(ctx, 0, func(letters []*letter) bool { came = letters; return true }); err != nil || len(came) == 0 {
		return err
	}
	return s.otherLetters(came, "something came", "", nil)
}

func (s *story) idOfItsOwn(context.Context, given) error {
	l, err := s.spoken()
	if err != nil {
		return err
	}
	for _, other := range s.letters() {
		if !other.same(l) && other.header.Get(headerID) == l.header.Get(headerID) {
			return s.otherLetters([]*letter{l, other}, "two events have one "+headerID, "", nil)
		}
	}
	return nil
}

func (s *story) alikeIn(_ context.Context, g given) error {
	l, err := s.spoken()
	if err != nil {
		return err
	}
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	told, there := at(l.body, g.places[0])
	answered, known := at(e.body(), g.places[1])
	if !there || !known || told == nil || string(encode(told)) != string(encode(answered)) {
		return s.wrong(e, "%s is %s in the event, and %s is %s in the answer", g.places[0], encode(told), g.places[1], encode(answered))
	}
	return nil
}
