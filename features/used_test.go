package features

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cucumber/godog"
)

// elsewhere is where steps are played that these files cannot play.
func elsewhere() map[string]string {
	return map[string]string{
		`the scenario {text} is active`:                                "play.txtar applies a script first",
		`all that was asked so far counts`:                             "play.txtar",
		`the application was refused with code {count}{often}{within}`: "play.txtar",
		`every field the application sent is known`:                    "play.txtar",
	}
}

// TestEveryStepIsPlayed finds each step in a feature file that the tests of the command play.
func TestEveryStepIsPlayed(t *testing.T) {
	known := sentences()
	features, err := godog.TestSuite{Options: &godog.Options{Paths: []string{"testdata/steps.feature", "examples", "contract"}}}.RetrieveFeatures()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, step := range pickle.Steps {
				if problem := misread(known, step); problem != "" {
					t.Errorf("%s: %s", pickle.Uri, problem)
				}
				for _, one := range known {
					if one.MatchString(step.Text) {
						used[one.step.Says] = true
					}
				}
			}
		}
	}
	used["the refusal is explained by {text}"] = true // TestExplained
	script, err := os.ReadFile(filepath.Join("..", "cmd", "leadassist-sim", "testdata", "play.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range Steps() {
		switch _, other := elsewhere()[step.Says]; {
		case used[step.Says] == other:
			t.Errorf("%s: played %v", step.Says, used[step.Says])
		case other && !spokenIn(step, string(script)):
			t.Errorf("%s: play.txtar does not say it", step.Says)
		}
	}
}

// spokenIn tells whether a line of the text is the step.
func spokenIn(step Step, text string) bool {
	pattern := compile(step.Says)
	for line := range strings.Lines(text) {
		for _, keyword := range []string{"Given ", "When ", "Then ", "And "} {
			if said, ok := strings.CutPrefix(strings.TrimSpace(line), keyword); ok && pattern.MatchString(said) {
				return true
			}
		}
	}
	return false
}
