package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/openapi"
)

// TestReadmeFidelity keeps the README's summary of the ledger true. Without its marks there is none.
func TestReadmeFidelity(t *testing.T) {
	text, err := os.ReadFile(repository + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begun := strings.Cut(string(text), "<!-- fidelity -->\n")
	told, _, ended := strings.Cut(rest, "<!-- /fidelity -->")
	if !begun || !ended {
		t.Skip("the README has no place for it between <!-- fidelity --> and <!-- /fidelity -->")
	}
	ledger, err := openapi.LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	if want := summary(ledger); strings.TrimSpace(told) != want {
		t.Errorf("the README's summary of the ledger is to read:\n%s", want)
	}
}

// summary counts the rules of each basis and generation in a table of Markdown. A basis without rules is left out.
func summary(ledger *openapi.Ledger) string {
	var out strings.Builder
	generations := openapi.Generations()
	fmt.Fprintf(&out, "| basis | %s |\n|---%s|", strings.Join(generations, " | "), strings.Repeat("|--:", len(generations)))
	totals := make([]int, len(generations))
	for _, basis := range openapi.Bases() {
		row, any := "\n| "+basis, false
		for i, g := range generations {
			n := ledger.Count(basis, g)
			totals[i] += n
			any = any || n > 0
			row += fmt.Sprintf(" | %d", n)
		}
		if any {
			out.WriteString(row + " |")
		}
	}
	out.WriteString("\n| together")
	for _, n := range totals {
		fmt.Fprintf(&out, " | %d", n)
	}
	return out.String() + " |"
}

func TestSummaryOfTheLedger(t *testing.T) {
	ledger, err := openapi.LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(summary(ledger), "\n")
	if lines[0] != "| basis | classic | current | exobridge |" || lines[1] != "|---|--:|--:|--:|" || len(lines) < 6 {
		t.Errorf("got %q", lines)
	}
	want := fmt.Sprintf("| assumed | %d | %d | %d |", ledger.Count("assumed", "classic"), ledger.Count("assumed", "current"), ledger.Count("assumed", "exobridge"))
	if !slices.Contains(lines, want) {
		t.Errorf("%q is not in %q", want, lines)
	}
	t.Logf("\n%s", summary(ledger))
}

// FuzzOutcomes: a report is read whole or refused, never half.
func FuzzOutcomes(f *testing.F) {
	for _, seed := range []string{`{"rules":{"greenvn-create":"passed"}}`, `{"rules":{"greenvn-create":"maybe"}}`, `{"rules":{}}`, `[]`, `{"rules":[]}`, ``} {
		f.Add([]byte(seed))
	}
	ledger, err := openapi.LoadLedger()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := parseOutcomes(text, ledger)
		if (err == nil) == (all == nil) {
			t.Fatalf("%v, %v", all, err)
		}
		if err == nil && len(all) != len(ledger.Rules()) {
			t.Errorf("%d rules have an outcome", len(all))
		}
	})
}
