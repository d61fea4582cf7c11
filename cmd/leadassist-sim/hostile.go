package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadassist-sim/sim/dialect"
)

// hostile prints what hostile mode varies.
func (c *console) hostile() *cobra.Command {
	return &cobra.Command{
		Use: "hostile", Short: "Print what serve --hostile varies, and what each variation stands on",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if c.output == "json" {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"variations": variations()})
			}
			t := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
			_, _ = fmt.Fprintln(t, "VARIATION\tWHERE\tWHAT\tGROUND")
			for _, v := range dialect.Variations() {
				_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", v.Name, v.Where, v.What, strings.TrimSpace(v.Matter+" "+v.Basis)+": "+v.Ground)
			}
			return t.Flush()
		},
	}
}

// variations names the parts of the catalogue as the other lists name theirs.
func variations() []map[string]string {
	all := make([]map[string]string, 0, len(dialect.Variations()))
	for _, v := range dialect.Variations() {
		all = append(all, map[string]string{
			"name": v.Name, "matter": v.Matter, "where": v.Where, "what": v.What, "ground": v.Ground, "basis": v.Basis,
		})
	}
	return all
}
