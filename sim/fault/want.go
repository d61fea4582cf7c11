package fault

import (
	"maps"
	"regexp"
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
		v.ask(o, f)
	}
	return f.values
}

func (v *view) ask(o *Occasion, f *seen) {
	f.asked, v.looked = true, true
	if o.Field != nil {
		f.values = o.Field(f.path)
	}
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
	field  int            // its number in the view
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
	for _, value := range v.values(o, w.field) {
		if w.regexp == nil && value == w.value || w.regexp != nil && strings.HasPrefix(value, w.value) && w.regexp.MatchString(value) {
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
