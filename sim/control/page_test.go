package control_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
)

// listed is a page of any list.
type listed struct {
	Items []struct{ ID, Tenant, SID, State string }
	Next  string
}

func (h house) list(path string) listed {
	h.t.Helper()
	a := h.ask(http.MethodGet, path, "")
	if a.status != http.StatusOK {
		h.t.Fatalf("%s answered %d %s", path, a.status, a.body)
	}
	var told listed
	if err := json.Unmarshal([]byte(a.body), &told); err != nil {
		h.t.Fatal(err)
	}
	return told
}

// walk follows the cursor from page to page and gives what key picks of every item.
func (h house) walk(path string, key func(listed) []string) []string {
	h.t.Helper()
	var all []string
	for at := path; ; {
		p := h.list(at)
		all = append(all, key(p)...)
		if p.Next == "" {
			return all
		}
		at = path + "&after=" + p.Next
	}
}

func ids(l listed) (all []string) {
	for _, i := range l.Items {
		all = append(all, i.ID)
	}
	return all
}

func sids(l listed) (all []string) {
	for _, i := range l.Items {
		all = append(all, i.SID)
	}
	return all
}

func TestPages(t *testing.T) {
	h := build(t, spec(), control.Options{})
	for n := range 4 {
		h.create("zeta", fmt.Sprint("order-", n))
		h.create(fmt.Sprint("other-", n), "order")
	}
	for size := 1; size <= 9; size++ {
		if got := h.walk(fmt.Sprintf("/__admin/requests?limit=%d", size), ids); !slices.Equal(got, strings.Fields("8 7 6 5 4 3 2 1")) {
			t.Errorf("requests by %d: %v", size, got)
		}
		if got := h.walk(fmt.Sprintf("/__admin/requests?tenant=zeta&limit=%d", size), ids); !slices.Equal(got, strings.Fields("7 5 3 1")) {
			t.Errorf("requests of zeta by %d: %v", size, got)
		}
		if got := h.walk(fmt.Sprintf("/__admin/tenants?limit=%d", size), sids); !slices.Equal(got, strings.Fields("acme other-0 other-1 other-2 other-3 zeta")) {
			t.Errorf("tenants by %d: %v", size, got)
		}
		got := h.walk(fmt.Sprintf("/__admin/allocations?limit=%d", size), ids)
		slices.Sort(got)
		if len(slices.Compact(got)) != 8 {
			t.Errorf("allocations by %d: %v", size, got)
		}
	}
}

// TestPageStandsStill turns a page while new requests arrive: nothing is told twice.
func TestPageStandsStill(t *testing.T) {
	h := build(t, spec(), control.Options{})
	for n := range 4 {
		h.create("zeta", fmt.Sprint("order-", n))
	}
	first := h.list("/__admin/requests?limit=2")
	h.create("zeta", "order-9")
	second := h.list("/__admin/requests?limit=2&after=" + first.Next)
	if got := append(ids(first), ids(second)...); !slices.Equal(got, strings.Fields("4 3 2 1")) {
		t.Errorf("told %v", got)
	}
}

func TestFilters(t *testing.T) {
	h := build(t, spec(), control.Options{})
	made := h.create("zeta", "order-1")
	h.create("zeta", "order-1")
	h.create("acme", "order-1")
	var reply struct {
		Data struct {
			GreenvnID string `json:"greenvn_id"`
		}
	}
	if err := json.Unmarshal([]byte(made.body), &reply); err != nil {
		t.Fatal(err)
	}
	h.client(http.MethodDelete, "/v1/tenants/zeta/greenvn/"+reply.Data.GreenvnID, "")
	for path, want := range map[string]string{
		"/__admin/requests?status=409":                             "2",
		"/__admin/requests?operation=deleteGreenvn":                "4",
		"/__admin/requests?operation=createGreenvn&tenant=acme":    "3",
		"/__admin/requests?operation=createGreenvn&status=200":     "3 1",
		"/__admin/requests?tenant=nobody":                          "",
		"/__admin/requests?after=1":                                "",
		"/__admin/allocations?tenant=zeta&state=deleted":           reply.Data.GreenvnID,
		"/__admin/allocations?tenant=zeta&state=active":            "",
		"/__admin/allocations?tenant=zeta&state=expired&after=100": "",
	} {
		if got := ids(h.list(path)); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", path, got, want)
		}
	}
}

func TestQueriesRefused(t *testing.T) {
	h := build(t, spec(), control.Options{})
	for path, piece := range map[string]string{
		"/__admin/requests?limit=0":          `limit: \"0\" is not a number from 1 to 1000`,
		"/__admin/requests?limit=1001":       "limit",
		"/__admin/requests?limit=ten":        "limit",
		"/__admin/requests?status=teapot":    `status: \"teapot\" is not a whole number`,
		"/__admin/requests?status=99":        "status: 99 is not an HTTP status",
		"/__admin/requests?after=-1":         "after",
		"/__admin/allocations?limit=-1":      "limit",
		"/__admin/allocations?after=x":       "after",
		"/__admin/allocations?state=vault":   `state: \"vault\" is not one of active, expired, deleted`,
		"/__admin/tenants?limit=1.5":         "limit",
		"/__admin/errors?profile=%3Cscript>": `<script>`,
	} {
		h.expect(h.ask(http.MethodGet, path, ""), http.StatusBadRequest, piece)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/allocations?tenant=nobody", ""), http.StatusNotFound, "is not known")
}

// TestJournalForgets keeps two requests of three.
func TestJournalForgets(t *testing.T) {
	s := spec()
	s.Journal = 2
	h := build(t, s, control.Options{})
	for n := range 3 {
		h.create("zeta", fmt.Sprint("order-", n))
	}
	if got := ids(h.list("/__admin/requests")); !slices.Equal(got, strings.Fields("3 2")) {
		t.Errorf("told %v", got)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/requests/1", ""), http.StatusNotFound, "or no longer")
}

// TestClearOne forgets one tenant's requests and keeps the rest.
func TestClearOne(t *testing.T) {
	h := build(t, spec(), control.Options{})
	h.create("zeta", "order-1")
	h.create("acme", "order-1")
	h.expect(h.ask(http.MethodDelete, "/__admin/requests?tenant=zeta", ""), http.StatusOK, `{"cleared":1}`)
	if got := ids(h.list("/__admin/requests")); !slices.Equal(got, strings.Fields("2")) {
		t.Errorf("told %v", got)
	}
}

// TestNobodysRequest lists a request that reached no tenant: its time is that of a clock at its start.
func TestNobodysRequest(t *testing.T) {
	s := spec()
	s.Strict = true
	s.Tenants[0].Credentials = []sim.Credential{{Username: "u", Password: "p"}}
	h := build(t, s, control.Options{})
	h.client(http.MethodGet, "/v1/tenants/nobody/settings", "")
	h.expect(h.ask(http.MethodGet, "/__admin/requests", ""), http.StatusOK, `"at":"2026-01-31T10:00:00Z"`)
	h.expect(h.ask(http.MethodGet, "/__admin/tenants/acme", ""), http.StatusOK, `"auth":"strict"`)
}
