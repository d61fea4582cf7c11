package fault

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing wrong with a rule or a script: where, as a dotted path with indexes such as
// rules[2].match.conection_id, and what. A key that is no plain word stands in brackets: match["preferences.region"].
type Problem struct{ Path, Message string }

// Problems are all there is wrong. It is an error when there is any.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Message
		if one.Path != "" {
			lines[i] = one.Path + ": " + one.Message
		}
	}
	return strings.Join(lines, "\n")
}

// Under moves the problems below a path, such as rules[2].
func (p Problems) Under(path string) Problems {
	moved := make(Problems, len(p))
	for i, one := range p {
		switch {
		case one.Path == "":
			one.Path = path
		case path != "" && one.Path[0] == '[':
			one.Path = path + one.Path
		case path != "":
			one.Path = path + "." + one.Path
		}
		moved[i] = one
	}
	return moved
}

// Below is the other way: it takes the path off those that lie below it.
func (p Problems) Below(path string) Problems {
	moved := make(Problems, len(p))
	for i, one := range p {
		if within(one.Path, path) {
			one.Path = strings.TrimPrefix(one.Path[len(path):], ".")
		}
		moved[i] = one
	}
	return moved
}

// And adds what a later look has found, except at places where something is wrong already, or around or below them: that
// may only follow from it.
func (p Problems) And(later Problems) Problems {
	told := p
	for _, one := range later {
		if !slices.ContainsFunc(p, func(o Problem) bool { return within(o.Path, one.Path) || within(one.Path, o.Path) }) {
			told = append(told, one)
		}
	}
	return told
}

// within tells whether a path is another one or leads below it.
func within(path, of string) bool {
	rest, ok := strings.CutPrefix(path, of)
	return ok && (rest == "" || of == "" || rest[0] == '.' || rest[0] == '[')
}

// mostProblems bounds how many are told at once.
const mostProblems = 100

// add notes a problem, unless enough are noted.
func (p *Problems) add(path, format string, args ...any) {
	if len(*p) < mostProblems {
		*p = append(*p, Problem{path, fmt.Sprintf(format, args...)})
	}
}

// key is the path of an object's key.
func key(path, name string) string {
	switch {
	case name == "" || len(name) > longestName || strings.ContainsFunc(name, odd):
		return path + "[" + strconv.Quote(cut(name)) + "]"
	case path == "":
		return name
	}
	return path + "." + name
}

// odd tells a character that is in no plain word.
func odd(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
}

// item is the path of a list's item.
func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// cut shortens a word for a sentence.
func cut(word string) string {
	for i := range word {
		if i >= longestName {
			return word[:i] + "…"
		}
	}
	return word
}
