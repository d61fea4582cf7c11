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
	earliest time.Time // when it may start once it is let go
	aside    bool
	held     string
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
	order  []*debt // as they follow each other in their lanes
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
	for _, d := range m.order {
		at := place{d.url, d.lane}
		if d.ended > 0 || taken[at] {
			continue
		}
		taken[at] = true
		if !d.flying && m.flying(d.url) < m.limits.PerEndpoint && (best == nil || d.due.Before(best.due) || d.due.Equal(best.due) && d.seq < best.seq) {
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
	m.owed(t, m.box.OweAt(m.now, due, message(url, lane)), &debt{url: url, lane: lane, due: due}, full)
}

// owed takes a delivery into the model, and compares its state with what there was room for.
func (m *model) owed(t *rapid.T, got callback.Delivery, d *debt, full bool) {
	d.seq, d.id = len(m.debts)+1, got.ID
	m.debts, m.order = append(m.debts, d), append(m.order, d)
	want := callback.Pending
	switch {
	case d.url == "":
		want, d.ended = callback.NoEndpoint, 1
	case full:
		want, d.ended = callback.Dropped, 1
	}
	if got.State != want || got.Seq != uint64(d.seq) || !got.Due.Equal(d.due) {
		t.Fatalf("owed as %q, number %d, due %s; want %q, %d, %s", got.State, got.Seq, got.Due, want, d.seq, d.due)
	}
}

// bend owes a message with a detour, and duplicates of it.
func (m *model) bend(t *rapid.T) {
	url := rapid.SampledFrom([]string{"", "http://a/", "http://b/"}).Draw(t, "url")
	lane := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "lane")
	second := func(most int, label string) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(t, label)) * time.Second
	}
	way := callback.Detour{
		Fault: "bent", Delay: second(3, "delay"), Hold: second(9, "hold"),
		Held: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "held"),
	}
	first := ""
	for range rapid.IntRange(1, 3).Draw(t, "times") {
		one := way
		one.DuplicateOf = first
		msg := message(url, lane)
		msg.Detour = &one
		d := &debt{url: url, lane: lane, due: m.now.Add(way.Delay), earliest: m.now.Add(way.Delay)}
		if d.held = way.Held; d.held != "" {
			d.due = m.now.Add(max(way.Delay, way.Hold))
		}
		full := m.open() >= m.limits.Pending
		got := m.box.Owe(m.now, msg)
		if first == "" {
			first = got.ID
		}
		if d.aside = way.Delay > 0 || way.Held != ""; d.aside {
			d.lane = first
		}
		m.owed(t, got, d, full)
	}
}

// release lets go what is held under a name, behind a delivery or none.
func (m *model) release(t *rapid.T) {
	name := rapid.SampledFrom([]string{"p", "q"}).Draw(t, "name")
	var leader *debt
	behind := "none"
	if n := len(m.debts); n > 0 && rapid.Bool().Draw(t, "behind one") {
		leader = m.debts[rapid.IntRange(max(0, n-6), n-1).Draw(t, "which")]
		behind = leader.id
	}
	got := m.box.Release(m.now, name, behind)
	for _, d := range m.debts {
		if d.held != name || d.ended > 0 {
			continue
		}
		for _, one := range m.free(d, leader) {
			if len(got) == 0 || got[0].ID != one.id || !got[0].Due.Equal(one.due) {
				t.Fatalf("%v is let go, want %s first, due %s", got, one.id, one.due)
			}
			got = got[1:]
		}
	}
	if len(got) > 0 || m.box.Holds(name) {
		t.Fatalf("more is let go than was held: %v", got)
	}
}

// free lets a held debt and its duplicates go, and gives them in their order.
func (m *model) free(d, leader *debt) (freed []*debt) {
	for _, one := range m.debts {
		if one.ended == 0 && one.url == d.url && one.lane == d.lane {
			freed = append(freed, one)
		}
	}
	join := leader != nil && leader.ended == 0 && !leader.aside && leader.url == d.url && !d.earliest.After(m.now)
	for _, one := range freed {
		if one.held, one.due = "", one.earliest; one.due.Before(m.now) {
			one.due = m.now
		}
		if join {
			one.lane = leader.lane
			m.order = append(slices.DeleteFunc(m.order, func(other *debt) bool { return other == one }), one)
		}
	}
	return freed
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
		for _, one := range m.debts {
			if one.url == d.url && one.lane == d.lane {
				one.held = "" // the hold is over
			}
		}
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
	for _, name := range []string{"p", "q"} {
		if held := m.count(func(d *debt) bool { return d.ended == 0 && d.held == name }) > 0; m.box.Holds(name) != held {
			t.Fatalf("%s is held: %t, want %t", name, !held, held)
		}
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
			"bend": m.bend, "release": m.release,
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
