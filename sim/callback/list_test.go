package callback_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim/callback"
)

func seqs(page []callback.Delivery) []uint64 {
	all := []uint64{}
	for _, d := range page {
		all = append(all, d.Seq)
	}
	return all
}

func TestListFilters(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	o.Owe(start(), message(hook, "a"))                              // 1
	o.Owe(start(), message("", "a"))                                // 2
	o.Owe(start(), message("http://key:token@127.0.0.1/hook", "b")) // 3
	m := message(hook, "c")
	m.Event, m.Labels.Tenant = "deallocation", "other"
	o.Owe(start(), m)       // 4
	jobs := o.Take(start()) // 1, 3, 4
	o.Record(start(), jobs[0], answered(200))

	for name, c := range map[string]struct {
		filter callback.Filter
		want   []uint64
	}{
		"all, newest first":      {callback.Filter{}, []uint64{4, 3, 2, 1}},
		"event":                  {callback.Filter{Event: "deallocation"}, []uint64{4}},
		"state":                  {callback.Filter{State: callback.NoEndpoint}, []uint64{2}},
		"in flight":              {callback.Filter{State: callback.InFlight}, []uint64{4, 3}},
		"delivered":              {callback.Filter{State: callback.Delivered}, []uint64{1}},
		"URL":                    {callback.Filter{URL: hook}, []uint64{4, 1}},
		"URL, other password":    {callback.Filter{URL: "http://x:y@127.0.0.1/hook"}, []uint64{3}},
		"tenant":                 {callback.Filter{Labels: callback.Labels{Tenant: "acme"}}, []uint64{3, 2, 1}},
		"allocation":             {callback.Filter{Labels: callback.Labels{Allocation: "a"}}, []uint64{2, 1}},
		"call":                   {callback.Filter{Labels: callback.Labels{Call: "call-b"}}, []uint64{3}},
		"two together":           {callback.Filter{URL: hook, State: callback.Delivered}, []uint64{1}},
		"none":                   {callback.Filter{Event: "voicemail"}, []uint64{}},
		"first page":             {callback.Filter{Limit: 3}, []uint64{4, 3, 2}},
		"second page":            {callback.Filter{Limit: 3, Before: 2}, []uint64{1}},
		"past the last":          {callback.Filter{Before: 1}, []uint64{}},
		"cursor from the future": {callback.Filter{Before: 99, Limit: 1}, []uint64{4}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, seqs(o.List(c.filter))); diff != "" {
				t.Errorf("page differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPagesHoldWhileDeliveriesAreForgotten(t *testing.T) {
	o := open(callback.Limits{Kept: 100}, callback.DefaultPolicy())
	for range 1000 {
		o.Owe(start(), message("", "a"))
	}
	first := o.List(callback.Filter{Limit: 50})
	for range 60 {
		o.Owe(start(), message("", "a"))
	}
	second := o.List(callback.Filter{Limit: 50, Before: first[49].Seq})
	if len(second) != 0 { // 951…1000 was the first page; 950 and older are forgotten
		t.Errorf("second page is %v", seqs(second))
	}
	rest := o.List(callback.Filter{Limit: 500, Before: first[0].Seq})
	if len(rest) != 39 || rest[0].Seq != 999 || rest[38].Seq != 961 {
		t.Errorf("what is left of the first page is %v", seqs(rest))
	}
}

func TestCredentialsAreOnlyInTheJob(t *testing.T) {
	const secret = "http://key:t0ken@127.0.0.1/hook"
	o := open(callback.Limits{}, callback.DefaultPolicy())
	owed := o.Owe(start(), message(secret, "a"))
	job := the(t, o, start())
	if job.URL != secret {
		t.Errorf("job goes to %q", job.URL)
	}
	recorded := o.Record(start(), job, answered(500))
	found, _ := o.Find(owed.ID)
	for _, d := range append(o.List(callback.Filter{}), owed, recorded, found) {
		if d.URL != "http://redacted@127.0.0.1/hook" {
			t.Errorf("delivery shows %q", d.URL)
		}
	}
	if s := job.String(); s != "attempt 1 of delivery "+owed.ID+" to http://redacted@127.0.0.1/hook" {
		t.Errorf("job prints as %q", s)
	}
}

func TestRedact(t *testing.T) {
	for raw, want := range map[string]string{
		"":                                "",
		"http://127.0.0.1/a?b=c":          "http://127.0.0.1/a?b=c",
		"http://u:p@h/a?b=c#d":            "http://redacted@h/a?b=c#d",
		"https://u@h":                     "https://redacted@h",
		"http://h/@me":                    "http://h/@me",
		"http:u:p@h/":                     "an unreadable URL",
		"http://u:p%zz@h/":                "an unreadable URL",
		"u:p@h":                           "an unreadable URL",
		"http://h/\x7f":                   "http://h/\x7f",
		"http://u:p@h/\x7f":               "an unreadable URL",
		"http://u:p@h:80/x?to=a@b.test":   "http://redacted@h:80/x?to=a@b.test",
		"http://user:pa%40ss@127.0.0.1:9": "http://redacted@127.0.0.1:9",
	} {
		if got := callback.Redact(raw); got != want {
			t.Errorf("Redact(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestReplay(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	original := o.Owe(start(), message("http://key:token@127.0.0.1/hook", "a"))
	o.Record(start(), the(t, o, start()), answered(200))

	replay, err := o.Replay(after(60), original.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := original
	want.Seq, want.ID, want.ReplayOf, want.Owed, want.Due = 2, replay.ID, original.ID, after(60), after(60)
	if diff := cmp.Diff(want, replay); diff != "" || replay.ID == original.ID {
		t.Errorf("replay differs (-want +got):\n%s", diff)
	}
	job := the(t, o, after(60))
	if job.ID != replay.ID || job.Attempt != 1 || job.URL != "http://key:token@127.0.0.1/hook" {
		t.Errorf("replay is sent as %+v", job)
	}
	if d, _ := o.Find(original.ID); d.State != callback.Delivered || len(d.Attempts) != 1 {
		t.Errorf("the original became %+v", d)
	}
}

func TestReplayToAnotherURL(t *testing.T) {
	o := open(callback.Limits{}, callback.DefaultPolicy())
	missed := o.Owe(start(), message("", "a"))
	if _, err := o.Replay(start(), missed.ID); !errors.Is(err, callback.ErrNothingToSend) {
		t.Errorf("replay without a URL gives %v", err)
	}
	if _, err := o.ReplayTo(start(), missed.ID, hook); err != nil {
		t.Fatal(err)
	}
	if job := the(t, o, start()); job.URL != hook || string(job.Body) != `{"call_sid":"a"}` {
		t.Errorf("replay is sent as %+v", job)
	}
}

func TestReplayErrors(t *testing.T) {
	o := open(callback.Limits{Bytes: 5_000}, callback.DefaultPolicy())
	if _, err := o.Replay(start(), "dlv_0"); !errors.Is(err, callback.ErrUnknown) || !strings.Contains(err.Error(), "dlv_0") {
		t.Errorf("replay of an unknown delivery gives %v", err)
	}
	big := message(hook, "a")
	big.Body = make([]byte, 6_000)
	dropped := o.Owe(start(), big)
	if _, err := o.Replay(start(), dropped.ID); !errors.Is(err, callback.ErrNothingToSend) {
		t.Errorf("replay of a body that was not kept gives %v", err)
	}
}

func TestStatesAreOpenOrFinal(t *testing.T) {
	for state, ended := range map[callback.State]bool{
		callback.Pending: false, callback.InFlight: false, callback.Delivered: true, callback.Failed: true,
		callback.NoEndpoint: true, callback.Dropped: true, callback.Refused: true, callback.Abandoned: true,
	} {
		if state.Ended() != ended {
			t.Errorf("%q: ended %t", state, state.Ended())
		}
	}
}
