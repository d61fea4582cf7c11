package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
)

// tenantStatus is a tenant as it stands.
type tenantStatus struct {
	SID, Profile, Auth, Now string
	Quirks                  map[string]string
	Flows                   []string
	Count                   struct{ Numbers, Free, Lent, Shared, Resting int }
	Active, Allocations     int
	Settings                map[string]any
	Numbers                 []struct{ Number, Region, Type, State string }
}

// tenants shows the tenants, and makes or changes one.
func (c *console) tenants() *cobra.Command {
	cmd := noun("tenants", "Show the tenants, and make or change one while the simulator runs")
	cmd.AddCommand(c.tenantsList(), c.tenantsShow(), c.tenantsPut())
	return cmd
}

const tenantHeadings = "SID PROFILE AUTH NUMBERS FREE ACTIVE ALLOCATIONS NOW"

func (t tenantStatus) row() []string {
	return []string{
		t.SID, t.Profile, t.Auth, strconv.Itoa(t.Count.Numbers), strconv.Itoa(t.Count.Free), strconv.Itoa(t.Active),
		strconv.Itoa(t.Allocations), instant(t.Now),
	}
}

func (c *console) tenantsList() *cobra.Command {
	var limit int
	var after string
	cmd := &cobra.Command{
		Use: "list", Short: "List the tenants", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := query("after", after)
			if limit != 0 {
				q.Set("limit", strconv.Itoa(limit))
			}
			raw, err := c.asks(cmd.Context(), look("tenants", q))
			if err != nil {
				return err
			}
			return present(c, raw, columns("tenants yet", tenantHeadings, tenantStatus.row))
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 0, "how many at most, up to 1000 (default: 100)")
	cmd.Flags().StringVar(&after, "after", "", "go on after the page that ended so")
	return cmd
}

func (c *console) tenantsShow() *cobra.Command {
	return &cobra.Command{
		Use: "show SID", Short: "Print a tenant, its settings and its numbers", Args: one("a SID, as `tenants list` prints it"),
		ValidArgsFunction: c.firstTenant(cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := c.asks(cmd.Context(), look("tenants/"+url.PathEscape(args[0]), nil))
			if err != nil {
				return err
			}
			return present(c, raw, showTenant)
		},
	}
}

// firstTenant completes the first argument with the tenants there are; what follows is as told.
func (c *console) firstTenant(then cobra.ShellCompDirective) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, then
		}
		return c.completion("tenants", "sid")(cmd, args, begun)
	}
}

func (c *console) tenantsPut() *cobra.Command {
	return &cobra.Command{
		Use: "put SID FILE", Short: "Make a tenant, or begin one anew, from a file with the keys of a world file's tenant",
		Long: "Makes a tenant, or begins one anew, while the simulator runs. FILE is YAML or JSON with the keys of a world file's\n" +
			"tenant, but for sid; - reads it from standard input. What was allocated, journaled and owed of the tenant is gone.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("tenants put takes a SID and a file")
			}
			return nil
		},
		ValidArgsFunction: c.firstTenant(cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, definition, err := c.definition(cmd.InOrStdin(), args[0], args[1])
			if err != nil {
				return err
			}
			raw, err := c.asks(cmd.Context(), question{method: http.MethodPut, path: "tenants/" + url.PathEscape(args[0]), body: definition})
			if refused, ok := errors.AsType[refusedRules](err); ok {
				return f.place(refused.problems)
			}
			if err != nil {
				return err
			}
			return present(c, raw, showTenant)
		},
	}
}

// definition reads a tenant's file and gives it as JSON. What is wrong with it is told with line and column.
func (c *console) definition(in io.Reader, sid, name string) (file, json.RawMessage, error) {
	read := func() ([]byte, error) { return os.ReadFile(name) }
	if name == "-" {
		read = func() ([]byte, error) { return io.ReadAll(io.LimitReader(in, fixtures.MaxWorldBytes+1)) }
	}
	data, err := read()
	if err != nil {
		return file{}, nil, err
	}
	text, err := fixtures.TenantJSON(name, sid, data)
	return file{name, data}, text, err
}

func showTenant(out io.Writer, t tenantStatus) {
	fact(out, "tenant", t.SID)
	fact(out, "profile", t.Profile)
	fact(out, "auth", t.Auth)
	fact(out, "now", instant(t.Now))
	fact(out, "flows", strings.Join(t.Flows, ", "))
	for _, name := range slices.Sorted(maps.Keys(t.Quirks)) {
		fact(out, "quirk", name+": "+t.Quirks[name])
	}
	n := t.Count
	fact(out, "numbers", fmt.Sprintf("%d: %d free, %d lent, %d shared, %d resting", n.Numbers, n.Free, n.Lent, n.Shared, n.Resting))
	fact(out, "allocations", fmt.Sprintf("%d, %d of them active", t.Allocations, t.Active))
	for _, name := range slices.Sorted(maps.Keys(t.Settings)) {
		value, _ := json.Marshal(t.Settings[name]) // it came as JSON
		fact(out, "setting", name+": "+string(value))
	}
	for i, one := range t.Numbers {
		if i == 20 {
			fact(out, "", fmt.Sprintf("… and %d more", len(t.Numbers)-i))
			break
		}
		fact(out, "number", one.Number, one.Region, one.Type, one.State)
	}
}
