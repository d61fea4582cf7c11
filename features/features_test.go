package features

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// vendor is an endpoint just good enough to be spoken to, which keeps what it was asked. It can be made to answer wrongly.
type vendor struct {
	*httptest.Server

	mu     sync.Mutex
	asked  []string          // method, path and body
	active map[string]string // id to connection id
	twist  func(status int, body map[string]any) (int, any)
}

func newVendor(t *testing.T) *vendor {
	v := &vendor{active: map[string]string{}}
	v.Server = httptest.NewServer(v)
	t.Cleanup(v.Close)
	return v
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var said map[string]any
	_ = json.NewDecoder(r.Body).Decode(&said)
	v.asked = append(v.asked, fmt.Sprint(r.Method, " ", r.URL.Path, " ", said["connection_id"]))
	status, body := v.answer(r, said)
	var told any = body
	if status >= 400 {
		told = []any{body}
	}
	if v.twist != nil && r.URL.Path != "/" {
		status, told = v.twist(status, body)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(told)
}

func (v *vendor) answer(r *http.Request, said map[string]any) (int, map[string]any) {
	id := filepath.Base(r.URL.Path)
	data := map[string]any{
		"connection_id": "c", "aparty_numbers": []any{"+919812345678"}, "bparty_numbers": []any{"+919887654321"}, "usage": "twoway",
		"state": "active", "green_vn": "+918012345678", "greenvn_id": id,
	}
	good := map[string]any{"success": true, "status": 200, "data": data}
	switch {
	case r.Method == http.MethodPost:
		id = fmt.Sprintf("6d2f0e9c-3b41-4c8a-9a57-%012d", len(v.active)+1)
		v.active[id], _ = said["connection_id"].(string)
		data["greenvn_id"], data["connection_id"] = id, said["connection_id"]
	case v.active[id] == "":
		return 404, map[string]any{"success": false, "status": 404, "code": 1, "message": "There is no such allocation.", "data": nil}
	case r.Method == http.MethodDelete:
		delete(v.active, id)
		data["state"] = "vault"
	}
	return 200, good
}

// feature is a file with one feature, whose scenarios are given.
func feature(scenarios string) fstest.MapFS {
	return fstest.MapFS{"a.feature": {Data: []byte("Feature: Numbers\n" + scenarios)}}
}

// played plays them against the vendor.
func played(t *testing.T, v *vendor, o Options, scenarios string) (Result, string, error) {
	t.Helper()
	var out bytes.Buffer
	o.Out, o.FS, o.Paths = &out, feature(scenarios), []string{"a.feature"}
	if o.Name == "" {
		o.Name = "r7"
	}
	result, err := Run(t.Context(), Target{VendorURL: v.URL, Tenant: "acme", Username: "key", Password: "pass/word"}, o)
	return result, out.String(), err
}

const createAndRead = `
  @good
  Scenario: Create
    When the tenant asks for a number between "+919812345678" and "+919887654321":
      | connection_id | order-1 |
    Then the answer is 200
    And the answer's field "data.state" is "active"
    And the allocation "order-1" is active
    When the tenant reads the allocation "no-such"
    Then the answer is 404 with code 1
`

// TestPlay makes references of its own on a tenant that others use, and deletes what it has made.
func TestPlay(t *testing.T) {
	v := newVendor(t)
	result, out, err := played(t, v, Options{}, createAndRead)
	if err != nil || result.Failed() != 0 || len(result.Scenarios) != 1 || len(result.Scenarios[0].Exchanges) != 4 {
		t.Fatalf("%+v %v\n%s", result, err, out)
	}
	want := []string{
		"GET / <nil>", "POST /v1/tenants/acme/greenvn order-1-r7-1", "GET /v1/tenants/acme/greenvn/6d2f0e9c-3b41-4c8a-9a57-000000000001 <nil>",
		"GET /v1/tenants/acme/greenvn/no-such <nil>", "DELETE /v1/tenants/acme/greenvn/6d2f0e9c-3b41-4c8a-9a57-000000000001 <nil>",
	}
	if !slices.Equal(v.asked, want) {
		t.Errorf("asked %q", v.asked)
	}
	if !strings.Contains(out, "1 scenarios (1 passed)") || strings.Contains(out, "makeFuncStub") || !strings.Contains(out, "| connection_id | order-1 |") {
		t.Error(out)
	}
}

// dataOf is the data of a success; an error has none, and what is done to it goes nowhere.
func dataOf(body map[string]any) map[string]any {
	if data, ok := body["data"].(map[string]any); ok {
		return data
	}
	return map[string]any{}
}

// TestDepartures fail the step that got the answer, whatever the next one wants, and say where and why.
func TestDepartures(t *testing.T) {
	for name, c := range map[string]struct {
		twist func(int, map[string]any) (int, any)
		want  string
	}{
		"undeclared status": {func(_ int, b map[string]any) (int, any) { return 418, b }, "status: 418 is not declared for createGreenvn"},
		"missing field": {func(s int, b map[string]any) (int, any) {
			delete(dataOf(b), "greenvn_id")
			return s, b
		}, "at /data/greenvn_id: data.greenvn_id: required, but absent"},
		"wrong type": {func(s int, b map[string]any) (int, any) {
			dataOf(b)["state"] = 7
			return s, b
		}, "at /data/state: data.state: 7 is not"},
		"error as a success": {func(_ int, b map[string]any) (int, any) { return 400, b }, "departs from the classic document"},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(t)
			v.twist = c.twist
			result, out, err := played(t, v, Options{}, createAndRead)
			if err != nil || result.Failed() != 1 {
				t.Fatalf("%+v %v", result, err)
			}
			failure := result.Scenarios[0].Failure
			for _, want := range []string{"the answer to createGreenvn departs from the classic document", c.want, "curl -sS -X POST '" + v.URL, "HTTP "} {
				if !strings.Contains(failure, want) || !strings.Contains(out, want) {
					t.Errorf("%q is not said in\n%s", want, out)
				}
			}
			result, _, err = played(t, v, Options{}, strings.Replace(createAndRead, "When the tenant asks", "Given answers are not held against the documents\n    When the tenant asks", 1))
			if err != nil || strings.Contains(result.Scenarios[0].Failure, "departs") {
				t.Errorf("%+v %v", result, err)
			}
		})
	}
}

// TestSecrets are in no report, however the endpoint echoes them.
func TestSecrets(t *testing.T) {
	v := newVendor(t)
	v.twist = func(int, map[string]any) (int, any) {
		return 500, []any{map[string]any{"success": false, "status": 500, "code": 0, "message": "pass/word of Basic a2V5OnBhc3Mvd29yZA==", "data": nil}}
	}
	result, out, err := played(t, v, Options{Format: "cucumber"}, createAndRead)
	if err != nil || result.Failed() != 1 {
		t.Fatalf("%+v %v", result, err)
	}
	var all strings.Builder
	all.WriteString(out + string(encode(result)))
	for _, e := range result.Scenarios[0].Exchanges {
		all.WriteString(e.Curl() + e.Answer() + fmt.Sprint(e))
	}
	if strings.Contains(all.String(), "pass/word") || strings.Contains(all.String(), "a2V5") || !strings.Contains(all.String(), "[hidden]") {
		t.Error(all.String())
	}
	if !strings.Contains(result.Scenarios[0].Failure, `-u "$LEADASSIST_SIM_USERNAME:$LEADASSIST_SIM_PASSWORD"`) || !strings.Contains(out, "embeddings") {
		t.Error(out)
	}
}

// TestCleanUp happens after a failure too, and after the run was told to stop; what it could not do is told.
func TestCleanUp(t *testing.T) {
	v := newVendor(t)
	failing := strings.Replace(createAndRead, "Then the answer is 200", "Then the answer is 409", 1)
	if result, _, err := played(t, v, Options{}, failing); err != nil || result.Failed() != 1 || len(v.active) != 0 {
		t.Errorf("%+v %v, left %v", result, err, v.active)
	}
	ctx, cancel := context.WithCancel(t.Context())
	v.twist = func(status int, body map[string]any) (int, any) {
		cancel() // with the answer to the create
		if status >= 400 {
			return status, []any{body}
		}
		return status, body
	}
	two := createAndRead + strings.ReplaceAll(createAndRead, "Scenario: Create", "Scenario: Again")
	_, err := Run(ctx, Target{VendorURL: v.URL, Tenant: "acme"}, Options{FS: feature(two), Paths: []string{"a.feature"}})
	if err == nil || err.Error() != "the run was interrupted" || len(v.active) != 0 {
		t.Errorf("%v, left %v", err, v.active)
	}
	v.twist = func(status int, body map[string]any) (int, any) {
		if data, ok := body["data"].(map[string]any); ok && data["state"] == "vault" {
			v.active[data["greenvn_id"].(string)] = "still there"
			return 500, []any{map[string]any{"success": false, "status": 500, "code": 0, "message": "no", "data": nil}}
		}
		if status >= 400 {
			return status, []any{body}
		}
		return status, body
	}
	result, _, err := played(t, v, Options{}, createAndRead)
	if err != nil || len(result.Left) != 1 || !strings.Contains(result.Left[0], "of acme is still there: HTTP 500") || !strings.Contains(result.Left[0], "curl -sS -X DELETE '") {
		t.Errorf("%+v %v", result, err)
	}
}

// TestSideBySide gives each scenario a tenant and a story of its own.
func TestSideBySide(t *testing.T) {
	v := newVendor(t)
	var scenarios strings.Builder
	for i := range 40 {
		scenarios.WriteString(strings.ReplaceAll(createAndRead, "Scenario: Create", fmt.Sprintf("Scenario: Create %d", i)))
	}
	var out bytes.Buffer
	result, err := Run(t.Context(), Target{VendorURL: v.URL}, Options{
		FS: feature(scenarios.String()), Paths: []string{"a.feature"}, Concurrency: 8, Format: "progress", Seed: 7, Out: &out,
	})
	if err != nil || result.Failed() != 0 || len(result.Scenarios) != 40 {
		t.Fatalf("%d %v\n%s", len(result.Scenarios), err, &out)
	}
	tenants := map[string]bool{}
	for _, s := range result.Scenarios {
		tenants[strings.Split(s.Exchanges[0].URL, "/")[5]] = true
	}
	if len(tenants) != 40 {
		t.Errorf("%d tenants", len(tenants))
	}
}

// TestRefusedRuns play nothing and say why in words.
func TestRefusedRuns(t *testing.T) {
	v := newVendor(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	html := httptest.NewServer(http.NotFoundHandler())
	defer html.Close()
	good := feature(createAndRead)
	for name, c := range map[string]struct {
		target  Target
		options Options
		want    string
	}{
		"no door":         {Target{}, Options{FS: good, Paths: []string{"a.feature"}}, "no endpoint to play against"},
		"no file":         {Target{VendorURL: v.URL}, Options{FS: good}, "no feature file is named"},
		"missing file":    {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"b.feature"}}, `feature path "b.feature" is not available`},
		"bad gherkin":     {Target{VendorURL: v.URL}, Options{FS: fstest.MapFS{"a.feature": {Data: []byte("Scenario: x")}}, Paths: []string{"a.feature"}}, "a.feature - Parser errors"},
		"unknown step":    {Target{VendorURL: v.URL}, Options{FS: feature("  Scenario: x\n    When the sky falls\n    Then the answer be 200"), Paths: []string{"a.feature"}}, "a.feature:3: no step says \"the sky falls\", or anything like it\na.feature:4: no step says \"the answer be 200\"; the nearest is \"the answer is {count}"},
		"unfit table":     {Target{VendorURL: v.URL}, Options{FS: feature("  Scenario: x\n    Then the answer is 200\n      | a | b |"), Paths: []string{"a.feature"}}, "a.feature:3: no step says \"the answer is 200\" and takes a table"},
		"no step":         {Target{VendorURL: v.URL}, Options{FS: feature("  Scenario: x\n"), Paths: []string{"a.feature"}}, `a.feature: the scenario "x" has no step`},
		"no scenario":     {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Tags: "@none"}, "no scenario is there, or none has these tags"},
		"format":          {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Format: "pdf"}, "a format is one of pretty, progress, junit, cucumber, messages, html, har, json"},
		"two to terminal": {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Format: "pretty,junit"}, "only one format can go to the terminal"},
		"file":            {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Format: "junit:/no/such/folder/x.xml"}, "the report junit:/no/such/folder/x.xml cannot be written"},
		"pretty parallel": {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Concurrency: 2}, "one scenario at a time"},
		"fail fast":       {Target{VendorURL: v.URL}, Options{FS: good, Paths: []string{"a.feature"}, Concurrency: 2, Format: "progress", FailFast: true}, "one scenario at a time"},
		"vendor gone":     {Target{VendorURL: gone.URL}, Options{FS: good, Paths: []string{"a.feature"}}, "nobody answers there"},
		"control gone":    {Target{AdminURL: gone.URL}, Options{FS: good, Paths: []string{"a.feature"}}, "no simulator answers at " + gone.URL},
		"no control":      {Target{AdminURL: html.URL}, Options{FS: good, Paths: []string{"a.feature"}}, "what answers at " + html.URL + " is no control door (HTTP 404)"},
		"profile":         {Target{VendorURL: v.URL, Profile: "latest"}, Options{FS: good, Paths: []string{"a.feature"}}, "the profile is one of auto, classic, current, exobridge"},
		"credentials":     {Target{VendorURL: "http://me:secret@127.0.0.1"}, Options{FS: good, Paths: []string{"a.feature"}}, "holds no credentials"},
		"address":         {Target{VendorURL: "ftp://x"}, Options{FS: good, Paths: []string{"a.feature"}}, "is like http://127.0.0.1:8080"},
	} {
		result, err := Run(t.Context(), c.target, c.options)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") || len(result.Scenarios) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNotRun lists what the target cannot do, and plays the rest.
func TestNotRun(t *testing.T) {
	v := newVendor(t)
	result, out, err := played(t, v, Options{}, createAndRead+"\n  @control\n  Scenario: Wait\n    When 10 minutes pass\n")
	if err != nil || len(result.Scenarios) != 1 || result.Failed() != 0 {
		t.Fatalf("%+v %v %s", result, err, out)
	}
	if len(result.NotRun) != 1 || result.NotRun[0] != (NotRun{"Wait", "a.feature", "it needs a simulator's control door"}) {
		t.Errorf("%+v", result.NotRun)
	}
	// Without the tag the step says so itself.
	result, _, err = played(t, v, Options{}, "  Scenario: Wait\n    When 10 minutes pass\n")
	if err != nil || result.Failed() != 1 || result.Scenarios[0].Failure != errNoControl.Error() {
		t.Errorf("%+v %v", result, err)
	}
}

// TestReports are written to files besides the one that is shown.
func TestReports(t *testing.T) {
	v := newVendor(t)
	folder := t.TempDir()
	junit, cucumber := filepath.Join(folder, "j.xml"), filepath.Join(folder, "c.json")
	_, out, err := played(t, v, Options{Format: "progress,junit:" + junit + ",cucumber:" + cucumber}, createAndRead)
	if err != nil || !strings.Contains(out, "1 scenarios (1 passed)") {
		t.Fatalf("%v\n%s", err, out)
	}
	for file, want := range map[string]string{junit: `<testcase name="Create" classname="Numbers"`, cucumber: `"name": "Create"`} {
		if told, err := os.ReadFile(file); err != nil || !strings.Contains(string(told), want) {
			t.Errorf("%v %s", err, told)
		}
	}
}

// TestExplained reads why the last request was refused: the scenario's own, or the application's.
func TestExplained(t *testing.T) {
	v := newVendor(t)
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told := map[string]string{
			"/__admin/tenants":               `{"items":[],"next":""}`,
			"/__admin/callbacks":             `{"items":[],"next":""}`,
			"/__admin/requests/find":         `{"items":[{"id":"9","status":200},{"id":"8","status":409,"refusal":{"code":18}},{"id":"7","status":404}],"next":"","newest":"9"}`,
			"/__admin/requests/8/explain":    `{"summary":"It was asked for before.","checks":["moon"],"rule":{"source":"docs 000"},"fault":null}`,
			"/__admin/requests/none/explain": `{}`,
		}[r.URL.Path]
		_, _ = w.Write([]byte(told))
	}))
	defer door.Close()
	for says, want := range map[string]string{
		"asked for BEFORE": "", "docs 000": "", "moon": "the explanation of request 8 does not say so, but: It was asked for before.",
	} {
		text := fmt.Sprintf("  Scenario: x\n    Given all that was asked so far counts\n    Then the refusal is explained by %q\n", says)
		result, err := Run(t.Context(), Target{VendorURL: v.URL, AdminURL: door.URL, Tenant: "acme"}, Options{FS: feature(text), Paths: []string{"a.feature"}})
		if err != nil || result.Scenarios[0].Failure != want {
			t.Errorf("%s: %+v %v", says, result, err)
		}
	}
}

// TestNothingIsSentTwice takes a broken connection for an answer, also where a transport likes to try again.
func TestNothingIsSentTwice(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/settings") {
			if asked.Add(1) == 2 {
				panic(http.ErrAbortHandler)
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{}`))
	}))
	defer s.Close()
	const text = `  Scenario: x
    Given answers are not held against the documents
    When the tenant reads the settings
    Then the answer is 200
    When the tenant reads the settings
    Then no answer comes
`
	result, err := Run(t.Context(), Target{VendorURL: s.URL}, Options{FS: feature(text), Paths: []string{"a.feature"}})
	if err != nil || result.Failed() != 0 || asked.Load() != 2 {
		t.Errorf("%+v %v, asked %d times", result, err, asked.Load())
	}
}
