package features

import (
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"leadassist-sim/features/report"
)

// book is all that is to be played, as the files have it.
type book struct {
	chapters []chapter
	places   map[string]place // of a heading or a step, by its id in the parsed file
}

// chapter is a feature file.
type chapter struct {
	source   []byte
	document *messages.GherkinDocument
	uri      string
	pickles  []*messages.Pickle
}

// place is where something stands in a file, and in what words it begins.
type place struct {
	keyword string
	line    int64
	rule    string
}

// open reads what the run will play. Its ids are those godog gives, since both read the same files in the same order.
func (o Options) open() (*book, error) {
	features, err := godog.TestSuite{Options: &godog.Options{Paths: o.Paths, FS: o.FS, Tags: o.Tags}}.RetrieveFeatures()
	if err != nil {
		return nil, err
	}
	b := &book{places: map[string]place{}}
	for _, f := range features {
		b.chapters = append(b.chapters, chapter{f.Content, f.GherkinDocument, f.Uri, f.Pickles})
		if f.Feature == nil {
			continue
		}
		for _, child := range f.Feature.Children {
			b.note("", child.Background, child.Scenario)
			if child.Rule == nil {
				continue
			}
			for _, inner := range child.Rule.Children {
				b.note(child.Rule.Name, inner.Background, inner.Scenario)
			}
		}
	}
	return b, nil
}

// note takes down where a background or a scenario stands.
func (b *book) note(rule string, background *messages.Background, scenario *messages.Scenario) {
	steps := []*messages.Step{}
	if background != nil {
		steps = background.Steps
	}
	if scenario != nil {
		b.places[scenario.Id] = place{scenario.Keyword, scenario.Location.Line, rule}
		steps = slices.Concat(steps, scenario.Steps)
		for _, table := range scenario.Examples {
			for _, row := range table.TableBody {
				b.places[row.Id] = place{scenario.Keyword, row.Location.Line, rule}
			}
		}
	}
	for _, step := range steps {
		b.places[step.Id] = place{step.Keyword, step.Location.Line, rule}
	}
}

// at is where a scenario stands: the row of its table, if it is from one.
func (b *book) at(pickle *messages.Pickle) place {
	return b.places[pickle.AstNodeIds[len(pickle.AstNodeIds)-1]]
}

// features are the files with what became of their scenarios, and the scenarios nothing became of.
func (b *book) features(told map[string]report.Scenario) (played []report.Feature, missed []*messages.Pickle) {
	for _, c := range b.chapters {
		f := report.Feature{URI: c.uri, Source: c.source, Document: c.document}
		for _, pickle := range c.pickles {
			if one, ok := told[pickle.Id]; ok {
				f.Scenarios = append(f.Scenarios, one)
			} else {
				missed = append(missed, pickle)
			}
		}
		if len(f.Scenarios) > 0 {
			played = append(played, f)
		}
	}
	return played, missed
}

// generationOf is the generation a copy of a scenario is played in; nothing when it is none.
func generationOf(pickle *messages.Pickle) string {
	for _, tag := range pickle.Tags {
		if profile, ok := strings.CutPrefix(tag.Name, profileTag); ok {
			return profile
		}
	}
	return ""
}
