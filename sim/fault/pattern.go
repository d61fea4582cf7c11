package fault

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Bounds of what an expression costs: what it is shown, and how large it may be. A slow one then takes milliseconds, not
// minutes.
const (
	MostShown = 4 << 10 // bytes of a value
	allShown  = 4 * MostShown
	mostSteps = 2000 // an expression has, once what it repeats is written out
)

// fitting tells whether an expression fits any of the values; each that does begins with the text.
func fitting(re *regexp.Regexp, beginning string, values []string) bool {
	left := allShown
	for _, value := range values {
		value = shown(value)
		if left -= len(value) + 16; left < 0 { // so that a long list of short values ends too
			return false
		}
		if strings.HasPrefix(value, beginning) && re.MatchString(value) {
			return true
		}
	}
	return false
}

// shown is the part of a value that an expression is shown, without half a character at its end.
func shown(value string) string {
	if len(value) <= MostShown {
		return value
	}
	end := MostShown
	for end > MostShown-utf8.UTFMax && !utf8.RuneStart(value[end]) {
		end--
	}
	return value[:end]
}

// steps counts the steps of an expression with all that it repeats written out; more than the most are not counted.
func steps(re *syntax.Regexp) int {
	n := 1
	if re.Op == syntax.OpLiteral {
		n = len(re.Rune)
	}
	for _, sub := range re.Sub {
		n = min(n+steps(sub), mostSteps+1)
	}
	if re.Op == syntax.OpRepeat {
		n = min(n*max(re.Min, re.Max, 1), mostSteps+1)
	}
	return n
}

// expression reads a regular expression that is not too large. why says what is wrong with it; empty: nothing.
func expression(text string) (re *regexp.Regexp, why string) {
	const none = "is no regular expression (RE2): "
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, none + cut(strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if steps(tree) > mostSteps {
		return nil, fmt.Sprintf("has more than %d steps once what it repeats is written out", mostSteps)
	}
	if re, err = regexp.Compile(text); err != nil {
		return nil, none + cut(strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re, ""
}
