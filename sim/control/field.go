package control

import (
	"strings"

	fastjson "github.com/go-json-experiment/json"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// content is the decoded body of a journaled request. readable is false when the body was not kept whole.
func content(e sim.Entry) (value any, readable bool) {
	if len(e.Body) == 0 {
		return nil, true
	}
	if err := fastjson.Unmarshal(e.Body, &value); err != nil {
		return nil, !e.Truncated // what is no JSON has no fields
	}
	return value, true
}

// reading gives the fields of a journaled request: dotted paths into its body, where a list offers each of its items,
// and id, the allocation or call that its path names.
func (d *Door) reading(e sim.Entry) sim.Reading {
	body, readable := content(e)
	return func(field string) ([]string, bool) {
		if id := d.target(e); field == "id" && id != "" {
			return []string{id}, true
		}
		return fault.Values(body, field), readable
	}
}

// target is the allocation or call that the path names, found by the path of the operation.
func (d *Door) target(e sim.Entry) string {
	for _, document := range d.options.Documents {
		if o, ok := document.Operation(e.Operation); ok {
			return named(o.Path, e.Path)
		}
	}
	return ""
}

// named reads what stands in a path where its template has {id} or {call}.
func named(template, path string) string {
	parts := strings.Split(path, "/")
	for i, part := range strings.Split(template, "/") {
		name, after, _ := strings.Cut(part, "}")
		if i < len(parts) && (name == "{id" || name == "{call") {
			return strings.TrimSuffix(parts[i], after)
		}
	}
	return ""
}

// unreadIn lists the fields of a request that its operation does not know in the generation it was written in.
func (d *Door) unreadIn(e sim.Entry) (strays []openapi.Stray, readable bool) {
	document, ok := d.options.Documents[dialect.New(dialect.Generation(e.Generation), dialect.Quirks{}, "").Document()]
	if !ok {
		return nil, true
	}
	o, ok := document.Operation(e.Operation)
	if !ok || !o.HasBody() {
		return nil, true
	}
	body, readable := content(e)
	return o.Unread(body), readable
}
