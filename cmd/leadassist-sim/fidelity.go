package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadassist-sim/openapi"
)

// outlook is which part of the ledger is to be shown, and beside which run.
type outlook struct{ generation, basis, run string }

// fidelity prints the fidelity ledger.
func (c *console) fidelity() *cobra.Command {
	var o outlook
	cmd := &cobra.Command{
		Use: "fidelity", Short: "Print every rule of behaviour: whose documents show it, on what ground, and how it fared",
		Long: "Prints the fidelity ledger: every rule of the simulator's behaviour, the generations that show it, the ground it\n" +
			"stands on and where that is found. A refused request names its rule in X-Sim-Rule.\n\n" +
			"With --run FILE, a JSON report of a contract run, it tells what became of each rule there, and exits 1 when one\n" +
			"failed. Of the report it reads {\"rules\": {\"rule-id\": \"passed\", …}}: passed, failed or not-run; a rule that is\n" +
			"not listed was not run.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return c.fidelityOf(o) },
	}
	cmd.Flags().StringVar(&o.generation, "generation", "", "only rules of a generation: "+strings.Join(openapi.Generations(), ", "))
	cmd.Flags().StringVar(&o.basis, "basis", "", "only rules on a ground: "+strings.Join(openapi.Bases(), ", "))
	cmd.Flags().StringVar(&o.run, "run", "", "tell the outcomes of a contract run out of its JSON report")
	return cmd
}

func (c *console) fidelityOf(o outlook) error {
	if err := o.check(); err != nil {
		return err
	}
	ledger, err := openapi.LoadLedger()
	if err != nil {
		return err
	}
	outcomes, err := readOutcomes(o.run, ledger)
	if err != nil {
		return err
	}
	shown := o.pick(ledger.Rules(), outcomes)
	if c.output == "json" {
		err = json.NewEncoder(c.stdout).Encode(map[string]any{"rules": shown})
	} else {
		err = printRules(c.stdout, shown)
	}
	if err != nil {
		return err
	}
	return failures(shown)
}

// check refuses names that are none.
func (o outlook) check() error {
	if o.generation != "" && !slices.Contains(openapi.Generations(), o.generation) {
		return fmt.Errorf("--generation is one of %s, not %q", strings.Join(openapi.Generations(), ", "), o.generation)
	}
	if o.basis != "" && !slices.Contains(openapi.Bases(), o.basis) {
		return fmt.Errorf("--basis is one of %s, not %q", strings.Join(openapi.Bases(), ", "), o.basis)
	}
	return nil
}

// standing is a rule and what became of it; no outcome when no run was given.
type standing struct {
	openapi.Rule
	Outcome fate `json:"outcome,omitempty"`
}

// pick keeps the rules asked for, in their order.
func (o outlook) pick(rules []openapi.Rule, outcomes map[string]fate) []standing {
	shown := []standing{}
	for _, r := range rules {
		if (o.generation == "" || slices.Contains(r.Generations, o.generation)) && (o.basis == "" || o.basis == r.Basis) {
			shown = append(shown, standing{Rule: r, Outcome: outcomes[r.ID]})
		}
	}
	return shown
}

// failures is nil unless a rule failed.
func failures(shown []standing) error {
	failed := 0
	for _, s := range shown {
		if s.Outcome == ruleFailed {
			failed++
		}
	}
	if failed == 0 {
		return nil
	}
	return findings{fmt.Sprintf("%d of %d rules failed", failed, len(shown))}
}

func printRules(out io.Writer, shown []standing) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tGENERATIONS\tBASIS\tRUN\tSTATEMENT\tSOURCE")
	for _, s := range shown {
		cells(t, s.ID, strings.Join(s.Generations, ","), strings.TrimSpace(s.Basis+" "+s.Contradiction),
			string(s.Outcome), s.Statement, s.Source)
	}
	_, _ = fmt.Fprintln(t, tally(shown))
	return t.Flush()
}

// tally counts the rules by basis, in one line.
func tally(shown []standing) string {
	var parts []string
	for _, basis := range openapi.Bases() {
		n := 0
		for _, s := range shown {
			if s.Basis == basis {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, basis))
		}
	}
	if len(parts) == 0 {
		return "no rules"
	}
	return fmt.Sprintf("%d rules: %s", len(shown), strings.Join(parts, ", "))
}
