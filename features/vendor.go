package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"leadassist-sim/openapi"
)

// ask is something a client asks at the vendor's door.
type ask struct {
	operation, generation string
	id                    string // of an allocation or a call, where the path has one
	body                  any    // nil: none
}

// asks puts it to the vendor's door. The answer is kept for the steps to come, and held against the document of its
// generation: an answer that departs from it is an error, no answer at all is not.
func (s *story) asks(ctx context.Context, a ask) error {
	e, err := s.exchange(ctx, a)
	if err != nil {
		return err
	}
	s.before, s.answer = s.answer, s.canonical(e)
	return s.judge(e)
}

// exchange puts the question without keeping the answer as the last one.
func (s *story) exchange(ctx context.Context, a ask) (Exchange, error) {
	m, err := s.message(a, s.speaker(), s.login)
	if err != nil {
		return Exchange{}, err
	}
	return s.speak(ctx, m, a)
}

// message is the request that asks it in the name of a tenant.
func (s *story) message(a ask, sid string, l login) (message, error) {
	o, err := s.operation(a)
	if err != nil {
		return message{}, err
	}
	sid = url.PathEscape(sid)
	path := strings.NewReplacer("{tenant}", sid, "{account}", sid,
		"{id}", url.PathEscape(a.id), "{call}", url.PathEscape(a.id)).Replace(o.Path)
	m := message{method: o.Method, url: s.target.VendorURL + path, login: l}
	if err := nobodies(a.body); err != nil {
		return message{}, err
	}
	if a.body != nil {
		m.body = encode(s.flowing(a))
	}
	return m, nil
}

// flowing is the body of what is asked, with the target's call flow in a create that names none, unless the scenario is
// about flows.
func (s *story) flowing(a ask) any {
	body, ok := a.body.(map[string]any)
	if !ok || s.target.FlowID == "" || s.foreign || s.ownFlow || a.operation != "createGreenvn" || a.generation == exobridge || body["flow_id"] != nil {
		return a.body
	}
	body = maps.Clone(body)
	body["flow_id"] = s.target.FlowID
	return body
}

// speak sends a message to the vendor's door and keeps it as evidence.
func (s *story) speak(ctx context.Context, m message, a ask) (Exchange, error) {
	if s.target.VendorURL == "" {
		return Exchange{}, errors.New("this step speaks as a client of the vendor, but no address of the vendor's door was given")
	}
	if m.method == http.MethodPost { // what is made has to be known to be cleaned up, also when the run is told to stop
		ctx = context.WithoutCancel(ctx)
	}
	if strings.HasPrefix(a.operation, "createGreen") {
		if err := s.budget.spend(); err != nil {
			return Exchange{}, err
		}
	}
	e, err := s.client.send(ctx, m)
	if err != nil {
		return e, err
	}
	e.Operation, e.Generation = a.operation, a.generation
	s.enter(e, a)
	return s.note(e), s.compare(ctx, m, e)
}

// operation finds what is asked in the documents.
func (s *story) operation(a ask) (*openapi.Operation, error) {
	for _, name := range []string{document(a.generation), "calls"} {
		if o, ok := s.documents[name].Operation(a.operation); ok {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%s knows no operation %s", a.generation, a.operation)
}

// document is the name of the one that describes a generation.
func document(generation string) string {
	if generation == exobridge {
		return "exobridge"
	}
	return "leadassist"
}

// judge holds an answer against the document. Undeclared statuses are departures too.
func (s *story) judge(e Exchange) error {
	if s.lax || e.Status == 0 || e.Operation == "" {
		return nil
	}
	o, err := s.operation(ask{operation: e.Operation, generation: e.Generation})
	if err != nil {
		return err
	}
	checked := e
	if s.excused(&e) {
		checked.Status = http.StatusCreated
	}
	lines := departures(o, checked)
	if len(lines) == 0 {
		return s.observeAnswer(e)
	}
	return s.wrong(&e, "the answer to %s departs from the %s document:\n  %s", e.Operation, e.Generation, strings.Join(lines, "\n  "))
}

// departures says where and why an answer differs from what the document allows.
func departures(o *openapi.Operation, e Exchange) []string {
	if e.Failure != "" {
		return []string{e.Failure}
	}
	media := e.ReplyHeader.Get("Content-Type")
	var body any
	if err := json.Unmarshal(e.Reply, &body); err != nil && strings.HasPrefix(media, "application/json") {
		return []string{"the body is announced as JSON and is none"}
	}
	var lines []string
	for _, v := range o.CheckReply(e.Status, media, body) {
		line := v.Reason
		if v.Pointer != "" {
			line = "at " + v.Pointer + ": " + v.Reason
		}
		lines = append(lines, line)
	}
	return lines
}
