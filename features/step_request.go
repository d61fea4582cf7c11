package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// requestSteps are what is expected of the application under test: what it asked the vendor's door for since the
// scenario began. What the scenario's own client asked does not count.
func requestSteps() []Step {
	return []Step{
		{`the application {deed}{often}{within}`, "it asked for this and was not refused; the table narrows it by fields of the body", MaybeTable, (*story).applicationDid},
		{`the application called {request}{often}{within}`, "it asked for this, whatever the answer; the table may also have status and code", MaybeTable, (*story).applicationCalled},
		{`the application did not call {request}{within}`, "it did not; within a time, the whole of that time is waited for", MaybeTable, (*story).applicationDidNotCall},
		{`the application was refused with code {count}{often}{within}`, "an answer of the vendor's door to it had this code", Nothing, (*story).applicationRefused},
		{`the application was not refused{within}`, "no answer of the vendor's door to it was an error", Nothing, (*story).applicationNotRefused},
		{`every field the application sent is known`, "none that the interface description does not have, so none misspelt", Nothing, (*story).applicationSpelt},
		{`the refusal is explained by {text}`, "the explanation of the last refusal has these words, in its summary, the rule or the fault", Nothing, (*story).explainedBy},
		{`all that was asked so far counts`, "what the application asked before this scenario counts too", Nothing, (*story).countAll},
	}
}

func (s *story) countAll(context.Context, given) error {
	s.since, s.old = "", nil
	return nil
}

// sought is what is looked for in the journal.
type sought struct {
	operations []string
	rows       []field
	granted    bool // only what was carried out
	refused    bool // only what was answered with an error
	code       string
}

func (s *story) applicationDid(ctx context.Context, g given) error {
	return s.expect(ctx, g, true)
}

func (s *story) applicationCalled(ctx context.Context, g given) error {
	return s.expect(ctx, g, false)
}

// expect waits until the application has asked as often as it is to.
func (s *story) expect(ctx context.Context, g given, granted bool) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	patience, err := g.within(2)
	if err != nil {
		return err
	}
	return s.await(ctx, sought{operations: named(g.places[0]), rows: rows, granted: granted}, g.often(1), patience)
}

func (s *story) applicationRefused(ctx context.Context, g given) error {
	patience, err := g.within(2)
	if err != nil {
		return err
	}
	return s.await(ctx, sought{code: strconv.Itoa(g.count(0))}, g.often(1), patience)
}

func (s *story) applicationNotRefused(ctx context.Context, g given) error {
	patience, err := g.within(0)
	if err != nil {
		return err
	}
	return s.await(ctx, sought{refused: true}, often{0, 0}, patience)
}

// applicationSpelt looks for fields that the interface description does not know.
func (s *story) applicationSpelt(ctx context.Context, _ given) error {
	all, err := s.journal(ctx)
	if err != nil {
		return err
	}
	var lines []string
	for _, j := range all {
		for _, f := range j.UnreadFields {
			line := j.Operation + " does not read " + f.Field
			if f.Nearest != "" {
				line += "; did it mean " + f.Nearest + "?"
			}
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) > 0 {
		return errors.New(strings.Join(lines, "\n        "))
	}
	return nil
}

func (s *story) applicationDidNotCall(ctx context.Context, g given) error {
	rows, err := g.fields()
	if err != nil {
		return err
	}
	patience, err := g.within(1)
	if err != nil {
		return err
	}
	return s.await(ctx, sought{operations: named(g.places[0]), rows: rows}, often{0, 0}, patience)
}

// await waits for the application to ask. What is wanted at most can be disproved early but is proved only by waiting for the
// whole time.
func (s *story) await(ctx context.Context, w sought, o often, patience timeSpan) error {
	var found []journaled
	_, err := s.eventually(ctx, patience, func(ctx context.Context) (bool, error) {
		all, err := s.journal(ctx)
		if err != nil {
			return false, err
		}
		found = slices.DeleteFunc(all, func(j journaled) bool { return !w.fits(j) })
		return o.settled(len(found)), nil
	})
	if err != nil {
		return err
	}
	if o.has(len(found)) {
		return nil
	}
	return s.missed(ctx, o, len(found))
}

// settled tells whether waiting can change nothing any more.
func (o often) settled(n int) bool { return n > o.most || o.most == maxTimes && n >= o.least }

// missed says what the application did instead.
func (s *story) missed(ctx context.Context, o often, n int) error {
	all, err := s.journal(ctx)
	if err != nil {
		return err
	}
	text := "the application did so " + many(n) + ", not " + o.String()
	if len(all) == 0 {
		return errors.New(text + "; it asked for nothing at all")
	}
	text += "; it asked for"
	for i, j := range all {
		if i == shownRequests {
			text += fmt.Sprintf("\n        … and %d more before", len(all)-i)
			break
		}
		text += "\n        " + hide(j.line(), s.secrets)
	}
	return errors.New(text)
}

// shownRequests is how many requests a failure tells.
const shownRequests = 10

// fits tells whether a request is what is looked for.
func (w sought) fits(j journaled) bool {
	if len(w.operations) > 0 && !slices.Contains(w.operations, j.Operation) || w.granted && !j.granted() || w.refused && !j.refused() ||
		w.code != "" && (j.Refusal == nil || strconv.Itoa(j.Refusal.Code) != w.code) {
		return false
	}
	var body any
	_ = json.Unmarshal([]byte(j.Body), &body)
	for _, row := range w.rows {
		found, there := at(body, row.name)
		switch {
		case fits(row.value, found, there):
		case row.name == "status" && !there && row.value == strconv.Itoa(j.Status):
		case row.name == "code" && !there && j.Refusal != nil && row.value == strconv.Itoa(j.Refusal.Code):
		default:
			return false
		}
	}
	return true
}

// explainedBy looks at the explanation of the scenario's own last answer if it was a refusal, else of the application's
// last one.
func (s *story) explainedBy(ctx context.Context, g given) error {
	id := ""
	if s.answer != nil && s.answer.Status >= http.StatusBadRequest {
		id = s.answer.ReplyHeader.Get("X-Request-Id")
	}
	if id == "" {
		all, err := s.journal(ctx)
		if err != nil {
			return err
		}
		for _, j := range slices.Backward(all) {
			if j.refused() {
				id = j.ID
			}
		}
	}
	if id == "" {
		return errors.New("nothing was refused")
	}
	var told explanation
	if err := s.steer(ctx, order{method: http.MethodGet, path: "requests/" + url.PathEscape(id) + "/explain"}, &told); err != nil {
		return err
	}
	if !strings.Contains(strings.ToLower(told.text()), strings.ToLower(g.places[0])) {
		return errors.New("the explanation of request " + id + " does not say so, but: " + hide(told.Summary, s.secrets))
	}
	return nil
}

// explanation is why a request was refused, as far as a step looks at it.
type explanation struct {
	Summary     string
	Rule, Fault any
}

func (e explanation) text() string {
	return e.Summary + "\n" + string(encode(e.Rule)) + "\n" + string(encode(e.Fault))
}
