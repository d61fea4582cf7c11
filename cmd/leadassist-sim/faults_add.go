package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"leadassist-sim/fixtures"
)

// faultsAdd sets a fault rule.
func (c *console) faultsAdd() *cobra.Command {
	var tenant string
	var match []string
	var event, when string
	orders := []string{"before", "after"}
	cmd := &cobra.Command{
		Use: "add", Short: "Add a fault rule",
		Example: "  leadassist-sim faults add --operation createGreenvn --from 3 --every 3 --code 4\n" +
			"  leadassist-sim faults add --operation createGreenvn --match connection_id=~^order- --when after --reset\n" +
			"  leadassist-sim faults add --event call --duplicate 1",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(among("--event", event, events()), among("--when", when, orders)); err != nil {
				return err
			}
			rule, err := ruleOf(cmd.Flags(), match)
			if err != nil {
				return err
			}
			if tenant != "" {
				rule["tenant"] = tenant
			}
			raw, err := c.asks(cmd.Context(), question{method: http.MethodPost, path: "faults", body: rule})
			if refused, ok := errors.AsType[refusedRules](err); ok {
				return refused.problems
			}
			if err != nil {
				return err
			}
			return present(c, raw, columns("fault rules", ruleHeadings, faultRule.row))
		},
	}
	c.tenantFlag(cmd, &tenant)
	flags := cmd.Flags()
	choice{"event", "whose delivery goes wrong, instead of an answer", events()}.add(cmd, &event)
	choice{"when", "instead of acting, or once it is done", orders}.add(cmd, &when)
	flags.StringArrayVar(&match, "match", nil, "a field's value, a.b=value, or a regular expression that fits it, a.b=~RE2 (repeatable)")
	occasions(flags)
	effects(flags)
	return cmd
}

// occasions are the flags that say when the rule strikes.
func occasions(flags *pflag.FlagSet) {
	flags.String("name", "", "what to call the rule")
	flags.String("operation", "", "the operation that goes wrong, such as createGreenvn (default: each)")
	flags.Int("from", 0, "the first occasion that fits to strike")
	flags.Int("every", 0, "from there on each n-th")
	flags.Int("times", 0, "how often at most")
	flags.String("after", "", "begin of the window: a span from now, such as 10m, or an instant; simulated time")
	flags.String("until", "", "end of the window")
	flags.Float64("probability", 0, "how likely, above 0 up to 1")
}

// effects are the flags that say what then happens.
func effects(flags *pflag.FlagSet) {
	flags.Int("code", 0, "the error of this code; leadassist-sim errors lists them")
	flags.Int("status", 0, "this HTTP status; with --code in place of its own")
	flags.String("delay", "", "the answer, or the event, comes so much later: 2s, or evenly between two: 200ms..2s")
	flags.String("hang", "", "no answer for so long")
	flags.Bool("reset", false, "the connection is reset")
	flags.Bool("truncate", false, "the body breaks off")
	flags.Bool("garble", false, "the body is no JSON")
	flags.String("content-type", "", "the answer's Content-Type")
	flags.String("body", "", "the answer's body")
	flags.Bool("drop", false, "the event is not delivered")
	flags.Int("duplicate", 0, "the event is delivered so many times more")
	flags.Bool("reorder", false, "the event is held until the next one")
	flags.Bool("after-delete", false, "the event is held until its allocation has ended")
	flags.String("hold", "", "how long an event is held at most (default: 1h)")
}

// ruleOf is the rule that the flags describe. What was not said is left out.
func ruleOf(flags *pflag.FlagSet, match []string) (fixtures.Rule, error) {
	rule, effect := fixtures.Rule{}, fixtures.Rule{}
	of := pflag.NewFlagSet("", pflag.ContinueOnError)
	effects(of)
	when := pflag.NewFlagSet("", pflag.ContinueOnError)
	occasions(when)
	flags.Visit(func(f *pflag.Flag) {
		key := strings.ReplaceAll(f.Name, "-", "_")
		switch {
		case of.Lookup(f.Name) != nil:
			effect[key] = typed(f)
		case when.Lookup(f.Name) != nil, f.Name == "event", f.Name == "when":
			rule[key] = typed(f)
		}
	})
	if len(effect) == 0 {
		return nil, errors.New("add needs what happens, such as --code 4, --status 503, --delay 2s or --reset; add --help lists it all")
	}
	if from, to, found := strings.Cut(fmt.Sprint(effect["delay"]), ".."); found {
		effect["delay"] = map[string]any{"uniform": map[string]any{"min": from, "max": to}}
	}
	rule["effect"] = effect
	fields, err := matches(match)
	if len(fields) > 0 {
		rule["match"] = fields
	}
	return rule, err
}

// typed is a flag's value as JSON has it.
func typed(f *pflag.Flag) any {
	text := f.Value.String()
	var v any = text
	switch f.Value.Type() {
	case "int":
		v, _ = strconv.Atoi(text)
	case "float64":
		v, _ = strconv.ParseFloat(text, 64)
	case "bool":
		v = text == "true"
	}
	return v
}

// matches reads a.b=value and a.b=~RE2.
func matches(said []string) (map[string]any, error) {
	fields := make(map[string]any, len(said))
	for _, one := range said {
		name, value, ok := strings.Cut(one, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--match is like usage=twoway or connection_id=~^order-, not %q", one)
		}
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("--match says %s twice", name)
		}
		fields[name] = value
		if expression, ok := strings.CutPrefix(value, "~"); ok {
			fields[name] = map[string]any{"regex": expression}
		}
	}
	return fields, nil
}
