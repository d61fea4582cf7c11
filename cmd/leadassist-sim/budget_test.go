package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"
)

// TestBudgets measures the budgets against bare baselines in the same run and prints them. It fails only on ratios.
// `make bench` runs it.
func TestBudgets(t *testing.T) {
	if os.Getenv("LEADASSIST_SIM_BENCH") == "" {
		t.Skip("make bench runs it")
	}
	t.Run("throughput", throughput)
	t.Run("settling", settling)
	t.Run("process", process)
	t.Run("growth", growth) // last: it leaves a large heap behind
}

// bare is the baseline: gorilla/mux and encoding/json, reading the same request and writing the same answer.
func bare() http.Handler {
	type request struct {
		ConnectionID string   `json:"connection_id"`
		A            []string `json:"aparty_numbers"`
		B            []string `json:"bparty_numbers"`
		Usage        string   `json:"usage"`
		Policy       struct {
			Duration string `json:"duration"`
		} `json:"deallocation_policy"`
	}
	type data struct {
		ConnectionID string   `json:"connection_id"`
		A            []string `json:"aparty_numbers"`
		B            []string `json:"bparty_numbers"`
		Usage        string   `json:"usage"`
		State        string   `json:"state"`
		Number       string   `json:"green_vn"`
		ID           string   `json:"greenvn_id"`
	}
	type reply struct {
		Success bool `json:"success"`
		Status  int  `json:"status"`
		Data    data `json:"data"`
	}
	router := mux.NewRouter()
	router.HandleFunc("/v1/tenants/{tenant}/greenvn", func(w http.ResponseWriter, r *http.Request) {
		var in request
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(reply{true, 200, data{in.ConnectionID, in.A, in.B, in.Usage, "active", "+918012345678", "6360bbb7-0000-410c-8000-0c6ec70cc442"}})
	}).Methods(http.MethodPost)
	return router
}

// strictWorld writes a world with credentials and a generated pool, and gives the file's name.
func strictWorld(t *testing.T, numbers int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "world.yaml")
	text := fmt.Sprintf("auth: strict\nseed: 7\ntenants:\n  - sid: load\n    credentials: [{username: u, password: p}]\n    generate: {count: %d, seed: 7}\n", numbers)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// loadedDoor raises the vendor's door of a strict world with so many numbers.
func loadedDoor(t *testing.T, numbers int) http.Handler {
	t.Helper()
	f := &serveFlags{world: strictWorld(t, numbers), journal: 2000}
	_, d, err := f.raise(slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return d.vendor
}

// order is the n-th create.
func order(n int) string {
	return fmt.Sprintf(`{"connection_id":"order-%d","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway","deallocation_policy":{"duration":"7d"}}`, n)
}

// burst is so many creates, from the numbered one on, over so many connections.
type burst struct {
	url                  string
	connections, from, n int
}

// press sends a burst over TCP and gives requests per second.
func press(t *testing.T, l burst) float64 {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: l.connections}}
	defer client.CloseIdleConnections()
	began := time.Now()
	var group sync.WaitGroup
	for w := range l.connections {
		group.Go(func() {
			for i := l.from + w; i < l.from+l.n; i += l.connections {
				r, _ := http.NewRequest(http.MethodPost, l.url+"/v1/tenants/load/greenvn", strings.NewReader(order(i)))
				r.Header.Set("Content-Type", "application/json")
				r.SetBasicAuth("u", "p")
				response, err := client.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if response.StatusCode != http.StatusOK {
					t.Errorf("create %d answered %d", i, response.StatusCode)
					return
				}
			}
		})
	}
	group.Wait()
	return float64(l.n) / time.Since(began).Seconds()
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}

// TestServeBare is the baseline as a process of its own: throughput runs this test binary again to get it.
func TestServeBare(t *testing.T) {
	if os.Getenv("LEADASSIST_SIM_BARE") == "" {
		t.Skip("throughput runs it")
	}
	server := httptest.NewServer(bare())
	defer server.Close()
	fmt.Printf("vendor's door %s\ntester's door none\n", server.URL)
	_, _ = io.Copy(io.Discard, os.Stdin) // until the parent closes it
}

// throughput pairs rounds of creates on the simulator with rounds on the bare echo, each a process of its own.
func throughput(t *testing.T) {
	const rounds, size, few, many = 11, 6000, 4, 48
	t.Setenv("LEADASSIST_SIM_BARE", "1")
	echo := launch(t, exec.Command(os.Args[0], "-test.run", "^TestServeBare$"))
	simulator := launch(t, exec.Command(compiled(t), "serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0",
		"--world", strictWorld(t, size)))
	pair := func(connections int) {
		press(t, burst{echo.url, connections, 0, size})
		press(t, burst{simulator.url, connections, 0, size})
		var ratios, ours, theirs []float64
		for round := range rounds {
			b := press(t, burst{echo.url, connections, (round + 1) * size, size})
			renew(t, simulator) // growth is measured apart
			s := press(t, burst{simulator.url, connections, (round + 1) * size, size})
			ours, theirs, ratios = append(ours, s), append(theirs, b), append(ratios, s/b)
		}
		t.Logf("create over %d connections: %.0f/s, bare echo: %.0f/s, ratio %.2f (min %.2f, max %.2f)",
			connections, median(ours), median(theirs), median(ratios), slices.Min(ratios), slices.Max(ratios))
		if connections == many && median(ratios) < 0.75 {
			t.Errorf("throughput ratio %.2f is under 0.75", median(ratios))
		}
		renew(t, simulator)
	}
	pair(few)
	pair(many)
}

// growth holds the latency of creates beside a thousand active allocations against that beside a million, and weighs
// an allocation.
func growth(t *testing.T) {
	const few, many, sample = 1_000, 1_000_000, 20_000
	door := loadedDoor(t, many+2*sample)
	create := func(n int) time.Duration {
		r := httptest.NewRequest(http.MethodPost, "/v1/tenants/load/greenvn", strings.NewReader(order(n)))
		r.Header.Set("Content-Type", "application/json")
		r.SetBasicAuth("u", "p")
		w := httptest.NewRecorder()
		began := time.Now()
		door.ServeHTTP(w, r)
		took := time.Since(began)
		if w.Code != http.StatusOK {
			t.Fatalf("create %d answered %d: %s", n, w.Code, w.Body)
		}
		return took
	}
	next := 0
	fill := func(to int) {
		for ; next < to; next++ {
			create(next)
		}
	}
	measure := func() float64 {
		all := make([]float64, 0, sample)
		for range sample {
			all = append(all, float64(create(next)))
			next++
		}
		return median(all)
	}
	fill(few)
	before := measure()
	start := heap()
	base := next
	fill(many)
	weight := float64(heap()-start) / float64(many-base)
	after := measure()
	t.Logf("create latency, median: %.1f µs at 1 thousand active, %.1f µs at 1 million, ratio %.2f (ceiling 1.3)", before/1e3, after/1e3, after/before)
	t.Logf("memory: %.0f bytes of heap per active allocation beyond its number (ceiling 1024)", weight)
	if after/before > 1.3 {
		t.Errorf("latency grew %.2f times", after/before)
	}
	if weight > 1024 {
		t.Errorf("an allocation weighs %.0f bytes", weight)
	}
	runtime.KeepAlive(door)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}

// process measures the built binary from outside: time to the first 200, and resident memory when idle.
func process(t *testing.T) {
	binary := compiled(t)
	var first, version []float64
	var resident int
	for range 11 {
		began := time.Now()
		if err := exec.Command(binary, "version").Run(); err != nil {
			t.Fatal(err)
		}
		version = append(version, time.Since(began).Seconds()*1000)
		took, memory := firstAnswer(t, binary)
		first = append(first, took.Seconds()*1000)
		resident = max(resident, memory)
	}
	t.Logf("first 200: %.0f ms after exec (min %.0f, max %.0f; budget 50), `version` alone: %.0f ms, ratio %.1f",
		median(first), slices.Min(first), slices.Max(first), median(version), median(first)/median(version))
	t.Logf("resident memory, idle: %.1f MiB (budget 30)", float64(resident)/1024)
}

// compiled builds the binary as it is released and gives its path.
func compiled(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "leadassist-sim")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// running is a process that serves.
type running struct {
	url, tester string
	pid         int
}

// renew puts a simulator's worlds back to their beginning.
func renew(t *testing.T, s running) {
	t.Helper()
	response, err := http.Post(s.tester+"/__admin/reset", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("reset answered %d", response.StatusCode)
	}
}

// launch runs a server until the test ends and reads its URL from what it prints.
func launch(t *testing.T, command *exec.Cmd) running {
	t.Helper()
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = command.Process.Signal(os.Interrupt)
		_ = command.Wait()
	})
	serves := running{pid: command.Process.Pid}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if rest, ok := strings.CutPrefix(line, "vendor's door"); ok {
			serves.url = strings.Fields(rest)[0]
		}
		if rest, ok := strings.CutPrefix(line, "tester's door"); ok {
			serves.tester = strings.Fields(rest)[0]
			return serves
		}
	}
	t.Fatal("the server printed no URL")
	return serves
}

// firstAnswer starts the binary and asks until the vendor's door has answered; it gives the time and the memory in KiB.
func firstAnswer(t *testing.T, binary string) (took time.Duration, kib int) {
	t.Helper()
	t.Run("start", func(t *testing.T) {
		began := time.Now()
		server := launch(t, exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"))
		response, err := http.Get(server.url + "/v1/tenants/demo/settings")
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		took = time.Since(began)
		if response.StatusCode != http.StatusOK {
			t.Fatalf("first answer: %d", response.StatusCode)
		}
		for range 200 { // what is garbage of the start is given back meanwhile
			if response, err := http.Get(server.url + "/health"); err == nil {
				_ = response.Body.Close()
			}
		}
		kib = residentKiB(t, server.pid)
	})
	return took, kib
}

func residentKiB(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("no /proc here")
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			n, _ := strconv.Atoi(fields[1])
			return n
		}
	}
	return 0
}
