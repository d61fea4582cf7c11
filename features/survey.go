package features

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

// chosen is what is to be played.
type chosen struct {
	scenarios int // without those left out
	cost      int // allocations they make
	left      []NotRun
}

// survey reads the feature files before anything is played: it refuses sentences that no step knows, lists what cannot
// be run against this target, and leaves that out by its tag.
func (o *Options) survey(known []sentence, t Target) (chosen, error) {
	features, err := godog.TestSuite{Options: &godog.Options{Paths: o.Paths, FS: o.FS, Tags: o.Tags}}.RetrieveFeatures()
	if err != nil {
		return chosen{}, err
	}
	c, without := chosen{left: []NotRun{}}, map[string]bool{}
	var unknown []string
	seen := false
	for _, f := range features {
		seen = seen || len(f.Pickles) > 0
		lines := places(f.GherkinDocument)
		for _, pickle := range f.Pickles {
			c.scenarios++
			unknown = append(unknown, unread(known, pickle, lines)...)
			if tag, reason := o.lacks(t, pickle.Tags); reason != "" {
				c.left = append(c.left, NotRun{pickle.Name, pickle.Uri, reason})
				without[tag] = true
				continue
			}
			if t.absent(cast(pickle)) != "" { // told when it is its turn: no tag leaves it out
				c.scenarios--
				continue
			}
			c.cost += costs(pickle.Tags)
		}
	}
	switch {
	case len(unknown) > 0:
		return c, errors.New(strings.Join(slices.Compact(unknown), "\n"))
	case c.scenarios == 0 && !seen:
		return c, errors.New("no scenario is there, or none has these tags")
	}
	for _, tag := range slices.Sorted(maps.Keys(without)) {
		o.Tags = and(o.Tags, "~"+tag)
	}
	c.scenarios -= len(c.left)
	return c, nil
}

// unread tells which sentences of a scenario cannot be read, with their places.
func unread(known []sentence, pickle *messages.Pickle, lines map[string]int64) []string {
	if len(pickle.Steps) == 0 {
		return []string{fmt.Sprintf("%s: the scenario %q has no step", pickle.Uri, pickle.Name)}
	}
	var all []string
	for _, step := range pickle.Steps {
		if problem := misread(known, step); problem != "" {
			all = append(all, fmt.Sprintf("%s:%d: %s", pickle.Uri, lines[step.AstNodeIds[0]], problem))
		}
	}
	return all
}

// misread says what is wrong with the sentence of a step, if no step or more than one knows it.
func misread(known []sentence, step *messages.PickleStep) string {
	fits := 0
	for _, one := range known {
		if one.MatchString(step.Text) && one.follows(step.Argument) {
			fits++
		}
	}
	said := strconv.Quote(step.Text)
	switch {
	case step.Argument != nil && step.Argument.DataTable != nil:
		said += " and takes a table"
	case step.Argument != nil:
		said += " and takes a text"
	}
	switch fits {
	case 0:
		if near := nearest(known, step.Text); near != "" {
			return fmt.Sprintf("no step says %s; the nearest is %q", said, near)
		}
		return fmt.Sprintf("no step says %s, or anything like it", said)
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

// nearest is the step that has the most words in common with a text; nothing when there is no word of weight.
func nearest(known []sentence, text string) string {
	best, most := "", 0
	for _, one := range known {
		common := 0
		said := strings.Fields(one.step.Says)
		for _, word := range said {
			switch {
			case len(word) > len("the") && strings.Contains(" "+text+" ", " "+word+" "):
				common += 10
			case common > 0 && (word == "{count}" && strings.ContainsAny(text, "0123456789") || word == "{text}" && strings.Contains(text, `"`)):
				common += 5
			}
		}
		if common > 0 && common-len(said) > most {
			best, most = one.step.form(one.takes != nil), common-len(said)
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
