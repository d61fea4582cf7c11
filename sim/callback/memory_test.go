package callback_test

import (
	"runtime"
	"strconv"
	"testing"

	"leadassist-sim/sim/callback"
)

func TestReleasedDeliveriesLeaveNothingBehind(t *testing.T) {
	o := open(callback.Limits{Kept: 10}, callback.DefaultPolicy())
	before := heap()
	leader := o.Owe(start(), message(hook, "leader"))
	job := o.Take(start())[0] // never recorded, so that the endpoint stays
	for i := range 20_000 {
		name := strconv.Itoa(i)
		o.Owe(start(), bent(hook, "a", callback.Detour{Held: name, Hold: 1}))
		o.Release(start(), name, leader.ID)
		if i%1000 == 999 {
			o.Record(start(), job, callback.Result{Status: 200})
			drain(o, 200)
			leader = o.Owe(start(), message(hook, "leader"))
			job = o.Take(start())[0]
		}
	}
	if grown := heap() - before; grown > 1<<18 {
		t.Errorf("released deliveries leave %d bytes behind", grown)
	}
	runtime.KeepAlive(o)
}

// heap is how many bytes are in use once garbage is collected.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestEndedDeliveriesLeaveNothingBehind(t *testing.T) {
	const many = 20_000
	for name, m := range map[string]func(i string) callback.Message{
		"lanes":     func(i string) callback.Message { return message(hook, i) },
		"endpoints": func(i string) callback.Message { return message("http://127.0.0.1/"+i, "a") },
		"unread":    func(i string) callback.Message { return message("", i) },
		"delayed":   func(i string) callback.Message { return bent(hook, "a", callback.Detour{Fault: i, Delay: 1}) },
		"held":      func(i string) callback.Message { return bent(hook, "a", callback.Detour{Held: i, Hold: 1}) },
	} {
		t.Run(name, func(t *testing.T) {
			o := open(callback.Limits{Kept: 10}, callback.DefaultPolicy())
			before := heap()
			for i := range many {
				o.Owe(start(), m(strconv.Itoa(i)))
				drain(o, 503)
			}
			if grown := heap() - before; grown > 1<<18 {
				t.Errorf("%d ended deliveries, of which 10 are kept, leave %d bytes behind", many, grown)
			}
			runtime.KeepAlive(o)
		})
	}
}

func TestKeptResponsesCount(t *testing.T) {
	o := open(callback.Limits{Bytes: 100_000}, callback.DefaultPolicy())
	for range 100 {
		o.Owe(start(), message(hook, "a"))
		o.Record(start(), the(t, o, start()), callback.Result{Status: 200, Response: make([]byte, 4096)})
	}
	held := 0
	for _, d := range o.List(callback.Filter{}) {
		held += len(d.Body) + len(d.Attempts[0].Response)
	}
	if held > 100_000 || held < 50_000 {
		t.Errorf("bodies and responses of %d bytes are kept, the bound being 100000", held)
	}
}

func TestWhatAnAbandonedAttemptSaysIsNotCountedOnceForgotten(t *testing.T) {
	o := open(callback.Limits{Bytes: 5_000, Kept: 1}, callback.DefaultPolicy())
	for range 20 {
		o.Owe(start(), message(hook, "a"))
		job := the(t, o, start())
		o.Abandon(start())
		o.Drop(start(), message(hook, "b"), "it takes the only place kept")
		d := o.Record(start(), job, callback.Result{Status: 200, Response: make([]byte, 4096)})
		wantState(t, d, callback.Delivered, "")
		if len(d.Attempts[0].Response) != 4096 {
			t.Fatalf("%d bytes of the response fit", len(d.Attempts[0].Response))
		}
	}
	wantState(t, o.Owe(start(), message(hook, "a")), callback.Pending, "")
}
