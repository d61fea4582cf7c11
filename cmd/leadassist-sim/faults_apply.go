package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
)

// faultsApply gives a fault script to the simulator: all of it or nothing.
func (c *console) faultsApply() *cobra.Command {
	var tenant string
	cmd := &cobra.Command{
		Use: "apply FILE", Short: "Add the rules and scenarios of a fault script, all or nothing; rules that name no tenant become --tenant's",
		Args: one("the name of a fault script"),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := open(args[0])
			if err != nil {
				return err
			}
			s, err := fixtures.ParseScript(f.name, f.data)
			if err != nil {
				return err
			}
			if err := confine(&s, tenant); err != nil {
				return err
			}
			raw, err := c.asks(cmd.Context(), question{method: http.MethodPost, path: "scenarios", body: s})
			if refused, ok := errors.AsType[refusedRules](err); ok {
				return f.place(refused.problems)
			}
			if err != nil {
				return err
			}
			return present(c, raw, showApplied)
		},
	}
	c.tenantFlag(cmd, &tenant)
	return cmd
}

// confine makes the script's loose rules those of one tenant.
func confine(s *fixtures.Script, tenant string) error {
	if tenant == "" {
		return nil
	}
	if s.Activate != "" {
		return fmt.Errorf("the file activates %s for all tenants: leave activate out, and use `faults activate %s --tenant %s`", s.Activate, s.Activate, tenant)
	}
	for _, r := range s.Rules {
		if r["tenant"] == nil {
			r["tenant"] = tenant
		}
	}
	return nil
}

// applied is what the simulator took of a script.
type applied struct {
	Scenarios []string
	Activated string
	Items     []faultRule
}

func showApplied(out io.Writer, a applied) {
	fact(out, "scenarios", strings.Join(a.Scenarios, ", "))
	fact(out, "on for all", a.Activated)
	if len(a.Items) > 0 {
		if len(a.Scenarios) > 0 || a.Activated != "" {
			_, _ = fmt.Fprintln(out)
		}
		columns("fault rules", ruleHeadings, faultRule.row)(out, listing[faultRule]{Items: a.Items})
	}
}
