package features

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// ledger is what the run has made and not given back yet, whatever becomes of its scenarios.
type ledger struct {
	mu   sync.Mutex
	open []*debt
}

// debt is an allocation that is to be given back.
type debt struct {
	story     int // number of the scenario
	sid       string
	login     login
	kind      ask    // deletes one of its kind
	id        string // empty: nobody told, and it may not even be there
	reference string // as it was sent
	wipe      bool   // the tenant is the run's own, and may be made anew
}

func (l *ledger) add(d *debt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, d)
}

// settle strikes out what is gone.
func (l *ledger) settle(gone func(*debt) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = slices.DeleteFunc(l.open, gone)
}

// owed lists what is still to be given back, of one scenario or of all (0).
func (l *ledger) owed(story int) []*debt {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*debt
	for _, d := range l.open {
		if story == 0 || d.story == story {
			all = append(all, d)
		}
	}
	return all
}

// enter writes down what an exchange made or took away. A create nobody answered may have made something too.
func (s *story) enter(e Exchange, a ask) {
	if creates := strings.HasPrefix(a.operation, "createGreen"); creates && (e.unsent || !made(e)) {
		s.budget.refund()
	}
	switch {
	case strings.HasPrefix(a.operation, "delete") && e.Status < 300 && e.Status > 0:
		sid, id := s.speaker(), path.Base(e.URL)
		s.ledger.settle(func(d *debt) bool { return d.sid == sid && d.id == id })
	case strings.HasPrefix(a.operation, "createGreen") && !e.unsent && made(e):
		verb := ask{operation: "delete" + strings.TrimPrefix(a.operation, "create"), generation: a.generation}
		s.ledger.add(&debt{
			story: s.number, sid: s.speaker(), login: s.login, kind: verb, id: e.id(), reference: sent(e.Body), wipe: !s.shared && s.suite,
		})
	}
}

// made tells whether there may be something new after an exchange.
func made(e Exchange) bool {
	return e.Status < 300 || e.Status == http.StatusBadGateway || e.Status == http.StatusGatewayTimeout
}

// sent is the client's own name for what a body asks for.
func sent(body []byte) string {
	return Exchange{Reply: body}.first("connection_id", "transaction_id", "custom_field")
}

// repay gives back what a scenario has made, or everything (0). What cannot be given back stays in the ledger, for the end
// of the run to try again.
func (s *story) repay(ctx context.Context, story int) []error {
	var problems []error
	for _, d := range s.ledger.owed(story) {
		if err := s.discard(ctx, d); err != nil {
			problems = append(problems, err)
			continue
		}
		s.ledger.settle(func(one *debt) bool { return one == d })
	}
	return problems
}

// discard deletes one. What is gone already is fine. On a tenant of the run's own everything may go with it.
func (s *story) discard(ctx context.Context, d *debt) error {
	err := s.release(ctx, d)
	if err == nil || !d.wipe || s.target.AdminURL == "" {
		return err
	}
	return s.putNamed(ctx, d.sid, map[string]any{"generate": map[string]any{"count": 1}}, login{s.target.Username, s.target.Password}, nil)
}

func (s *story) release(ctx context.Context, d *debt) error {
	if d.id == "" && !s.recovered(ctx, d) {
		return nil
	}
	if d.id == "" {
		return fmt.Errorf("an allocation with the reference %s may be left in tenant %s: the request to make it was not answered, and only its id could delete it", d.reference, d.sid)
	}
	a := d.kind
	a.id = d.id
	m, err := s.message(a, d.sid, d.login)
	if err != nil {
		return err
	}
	e, err := s.client.send(ctx, m)
	if err != nil {
		return err
	}
	e.Operation, e.Generation = a.operation, a.generation
	s.note(e)
	if e.Status > 0 && e.Status < 300 || e.Status == http.StatusNotFound || e.Status == http.StatusGone || e.Status == http.StatusConflict || e.code() == "22" {
		return nil
	}
	return fmt.Errorf("the allocation %s of %s is still there: %s%s", d.id, d.sid, strings.SplitN(e.Answer(), "\n", 2)[0], indented(e.Curl()))
}

// recovered finds out the id of what nobody told, where there is a control door; false: nothing was made.
func (s *story) recovered(ctx context.Context, d *debt) bool {
	if s.target.AdminURL == "" || d.reference == "" {
		return true
	}
	found, err := s.listedOf(ctx, d.sid, func(l listed) bool { return l.Reference == d.reference && l.State == "active" })
	if err != nil {
		return true
	}
	if found != nil {
		d.id = found.ID
	}
	return found != nil
}
