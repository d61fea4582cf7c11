package main

import (
	"cmp"
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
	Fault                               *struck
	Varied                              []string
	Unread                              []unread   `json:"unread_fields"`
	Departures                          []violated `json:"reply_violations"`
}

// refusal is why a request was refused.
type refusal struct {
	Code                       int
	Reason, Detail, Step, Rule string
	Violations                 []violated
	State                      []struct{ Name, Value string }
}

// struck is the fault that was struck on a request.
type struck struct {
	By, Rule, Name, Scenario, Said, Effect, When string
	Seen, Hits                                   int
	Wait                                         int64 `json:"wait_ms"`
	Left                                         bool  `json:"client_left"`
	Ignored                                      []string
}

type violated struct{ Reason string }

// requests shows the journal.
func (c *console) requests() *cobra.Command {
	cmd := noun("requests", "Show what clients asked the vendor's door, and why they were refused")
	cmd.AddCommand(c.requestsList(), c.requestsExplain(), shower(c, "requests", "Print a request and its answer, and what was wrong with it", showRequest),
		c.requestsFind(), c.requestsCount(), c.requestsExpect(), c.requestsTail(), c.requestsUnread())
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
		return present(c, raw, columns("requests", requestHeadings, journaled.row))
	}
	return cmd
}

const requestHeadings = "ID AT TENANT HTTP OPERATION METHOD PATH WHY"

func (r journaled) row() []string {
	return []string{r.ID, instant(r.At), r.Tenant, strconv.Itoa(r.Status), r.Operation, r.Method, r.Path, r.why()}
}

// why is what is to be said of the answer, in a few words.
func (r journaled) why() string {
	switch {
	case r.Fault != nil:
		return r.Fault.short()
	case r.Refusal != nil:
		return r.Refusal.short()
	}
	return ""
}

// short is the fault in a few words.
func (s struck) short() string {
	return "fault " + cmp.Or(s.Name, s.Rule, s.Said, s.By) + ": " + s.Effect
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
		fact(out, "at the step", f.Step)
		fact(out, "by the rule", f.Rule)
		for _, one := range f.State {
			fact(out, "looked at", one.Name, one.Value)
		}
	}
	showStruck(out, r.Fault)
	for _, v := range r.Varied {
		fact(out, "varied", v)
	}
	for _, u := range r.Unread {
		fact(out, "unread", u.Field, meant(u.Nearest, u.Kept))
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

// showStruck tells which fault was struck, and what asked for it.
func showStruck(out io.Writer, s *struck) {
	if s == nil {
		return
	}
	fact(out, "fault", s.Effect, s.When+" acting")
	fact(out, "asked for by", s.By, s.Rule, s.Name, s.Scenario, s.Said)
	if s.By == "rule" {
		fact(out, "", fmt.Sprintf("occasion %d of the rule, strike %d", s.Seen, s.Hits))
	}
	if s.Wait > 0 || s.Left {
		fact(out, "waited", (time.Duration(s.Wait) * time.Millisecond).String(), s.left())
	}
	for _, said := range s.Ignored {
		fact(out, "ignored", said, "it cannot be read, or does not go with the others")
	}
}

// left says what became of a request whose client left during the delay.
func (s *struck) left() string {
	switch {
	case !s.Left:
		return ""
	case s.When == "after":
		return "then the client left; it was carried out before"
	}
	return "then the client left, and nothing was carried out"
}
