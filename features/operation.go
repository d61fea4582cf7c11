package features

import (
	"slices"
	"strings"
)

// operation is one thing a client can ask, in the forms sentences need.
type operation struct {
	id, method  string
	doing, done string // a GreenVN is what the vendor calls it
}

// operations lists what the documents know, under the words testers use.
func operations() []operation {
	return []operation{
		{"createGreenvn", "POST", "creating a GreenVN", "created a GreenVN"},
		{"readGreenvn", "GET", "reading a GreenVN", "read a GreenVN"},
		{"deleteGreenvn", "DELETE", "deleting a GreenVN", "deleted a GreenVN"},
		{"updateGreenvnParties", "PUT", "replacing parties", "replaced parties"},
		{"updateGreenvnNumber", "PUT", "changing the number", "changed the number"},
		{"createGreenpin", "POST", "creating a GreenPin", "created a GreenPin"},
		{"readGreenpin", "GET", "reading a GreenPin", "read a GreenPin"},
		{"updateGreenpin", "PUT", "changing a GreenPin", "changed a GreenPin"},
		{"updateGreenpins", "PUT", "changing GreenPins in bulk", "changed GreenPins in bulk"},
		{"deleteGreenpin", "DELETE", "deleting a GreenPin", "deleted a GreenPin"},
		{"readSettings", "GET", "reading the settings", "read the settings"},
		{"updateSettings", "PUT", "changing the settings", "changed the settings"},
		{"readCall", "GET", "looking up a call in XML", "looked up a call in XML"},
		{"readCallJSON", "GET", "looking up a call", "looked up a call"},
	}
}

func doing(o operation) string { return o.doing }
func deed(o operation) string  { return o.done }

// words lists one form of all operations, and the methods and short words that stand for several of them.
func words(form func(operation) string) []string {
	all := []string{}
	for _, o := range operations() {
		all = append(all, form(o))
	}
	if form(operation{doing: "x"}) != "" {
		all = append(all, "creating", "deleting", "reading", "GET", "POST", "PUT", "DELETE")
	}
	return all
}

// named finds the operations that a word of a step means: one by its id or its own words, several by a method, and by
// creating, deleting and reading those of allocations.
func named(word string) []string {
	var found []string
	for _, o := range operations() {
		short, _, _ := strings.Cut(o.doing, " a Green")
		if slices.Contains([]string{o.id, o.method, o.doing, o.done, short}, word) {
			found = append(found, o.id)
		}
	}
	return found
}
