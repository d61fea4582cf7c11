package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/openapi"
)

// ruleTag is how a scenario names a rule it proves.
const ruleTag = "@rule-"

// proofs reads scenarios off feature files, as far as their tags go. A scenario has the tags of its feature and its rule
// too; an outline counts once for each of its tables, with that table's tags.
type proofs struct {
	found    [][]string // the tags of each scenario
	feature  []string
	rule     []string
	scenario []string
	pending  []string // tags in front of what comes next
	outlined bool     // the last of found is an outline whose tables were not met yet
	quote    string   // the fence of the text we are in
}

// line reads the next line of a feature file.
func (p *proofs) line(text string) {
	text = strings.TrimSpace(text)
	if p.quoted(text) {
		return
	}
	if strings.HasPrefix(text, "@") {
		text, _, _ = strings.Cut(text, " #")
		p.pending = append(p.pending, strings.Fields(text)...)
		return
	}
	word, _, ok := strings.Cut(text, ":")
	if !ok {
		return
	}
	switch word {
	case "Feature":
		p.feature, p.rule = p.taken(), nil
	case "Rule":
		p.rule = p.taken()
	case "Background":
		p.taken()
	case "Scenario", "Example", "Scenario Outline", "Scenario Template":
		p.scenario = slices.Concat(p.feature, p.rule, p.taken())
		p.found, p.outlined = append(p.found, p.scenario), true
	case "Examples", "Scenarios":
		if p.outlined {
			p.found, p.outlined = p.found[:len(p.found)-1], false
		}
		p.found = append(p.found, slices.Concat(p.scenario, p.taken()))
	}
}

// quoted tells whether a line belongs to a text in quotes, or begins or ends it.
func (p *proofs) quoted(text string) bool {
	for _, fence := range []string{`"""`, "```"} {
		if strings.HasPrefix(text, fence) && (p.quote == "" || p.quote == fence) {
			if p.quote == "" {
				p.quote = fence
			} else {
				p.quote = ""
			}
			return true
		}
	}
	return p.quote != ""
}

func (p *proofs) taken() []string {
	tags := p.pending
	p.pending = nil
	return tags
}

// prove reads every feature file below a folder, and tells which generations each tagged rule is proved in. A scenario
// without the tag of a generation speaks of all.
func prove(t *testing.T, files fs.FS) map[string]map[string]bool {
	t.Helper()
	proved := map[string]map[string]bool{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".feature":
			return nil
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		p := proofs{}
		for line := range bytes.Lines(text) {
			p.line(string(line))
		}
		for _, tags := range p.found {
			credit(proved, tags)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return proved
}

// credit enters a scenario's tags.
func credit(proved map[string]map[string]bool, tags []string) {
	generations := slices.DeleteFunc(openapi.Generations(), func(g string) bool { return !slices.Contains(tags, "@"+g) })
	if len(generations) == 0 {
		generations = openapi.Generations()
	}
	for _, tag := range tags {
		id, ok := strings.CutPrefix(tag, ruleTag)
		if !ok {
			continue
		}
		if proved[id] == nil {
			proved[id] = map[string]bool{}
		}
		for _, g := range generations {
			proved[id][g] = true
		}
	}
}

// unproved lists the rules that lack a scenario in one of their generations, and the tags that no rule has.
func unproved(ledger *openapi.Ledger, proved map[string]map[string]bool) (missing, strays []string) {
	for _, r := range ledger.Rules() {
		for _, g := range r.Generations {
			if !proved[r.ID][g] {
				missing = append(missing, r.ID+" in "+g)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(proved)) {
		if _, ok := ledger.Rule(id); !ok {
			strays = append(strays, ruleTag+id)
		}
	}
	return missing, strays
}

// TestEveryRuleIsProved holds ledger and feature files in step: every rule has a scenario in each of its generations,
// and every tag a rule.
func TestEveryRuleIsProved(t *testing.T) {
	ledger, err := openapi.LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	const folder = repository + "/features"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("there are no feature files yet")
	}
	proved := prove(t, os.DirFS(folder))
	missing, strays := unproved(ledger, proved)
	if len(proved) == 0 {
		t.Skipf("no scenario has the tag of a rule yet; these want one:\n%s", strings.Join(missing, "\n"))
	}
	for _, one := range missing {
		t.Errorf("no scenario proves %s", one)
	}
	for _, one := range strays {
		t.Errorf("%s is the tag of no rule", one)
	}
}

// TestProofsAreRead shows what of a feature file counts.
func TestProofsAreRead(t *testing.T) {
	text := `# @rule-comment
@rule-feature @classic
Feature: one

  @rule-nothing
  Background:
    Given something

  @rule-of-rule # said so: often
  Rule: a rule
    @rule-plain
    Scenario: plain
      Given a text:
        """
        @rule-quoted
        Scenario: quoted
        """

    @rule-outline
    Scenario Outline: several
      Given <this>

      @current
      Examples:
        | this |
      @rule-table @exobridge
      Examples: more
        | this |

  @rule-late
  Rule: another
    Scenario: bare
`
	got := prove(t, fstest.MapFS{
		"nouns/one.feature":         {Data: []byte(text)},
		"two.feature":               {Data: []byte("Feature: two\n@rule-two\nScenario: two\n")},
		"testdata/three.feature":    {Data: []byte("Feature: three\n@rule-three\nScenario: three\n")},
		"four.txt":                  {Data: []byte("@rule-four\nScenario: four\n")},
		"nouns/unclosed/no.feature": {Data: []byte("Feature: no\n@rule-no\n")},
	})
	in := func(generations ...string) map[string]bool {
		all := map[string]bool{}
		for _, g := range generations {
			all[g] = true
		}
		return all
	}
	if diff := cmp.Diff(map[string]map[string]bool{
		"feature": in("classic", "current", "exobridge"), "of-rule": in("classic", "current", "exobridge"),
		"plain": in("classic"), "outline": in("classic", "current", "exobridge"), "table": in("classic", "exobridge"),
		"late": in("classic"), "two": in("classic", "current", "exobridge"),
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
