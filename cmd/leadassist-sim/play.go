package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/features"
)

// played is what play is told by its flags.
type played struct {
	features.Target
	features.Options
	steps bool
}

// play runs feature files against a running simulator.
func (c *console) play() *cobra.Command {
	p := &played{}
	cmd := &cobra.Command{
		Use: "play FILE.feature…", Short: "Play Gherkin that sets the scene for an application and says what it should do",
		Long: "Plays feature files: plain sentences that set numbers, faults, clock and calls in a running simulator, act as a client of\n" +
			"the vendor, and say what the application under test should have done. --steps lists the sentences.\n\n" +
			"Exit code 1: a scenario failed. Exit code 2: nothing was played, and why.",
		Example: "  leadassist-sim play checkout.feature --tenant demo --vendor-url http://127.0.0.1:8080",
		RunE:    func(cmd *cobra.Command, args []string) error { return c.playAll(cmd, p, args) },
	}
	f := cmd.Flags()
	f.BoolVar(&p.steps, "steps", false, "list the sentences and what may stand in them")
	f.StringVar(&p.VendorURL, "vendor-url", "", "vendor's door, for steps that act as a client")
	f.StringVar(&p.Tenant, "tenant", "", "SID every scenario uses (default: one of its own for each)")
	f.StringVar(&p.Username, "username", "", "user name at the vendor's door")
	f.StringVar(&p.Password, "password", "", "password at the vendor's door; better in LEADASSIST_SIM_PASSWORD")
	choice{"profile", `generation spoken (default "auto")`, features.Profiles()}.add(cmd, &p.Profile)
	f.StringVar(&p.Tags, "tags", "", `only scenarios with these tags, such as "@greenvn && ~@slow"`)
	f.StringVar(&p.Format, "format", "pretty", "report: "+strings.Join(features.Formats(), ", ")+"; several with commas, each with :FILE but one")
	f.StringVar(&p.CallbackListen, "callback-listen", "", "where the run receives events, HOST:PORT (default 127.0.0.1:0 for a simulator)")
	f.StringVar(&p.CallbackPublicURL, "callback-public-url", "", "address under which the endpoint reaches that")
	f.StringVar(&p.ReportDir, "report-dir", "", "folder for a report in every format that is written at the end")
	f.IntVar(&p.Concurrency, "concurrency", 1, "scenarios side by side")
	f.DurationVar(&p.Timeout, "timeout", 0, "how long an answer may take (default 30s)")
	f.BoolVar(&p.FailFast, "fail-fast", false, "end with the first scenario that fails")
	f.StringToStringVar(&p.Values, "set", nil, "what {NAME} stands for in the files: NAME=VALUE, repeatable")
	f.Int64Var(&p.Seed, "shuffle", 0, "shuffle the scenarios of each file by this seed; 0 keeps their order")
	return cmd
}

func (c *console) playAll(cmd *cobra.Command, p *played, args []string) error {
	if p.steps {
		return c.listSteps()
	}
	if len(args) == 0 {
		return fmt.Errorf("play takes feature files, or folders of them; --steps lists the sentences they may use")
	}
	p.Tool = release
	p.AdminURL, p.AdminToken, p.Paths = c.adminURL, c.adminToken, args
	p.Out, p.Color = c.stdout, c.getenv("NO_COLOR") == "" && terminal(c.stdout)
	if c.output == "json" {
		p.Out = io.Discard
	}
	result, err := features.Run(cmd.Context(), p.Target, p.Options)
	if cmd.Context().Err() != nil {
		_ = c.tell(result)
		return errInterrupted
	}
	if err != nil {
		return err
	}
	if c.output == "json" {
		if err := json.NewEncoder(c.stdout).Encode(result); err != nil {
			return err
		}
	}
	return c.tell(result)
}

// tell says what a report leaves out: what was not run, what could not be cleaned up, and how many failed.
func (c *console) tell(result features.Result) error {
	for _, s := range result.NotRun {
		_, _ = fmt.Fprintf(c.stderr, "not run: %q: %s\n", s.Name, s.Reason)
	}
	for _, s := range result.Scenarios {
		for _, left := range s.Left {
			_, _ = fmt.Fprintf(c.stderr, "left behind by %q: %s\n", s.Name, left)
		}
	}
	if n := result.Failed(); n > 0 {
		return findings{fmt.Sprintf("%d of %d scenarios failed", n, len(result.Scenarios))}
	}
	return nil
}

// terminal tells whether somebody looks on.
func terminal(out any) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
