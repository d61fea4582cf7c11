package openapi

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// Operation is one method of one path.
type Operation struct {
	// ID is the same in every document that has this method and path.
	ID string
	// Method is in capitals.
	Method string
	// Path is a template such as /v1/tenants/{tenant}/greenvn/{id}.
	Path string

	body         *openapi3.Schema
	bodyRequired bool
	sample       any
	source       string
	replies      map[int]reply
	events       map[string]*openapi3.Schema
}

// reply is one declared answer: a schema per media type, and the codes that come with the status.
type reply struct {
	content  map[string]*openapi3.Schema
	codes    []int
	scripted []int
}

// HasBody tells whether the operation takes a body at all.
func (o *Operation) HasBody() bool { return o.body != nil }

// BodyRequired tells whether the operation refuses a request without a body.
func (o *Operation) BodyRequired() bool { return o.bodyRequired }

// Statuses lists the declared HTTP statuses, lowest first.
func (o *Operation) Statuses() []int { return slices.Sorted(maps.Keys(o.replies)) }

// Codes lists the vendor's codes that may come with an HTTP status, from the x-code of the response. A success has none.
func (o *Operation) Codes(status int) []int { return slices.Clone(o.replies[status].codes) }

// Scripted lists those of the codes that nothing a client does brings about, only a script, from the x-scripted of the
// response.
func (o *Operation) Scripted(status int) []int { return slices.Clone(o.replies[status].scripted) }

// Events lists the names of the events that an allocation made by this operation may cause, in the order of the
// alphabet.
func (o *Operation) Events() []string { return slices.Sorted(maps.Keys(o.events)) }

func newOperation(path, method string, declared *openapi3.Operation, known patterns) (*Operation, error) {
	o := &Operation{ID: declared.OperationID, Method: method, Path: path, replies: map[int]reply{}, source: text(declared.Extensions["x-source"])}
	if declared.RequestBody != nil {
		o.bodyRequired = declared.RequestBody.Value.Required
		o.body = jsonSchema(declared.RequestBody.Value.Content)
		o.sample = sample(declared.RequestBody.Value.Content)
	}
	if err := o.addReplies(declared); err != nil {
		return nil, err
	}
	o.addEvents(declared)
	for _, schema := range o.schemas() {
		if err := known.compile(schema); err != nil {
			return nil, fmt.Errorf("%s: %w", o.ID, err)
		}
	}
	return o, nil
}

func (o *Operation) addReplies(declared *openapi3.Operation) error {
	for status, ref := range declared.Responses.Map() {
		number, err := strconv.Atoi(status)
		if err != nil {
			return fmt.Errorf("%s: %q is no single HTTP status", o.ID, status)
		}
		r := reply{content: map[string]*openapi3.Schema{}, codes: codes(ref.Value.Extensions, "x-code"), scripted: codes(ref.Value.Extensions, "x-scripted")}
		for mediaType, content := range ref.Value.Content {
			r.content[mediaType] = content.Schema.Value
		}
		o.replies[number] = r
	}
	return nil
}

func (o *Operation) addEvents(declared *openapi3.Operation) {
	o.events = make(map[string]*openapi3.Schema, len(declared.Callbacks))
	for name, callback := range declared.Callbacks {
		for _, item := range callback.Value.Map() {
			o.events[name] = jsonSchema(item.Post.RequestBody.Value.Content)
		}
	}
}

// schemas lists the roots of everything this operation checks.
func (o *Operation) schemas() []*openapi3.Schema {
	all := slices.Collect(maps.Values(o.events))
	if o.body != nil {
		all = append(all, o.body)
	}
	for _, r := range o.replies {
		all = slices.AppendSeq(all, maps.Values(r.content))
	}
	return all
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	if media := content["application/json"]; media != nil && media.Schema != nil {
		return media.Schema.Value
	}
	return nil
}

// codes reads a list of codes of a response.
func codes(extensions map[string]any, key string) []int {
	list, _ := extensions[key].([]any)
	numbers := make([]int, 0, len(list))
	for _, item := range list {
		if number, ok := item.(float64); ok {
			numbers = append(numbers, int(number))
		}
	}
	return numbers
}
