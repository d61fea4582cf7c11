package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Stray is a field of a request's body that its operation does not know: most often a slip of the pen.
type Stray struct {
	// Field is where it is, as a dotted path. The items of a list share a path: greenpins.a.pin.
	Field string
	// Near is the known field that was probably meant; empty when none comes near.
	Near string
	// Kept tells that the operation takes further fields and keeps them, as settings do.
	Kept bool
}

// Unread lists the fields of a decoded body that the operation does not know, each once, in the order of the alphabet.
// What is inside of one is not told by itself. An operation without a body knows nothing and tells nothing.
func (o *Operation) Unread(v any) []Stray {
	if o.body == nil {
		return nil
	}
	r := reading{found: map[string]Stray{}, fields: sync.OnceValue(o.Fields)}
	r.read("", []*openapi3.Schema{o.body}, v)
	return slices.SortedFunc(maps.Values(r.found), func(a, b Stray) int { return cmp.Compare(a.Field, b.Field) })
}

// reading goes through a body and its schemas side by side.
type reading struct {
	found  map[string]Stray
	fields func() []string // of the whole body
}

func (r reading) read(at string, schemas []*openapi3.Schema, v any) {
	all := alternatives(schemas)
	switch v := v.(type) {
	case []any:
		inner := items(all)
		for _, item := range v {
			r.read(at, inner, item)
		}
	case map[string]any:
		known, free := properties(all)
		for key, value := range v {
			inner, ok := known[key]
			switch field := under(at, key); {
			case ok:
				r.read(field, inner, value)
			case len(known) > 0: // of an object nobody describes nothing can be a slip
				r.found[field] = Stray{Field: field, Near: r.near(at, key), Kept: free}
			}
		}
	}
}

// alternatives gives the schemas and all they are combined from: a field that one of them knows is known.
func alternatives(schemas []*openapi3.Schema) []*openapi3.Schema {
	var all []*openapi3.Schema
	for _, s := range schemas {
		all = append(all, s)
		for _, ref := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
			all = append(all, alternatives([]*openapi3.Schema{ref.Value})...)
		}
	}
	return all
}

func items(all []*openapi3.Schema) []*openapi3.Schema {
	var inner []*openapi3.Schema
	for _, s := range all {
		if s.Items != nil {
			inner = append(inner, s.Items.Value)
		}
	}
	return inner
}

// properties gives what the schemas say of each key, and whether they take further ones.
func properties(all []*openapi3.Schema) (known map[string][]*openapi3.Schema, free bool) {
	known = map[string][]*openapi3.Schema{}
	for _, s := range all {
		free = free || s.AdditionalProperties.Schema != nil || s.AdditionalProperties.Has != nil && *s.AdditionalProperties.Has
		for key, ref := range s.Properties {
			known[key] = append(known[key], ref.Value)
		}
	}
	return known, free
}

func under(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// near finds the field that was probably meant: one beside it or elsewhere of the same letters, else one beside it that
// differs in few.
func (r reading) near(at, key string) string {
	letters, best, least := fold(key), "", len(key)
	for _, field := range r.fields() {
		parent, leaf := "", field
		if i := strings.LastIndexByte(field, '.'); i >= 0 {
			parent, leaf = field[:i], field[i+1:]
		}
		switch far := differ(letters, fold(leaf)); {
		case far > 0 && (parent != at || far > max(1, len(leaf)/3)):
		case far < least || far == least && parent == at:
			best, least = field, far
		}
	}
	return best
}

// fold leaves of a key what people do not mistake for another.
func fold(key string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(cut(key)))
}

// differ counts the letters to insert, remove or replace on the way from a to b, two swapped neighbours as one.
func differ(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
