package features

import (
	"context"
	"net/http"
	"strconv"
	"strings"
)

// journalPage is a page of what was asked; newest is where to go on from later.
type journalPage struct {
	Items        []journaled
	Next, Newest string
}

// journaled is a request as the control door tells it.
type journaled struct {
	ID, Operation, Method, Body string
	Status                      int
	Headers                     map[string]string
	Refusal                     *struct{ Code int }
	Fault                       *struct{ When string }
	UnreadFields                []struct{ Field, Nearest string } `json:"unread_fields"`
}

// granted tells whether what was asked for happened, even if nobody was told.
func (j journaled) granted() bool {
	return j.Status >= 200 && j.Status < 300 || j.Fault != nil && j.Fault.When == "after"
}

// refused tells whether the answer was an error.
func (j journaled) refused() bool { return j.Status >= http.StatusBadRequest }

func (j journaled) line() string {
	line := j.ID + " " + j.Operation + " → " + strconv.Itoa(j.Status)
	if j.Status == 0 {
		line = j.ID + " " + j.Operation + " → no answer"
	}
	if j.Refusal != nil {
		line += " code " + strconv.Itoa(j.Refusal.Code)
	}
	if j.Body != "" {
		line += " " + strings.Join(strings.Fields(j.Body), " ")
	}
	return line
}

// mark lets only what is asked, and delivered, from now on count.
func (s *story) mark(ctx context.Context) error {
	if s.target.AdminURL == "" {
		return nil
	}
	var page journalPage
	if err := s.steer(ctx, order{method: http.MethodPost, path: "requests/find", body: map[string]any{"matcher": map[string]any{"tenant": s.sid()}, "limit": 1}}, &page); err != nil {
		return err
	}
	s.since = page.Newest
	before, err := s.callbacks(ctx, "")
	s.old = make(map[string]bool, len(before))
	for _, d := range before {
		s.old[d.ID] = true
	}
	return err
}

// journal lists what others than the scenario's client have asked since it began, newest first.
func (s *story) journal(ctx context.Context) ([]journaled, error) {
	var all []journaled
	for after := ""; ; {
		body := map[string]any{"matcher": map[string]any{"tenant": s.sid()}, "limit": 1000}
		for key, value := range map[string]string{"newer_than": s.since, "after": after} {
			if value != "" {
				body[key] = value
			}
		}
		var page journalPage
		if err := s.steer(ctx, order{method: http.MethodPost, path: "requests/find", body: body}, &page); err != nil {
			return nil, err
		}
		for _, j := range page.Items {
			if j.Headers["User-Agent"] != s.client.agent {
				all = append(all, j)
			}
		}
		if after = page.Next; after == "" {
			return all, nil
		}
	}
}
