package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadassist-sim/features"
)

// contracted is what contract is told by its flags.
type contracted struct {
	features.Target
	features.Options
	reporting
	profile, rate, observe string
	strict, notRun         bool
	strictSet, budgetSet   bool
}

// contract plays the contract suite.
func (c *console) contract() *cobra.Command {
	p := &contracted{}
	cmd := &cobra.Command{
		Use: "contract [FILE.feature…]", Short: "Hold an endpoint against what the vendor's documents promise",
		Long: "Plays the contract suite, or the files named, against an endpoint: without --target against a simulator that it starts\n" +
			"for the length of the run, on free TCP ports. What a target cannot do is not run, and listed with the reason.\n\n" +
			"At a target it makes at most " + fmt.Sprint(features.DefaultBudget) + " allocations, unless --budget allows more, and gives back all it has made, also after\n" +
			"failures and when it is interrupted; a second interrupt ends it at once. Credentials are best given in\n" +
			"LEADASSIST_SIM_USERNAME and LEADASSIST_SIM_PASSWORD; they are shown nowhere.\n\n" +
			"Where the vendor's documents contradict each other any documented variant passes and is observed. --strict, which\n" +
			"--profile implies, wants the profile's own; so does a run whose tenants are its own.\n\n" +
			"Exit code 0: all went well. 1: a scenario failed. 2: the run did not begin, or was broken off, and why.",
		Example: "  leadassist-sim contract\n  leadassist-sim contract --tags @greenvn --profile current --format pretty\n" +
			"  leadassist-sim contract --target https://api.example.com --tenant acme --aparty +919812345678 --bparty +919887654321 --rate 2/s --budget 100",
		RunE: func(cmd *cobra.Command, args []string) error {
			p.strictSet, p.budgetSet = cmd.Flags().Changed("strict"), cmd.Flags().Changed("budget")
			return c.contractAll(cmd.Context(), p, args)
		},
	}
	p.flags(cmd)
	return cmd
}

// flags say which endpoint it is, what is played, and how.
func (p *contracted) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.VendorURL, "target", "", "base URL of the endpoint (default: a simulator, started for the run)")
	f.StringVar(&p.AdminURL, "admin-target", "", "control door of the target, when it is a simulator")
	f.StringVar(&p.Tenant, "tenant", "", "SID of the tenant at the target")
	f.StringVar(&p.Username, "username", "", "user name at the target; better in LEADASSIST_SIM_USERNAME")
	f.StringVar(&p.Password, "password", "", "password at the target; better in LEADASSIST_SIM_PASSWORD")
	f.StringVar(&p.OtherTenant, "other-tenant", "", "SID of another tenant at the target")
	f.StringVar(&p.OtherUsername, "other-username", "", "user name of another tenant")
	f.StringVar(&p.OtherPassword, "other-password", "", "password of another tenant; better in LEADASSIST_SIM_OTHER_PASSWORD")
	f.StringVar(&p.FlowID, "flow-id", "", "call flow put into every GreenVN that names none: an account with several flows wants one")
	f.StringSliceVar(&p.AParty, "aparty", nil, "phone number of a caller, repeatable: Asha, then Chitra")
	f.StringSliceVar(&p.BParty, "bparty", nil, "phone number of somebody called, repeatable: Bimal, then Dev")
	f.StringSliceVar(&p.VN, "vn", nil, "virtual number of the tenant, repeatable: line 1, then line 2")
	choice{"profile", `generation played (default "auto": all that the endpoint speaks)`, features.Profiles()}.add(cmd, &p.profile)
	f.BoolVar(&p.strict, "strict", false, "where documents contradict each other, want the profile's own variant")
	f.BoolVar(&p.notRun, "not-run", false, "name the scenarios that are not run, besides how many there are for each reason")
	f.StringVar(&p.Tags, "tags", "", `only scenarios with these tags, such as "@greenvn && ~@control"`)
	f.StringVar(&p.Format, "format", "progress", "report: "+strings.Join(features.Formats(), ", ")+"; several with commas, each with :FILE but one")
	f.StringVar(&p.observe, "observe", "", "write what was observed to this file, a world that serve takes")
	f.StringVar(&p.CallbackListen, "callback-listen", "", "where the run receives events, HOST:PORT (default 127.0.0.1:0 for a simulator)")
	f.StringVar(&p.CallbackPublicURL, "callback-public-url", "", "address under which the endpoint reaches that")
	f.IntVar(&p.Concurrency, "concurrency", 1, "scenarios side by side")
	f.BoolVar(&p.FailFast, "fail-fast", false, "end with the first scenario that fails")
	f.DurationVar(&p.Timeout, "timeout", 0, "how long an answer may take (default 30s)")
	f.DurationVar(&p.Deadline, "deadline", 0, "how long the whole run may take (default: as long as it does)")
	f.StringVar(&p.rate, "rate", "", "requests at the target at most, such as 5/s or 30/m (default: no bound)")
	f.IntVar(&p.Budget, "budget", 0, "allocations the run may make at most")
	f.StringVar(&p.Name, "name", "", "part of every reference the run makes (default: made from the time)")
	f.Int64Var(&p.Seed, "seed", 0, "shuffle the scenarios of each file by this seed; 0 keeps their order")
	p.reportFlags(f)
}

func (c *console) contractAll(ctx context.Context, p *contracted, files []string) error {
	if err := errors.Join(p.settle(), p.settleReports()); err != nil {
		return err
	}
	p.Tool = release
	if p.Paths = files; len(files) == 0 {
		p.FS, p.Paths = features.Contract(), []string{"."}
	}
	if p.Out = c.stdout; c.output == "json" {
		p.Out = io.Discard
	}
	p.AdminToken, p.Color = c.adminToken, c.getenv("NO_COLOR") == "" && terminal(c.stdout)
	if c.output == "json" || !strings.Contains(p.Format, "pretty") && !strings.Contains(p.Format, "progress") {
		p.Progress = c.progress()
	}
	if p.VendorURL == "" {
		return c.contractSelf(ctx, p)
	}
	return c.contractWith(ctx, p)
}

// settle checks what the flags say together.
func (p *contracted) settle() error {
	p.Profiles = []string{cmp.Or(p.profile, features.Profiles()[0])}
	own := p.VendorURL == "" || p.AdminURL != "" && p.Tenant == ""
	if p.Strict = p.strict; !p.strictSet {
		p.Strict = own || p.profile != "" && p.profile != features.Profiles()[0]
	}
	var err error
	p.Rate, err = parseRate(p.rate)
	switch {
	case err != nil:
		return err
	case p.Budget < 0 || p.budgetSet && p.Budget == 0:
		return errors.New("--budget is at least 1")
	case p.VendorURL == "" && (p.AdminURL != "" || p.Tenant != ""):
		return errors.New("--tenant and --admin-target go with --target")
	case !own && p.Tenant == "":
		return errors.New("--target needs --tenant, the SID of an account there; a simulator's --admin-target does instead")
	case p.VendorURL != "" && p.AdminURL == "" && (len(p.AParty) == 0 || len(p.BParty) == 0):
		return errors.New("--target needs phone numbers of your own for both sides: --aparty and --bparty")
	case (p.Username == "") != (p.Password == ""):
		return errors.New("--username and --password go together")
	}
	if p.FlowID != "" && p.Tenant == "" {
		return errors.New("--flow-id goes with --tenant: tenants of the run's own have no such flow")
	}
	return p.settleOther()
}

// settleOther wants all of another tenant or nothing, and that it is another.
func (p *contracted) settleOther() error {
	switch given := p.OtherUsername != ""; {
	case given != (p.OtherPassword != "") || p.Tenant != "" && given != (p.OtherTenant != "") || !given && p.OtherTenant != "":
		return errors.New("--other-tenant, --other-username and --other-password go together: all of them, or none")
	case !given:
		return nil
	case p.OtherTenant != "" && p.OtherTenant == p.Tenant:
		return errors.New("--other-tenant is the tenant itself: it has to be another")
	case p.OtherUsername == p.Username:
		return errors.New("--other-username is the tenant's own: the other tenant needs credentials of its own")
	}
	return nil
}

// parseRate reads a bound of requests, as so many a second; nothing said is 0.
func parseRate(said string) (float64, error) {
	if said == "" {
		return 0, nil
	}
	var n float64
	amount, unit, _ := strings.Cut(said, "/")
	span := map[string]time.Duration{"": time.Second, "s": time.Second, "m": time.Minute}[unit]
	if _, err := fmt.Sscanf(amount+"\n", "%g\n", &n); err != nil || span == 0 || !(n > 0 && n <= 1e6) {
		return 0, fmt.Errorf("--rate is a number of requests such as 5/s or 30/m, not %q", said)
	}
	return n / span.Seconds(), nil
}

func (c *console) contractWith(ctx context.Context, p *contracted) error {
	if p.observe != "" { // before anything is played for it
		if f, err := os.OpenFile(p.observe, os.O_WRONLY|os.O_CREATE, 0o644); err != nil {
			return fmt.Errorf("--observe: %w", err)
		} else if err := f.Close(); err != nil {
			return fmt.Errorf("--observe: %w", err)
		}
	}
	result, err := features.Run(ctx, p.Target, p.Options)
	return c.conclude(p, result, err)
}

// contractSelf plays against a simulator of the run's own.
func (c *console) contractSelf(ctx context.Context, p *contracted) error {
	own, err := c.ownSimulator(ctx)
	if err != nil {
		return err
	}
	defer own.close()
	p.VendorURL, p.AdminURL, p.AdminToken = own.vendor, own.tester, ""
	p.Username, p.Password, p.OtherUsername, p.OtherPassword = ownKey, ownToken, otherKey, otherToken
	return c.contractWith(ctx, p)
}

// address is the base URL of a listener.
func address(host string) string { return (&url.URL{Scheme: "http", Host: host}).String() }

// progress tells on a terminal how far a run is, on one line; nil where nobody looks on.
func (c *console) progress() func(played, failed, all int) {
	if !terminal(c.stderr) {
		return nil
	}
	return func(played, failed, all int) {
		_, _ = fmt.Fprintf(c.stderr, "\r%d of %d scenarios played, %d failed", played, all, failed)
		if played == all {
			_, _ = fmt.Fprintln(c.stderr)
		}
	}
}

// reasons groups what was not run by why.
func reasons(all []features.NotRun) (why []string, by map[string][]features.NotRun) {
	by = map[string][]features.NotRun{}
	for _, one := range all {
		if by[one.Reason] == nil {
			why = append(why, one.Reason)
		}
		by[one.Reason] = append(by[one.Reason], one)
	}
	slices.Sort(why)
	return why, by
}
