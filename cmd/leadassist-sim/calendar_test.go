package main

import "testing"

// TestContractYearsAhead plays the scenarios that set the clock where it shows a year long after they were written.
func TestContractYearsAhead(t *testing.T) {
	s := raised(t, "--clock", "frozen:2090-12-31T23:59:00+05:30")
	code, out, log := contractTold(t, "contract", "--target", s.vendor, "--admin-target", s.tester,
		"--tags", "@rule-settings-zone,@rule-exobridge-greenpin-create,@rule-exobridge-greenvn-create,@rule-greenpin-duration")
	if code != exitFine {
		t.Errorf("%d %s %s", code, out, log)
	}
}
