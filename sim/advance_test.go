package sim_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// plainly tells an event by its kind, allocation and instant.
func plainly(t sim.Tenant, _ string, e exchange.Event) sim.Notice {
	body, _ := json.Marshal(map[string]string{"kind": string(e.Kind), "id": e.Allocation.ID, "at": e.At.Format(time.RFC3339)})
	return sim.Notice{Event: string(e.Kind), Endpoint: "deallocation_callback_event_endpoint", Body: body}
}

// receiver is a fake endpoint: it answers with the statuses in turn, the last again and again.
type receiver struct {
	mu       sync.Mutex
	statuses []int
	jobs     []callback.Job
}

func (r *receiver) post(_ context.Context, j callback.Job) callback.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	status := http.StatusOK
	if len(r.statuses) > 0 {
		status = r.statuses[min(len(r.jobs), len(r.statuses)-1)]
	}
	r.jobs = append(r.jobs, j)
	return callback.Result{Status: status}
}

func (r *receiver) bodies() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for _, j := range r.jobs {
		all = append(all, string(j.Body))
	}
	return all
}

// turned is a simulator whose clocks stand at dawn and whose events go to the receiver.
func turned(t *testing.T, r *receiver, numbers int) *sim.World {
	t.Helper()
	s, err := sim.New(sim.Spec{
		Seed: 1, Clock: sim.FrozenAt(dawn()), Render: plainly, Post: r.post,
		Template: sim.Tenant{
			Profile: "classic", Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/events", Policy: callback.DefaultPolicy()},
			Exchange: exchange.Config{Numbers: numbered(numbers), Settings: exchange.DefaultSettings()},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func numbered(n int) []exchange.Number {
	all := make([]exchange.Number, n)
	for i := range all {
		all[i] = exchange.Number{E164: fmt.Sprintf("+9180%08d", i), Region: "KA", Type: exchange.Landline}
	}
	return all
}

// borrow makes an allocation that ends after the period.
func borrow(t *testing.T, w *sim.World, reference string, period time.Duration) exchange.Allocation {
	t.Helper()
	o, err := w.Do(exchange.AllocateGreenvn{
		Reference: reference, Usage: exchange.Twoway, Duration: period,
		A: exchange.Party{Numbers: []string{"+919812345678"}}, B: exchange.Party{Numbers: []string{"+919887654321"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o.Allocation
}

// happened turns the clock and gives what happened, a line each.
func happened(t *testing.T, w *sim.World, by time.Duration) []string {
	t.Helper()
	var lines []string
	_, _, err := w.AdvanceBy(t.Context(), by, func(h sim.Happening) {
		line := fmt.Sprintf("%s %s %s", h.At.Sub(dawn()), h.What, h.Event)
		if h.What == sim.HappenedAttempt {
			line += fmt.Sprintf(" %d: %d %s", h.Attempt, h.Status, h.Outcome)
		}
		lines = append(lines, line)
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// A receiver that answers 503, 503, 200 sees three attempts with one id, at exactly the policy's instants.
func TestRetriesAtTheirInstants(t *testing.T) {
	r := &receiver{statuses: []int{503, 503, 200}}
	w := turned(t, r, 1)
	borrow(t, w, "order-1", 10*time.Minute)
	want := []string{
		"10m0s event deallocation", "10m0s attempt deallocation 1: 503 retry",
		"10m1s attempt deallocation 2: 503 retry", "10m3s attempt deallocation 3: 200 delivered",
	}
	if got := happened(t, w, time.Hour); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if len(r.jobs) != 3 || r.jobs[0].ID != r.jobs[2].ID || string(r.jobs[0].Body) != string(r.jobs[2].Body) {
		t.Errorf("jobs %v", r.jobs)
	}
	if now := w.Now(); !now.Equal(dawn().Add(time.Hour)) {
		t.Errorf("the clock shows %v", now)
	}
}

// A year of expiries settles in order, each at its instant, with the cool-off and whatever else falls due between.
func TestAYearOfExpiries(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 400)
	var want []string
	for day := 365; day >= 1; day-- {
		borrow(t, w, fmt.Sprintf("order-%d", day), min(time.Duration(day)*24*time.Hour, 170*24*time.Hour))
	}
	for day := 1; day < 170; day++ {
		want = append(want, dawn().AddDate(0, 0, day).Format(time.RFC3339))
	}
	for range 365 - 169 {
		want = append(want, dawn().AddDate(0, 0, 170).Format(time.RFC3339))
	}
	happened(t, w, 365*24*time.Hour)
	var got []string
	for _, body := range r.bodies() {
		var told struct{ At string }
		if err := json.Unmarshal([]byte(body), &told); err != nil {
			t.Fatal(err)
		}
		got = append(got, told.At)
	}
	if !slices.Equal(got, want) {
		t.Errorf("told at %v", got)
	}
}

func TestTheClockOnlyGoesForwardAndNotTooFar(t *testing.T) {
	w := turned(t, &receiver{}, 1)
	if _, _, err := w.Advance(t.Context(), dawn().Add(-time.Second), nil); !errors.Is(err, sim.ErrBackwards) {
		t.Errorf("backwards: %v", err)
	}
	if _, _, err := w.AdvanceBy(t.Context(), sim.Furthest+1, nil); !errors.Is(err, sim.ErrTooFar) {
		t.Errorf("too far: %v", err)
	}
	if !w.Now().Equal(dawn()) {
		t.Errorf("the clock was turned to %v", w.Now())
	}
}

// Whoever turned the clock goes away: the advance ends at an instant that is wholly settled.
func TestAnAbandonedAdvanceStopsBetweenInstants(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 10)
	for i := range 5 {
		borrow(t, w, fmt.Sprintf("order-%d", i), time.Duration(i+1)*time.Minute)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, at, err := w.AdvanceBy(ctx, time.Hour, func(h sim.Happening) {
		if h.What == sim.HappenedAttempt && len(r.bodies()) == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || !at.Equal(dawn().Add(2*time.Minute)) || !w.Now().Equal(at) {
		t.Errorf("ended at %v with %v", at, err)
	}
	if n := len(happened(t, w, time.Hour)); n != 6 {
		t.Errorf("%d lines for the three that were left", n)
	}
}

// A call takes its time: the clock stands at its end, and its event is delivered.
func TestACallMovesTheClock(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 1)
	a := borrow(t, w, "order-1", time.Hour)
	var events int
	call, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number}, false, func(h sim.Happening) {
		if h.What == sim.HappenedEvent {
			events++
		}
	})
	if err != nil || call.Type != exchange.TypeCompleted || events != 1 || len(r.bodies()) != 1 {
		t.Errorf("call %+v, %d events, %v", call, events, err)
	}
	if now := w.Now(); !now.Equal(dawn().Add(36*time.Second)) || !call.Ended.Equal(now) {
		t.Errorf("the clock shows %v, the call ended %v", now, call.Ended)
	}
}

// A live call runs in the world's own time.
func TestALiveCallWaitsForTheClock(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 1)
	a := borrow(t, w, "order-1", time.Hour)
	call, err := w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number}, true, nil)
	if err != nil || !call.Ended.IsZero() || !w.Now().Equal(dawn()) {
		t.Errorf("call %+v, %v", call, err)
	}
	if got := happened(t, w, time.Minute); len(got) != 2 {
		t.Errorf("happened %q", got)
	}
}

// With a running clock an expiry fires at its time, by an alarm, and retries follow theirs.
func TestARunningClockFiresOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &receiver{statuses: []int{500, 200}}
		s, err := sim.New(sim.Spec{
			Seed: 1, Render: plainly, Post: r.post,
			Template: sim.Tenant{
				Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
				Exchange:  exchange.Config{Numbers: numbered(1), Settings: exchange.DefaultSettings()},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		w, _ := s.World("acme")
		began := time.Now()
		borrow(t, w, "order-1", 10*time.Minute)
		_, live, stop, _ := s.Watch("", s.Latest())
		defer stop()
		for _, want := range []struct {
			after time.Duration
			what  string
		}{{10 * time.Minute, "event"}, {10 * time.Minute, "attempt"}, {10*time.Minute + time.Second, "attempt"}} {
			h := <-live
			if h.What != want.what || time.Since(began) != want.after {
				t.Errorf("%s after %v, want %s after %v", h.What, time.Since(began), want.what, want.after)
			}
		}
		if lost := s.Close(t.Context()); len(lost) != 0 {
			t.Errorf("lost %v", lost)
		}
	})
}

// What is due is delivered before a simulator stops; what is not is reported.
func TestCloseFinishesWhatIsDue(t *testing.T) {
	r := &receiver{statuses: []int{500}}
	w := turned(t, r, 2)
	borrow(t, w, "order-1", time.Minute)
	happened(t, w, time.Minute) // the first attempt failed; the next is due in a second
	if lost := w.Close(t.Context()); len(lost) != 1 || lost[0].State != callback.Abandoned || len(lost[0].Attempts) != 1 {
		t.Errorf("lost %+v", lost)
	}
}

// A dead receiver of one tenant delays nobody else's.
func TestADeadReceiverDelaysNobodyElse(t *testing.T) {
	dead := make(chan struct{})
	alive := make(chan string, 1)
	post := func(ctx context.Context, j callback.Job) callback.Result {
		if j.Labels.Tenant == "dead" {
			<-dead
			return callback.Result{Err: errors.New("no answer")}
		}
		alive <- j.Labels.Tenant
		return callback.Result{Status: 200}
	}
	s, err := sim.New(sim.Spec{Seed: 1, Clock: sim.FrozenAt(dawn()), Render: plainly, Post: post, Template: sim.Tenant{
		Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
		Exchange:  exchange.Config{Numbers: numbered(1), Settings: exchange.DefaultSettings()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for _, sid := range []string{"dead", "alive"} {
		w, _ := s.World(sid)
		borrow(t, w, "order-1", time.Minute)
		group.Go(func() { _, _, _ = w.AdvanceBy(context.Background(), time.Minute, nil) })
	}
	if got := <-alive; got != "alive" {
		t.Error(got)
	}
	close(dead)
	group.Wait()
}

// A reset ends an advance that waits for a receiver's answer, and forgets what was owed.
func TestResetEndsAnAdvance(t *testing.T) {
	entered, let := make(chan struct{}), make(chan struct{})
	enter := sync.OnceFunc(func() { close(entered) })
	s, err := sim.New(sim.Spec{
		Seed: 1, Clock: sim.FrozenAt(dawn()), Render: plainly,
		Post: func(context.Context, callback.Job) callback.Result {
			enter()
			<-let
			return callback.Result{Status: 500}
		},
		Template: sim.Tenant{
			Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
			Exchange:  exchange.Config{Numbers: numbered(1), Settings: exchange.DefaultSettings()},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w, _ := s.World("acme")
	borrow(t, w, "order-1", time.Minute)
	ended := make(chan error)
	go func() { _, _, err := w.AdvanceBy(context.Background(), time.Hour, nil); ended <- err }()
	<-entered
	reset := make(chan bool)
	go func() { reset <- s.ResetTenant("acme") }()
	close(let)
	<-ended
	if !<-reset || len(w.Deliveries(callback.Filter{})) != 0 || !w.Now().Equal(dawn()) {
		t.Errorf("after the reset: %v at %v", w.Deliveries(callback.Filter{}), w.Now())
	}
}

// Same seed, same script: the same ids, bodies and order.
func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	story := func() (lines []string) {
		r := &receiver{statuses: []int{200, 503, 200}}
		w := turned(t, r, 50)
		for i := range 20 {
			a := borrow(t, w, fmt.Sprintf("order-%d", i), time.Duration(1+i%3)*time.Minute)
			_, _ = w.Call(t.Context(), exchange.PlaceCall{From: "+919812345678", To: a.Number, Talk: time.Second}, i%2 == 0, func(h sim.Happening) {
				lines = append(lines, fmt.Sprint(h))
			})
		}
		_, _, _ = w.AdvanceBy(t.Context(), time.Hour, func(h sim.Happening) { lines = append(lines, fmt.Sprint(h)) })
		return append(lines, r.bodies()...)
	}
	if one, two := story(), story(); !slices.Equal(one, two) || len(one) < 60 {
		t.Errorf("%d lines and %d lines", len(one), len(two))
	}
}

// A watcher gets what it missed, then what happens; one that falls behind is let go, and nobody waits for it.
func TestWatchers(t *testing.T) {
	r := &receiver{}
	s, _ := sim.New(sim.Spec{Seed: 1, Clock: sim.FrozenAt(dawn()), Render: plainly, Post: r.post, Template: sim.Tenant{
		Callbacks: sim.Callbacks{URL: sim.Inbox, Policy: callback.DefaultPolicy()},
		Exchange:  exchange.Config{Numbers: numbered(3000), Settings: exchange.DefaultSettings()},
	}})
	w, _ := s.World("acme")
	borrow(t, w, "order-0", time.Minute)
	happened(t, w, time.Minute)
	past, live, stop, ok := s.Watch("acme", 1)
	if !ok || len(past) != 2 || past[0].What != sim.HappenedAttempt || past[1].What != sim.HappenedClock {
		t.Errorf("past %v", past)
	}
	if past, _, stopOther, _ := s.Watch("other", 0); len(past) != 0 {
		t.Errorf("another tenant's past %v", past)
	} else {
		stopOther()
		stopOther()
	}
	for i := range 2000 {
		borrow(t, w, fmt.Sprintf("order-%d", i+1), time.Minute)
	}
	happened(t, w, time.Minute)
	seen := 0
	for range live {
		seen++
	}
	stop()
	if seen != 1024 {
		t.Errorf("saw %d before being let go", seen)
	}
	if len(r.jobs) != 0 {
		t.Error("the inbox asked a receiver")
	}
}

// A receiver that never answers holds up neither a stop nor a reset: its attempts are cut off at the limit.
func TestAHangingReceiverIsCutOff(t *testing.T) {
	for name, end := range map[string]func(*sim.Sim, *sim.World){
		"close": func(_ *sim.Sim, w *sim.World) {
			over, cancel := context.WithCancel(context.Background())
			cancel()
			if lost := w.Close(over); len(lost) == 0 {
				t.Error("nothing was given up")
			}
		},
		"reset": func(s *sim.Sim, _ *sim.World) { s.ResetTenant("acme") },
	} {
		t.Run(name, func(t *testing.T) {
			entered := make(chan struct{})
			enter := sync.OnceFunc(func() { close(entered) })
			posts := 0
			s, err := sim.New(sim.Spec{
				Seed: 1, Clock: sim.FrozenAt(dawn()), Render: plainly,
				Post: func(ctx context.Context, _ callback.Job) callback.Result {
					posts++
					enter()
					<-ctx.Done()
					return callback.Result{Err: ctx.Err()}
				},
				Template: sim.Tenant{
					Callbacks: sim.Callbacks{URL: "http://127.0.0.1:9/", Policy: callback.DefaultPolicy()},
					Exchange:  exchange.Config{Numbers: numbered(3), Settings: exchange.DefaultSettings()},
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			w, _ := s.World("acme")
			for i := range 3 {
				borrow(t, w, fmt.Sprint("order-", i), time.Duration(i+1)*time.Minute)
			}
			ended := make(chan error)
			go func() { _, _, err := w.AdvanceBy(context.Background(), time.Hour, nil); ended <- err }()
			<-entered
			end(s, w)
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("the advance ended with %v", err)
			}
			if posts != 1 {
				t.Errorf("%d attempts were begun", posts)
			}
		})
	}
}

// Under a frozen clock a receiver sees what vendor commands cause in the order they were given.
func TestAFrozenClockKeepsTheOrderOfCommands(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 1)
	var want []string
	for i := range 100 {
		o, err := w.Do(exchange.AllocateGreenpin{
			Reference: fmt.Sprint("order-", i), A: exchange.PinParty{Numbers: []string{"+919812345678"}, VNs: []string{"+918000000000"}},
			B: exchange.PinParty{Numbers: []string{"+919887654321"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Do(exchange.Deallocate{Kind: exchange.GreenPin, ID: o.Allocation.ID}); err != nil {
			t.Fatal(err)
		}
		want = append(want, o.Allocation.ID)
	}
	happened(t, w, time.Second)
	var got []string
	for _, body := range r.bodies() {
		var told struct{ ID string }
		if err := json.Unmarshal([]byte(body), &told); err != nil {
			t.Fatal(err)
		}
		got = append(got, told.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// An endpoint set to nothing unsubscribes, whatever the tenant's URL for all.
func TestAnEmptyEndpointUnsubscribes(t *testing.T) {
	r := &receiver{}
	w := turned(t, r, 1)
	if _, err := w.Do(exchange.UpdateSettings{Endpoints: map[string]string{"deallocation_callback_event_endpoint": ""}}); err != nil {
		t.Fatal(err)
	}
	borrow(t, w, "order-1", time.Minute)
	happened(t, w, time.Minute)
	if d := w.Deliveries(callback.Filter{}); len(r.bodies()) != 0 || len(d) != 1 || d[0].State != callback.NoEndpoint {
		t.Errorf("sent %v, kept %v", r.bodies(), d)
	}
}
