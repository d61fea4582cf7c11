package fault

import (
	"maps"
	"regexp/syntax"
	"slices"
	"strings"
)

// view is what the rules have looked at of one occasion.
type view struct {
	fields  []seen
	numbers map[string]int // by path
	looked  bool
}

// seen is a field, and its values once it was asked for.
type seen struct {
	path   string
	asked  bool
	values []string
}

// number gives each want the number of its field, so that a field is asked for once in an occasion.
func (v *view) number(wants []want) {
	if v.numbers == nil {
		v.numbers = map[string]int{}
	}
	for i, w := range wants {
		n, ok := v.numbers[w.path]
		if !ok {
			n = len(v.fields)
			v.numbers[w.path] = n
			v.fields = append(v.fields, seen{path: w.path})
		}
		wants[i].field = n
	}
}

// values asks for a field the first time, and remembers it until forget.
func (v *view) values(o *Occasion, n int) []string {
	f := &v.fields[n]
	if !f.asked {
		f.values, f.asked, v.looked = o.Field(f.path), true, true
	}
	return f.values
}

func (v *view) forget() {
	if !v.looked {
		return
	}
	for i := range v.fields {
		v.fields[i].asked, v.fields[i].values = false, nil
	}
	v.looked = false
}

// want is a pattern made ready. Most regular expressions begin with a fixed text; whatever does not begin so is turned
// down without running them, which keeps a long list of rules cheap.
type want struct {
	path    string
	field   int // its number in the view
	pattern Pattern
	begin   string
}

// wants makes the rule's patterns ready.
func (r Rule) wants() []want {
	all := make([]want, 0, len(r.Match))
	for _, path := range slices.Sorted(maps.Keys(r.Match)) {
		w := want{path: path, pattern: r.Match[path]}
		if w.pattern.Regexp != nil {
			w.begin = beginning(w.pattern.Regexp.String())
		}
		all = append(all, w)
	}
	return all
}

// met tells whether any value of the field is as wanted.
func (w *want) met(o *Occasion, v *view) bool {
	if o.Field == nil {
		return false
	}
	values := v.values(o, w.field)
	if w.begin == "" {
		return w.pattern.Fits(values)
	}
	for _, value := range values {
		if strings.HasPrefix(value, w.begin) && w.pattern.Regexp.MatchString(value) {
			return true
		}
	}
	return false
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
