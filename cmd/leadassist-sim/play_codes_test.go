package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/openapi"
)

// listedCode is a code and the HTTP status it comes with.
type listedCode struct{ Code, Status int }

// catalogue asks the simulator for the codes of a generation.
func codesOf(t *testing.T, s *simulator, generation string) []listedCode {
	t.Helper()
	got := command(t.Context(), s.tester, "errors", "--profile", generation, "--output", "json")
	var told struct{ Errors []listedCode }
	if err := json.Unmarshal([]byte(got.out), &told); err != nil || len(told.Errors) < 20 {
		t.Fatalf("%v %+v", err, got)
	}
	// Code 17 comes with 429 too and code 0 with 499 and 503; the first one listed is the table's.
	slices.SortStableFunc(told.Errors, func(a, b listedCode) int { return cmp.Compare(a.Code, b.Code) })
	return slices.CompactFunc(told.Errors, func(a, b listedCode) bool { return a.Code == b.Code })
}

// forced writes a scenario in which an operation answers with each of its codes in turn.
func forced(o *openapi.Operation, generation string, codes []listedCode) string {
	id := map[string]string{"exobridge": "gvn_1"}[generation]
	if strings.Contains(o.ID, "Greenpin") {
		id = map[string]string{"exobridge": "gp_1"}[generation]
	}
	path := strings.NewReplacer("{account}", "{tenant}", "{call}", "c1", "{id}", id+"nope").Replace(o.Path)
	ask := fmt.Sprintf("    When the client sends %s %q", o.Method, path)
	if o.HasBody() {
		body := `{"connection_id": "a"}`
		if generation == "exobridge" {
			body = map[string]string{"updateGreenpins": `[]`, "updateGreenvnNumber": `{"caller_id_number": "+91"}`}[o.ID]
			if body == "" {
				body = `{"from": []}`
			}
		}
		ask += " with:\n      \"\"\"\n      " + body + "\n      \"\"\""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n  Scenario: %s, %s\n    Given the generation is %q\n    And a tenant with 1 number\n", o.ID, generation, generation)
	for _, c := range codes {
		with := fmt.Sprintf(" with code %d", c.Code)
		if strings.HasPrefix(o.ID, "readCall") { // has no place for it
			with = ""
		}
		fmt.Fprintf(&b, "    Given %s answers with code %d the next time\n%s\n    Then the answer is %d%s\n", o.ID, c.Code, ask, c.Status, with)
	}
	return b.String()
}

// TestEveryCodeBySteps forces each code on each operation in each generation by a sentence; each answer is held against the
// document of its generation as well.
func TestEveryCodeBySteps(t *testing.T) {
	documents, err := openapi.LoadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := raised(t)
	for _, generation := range []string{"classic", "current", "exobridge"} {
		name := "leadassist"
		if generation == "exobridge" {
			name = generation
		}
		text, count, codes := "Feature: Every code\n", 0, codesOf(t, s, generation)
		all := documents[name].Operations()
		if name == "leadassist" { // a call is of no generation, and its statuses are those of the table
			all = append(all, documents["calls"].Operations()...)
		}
		for _, o := range all {
			text += forced(o, generation, codes)
			count++
		}
		file := filepath.Join(t.TempDir(), generation+".feature")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, log bytes.Buffer
		code := run(t.Context(), []string{"play", file, "--admin-url", s.tester, "--vendor-url", s.vendor, "--format", "progress", "--concurrency", "2"}, env(nil), &out, &log)
		if want := fmt.Sprintf("%d scenarios (%d passed)", count, count); code != exitFine || !strings.Contains(out.String(), want) {
			t.Errorf("%s: %d, not %s\n%s%s", generation, code, want, &out, &log)
		}
	}
}
