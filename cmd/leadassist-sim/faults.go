package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
)

// faultRule is a rule and how it stands.
type faultRule struct {
	ID, Scenario string
	Rule         wording
	Seen, Hits   int
	Spent        bool
}

// faultScenario is a scenario and who has it on.
type faultScenario struct {
	Name, Summary, Survive string
	Everyone               bool
	Tenants                []string
}

// faults shows and changes what goes wrong.
func (c *console) faults() *cobra.Command {
	cmd := noun("faults", "Show and change what goes wrong: fault rules and scenarios")
	cmd.AddCommand(c.faultsList(), c.faultsAdd(), c.faultsClear(), c.faultsApply(), c.faultsScenarios(),
		c.faultsSwitch("activate", "Switch a scenario on, in place of the one before, for all tenants or --tenant"),
		c.faultsSwitch("deactivate", "Switch a scenario off, for all tenants or --tenant"),
		c.faultsInit())
	return cmd
}

func (c *console) faultsList() *cobra.Command {
	return lister(c, "list", "List the fault rules in force, in the order they are asked", "faults", columns("fault rules", ruleHeadings, faultRule.row))
}

func (c *console) faultsScenarios() *cobra.Command {
	return lister(c, "scenarios", "List the scenarios and who has them on", "scenarios", showScenarios)
}

// lister prints a page of a list.
func lister[T any](c *console, use, short, path string, show func(io.Writer, T)) *cobra.Command { //nolint:revive // each of the five is said of every list
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs}
	f := c.filters(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		raw, err := c.asks(cmd.Context(), look(path, f.query()))
		if err != nil {
			return err
		}
		return present(c, raw, show)
	}
	return cmd
}

const ruleHeadings = "ID TENANT WHERE WHEN EFFECT SEEN HITS NAME"

func (r faultRule) row() []string {
	hits := strconv.Itoa(r.Hits)
	if r.Spent {
		hits += " spent"
	}
	return []string{r.ID, cmp.Or(r.Rule.Tenant, "all"), r.Rule.where(), r.Rule.when(), r.Rule.what(), strconv.Itoa(r.Seen), hits, r.Rule.Name}
}

// faultsClear removes rules: one, or all that belong to no scenario.
func (c *console) faultsClear() *cobra.Command {
	var tenant string
	cmd := &cobra.Command{
		Use: "clear [ID]", Short: "Remove one fault rule, or all of no scenario: everywhere, or --tenant's", Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("clear takes one id of a rule, or none for all, as `faults list` prints it")
			}
			return nil
		},
		ValidArgsFunction: c.completion("faults", "id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			q := question{method: http.MethodDelete, path: "faults", query: query("tenant", tenant)}
			if len(args) == 1 {
				if tenant != "" {
					return errors.New("clear takes an id or --tenant, not both: a rule is removed everywhere")
				}
				q.path += "/" + url.PathEscape(args[0])
			}
			raw, err := c.asks(cmd.Context(), q)
			if err != nil {
				return err
			}
			return present(c, raw, func(out io.Writer, told struct{ Cleared int }) {
				_, _ = fmt.Fprintf(out, "rules removed: %d\n", told.Cleared)
			})
		},
	}
	c.tenantFlag(cmd, &tenant)
	return cmd
}

// showScenarios prints a table in which each scenario has a second line: what an application should survive.
func showScenarios(out io.Writer, page listing[faultScenario]) {
	if len(page.Items) == 0 {
		_, _ = fmt.Fprintln(out, "no scenarios")
		return
	}
	_, _ = fmt.Fprintln(out, "NAME\tON\tSUMMARY")
	for _, s := range page.Items {
		cells(out, s.Name, s.on(), s.Summary)
		if s.Survive != "" {
			_, _ = fmt.Fprintf(out, "\t\tsurvive: %s\n", plain(s.Survive))
		}
	}
	if page.Next != "" {
		_, _ = fmt.Fprintf(out, "there are more: --after %s\n", plain(page.Next))
	}
}

// on tells who has it on.
func (s faultScenario) on() string {
	if s.Everyone {
		return "all"
	}
	return strings.Join(s.Tenants, ", ")
}

// faultsSwitch is activate or deactivate.
func (c *console) faultsSwitch(verb, short string) *cobra.Command {
	var tenant string
	cmd := &cobra.Command{
		Use: verb + " NAME", Short: short, Args: one("the name of a scenario, as `faults scenarios` prints it"),
		ValidArgsFunction: c.completion("scenarios", "name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := c.asks(cmd.Context(), question{
				method: http.MethodPost, path: "scenarios/" + url.PathEscape(args[0]) + "/" + verb, body: filled("tenant", tenant),
			})
			if err != nil {
				return err
			}
			return present(c, raw, func(out io.Writer, s faultScenario) {
				fact(out, "scenario", s.Name)
				fact(out, "on for", cmp.Or(s.on(), "nobody"))
				fact(out, "summary", s.Summary)
				fact(out, "survive", s.Survive)
			})
		},
	}
	c.tenantFlag(cmd, &tenant)
	return cmd
}

// faultsInit writes a starter script, a ready scenario's, or the schema.
func (c *console) faultsInit() *cobra.Command {
	var schema, toStdout bool
	cmd := &cobra.Command{
		Use: "init [NAME]", Short: "Write a starter fault script, faults.yaml, or that of a ready scenario, NAME.yaml; never overwrites",
		Args: cobra.MaximumNArgs(1), ValidArgs: fixtures.ScenarioNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			name, data := "faults.yaml", fixtures.ScriptStarter()
			if schema {
				name, data = "faults.schema.json", fixtures.ScriptSchema()
			}
			if len(args) == 1 {
				ready, ok := fixtures.EmbeddedScript(args[0])
				switch {
				case schema:
					return fmt.Errorf("--schema goes without %s", args[0])
				case !ok:
					return fmt.Errorf("there is no ready scenario %q; there are %s", args[0], strings.Join(fixtures.ScenarioNames(), ", "))
				}
				name, data = args[0]+".yaml", ready
			}
			return c.put(name, data, toStdout)
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "write the JSON Schema of fault scripts instead")
	cmd.Flags().BoolVar(&toStdout, "stdout", false, "print instead of writing a file")
	return cmd
}
