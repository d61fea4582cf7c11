package features

import (
	"context"
	"strings"
)

// rawSteps send anything at all.
func rawSteps() []Step {
	return []Step{
		{`the client sends {method} {text}`, "to a path of the vendor's door, without a body", Nothing, (*story).sendBare},
		{`the client sends {method} {text} with`, "the same with a body, sent as it is", Text, (*story).sendWith},
		{`answers are not held against the documents`, "from here on; else an answer that departs from its OpenAPI document fails the step", Nothing, (*story).beLax},
	}
}

func (s *story) sendBare(ctx context.Context, g given) error { return s.sends(ctx, g, nil) }
func (s *story) sendWith(ctx context.Context, g given) error { return s.sends(ctx, g, []byte(g.text)) }

// sends makes the request, and judges the answer if the documents know the path.
func (s *story) sends(ctx context.Context, g given, body []byte) error {
	method, path := g.places[0], "/"+strings.TrimPrefix(g.places[1], "/")
	a := ask{operation: s.routed(method, path), generation: s.speaks}
	e, err := s.speak(ctx, message{method: method, url: s.target.VendorURL + path, body: body, login: s.login}, a)
	if err != nil {
		return err
	}
	s.before, s.answer = s.answer, &e
	if err := s.judge(e); err != nil {
		return err
	}
	if strings.HasPrefix(a.operation, "createGreen") {
		s.remember("", a)
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
