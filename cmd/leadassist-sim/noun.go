package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// noun is a command that only holds others.
func noun(name, short string) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
}

// one wants exactly one argument, and says what it is.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 || args[0] == "" {
			return fmt.Errorf("%s takes %s", strings.TrimPrefix(cmd.CommandPath(), "leadassist-sim "), what)
		}
		return nil
	}
}

// among wants a value out of a list; nothing at all is fine.
func among(name, value string, known []string) error {
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("%s is one of %s, not %q", name, strings.Join(known, ", "), value)
}

// choice is a flag that takes one of a few words.
type choice struct {
	name, usage string
	known       []string
}

// add puts the flag on a command, whose shell completion then knows the words.
func (c choice) add(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, c.name, "", c.usage+": "+strings.Join(c.known, ", "))
	_ = cmd.RegisterFlagCompletionFunc(c.name, cobra.FixedCompletions(c.known, cobra.ShellCompDirectiveNoFileComp))
}

// tenantFlag adds --tenant, for the command and those under it. The shell completes it with what the simulator has.
func (c *console) tenantFlag(cmd *cobra.Command, into *string) {
	cmd.PersistentFlags().StringVar(into, "tenant", "", "SID of the tenant")
	_ = cmd.RegisterFlagCompletionFunc("tenant", c.completion("tenants", "sid"))
}

// completion offers a field of what the simulator lists; a simulator that does not answer offers nothing.
func (c *console) completion(path, field string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 && path != "tenants" || c.settle(cmd) != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		k, err := c.client()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		names, _ := k.names(cmd.Context(), path, field)
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// asks puts one question to the simulator.
func (c *console) asks(ctx context.Context, q question) ([]byte, error) {
	k, err := c.client()
	if err != nil {
		return nil, err
	}
	return k.ask(ctx, q)
}

// shower prints one thing of a list by its id.
func shower[T any](c *console, list, short string, show func(io.Writer, T)) *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: short, Args: one("an id, as `" + list + " list` prints it"),
		ValidArgsFunction: c.completion(list, "id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := c.asks(cmd.Context(), look(list+"/"+url.PathEscape(args[0]), nil))
			if err != nil {
				return err
			}
			return present(c, raw, show)
		},
	}
}

// filter is what a list is narrowed to by flags named like its parameters.
type filter struct {
	names  []string
	values map[string]*string
	limit  int
}

// filters adds the flags of every list.
func (c *console) filters(cmd *cobra.Command) *filter {
	f := &filter{values: map[string]*string{}}
	f.add(cmd, "tenant", "only this tenant, by SID")
	_ = cmd.RegisterFlagCompletionFunc("tenant", c.completion("tenants", "sid"))
	f.add(cmd, "after", "go on after the page that ended so")
	cmd.Flags().IntVar(&f.limit, "limit", 0, "how many at most, up to 1000 (default: 100)")
	return f
}

func (f *filter) add(cmd *cobra.Command, name, usage string) {
	f.names = append(f.names, name)
	f.values[name] = cmd.Flags().String(name, "", usage)
}

// query is the filter as the door takes it.
func (f *filter) query() url.Values {
	q := url.Values{}
	for _, name := range f.names {
		if said := *f.values[name]; said != "" {
			q.Set(name, said)
		}
	}
	if f.limit != 0 {
		q.Set("limit", strconv.Itoa(f.limit))
	}
	return q
}

// single is a flag that may be said once: of two the first would be lost without a word.
type single struct {
	to   *string
	said bool
}

func (o *single) String() string {
	if o.to == nil {
		return ""
	}
	return *o.to
}

// Set takes the value, the first time.
func (o *single) Set(value string) error {
	if o.said {
		return fmt.Errorf("was said before, as %q; say it once", *o.to)
	}
	*o.to, o.said = value, true
	return nil
}

// Type is what help calls the value.
func (o *single) Type() string { return "string" }
