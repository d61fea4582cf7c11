package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"leadassist-sim/openapi"
)

const lending = "@classic @current @costs\nFeature: Lending\n\n  Scenario Outline: <n>\n    When the tenant asks for a number between \"Asha\" and \"Bimal\"\n" +
	"    Then the answer is 200\n\n    Examples:\n      | n |\n"

// lendMany is a feature that makes so many allocations and gives none back.
func lendMany(t *testing.T, n int) string {
	t.Helper()
	var text strings.Builder
	text.WriteString(lending)
	for i := range n {
		_, _ = fmt.Fprintf(&text, "      | %d |\n", i+1)
	}
	file := filepath.Join(t.TempDir(), "lending.feature")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// at are the flags of a run against an endpoint that is no simulator, as far as the run knows.
func at(url string, more ...string) []string {
	return append([]string{"contract", "--target", url, "--tenant", "acme", "--aparty", "+919812345678", "--bparty", "+919887654321"}, more...)
}

// active counts the allocations the simulator has lent out.
func active(t *testing.T, s *simulator) (active, all int) {
	t.Helper()
	response, err := http.Get(s.tester + "/__admin/allocations?tenant=acme&limit=1000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var page struct{ Items []struct{ State string } }
	if err := json.NewDecoder(response.Body).Decode(&page); err != nil {
		t.Fatal(err)
	}
	for _, one := range page.Items {
		if one.State == "active" {
			active++
		}
	}
	return active, len(page.Items)
}

// TestContractKilled stops a run in the middle. It gives back what it has made, and says that it was stopped.
func TestContractKilled(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			s := raised(t)
			var posts atomic.Int32
			fourth := make(chan struct{})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost && posts.Add(1) == 4 {
					close(fourth)
				}
				forward(w, r, s.vendor)
			}))
			defer front.Close()
			command := exec.Command("leadassist-sim", at(front.URL, lendMany(t, 200), "--budget", "200", "--rate", "20/s")...)
			var out bytes.Buffer
			command.Stdout, command.Stderr = &out, &out
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			<-fourth
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = command.Wait()
			now, all := active(t, s)
			if now != 0 || all < 3 || all > 100 || command.ProcessState.ExitCode() != exitUsage || !strings.Contains(out.String(), "all that was made has been given back\nleadassist-sim: the run was interrupted") {
				t.Errorf("%d of %d active, exit %d\n%s", now, all, command.ProcessState.ExitCode(), &out)
			}
		})
	}
}

// forward passes a request on and its answer back.
func forward(w http.ResponseWriter, r *http.Request, to string) {
	q, err := http.NewRequest(r.Method, to+r.URL.RequestURI(), r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	q.Header = r.Header.Clone()
	response, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer func() { _ = response.Body.Close() }()
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	var body bytes.Buffer
	_, _ = body.ReadFrom(response.Body)
	_, _ = w.Write(body.Bytes())
}

// contractTold runs the command in this process.
func contractTold(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	var out, log bytes.Buffer
	code := run(t.Context(), args, env(nil), &out, &log)
	return code, out.String(), log.String()
}

// TestContractUnreachable says in one line why nothing was played.
func TestContractUnreachable(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<h1>It works!</h1>"))
	}))
	defer page.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, c := range map[string]struct{ url, want string }{
		"down": {gone.URL, "nobody answers there"},
		"slow": {"http://" + silent.Addr().String(), "no answer in time"},
		"tls":  {secure.URL, "certificate"},
		"html": {page.URL, "what answers is not the vendor's API"},
	} {
		patience := "1m"
		if name == "slow" {
			patience = "200ms"
		}
		code, out, log := contractTold(t, at(c.url, "--timeout", patience)...)
		if code != exitUsage || out != "" || strings.Count(log, "\n") != 1 || !strings.Contains(log, c.want) {
			t.Errorf("%s: %d %s %s", name, code, out, log)
		}
	}
}

// TestContractDies breaks off when the endpoint falls silent.
func TestContractDies(t *testing.T) {
	s := raised(t)
	var posts atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if posts.Load() > 3 {
			panic(http.ErrAbortHandler)
		}
		if r.Method == http.MethodPost {
			posts.Add(1)
		}
		forward(w, r, s.vendor)
	}))
	defer front.Close()
	code, _, log := contractTold(t, at(front.URL, lendMany(t, 40))...)
	if code != exitUsage || !strings.Contains(log, "the run was broken off: the last 5 requests got no answer") || !strings.Contains(log, "may be left in tenant acme") {
		t.Errorf("%d %s", code, log)
	}
}

// TestContractBudget refuses a run that would make more than it may.
func TestContractBudget(t *testing.T) {
	s := raised(t)
	code, _, log := contractTold(t, at(s.vendor, lendMany(t, 60))...)
	if code != exitUsage || !strings.Contains(log, "the run would make 60 allocations, and its budget is 50: allow them with --budget 60") {
		t.Errorf("%d %s", code, log)
	}
	code, out, log := contractTold(t, at(s.vendor, lendMany(t, 60), "--budget", "60", "--deadline", "1m")...)
	if now, all := active(t, s); code != exitFine || now != 0 || all != 60 {
		t.Errorf("%d, %d of %d active %s %s", code, now, all, out, log)
	}
}

// contradicted are the tags of all rules on which the documents disagree.
func contradicted(t *testing.T) string {
	t.Helper()
	ledger, err := openapi.LoadLedger()
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, rule := range ledger.Rules() {
		if rule.Contradiction != "" {
			tags = append(tags, "@rule-"+rule.ID)
		}
	}
	return strings.Join(tags, ",")
}

// observed plays the suite on a world's tenant, and gives the world that was observed.
func observed(t *testing.T, world string) string {
	t.Helper()
	folder := t.TempDir()
	file, seen := filepath.Join(folder, "world.yaml"), filepath.Join(folder, "observed.yaml")
	if err := os.WriteFile(file, []byte(world), 0o600); err != nil {
		t.Fatal(err)
	}
	s := raised(t, "--world", file)
	code, out, log := contractTold(t, "contract", "--target", s.vendor, "--admin-target", s.tester, "--tenant", "acme", "--format", "progress",
		"--username", "observed-key", "--password", "observed-token", "--observe", seen, "--tags", contradicted(t), "--concurrency", "2")
	told, err := os.ReadFile(seen)
	if err != nil || code == exitUsage {
		t.Fatalf("%d %v %s %s", code, err, out, log)
	}
	return string(told)
}

// TestCalibration serves what was observed, and observes the same.
func TestCalibration(t *testing.T) {
	const head = "auth: strict\ntenants:\n  - sid: acme\n    credentials: [{username: observed-key, password: observed-token}]\n    generate: {count: 50}\n"
	for name, c := range map[string]struct {
		world string
		want  []string
	}{
		"classic": {head + "    profile: classic\n", []string{"profile: classic", "error_body: array", "number_key: green_vn"}},
		"current": {head + "    profile: current\n", []string{"profile: current", "error_body: object", "number_key: greenvn"}},
		"switched": {
			head + "    profile: classic\n    quirks: {error_body: object, unauthorized_status: 402, deleted_status: 400, number_key: both, event_times: rfc3339, event_durations: number, greenpin_deallocation_state: active}\n",
			[]string{"error_body: object", "unauthorized_status: 402", "deleted_status: 400", "number_key: both", "event_times: rfc3339", "event_durations: number", "greenpin_deallocation_state: active"},
		},
		"switched otherwise": {
			head + "    profile: current\n    quirks: {error_body: array, number_key: green_vn, event_times: sql, event_durations: string}\n",
			[]string{"profile: current", "error_body: array", "unauthorized_status: 401", "deleted_status: 410", "number_key: green_vn", "event_times: sql", "event_durations: string", "greenpin_deallocation_state: vault"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if racing && name != "current" && name != "switched" {
				t.Skip("two of them have to do under the race detector")
			}
			first := observed(t, c.world)
			for _, want := range c.want {
				if !strings.Contains(first, want+"\n") {
					t.Errorf("%q is not in\n%s", want, first)
				}
			}
			if second := observed(t, first); second != first {
				t.Errorf("observed again:\n%s\nnot\n%s", second, first)
			}
		})
	}
}

// TestContract plays the suite against a simulator of its own, side by side and shuffled. Under the race detector
// those with events have to do, where most goes side by side; `make contract` plays all three with the program itself.
func TestContract(t *testing.T) {
	args := []string{"contract", "--concurrency", "2", "--seed", "7"}
	if racing {
		args = append(args, "--tags", "@callbacks && ~@slow")
	}
	if code, out, log := contractTold(t, args...); code != exitFine {
		t.Fatalf("%d %s %s", code, out, log)
	}
}
