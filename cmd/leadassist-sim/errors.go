package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadassist-sim/sim/dialect"
)

// errors prints the catalogue of errors.
func (c *console) errors() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use: "errors", Short: "Print the error catalogue: code, HTTP status, meaning, how to get it",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			entries := dialect.Catalogue(dialect.Generation(profile))
			if len(entries) == 0 {
				return fmt.Errorf("--profile is classic, current or exobridge, not %q", profile)
			}
			if c.output == "json" {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"profile": profile, "errors": entries})
			}
			table := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
			_, _ = fmt.Fprintln(table, "CODE\tHTTP\tMEANING\tHOW IT ARISES\tBASIS")
			for _, e := range entries {
				_, _ = fmt.Fprintf(table, "%d\t%d\t%s\t%s\t%s\n", e.Code, e.Status, e.Meaning, e.Cause, strings.TrimSpace(e.Basis+" "+e.Source))
			}
			return table.Flush()
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "classic", "whose: classic, current or exobridge")
	return cmd
}
