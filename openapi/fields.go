package openapi

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// deepest bounds how far fields are followed, so that a schema that holds itself ends.
const deepest = 8

// Fields lists the fields of the request's body as dotted paths such as preferences.region, sorted. The items of a list
// share its path. An object that takes any key offers a path that ends in an asterisk.
func (o *Operation) Fields() []string { return fields(o.body) }

// EventFields lists the fields of an event's body likewise; nil for an event the operation does not declare.
func (o *Operation) EventFields(name string) []string { return fields(o.events[name]) }

// ReplyFields lists the fields of the bodies of all answers likewise, whatever their status.
func (o *Operation) ReplyFields() []string {
	found := map[string]bool{}
	for _, r := range o.replies {
		collect(found, "", r.content["application/json"], deepest)
	}
	return slices.Sorted(maps.Keys(found))
}

func fields(schema *openapi3.Schema) []string {
	found := map[string]bool{}
	collect(found, "", schema, deepest)
	return slices.Sorted(maps.Keys(found))
}

// collect notes the fields below a path.
func collect(found map[string]bool, path string, schema *openapi3.Schema, depth int) {
	if schema == nil || depth == 0 {
		return
	}
	for name, ref := range schema.Properties {
		found[path+name] = true
		collect(found, path+name+".", ref.Value, depth-1)
	}
	if more := schema.AdditionalProperties; more.Has != nil && *more.Has || more.Schema != nil {
		found[path+"*"] = true
	}
	if schema.Items != nil {
		collect(found, path, schema.Items.Value, depth-1)
	}
	for _, part := range slices.Concat(schema.AllOf, schema.AnyOf, schema.OneOf) {
		collect(found, path, part.Value, depth-1)
	}
}
