package openapi

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Annotated loads a document with all that Load leaves out: examples and sources, which Form and Sample then tell. It
// reads YAML and takes many times longer, so it is for those who explain, not for those who serve.
func Annotated(name string) (*Document, error) {
	source, err := Source(name)
	if err != nil {
		return nil, err
	}
	return parse(name, source)
}

// Form is what a document says of one place in a request's body.
type Form struct {
	Kinds    []string // types allowed there: string, integer, number, boolean, array, object; none: any
	Enum     []string // the only texts allowed; none: any
	Least    *float64 // bounds of a number
	Most     *float64
	MostLong int      // characters of a text, items of a list; 0: no bound
	Keys     []string // properties of an object, sorted
	Required []string // of those the mandatory
	OneOf    []string // of which one must be there at least
	Expect   string   // x-expect
	Source   string   // x-source
	Example  any      // decoded JSON; nil: none is given
}

// Form tells what the document says of a place in the operation's body, by RFC 6901 pointer; an index stands for every
// item of its list. False: the document does not describe the place.
func (o *Operation) Form(pointer string) (Form, bool) {
	schema := o.body
	if schema == nil {
		return Form{}, false
	}
	for _, step := range Steps(pointer) {
		if schema = within(schema, step); schema == nil {
			return Form{}, false
		}
	}
	return form(schema), true
}

// Sample is a body that the document gives as an example, the shortest of several; nil when it gives none, as in a
// document that was not loaded by Annotated.
func (o *Operation) Sample() any { return o.sample }

// Source says where the operation is from: its x-source.
func (o *Operation) Source() string { return o.source }

// Steps are the parts of an RFC 6901 pointer, unescaped.
func Steps(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, part := range parts {
		parts[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
	}
	return parts
}

// within is the schema one step below another.
func within(schema *openapi3.Schema, step string) *openapi3.Schema {
	if below := schema.Properties[step]; below != nil {
		return below.Value
	}
	if _, err := strconv.ParseUint(step, 10, 31); err == nil && schema.Items != nil {
		return schema.Items.Value
	}
	for _, ref := range slices.Concat(schema.AllOf, schema.AnyOf, schema.OneOf) {
		if found := within(ref.Value, step); found != nil {
			return found
		}
	}
	return nil
}

// form reads a schema, its alternatives laid over one another.
func form(schema *openapi3.Schema) Form {
	f := Form{
		Kinds: schema.Type.Slice(), Least: schema.Min, Most: schema.Max, Keys: slices.Sorted(maps.Keys(schema.Properties)),
		Required: schema.Required, Expect: expect(schema), Source: text(schema.Extensions["x-source"]), Example: schema.Example,
	}
	for _, v := range schema.Enum {
		f.Enum = append(f.Enum, text(v))
	}
	for _, most := range []*uint64{schema.MaxLength, schema.MaxItems} {
		if most != nil {
			f.MostLong = int(*most)
		}
	}
	for _, ref := range slices.Concat(schema.AnyOf, schema.OneOf) {
		f.widen(form(ref.Value))
	}
	if wanted(schema) != "" {
		for _, ref := range schema.AnyOf {
			f.OneOf = append(f.OneOf, ref.Value.Required...)
		}
	}
	return f
}

// widen adds an alternative. What an alternative demands is not demanded.
func (f *Form) widen(g Form) {
	f.Kinds = append(f.Kinds, g.Kinds...)
	f.Enum = append(f.Enum, g.Enum...)
	if f.Least == nil {
		f.Least = g.Least
	}
	if f.Most == nil {
		f.Most = g.Most
	}
	if f.Example == nil {
		f.Example = g.Example
	}
}

// text is a value that should be one.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// sample is the shortest example of a request's body.
func sample(content openapi3.Content) any {
	media := content["application/json"]
	if media == nil {
		return nil
	}
	if least := media.Examples["least"]; least != nil && least.Value != nil {
		return least.Value.Value
	}
	for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
		if one := media.Examples[name]; one.Value != nil {
			return one.Value.Value
		}
	}
	return media.Example
}
