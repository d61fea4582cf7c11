package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// receiverSteps are about a receiver of the scenario's own: what the endpoint sends there is judged like its answers.
func receiverSteps() []Step {
	return []Step{
		{`the tenant's events go to a receiver`, "of the run's own, each at the endpoint of its setting; said before anything is lent, since the exobridge generation makes the tenant anew for it", Nothing, (*story).receive},
		{`the receiver answers {count}{first}`, "this HTTP status; else 200", Nothing, (*story).answerEvents},
		{`the receiver takes {span} to answer{first}`, "200, if anybody still waits for it", Nothing, (*story).delayEvents},
		{`the receiver gets the event {event}{within}`, "one that no step has spoken of yet; the table has fields of its body, texts in quotes and numbers without", MaybeTable, (*story).getsEvent},
		{`the receiver gets these events in order`, "a row of headings, event and names of fields, then one for each event that no step has spoken of yet; nothing else has come", Table, (*story).getsEvents},
		{`the event is`, "the whole body of the event last spoken of: fields with their values, present for any but null; and no other fields", Table, (*story).eventIs},
		{`the receiver gets it once`, "the event last spoken of was delivered once, and a minute of the clock later still", Nothing, (*story).getsOnce},
		{`the receiver gets it {count} times with one Webhook-Id`, "the event last spoken of was delivered so often, attempt by attempt, within an hour of the clock", Nothing, (*story).getsAgain},
		{`the receiver gets nothing{within}`, "no event has come at all, nor does within a minute of the clock", Nothing, (*story).getsNothing},
		{`the receiver gets nothing so far`, "no event has come yet; the clock stays where it is", Nothing, (*story).hasNothing},
		{`the receiver gets nothing more{within}`, "no event that no step has spoken of, within a minute of the clock", Nothing, (*story).getsNothingMore},
		{`the event came to the endpoint {text}`, "the setting by which it got there", Nothing, (*story).cameTo},
		{`its Webhook-Id is that of no other event`, "of none with another body", Nothing, (*story).idOfItsOwn},
		{`the event's field {text} is that of the answer's field {text}`, "both are there, and the same", Nothing, (*story).alikeIn},
		{`the times of the event are in {zone}`, "those of the call, in the form of the product", Nothing, (*story).timesIn},
		{`the durations of the event add up`, "what was talked is part of what was dialled, and that fits between the event's times", Nothing, (*story).durationsFit},
	}
}

// mail gives the scenario's mailbox.
func (s *story) mail() (*mailbox, error) {
	if s.box == nil {
		return nil, errors.New("the scenario has no receiver; it begins with: the tenant's events go to a receiver")
	}
	return s.box, nil
}

// receive opens a mailbox and tells the endpoint where it is.
func (s *story) receive(ctx context.Context, _ given) error {
	r, err := s.receiver()
	if err != nil {
		return err
	}
	if s.box == nil {
		s.box = r.open()
		s.undo = append(s.undo, func(context.Context) error { r.drop(s.box); return nil })
	}
	if s.speaks == exobridge {
		return s.announceAtControl(ctx)
	}
	return s.announce(ctx)
}

// announceAtControl makes the tenant anew, as it was defined, with the mailbox as the address for all events: the
// exobridge generation has no settings.
func (s *story) announceAtControl(ctx context.Context) error {
	if s.sid(); s.shared || s.target.AdminURL == "" {
		s.box.common = true // an operator has configured the receiver's own address
		return nil
	}
	tenant := s.definition
	if tenant == nil {
		tenant = s.ordinary()
	}
	return s.putTenant(ctx, tenant)
}

// announce names the mailbox in the tenant's settings. Where those may not be changed, an operator has configured the
// receiver's own address.
func (s *story) announce(ctx context.Context) error {
	body := map[string]any{}
	for _, key := range endpointKeys() {
		body[key] = s.box.url + "/" + key
	}
	if err := s.borrow(ctx, endpointKeys()); err != nil {
		return err
	}
	e, err := s.exchange(ctx, ask{operation: "updateSettings", generation: s.speaks, body: body})
	switch {
	case err != nil:
		return err
	case e.Status == http.StatusOK:
		return nil
	case s.shared && slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound}, e.Status):
		s.box.common = true
		return nil
	}
	return s.wrong(&e, "the settings do not take the receiver's address")
}

func (s *story) answerEvents(_ context.Context, g given) error {
	return s.behave(g, 1, manner{status: g.count(0)})
}

func (s *story) delayEvents(_ context.Context, g given) error {
	length, err := g.span(0)
	if err != nil {
		return err
	}
	return s.behave(g, 1, manner{status: http.StatusOK, delay: length})
}

func (s *story) behave(g given, place int, m manner) error {
	box, err := s.mail()
	if err != nil {
		return err
	}
	if m.status < 200 || m.status > 599 {
		return fmt.Errorf("%d is no status to answer with", m.status)
	}
	m.times = g.first(place)
	box.behave(m)
	return nil
}

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
func (s *story) otherLetters(all []*letter, text, event string, rows []field) error { //nolint:revive // what came, what is wrong, what was wanted
	for _, l := range all {
		text += indented(hide(l.told(), s.secrets))
		if row, seen, ok := exactly(l.body, rows); !ok && l.nature().event == event {
			text += indented(fmt.Sprintf("  %s is %s, not %s", row.name, seen, row.value))
		}
		if l.taken {
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
	if err := s.peruse(ctx, 0, func([]*letter) bool { return true }); err != nil {
		return err
	}
	var came []*letter
	for _, l := range s.letters() {
		if !l.taken {
			came = append(came, l)
		}
	}
	for i, row := range g.table[1:] {
		var rows []field
		for j, cell := range row[1:] {
			rows = append(rows, field{g.table[0][j+1], cell})
		}
		if i >= len(came) || came[i].nature().event != row[0] {
			return s.otherLetters(came, fmt.Sprintf("event %d is no %s", i+1, row[0]), row[0], rows)
		}
		if where, seen, ok := exactly(came[i].body, rows); !ok {
			return s.otherLetters(came, fmt.Sprintf("in event %d %s is %s, not %s", i+1, where.name, seen, where.value), row[0], nil)
		}
		if err := s.accept(came[i]); err != nil {
			return err
		}
	}
	if len(came) > len(g.table)-1 {
		return s.otherLetters(came, fmt.Sprintf("%d events came, not %d", len(came), len(g.table)-1), "", nil)
	}
	return nil
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

// reachable is a definition of a tenant with the mailbox as the address for all events, if its generation knows no other.
func (s *story) reachable(tenant map[string]any) map[string]any {
	if s.box == nil || s.speaks != exobridge {
		return tenant
	}
	callbacks, _ := tenant["callbacks"].(map[string]any)
	if callbacks == nil {
		callbacks = map[string]any{}
	}
	callbacks["url"] = s.box.url
	tenant["callbacks"] = callbacks
	return tenant
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
