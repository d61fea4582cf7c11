package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// shop is a small application: it lends a number for each order, and again when the time of one is up. It tries twice if
// the connection breaks, and it may be careless.
type shop struct {
	*httptest.Server
	vendor   string
	careless bool // does not care when a number is taken back, nor whether it has asked before

	wg sync.WaitGroup
}

func opened(t *testing.T, vendor string, careless bool) *shop {
	t.Helper()
	s := &shop{vendor: vendor, careless: careless}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() { s.Close(); s.wg.Wait() })
	return s
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var told struct {
		Order        string
		ConnectionID string `json:"connection_id"`
		State        string
	}
	_ = json.NewDecoder(r.Body).Decode(&told)
	switch {
	case r.URL.Path == "/orders":
		s.lend(told.Order)
	case told.State == "vault" && !s.careless:
		s.wg.Go(func() { s.lend(told.ConnectionID) })
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *shop) lend(order string) {
	body := fmt.Sprintf(`{"connection_id":%q,"aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway","deallocation_policy":{"duration":"600s"}}`, order)
	for range 2 {
		response, err := http.Post(s.vendor+"/v1/tenants/shop/greenvn", "application/json", strings.NewReader(body))
		if err == nil {
			_ = response.Body.Close()
			return
		}
		if !s.careless {
			order += "-retry"
			body = strings.Replace(body, order[:len(order)-len("-retry")], order, 1)
		}
	}
}

// playShop plays the shop's feature and gives what was told.
func playShop(t *testing.T, careless bool, more ...string) (int, string) {
	t.Helper()
	s := raised(t)
	app := opened(t, s.vendor, careless)
	settings := strings.NewReader(fmt.Sprintf(`{"deallocation_callback_event_endpoint":%q}`, app.URL+"/events"))
	put, err := http.NewRequest(http.MethodPut, s.vendor+"/v1/tenants/shop/settings", settings)
	if err != nil {
		t.Fatal(err)
	}
	put.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(put)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", response, err)
	}
	_ = response.Body.Close()
	var out, log bytes.Buffer
	args := append([]string{"play", "../../features/examples/application.feature", "--admin-url", s.tester, "--set", "app=" + app.URL}, more...)
	code := run(t.Context(), args, env(nil), &out, &log)
	return code, out.String() + log.String()
}

// TestPlayExamples passes with nothing but a simulator.
func TestPlayExamples(t *testing.T) {
	s := raised(t, "--callback-url", "inbox")
	for _, profile := range []string{"auto", "classic", "current"} {
		var out, log bytes.Buffer
		args := []string{"play", "../../features/examples/order.feature", "--admin-url", s.tester, "--vendor-url", s.vendor, "--profile", profile, "--shuffle", "7"}
		if code := run(t.Context(), args, env(nil), &out, &log); code != exitFine || !strings.Contains(out.String(), "5 scenarios (5 passed)") {
			t.Errorf("%s: %d %s%s", profile, code, &out, &log)
		}
	}
}

// TestPlayEveryStep plays each sentence there is, side by side.
func TestPlayEveryStep(t *testing.T) {
	s := raised(t, "--callback-url", "inbox")
	var out, log bytes.Buffer
	args := []string{"play", "../../features/testdata/steps.feature", "--admin-url", s.tester, "--vendor-url", s.vendor, "--format", "progress", "--concurrency", "4", "--set", "door=" + s.tester}
	if code := run(t.Context(), args, env(nil), &out, &log); code != exitFine {
		t.Errorf("%d %s%s", code, &out, &log)
	}
}

// TestPlayInterrupted takes back what it has made, and changed, on a tenant that others use, and says that it was stopped.
func TestPlayInterrupted(t *testing.T) {
	s := raised(t)
	ctx, cancel := context.WithCancel(t.Context())
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel() }))
	t.Cleanup(app.Close)
	file := filepath.Join(t.TempDir(), "a.feature")
	const text = `Feature: Long
  Scenario: One
    Given the clock stands still
    And creating fails with code 4
    And nothing goes wrong any more
    And deleting takes 1 millisecond
    When the tenant asks for a number between "+919812345678" and "+919887654321"
    And the tester sends GET "{app}"
    Then the application created a GreenVN within 10 minutes
  Scenario: Two
    Then the application created a GreenVN within 10 minutes
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, log bytes.Buffer
	code := run(ctx, []string{"play", file, "--admin-url", s.tester, "--vendor-url", s.vendor, "--tenant", "shop", "--fail-fast", "--set", "app=" + app.URL}, env(nil), &out, &log)
	if code != exitFindings || !strings.HasSuffix(log.String(), "leadassist-sim: interrupted\n") || strings.Contains(log.String(), "left behind") {
		t.Errorf("%d %s%s", code, &out, &log)
	}
	for path, want := range map[string]string{
		"allocations?tenant=shop": `"state":"deleted"`, "faults": `"items":[]`, "clock?tenant=shop": `"mode":"real"`,
	} {
		if status, told, err := (curlLine{url: s.tester + "/__admin/" + path, header: http.Header{}}).send(""); err != nil || status != http.StatusOK || !strings.Contains(told, want) {
			t.Errorf("%s: %d %s %v", path, status, told, err)
		}
	}
}

// TestPlayCareful passes with an application that does what it should.
func TestPlayCareful(t *testing.T) {
	code, told := playShop(t, false)
	if code != exitFine || !strings.Contains(told, "2 scenarios (2 passed)") {
		t.Errorf("%d %s", code, told)
	}
}

// TestPlayCareless fails with one that does not, and says what it did instead.
func TestPlayCareless(t *testing.T) {
	code, told := playShop(t, true, "--format", "progress")
	if code != exitFindings || !strings.HasSuffix(told, "leadassist-sim: 2 of 2 scenarios failed\n") {
		t.Fatalf("%d %s", code, told)
	}
	for _, want := range []string{
		"the application did so once, not exactly twice; it asked for", "createGreenvn → 200 {\"connection_id\":\"order-7\"",
		"the application did so once, not never; it asked for", "createGreenvn → no answer {", "createGreenvn → 409 code 18 {\"connection_id\":\"order-8\"",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not said in\n%s", want, told)
		}
	}
}
