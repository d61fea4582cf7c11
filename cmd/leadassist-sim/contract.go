package main

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/features"
)

// contracted is what contract is told by its flags.
type contracted struct {
	features.Target
	features.Options
	profile string
}

// contract plays the contract suite.
func (c *console) contract() *cobra.Command {
	p := &contracted{}
	cmd := &cobra.Command{
		Use: "contract [FILE.feature…]", Short: "Hold an endpoint against what the vendor's documents promise",
		Long: "Plays the contract suite, or the files named, against an endpoint: without --target against a simulator that it starts\n" +
			"for the length of the run, on free TCP ports.\n\n" +
			"Exit code 0: all went well. 1: a scenario failed. 2: the run did not begin, or was broken off, and why.",
		Example: "  leadassist-sim contract\n  leadassist-sim contract --tags @greenvn --profile current --format progress",
		RunE:    func(cmd *cobra.Command, args []string) error { return c.contractAll(cmd.Context(), p, args) },
	}
	f := cmd.Flags()
	f.StringVar(&p.VendorURL, "target", "", "base URL of the endpoint (default: a simulator, started for the run)")
	f.StringVar(&p.Tenant, "tenant", "", "SID of the tenant at the target")
	f.StringVar(&p.Username, "username", "", "user name at the target; better in LEADASSIST_SIM_USERNAME")
	f.StringVar(&p.Password, "password", "", "password at the target; better in LEADASSIST_SIM_PASSWORD")
	f.StringVar(&p.OtherUsername, "other-username", "", "user name of another tenant")
	f.StringVar(&p.OtherPassword, "other-password", "", "password of another tenant")
	f.StringVar(&p.OtherTenant, "other-tenant", "", "SID of another tenant")
	f.StringSliceVar(&p.AParty, "aparty", nil, "phone number of a caller, repeatable")
	f.StringSliceVar(&p.BParty, "bparty", nil, "phone number of somebody called, repeatable")
	f.StringSliceVar(&p.VN, "vn", nil, "virtual number of the tenant, repeatable")
	choice{"profile", "generation played (default: all)", features.Profiles()}.add(cmd, &p.profile)
	f.StringVar(&p.Tags, "tags", "", `only scenarios with these tags, such as "@greenvn && ~@slow"`)
	f.StringVar(&p.Format, "format", "progress", "report: "+strings.Join(features.Formats(), ", ")+"; several with commas, each with :FILE but one")
	f.StringVar(&p.CallbackListen, "callback-listen", "", "where the run receives events, HOST:PORT (default 127.0.0.1:0 for a simulator)")
	f.StringVar(&p.CallbackPublicURL, "callback-public-url", "", "address under which the endpoint reaches that")
	f.IntVar(&p.Concurrency, "concurrency", 1, "scenarios side by side")
	f.DurationVar(&p.Timeout, "timeout", 0, "how long an answer may take (default 30s)")
	f.BoolVar(&p.FailFast, "fail-fast", false, "end with the first scenario that fails")
	f.StringVar(&p.Name, "name", "", "part of every reference the run makes (default: made from the time)")
	f.Int64Var(&p.Seed, "seed", 0, "shuffle the scenarios of each file by this seed; 0 keeps their order")
	f.StringVar(&p.AdminURL, "admin-target", "", "control door of the target, when it is a simulator")
	return cmd
}

func (c *console) contractAll(ctx context.Context, p *contracted, files []string) error {
	p.AdminToken, p.Profiles = c.adminToken, features.Profiles()[1:]
	if p.profile != "" && p.profile != features.Profiles()[0] {
		p.Profiles = []string{p.profile}
	}
	if p.Paths = files; len(files) == 0 {
		p.FS, p.Paths = features.Contract(), []string{"."}
	}
	if p.Out = c.stdout; c.output == "json" {
		p.Out = io.Discard
	}
	p.Color = c.getenv("NO_COLOR") == "" && terminal(c.stdout)
	if p.VendorURL == "" {
		return c.contractSelf(ctx, p)
	}
	if p.Tenant == "" && p.AdminURL == "" {
		return errors.New("--target needs --tenant, the SID of an account there")
	}
	return c.contractWith(ctx, p)
}

func (c *console) contractWith(ctx context.Context, p *contracted) error {
	result, err := features.Run(ctx, p.Target, p.Options)
	return errors.Join(err, c.tell(result))
}

// contractSelf plays against a simulator of the run's own.
func (c *console) contractSelf(ctx context.Context, p *contracted) error {
	if p.AdminURL != "" {
		return errors.New("--admin-target goes with --target")
	}
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
