package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"leadassist-sim/features"
)

// mutant is an endpoint with one deliberate defect. The contract suite has to fail for it, or, where the vendor's documents
// contradict each other, to say what it has seen.
type mutant struct {
	name    string
	profile string
	// rules are those that the defect breaks.
	rules string
	// vendor and event are the defect; nil: none at that door.
	vendor bend
	event  divert
	// strict runs want the generation's own variant.
	strict bool
	// seen is what a run that passes has observed: the name of a contradiction, and the variant. Empty: none may pass.
	seen string
}

// mutants are all of them, anew for each run, since some remember.
func mutants() []mutant {
	return slices.Concat(
		envelopeMutants(), statusMutants(), createMutants(), acceptMutants(), preferenceMutants(), changeMutants(), endMutants(),
		accessMutants(), settingsMutants(), greenpinMutants(), bulkMutants(), exobridgeMutants(), exobridgePinMutants(),
		callMutants(), lookupMutants(), eventMutants(), deliveryMutants(),
	)
}

// full tells whether the whole suite is to be played for each mutant, and a report made.
func full() bool { return os.Getenv("LEADASSIST_SIM_MUTANTS") == "full" }

// against plays the suite against an endpoint with the defect: the whole of its generation, or the scenarios of its rules.
func (m mutant) against(t *testing.T, s *court) features.Result {
	t.Helper()
	b := m.behind(t, s.ownSimulator)
	target := features.Target{
		VendorURL: b.vendor.URL, AdminURL: b.tester.URL,
		Username: ownKey, Password: ownToken, OtherUsername: otherKey, OtherPassword: otherToken,
	}
	o := features.Options{
		FS: features.Contract(), Paths: []string{"."}, Profiles: []string{m.profile}, Format: "junit", Strict: m.strict,
		Name: m.label(), Library: s.library, Concurrency: 1, FailFast: m.seen == "" && m.defective(),
	}
	if full() {
		o.Concurrency, o.FailFast = 4, false
	} else {
		o.FS, o.Tags = s.chosen(m.rules)
	}
	result, err := features.Run(context.WithoutCancel(t.Context()), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// label is the name as part of a SID.
func (m mutant) label() string {
	letters := func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}
	name := strings.Map(letters, m.name)
	return name[:min(len(name), 40)] + map[bool]string{true: "-strict-", false: "-"}[m.strict] + m.profile
}

// defective tells whether there is a defect at all.
func (m mutant) defective() bool { return m.vendor != nil || m.event != nil }

// files reads the suite.
func files(t *testing.T) map[string]chapter {
	t.Helper()
	names, err := fs.Glob(features.Contract(), "*.feature")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]chapter{}
	for _, name := range names {
		text, err := fs.ReadFile(features.Contract(), name)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]bool{}
		for word := range strings.FieldsSeq(string(text)) {
			words[word] = true
		}
		all[name] = chapter{text, words}
	}
	return all
}

// chosen gives the files of the suite in which rules are proved, and the expression that selects their scenarios.
func (c *court) chosen(rules string) (fs.FS, string) {
	var tags []string
	for rule := range strings.FieldsSeq(rules) {
		tags = append(tags, "@rule-"+rule)
	}
	few := fstest.MapFS{}
	for name, f := range c.files {
		if slices.ContainsFunc(tags, func(tag string) bool { return f.words[tag] }) {
			few[name] = &fstest.MapFile{Data: f.text}
		}
	}
	return few, strings.Join(tags, ",")
}

// verdict says how a mutant was found out; ok is false if it was not.
func (m mutant) verdict(r features.Result) (said string, ok bool) {
	if m.seen == "" {
		return fmt.Sprintf("caught by %d of %d", r.Failed(), len(r.Scenarios)), r.Failed() > 0
	}
	seen := slices.ContainsFunc(r.Observed, func(o features.Observation) bool { return o.Name+" "+o.Value == m.seen })
	return "tolerated, observed as " + m.seen, seen && r.Failed() == 0
}

// court is what all trials share: the simulator, and the library.
type court struct {
	*ownSimulator
	library *features.Library
	files   map[string]chapter
}

// chapter is a file of the suite, and its words.
type chapter struct {
	text  []byte
	words map[string]bool
}

func tried(t *testing.T) *court {
	t.Helper()
	library, err := features.NewLibrary()
	if err != nil {
		t.Fatal(err)
	}
	s, err := new(console).ownSimulator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return &court{s, library, files(t)}
}

// TestMutants sees that each defect is found.
func TestMutants(t *testing.T) {
	s := tried(t)
	all := mutants()
	var r record
	t.Run("each", func(t *testing.T) {
		for i, m := range all {
			if racing && i%4 > 0 { // everything takes five times as long; make mutants tries them all
				continue
			}
			t.Run(m.profile+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				result := m.against(t, s)
				said, ok := m.verdict(result)
				if !ok {
					t.Errorf("%s: not found out: %s %+v", m.name, said, finders(result))
				}
				r.add(m, said, result)
			})
		}
	})
	if !t.Failed() {
		r.compare(t, all)
	}
}

// TestNoMutant sees that the proxies alone break nothing.
func TestNoMutant(t *testing.T) {
	s := tried(t)
	const rules = "envelope-success-classic envelope-error-array envelope-success-exobridge envelope-error-exobridge event-endpoint " +
		"event-retry event-once greenvn-connection-unique settings-keep settings-read call-lookup-xml call-lookup-json body-media-type " +
		"greenpin-bulk exobridge-greenpin-bulk access-isolation access-isolation-exobridge address-method code-timeout"
	t.Run("each", func(t *testing.T) {
		for _, profile := range features.Profiles()[1:] {
			t.Run(profile, func(t *testing.T) {
				t.Parallel()
				result := mutant{name: "none", profile: profile, rules: rules}.against(t, s)
				if result.Failed() != 0 || len(result.Scenarios) < 15 {
					t.Errorf("%d scenarios, failed: %q", len(result.Scenarios), finders(result))
				}
			})
		}
	})
}

// finders are the names of the scenarios that failed, each once.
func finders(r features.Result) []string {
	var names []string
	for _, s := range r.Scenarios {
		if s.Failure != "" && !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}

// record is who found which mutant.
type record struct {
	mu    sync.Mutex
	lines []string
}

// shownFinders is how many scenarios a line of the record names.
const shownFinders = 3

func (r *record) add(m mutant, said string, result features.Result) {
	names := finders(result)
	if n := len(names); n > shownFinders {
		names = append(names[:shownFinders], fmt.Sprintf("%d more", n-shownFinders))
	}
	line := m.profile + "\t" + m.name + "\t" + said
	if len(names) > 0 {
		line += ": " + strings.Join(names, "; ")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, line)
}

// compare writes the record into the golden file when LEADASSIST_SIM_MUTANTS is set: full for that of the whole suite, record
// for the first scenario of its rules that found each. Other runs see that it speaks of the same mutants.
func (r *record) compare(t *testing.T, all []mutant) {
	t.Helper()
	slices.Sort(r.lines)
	golden := filepath.Join("testdata", "mutants.golden")
	if os.Getenv("LEADASSIST_SIM_MUTANTS") != "" {
		text := strings.Join(r.lines, "\n") + "\n"
		t.Logf("%d mutants\n%s", len(all), text)
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Error(err)
		}
		return
	}
	kept, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var before, now []string
	for line := range strings.Lines(string(kept)) {
		parts := strings.SplitN(line, "\t", 3)
		before = append(before, parts[0]+"\t"+parts[1])
	}
	for _, m := range all {
		now = append(now, m.profile+"\t"+m.name)
	}
	slices.Sort(now)
	if !slices.Equal(before, now) {
		t.Errorf("%s is of other mutants; run with LEADASSIST_SIM_MUTANTS=record", golden)
	}
	if len(slices.Compact(now)) != len(all) {
		t.Error("two mutants have one name")
	}
}
