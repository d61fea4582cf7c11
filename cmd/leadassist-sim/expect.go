package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// counted is how many requests are as a matcher says, and what else there was.
type counted struct {
	Count      int
	Looked     int `json:"total_looked_at"`
	Unreadable int
	Forgotten  bool
	Latest     string
	Nearest    []nearRequest
}

// nearRequest is a request that was not counted, and why not.
type nearRequest struct {
	Request journaled
	Misses  []struct{ What, Want, Got string }
}

// requestsCount tells how many there are.
func (c *console) requestsCount() *cobra.Command {
	cmd := &cobra.Command{Use: "count", Short: "Count requests by operation, field, status, code or fault", Args: cobra.NoArgs}
	m := c.matcher(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		raw, err := c.count(cmd.Context(), m, nil)
		if err != nil {
			return err
		}
		return present(c, raw, func(out io.Writer, told counted) {
			_, _ = fmt.Fprintf(out, "%d of %d requests%s\n", told.Count, told.Looked, told.doubt())
		})
	}
	return cmd
}

// count asks how many there are; more says how long to wait for them.
func (c *console) count(ctx context.Context, m *matcher, more map[string]any) ([]byte, error) {
	body, err := m.body()
	if err != nil {
		return nil, err
	}
	asked := map[string]any{"matcher": body}
	maps.Copy(asked, more)
	return c.asks(ctx, question{method: http.MethodPost, path: "requests/count", body: asked})
}

// doubt says what could not be judged.
func (n counted) doubt() string {
	text := ""
	if n.Unreadable > 0 {
		text = fmt.Sprintf("; %d cannot be judged, their bodies were not kept whole", n.Unreadable)
	}
	if n.Forgotten {
		text += "; older ones are forgotten, serve --journal keeps more"
	}
	return text
}

// requestsExpect holds the journal against what is expected.
func (c *console) requestsExpect() *cobra.Command {
	cmd := &cobra.Command{
		Use: "expect", Short: "Check how many such requests there were; exit code 1 and what was there instead when it is not so", Args: cobra.NoArgs,
		Example: "  leadassist-sim requests expect --operation createGreenvn --field connection_id=order-1 --count 1\n" +
			"  leadassist-sim requests expect --operation deleteGreenvn --field id=~. --at-least 1 --within 5s\n" +
			"  leadassist-sim requests expect --status 5xx --never",
	}
	m, n, within := c.matcher(cmd), &count{}, time.Duration(0)
	n.add(cmd)
	cmd.Flags().DurationVar(&within, "within", 0, "wait so long for them; with --never and --at-most, look so long whether more come")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		e, err := n.expected(cmd.Flags().Changed)
		if err != nil {
			return err
		}
		if within < 0 {
			return errors.New("--within is not below 0")
		}
		return c.expect(cmd.Context(), m, e, within)
	}
	return cmd
}

// expect counts, tells what there was instead, and fails when that is not what is expected.
func (c *console) expect(ctx context.Context, m *matcher, e expected, within time.Duration) error {
	more := map[string]any{"at_least": e.enough()}
	if within > 0 {
		more["wait"] = fmt.Sprintf("%dms", max(within.Milliseconds(), 1))
	}
	raw, err := c.count(ctx, m, more)
	if err != nil {
		return err
	}
	var told counted
	if err := json.Unmarshal(raw, &told); err != nil {
		return fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	seen, err := c.tooMany(ctx, m, e, told.Count)
	if err != nil {
		return err
	}
	if err := c.judged(told, e, raw, seen); err != nil || e.met(told.Count) {
		return err
	}
	found := requestsWord(told.Count)
	if within > 0 {
		found += " within " + within.String()
	}
	return findings{fmt.Sprintf("%s, but %s expected: %s; %d looked at%s", found, e, plain(cmp.Or(m.words(), "any request")), told.Looked, told.doubt())}
}

// tooMany lists the newest of those that should not be there.
func (c *console) tooMany(ctx context.Context, m *matcher, e expected, n int) ([]byte, error) {
	if e.most < 0 || n <= e.most {
		return []byte(`{"items":[],"next":""}`), nil
	}
	body, err := m.body()
	if err != nil {
		return nil, err
	}
	return c.asks(ctx, question{method: http.MethodPost, path: "requests/find", body: map[string]any{"matcher": body, "limit": 5}})
}

// judged prints what was found: the outcome, those too many, and what came nearest.
func (c *console) judged(told counted, e expected, raw, seen []byte) error {
	met := e.met(told.Count)
	if c.output == "json" {
		return c.verdict(met, e, raw, seen)
	}
	return present(c, seen, func(out io.Writer, page listing[journaled]) {
		page.Next = ""
		switch {
		case met:
			_, _ = fmt.Fprintf(out, "%s, as expected (%s)%s\n", requestsWord(told.Count), e, told.doubt())
		case len(page.Items) > 0:
			columns("requests", requestHeadings, journaled.row)(out, page)
		case len(told.Nearest) == 0:
			_, _ = fmt.Fprintln(out, "there was no other request to look at")
		default:
			told.instead(out)
		}
	})
}

// verdict prints the outcome as one object of JSON.
func (c *console) verdict(met bool, e expected, raw, seen []byte) error {
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	var page struct{ Items []json.RawMessage }
	if err := json.Unmarshal(seen, &page); err != nil {
		return fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	all["met"], all["expected"], all["too_many"] = met, e.String(), page.Items
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return c.pass(text)
}

// instead shows the requests that came nearest, and what of each is not as expected.
func (n counted) instead(out io.Writer) {
	_, _ = fmt.Fprintln(out, "ID\tHTTP\tOPERATION\tMETHOD\tPATH\tINSTEAD")
	for _, near := range n.Nearest {
		var misses []string
		for _, m := range near.Misses {
			misses = append(misses, fmt.Sprintf("%s is %s, not %s", m.What, m.Got, m.Want))
		}
		r := near.Request.row()
		cells(out, r[0], r[3], r[4], r[5], r[6], strings.Join(misses, "; "))
	}
}

// requestsWord counts requests in words.
func requestsWord(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}
