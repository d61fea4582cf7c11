package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// clockNow is a tenant's clock, and where it came from when it was turned.
type clockNow struct{ Tenant, From, Now, Mode string }

// turned is what came of turning clocks.
type turned struct {
	Items          []clockNow
	Happened       []happening
	Total, Omitted int
	Error          *struct{ Message string }
}

// clock shows and turns the clocks of tenants.
func (c *console) clock() *cobra.Command {
	var tenant string
	cmd := noun("clock", "Show and turn the tenants' clocks; all of them, or --tenant's")
	c.tenantFlag(cmd, &tenant)
	cmd.AddCommand(c.clockShow(&tenant), c.clockAdvance(&tenant), c.clockSet(&tenant),
		c.clockMode(&tenant, "freeze", "Stop the clock where it stands", "frozen"),
		c.clockMode(&tenant, "resume", "Let the clock run on from where it stands", "real"))
	return cmd
}

func (c *console) clockShow(tenant *string) *cobra.Command {
	return &cobra.Command{
		Use: "show", Short: "Print what time it is", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := c.asks(cmd.Context(), look("clock", query("tenant", *tenant)))
			if err != nil {
				return err
			}
			return present(c, raw, columns("tenants yet", "TENANT NOW CLOCK", func(t clockNow) []string {
				return []string{t.Tenant, instant(t.Now), t.Mode}
			}))
		},
	}
}

// clockAdvance turns by a span.
func (c *console) clockAdvance(tenant *string) *cobra.Command {
	cmd := &cobra.Command{
		Use: "advance SPAN", Short: "Turn the clock forward by a span like 10m, 36h or 2d, and print what happens",
		Args: one("a span, like 10m, 36h or 2d"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := spans("advance", args[0]); err != nil {
				return err
			}
			return c.advance(cmd.Context(), *tenant, "by", args[0])
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && strings.ContainsAny(unknown.GetSpecifiedShortnames(), "0123456789") {
			return errors.New("a clock is never turned back; `leadassist-sim reset` begins anew")
		}
		return cmd.Root().FlagErrorFunc()(cmd, err)
	})
	return cmd
}

// clockSet turns to an instant.
func (c *console) clockSet(tenant *string) *cobra.Command {
	return &cobra.Command{
		Use: "set INSTANT", Short: "Turn the clock forward to an instant like 2026-01-31T10:00:00+05:30, and print what happens",
		Args: one("an instant, like 2026-01-31T10:00:00+05:30"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := time.Parse(time.RFC3339, args[0]); err != nil {
				return fmt.Errorf("set takes an instant, like 2026-01-31T10:00:00+05:30, not %q", args[0])
			}
			return c.advance(cmd.Context(), *tenant, "to", args[0])
		},
	}
}

func (c *console) clockMode(tenant *string, verb, short, mode string) *cobra.Command {
	return &cobra.Command{
		Use: verb, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := c.asks(cmd.Context(), question{method: http.MethodPut, path: "clock", body: filled("mode", mode, "tenant", *tenant)})
			if err != nil {
				return err
			}
			return present(c, raw, func(out io.Writer, t turned) {
				for _, h := range t.Happened {
					_, _ = fmt.Fprintln(out, h.line())
				}
				t.summary(out)
			})
		},
	}
}

// advance turns clocks and prints each thing as it happens, and where the clocks have come to.
func (c *console) advance(ctx context.Context, tenant, how, where string) error {
	k, err := c.client()
	if err != nil {
		return err
	}
	s, err := k.streamed(ctx, question{
		method: http.MethodPost, path: "clock/advance", body: filled(how, where, "tenant", tenant), accept: "application/x-ndjson",
	})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for {
		line, err := s.line()
		if err != nil {
			return fmt.Errorf("%w; `leadassist-sim clock show` tells how far it came", k.silent(ctx, err))
		}
		if done, err := c.turning(line); done || err != nil {
			return err
		}
	}
}

// turning prints one line of an advance under way, of which the last tells where the clocks are.
func (c *console) turning(line []byte) (done bool, err error) {
	var end turned
	if err := json.Unmarshal(line, &end); err != nil {
		return false, fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	if end.Error != nil {
		return true, errors.New(plain(end.Error.Message))
	}
	done = end.Items != nil
	switch {
	case c.output == "json":
		err = c.pass(line)
	case done:
		end.summary(c.stdout)
	default:
		var h happening
		if err = json.Unmarshal(line, &h); err == nil {
			_, err = fmt.Fprintln(c.stdout, h.line())
		}
	}
	return done, err
}

// summary tells where the clocks are.
func (t turned) summary(out io.Writer) {
	if t.Omitted > 0 {
		_, _ = fmt.Fprintf(out, "… and %d more\n", t.Omitted)
	}
	for _, at := range t.Items {
		way := instant(at.Now)
		if from := instant(at.From); from != "" && from != way {
			way = from + " → " + way
		}
		_, _ = fmt.Fprintf(out, "%s  %s  %s\n", plain(at.Tenant), way, at.Mode)
	}
	if len(t.Items) == 0 {
		_, _ = fmt.Fprintln(out, "no tenants yet")
	}
}

// spans wants a span; the door reads it.
func spans(name, s string) error {
	if !regexp.MustCompile(`^(\d+(d|h|m|s|ms))+$`).MatchString(s) {
		return fmt.Errorf("%s takes a span, like 90s, 10m, 1h30m or 2d, not %q", name, s)
	}
	return nil
}

// query is one of the pairs that are not empty.
func query(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}

// filled is a body of the pairs that are not empty.
func filled(pairs ...string) map[string]any {
	body := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			body[pairs[i]] = pairs[i+1]
		}
	}
	return body
}
