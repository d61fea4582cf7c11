package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"leadassist-sim/features"
)

// listSteps prints every sentence of feature files, with one line of help, and what may stand in their places.
func (c *console) listSteps() error {
	if c.output == "json" {
		return json.NewEncoder(c.stdout).Encode(map[string]any{"steps": features.Steps(), "places": features.Kinds()})
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, s := range features.Steps() {
		_, _ = fmt.Fprintf(w, "%s\n    %s\n", s.Form(), s.Help)
	}
	_, _ = fmt.Fprint(w, "\nPlaces:\n")
	for _, k := range features.Kinds() {
		_, _ = fmt.Fprintf(w, "  {%s}\t%s\n", k.Name, k.Help)
	}
	return w.Flush()
}
