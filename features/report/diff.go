package report

import (
	"bytes"
	"encoding/json"
	"strings"
)

// piece is a part of a text; changed ones stand in one of two texts only.
type piece struct {
	Text    string
	Changed bool
}

// largestDiff is how many lines of each side are compared line by line; beyond it they are shown as they are.
const largestDiff = 400

// contrast splits two texts into what they share and what they do not: JSON by its lines, anything else by its
// beginning and end.
func contrast(seen, wanted string) (left, right []piece) {
	a, b := strings.SplitAfter(laidOut(seen), "\n"), strings.SplitAfter(laidOut(wanted), "\n")
	if len(a) == 1 && len(b) == 1 {
		return ends([]rune(seen), []rune(wanted))
	}
	if len(a) > largestDiff || len(b) > largestDiff {
		return []piece{{seen, true}}, []piece{{wanted, true}}
	}
	return lines(a, b)
}

// laidOut is JSON on lines of its own, or the text as it is.
func laidOut(s string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(s), "", "  ") != nil {
		return s
	}
	return b.String()
}

// ends marks what is between the beginning and the end that two texts share.
func ends(a, b []rune) (left, right []piece) {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	cut := func(r []rune) []piece {
		return grown(grown(grown(nil, string(r[:start]), false), string(r[start:len(r)-end]), true), string(r[len(r)-end:]), false)
	}
	return cut(a), cut(b)
}

// lines marks the lines that are not in the longest sequence two texts share.
func lines(a, b []string) (left, right []piece) {
	common := shared(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			left, right = grown(left, a[i], false), grown(right, b[j], false)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			left = grown(left, a[i], true)
			i++
		default:
			right = grown(right, b[j], true)
			j++
		}
	}
	return left, right
}

// shared tells for each pair of places how many lines what is from there on has in common, in order.
func shared(a, b []string) [][]int {
	n := make([][]int, len(a)+1)
	for i := range n {
		n[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			n[i][j] = max(n[i+1][j], n[i][j+1])
			if a[i] == b[j] {
				n[i][j] = n[i+1][j+1] + 1
			}
		}
	}
	return n
}

// grown adds to the last piece if it is alike, else a new one.
func grown(to []piece, text string, changed bool) []piece {
	switch {
	case text == "":
		return to
	case len(to) > 0 && to[len(to)-1].Changed == changed:
		to[len(to)-1].Text += text
		return to
	}
	return append(to, piece{text, changed})
}
