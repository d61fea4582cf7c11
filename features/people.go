package features

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
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
	if all["Chitra"] == "" { // one who is made up is no stranger among real numbers
		delete(all, "Esha")
	}
	return all
}

// cast are the people a scenario names where a number may stand: in quotes, in braces, in a list with commas, or alone in a
// cell.
func cast(pickle *messages.Pickle) []string {
	var all []string
	look := func(text string) { all = append(all, peopleIn(text)...) }
	for _, step := range pickle.Steps {
		look(step.Text)
		switch a := step.Argument; {
		case a == nil:
		case a.DocString != nil:
			look(a.DocString.Content)
		case a.DataTable != nil:
			for _, row := range a.DataTable.Rows {
				for _, cell := range row.Cells {
					look(cell.Value)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// peopleIn finds them in a text.
func peopleIn(text string) []string {
	var found []string
	whole := allKnown(strings.Split(text, ","), somebody())
	for _, piece := range regexp.MustCompile(`"[^"]*"|\{[A-Z][a-z]+\}|^[A-Za-z, ]+$`).FindAllString(text, -1) {
		parts := strings.Split(strings.Trim(piece, `"{}`), ",")
		if !whole && !allKnown(parts, somebody()) {
			continue
		}
		for _, part := range parts {
			found = append(found, strings.TrimSpace(part))
		}
	}
	return found
}

// absent says of whom a scenario speaks that the target has no number for; empty: of nobody.
func (t Target) absent(names []string) string {
	known := t.people()
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return known[name] != "" })
	if len(names) == 0 {
		return ""
	}
	return "it needs a phone number for " + strings.Join(names, " and ") + " (--aparty: Asha, Chitra, Esha; --bparty: Bimal, Dev)"
}

// nobodies is an error if a body names somebody, known or not, where the number of a party has to stand.
func nobodies(body any) error {
	members, _ := body.(map[string]any)
	for name, value := range members {
		switch list, _ := value.([]any); name {
		case "a", "b":
			if err := nobodies(value); err != nil {
				return err
			}
		case "numbers", "aparty_numbers", "bparty_numbers", "from", "to":
			for _, one := range list {
				if err := nobody(one); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// nobody is the error of a name that stands for no number.
func nobody(v any) error {
	if name, ok := v.(string); ok && regexp.MustCompile(`^[A-Z][a-z]+$`).MatchString(name) {
		return fmt.Errorf("nobody is called %q: the target has phone numbers for %s", name, strings.Join(People(), ", "))
	}
	return nil
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
