package fault

import (
	"maps"
	"regexp"
	"regexp/syntax"
	"slices"
)

// view is what the rules have looked at of one occasion, so that a field is asked for once.
type view struct {
	few  [8]seen // the fields looked at first
	n    int
	many map[string][]string // those looked at later
}

// seen is a field and its values.
type seen struct {
	path   string
	values []string
}

// values asks for a field the first time.
func (v *view) values(o *Occasion, path string) []string {
	for i := range v.few[:v.n] {
		if v.few[i].path == path {
			return v.few[i].values
		}
	}
	if v.n < len(v.few) {
		v.few[v.n] = seen{path, o.values(path)}
		v.n++
		return v.few[v.n-1].values
	}
	values, asked := v.many[path]
	if !asked {
		if v.many == nil {
			v.many = map[string][]string{}
		}
		values = o.values(path)
		v.many[path] = values
	}
	return values
}

func (o *Occasion) values(path string) []string {
	if o.Field == nil {
		return nil
	}
	return o.Field(path)
}

// want is a pattern made ready. Most regular expressions begin with a fixed text; whatever does not begin so is turned
// down without running them, which keeps a long list of rules cheap.
type want struct {
	value  string         // to be equal to or, of an expression, to begin with
	regexp *regexp.Regexp // nil: the value counts
	path   string
}

// wants makes the rule's patterns ready.
func (r Rule) wants() []want {
	all := make([]want, 0, len(r.Match))
	for _, path := range slices.Sorted(maps.Keys(r.Match)) {
		p := r.Match[path]
		w := want{path: path, value: p.Value, regexp: p.Regexp}
		if w.regexp != nil {
			w.value = beginning(w.regexp.String())
		}
		all = append(all, w)
	}
	return all
}

// met tells whether any value of the field is as wanted, as Pattern.Fits does.
func (w *want) met(o *Occasion, v *view) bool {
	values := v.values(o, w.path)
	if w.regexp != nil {
		return fitting(w.regexp, w.value, values)
	}
	return slices.Contains(values, w.value)
}

// beginning is the text with which everything begins that an expression anchored at the front fits; empty: none is known.
func beginning(expression string) string {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat || len(tree.Sub) < 2 {
		return ""
	}
	first, second := tree.Sub[0], tree.Sub[1]
	if first.Op != syntax.OpBeginText || second.Op != syntax.OpLiteral || second.Flags&syntax.FoldCase != 0 {
		return ""
	}
	return string(second.Rune)
}
