package callback_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadassist-sim/sim/callback"
)

// debt is a delivery as the model sees it.
type debt struct {
	seq      int
	id       string
	url      string
	lane     string
	due      time.Time
	attempts int
	flying   bool
	ended    int // how often it ended; never more than once
}

// model is an outbox told in the plainest way: one list, searched from the beginning for everything.
type model struct {
	box    *callback.Outbox
	policy callback.Policy
	limits callback.Limits
	now    time.Time
	debts  []*debt
	jobs   []callback.Job
}

func newModel(t *rapid.T) *model {
	m := &model{now: start()}
	m.policy = callback.Policy{
		Retries: rapid.IntRange(0, 3).Draw(t, "retries"),
		Timeout: time.Second, Backoff: time.Second, Factor: 2, MaxBackoff: 3 * time.Second, MaxRetryAfter: 7 * time.Second,
		Retry: []callback.Range{{}, {From: 429, To: 429}, {From: 500, To: 599}},
	}
	m.limits = callback.Limits{
		Pending:     rapid.IntRange(1, 12).Draw(t, "pending"),
		InFlight:    rapid.IntRange(1, 4).Draw(t, "in flight"),
		PerEndpoint: rapid.IntRange(1, 3).Draw(t, "per endpoint"),
	}
	m.box = open(m.limits, m.policy)
	return m
}

func (m *model) open() int { return m.count(func(d *debt) bool { return d.ended == 0 }) }

func (m *model) flying(url string) int {
	return m.count(func(d *debt) bool { return d.flying && (url == "" || d.url == url) })
}

func (m *model) count(is func(*debt) bool) (n int) {
	for _, d := range m.debts {
		if is(d) {
			n++
		}
	}
	return n
}

// next is the debt to be attempted next: due first, the first of its lane, within the bounds.
func (m *model) next() (best *debt) {
	if m.flying("") >= m.limits.InFlight {
		return nil
	}
	type place struct{ url, lane string }
	taken := map[place]bool{}
	for _, d := range m.debts {
		at := place{d.url, d.lane}
		if d.ended > 0 || taken[at] {
			continue
		}
		taken[at] = true
		if !d.flying && m.flying(d.url) < m.limits.PerEndpoint && (best == nil || d.due.Before(best.due)) {
			best = d
		}
	}
	return best
}

func (m *model) owe(t *rapid.T) {
	url := rapid.SampledFrom([]string{"", "http://a/", "http://b/", "http://c/"}).Draw(t, "url")
	lane := rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "lane")
	due := m.now.Add(time.Duration(max(0, rapid.IntRange(-4, 3).Draw(t, "delay"))) * time.Second)
	full := m.open() >= m.limits.Pending
	got := m.box.OweAt(m.now, due, message(url, lane))
	d := &debt{seq: len(m.debts) + 1, id: got.ID, url: url, lane: lane, due: due}
	m.debts = append(m.debts, d)
	want := callback.Pending
	switch {
	case url == "":
		want, d.ended = callback.NoEndpoint, 1
	case full:
		want, d.ended = callback.Dropped, 1
	}
	if got.State != want || got.Seq != uint64(d.seq) {
		t.Fatalf("owed as %q, number %d; want %q, %d", got.State, got.Seq, want, d.seq)
	}
}

func (m *model) take(t *rapid.T) {
	jobs := m.box.Take(m.now)
	for _, j := range jobs {
		d := m.next()
		if d == nil || d.due.After(m.now) {
			t.Fatalf("%v is taken, want none", j)
		}
		if j.ID != d.id || j.Attempt != d.attempts+1 || !j.At.Equal(m.now) || j.URL != d.url {
			t.Fatalf("%v is taken, want attempt %d of %s", j, d.attempts+1, d.id)
		}
		d.flying = true
	}
	if d := m.next(); d != nil && !d.due.After(m.now) {
		t.Fatalf("%s is not taken", d.id)
	}
	m.jobs = append(m.jobs, jobs...)
}

func (m *model) record(t *rapid.T) {
	if len(m.jobs) == 0 {
		t.Skip("nothing in flight")
	}
	i := rapid.IntRange(0, len(m.jobs)-1).Draw(t, "job")
	job := m.jobs[i]
	m.jobs = slices.Delete(m.jobs, i, i+1)
	res := callback.Result{
		Status:     rapid.SampledFrom([]int{0, 200, 299, 302, 404, 429, 500, 503}).Draw(t, "status"),
		RetryAfter: time.Duration(rapid.IntRange(0, 9).Draw(t, "retry after")) * time.Second,
	}
	if res.Status == 0 {
		res.Err = errors.New("connection failed")
	}
	m.report(t, job, res)
}

// report records and compares with what the policy, written out once more, makes of it.
func (m *model) report(t *rapid.T, job callback.Job, res callback.Result) {
	d := m.debts[slices.IndexFunc(m.debts, func(d *debt) bool { return d.id == job.ID })]
	d.flying = false
	d.attempts++
	got := m.box.Record(m.now, job, res)
	again := slices.Contains([]int{0, 429, 500, 503}, res.Status) && d.attempts <= m.policy.Retries
	want := callback.Failed
	switch {
	case again:
		want = callback.Pending
		wait := []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}[d.attempts]
		d.due = m.now.Add(max(wait, min(res.RetryAfter, 7*time.Second)))
	case res.Status/100 == 2:
		want = callback.Delivered
		fallthrough
	default:
		d.ended++
	}
	if got.State != want || !got.Due.Equal(d.due) || len(got.Attempts) != d.attempts {
		t.Fatalf("after %+v it is %q, due %s, %d attempts; want %q, %s, %d",
			res, got.State, got.Due, len(got.Attempts), want, d.due, d.attempts)
	}
}

func (m *model) turn(t *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, 8).Draw(t, "half seconds")) * time.Second / 2)
}

func (m *model) abandon(t *rapid.T) {
	if rapid.IntRange(0, 9).Draw(t, "really") > 0 || len(m.jobs) > 0 {
		t.Skip("rarely, and with nothing in flight")
	}
	left := m.box.Abandon(m.now)
	for _, d := range m.debts {
		if d.ended > 0 {
			continue
		}
		if len(left) == 0 || left[0].ID != d.id {
			t.Fatalf("%s is not abandoned in its order", d.id)
		}
		left = left[1:]
		d.ended++
	}
	if len(left) > 0 {
		t.Fatalf("%d more are abandoned than owed", len(left))
	}
}

// check compares what the outbox tells about itself.
func (m *model) check(t *rapid.T) {
	next, some := m.box.Next()
	want := m.next()
	if some != (want != nil) || (some && !next.Equal(want.due)) {
		t.Fatalf("next is %s (%t), want %+v", next, some, want)
	}
	if m.box.Pending() != m.open() || m.box.InFlight() != m.flying("") {
		t.Fatalf("%d pending, %d in flight; want %d, %d", m.box.Pending(), m.box.InFlight(), m.open(), m.flying(""))
	}
}

// drain lets everything end: turns to each next instant, takes, and reports failures.
func (m *model) drain(t *rapid.T) {
	for m.open() > 0 {
		if next, some := m.box.Next(); some && next.After(m.now) && len(m.jobs) == 0 {
			m.now = next
		}
		m.take(t)
		for _, job := range m.jobs {
			m.report(t, job, callback.Result{Status: 503})
		}
		m.jobs = nil
		m.check(t)
	}
}

func TestOutboxIsAsItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t)
		t.Repeat(map[string]func(*rapid.T){
			"":    m.check,
			"owe": m.owe, "owe too": m.owe, "take": m.take, "record": m.record, "turn": m.turn, "abandon": m.abandon,
		})
		m.drain(t)
		list := m.box.List(callback.Filter{Limit: len(m.debts) + 1})
		if len(list) != len(m.debts) {
			t.Fatalf("%d deliveries listed, want %d", len(list), len(m.debts))
		}
		for i, d := range m.debts {
			got := list[len(list)-1-i]
			if d.ended != 1 || got.ID != d.id || !got.State.Ended() || len(got.Attempts) > m.policy.Retries+1 {
				t.Fatalf("%+v ended as %+v", d, got)
			}
		}
	})
}
