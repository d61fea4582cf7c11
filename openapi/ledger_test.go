package openapi

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// written is the ledger as people read it. A key that no rule has is an error.
func written(t *testing.T) []Rule {
	t.Helper()
	source, err := os.ReadFile("fidelity.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var whole struct{ Rules []Rule }
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&whole); err != nil {
		t.Fatal(err)
	}
	return whole.Rules
}

// TestLedgerTwinIsInStep is to the ledger what TestTwinsAreInStep is to the documents.
func TestLedgerTwinIsInStep(t *testing.T) {
	const path = "compact/fidelity.json"
	want, err := json.Marshal(written(t))
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what fidelity.yaml says; run go generate ./openapi", path)
	}
}

func ledger(t *testing.T) *Ledger {
	t.Helper()
	l, err := LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestLedgerIsTheOneWritten: what is loaded is what people read, in their order.
func TestLedgerIsTheOneWritten(t *testing.T) {
	if diff := cmp.Diff(written(t), ledger(t).Rules()); diff != "" {
		t.Errorf("(- written, + loaded):\n%s", diff)
	}
}

// TestLedgerRows holds each row against the form of a row.
func TestLedgerRows(t *testing.T) {
	id := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	sentence := regexp.MustCompile(`^[A-Za-z+'][^\n]+\.$`)
	seen, operations := map[string]bool{}, vendorOperations(t)
	for _, r := range ledger(t).Rules() {
		if !id.MatchString(r.ID) || seen[r.ID] {
			t.Errorf("%q is no id, or there twice", r.ID)
		}
		seen[r.ID] = true
		if !sentence.MatchString(r.Statement) {
			t.Errorf("%s: %q is no sentence", r.ID, r.Statement)
		}
		if !slices.Contains(Bases(), r.Basis) || r.Source == "" {
			t.Errorf("%s: basis %q, source %q", r.ID, r.Basis, r.Source)
		}
		if !inOrder(r.Generations, Generations()) {
			t.Errorf("%s: generations %v", r.ID, r.Generations)
		}
		narrowed(t, r, operations)
	}
	if len(seen) < 150 {
		t.Errorf("only %d rules", len(seen))
	}
}

// inOrder tells whether some are at least one of all, each once and in their order.
func inOrder(some, all []string) bool {
	kept := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !slices.Contains(some, s) })
	return len(some) > 0 && slices.Equal(some, kept)
}

// narrowed holds what narrows a rule down against what there is to be narrowed.
func narrowed(t *testing.T, r Rule, operations []string) {
	t.Helper()
	if len(r.Refusals) == 0 && (r.Product != "" || r.Operations != nil || r.Fields != nil || r.Steps != nil) {
		t.Errorf("%s narrows refusals it does not have", r.ID)
	}
	if r.Product != "" && r.Product != "greenvn" && r.Product != "greenpin" {
		t.Errorf("%s: product %q", r.ID, r.Product)
	}
	for _, operation := range r.Operations {
		if !slices.Contains(operations, operation) {
			t.Errorf("%s: no operation is called %s", r.ID, operation)
		}
	}
}

// vendorOperations lists the ids of everything that can be asked of the vendor.
func vendorOperations(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		d, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range d.Operations() {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// TestLedgerGrounds: a documented rule says where, and every contradiction has its rule.
func TestLedgerGrounds(t *testing.T) {
	section := regexp.MustCompile(`docs 00[0-4], "[A-Z][^"]+"`)
	told := map[string]bool{}
	for _, r := range ledger(t).Rules() {
		cites := section.MatchString(r.Source)
		if !cites && (r.Basis == "documented" || r.Basis == "contradictory") {
			t.Errorf("%s is %s, but names no section: %s", r.ID, r.Basis, r.Source)
		}
		if (r.Contradiction != "") != (r.Basis == "contradictory") {
			t.Errorf("%s is %s, contradiction %q", r.ID, r.Basis, r.Contradiction)
		}
		told[r.Contradiction] = true
	}
	for i := range 14 {
		delete(told, "C"+strconv.Itoa(i+1))
	}
	delete(told, "")
	if len(told) > 0 {
		t.Errorf("there are no contradictions %v", told)
	}
	for i := range 14 {
		name := "C" + strconv.Itoa(i+1)
		if !slices.ContainsFunc(ledger(t).Rules(), func(r Rule) bool { return r.Contradiction == name }) {
			t.Errorf("no rule says what is done about %s", name)
		}
	}
}

func TestRuleByID(t *testing.T) {
	l := ledger(t)
	if r, ok := l.Rule("greenvn-delete-twice"); !ok || r.Contradiction != "C3" {
		t.Errorf("got %+v, %v", r, ok)
	}
	if r, ok := l.Rule("greenvn"); ok {
		t.Errorf("got %+v", r)
	}
}

func TestCountsAddUp(t *testing.T) {
	l := ledger(t)
	for _, g := range Generations() {
		total, want := 0, 0
		for _, basis := range Bases() {
			total += l.Count(basis, g)
		}
		for _, r := range l.Rules() {
			if slices.Contains(r.Generations, g) {
				want++
			}
		}
		if total != want || total == 0 {
			t.Errorf("%s: %d by basis, %d in all", g, total, want)
		}
	}
}

func TestNarrowestRule(t *testing.T) {
	l := newLedger([]Rule{
		{ID: "any", Generations: Generations(), Refusals: []string{"bad", "worse"}},
		{ID: "pin", Generations: Generations(), Refusals: []string{"bad"}, Product: "greenpin"},
		{ID: "made", Generations: Generations(), Refusals: []string{"bad"}, Operations: []string{"create"}},
		{ID: "policy", Generations: Generations(), Refusals: []string{"bad"}, Fields: []string{"policy"}},
		{ID: "period", Generations: Generations(), Refusals: []string{"bad"}, Fields: []string{"policy.duration", "list.key"}},
		{ID: "body", Generations: []string{"classic"}, Refusals: []string{"bad"}, Steps: []string{"body"}},
	})
	for want, o := range map[string]Refused{
		"any":    {Generation: "classic", Product: "greenvn", Reason: "bad", Operation: "read", Pointer: "/policies"},
		"pin":    {Generation: "classic", Product: "greenpin", Reason: "bad"},
		"made":   {Generation: "classic", Product: "greenpin", Reason: "bad", Operation: "create"},
		"policy": {Generation: "classic", Product: "greenpin", Reason: "bad", Operation: "create", Pointer: "/policy/0/duration2"},
		"period": {Generation: "classic", Reason: "bad", Pointer: "/list/12/key/0"},
		"body":   {Generation: "classic", Reason: "bad", Pointer: "/policy/duration", Step: "body"},
		"":       {Generation: "classic", Reason: "good"},
	} {
		if r, ok := l.RuleOf(o); r.ID != want || ok != (want != "") {
			t.Errorf("%+v: got %q, want %q", o, r.ID, want)
		}
	}
	if r, ok := l.RuleOf(Refused{Generation: "modern", Reason: "worse"}); ok {
		t.Errorf("a generation nobody knows has the rule %s", r.ID)
	}
}

func BenchmarkLoadLedger(b *testing.B) {
	for b.Loop() {
		if _, err := LoadLedger(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNoRulesAreEquallyNarrow: whatever is refused, one rule fits it closest.
func TestNoRulesAreEquallyNarrow(t *testing.T) {
	l := ledger(t)
	operations, pointers, steps := map[string]bool{"": true}, map[string]bool{"": true}, map[string]bool{"": true}
	for _, r := range l.Rules() {
		mark(operations, r.Operations)
		mark(steps, r.Steps)
		for _, place := range r.Fields {
			pointers["/"+strings.ReplaceAll(place, ".", "/")] = true
		}
	}
	for o := range refusals(l, slices.Sorted(maps.Keys(operations))) {
		for o.Pointer = range pointers {
			for o.Step = range steps {
				alone(t, l, o)
			}
		}
	}
}

func mark(seen map[string]bool, names []string) {
	for _, name := range names {
		seen[name] = true
	}
}

// refusals goes through the refusals of every generation, product, reason and operation.
func refusals(l *Ledger, operations []string) iter.Seq[Refused] {
	return func(yield func(Refused) bool) {
		for _, generation := range Generations() {
			for _, product := range []string{"greenvn", "greenpin"} {
				for reason := range l.byReason {
					for _, operation := range operations {
						if !yield(Refused{Generation: generation, Product: product, Reason: reason, Operation: operation}) {
							return
						}
					}
				}
			}
		}
	}
}

// alone wants the closest rule to be closer than any other.
func alone(t *testing.T, l *Ledger, o Refused) {
	t.Helper()
	found, ok := l.RuleOf(o)
	if !ok {
		return
	}
	best, _ := found.narrowness(o)
	for _, i := range l.byReason[o.Reason] {
		if n, fits := l.rules[i].narrowness(o); fits && n == best && l.rules[i].ID != found.ID {
			t.Fatalf("%+v: both %s and %s", o, found.ID, l.rules[i].ID)
		}
	}
}
