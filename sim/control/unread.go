package control

import (
	"cmp"
	"slices"
	"strconv"

	"leadassist-sim/sim"
)

// unread is a field that clients send and the interface description does not know.
type unread struct {
	Operation  string   `json:"operation"`
	Generation string   `json:"generation"`
	Field      string   `json:"field"`
	Nearest    *string  `json:"nearest"`
	Kept       bool     `json:"kept"`
	Count      int      `json:"count"`
	Tenants    []string `json:"tenants"`
	Last       string   `json:"last_request"`
}

// unreadField is such a field in one request.
type unreadField struct {
	Field   string  `json:"field"`
	Nearest *string `json:"nearest"`
	Kept    bool    `json:"kept"`
}

// unreadFields tells the fields of a request that nobody reads.
func (d *Door) unreadFields(e sim.Entry) []unreadField {
	told := []unreadField{}
	strays, _ := d.unreadIn(e)
	for _, s := range strays {
		told = append(told, unreadField{s.Field, some(s.Near), s.Kept})
	}
	return told
}

// some is the text, or null when there is none.
func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// listUnread sums up over the journal what clients send that nobody reads, most often sent first.
func (d *Door) listUnread(a ask) (any, error) {
	type place struct{ operation, generation, field string }
	sums := map[place]*unread{}
	var answer struct {
		page
		Looked     int `json:"total_looked_at"`
		Unreadable int `json:"unreadable"`
		Omitted    int `json:"omitted"`
	}
	for _, e := range d.sim.Journal().List(sim.Filter{Tenant: a.request.URL.Query().Get("tenant")}) {
		strays, readable := d.unreadIn(e)
		answer.Looked++
		if !readable {
			answer.Unreadable++
		}
		for _, s := range strays {
			at := place{e.Operation, e.Generation, s.Field}
			if sums[at] == nil { // newest first
				sums[at] = &unread{
					Operation: e.Operation, Generation: e.Generation, Field: s.Field, Nearest: some(s.Near), Kept: s.Kept,
					Last: strconv.FormatUint(e.ID, 10),
				}
			}
			sums[at].add(e.Tenant)
		}
	}
	items := make([]unread, 0, len(sums))
	for _, sum := range sums {
		slices.Sort(sum.Tenants)
		items = append(items, *sum)
	}
	slices.SortFunc(items, func(a, b unread) int {
		return cmp.Or(-cmp.Compare(a.Count, b.Count), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Generation, b.Generation), cmp.Compare(a.Field, b.Field))
	})
	answer.Omitted = max(len(items)-maxPage, 0)
	answer.Items = items[:len(items)-answer.Omitted]
	return answer, nil
}

// add counts a request of the tenant.
func (u *unread) add(tenant string) {
	u.Count++
	if !slices.Contains(u.Tenants, tenant) && len(u.Tenants) < maxPage {
		u.Tenants = append(u.Tenants, tenant)
	}
}
