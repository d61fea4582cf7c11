package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"leadassist-sim/features/report"
)

// rival is another endpoint that is sent all that the target is. What the target answers drives the scenario; what the
// rival answers is only compared with it.
type rival struct {
	target Target
	client *client
	mu     sync.Mutex
	found  map[string]report.Difference // by what differs
}

// compare prepares a run against two endpoints. Both have to be able to do what a scenario needs.
func (o Options) compare(t Target) (Target, Options, error) {
	if o.Against.VendorURL == "" {
		return t, o, nil
	}
	o.Against.Profile = t.Profile
	against, err := o.Against.settled()
	if err != nil {
		return t, o, fmt.Errorf("the endpoint to compare with: %w", err)
	}
	if t.VendorURL == "" {
		return t, o, errors.New("a comparison speaks to the vendor's door of both endpoints, but the first has none")
	}
	if t.AdminURL == "" || against.AdminURL == "" {
		t.AdminURL, against.AdminURL = "", ""
	}
	if against.OtherUsername == "" {
		t.OtherUsername, t.OtherPassword, t.OtherTenant = "", "", ""
	}
	if against.VendorURL == t.VendorURL && against.Tenant == t.Tenant {
		return t, o, errors.New("the endpoint to compare with is the same, and its tenant too: each would undo what the other does")
	}
	t.compared, o.Against = true, against
	return t, o, nil
}

// newRival is the endpoint to compare with; nil when there is none.
func newRival(o Options, now func() time.Time) *rival {
	if o.Against.VendorURL == "" {
		return nil
	}
	c := newClient(o.Against, "leadassist-sim-features/"+o.Name, o.Timeout)
	c.now = now
	return &rival{target: o.Against, client: c, found: map[string]report.Difference{}}
}

// reflected is what is sent to the rival instead of what was sent to the target.
func (s *story) reflected(m message, here, there string) message {
	m.url = there + s.mirror.translate(strings.TrimPrefix(m.url, here))
	if m.body != nil {
		m.body = []byte(s.mirror.translate(string(m.body)))
	}
	own, other := login{s.target.Username, s.target.Password}, login{s.target.OtherUsername, s.target.OtherPassword}
	switch {
	case m.login == (login{}) || !s.shared && s.rival.target.AdminURL != "": // the tenant was made there with the same ones
	case m.login == own:
		m.login = login{s.rival.target.Username, s.rival.target.Password}
	case m.login == other:
		m.login = login{s.rival.target.OtherUsername, s.rival.target.OtherPassword}
	}
	if m.token != "" {
		m.token = s.rival.target.AdminToken
	}
	return m
}

// compare puts the same question to the rival, and takes down where its answer differs.
func (s *story) compare(ctx context.Context, m message, here Exchange) error {
	if s.mirror == nil {
		return nil
	}
	there, err := s.rival.client.send(ctx, s.reflected(m, s.target.VendorURL, s.rival.target.VendorURL))
	if err != nil {
		return err
	}
	there.Operation, there.Generation = here.Operation, here.Generation
	s.mirror.pair(anID, here.id(), there.id())
	s.mirror.pair(aNumber, here.number(), there.number())
	s.mirror.match("", here.body(), there.body())
	s.mirror.remember(there, m)
	changes := s.mirror.unlike(here, there)
	if len(changes) == 0 {
		return nil
	}
	operation := here.Operation
	if operation == "" {
		operation = m.method + " of an unknown path"
	}
	for i := range changes {
		changes[i].First, changes[i].Second = hide(changes[i].First, s.secrets), hide(changes[i].Second, s.secrets)
	}
	s.rival.tell(report.Difference{
		Operation: operation, Generation: here.Generation, Scenario: s.mirror.name, File: s.mirror.file,
		Curl: here.redacted(s.secrets).Curl(), Statuses: [2]int{here.Status, there.Status}, Changes: changes,
	})
	return nil
}

// tidy deletes at the rival what the scenario has made there and not deleted.
func (s *story) tidy(ctx context.Context) error {
	var problems []error
	for _, one := range s.mirror.made {
		if one.gone {
			continue
		}
		o, err := s.operation(ask{operation: one.operation, generation: one.generation})
		if err != nil {
			return err
		}
		sid := s.mirror.pairs[s.sid()]
		path := strings.NewReplacer("{tenant}", sid, "{account}", sid, "{id}", one.id).Replace(o.Path)
		e, err := s.rival.client.send(ctx, message{
			method: o.Method, url: s.rival.target.VendorURL + path, login: login{s.rival.target.Username, s.rival.target.Password},
		})
		if err == nil && (e.Status == 0 || e.Status >= http.StatusMultipleChoices && !nothingLeft(e.Status)) {
			err = fmt.Errorf("the allocation %s of %s at the endpoint compared with is still there: %s", one.id, sid, answerOf(e))
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// nothingLeft tells whether a status says that there is nothing to delete.
func nothingLeft(status int) bool {
	return status == http.StatusNotFound || status == http.StatusGone || status == http.StatusConflict
}

// follow does at the rival's control door what was done at the target's. Looking is not repeated: nothing depends on it.
func (s *story) follow(ctx context.Context, m message, here Exchange) error {
	if s.mirror == nil || m.method == http.MethodGet || strings.Contains(m.url, "/__admin/requests/") || here.Status >= http.StatusBadRequest {
		return nil
	}
	there, err := s.rival.client.send(ctx, s.reflected(m, s.target.AdminURL, s.rival.target.AdminURL))
	switch {
	case err != nil:
		return err
	case there.Failure != "":
		return fmt.Errorf("the control door at %s does not answer: %s", s.rival.target.AdminURL, hide(there.Failure, s.secrets))
	case there.Status >= http.StatusBadRequest:
		return fmt.Errorf("the control door at %s refuses what the one at %s did: %s", s.rival.target.AdminURL, s.target.AdminURL, there.said())
	}
	var a, b any
	if json.Unmarshal(here.Reply, &a) == nil && json.Unmarshal(there.Reply, &b) == nil {
		s.mirror.match("", a, b)
	}
	return nil
}

// reachRival sees that the endpoint compared with answers at all.
func (s *stage) reachRival(ctx context.Context) error {
	if s.rival == nil {
		return nil
	}
	e, err := s.rival.client.send(ctx, message{method: http.MethodGet, url: s.rival.target.VendorURL + "/"})
	if err == nil && e.Status == 0 {
		err = fmt.Errorf("the vendor's door of the endpoint to compare with, at %s: %s", s.rival.target.VendorURL, hide(e.Failure, s.secrets))
	}
	return err
}
