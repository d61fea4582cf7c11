package openapi

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Violation is one way in which a body differs from its schema.
type Violation struct {
	// Pointer is where, after RFC 6901. For a missing property it is the place the property should be at.
	Pointer string
	// Rule is the schema's keyword: required, type, enum, pattern, minItems, anyOf and so on; status, mediaType and event
	// for what is not declared at all.
	Rule string
	// Code is the vendor's code for it: the schema's x-code, else 3 for required and 5 for anything else.
	Code int
	// Reason is a sentence for developers, such as: usage: "both" is not one of oneway, twoway
	Reason string
}

// The codes of violations whose schema does not say (docs 000, "Appendix 1").
const (
	codeMissing   = 3
	codeMalformed = 5
)

// most is how many violations of one code are told. A hostile body may hold a hundred thousand; every code is still
// heard, so what speaks first does not change.
const most = 1000

// findings collects violations. The path of each is kept beside it, to sort by.
type findings struct {
	violations []Violation
	paths      [][]string
	said       map[[2]string]bool // pointer and reason
	counts     map[int]int        // by code
}

// add turns an error of the library into violations. at is the path the error's own path starts from.
func (f *findings) add(at []string, err error) {
	var several openapi3.MultiError
	if errors.As(err, &several) && len(several) > 0 {
		for _, one := range several {
			f.add(at, one)
		}
		return
	}
	if one, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		f.addOne(slices.Concat(at, one.JSONPointer()), one)
		return
	}
	f.keep(at, Violation{Rule: "schema", Code: codeMalformed, Reason: place(at) + ": the value cannot be checked"})
}

func (f *findings) addOne(path []string, err *openapi3.SchemaError) {
	switch {
	case !combined(err):
		f.keep(path, violation(path, err))
	case !err.Schema.Type.Permits(kind(err.Value)):
		f.addRest(path, err)
	case !f.addAlternative(path, err):
		f.keep(path, violation(path, err))
		f.addRest(path, err)
	}
}

func violation(path []string, err *openapi3.SchemaError) Violation {
	return Violation{Rule: rule(err), Code: code(err), Reason: place(path) + ": " + sentence(err)}
}

// combined tells whether no alternative of an anyOf or oneOf was met.
func combined(err *openapi3.SchemaError) bool {
	return err.SchemaField == "anyOf" || err.SchemaField == "oneOf"
}

// addAlternative explains a value that fits no alternative by the only one made for its type, when there is one. It
// leaves schemas alone that have their own words for a refused value.
func (f *findings) addAlternative(path []string, err *openapi3.SchemaError) bool {
	if expect(err.Schema) != "" {
		return false
	}
	var fit *openapi3.Schema
	for _, ref := range slices.Concat(err.Schema.AnyOf, err.Schema.OneOf) {
		if ref.Value.Type.Is(kind(err.Value)) {
			if fit != nil {
				return false
			}
			fit = ref.Value
		}
	}
	if fit == nil {
		return false
	}
	inner := fit.VisitJSON(err.Value, openapi3.MultiErrors())
	if inner == nil {
		return false
	}
	f.add(path, inner)
	return true
}

// addRest checks what stands beside a failed anyOf or oneOf, which the library passes over.
func (f *findings) addRest(path []string, err *openapi3.SchemaError) {
	if err.Schema.Type == nil {
		return
	}
	rest := *err.Schema
	rest.AnyOf, rest.OneOf, rest.Extensions = nil, nil, nil
	if inner := rest.VisitJSON(err.Value, openapi3.MultiErrors()); inner != nil {
		f.add(path, inner)
	}
}

// keep takes a violation unless the same has been said of the place, or enough of its code.
func (f *findings) keep(path []string, v Violation) {
	v.Pointer = pointer(path)
	key := [2]string{v.Pointer, v.Reason}
	if f.said[key] || f.counts[v.Code] == most {
		return
	}
	if f.said == nil {
		f.said, f.counts = map[[2]string]bool{}, map[int]int{}
	}
	f.said[key] = true
	f.counts[v.Code]++
	f.violations = append(f.violations, v)
	f.paths = append(f.paths, path)
}

func (f *findings) sorted() []Violation {
	order := make([]int, len(f.violations))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(rank(f.violations[a].Code), rank(f.violations[b].Code)),
			slices.CompareFunc(f.paths[a], f.paths[b], compareSteps),
		)
	})
	sorted := make([]Violation, len(order))
	for i, from := range order {
		sorted[i] = f.violations[from]
	}
	return sorted
}

// rank orders codes by which speaks first: missing, malformed, numbers, regions (assumed).
func rank(code int) int {
	switch code {
	case codeMissing:
		return 0
	case 16:
		return 2
	case 15:
		return 3
	default:
		return 1
	}
}

// compareSteps puts the tenth item of a list after the second.
func compareSteps(a, b string) int {
	m, errA := strconv.Atoi(a)
	n, errB := strconv.Atoi(b)
	if errA == nil && errB == nil {
		return cmp.Compare(m, n)
	}
	return cmp.Compare(a, b)
}

func pointer(path []string) string {
	var b strings.Builder
	for _, step := range path {
		b.WriteByte('/')
		if strings.ContainsAny(step, "~/") {
			step = strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
		}
		b.WriteString(step)
	}
	return b.String()
}

func rule(err *openapi3.SchemaError) string {
	if err.SchemaField == "nullable" {
		return "type"
	}
	return err.SchemaField
}

// code is the x-code of the schema; a value of the wrong type is malformed whatever it was to be (API order: type
// before number). Beside an anyOf or oneOf that code is theirs alone, so that a body of the wrong
// type is not taken for one that lacks something.
func code(err *openapi3.SchemaError) int {
	if err.SchemaField == "required" {
		return codeMissing
	}
	own, ok := err.Schema.Extensions["x-code"].(float64)
	if !ok || rule(err) == "type" || (len(err.Schema.AnyOf)+len(err.Schema.OneOf) > 0 && !combined(err)) {
		return codeMalformed
	}
	return int(own)
}
