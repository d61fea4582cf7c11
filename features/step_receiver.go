package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
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
