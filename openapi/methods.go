package openapi

import (
	"net/http"
	"slices"
	"strings"
)

// Methods lists the methods that some operation takes at a path, sorted; HEAD goes with GET. None: no operation has the
// path.
func Methods(operations []*Operation, path string) []string {
	var found []string
	for _, o := range operations {
		if !covers(o.Path, path) {
			continue
		}
		found = append(found, o.Method)
		if o.Method == http.MethodGet {
			found = append(found, http.MethodHead)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// covers tells whether a path is one of a template's.
func covers(template, path string) bool {
	a, b := strings.Split(template, "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return false
	}
	for i, part := range b {
		if !stands(a[i], part) {
			return false
		}
	}
	return true
}

// stands tells whether a segment is one of a template's, where {name} stands for anything but nothing.
func stands(template, part string) bool {
	before, rest, variable := strings.Cut(template, "{")
	if !variable {
		return part == template
	}
	_, after, _ := strings.Cut(rest, "}")
	return len(part) > len(before)+len(after) && strings.HasPrefix(part, before) && strings.HasSuffix(part, after)
}
