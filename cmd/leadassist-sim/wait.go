package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// waited is what callbacks wait waits for.
type waited struct {
	tenant, event, state string
	count                int
	timeout              time.Duration
	there                map[string]bool // ids of those that have come
}

// anyState is the word for deliveries in whatever state.
const anyState = "any"

// wait ends when there are enough callbacks.
func (c *console) wait() *cobra.Command {
	w := &waited{}
	cmd := &cobra.Command{
		Use: "wait", Short: "Wait until there are --count callbacks; exit code 1 when they do not come in time", Args: cobra.NoArgs,
		Example: "  leadassist-sim callbacks wait --event call --count 1 --timeout 10s",
		RunE:    func(cmd *cobra.Command, _ []string) error { return c.await(cmd.Context(), w) },
	}
	c.tenantFlag(cmd, &w.tenant)
	choice{"event", "only this event", events()}.add(cmd, &w.event)
	choice{"state", `in this state (default "delivered")`, append(states(), anyState)}.add(cmd, &w.state)
	cmd.Flags().IntVar(&w.count, "count", 1, "how many")
	cmd.Flags().DurationVar(&w.timeout, "timeout", 10*time.Second, "how long to wait for them")
	return cmd
}

func (w *waited) check() error {
	if w.state == "" {
		w.state = "delivered"
	}
	switch {
	case w.count < 1:
		return errors.New("--count is at least 1")
	case w.timeout <= 0:
		return errors.New("--timeout is more than nothing")
	}
	return cmp.Or(among("--event", w.event, events()), among("--state", w.state, append(states(), anyState)))
}

// await watches first and lists then, so that nothing is missed between the two, and follows what it watches until
// there are enough.
func (c *console) await(ctx context.Context, w *waited) error {
	if err := w.check(); err != nil {
		return err
	}
	k, err := c.client()
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	watched := false
	err = k.follow(limited, watcher{
		tenant: w.tenant,
		opened: func() (bool, error) {
			watched = true
			return w.list(limited, k)
		},
		told: func(h happening, _ []byte) (bool, error) { return w.note(h), nil },
	})
	if watched && err != nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		return w.missing(ctx, k)
	}
	if err != nil {
		return err
	}
	raw, err := k.ask(ctx, look("callbacks", w.query(w.state, w.count)))
	if err != nil {
		return err
	}
	return present(c, raw, func(out io.Writer, page listing[delivery]) {
		page.Next = "" // those before them were not waited for
		columns("callbacks", deliveryHeadings, delivery.row)(out, page)
	})
}

// query asks for the newest callbacks of a state, or of any.
func (w *waited) query(state string, most int) url.Values {
	if state == anyState {
		state = ""
	}
	return query("tenant", w.tenant, "event", w.event, "state", state, "limit", strconv.Itoa(min(most, 1000)))
}

// list notes the callbacks there are, as far as they matter, and tells whether they are enough.
func (w *waited) list(ctx context.Context, k *client) (enough bool, err error) {
	w.there = map[string]bool{}
	for q := w.query(w.state, w.count); len(w.there) < w.count; {
		raw, err := k.ask(ctx, look("callbacks", q))
		if err != nil {
			return false, err
		}
		var page listing[delivery]
		if err := json.Unmarshal(raw, &page); err != nil {
			return false, fmt.Errorf("the simulator's answer cannot be read: %w", err)
		}
		for _, d := range page.Items {
			w.there[d.ID] = true
		}
		if page.Next == "" {
			break
		}
		q.Set("after", page.Next)
	}
	return len(w.there) >= w.count, nil
}

// note takes in what happened to a callback, and tells whether there are enough now. What the stream tells late is
// corrected by what it tells next.
func (w *waited) note(h happening) (enough bool) {
	if h.Delivery == "" || w.event != "" && h.Event != w.event {
		return false
	}
	if w.state == anyState || h.State == w.state {
		w.there[h.Delivery] = true
	} else {
		delete(w.there, h.Delivery)
	}
	return len(w.there) >= w.count
}

// missing is the error of callbacks that did not come, with what became of the newest one instead.
func (w *waited) missing(ctx context.Context, k *client) error {
	text := fmt.Sprintf("%d of %d callbacks (%s, %s) within %s", len(w.there), w.count, cmp.Or(w.event, "any event"), w.state, w.timeout)
	raw, err := k.ask(ctx, look("callbacks", w.query(anyState, 1)))
	var page listing[delivery]
	if err == nil && json.Unmarshal(raw, &page) == nil && len(page.Items) == 1 && page.Items[0].State != w.state {
		text += fmt.Sprintf("; the newest is %q", page.Items[0].State)
		if why := page.Items[0].why(); why != "" {
			text += ": " + plain(why)
		}
	}
	return findings{text}
}
