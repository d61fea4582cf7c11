package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"leadassist-sim/features"
)

// reporting is what contract is told about its reports and about a second endpoint.
type reporting struct {
	coverage    bool
	minCoverage int
}

// reportFlags say how a run is written down, and what it is compared with.
func (p *contracted) reportFlags(f *pflag.FlagSet) {
	f.StringVar(&p.ReportDir, "report-dir", "", "folder for junit.xml, cucumber.json, messages.ndjson, report.html, exchanges.har and report.json")
	f.BoolVar(&p.coverage, "coverage", false, "print what of the documents was exercised and what was not")
	f.IntVar(&p.minCoverage, "min-coverage", 0, "fail when less than this percentage of the statuses was seen that the target could have given")
	f.StringVar(&p.Against.VendorURL, "against", "", "base URL of a second endpoint, which is sent the same and compared")
	f.StringVar(&p.Against.AdminURL, "against-admin-target", "", "control door of the second endpoint, when it is a simulator")
	f.StringVar(&p.Against.AdminToken, "against-admin-token", "", "bearer token of that; better in LEADASSIST_SIM_AGAINST_ADMIN_TOKEN")
	f.StringVar(&p.Against.Tenant, "against-tenant", "", "SID of the tenant at the second endpoint (default: as at the target)")
	f.StringVar(&p.Against.Username, "against-username", "", "user name at the second endpoint (default: as at the target)")
	f.StringVar(&p.Against.Password, "against-password", "", "password there; better in LEADASSIST_SIM_AGAINST_PASSWORD")
	f.StringVar(&p.Against.OtherTenant, "against-other-tenant", "", "SID of another tenant there")
	f.StringVar(&p.Against.OtherUsername, "against-other-username", "", "user name of another tenant there")
	f.StringVar(&p.Against.OtherPassword, "against-other-password", "", "password of another tenant there; better in LEADASSIST_SIM_AGAINST_OTHER_PASSWORD")
	f.StringSliceVar(&p.Against.VN, "against-vn", nil, "virtual number of the tenant there that stands for the target's, repeatable")
}

// settleReports checks what they say together. What is not said of the second endpoint is as at the first.
func (p *contracted) settleReports() error {
	a := &p.Against
	switch {
	case p.minCoverage < 0 || p.minCoverage > 100:
		return errors.New("--min-coverage is a percentage, 0 to 100")
	case a.VendorURL == "" && (a.AdminURL != "" || a.Tenant != "" || a.Username != ""):
		return errors.New("--against-tenant and the like go with --against")
	case (a.Username == "") != (a.Password == ""):
		return errors.New("--against-username and --against-password go together")
	case a.VendorURL == "":
		return nil
	}
	if a.Tenant == "" {
		a.Tenant = p.Tenant
	}
	if a.Username == "" {
		a.Username, a.Password = p.Username, p.Password
	}
	if a.OtherUsername == "" {
		a.OtherTenant, a.OtherUsername, a.OtherPassword = p.OtherTenant, p.OtherUsername, p.OtherPassword
	}
	return nil
}

// tellReport prints coverage and differences, which no format on a terminal has.
func (c *console) tellReport(p *contracted, result features.Result) {
	if p.coverage {
		_, _ = fmt.Fprintf(c.stdout, "\nCoverage of the documents, counting what this target could have given:\n%s", result.Report.Table())
	}
	if p.Against.VendorURL == "" {
		return
	}
	if len(result.Report.Differences) == 0 {
		_, _ = fmt.Fprintf(c.stdout, "\nNo differences from %s\n", p.Against.VendorURL)
		return
	}
	_, _ = fmt.Fprintf(c.stdout, "\nDifferences, first %s, then %s:\n%s", p.VendorURL, p.Against.VendorURL, result.Report.Unlike())
}

// verdict is what a run that came to its end has found.
func (p *contracted) verdict(result features.Result) error {
	var all []string
	if n := result.Failed(); n > 0 {
		all = append(all, fmt.Sprintf("%d of %d scenarios failed", n, len(result.Scenarios)))
	}
	if n := len(result.Report.Differences); n > 0 {
		all = append(all, fmt.Sprintf("%d differences from %s", n, p.Against.VendorURL))
	}
	if share := result.Report.Statuses(); share.Percent() < p.minCoverage {
		all = append(all, fmt.Sprintf("statuses seen: %v, below --min-coverage %d", share, p.minCoverage))
	}
	if len(all) == 0 {
		return nil
	}
	return findings{strings.Join(all, "; ")}
}
