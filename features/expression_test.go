package features

import (
	"slices"
	"strings"
	"testing"
)

// samples is something that may stand in a place of each kind; an optional place has both forms.
func samples() map[string][]string {
	return map[string][]string{
		"text": {`"x"`}, "count": {"3"}, "ordinal": {"2nd"}, "span": {"10 minutes", "1 second"}, "method": {"PUT"},
		"doing": {"creating a GreenVN", "deleteGreenvn", "deleting", "DELETE"}, "deed": {"created a GreenVN", "replaced parties"},
		"request": {"DELETE", "updateGreenvnNumber"}, "state": {"active", "over"}, "event": {`"call"`, `"deallocation"`},
		"times": {"", " the next time", " the next 2 times"}, "often": {"", " once", " at least 2 times", " exactly 1 time"}, "within": {"", " within 5 seconds"},
		"first": {"", " the first time", " the first 2 times"}, "zone": {"UTC", "IST"},
	}
}

// spoken writes a step out, once for each sample of each place and each choice of words.
func spoken(says string) []string {
	all := []string{""}
	known := samples()
	for _, piece := range pieces().FindAllStringSubmatch(says, -1) {
		forms := []string{piece[0]}
		switch {
		case piece[1] != "":
			forms = known[piece[1]]
		case piece[2] != "":
			forms = []string{"", piece[2]}
		case piece[3] != "":
			forms = strings.Split(piece[3], "/")
		}
		var longer []string
		for _, begun := range all {
			for _, form := range forms {
				longer = append(longer, begun+form)
			}
		}
		all = longer
	}
	return all
}

// TestEveryStepIsReadInOneWay writes every step out in every form: exactly one step knows it, itself.
func TestEveryStepIsReadInOneWay(t *testing.T) {
	known, said := sentences(), 0
	for _, step := range Steps() {
		if step.Help == "" || strings.HasSuffix(step.Help, ".") {
			t.Errorf("%s: its help is %q", step.Says, step.Help)
		}
		for _, text := range spoken(step.Says) {
			if step.Takes != Nothing && step.Takes != MaybeTable {
				text += ":"
			}
			said++
			var by []string
			for _, one := range known {
				if one.MatchString(text) {
					by = append(by, one.step.Says)
				}
			}
			if len(by) != 1 || by[0] != step.Says {
				t.Errorf("%s: read by %q", text, by)
			}
		}
	}
	if said < 150 {
		t.Errorf("only %d sentences were tried", said)
	}
}

// TestEveryOperationHasWords finds each operation of the documents by its id, its method and its words, in every step
// that names one.
func TestEveryOperationHasWords(t *testing.T) {
	s, err := newStage(Target{}, Options{Name: "t"})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		for _, o := range s.documents[name].Operations() {
			seen[o.ID] = true
			if got := named(o.ID); len(got) != 1 || got[0] != o.ID {
				t.Errorf("%s: %v", o.ID, got)
			}
			if !contains(named(o.Method), o.ID) {
				t.Errorf("%s is no %s", o.ID, o.Method)
			}
		}
	}
	for _, o := range operations() {
		for _, word := range []string{o.doing, o.done} {
			if got := named(word); !contains(got, o.id) || len(got) != 1 {
				t.Errorf("%q means %v", word, got)
			}
		}
		if !seen[o.id] {
			t.Errorf("no document knows %s", o.id)
		}
	}
	if len(seen) != len(operations()) {
		t.Errorf("%d operations in the documents, %d have words", len(seen), len(operations()))
	}
	if got := named("deleting"); len(got) != 2 {
		t.Errorf("deleting means %v", got)
	}
}

func contains(all []string, one string) bool {
	return slices.Contains(all, one)
}

// TestNearest names the step that was probably meant.
func TestNearest(t *testing.T) {
	for said, want := range map[string]string{
		`the tenant asks for a nummer between "a" and "b"`: "the tenant asks for a number between {text} and {text}",
		`the answer should be 409 with code 18`:            "the answer is {count} with code {count}",
		`the application did not call PATCH`:               "the application did not call {request} {within}",
	} {
		if got := nearest(sentences(), said); strings.TrimSuffix(got, ":") != want {
			t.Errorf("%s: %s", said, got)
		}
	}
}
