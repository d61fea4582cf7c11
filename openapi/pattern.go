package openapi

import (
	"fmt"
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"
)

// patterns remembers the schemas whose patterns are compiled, so that each is visited once and recursion ends.
type patterns map[*openapi3.Schema]bool

// compile compiles every pattern in and below a schema. The library would do it at the first use, and report a bad
// pattern to whoever sent the first request.
func (p patterns) compile(schema *openapi3.Schema) error {
	if schema == nil || p[schema] {
		return nil
	}
	p[schema] = true
	if schema.Pattern != "" {
		if _, err := regexp.Compile(schema.Pattern); err != nil {
			return fmt.Errorf("pattern: %w", err)
		}
		// The library keeps what it compiled in a table of its own, filled by use alone. Whether "" matches is no matter.
		_ = (&openapi3.Schema{Pattern: schema.Pattern}).VisitJSON("")
	}
	for _, below := range children(schema) {
		if err := p.compile(below.Value); err != nil {
			return err
		}
	}
	return nil
}

// children lists the schemas right below one.
func children(schema *openapi3.Schema) []*openapi3.SchemaRef {
	var all []*openapi3.SchemaRef
	for _, property := range schema.Properties {
		all = append(all, property)
	}
	all = append(all, schema.AnyOf...)
	all = append(all, schema.OneOf...)
	all = append(all, schema.AllOf...)
	for _, one := range []*openapi3.SchemaRef{schema.Items, schema.Not, schema.AdditionalProperties.Schema} {
		if one != nil {
			all = append(all, one)
		}
	}
	return all
}
