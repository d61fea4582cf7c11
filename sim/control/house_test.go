package control_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/rest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// documents are loaded once for all tests.
var documents = sync.OnceValues(openapi.LoadAll)

// house is a simulator with both doors, in process. A reply of the tester's door that leaves its document fails the
// test.
type house struct {
	t               *testing.T
	sim             *sim.Sim
	vendor, control http.Handler
}

// spec is an open simulator with a named tenant; its clock stands still and its seed is 1.
func spec() sim.Spec {
	acme := tenant(3)
	acme.SID = "acme"
	acme.Profile = "classic"
	acme.Quirks = map[string]string{"unauthorized_status": "402"}
	acme.Exchange.Flows = []string{"flow-sales"}
	return sim.Spec{
		Seed: 1, Clock: sim.FrozenAt(time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)),
		Template: tenant(4), Tenants: []sim.Tenant{acme},
	}
}

// tenant is one that speaks every generation, with n numbers.
func tenant(n int) sim.Tenant {
	regions := exchange.Regions()
	numbers := make([]exchange.Number, n)
	for i := range numbers {
		numbers[i] = exchange.Number{E164: fmt.Sprintf("+9180%08d", i), Region: regions[i%len(regions)], Type: exchange.Landline}
	}
	settings := exchange.DefaultSettings()
	settings.Endpoints = map[string]string{"greencall_complete_event_endpoint": "http://127.0.0.1:3000/call"}
	return sim.Tenant{Profile: "auto", Exchange: exchange.Config{Numbers: numbers, Settings: settings}}
}

func build(t *testing.T, s sim.Spec, o control.Options) house {
	t.Helper()
	h := house{t: t}
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	if h.sim, err = sim.New(s); err != nil {
		t.Fatal(err)
	}
	metrics := control.NewMetrics()
	if h.vendor, err = rest.New(h.sim, loaded, rest.Options{Observe: metrics.Observe}); err != nil {
		t.Fatal(err)
	}
	o.Metrics = metrics.Handler()
	o.Documents = loaded
	if o.Departed == nil {
		o.Departed = func(operation, reason string) { t.Errorf("%s left its document: %s", operation, reason) }
	}
	if h.control, err = control.New(h.sim, loaded["control"], o); err != nil {
		t.Fatal(err)
	}
	return h
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   string
}

func (h house) send(door http.Handler, host, method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, "http://"+host+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// ask asks the tester's door by its loopback name; headers are written "Name: value".
func (h house) ask(method, path, body string, headers ...string) answer {
	h.t.Helper()
	return h.send(h.control, "127.0.0.1:8081", method, path, body, headers...)
}

// client asks the vendor's door.
func (h house) client(method, path, body string, headers ...string) answer {
	h.t.Helper()
	return h.send(h.vendor, "sim.test", method, path, body, headers...)
}

// create allocates a number of the tenant through the vendor's door.
func (h house) create(sid, connection string) answer {
	h.t.Helper()
	return h.client(http.MethodPost, "/v1/tenants/"+sid+"/greenvn",
		`{"connection_id":"`+connection+`","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway"}`)
}

// expect wants a status and a piece of the body.
func (h house) expect(a answer, status int, piece string) {
	h.t.Helper()
	if a.status != status || !strings.Contains(a.body, piece) {
		h.t.Errorf("answered %d %s\nwant %d with %q", a.status, a.body, status, piece)
	}
}

// took is wall time, the one thing that differs between two runs.
var took = regexp.MustCompile(`"duration_us":\d+`)

// golden holds an answer against testdata/<name>.golden: status, the headers that matter, and the whole body.
func golden(t *testing.T, name string, a answer) {
	t.Helper()
	var told strings.Builder
	fmt.Fprintf(&told, "%d %s\n", a.status, http.StatusText(a.status))
	for _, h := range []string{"Content-Type", "Allow", "Www-Authenticate", "Cache-Control", "X-Content-Type-Options"} {
		if v := a.header.Get(h); v != "" {
			fmt.Fprintf(&told, "%s: %s\n", h, v)
		}
	}
	fmt.Fprintf(&told, "\n%s", took.ReplaceAllString(a.body, `"duration_us":0`))
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(told.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./sim/control -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), told.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
