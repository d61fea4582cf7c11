package features

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"leadassist-sim/features/report"
	"leadassist-sim/openapi"
)

// tally is what of the documents a run has exercised. Keys begin with the generation.
type tally struct {
	answers map[outcome]int
	fields  map[sighting]bool
	events  map[occurrence]int
}

type outcome struct {
	generation, operation string
	status, code          int
}

// sighting is a field that was seen in a request, in an answer, or in an event.
type sighting struct{ generation, operation, in, field string }

type occurrence struct{ generation, operation, event string }

// Where fields are seen, besides in events.
const (
	inRequest = "request"
	inAnswer  = "answer"
)

func newTally() *tally {
	return &tally{map[outcome]int{}, map[sighting]bool{}, map[occurrence]int{}}
}

// add counts an exchange with the vendor's door.
func (t *tally) add(e Exchange) {
	if e.Operation == "" || e.Status == 0 {
		return
	}
	code := -1
	if n, err := strconv.Atoi(e.code()); err == nil {
		code = n
	}
	t.answers[outcome{e.Generation, e.Operation, e.Status, code}]++
	t.see(e.Generation, e.Operation, inRequest, e.Body)
	t.see(e.Generation, e.Operation, inAnswer, e.Reply)
}

func (t *tally) see(generation, operation, in string, body []byte) {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return
	}
	for path := range paths("", v) {
		t.fields[sighting{generation, operation, in, path}] = true
	}
}

// hear counts an event, recognised by its fields.
func (t *tally) hear(generation string, body any, documents map[string]*openapi.Document) {
	name, operation := (&letter{body: body}).declared(generation)
	if o, ok := documents[document(generation)].Operation(operation); !ok || !slices.Contains(o.Events(), name) {
		return
	}
	t.events[occurrence{generation, operation, name}]++
	for path := range paths("", body) {
		t.fields[sighting{generation, operation, name, path}] = true
	}
}

// count counts all that a scenario has exercised.
func (t *tally) count(s *story, documents map[string]*openapi.Document) {
	for _, e := range s.exchanges {
		t.add(e)
	}
	for _, body := range s.heard {
		t.hear(s.speaks, body, documents)
	}
}

// paths are the places of a decoded body, as openapi lists fields: dotted, and the items of a list at the place of it.
func paths(at string, v any) map[string]bool {
	found := map[string]bool{}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			maps.Copy(found, paths(at, item))
		}
	case map[string]any:
		for name, inner := range v {
			found[at+name] = true
			maps.Copy(found, paths(at+name+".", inner))
		}
	}
	return found
}

// coverage holds the tally against the documents, for each generation that was spoken.
func (p *play) coverage(o Options) []report.Coverage {
	generations := o.Profiles
	if len(generations) == 0 {
		generations = slices.DeleteFunc(openapi.Generations(), func(g string) bool { return !p.tally.knows(g) })
	}
	var all []report.Coverage
	for _, generation := range generations {
		one := report.Coverage{Generation: generation, Answers: []report.Answer{}, Fields: []report.Fields{}, Events: []report.Event{}}
		for _, name := range []string{document(generation), "calls"} {
			for _, operation := range p.documents[name].Operations() {
				one.Answers = append(one.Answers, p.answers(generation, operation)...)
				one.Fields = append(one.Fields, p.tally.bodies(generation, operation)...)
				for _, event := range operation.Events() {
					one.Events = append(one.Events, report.Event{Operation: operation.ID, Name: event, Times: p.tally.events[occurrence{generation, operation.ID, event}]})
				}
			}
		}
		all = append(all, one)
	}
	return all
}

// knows tells whether a generation was spoken at all.
func (t *tally) knows(generation string) bool {
	for key := range t.answers {
		if key.generation == generation {
			return true
		}
	}
	return false
}

// answers are the statuses and codes of an operation. Code -1 stands for a status without one; where it was seen without
// any of its codes, it has a row of that kind too.
func (p *play) answers(generation string, o *openapi.Operation) []report.Answer {
	var all []report.Answer
	for _, status := range o.Statuses() {
		codes := o.Codes(status)
		bare := p.tally.answers[outcome{generation, o.ID, status, -1}]
		if len(codes) == 0 || bare > 0 {
			codes = append([]int{-1}, codes...)
		}
		for _, code := range codes {
			scripted := scripted(o, status, code)
			all = append(all, report.Answer{
				Operation: o.ID, Status: status, Code: code, Times: p.tally.answers[outcome{generation, o.ID, status, code}],
				Scripted: scripted, Counted: p.target.AdminURL != "" || !scripted && p.target.gives(status),
			})
		}
	}
	return all
}

// scripted tells whether nothing a client asks of this operation is answered like this. The documents say so of answers
// that many operations share; of one that takes no body more is true, and a method that is not allowed is no operation.
func scripted(o *openapi.Operation, status, code int) bool {
	switch {
	case status == http.StatusMethodNotAllowed:
		return true
	case code >= 0:
		if slices.Contains(o.Scripted(status), code) {
			return true
		}
	case status >= http.StatusBadRequest && len(o.Scripted(status)) == len(o.Codes(status)):
		return true
	}
	ofBodies := []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, noFreeNumber}
	ofChanges := []int{http.StatusConflict, http.StatusGone}
	return !o.HasBody() && slices.Contains(ofBodies, status) || o.Method == http.MethodGet && slices.Contains(ofChanges, status)
}

// noFreeNumber is the vendor's status for a pool that has run dry.
const noFreeNumber = 452

// gives tells whether an endpoint without a control door can be brought to give a status by a client with what the target
// was told. A pool that runs dry and a rate that is exceeded are other people's trouble there, and of 401 and 402 it has one.
func (t Target) gives(status int) bool {
	switch status {
	case http.StatusForbidden:
		return t.OtherUsername != ""
	case http.StatusUnauthorized:
		return t.Username != ""
	case http.StatusPaymentRequired, http.StatusTooManyRequests, noFreeNumber:
		return false
	}
	return true
}

// bodies are the fields of an operation's request, answers and events.
func (t *tally) bodies(generation string, o *openapi.Operation) []report.Fields {
	var all []report.Fields
	add := func(in string, fields []string) {
		one := report.Fields{Operation: o.ID, In: in, Seen: []string{}, Unseen: []string{}}
		for _, field := range fields {
			switch {
			case strings.HasSuffix(field, "*"): // any key at all is nothing to be seen
			case t.fields[sighting{generation, o.ID, in, field}]:
				one.Seen = append(one.Seen, field)
			default:
				one.Unseen = append(one.Unseen, field)
			}
		}
		if len(one.Seen)+len(one.Unseen) > 0 {
			all = append(all, one)
		}
	}
	add(inRequest, o.Fields())
	add(inAnswer, o.ReplyFields())
	for _, event := range o.Events() {
		add(event, o.EventFields(event))
	}
	slices.SortStableFunc(all, func(a, b report.Fields) int { return cmp.Compare(a.Operation, b.Operation) })
	return all
}
