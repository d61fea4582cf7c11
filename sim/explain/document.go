package explain

import (
	"slices"
	"strconv"
	"strings"

	"leadassist-sim/openapi"
)

func itoa(i int) string { return strconv.Itoa(i) }

// mendDocument makes the body fit its document: of each violation the candidate is taken that leaves fewest. A body that
// will not fit, or has more wrong with it than anybody meant, is replaced by the document's sample.
func (d *draft) mendDocument() {
	if !sends(d.operation) || d.value == nil && !d.operation.BodyRequired() {
		return
	}
	for range mostFixes {
		violations := d.operation.CheckBody(d.value)
		if len(violations) == 0 {
			return
		}
		if len(violations) > mostFixes || !d.better(violations) {
			break
		}
	}
	if len(d.operation.CheckBody(d.value)) > 0 {
		d.put("", clone(d.operation.Sample()), "the body cannot be mended: this is the document's sample")
	}
}

// better mends one violation, the first that can be. False: none can.
func (d *draft) better(violations []openapi.Violation) bool {
	for _, v := range violations {
		for _, c := range d.candidates(v) {
			tried := set(d.value, c.pointer, c.value)
			if len(d.operation.CheckBody(tried)) < len(violations) {
				d.put(c.pointer, c.value, c.why)
				return true
			}
		}
	}
	return false
}

// candidate is a value that may be what was meant at a place.
type candidate struct {
	pointer string
	value   any
	why     string
}

// candidates lists what may mend a violation, the nearest first.
func (d *draft) candidates(v openapi.Violation) []candidate {
	form, _ := d.operation.Form(v.Pointer)
	var all []candidate
	if v.Rule == "anyOf" && len(form.OneOf) > 0 {
		for _, key := range form.OneOf {
			all = append(all, candidate{v.Pointer + "/" + key, d.sampleAt(v.Pointer + "/" + key), v.Reason})
		}
		return all
	}
	if v.Rule != "required" {
		value, _ := at(d.value, v.Pointer)
		for _, near := range nearest(form, value) {
			all = append(all, candidate{v.Pointer, d.itemsMended(v.Pointer, near), v.Reason})
		}
	}
	all = append(all, candidate{v.Pointer, d.sampleAt(v.Pointer), v.Reason})
	if v.Rule != "required" {
		all = append(all, candidate{v.Pointer, gone{}, v.Reason + "; it may be left out"})
	}
	return all
}

// itemsMended is a list with each of its items put right, as far as that is clear; anything else as it is.
func (d *draft) itemsMended(pointer string, v any) any {
	list, ok := v.([]any)
	form, known := d.operation.Form(pointer + "/0")
	if !ok || !known {
		return v
	}
	mended := slices.Clone(list)
	for i, item := range list {
		if near := nearest(form, item); len(near) > 0 && len(form.Enum)+len(form.Expect) > 0 {
			mended[i] = near[0]
		}
	}
	return mended
}

// sampleAt is what the document gives as an example of a place: in the sample of the body, of the place itself, or by
// its kind.
func (d *draft) sampleAt(pointer string) any {
	if v, ok := at(d.operation.Sample(), firstItems(pointer)); ok && v != nil {
		return clone(v)
	}
	form, _ := d.operation.Form(pointer)
	switch {
	case form.Example != nil:
		return clone(form.Example)
	case len(form.Enum) > 0:
		return form.Enum[0]
	case len(form.Kinds) == 0:
		return "x"
	}
	return d.ofKind(pointer, form)
}

func (d *draft) ofKind(pointer string, form openapi.Form) any {
	switch form.Kinds[0] {
	case "integer", "number":
		if form.Least != nil {
			return *form.Least
		}
		return 1.0
	case "boolean":
		return true
	case "array":
		return []any{d.sampleAt(pointer + "/0")}
	case "object":
		m := map[string]any{}
		for _, key := range form.Required {
			m[key] = d.sampleAt(pointer + "/" + escaped(key))
		}
		return m
	}
	if strings.Contains(form.Expect, "170d") {
		return "170d"
	}
	return "x"
}

// firstItems is a pointer to the same place in the first item of each list, as samples have few.
func firstItems(pointer string) string {
	path := openapi.Steps(pointer)
	for i, step := range path {
		if _, err := strconv.ParseUint(step, 10, 31); err == nil {
			path[i] = "0"
		}
		path[i] = escaped(path[i])
	}
	if len(path) == 0 {
		return ""
	}
	return "/" + strings.Join(path, "/")
}
