package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// letters lists what has come for this scenario. What is sent for other users of the tenant is not its business.
func (s *story) letters() []*letter {
	var mine []*letter
	for _, l := range s.box.all() {
		if s.shared && !s.mine(l) {
			continue
		}
		if !l.noted {
			l.noted, l.body = true, s.canonicalEvent(l.nature(), l.came)
			s.note(Exchange{
				At: now(), Method: l.method, URL: strings.TrimRight(s.box.url+"/"+l.endpoint, "/"), Header: l.header, Body: l.raw, Status: l.status,
			})
		}
		mine = append(mine, l)
	}
	return mine
}

// mine tells whether a delivery is about what the scenario has made or placed.
func (s *story) mine(l *letter) bool {
	for _, one := range s.made {
		for _, name := range []string{"greenvn_id", "greenpin_id"} {
			if id, ok := at(l.body, name); ok && id == one.id {
				return true
			}
		}
	}
	sid, ok := at(l.body, "call_sid")
	return ok && s.call != "" && sid == s.call
}

// settle lets a simulator deliver what is due so much later by its clock; nothing is waited for.
func (s *story) settle(ctx context.Context, by timeSpan) error {
	if s.target.AdminURL == "" {
		return nil
	}
	return s.steer(ctx, order{method: http.MethodPost, path: "clock/advance", body: map[string]any{"tenant": s.sid(), "by": wire(by)}}, nil)
}

// peruse settles and looks for something in the mailbox. Only where no clock can be turned it waits.
func (s *story) peruse(ctx context.Context, patience timeSpan, found func([]*letter) bool) error {
	box, err := s.mail()
	if err != nil {
		return err
	}
	if err := s.settle(ctx, 0); err != nil || s.target.AdminURL != "" {
		patience = 0
	}
	if found(s.letters()) || patience == 0 {
		return err
	}
	_, err = until(ctx, patience, box.news, func(context.Context) (bool, error) { return found(s.letters()), nil })
	return err
}

// A simulator's clock is turned by so much before nothing more is said to come.
const (
	stillness  = time.Minute
	allRetries = time.Hour
)

func (s *story) getsEvent(ctx context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	patience, err := g.within(1)
	if err != nil {
		return err
	}
	var found *letter
	var all []*letter
	err = s.peruse(ctx, patience, func(letters []*letter) bool {
		all = letters
		for _, l := range letters {
			if _, _, ok := exactly(l.body, rows); ok && !l.taken && l.nature().event == g.places[0] {
				found = l
				return true
			}
		}
		return false
	})
	switch {
	case err != nil:
		return err
	case found == nil:
		return s.otherLetters(all, "no such event came", g.places[0], rows)
	}
	return s.accept(found)
}

// accept makes a delivery the event spoken of, if the documents have nothing against it.
func (s *story) accept(l *letter) error {
	l.taken, s.event = true, l
	if s.lax {
		return nil
	}
	if lines := s.departing(l); len(lines) > 0 {
		return errors.New("the event departs from the documents:\n  " + strings.Join(lines, "\n  ") + indented(hide(l.told(), s.secrets)))
	}
	n := l.nature()
	return s.observeEvent(n, l.came)
}

// otherLetters says what came instead, and of the event wanted where it differs.
func (s *story) otherLetters(all []*letter, text, event string, rows []field) error {
	for _, l := range all {
		text += indented(hide(l.told(), s.secrets))
		if row, seen, ok := exactly(l.body, rows); !ok && l.nature().event == event {
			text += indented(fmt.Sprintf("  %s is %s, not %s", row.name, seen, row.value))
		}
		if l.taken && l != s.event {
			text += indented("  (another step has spoken of it)")
		}
	}
	if len(all) == 0 {
		text += "; nothing came at all"
	}
	return errors.New(text)
}

func (s *story) getsEvents(ctx context.Context, g given) error {
	if len(g.table) < 2 || g.table[0][0] != "event" {
		return errors.New("the table has a row of headings, the first of them event, and a row for each event")
	}
	var came []*letter
	err := s.peruse(ctx, 0, func(letters []*letter) bool {
		came = slices.DeleteFunc(letters, func(l *letter) bool { return l.taken })
		return true
	})
	if err != nil {
		return err
	}
	for i, row := range g.table[1:] {
		if i >= len(came) || came[i].nature().event != row[0] {
			return s.otherLetters(came, fmt.Sprintf("event %d is no %s", i+1, row[0]), "", nil)
		}
		if err := s.getsRow(came[i], g.table[0], row); err != nil {
			return s.otherLetters(came, fmt.Sprintf("event %d: %v", i+1, err), "", nil)
		}
	}
	if len(came) > len(g.table)-1 {
		return s.otherLetters(came, fmt.Sprintf("%d events came, not %d", len(came), len(g.table)-1), "", nil)
	}
	return nil
}

// getsRow holds an event against a row of values below the headings that name their fields.
func (s *story) getsRow(l *letter, headings, row []string) error {
	var rows []field
	for i, cell := range row[1:] {
		rows = append(rows, field{headings[i+1], cell})
	}
	if where, seen, ok := exactly(l.body, rows); !ok {
		return fmt.Errorf("%s is %s, not %s", where.name, seen, where.value)
	}
	return s.accept(l)
}

// spoken gives the event last spoken of.
func (s *story) spoken() (*letter, error) {
	if s.event == nil {
		return nil, errors.New("the scenario has spoken of no event yet")
	}
	return s.event, nil
}

func (s *story) eventIs(_ context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	l, err := s.spoken()
	if err != nil {
		return err
	}
	if row, seen, ok := exactly(l.body, rows); !ok {
		return s.otherLetters([]*letter{l}, fmt.Sprintf("%s is %s, not %s", row.name, seen, row.value), "", nil)
	}
	if more := surplus(l.body, rows); len(more) > 0 {
		return s.otherLetters([]*letter{l}, "the event has more fields: "+strings.Join(more, ", "), "", nil)
	}
	return nil
}
