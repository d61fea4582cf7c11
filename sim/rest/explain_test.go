package rest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/explain"
)

// annotated are the documents as explanations need them, loaded once for all tests.
var annotated = sync.OnceValues(func() (map[string]*openapi.Document, error) {
	all := map[string]*openapi.Document{}
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		d, err := openapi.Annotated(name)
		if err != nil {
			return nil, err
		}
		all[name] = d
	}
	return all, nil
})

// why explains an entry.
func (h house) why(e sim.Entry) explain.Explanation {
	h.t.Helper()
	loaded, err := annotated()
	if err != nil {
		h.t.Fatal(err)
	}
	c := explain.Look(h.sim, e)
	c.Base, c.Tester, c.Documents = "http://127.0.0.1:8080", "http://127.0.0.1:8081", loaded
	return explain.Explain(e, c)
}

// walk carries a way out and gives the answer to its last step. Placeholders get the credentials of the tenant.
func (h house) walk(w explain.Way) (answers []answer) {
	h.t.Helper()
	id := ""
	for _, s := range w.Steps {
		if s.Door == explain.Tester {
			h.turn(s)
			continue
		}
		var headers []string
		for name, value := range s.Header {
			if name == "Authorization" {
				sid := strings.Split(s.Path, "/")[3]
				headers = append(headers, basic(sid+"-key", sid+"-token"))
				continue
			}
			headers = append(headers, name+": "+value)
		}
		path := (&url.URL{Path: strings.ReplaceAll(s.Path, "{id}", id)}).EscapedPath()
		a := h.ask(s.Method, path, s.Body, headers...)
		answers = append(answers, a)
		if s.Takes != "" {
			if m := regexp.MustCompile(`"` + s.Takes + `":"([^"]+)"`).FindStringSubmatch(a.body); m != nil {
				id = m[1]
			}
		}
	}
	return answers
}

// turn does what a step asks of the tester's door.
func (h house) turn(s explain.Step) {
	h.t.Helper()
	loaded, err := documents()
	if err != nil {
		h.t.Fatal(err)
	}
	door, err := control.New(h.sim, loaded["control"], control.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	r := httptest.NewRequest(s.Method, "http://127.0.0.1:8081"+s.Path, strings.NewReader(s.Body))
	for name, value := range s.Header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	if door.ServeHTTP(w, r); w.Code != http.StatusOK {
		h.t.Errorf("%s %s %s: %d %s", s.Method, s.Path, s.Body, w.Code, w.Body)
	}
}

// passes carries out the n-th way and wants success of every request of the vendor's.
func (h house) passes(t *testing.T, x explain.Explanation, n int) {
	t.Helper()
	if len(x.Ways) <= n {
		t.Fatalf("no way %d: %s\n%s", n, x.Impossible, laid(x))
	}
	for _, a := range h.walk(x.Ways[n]) {
		if a.status < 200 || a.status > 299 {
			t.Errorf("way %d was answered %s\n%s", n, a, laid(x))
		}
	}
}

// laid is an explanation as JSON, for reading.
func laid(x explain.Explanation) string {
	text, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// raise makes a cause happen in a fresh house and gives the entry of its last request.
func (c cause) raise(t *testing.T, fresh func() house) (house, sim.Entry) {
	t.Helper()
	s := fresh().script("acme")
	for _, r := range c.before {
		s.say("before", r)
	}
	s.say(c.name, c.ask)
	return s.house, s.sim.Journal().List(sim.Filter{Limit: 1})[0]
}

// TestExplanationsPass raises every natural cause in every generation, asks why, and carries out each way that is offered.
func TestExplanationsPass(t *testing.T) {
	for _, profile := range append(generations(), string(dialect.Auto)) {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			causes := classicCauses()
			if profile == dialect.Exobridge {
				causes = exobridgeCauses()
			}
			for _, c := range append(causes, strayCauses()...) {
				t.Run(c.name, func(t *testing.T) {
					c.explained(t, func() house {
						template := open(profile, 22)
						if c.in != nil {
							c.in(&template)
						}
						return build(t, sim.Spec{Template: template})
					})
				})
			}
			if profile == string(dialect.Auto) {
				return
			}
			for _, c := range gates(profile) {
				t.Run(c.name, func(t *testing.T) {
					c.explained(t, func() house { return strict(t, profile, c.in) })
				})
			}
		})
	}
}

// explained wants a refusal told in full, and each way to pass in a house of its own.
func (c cause) explained(t *testing.T, fresh func() house) {
	t.Helper()
	h, e := c.raise(t, fresh)
	x := h.why(e)
	refused := slices.IndexFunc(x.Checks, func(c explain.Check) bool { return c.Verdict == "refused" })
	if x.Outcome != explain.Refused || refused < 0 || x.Checks[refused].Step != e.Refusal.Step || x.Rule == nil || x.Rule.Source == "" || x.Rule.Cause == "" {
		t.Fatalf("%+v\n%s", e.Refusal, laid(x))
	}
	if impossible(h, c) {
		if len(x.Ways) > 0 || x.Impossible == "" {
			t.Errorf("nothing can pass, but %s", laid(x))
		}
		return
	}
	if len(x.Ways) == 0 {
		t.Fatalf("no way: %s", laid(x))
	}
	for n := range x.Ways {
		again, e := c.raise(t, fresh)
		again.passes(t, again.why(e), n)
	}
}

// impossible are the causes that no request gets around.
func impossible(h house, c cause) bool {
	return c.in != nil && strings.Contains(c.name, "empty pool")
}

var _ = fmt.Sprint
