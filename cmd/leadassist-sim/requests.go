package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// journaled is a request of the journal and its answer.
type journaled struct {
	ID, At, Tenant, Method, Path, Query string
	Headers                             map[string]string
	Body, Operation, Generation, Reply  string
	Truncated                           bool `json:"body_truncated"`
	Status                              int
	Took                                int64 `json:"duration_us"`
	Refusal                             *refusal
	Departures                          []violated `json:"reply_violations"`
}

// refusal is why a request was refused.
type refusal struct {
	Code           int
	Reason, Detail string
	Violations     []violated
}

type violated struct{ Reason string }

// requests shows the journal.
func (c *console) requests() *cobra.Command {
	cmd := noun("requests", "Show what clients asked the vendor's door, and why they were refused")
	cmd.AddCommand(c.requestsList(), shower(c, "requests", "Print a request and its answer, and what was wrong with it", showRequest))
	return cmd
}

func (c *console) requestsList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List requests, newest first", Args: cobra.NoArgs}
	f := c.filters(cmd)
	f.add(cmd, "status", "only those answered with this HTTP status")
	f.add(cmd, "operation", "only this operation, like createGreenvn")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		raw, err := c.asks(cmd.Context(), look("requests", f.query()))
		if err != nil {
			return err
		}
		return present(c, raw, columns("requests", "ID AT TENANT HTTP OPERATION METHOD PATH WHY", journaled.row))
	}
	return cmd
}

func (r journaled) row() []string {
	why := ""
	if r.Refusal != nil {
		why = r.Refusal.short()
	}
	return []string{r.ID, instant(r.At), r.Tenant, strconv.Itoa(r.Status), r.Operation, r.Method, r.Path, why}
}

// short is the refusal in a few words.
func (f refusal) short() string {
	return fmt.Sprintf("%d %s", f.Code, f.Reason)
}

func showRequest(out io.Writer, r journaled) {
	target := r.Path
	if r.Query != "" {
		target += "?" + r.Query
	}
	fact(out, "request", r.ID)
	fact(out, "at", instant(r.At))
	fact(out, "tenant", r.Tenant)
	fact(out, "asked", r.Method+" "+target)
	fact(out, "operation", r.Operation, r.Generation)
	fact(out, "answered", strconv.Itoa(r.Status), "in "+(time.Duration(r.Took)*time.Microsecond).String())
	if f := r.Refusal; f != nil {
		fact(out, "refused", f.short(), f.Detail)
		for _, v := range f.Violations {
			fact(out, "", v.Reason)
		}
	}
	for _, v := range r.Departures {
		fact(out, "fault of the simulator", v.Reason)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		fact(out, "header", name+": "+r.Headers[name])
	}
	text(out, "body", r.Body)
	if r.Truncated {
		_, _ = fmt.Fprintln(out, "  … the rest was not kept")
	}
	text(out, "answer", r.Reply)
}
