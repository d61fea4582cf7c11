package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadassist-sim/sim/dialect"
)

// errors prints the catalogue of errors.
func (c *console) errors() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use: "errors", Short: "Print the error catalogue: code, HTTP status, meaning, how to get it naturally and by force",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			said, err := dialect.ParseProfile(profile)
			if err != nil || said == dialect.Auto {
				return fmt.Errorf("--profile is classic, current or exobridge, not %q", profile)
			}
			entries := dialect.Catalogue(dialect.Generation(said))
			if c.output == "json" {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"profile": profile, "errors": catalogue(entries)})
			}
			return table(c.stdout, entries)
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "classic", "whose: classic, current or exobridge")
	return cmd
}

// catalogue names an entry's parts as the control door does.
func catalogue(entries []dialect.Entry) []map[string]any {
	all := make([]map[string]any, len(entries))
	for i, e := range entries {
		all[i] = map[string]any{
			"code": e.Code, "status": e.Status, "meaning": e.Meaning, "cause": e.Cause,
			"basis": e.Basis, "source": e.Source, "scripted": e.Scripted,
			"force": map[string]string{"prefer": e.Force.Prefer, "magic": e.Force.Magic, "rule": e.Force.Rule},
		}
	}
	return all
}

func table(out io.Writer, entries []dialect.Entry) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "CODE\tHTTP\tMEANING\tHOW IT ARISES\tPREFER\tMAGIC VALUE\tRULE EFFECT\tBASIS")
	for _, e := range entries {
		_, _ = fmt.Fprintf(t, "%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", e.Code, e.Status, e.Meaning, e.Cause,
			e.Force.Prefer, cmp.Or(e.Force.Magic, "-"), e.Force.Rule, strings.TrimSpace(e.Basis+" "+e.Source))
	}
	return t.Flush()
}
