package callback_test

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"leadassist-sim/sim/callback"
)

// bent is a message with a detour.
func bent(url, lane string, d callback.Detour) callback.Message {
	m := message(url, lane)
	m.Detour = &d
	return m
}

// arrivals drains the outbox, and gives the lanes as messages named them in the order of their attempts.
func arrivals(o *callback.Outbox) (names []string) {
	for {
		due, some := o.Next()
		if !some {
			return names
		}
		for _, j := range o.Take(due) {
			names = append(names, j.Labels.Allocation)
			o.Record(due, j, answered(200))
		}
	}
}

func TestADelayedDeliveryIsOvertaken(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	d := o.Owe(start(), bent(hook, "a", callback.Detour{Fault: "delayed", Delay: time.Minute}))
	o.Owe(start(), message(hook, "a"))
	if !d.Due.Equal(after(60)) || d.Fault() != "delayed" || d.Lane != "a" {
		t.Errorf("owed as %+v", d)
	}
	o.Record(start(), the(t, o, start()), answered(200))
	wantNext(t, o, after(60))
	if j := the(t, o, after(60)); j.ID != d.ID {
		t.Errorf("took %v", j)
	}
}

func TestAReleasedDeliveryGoesBehindTheOneNamed(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	first := o.Owe(start(), bent(hook, "a", callback.Detour{Held: "x", Hold: time.Hour}))
	second := o.Owe(start(), message(hook, "b"))
	if !o.Holds("x") || o.Holds("y") || o.Held() != 1 {
		t.Error("nothing is held")
	}
	freed := o.Release(after(1), "x", second.ID)
	if len(freed) != 1 || freed[0].ID != first.ID || !freed[0].Due.Equal(after(1)) || o.Held() != 0 {
		t.Errorf("let go: %+v", freed)
	}
	job := the(t, o, after(1)) // the second, alone
	if o.Record(after(1), job, answered(503)); job.ID != second.ID {
		t.Errorf("took %v", job)
	}
	o.Record(after(2), the(t, o, after(2)), answered(200)) // its retry, which the first waits for too
	if job := the(t, o, after(2)); job.ID != first.ID {
		t.Errorf("took %v", job)
	}
	if again := o.Release(after(3), "x", ""); again != nil {
		t.Errorf("let go twice: %v", again)
	}
}

func TestReleaseBehindNothingIsAtOnce(t *testing.T) {
	for name, behind := range map[string]func(o *callback.Outbox) string{
		"nothing":       func(*callback.Outbox) string { return "" },
		"another URL's": func(o *callback.Outbox) string { return o.Owe(start(), message(hook+"/other", "a")).ID },
		"a delayed one": func(o *callback.Outbox) string {
			return o.Owe(start(), bent(hook, "a", callback.Detour{Delay: time.Hour})).ID
		},
		"an ended one": func(o *callback.Outbox) string { return o.Drop(start(), message(hook, "a"), "dropped").ID },
	} {
		t.Run(name, func(t *testing.T) {
			o := open(callback.Limits{}, callback.DefaultPolicy())
			held := o.Owe(start(), bent(hook, "a", callback.Detour{Held: "x", Hold: time.Hour}))
			o.Release(start(), "x", behind(o))
			if jobs := o.Take(start()); !slices.ContainsFunc(jobs, func(j callback.Job) bool { return j.ID == held.ID }) {
				t.Errorf("took %v", jobs)
			}
		})
	}
}

func TestAHoldEndsByItself(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	o.Owe(start(), bent(hook, "a", callback.Detour{Held: "x", Hold: time.Minute}))
	o.Owe(start(), bent(hook, "b", callback.Detour{Held: "x", Hold: time.Hour}))
	wantNext(t, o, after(60))
	job := the(t, o, after(60))
	if freed := o.Release(after(60), "x", ""); len(freed) != 1 || freed[0].Lane != "b" {
		t.Errorf("let go: %v", freed)
	}
	o.Record(after(60), job, answered(200))
	if got := arrivals(o); !slices.Equal(got, []string{"b"}) {
		t.Errorf("then came %v", got)
	}
}

// A delay that has not ended outlasts the release.
func TestADelayGoesOnAfterTheRelease(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	o.Owe(start(), bent(hook, "a", callback.Detour{Held: "x", Hold: time.Second, Delay: time.Minute}))
	wantNext(t, o, after(60))
	o.Release(after(1), "x", o.Owe(after(1), message(hook, "b")).ID)
	o.Record(after(1), the(t, o, after(1)), answered(200))
	wantNext(t, o, after(60))
}

func TestAbandonedDeliveriesAreHeldNoMore(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	o.Owe(start(), bent(hook, "a", callback.Detour{Held: "x", Hold: time.Hour}))
	if left := o.Abandon(after(1)); len(left) != 1 || o.Held() != 0 {
		t.Errorf("abandoned %v, %d held", left, o.Held())
	}
	if freed := o.Release(after(2), "x", ""); freed != nil {
		t.Errorf("let go: %v", freed)
	}
}

// A replay is the tester's own: it goes straight, and under an id of its own.
func TestAReplayTakesNoDetour(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	first := o.Owe(start(), message(hook, "a"))
	dup := o.Owe(start(), bent(hook, "a", callback.Detour{Fault: "f", DuplicateOf: first.ID, Held: "x", Hold: time.Hour}))
	d, err := o.Replay(start(), dup.ID)
	if err != nil || d.Detour != nil || !d.Due.Equal(start()) || d.ReplayOf != dup.ID || d.Fault() != "" || d.DuplicateOf() != "" {
		t.Errorf("replayed as %+v, %v", d, err)
	}
}

// The receiver sees one id, and a signature that holds for it; the list shows two deliveries.
func TestADuplicateHasTheIDOfTheFirstOnTheWire(t *testing.T) {
	verifier, err := webhooks.NewWebhook(secret(32))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		ids = append(ids, r.Header.Get("Webhook-Id"))
		if err := verifier.Verify(body, r.Header); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
		}
	})
	policy := callback.DefaultPolicy()
	policy.Secret = secret(32)
	o, p := open(callback.Limits{}, policy), poster(t)
	first := o.Owe(start(), message(s.URL, "a"))
	second := o.Owe(start(), bent(s.URL, "a", callback.Detour{DuplicateOf: first.ID}))
	for range 2 {
		job := the(t, o, start())
		wantState(t, o.Record(start(), job, p.Post(t.Context(), job)), callback.Delivered, "")
	}
	if !slices.Equal(ids, []string{first.ID, first.ID}) || second.ID == first.ID || second.DuplicateOf() != first.ID {
		t.Errorf("received %v of %s and %s", ids, first.ID, second.ID)
	}
}
