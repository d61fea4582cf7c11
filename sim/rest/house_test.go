package rest_test

import (
	"encoding/base64"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/rest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// documents are loaded once for all tests.
var documents = sync.OnceValues(openapi.LoadAll)

// dawn is where every test's clock stands.
func dawn() time.Time { return time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC) }

// house is a simulator behind the vendor's door, in process. A reply that leaves its document fails the test.
type house struct {
	t    testing.TB
	sim  *sim.Sim
	door http.Handler
}

// build raises a house from the spec; its clock is frozen at dawn and its seed is 1 unless the spec says otherwise.
func build(t testing.TB, spec sim.Spec) house {
	t.Helper()
	if spec.Seed == 0 {
		spec.Seed = 1
	}
	if spec.Clock == (sim.Clock{}) {
		spec.Clock = sim.FrozenAt(dawn())
	}
	s, err := sim.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	door, err := rest.New(s, loaded, rest.Options{Observe: func(e sim.Entry) {
		for _, d := range e.Departures {
			t.Errorf("%s %s answered %d and left its document: %s\n%s", e.Method, e.Path, e.Status, d, e.Reply)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return house{t: t, sim: s, door: door}
}

// pool makes landline and mobile numbers, alternating over the regions.
func pool(n int) []exchange.Number {
	regions := exchange.Regions()
	numbers := make([]exchange.Number, n)
	for i := range numbers {
		numbers[i] = exchange.Number{E164: fmt.Sprintf("+9180%08d", i), Region: regions[i%len(regions)], Type: exchange.Landline}
		if i%2 == 1 {
			numbers[i].E164, numbers[i].Type = fmt.Sprintf("+9190%08d", i), exchange.Mobile
		}
	}
	return numbers
}

// open is a tenant template with n numbers, spoken to in the profile.
func open(profile string, n int) sim.Tenant {
	return sim.Tenant{Profile: profile, Exchange: exchange.Config{Numbers: pool(n), Settings: exchange.DefaultSettings()}}
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask is a request: method, path below the host, body ("" for none), and headers as "Name: value".
func (h house) ask(method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, "http://sim.test"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// basic is the Authorization header of a name and a secret.
func basic(username, password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
}
