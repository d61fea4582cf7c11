package main

import (
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// explained is the door's answer to "why did I get this?".
type explained struct {
	ID, Outcome, Summary, Impossible string
	Checks                           []struct{ Step, Verdict string }
	Rule                             *struct {
		ID, Reason, Statement, Cause, Basis, Source string
		Code, Status                                int
		Places                                      []string
	}
	State, Now []struct{ Name, Value string }
	Story      []string
	Fault      *struct{ By, Rule, Said, Effect, Then, Now, Lift string }
	Changes    []struct{ Pointer, From, To, Why string }
	Ways       []struct {
		Says  string
		Steps []struct{ Says, Curl string }
	}
}

// requestsExplain answers "why did I get this?".
func (c *console) requestsExplain() *cobra.Command {
	var base string
	cmd := &cobra.Command{
		Use: "explain ID", Short: "Say why a request was answered as it was, and print a curl line that would pass",
		Args:              one("an id, as `requests list` or the X-Request-Id header gives it"),
		ValidArgsFunction: c.completion("requests", "id"),
	}
	cmd.Flags().StringVar(&base, "base", "", "vendor's URL for the curl lines (default: where the simulator listens)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q := url.Values{}
		if base != "" {
			q.Set("base", base)
		}
		raw, err := c.asks(cmd.Context(), look("requests/"+url.PathEscape(args[0])+"/explain", q))
		if err != nil {
			return err
		}
		return present(c, raw, showExplained)
	}
	return cmd
}

func showExplained(out io.Writer, x explained) {
	paragraph(out, x.Summary)
	for _, check := range x.Checks {
		fact(out, "check "+check.Step, check.Verdict)
	}
	if r := x.Rule; r != nil {
		fact(out, "rule", strconv.Itoa(r.Status), fmt.Sprintf("%d %s", r.Code, r.Reason), r.Statement)
		fact(out, "arises from", r.Cause)
		fact(out, "basis", r.Basis, r.Source, r.ID)
		for _, place := range r.Places {
			fact(out, "place", place)
		}
	}
	for _, f := range x.State {
		fact(out, "then: "+f.Name, f.Value)
	}
	for _, f := range x.Now {
		fact(out, "now: "+f.Name, f.Value)
	}
	for _, line := range x.Story {
		fact(out, "story", line)
	}
	if f := x.Fault; f != nil {
		fact(out, "fault", strings.TrimSpace(f.By+" "+f.Rule), f.Said, f.Effect)
		fact(out, "counted then", f.Then)
		fact(out, "counted now", f.Now)
		fact(out, "lift it", f.Lift)
	}
	for _, change := range x.Changes {
		fact(out, "change "+or(change.Pointer, "body"), or(change.From, "nothing")+" -> "+or(change.To, "nothing"), change.Why)
	}
	x.showWays(out)
}

// showWays prints the curl lines, each whole and by itself, to be copied.
func (x explained) showWays(out io.Writer) {
	if x.Impossible != "" {
		_, _ = fmt.Fprintln(out)
		paragraph(out, "no whole request: "+x.Impossible)
	}
	for _, w := range x.Ways {
		_, _ = fmt.Fprintln(out)
		paragraph(out, w.Says+":")
		for _, s := range w.Steps {
			if s.Says != "" {
				paragraph(out, "  # "+s.Says)
			}
			paragraph(out, "  "+s.Curl)
		}
	}
}

// paragraph is a line that is no part of a table.
func paragraph(out io.Writer, line string) { _, _ = fmt.Fprintln(out, plain(line)) }

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
