package features

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

// survey reads the feature files before anything is played: it refuses sentences that no step knows, lists what cannot
// be run against this target, and leaves that out by its tag.
func (o *Options) survey(known []sentence, t Target) ([]NotRun, error) {
	features, err := godog.TestSuite{Options: &godog.Options{Paths: o.Paths, FS: o.FS, Tags: o.Tags}}.RetrieveFeatures()
	if err != nil {
		return nil, err
	}
	var left []NotRun
	var unknown []string
	scenarios := 0
	for _, f := range features {
		lines := places(f.GherkinDocument)
		for _, pickle := range f.Pickles {
			scenarios++
			if len(pickle.Steps) == 0 {
				unknown = append(unknown, fmt.Sprintf("%s: the scenario %q has no step", pickle.Uri, pickle.Name))
			}
			if reason := t.lacks(pickle.Tags); reason != "" {
				left = append(left, NotRun{pickle.Name, pickle.Uri, reason})
			}
			for _, step := range pickle.Steps {
				if problem := misread(known, step); problem != "" {
					unknown = append(unknown, fmt.Sprintf("%s:%d: %s", pickle.Uri, lines[step.AstNodeIds[0]], problem))
				}
			}
		}
	}
	switch {
	case len(unknown) > 0:
		return nil, errors.New(strings.Join(slices.Compact(unknown), "\n"))
	case scenarios == 0:
		return nil, errors.New("no scenario is there, or none has these tags")
	case len(left) > 0:
		o.Tags = strings.TrimPrefix(o.Tags+" && ~"+control, " && ")
	}
	return left, nil
}

// control is the tag of scenarios that need a simulator's control door.
const control = "@control"

// lacks says what a scenario with these tags needs that the target has not.
func (t Target) lacks(tags []*messages.PickleTag) string {
	for _, tag := range tags {
		if tag.Name == control && t.AdminURL == "" {
			return "it needs a simulator's control door"
		}
	}
	return ""
}

// misread says what is wrong with the sentence of a step, if no step or more than one knows it.
func misread(known []sentence, step *messages.PickleStep) string {
	fits := 0
	for _, one := range known {
		if one.MatchString(step.Text) && one.follows(step.Argument) {
			fits++
		}
	}
	switch fits {
	case 0:
		return fmt.Sprintf("no step says %q; the nearest is %q", step.Text, nearest(known, step.Text))
	case 1:
		return ""
	}
	return fmt.Sprintf("%q can be read in %d ways", step.Text, fits)
}

// follows tells whether the sentence takes what follows the step.
func (s sentence) follows(a *messages.PickleStepArgument) bool {
	switch {
	case a == nil:
		return s.takes == nil
	case a.DataTable != nil:
		return s.takes != nil && s.step.Takes != Text
	}
	return s.step.Takes == Text
}

// nearest is the step that has the most words in common with a text.
func nearest(known []sentence, text string) string {
	best, most := "", -1
	for _, one := range known {
		common := 0
		said := strings.Fields(one.step.Says)
		for _, word := range said {
			if strings.Contains(" "+text+" ", " "+word+" ") {
				common += 2
			}
		}
		if common -= len(said); common > most || best == "" {
			best, most = one.step.form(one.takes != nil), common
		}
	}
	return best
}

// places tells the line of every step, by its id.
func places(d *messages.GherkinDocument) map[string]int64 {
	lines := map[string]int64{}
	add := func(steps []*messages.Step) {
		for _, step := range steps {
			lines[step.Id] = step.Location.Line
		}
	}
	of := func(b *messages.Background, s *messages.Scenario) {
		if b != nil {
			add(b.Steps)
		}
		if s != nil {
			add(s.Steps)
		}
	}
	if d.Feature == nil {
		return lines
	}
	for _, child := range d.Feature.Children {
		of(child.Background, child.Scenario)
		if child.Rule != nil {
			for _, inner := range child.Rule.Children {
				of(inner.Background, inner.Scenario)
			}
		}
	}
	return lines
}
