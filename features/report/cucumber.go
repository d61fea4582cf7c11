package report

import (
	"encoding/base64"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

type cukeFeature struct {
	URI         string        `json:"uri"`
	ID          string        `json:"id"`
	Keyword     string        `json:"keyword"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Line        int64         `json:"line"`
	Tags        []cukeTag     `json:"tags"`
	Elements    []cukeElement `json:"elements"`
}

type cukeTag struct {
	Name string `json:"name"`
	Line int64  `json:"line,omitempty"`
}

type cukeElement struct {
	ID          string     `json:"id"`
	Keyword     string     `json:"keyword"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Line        int64      `json:"line"`
	Type        string     `json:"type"`
	Started     string     `json:"start_timestamp"`
	Tags        []cukeTag  `json:"tags"`
	Steps       []cukeStep `json:"steps"`
}

type cukeStep struct {
	Keyword    string          `json:"keyword"`
	Name       string          `json:"name"`
	Line       int64           `json:"line"`
	DocString  *cukeText       `json:"doc_string,omitempty"`
	Rows       []cukeRow       `json:"rows,omitempty"`
	Match      struct{}        `json:"match"`
	Result     cukeResult      `json:"result"`
	Embeddings []cukeEmbedding `json:"embeddings,omitempty"`
}

type cukeText struct {
	Value       string `json:"value"`
	ContentType string `json:"content_type"`
}

type cukeRow struct {
	Cells []string `json:"cells"`
}

type cukeResult struct {
	Status   Outcome `json:"status"`
	Duration int64   `json:"duration"`
	Error    string  `json:"error_message,omitempty"`
}

type cukeEmbedding struct {
	Name string `json:"name"`
	Mime string `json:"mime_type"`
	Data string `json:"data"`
}

// Cucumber is the run as the JSON that tools of the Cucumber family read. A failed step carries the exchanges.
func Cucumber(r Run) ([]byte, error) {
	all := []cukeFeature{}
	for _, f := range r.Features {
		one := cukeFeature{URI: f.URI, ID: dashed(f.name()), Keyword: "Feature", Name: f.name(), Tags: []cukeTag{}, Elements: []cukeElement{}}
		if f.Document != nil && f.Document.Feature != nil {
			feature := f.Document.Feature
			one.Keyword, one.Description, one.Line = feature.Keyword, feature.Description, feature.Location.Line
			for _, tag := range feature.Tags {
				one.Tags = append(one.Tags, cukeTag{tag.Name, tag.Location.Line})
			}
		}
		for _, s := range f.Scenarios {
			one.Elements = append(one.Elements, cuked(one.ID, s))
		}
		all = append(all, one)
	}
	return indented(all)
}

func cuked(feature string, s Scenario) cukeElement {
	e := cukeElement{
		ID: strings.Join([]string{feature, dashed(s.Pickle.Name), s.Pickle.Id}, ";"), Keyword: s.Keyword, Name: s.Pickle.Name,
		Description: s.Rule, Line: s.Line, Type: "scenario", Started: stamp(s.Started), Tags: []cukeTag{}, Steps: []cukeStep{},
	}
	for _, tag := range s.Tags() {
		e.Tags = append(e.Tags, cukeTag{Name: tag})
	}
	for _, step := range s.Steps {
		e.Steps = append(e.Steps, cukedStep(s, step))
	}
	return e
}

func cukedStep(s Scenario, step Step) cukeStep {
	one := cukeStep{
		Keyword: step.Keyword, Name: step.Pickle.Text, Line: step.Line, Result: cukeResult{step.Outcome, step.Took.Nanoseconds(), step.Failure},
	}
	if a := step.Pickle.Argument; a != nil && a.DocString != nil {
		one.DocString = &cukeText{a.DocString.Content, a.DocString.MediaType}
	}
	for _, cells := range rows(step.Pickle) {
		one.Rows = append(one.Rows, cukeRow{cells})
	}
	if step.Outcome == Failed {
		for i, e := range s.Exchanges {
			one.Embeddings = append(one.Embeddings, cukeEmbedding{evidenceName(i), plainText, base64.StdEncoding.EncodeToString([]byte(e.text()))})
		}
	}
	return one
}

const plainText = "text/plain"

// evidenceName is what an exchange is called as an attachment.
func evidenceName(i int) string { return "exchange-" + itoa(i+1) + ".txt" }

// rows are the cells of a step's table.
func rows(step *messages.PickleStep) [][]string {
	if step.Argument == nil || step.Argument.DataTable == nil {
		return nil
	}
	var all [][]string
	for _, row := range step.Argument.DataTable.Rows {
		cells := make([]string, len(row.Cells))
		for i, cell := range row.Cells {
			cells[i] = cell.Value
		}
		all = append(all, cells)
	}
	return all
}

func dashed(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "-") }
