package callback_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/callback"
)

const hook = "http://127.0.0.1:9/hook"

func TestThreeAttemptsWithOneIDAtThePolicysInstants(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	owed := o.Owe(start(), message(hook, "gvn-1"))
	wantState(t, owed, callback.Pending, "")

	first := the(t, o, start())
	if got, _ := o.Find(owed.ID); got.State != callback.InFlight {
		t.Fatalf("taken delivery is %q", got.State)
	}
	d := o.Record(start(), first, callback.Result{Status: 503, Response: []byte("busy"), Took: time.Millisecond})
	wantState(t, d, callback.Pending, "")
	wantNext(t, o, after(1))
	if jobs := o.Take(after(0.999)); jobs != nil {
		t.Fatalf("took %v before its time", jobs)
	}
	second := the(t, o, after(1))
	o.Record(after(1), second, callback.Result{Err: errors.New("the receiver closed the connection")})
	wantNext(t, o, after(3))
	third := the(t, o, after(3))
	d = o.Record(after(3), third, answered(204))

	for n, j := range []callback.Job{first, second, third} {
		if j.ID != owed.ID || j.Attempt != n+1 || string(j.Body) != `{"call_sid":"gvn-1"}` || j.Timeout != 15*time.Second {
			t.Errorf("job %d is %+v", n+1, j)
		}
	}
	want := owed
	want.State, want.Due, want.Ended = callback.Delivered, after(3), after(3)
	want.Attempts = []callback.Attempt{
		{Number: 1, At: start(), Status: 503, Response: []byte("busy"), Took: time.Millisecond, Outcome: callback.Again},
		{Number: 2, At: after(1), Error: "the receiver closed the connection", Outcome: callback.Again},
		{Number: 3, At: after(3), Status: 204, Outcome: callback.Accepted},
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("delivery differs (-want +got):\n%s", diff)
	}
	wantIdle(t, o)
	if o.Pending() != 0 || o.InFlight() != 0 {
		t.Errorf("%d pending, %d in flight at the end", o.Pending(), o.InFlight())
	}
}

func TestALaneKeepsItsOrderAndAFailureReleasesIt(t *testing.T) {
	o := open(callback.Limits{}, callback.Policy{Retries: 1, Backoff: time.Second, MaxBackoff: time.Second})
	one := o.Owe(start(), message(hook, "a"))
	two := o.Owe(start(), message(hook, "a"))
	o.Owe(start(), message(hook, "b"))

	jobs := o.Take(start())
	if got := lanes(jobs); got != "[a b]" {
		t.Fatalf("took lanes %s", got)
	}
	wantIdle(t, o)
	o.Record(start(), jobs[0], answered(500))
	wantNext(t, o, after(1))
	again := the(t, o, after(1))
	if again.ID != one.ID {
		t.Fatalf("the second delivery overtook the first")
	}
	d := o.Record(after(2), again, answered(500))
	wantState(t, d, callback.Failed, "the last of 2 attempts: answered 500")
	wantNext(t, o, start()) // the second was due long since, and is free to go only now
	if next := the(t, o, after(2)); next.ID != two.ID {
		t.Fatalf("took %v, want the second of lane a", next)
	}
}

func TestADeadEndpointDelaysNobodyElse(t *testing.T) {
	o := open(callback.Limits{InFlight: 3, PerEndpoint: 2}, callback.DefaultPolicy())
	for _, lane := range []string{"a", "b", "c"} {
		o.Owe(start(), message("http://127.0.0.1/dead", lane))
	}
	dead := o.Take(start())
	if got := lanes(dead); got != "[a b]" {
		t.Fatalf("took lanes %s", got)
	}
	wantIdle(t, o)
	o.Owe(after(1), message("http://127.0.0.1/alive", "a"))
	wantNext(t, o, after(1))
	alive := the(t, o, after(1))
	o.Owe(after(1), message("http://127.0.0.1/third", "a"))
	wantIdle(t, o) // three in flight in all
	o.Record(after(1), alive, answered(200))
	if got := the(t, o, after(1)); got.URL != "http://127.0.0.1/third" {
		t.Fatalf("took %v", got)
	}
	if o.InFlight() != 3 || o.Pending() != 4 {
		t.Errorf("%d in flight and %d pending", o.InFlight(), o.Pending())
	}
}

func TestWithoutAnEndpointAnEventIsOnlyKept(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	d := o.Owe(start(), message("", "a"))
	wantState(t, d, callback.NoEndpoint, "nobody is subscribed to this event")
	wantIdle(t, o)
	if found, ok := o.Find(d.ID); !ok || string(found.Body) != `{"call_sid":"a"}` || !found.Ended.Equal(start()) {
		t.Errorf("kept as %+v", found)
	}
}

func TestAFullOutboxDropsWithTheReason(t *testing.T) {
	o := open(callback.Limits{Pending: 2}, callback.DefaultPolicy())
	o.Owe(start(), message(hook, "a"))
	o.Owe(start(), message(hook, "b"))
	wantState(t, o.Owe(start(), message(hook, "c")), callback.Dropped, "2 deliveries are pending already")
	o.Record(start(), o.Take(start())[0], answered(200))
	wantState(t, o.Owe(start(), message(hook, "c")), callback.Pending, "")
}

func TestBytesAreBounded(t *testing.T) {
	o := open(callback.Limits{Bytes: 20_000}, callback.DefaultPolicy())
	big := message(hook, "a")
	big.Body = []byte(strings.Repeat("x", 9_000))
	old := o.Drop(start(), big, "a rule dropped it")
	wantState(t, old, callback.Dropped, "a rule dropped it")
	o.Owe(start(), big)
	wantState(t, o.Owe(start(), big), callback.Pending, "")
	if _, kept := o.Find(old.ID); kept {
		t.Error("an ended delivery is kept though a pending one needs its room")
	}
	d := o.Owe(start(), big)
	wantState(t, d, callback.Dropped, "pending deliveries hold 19280 of 20000 bytes already")
	if d.Body != nil {
		t.Error("the body of a delivery dropped for its size is kept")
	}
	d = o.Record(start(), the(t, o, start()), callback.Result{Status: 500, Response: []byte(strings.Repeat("y", 4_000))})
	if got := d.Attempts[0]; got.Response != nil || got.Status != 500 {
		t.Errorf("attempt kept as %+v, want no response for want of room", got)
	}
}

func TestResponsesAreCut(t *testing.T) {
	o := open(callback.Limits{Response: 8}, callback.DefaultPolicy())
	o.Owe(start(), message(hook, "a"))
	answer := []byte("0123456789")
	d := o.Record(start(), the(t, o, start()), callback.Result{Status: 200, Response: answer})
	clear(answer)
	if got := string(d.Attempts[0].Response); got != "01234567" {
		t.Errorf("kept %q of the answer", got)
	}
}

func TestOldEndedDeliveriesAreForgotten(t *testing.T) {
	o := open(callback.Limits{Kept: 3}, callback.DefaultPolicy())
	var ids []string
	for range 200 {
		ids = append(ids, o.Owe(start(), message("", "a")).ID)
	}
	for i, id := range ids {
		if _, kept := o.Find(id); kept != (i >= 197) {
			t.Errorf("delivery %d of 200: kept %t", i+1, kept)
		}
	}
	page := o.List(callback.Filter{Before: 199})
	if len(page) != 1 || page[0].Seq != 198 {
		t.Errorf("page before 199 is %+v", page)
	}
}

func TestADelayedMessageHoldsItsLane(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	late := o.OweAt(start(), after(10), message(hook, "a"))
	o.Owe(start(), message(hook, "a"))
	o.Owe(start(), message(hook, "b"))
	if got := lanes(o.Take(start())); got != "[b]" {
		t.Fatalf("took lanes %s", got)
	}
	wantNext(t, o, after(10))
	if got := the(t, o, after(10)); got.ID != late.ID {
		t.Fatalf("took %v", got)
	}
}

func TestRetryAfterLengthensTheWait(t *testing.T) {
	for name, c := range map[string]struct {
		asked time.Duration
		want  float64
	}{
		"none":              {0, 10},
		"shorter":           {5 * time.Second, 10},
		"longer":            {25 * time.Second, 25},
		"beyond the bound":  {time.Hour, 60},
		"beyond all bounds": {1<<63 - 1, 60},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(callback.Limits{}, callback.Policy{
				Retries: 1, Backoff: 10 * time.Second, MaxBackoff: 10 * time.Second, MaxRetryAfter: time.Minute,
			})
			o.Owe(start(), message(hook, "a"))
			d := o.Record(after(2), the(t, o, start()), callback.Result{Status: 429, RetryAfter: c.asked})
			wantNext(t, o, after(2+c.want))
			if d.Attempts[0].RetryAfter != c.asked {
				t.Errorf("attempt notes %s", d.Attempts[0].RetryAfter)
			}
		})
	}
}

func TestThePolicyDecidesWhatIsRetried(t *testing.T) {
	lost := callback.Result{Err: errors.New("connection failed: connection refused")}
	only5xx := []callback.Range{{From: 500, To: 599}}
	refusal := &callback.Refusal{Host: "hooks.example.com", Reason: "not allowed"}
	for name, c := range map[string]struct {
		retry  []callback.Range
		result callback.Result
		state  callback.State
		reason string
	}{
		"default: redirect":          {nil, answered(302), callback.Pending, ""},
		"default: refused request":   {nil, answered(400), callback.Pending, ""},
		"default: server error":      {nil, answered(500), callback.Pending, ""},
		"default: connection":        {nil, lost, callback.Pending, ""},
		"default: informational":     {nil, answered(101), callback.Pending, ""},
		"2xx":                        {nil, answered(299), callback.Delivered, ""},
		"2xx broken off":             {nil, callback.Result{Status: 200, Err: errors.New("broke off")}, callback.Delivered, ""},
		"guard":                      {nil, callback.Result{Err: refusal}, callback.Refused, `callback to "hooks.example.com" refused: not allowed`},
		"only 5xx: server error":     {only5xx, answered(599), callback.Pending, ""},
		"only 5xx: not found":        {only5xx, answered(404), callback.Failed, "the only attempt: answered 404"},
		"only 5xx: connection":       {only5xx, lost, callback.Failed, "the only attempt: connection failed: connection refused"},
		"only connection: itself":    {[]callback.Range{{}}, lost, callback.Pending, ""},
		"only connection: 503":       {[]callback.Range{{}}, answered(503), callback.Failed, "the only attempt: answered 503"},
		"nothing: server error":      {[]callback.Range{}, answered(500), callback.Failed, "the only attempt: answered 500"},
		"nothing: connection failed": {[]callback.Range{}, lost, callback.Failed, "the only attempt: connection failed: connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			p := callback.DefaultPolicy()
			p.Retry = c.retry
			o := open(callback.Limits{}, p)
			o.Owe(start(), message(hook, "a"))
			wantState(t, o.Record(start(), the(t, o, start()), c.result), c.state, c.reason)
		})
	}
}

func TestAReportNobodyWaitsForChangesNothing(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	o.Owe(start(), message(hook, "a"))
	job := the(t, o, start())
	o.Record(start(), job, answered(500))
	d := o.Record(start(), job, answered(200))
	if d.State != callback.Pending || len(d.Attempts) != 1 {
		t.Errorf("a second report made it %+v", d)
	}
	second := the(t, o, after(1))
	if d = o.Record(after(1), job, answered(200)); d.State != callback.InFlight {
		t.Errorf("a report of the first attempt ended the second: %+v", d)
	}
	o.Record(after(1), second, answered(200))
	if d = o.Record(after(1), callback.Job{ID: "dlv_unknown"}, answered(200)); d.ID != "" {
		t.Errorf("a report of an unknown delivery gave %+v", d)
	}
}

func TestAbandonReturnsWhatIsStillOwed(t *testing.T) {
	o := open(callback.Limits{Kept: 2}, callback.DefaultPolicy())
	o.Record(start(), one(t, o, "done"), answered(200))
	arriving, failing := one(t, o, "arriving"), one(t, o, "failing")
	o.Owe(start(), message(hook, "arriving"))

	left := o.Abandon(after(5))
	got := []string{}
	for _, d := range left {
		wantState(t, d, callback.Abandoned, "still owed when deliveries were stopped")
		got = append(got, d.Lane)
	}
	if diff := cmp.Diff([]string{"arriving", "failing", "arriving"}, got); diff != "" {
		t.Errorf("abandoned lanes differ:\n%s", diff)
	}
	if o.Pending() != 0 || o.InFlight() != 2 {
		t.Errorf("%d pending, %d in flight", o.Pending(), o.InFlight())
	}
	wantIdle(t, o)

	wantState(t, o.Record(after(6), arriving, answered(200)), callback.Delivered, "")
	d := o.Record(after(6), failing, answered(503))
	wantState(t, d, callback.Abandoned, "still owed when deliveries were stopped")
	if d.Attempts[0].Outcome != callback.GaveUp {
		t.Errorf("the last attempt is noted as %q", d.Attempts[0].Outcome)
	}
	if o.InFlight() != 0 {
		t.Errorf("%d in flight at the end", o.InFlight())
	}
	o.Owe(after(7), message(hook, "arriving"))
	wantNext(t, o, after(7))
}

// one owes a message and takes its first attempt.
func one(t *testing.T, o *callback.Outbox, lane string) callback.Job {
	t.Helper()
	o.Owe(start(), message(hook, lane))
	return the(t, o, start())
}

func TestTheSameSeedsGiveTheSameIDsAndInstants(t *testing.T) {
	play := func(order []int) (seen []string) {
		p := callback.DefaultPolicy()
		p.Jitter = 1
		o := open(callback.Limits{}, p)
		for _, lane := range []string{"a", "b", "c"} {
			o.Owe(start(), message(hook, lane))
		}
		jobs := o.Take(start())
		for _, i := range order {
			o.Record(start(), jobs[i], answered(503))
		}
		for _, d := range o.List(callback.Filter{}) {
			seen = append(seen, d.ID, d.Due.Format(time.RFC3339Nano))
		}
		return seen
	}
	one, two := play([]int{0, 1, 2}), play([]int{2, 0, 1})
	if diff := cmp.Diff(one, two); diff != "" {
		t.Errorf("the order of reports changes what follows:\n%s", diff)
	}
	if one[1] == one[3] || one[3] == one[5] {
		t.Errorf("jitter gives equal instants: %v", one)
	}
}

func TestThePolicyAndTheBodyAreTheOutboxesOwn(t *testing.T) {
	p := callback.DefaultPolicy()
	p.Retry = []callback.Range{{From: 500, To: 599}}
	o := open(callback.Limits{}, p)
	p.Retry[0] = callback.Range{From: 400, To: 499}
	m := message(hook, "a")
	o.Owe(start(), m)
	clear(m.Body)
	job := the(t, o, start())
	if string(job.Body) != `{"call_sid":"a"}` {
		t.Errorf("body is %q", job.Body)
	}
	wantState(t, o.Record(start(), job, answered(500)), callback.Pending, "")
}
