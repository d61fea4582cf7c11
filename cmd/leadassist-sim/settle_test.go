package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// settling lets a hundred thousand allocations end within one simulated hour and holds the callbacks per second against
// a bare HTTP client that posts the same body in a loop, in the same run.
func settling(t *testing.T) {
	const allocations, share = 100_000, 10_000
	var got atomic.Int64
	var ids sync.Map
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if _, twice := ids.LoadOrStore(r.Header.Get("Webhook-Id"), true); !twice {
			got.Add(1)
		}
	}))
	defer receiver.Close()
	f := &serveFlags{world: strictWorld(t, allocations), clock: "frozen:2026-01-31T10:00:00Z", callbackURL: receiver.URL, journal: 10}
	s, _, err := f.raise(slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	w, _ := s.Lookup("load")
	for i := range allocations {
		_, err := w.Do(exchange.AllocateGreenvn{
			Reference: fmt.Sprint("order-", i), Usage: exchange.Twoway, Duration: time.Duration(i%3600+1) * time.Second,
			A: exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	bare := loop(t, receiver.URL, share)
	got.Store(0)
	ids.Clear()
	before := heap()
	var peak int64
	events, attempts := 0, 0
	began := time.Now()
	_, _, err = w.AdvanceBy(t.Context(), time.Hour, func(h sim.Happening) {
		switch h.What {
		case sim.HappenedEvent:
			events++
		case sim.HappenedAttempt:
			if attempts++; attempts%share == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, int64(m.HeapInuse))
			}
		}
	})
	took := time.Since(began)
	if err != nil || events != allocations || attempts != allocations || got.Load() != allocations {
		t.Fatalf("%d events, %d attempts, %d received: %v", events, attempts, got.Load(), err)
	}
	rates := []float64{bare, loop(t, receiver.URL, share)}
	slices.Sort(rates)
	rate := allocations / took.Seconds()
	t.Logf("settling: %.0f callbacks/s over %.1f s, bare client loop %.0f to %.0f/s, ratio %.2f (floor 0.5)",
		rate, took.Seconds(), rates[0], rates[1], rate/rates[1])
	t.Logf("memory while settling: %.0f MiB above the %.0f MiB before", float64(max(peak-before, 0))/(1<<20), float64(before)/(1<<20))
	if rate/rates[1] < 0.5 {
		t.Errorf("%.2f of a bare client loop", rate/rates[1])
	}
	runtime.KeepAlive(s)
}

// loop posts a body of a deallocation's size over and over and gives posts per second.
func loop(t *testing.T, url string, n int) float64 {
	t.Helper()
	client := &http.Client{}
	defer client.CloseIdleConnections()
	body := bytes.Repeat([]byte("x"), 290)
	began := time.Now()
	for range n {
		response, err := client.Post(url, "application/json", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	return float64(n) / time.Since(began).Seconds()
}
