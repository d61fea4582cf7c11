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
		{`the refusal is explained by {text}`, "the explanation of the last refusal has these words", Nothing, (*story).explainedBy},
		{`all that was asked so far counts`, "what the application asked before this scenario counts too", Nothing, (*story).countAll},
	}
}

// since is the number of the last request that does not count.
type since uint64

// journaled is a request as the control door tells it.
type journaled struct {
	ID, Operation, Method, Body string
	Status                      int
	Headers                     map[string]string
	Refusal                     *struct{ Code int }
}

// mark lets only what is asked from now on count.
func (s *story) mark(ctx context.Context) error {
	if s.target.AdminURL == "" {
		return nil
	}
	var page struct{ Items []journaled }
	status, err := s.steered(ctx, http.MethodGet, "requests"+query("tenant", s.sid(), "limit", "1"), nil, &page)
	if err != nil || status == http.StatusNotFound || len(page.Items) == 0 {
		return err
	}
	s.since = page.Items[0].number()
	return nil
}

func (j journaled) number() since {
	n, _ := strconv.ParseUint(j.ID, 10, 64)
	return since(n)
}

func (s *story) countAll(context.Context, given) error {
	s.since = 0
	return nil
}

// sought is what is looked for in the journal.
type sought struct {
	operations []string
	rows       []field
	granted    bool // only what was not refused
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
	text := fmt.Sprintf("the application did so %d times, not %s", n, o)
	if len(all) == 0 {
		return errors.New(text + "; it asked for nothing at all")
	}
	text += "; it asked for"
	for i, j := range all {
		if i == shownRequests {
			text += fmt.Sprintf("\n  … and %d more before", len(all)-i)
			break
		}
		text += "\n  " + hide(j.line(), s.secrets)
	}
	return errors.New(text)
}

// shownRequests is how many requests a failure tells.
const shownRequests = 10

func (j journaled) line() string {
	line := j.ID + " " + j.Operation + " → " + strconv.Itoa(j.Status)
	if j.Refusal != nil {
		line += " code " + strconv.Itoa(j.Refusal.Code)
	}
	if j.Body != "" {
		line += " " + strings.Join(strings.Fields(j.Body), " ")
	}
	return line
}

// fits tells whether a request is what is looked for.
func (w sought) fits(j journaled) bool {
	if len(w.operations) > 0 && !slices.Contains(w.operations, j.Operation) || w.granted && j.Status >= http.StatusBadRequest ||
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

// journal lists what others than the scenario's client have asked, newest first.
func (s *story) journal(ctx context.Context) ([]journaled, error) {
	var all []journaled
	for after := ""; ; {
		var page struct {
			Items []journaled
			Next  string
		}
		status, err := s.steered(ctx, http.MethodGet, "requests"+query("tenant", s.sid(), "limit", "1000", "after", after), nil, &page)
		if err != nil || status == http.StatusNotFound {
			return nil, err
		}
		for _, j := range page.Items {
			if j.number() > s.since && j.Headers["User-Agent"] != s.client.agent {
				all = append(all, j)
			}
		}
		if after = page.Next; after == "" {
			return all, nil
		}
	}
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
			if j.Refusal != nil || j.Status >= http.StatusBadRequest {
				id = j.ID
			}
		}
	}
	if id == "" {
		return errors.New("nothing was refused")
	}
	if err := s.steer(ctx, http.MethodGet, "requests/"+url.PathEscape(id)+"/explain", nil, nil); err != nil {
		return err
	}
	told := s.exchanges[len(s.exchanges)-1]
	if !strings.Contains(strings.ToLower(string(told.Reply)), strings.ToLower(g.places[0])) {
		return s.wrong(&told, "the explanation does not say %q", g.places[0])
	}
	return nil
}
