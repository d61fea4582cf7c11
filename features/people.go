package features

import (
	"slices"
	"strings"
)

// People lists whom feature files know by name: callers and called, each with a phone number of their own.
func People() []string { return []string{"Asha", "Bimal", "Chitra", "Dev", "Esha"} }

// Numbers of people on a target that is told none. They follow the numbering plan, and nobody is ever rung.
func somebody() map[string]string {
	return map[string]string{
		"Asha": "+919812300001", "Bimal": "+919812300002", "Chitra": "+919812300003", "Dev": "+919812300004", "Esha": "+919812300005",
	}
}

// people are the phone numbers by name: Asha and Chitra are the target's a-parties, Bimal and Dev its b-parties, and Esha,
// a stranger to all, is the next a-party. Somebody is made up when the target names no numbers of that side at all.
func (t Target) people() map[string]string {
	all := somebody()
	for _, side := range []struct{ names, numbers []string }{
		{[]string{"Asha", "Chitra", "Esha"}, t.AParty}, {[]string{"Bimal", "Dev"}, t.BParty},
	} {
		for i, name := range side.names {
			switch {
			case i < len(side.numbers):
				all[name] = side.numbers[i]
			case len(side.numbers) > 0 && name != "Esha":
				delete(all, name)
			}
		}
	}
	return all
}

// numbered puts phone numbers for names into a text: for one that stands alone, for each of a list with commas, and
// wherever one stands in quotes or braces.
func numbered(text string, known map[string]string) string {
	if len(known) == 0 || text == "" {
		return text
	}
	if parts := strings.Split(text, ","); allKnown(parts, known) {
		for i, part := range parts {
			parts[i] = known[strings.TrimSpace(part)]
		}
		return strings.Join(parts, ", ")
	}
	if !strings.ContainsAny(text, `"{`) {
		return text
	}
	var pairs []string
	for name, number := range known {
		pairs = append(pairs, `"`+name+`"`, `"`+number+`"`, "{"+name+"}", number)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// allKnown tells whether each part is a name.
func allKnown(parts []string, known map[string]string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return known[strings.TrimSpace(part)] == "" })
}
