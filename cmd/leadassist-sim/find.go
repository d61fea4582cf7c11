package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// requestsFind lists requests by what is in them.
func (c *console) requestsFind() *cobra.Command {
	var limit int
	var after string
	cmd := &cobra.Command{Use: "find", Short: "List requests by operation, field, status, code or fault, newest first", Args: cobra.NoArgs}
	m := c.matcher(cmd)
	cmd.Flags().IntVar(&limit, "limit", 100, "how many at most, up to 1000")
	cmd.Flags().StringVar(&after, "after", "", "go on after the page that ended so")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		body, err := m.body()
		if err != nil {
			return err
		}
		raw, err := c.asks(cmd.Context(), question{
			method: http.MethodPost, path: "requests/find", body: map[string]any{"matcher": body, "limit": limit, "after": after},
		})
		if err != nil {
			return err
		}
		return present(c, raw, columns("requests", requestHeadings, journaled.row))
	}
	return cmd
}

// requestsTail prints requests as they are answered, until it is told to stop.
func (c *console) requestsTail() *cobra.Command {
	cmd := &cobra.Command{Use: "tail", Short: "Print requests as they are answered, until Ctrl-C", Args: cobra.NoArgs}
	m := c.matcher(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		body, err := m.body()
		if err != nil {
			return err
		}
		k, err := c.client()
		if err != nil {
			return err
		}
		f := follower{console: c, client: k, matcher: body}
		err = k.follow(cmd.Context(), watcher{
			tenant: *m.texts["tenant"], requests: true,
			opened: func() (bool, error) { return false, f.opened(cmd.Context(), c.watching(k)) },
			told: func(h happening, _ []byte) (bool, error) {
				if h.What != "request" {
					return false, nil
				}
				return false, f.print(cmd.Context())
			},
		})
		if errors.Is(err, errInterrupted) {
			return nil
		}
		return err
	}
	return cmd
}

// follower prints what the journal has that it has not printed yet.
type follower struct {
	*console
	*client
	matcher map[string]any
	newest  string // the door's mark of what was seen
}

// found is a page of requests, each as it came.
type found struct {
	Items        []json.RawMessage
	Next, Newest string
}

// opened marks where the journal stands when the stream begins, and prints what came while a stream was cut off.
func (f *follower) opened(ctx context.Context, watching func() (bool, error)) error {
	if f.newest != "" {
		return f.print(ctx)
	}
	page, err := f.look(ctx, "")
	if err != nil {
		return err
	}
	f.newest = page.Newest
	_, err = watching()
	return err
}

// look asks for a page of what is new.
func (f *follower) look(ctx context.Context, after string) (found, error) {
	var page found
	raw, err := f.ask(ctx, question{method: http.MethodPost, path: "requests/find", body: map[string]any{
		"matcher": f.matcher, "limit": 1000, "after": after, "newer_than": f.newest,
	}})
	if err == nil {
		err = json.Unmarshal(raw, &page)
	}
	return page, err
}

// print prints what is new, oldest first.
func (f *follower) print(ctx context.Context) error {
	page, err := f.look(ctx, "")
	newest, all := page.Newest, page.Items
	for err == nil && page.Next != "" {
		page, err = f.look(ctx, page.Next)
		all = append(all, page.Items...)
	}
	if err != nil {
		return err
	}
	f.newest = cmp.Or(newest, f.newest)
	for _, raw := range slices.Backward(all) {
		if err := f.line(raw); err != nil {
			return err
		}
	}
	return nil
}

// line prints one request.
func (f *follower) line(raw []byte) error {
	if f.output == "json" {
		return f.pass(raw)
	}
	var r journaled
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	words := []string{instant(r.At), r.Tenant, r.ID, fmt.Sprint(r.Status), fmt.Sprintf("%-20s", r.Operation), r.Method, r.Path, r.why()}
	_, err := fmt.Fprintln(f.stdout, plain(strings.TrimRight(strings.Join(words, "  "), " ")))
	return err
}
