package rest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/rest"
)

// crowd asks n things from as many goroutines as there are workers and gives the answers in order.
func crowd(h house, workers, n int, ask func(i int) request) []answer {
	answers, next := make([]answer, n), make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range next {
				r := ask(i)
				answers[i] = h.ask(r.method, r.path, r.body, r.headers...)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	return answers
}

// lent is the number and the id of a classic answer.
func lent(t *testing.T, a answer) (number, id string) {
	t.Helper()
	var body struct {
		Data struct {
			Number string `json:"green_vn"`
			ID     string `json:"greenvn_id"`
		}
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil {
		t.Fatalf("%v: %s", err, a)
	}
	return body.Data.Number, body.Data.ID
}

// TestTenThousandOnFiveThousand lends each number of a pool once and refuses the rest.
func TestTenThousandOnFiveThousand(t *testing.T) {
	t.Parallel()
	const creates, numbers = 10_000, 5_000
	h := build(t, sim.Spec{Template: open(dialect.Classic, numbers)})
	answers := crowd(h, 64, creates, func(i int) request {
		return post("/v1/tenants/acme/greenvn", fmt.Sprintf(`{"connection_id":"c%d","aparty_numbers":[%q],"bparty_numbers":[%q],"usage":"twoway"}`, i, alice, bob))
	})
	seen, ids, refused := map[string]bool{}, map[string]bool{}, 0
	for _, a := range answers {
		switch {
		case a.status == 200:
			number, id := lent(t, a)
			seen[number], ids[id] = true, true
		case a.verdict() == "452/4":
			refused++
		default:
			t.Fatal(a)
		}
	}
	if len(seen) != numbers || len(ids) != numbers || refused != creates-numbers {
		t.Errorf("%d numbers lent to %d ids, %d refused", len(seen), len(ids), refused)
	}
	world, _ := h.sim.World("acme")
	for _, n := range world.View().Numbers {
		if n.State != exchange.Lent || !seen[n.E164] {
			t.Fatalf("%s is %s, answered: %v", n.E164, n.State, seen[n.E164])
		}
	}
}

// TestOneConnectionIDAmongMany lets many want the same connection id: one gets it.
func TestOneConnectionIDAmongMany(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Current, 100)})
	got := map[string]int{}
	for _, a := range crowd(h, 16, 200, func(int) request { return post("/v1/tenants/acme/greenvn", classicGreenvn()) }) {
		got[fmt.Sprint(a.status)]++
	}
	if diff := cmp.Diff(map[string]int{"200": 1, "409": 199}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTenantsAreApart lets two tenants use the same connection ids and numbers at once; each sees only its own.
func TestTenantsAreApart(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 300)})
	sid := func(i int) string { return []string{"red", "blue"}[i%2] }
	answers := crowd(h, 32, 600, func(i int) request {
		return post("/v1/tenants/"+sid(i)+"/greenvn", classicGreenvn().with("connection_id", fmt.Sprintf("order-%d", i/2), "aparty_numbers", []string{fmt.Sprintf("+9198%08d", i)}))
	})
	owned := map[string]map[string]bool{"red": {}, "blue": {}}
	for i, a := range answers {
		number, id := lent(t, a)
		owned[sid(i)][number] = true
		if own := h.ask("GET", "/v1/tenants/"+sid(i)+"/greenvn/"+id, ""); own.body != a.body {
			t.Fatalf("created %s, read %s", a, own)
		}
		if other := h.ask("GET", "/v1/tenants/"+sid(i+1)+"/greenvn/"+id, ""); other.verdict() != "404/1" {
			t.Fatalf("%s is seen by another: %s", id, other)
		}
	}
	if len(owned["red"]) != 300 || len(owned["blue"]) != 300 {
		t.Errorf("red has %d numbers, blue %d", len(owned["red"]), len(owned["blue"]))
	}
	for _, e := range h.sim.Journal().List(sim.Filter{Tenant: "red"}) {
		if e.Tenant != "red" || !strings.HasPrefix(e.Path, "/v1/tenants/red/") {
			t.Fatalf("in red's journal: %s", e.Path)
		}
	}
}

// TestTenantsAreBounded makes tenants from many goroutines until there are enough.
func TestTenantsAreBounded(t *testing.T) {
	t.Parallel()
	named := open(dialect.Classic, 1)
	named.SID = "named"
	h := build(t, sim.Spec{Template: open(dialect.Classic, 1), Tenants: []sim.Tenant{named}, MaxTenants: 25})
	made := 0
	for _, a := range crowd(h, 16, 100, func(i int) request { return get(fmt.Sprintf("/v1/tenants/t%d/settings", i%50)) }) {
		switch a.verdict() {
		case "200/-1":
			made++
		case "403/8":
			if want := "No tenant has this id: no more tenants are made on first sight; raise max_tenants in the world file, or reset"; a.message() != want {
				t.Fatal(a)
			}
		default:
			t.Fatal(a)
		}
	}
	if made != 50 || len(h.sim.Worlds()) != 26 {
		t.Errorf("%d good answers, %d worlds", made, len(h.sim.Worlds()))
	}
	if a := h.ask("GET", "/v1/tenants/named/settings", ""); a.status != 200 {
		t.Error(a)
	}
	if err := h.sim.Reset(); err != nil {
		t.Fatal(err)
	}
	if a := h.ask("GET", "/v1/tenants/t99/settings", ""); a.status != 200 {
		t.Errorf("after a reset: %s", a)
	}
}

// TestRateUnderFrozenClock spends a tenant's allowance; the clock stands, so nothing comes back.
func TestRateUnderFrozenClock(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		template := open(profile, 4)
		template.Rate = sim.Rate{PerSecond: 0.1, Burst: 5}
		h := build(t, sim.Spec{Template: template})
		got := map[int]int{}
		for _, a := range crowd(h, 8, 20, func(int) request { return get("/v1/tenants/acme/greenvn/none") }) {
			got[a.status]++
			if a.status == http.StatusTooManyRequests {
				spoken(t, profile, "over the rate", a, "429/17", "Requests come faster than this tenant may send them: the tenant's request rate is spent; retry after 10 s")
				if a.header.Get("Retry-After") != "10" {
					t.Error(a)
				}
			}
		}
		if diff := cmp.Diff(map[int]int{404: 5, 429: 15}, got); diff != "" {
			t.Error(diff)
		}
		for _, path := range []string{"/v1/tenants/other/greenvn/none", "/v1/nowhere", "/health"} {
			if a := h.ask("GET", path, ""); a.status == http.StatusTooManyRequests {
				t.Errorf("%s pays for another: %s", path, a)
			}
		}
		if !h.sim.ResetTenant("acme") || h.ask("GET", "/v1/tenants/acme/greenvn/none", "").status != 404 {
			t.Error("a reset does not give the allowance back")
		}
	}
}

// TestCrowdOnEverything runs all operations side by side with resets, for the race detector and the documents.
func TestCrowdOnEverything(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(string(dialect.Auto), 40), Journal: 100})
	var asked []request
	for _, profile := range generations() {
		for _, r := range everything(profile) {
			asked = append(asked, r)
		}
	}
	for _, a := range crowd(h, 16, 1000, func(i int) request {
		switch {
		case i%250 == 249:
			if err := h.sim.Reset(); err != nil {
				t.Error(err)
			}
		case i%50 == 49:
			h.sim.ResetTenant("t1")
			h.sim.Journal().List(sim.Filter{Tenant: "t1"})
		}
		r := asked[i%len(asked)]
		r.path = fmt.Sprintf("/v1/tenants/t%d%s", i%3, r.path)
		return r
	}) {
		if a.status >= 500 {
			t.Error(a)
		}
	}
}

// TestPanicIsAnInternalError lets the request's body panic under the door's hands.
func TestPanicIsAnInternalError(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		loaded, err := documents()
		if err != nil {
			t.Fatal(err)
		}
		var seen []sim.Entry
		door, err := rest.New(h.sim, loaded, rest.Options{Observe: func(e sim.Entry) { seen = append(seen, e) }})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		door.ServeHTTP(w, httptest.NewRequest("POST", "/v1/tenants/acme/greenvn", trap{}))
		spoken(t, profile, "a panic", answer{w.Code, w.Header(), w.Body.String()}, "500/0", "The service failed inside.")
		if len(seen) != 1 || len(seen[0].Departures) != 1 || seen[0].Departures[0] != "panic: trapped" || strings.Contains(w.Body.String(), "trapped") {
			t.Errorf("journaled: %+v", seen)
		}
		if a := h.ask("GET", "/v1/tenants/acme/settings", ""); a.status != 200 {
			t.Errorf("after a panic: %s", a)
		}
	}
}

type trap struct{}

func (trap) Read([]byte) (int, error) { panic("trapped") }

// TestDocumentsMustFit takes a document, or an operation's handler, away.
func TestDocumentsMustFit(t *testing.T) {
	t.Parallel()
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(sim.Spec{Template: open(dialect.Classic, 1)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = rest.New(s, nil, rest.Options{})
	if err == nil || err.Error() != `document "leadassist" is not loaded` {
		t.Error(err)
	}
	wrong := maps.Clone(loaded)
	wrong["calls"] = loaded["control"]
	if _, err = rest.New(s, wrong, rest.Options{}); err == nil || !strings.Contains(err.Error(), "has no handler") || !strings.Contains(err.Error(), "handler readCall is in no document") {
		t.Error(err)
	}
}
