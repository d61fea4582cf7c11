package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"leadassist-sim/features"
)

// conclude tells what a report of scenarios leaves out: what was observed, what was not run and why, what is left behind.
// A run that was broken off tells the same of what it had done.
func (c *console) conclude(p *contracted, result features.Result, broken error) error {
	if len(result.Scenarios)+len(result.NotRun) == 0 && broken != nil {
		return broken
	}
	if c.output == "json" {
		if err := json.NewEncoder(c.stdout).Encode(result); err != nil {
			return err
		}
	} else {
		c.tellObserved(result.Observed)
		c.tellReport(p, result)
	}
	c.tellNotRun(result.NotRun, p.notRun)
	c.tellLeft(result)
	if broken != nil {
		c.tellBroken(result)
		return broken
	}
	if p.observe != "" {
		if err := os.WriteFile(p.observe, result.World(observedTenant(p)), 0o644); err != nil {
			return fmt.Errorf("--observe: %w", err)
		}
	}
	return p.verdict(result)
}

// observedTenant is the SID in the file of what was observed.
func observedTenant(p *contracted) string {
	if p.Tenant == "" {
		return "observed"
	}
	return p.Tenant
}

func (c *console) tellObserved(all []features.Observation) {
	if len(all) == 0 {
		return
	}
	_, _ = fmt.Fprintln(c.stdout, "\nObserved where the documents contradict each other:")
	for _, o := range all {
		_, _ = fmt.Fprintf(c.stdout, "  %-10s %-28s %s (%d times)\n", o.Generation, strings.TrimSpace(o.Name+" "+o.Kind), o.Value, o.Count)
	}
}

// tellNotRun counts what was not run by the reason; named lists it too. Reports name all of it.
func (c *console) tellNotRun(all []features.NotRun, named bool) {
	why, by := reasons(all)
	for _, reason := range why {
		_, _ = fmt.Fprintf(c.stderr, "not run, %d: %s\n", len(by[reason]), reason)
		if !named {
			continue
		}
		for _, one := range by[reason] {
			_, _ = fmt.Fprintf(c.stderr, "  %s: %s\n", one.File, one.Name)
		}
	}
}

// tellBroken says what a run did before it was broken off: the reports of formats count scenarios that never began.
func (c *console) tellBroken(result features.Result) {
	_, _ = fmt.Fprintf(c.stderr, "broken off after %d scenarios, %d of them failed\n", len(result.Scenarios), result.Failed())
	if !result.Littered() {
		_, _ = fmt.Fprintln(c.stderr, "all that was made has been given back")
	}
}

func (c *console) tellLeft(result features.Result) {
	for _, s := range result.Scenarios {
		for _, left := range s.Left {
			_, _ = fmt.Fprintf(c.stderr, "left behind by %q: %s\n", s.Name, left)
		}
	}
	for _, left := range result.Left {
		_, _ = fmt.Fprintf(c.stderr, "left behind: %s\n", left)
	}
}
