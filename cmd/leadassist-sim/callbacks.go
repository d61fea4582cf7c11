package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"leadassist-sim/sim/exchange"
)

// delivery is one event on its way to one URL.
type delivery struct {
	ID, Tenant, Event, State, Reason, URL string
	Owed, Due, Ended                      string
	Allocation, Call                      string
	Fault                                 string
	ReplayOf                              string `json:"replay_of"`
	DuplicateOf                           string `json:"duplicate_of"`
	Attempts                              []attempt
	Body                                  json.RawMessage
}

// attempt is one try of a delivery.
type attempt struct {
	Number, Status               int
	At, Outcome, Error, Response string
	RetryAfter                   int64 `json:"retry_after_ms"`
	Took                         int64 `json:"took_ms"`
}

// events are the names of all events.
func events() []string {
	kinds := exchange.EventKinds()
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = string(k)
	}
	return all
}

// states are how far a delivery may have come.
func states() []string {
	return []string{"pending", "in flight", "delivered", "failed", "no endpoint", "dropped", "refused", "abandoned"}
}

// callbacks shows the events on their way to their receivers, repeats them and makes some up.
func (c *console) callbacks() *cobra.Command {
	cmd := noun("callbacks", "Show, repeat, make up and wait for the events that receivers are sent")
	cmd.AddCommand(c.callbacksList(), shower(c, "callbacks", "Print a callback, its attempts and its body", showDelivery),
		c.callbacksReplay(), c.trigger(), c.tail(), c.wait())
	return cmd
}

func (c *console) callbacksList() *cobra.Command {
	var event, state string
	cmd := &cobra.Command{Use: "list", Short: "List callbacks, newest first", Args: cobra.NoArgs}
	f := c.filters(cmd)
	f.add(cmd, "allocation", "only of this allocation, by id")
	f.add(cmd, "call", "only of this call, by SID")
	choice{"event", "only this event", events()}.add(cmd, &event)
	choice{"state", "only in this state", states()}.add(cmd, &state)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := cmp.Or(among("--event", event, events()), among("--state", state, states())); err != nil {
			return err
		}
		q := f.query()
		maps.Copy(q, query("event", event, "state", state))
		raw, err := c.asks(cmd.Context(), look("callbacks", q))
		if err != nil {
			return err
		}
		return present(c, raw, columns("callbacks", deliveryHeadings, delivery.row))
	}
	return cmd
}

const deliveryHeadings = "ID OWED TENANT EVENT STATE TRIES TO WHY"

func (d delivery) row() []string {
	return []string{d.ID, instant(d.Owed), d.Tenant, d.Event, d.State, strconv.Itoa(len(d.Attempts)), d.URL, d.why()}
}

// why tells what became of a delivery, or what is done to it.
func (d delivery) why() string { return cmp.Or(d.Reason, d.Fault) }

// delivered prints a new delivery, in the columns of the list.
func (c *console) delivered(raw []byte) error {
	return present(c, raw, func(out io.Writer, d delivery) {
		columns("", deliveryHeadings, delivery.row)(out, listing[delivery]{Items: []delivery{d}})
	})
}

func (c *console) callbacksReplay() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use: "replay ID", Short: "Send a callback's body once more, to its URL or to --to",
		Args:              one("an id, as `callbacks list` prints it"),
		ValidArgsFunction: c.completion("callbacks", "id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := c.asks(cmd.Context(), question{
				method: http.MethodPost, path: "callbacks/" + url.PathEscape(args[0]) + "/replay", body: filled("to", to),
			})
			if err != nil {
				return err
			}
			return c.delivered(raw)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "URL to send it to, or inbox")
	return cmd
}

func showDelivery(out io.Writer, d delivery) {
	fact(out, "callback", d.ID)
	fact(out, "event", d.Event)
	fact(out, "tenant", d.Tenant)
	fact(out, "state", d.State, d.Reason)
	fact(out, "to", d.URL)
	fact(out, "allocation", d.Allocation)
	fact(out, "call", d.Call)
	fact(out, "replay of", d.ReplayOf)
	fact(out, "duplicate of", d.DuplicateOf)
	if d.Fault != d.Reason {
		fact(out, "fault", d.Fault)
	}
	fact(out, "owed", instant(d.Owed))
	if d.Ended == "" {
		fact(out, "due", instant(d.Due))
	}
	fact(out, "ended", instant(d.Ended))
	for _, a := range d.Attempts {
		fact(out, "attempt "+strconv.Itoa(a.Number), instant(a.At), a.Outcome, said(a.Status, a.Error), a.asked(), fmt.Sprintf("%d ms", a.Took))
	}
	for _, a := range d.Attempts {
		text(out, "answer "+strconv.Itoa(a.Number), a.Response)
	}
	text(out, "body", string(d.Body))
}

// asked is how long the receiver wanted to be left alone.
func (a attempt) asked() string {
	if a.RetryAfter == 0 {
		return ""
	}
	return fmt.Sprintf("Retry-After %d ms", a.RetryAfter)
}
