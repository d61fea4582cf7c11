package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// callbackSteps are about events as they were delivered.
func callbackSteps() []Step {
	return []Step{
		{`the application received the callback {event}{often}{within}`, "it was delivered, and answered with a 2xx; the table has fields of its body", MaybeTable, (*story).received},
		{`the application did not receive the callback {event}{within}`, "it was not delivered; within a time, the whole of that time is waited for", MaybeTable, (*story).notReceived},
		{`the callback {event} was sent{often}{within}`, "it was sent or is owed, whatever became of it", MaybeTable, (*story).sent},
	}
}

// delivery is a callback as the control door tells it.
type delivery struct {
	ID, Event, State, Reason, URL, Allocation, Call string

	Body any
}

func (s *story) received(ctx context.Context, g given) error {
	return s.awaitCallbacks(ctx, g, g.often(1), 2, "delivered")
}

func (s *story) sent(ctx context.Context, g given) error {
	return s.awaitCallbacks(ctx, g, g.often(1), 2, "")
}

func (s *story) notReceived(ctx context.Context, g given) error {
	return s.awaitCallbacks(ctx, g, often{0, 0}, 1, "delivered")
}

// awaitCallbacks waits for deliveries of an event in a state; the place says how long.
func (s *story) awaitCallbacks(ctx context.Context, g given, o often, place int, state string) error { //nolint:revive // what, how often, how long, how
	rows, err := g.fields()
	if err != nil {
		return err
	}
	patience, err := g.within(place)
	if err != nil {
		return err
	}
	var all, found []delivery
	_, err = s.eventually(ctx, patience, func(ctx context.Context) (bool, error) {
		all, err = s.callbacks(ctx, g.places[0])
		found = nil
		for _, d := range all {
			if _, _, ok := kept(d.Body, rows); ok && (state == "" || d.State == state) {
				found = append(found, d)
			}
		}
		return o.settled(len(found)), err
	})
	for _, d := range found {
		err = cmpErr(err, s.observeEvent((&letter{body: d.Body}).nature(), d.Body))
	}
	if err != nil || o.has(len(found)) {
		return err
	}
	return s.otherCallbacks(all, o, len(found))
}

// otherCallbacks says what was delivered instead.
func (s *story) otherCallbacks(all []delivery, o often, n int) error {
	var text strings.Builder
	text.WriteString("such a callback came " + many(n) + ", not " + o.String())
	for _, d := range all {
		body, _ := json.Marshal(d.Body)
		text.WriteString(hide(fmt.Sprintf("\n        %s %s to %s %s %s", d.Event, d.State, d.URL, d.Reason, body), s.secrets))
	}
	if len(all) == 0 {
		text.WriteString("; there was none of this event at all")
	}
	return errors.New(text.String())
}

// callbacks lists those of an event, or of all, that count.
func (s *story) callbacks(ctx context.Context, event string) ([]delivery, error) {
	var page struct{ Items []delivery }
	status, err := s.steered(ctx, order{method: http.MethodGet, path: "callbacks" + query("tenant", s.sid(), "event", event, "limit", "1000")}, &page)
	if status == http.StatusNotFound {
		return nil, err
	}
	return slices.DeleteFunc(page.Items, func(d delivery) bool { return s.old[d.ID] }), err
}
