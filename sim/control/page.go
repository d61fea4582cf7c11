package control

import (
	"net/url"
	"strconv"
)

// Bounds of a page.
const (
	defaultPage = 100
	maxPage     = 1000
)

// page is one page of a list; Next is the cursor of the page after it, empty at the end.
type page struct {
	Items any    `json:"items"`
	Next  string `json:"next"`
}

// limit reads ?limit=.
func limit(q url.Values) (int, error) {
	said := q.Get("limit")
	if said == "" {
		return defaultPage, nil
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 || n > maxPage {
		return 0, badRequest("limit: %.64q is not a number from 1 to %d", said, maxPage)
	}
	return n, nil
}

// number reads an optional whole number from the query.
func number(q url.Values, name string) (uint64, error) {
	said := q.Get(name)
	if said == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(said, 10, 63)
	if err != nil {
		return 0, badRequest("%s: %.64q is not a whole number", name, said)
	}
	return n, nil
}
