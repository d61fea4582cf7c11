package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// rawSteps send anything at all.
func rawSteps() []Step {
	return []Step{
		{`the client sends {method} {text}`, "to a path of the vendor's door, without a body", Nothing, (*story).sendBare},
		{`the client sends {method} {text} with`, "the same with a body, sent as it is", Text, (*story).sendWith},
		{`the client sends {method} {text} as {text} with`, "the same, announced as this media type", Text, (*story).sendAs},
		{`the client sends {method} {text} with {count} bytes of JSON`, "an object of that size", Nothing, (*story).sendLong},
		{`the tester sends {method} {text}`, "to any address, such as the application's, without a body; the answer must be a success", Nothing, (*story).pushBare},
		{`the tester sends {method} {text} with`, "the same with a body, sent as it is", Text, (*story).pushWith},
		{`answers are not held against the documents`, "from here on; else an answer that departs from its OpenAPI document fails the step", Nothing, (*story).beLax},
	}
}

func (s *story) sendBare(ctx context.Context, g given) error {
	return s.sends(ctx, g, message{})
}

func (s *story) sendWith(ctx context.Context, g given) error {
	return s.sends(ctx, g, message{body: []byte(g.text)})
}

func (s *story) sendAs(ctx context.Context, g given) error {
	return s.sends(ctx, g, message{body: []byte(g.text), media: g.places[2]})
}

// sendLong fills an object up to its size with one long text.
func (s *story) sendLong(ctx context.Context, g given) error {
	const around = `{"connection_id":""}`
	size := g.count(2)
	if size < len(around) {
		return fmt.Errorf("the shortest object of this kind has %d bytes", len(around))
	}
	if size > largest {
		return fmt.Errorf("the longest body has %d bytes", largest)
	}
	text := strings.Replace(around, `""`, `"`+strings.Repeat("x", size-len(around))+`"`, 1)
	return s.sends(ctx, g, message{body: []byte(text)})
}

// sends makes the request, and judges the answer if the documents know the path.
func (s *story) sends(ctx context.Context, g given, m message) error {
	path := "/" + strings.TrimPrefix(g.places[1], "/")
	a := ask{operation: s.routed(g.places[0], path), generation: s.speaks}
	m.method, m.url, m.login = g.places[0], s.target.VendorURL+path, s.login
	e, err := s.speak(ctx, m, a)
	if err != nil {
		return err
	}
	s.before, s.answer = s.answer, s.canonical(e)
	if err := s.judge(e); err != nil {
		return err
	}
	if strings.HasPrefix(a.operation, "createGreen") {
		s.remember("", a)
	}
	return nil
}

func (s *story) pushBare(ctx context.Context, g given) error { return s.push(ctx, g, nil) }
func (s *story) pushWith(ctx context.Context, g given) error { return s.push(ctx, g, []byte(g.text)) }

// push makes the application under test do something. It gets no credentials, and its answer is not the vendor's.
func (s *story) push(ctx context.Context, g given, body []byte) error {
	if !strings.HasPrefix(g.places[1], "http://") && !strings.HasPrefix(g.places[1], "https://") {
		return errors.New("this step takes a whole address, such as http://127.0.0.1:3000/orders")
	}
	e, err := s.client.send(ctx, message{method: g.places[0], url: g.places[1], body: body})
	if err != nil {
		return err
	}
	s.note(e)
	if e.Failure != "" || e.Status >= http.StatusBadRequest {
		return s.wrong(&e, "the application did not take it")
	}
	return nil
}

// routed finds the operation of a method and a path; nothing if the documents have none.
func (s *story) routed(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, name := range []string{document(s.speaks), "calls"} {
		for _, o := range s.documents[name].Operations() {
			if o.Method == method && alike(o.Path, path) {
				return o.ID
			}
		}
	}
	return ""
}

// alike tells whether a path is one of a template's.
func alike(template, path string) bool {
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i, step := range want {
		_, tail, place := strings.Cut(step, "}")
		if place && (have[i] == tail || !strings.HasSuffix(have[i], tail)) || !place && step != have[i] {
			return false
		}
	}
	return true
}

func (s *story) beLax(context.Context, given) error {
	s.lax = true
	return nil
}
