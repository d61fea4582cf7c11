package openapi

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// CheckBody tells what is wrong with a request's body; nothing wrong is nil. v is decoded JSON: map[string]any, []any,
// string, float64, bool or nil. Violations come in the order they should be spoken of: what is missing (3), what is
// malformed (5), numbers (16), regions (15), and by pointer within each.
//
// Whether a body may be absent is BodyRequired's to say; an operation without a body finds nothing wrong.
func (o *Operation) CheckBody(v any) []Violation { return check(o.body, v) }

// CheckEvent tells what is wrong with the body of an event, as CheckBody does. An event the operation does not declare
// is a violation too.
func (o *Operation) CheckEvent(name string, v any) []Violation {
	schema, ok := o.events[name]
	if !ok {
		return undeclared("event", quote(name)+" is not declared for "+o.ID)
	}
	return check(schema, v)
}

// CheckReply tells what is wrong with an answer, as CheckBody does. A status or a media type that the operation does
// not declare is a violation too. v matters for JSON only.
func (o *Operation) CheckReply(status int, mediaType string, v any) []Violation {
	r, ok := o.replies[status]
	if !ok {
		return undeclared("status", number(float64(status))+" is not declared for "+o.ID)
	}
	bare, _, _ := strings.Cut(mediaType, ";")
	bare = strings.ToLower(strings.TrimSpace(bare))
	schema, ok := r.content[bare]
	if !ok && (bare != "" || len(r.content) > 0) {
		return undeclared("mediaType", quote(mediaType)+" is not declared for status "+number(float64(status))+" of "+o.ID)
	}
	if bare != "application/json" {
		return nil
	}
	return check(schema, v)
}

func undeclared(rule, what string) []Violation {
	return []Violation{{Rule: rule, Code: codeMalformed, Reason: rule + ": " + what}}
}

func check(schema *openapi3.Schema, v any) []Violation {
	if schema == nil {
		return nil
	}
	err := schema.VisitJSON(v, openapi3.MultiErrors())
	if err == nil {
		return nil
	}
	f := findings{}
	f.add(nil, err)
	return f.sorted()
}
