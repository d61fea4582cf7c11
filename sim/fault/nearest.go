package fault

import (
	"slices"
	"strings"
)

// Bounds of what a sentence may hold of names.
const (
	longestName = 64 // of a word that is looked up, in bytes
	mostNames   = 40 // that are told
)

// Nearest says which of the names was probably meant, else which there are: the end of a sentence about a word that is
// none of them.
func Nearest(word string, names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if best := nearest(strings.ToLower(word), names); best != "" {
		return "did you mean " + best + "?"
	}
	switch {
	case len(names) == 0:
		return "there are none"
	case len(names) > mostNames:
		return "known are " + strings.Join(names[:mostNames], ", ") + " and more"
	}
	return "known are " + strings.Join(names, ", ")
}

// nearest is the name of the fewest slips, if they are few.
func nearest(word string, names []string) string {
	best, least := "", len(word)
	if len(word) > longestName {
		return ""
	}
	for _, name := range names {
		d := slips(word, strings.ToLower(name))
		if d < least && d <= max(1, len(name)/3) {
			best, least = name, d
		}
	}
	return best
}

// slips counts the letters to insert, remove or replace to get from a to b; two neighbours swapped are one slip.
func slips(a, b string) int {
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range old {
		old[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			replaced := old[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(old[j+1]+1, row[j]+1, replaced)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}
