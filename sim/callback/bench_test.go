package callback_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"testing"
	"time"

	"leadassist-sim/sim/callback"
)

// BenchmarkOutbox owes 100,000 deliveries, takes them and records that they arrived: all to one endpoint, in a lane
// each, in one lane, and at an endpoint each; and in a lane each with a retry before they arrive.
func BenchmarkOutbox(b *testing.B) {
	const many = 100_000
	for name, c := range map[string]struct {
		lanes, endpoints int
		first            int
	}{
		"lanes":     {many, 1, 200},
		"one lane":  {1, 1, 200},
		"endpoints": {many, many, 200},
		"retried":   {many, 1, 503},
	} {
		messages := make([]callback.Message, many)
		for i := range messages {
			messages[i] = message("http://127.0.0.1/"+strconv.Itoa(i%c.endpoints), strconv.Itoa(i%c.lanes))
			messages[i].Body = make([]byte, 500)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o := open(callback.Limits{}, callback.DefaultPolicy())
				for _, m := range messages {
					o.Owe(start(), m)
				}
				drain(o, c.first)
				if o.Pending() != 0 {
					b.Fatal("some are left")
				}
			}
			b.ReportMetric(many*float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
		})
	}
}

// drain settles the outbox: the first attempts are answered with the status given, later ones with 200.
func drain(o *callback.Outbox, first int) {
	for {
		due, some := o.Next()
		if !some {
			return
		}
		for _, j := range o.Take(due) {
			status := first
			if j.Attempt > 1 {
				status = 200
			}
			o.Record(due, j, callback.Result{Status: status})
		}
	}
}

// BenchmarkPending states what a pending delivery of 500 bytes takes in memory.
func BenchmarkPending(b *testing.B) {
	const many = 100_000
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		o := open(callback.Limits{}, callback.DefaultPolicy())
		for i := range many {
			m := message(hook, strconv.Itoa(i))
			m.Body = make([]byte, 500)
			o.Owe(start(), m)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(o)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/many, "B/delivery")
}

// BenchmarkPost compares posts through outbox and poster with a bare client doing the same.
func BenchmarkPost(b *testing.B) {
	body := make([]byte, 500)
	answer := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusOK)
	}
	b.Run("bare", func(b *testing.B) {
		s := serve(b, answer)
		for b.Loop() {
			resp, err := http.Post(s, "application/json", bytes.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
	b.Run("outbox", func(b *testing.B) {
		s := serve(b, answer)
		p := callback.NewPoster(callback.Guard{}, callback.Limits{})
		defer p.Close()
		o := open(callback.Limits{}, callback.DefaultPolicy())
		m := message(s, "a")
		m.Body = body
		for b.Loop() {
			o.Owe(start(), m)
			for _, j := range o.Take(start()) {
				if d := o.Record(start(), j, p.Post(b.Context(), j)); d.State != callback.Delivered {
					b.Fatal(d.Reason)
				}
			}
		}
	})
}

func serve(b *testing.B, h http.HandlerFunc) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	go func() { _ = s.Serve(l) }()
	b.Cleanup(func() { _ = s.Close() })
	return "http://" + l.Addr().String()
}
