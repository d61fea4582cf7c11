package sim_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// asked is a journal with a request of each kind, and what fields each has.
func asked() (*sim.Journal, func(sim.Entry) sim.Reading) {
	j := sim.NewJournal(0)
	code := func(n int) *sim.RefusalNote { return &sim.RefusalNote{Code: n} }
	for i, e := range []sim.Entry{
		{Tenant: "a", Operation: "create", Method: "POST", Path: "/v1/a", Status: 200},
		{Tenant: "a", Operation: "create", Method: "POST", Path: "/v1/a", Status: 409, Refusal: code(18)},
		{Tenant: "b", Operation: "create", Method: "POST", Path: "/v1/b", Status: 500, Refusal: code(0), Fault: &sim.FaultNote{By: "rule", Rule: "fault-1", Name: "flaky", Effect: "code 0"}},
		{Tenant: "a", Operation: "read", Method: "GET", Path: "/v1/a/7", Status: 200},
		{Tenant: "a", Operation: "create", Method: "POST", Path: "/v1/a", Status: 200, Truncated: true},
	} {
		e.ID, e.At = uint64(i+1), dawn().Add(time.Duration(i)*time.Minute)
		j.Add(e)
	}
	return j, func(e sim.Entry) sim.Reading {
		return func(field string) ([]string, bool) {
			if field != "n" {
				return nil, !e.Truncated
			}
			return []string{"x", fmt.Sprint(e.ID)}, !e.Truncated
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	value := func(s string) map[string]fault.Pattern { return map[string]fault.Pattern{"n": {Value: s}} }
	for name, c := range map[string]struct {
		m    sim.Matcher
		want []uint64
	}{
		"all, newest first":   {sim.Matcher{}, []uint64{5, 4, 3, 2, 1}},
		"a tenant":            {sim.Matcher{Tenant: "b"}, []uint64{3}},
		"an operation":        {sim.Matcher{Operation: "read"}, []uint64{4}},
		"a method":            {sim.Matcher{Method: "GET"}, []uint64{4}},
		"a path":              {sim.Matcher{Path: regexp.MustCompile(`^/v1/./\d$`)}, []uint64{4}},
		"a generation":        {sim.Matcher{Generation: "classic"}, nil},
		"a status":            {sim.Matcher{Status: []sim.StatusRange{{From: 409, To: 409}}}, []uint64{2}},
		"classes of status":   {sim.Matcher{Status: []sim.StatusRange{{From: 400, To: 499}, {From: 500, To: 599}}}, []uint64{3, 2}},
		"a code":              {sim.Matcher{Code: new(18)}, []uint64{2}},
		"code 0 is a code":    {sim.Matcher{Code: new(0)}, []uint64{3}},
		"struck":              {sim.Matcher{Struck: new(true)}, []uint64{3}},
		"spared":              {sim.Matcher{Struck: new(false)}, []uint64{5, 4, 2, 1}},
		"a fault by its name": {sim.Matcher{Fault: "flaky"}, []uint64{3}},
		"a fault by its rule": {sim.Matcher{Fault: "fault-1"}, []uint64{3}},
		"since a request":     {sim.Matcher{SinceID: 3}, []uint64{5, 4}},
		"since an instant":    {sim.Matcher{Since: dawn().Add(3 * time.Minute)}, []uint64{5, 4}},
		"a field":             {sim.Matcher{Fields: value("2")}, []uint64{2}},
		"a field of several":  {sim.Matcher{Fields: value("x"), Tenant: "b"}, []uint64{3}},
		"a pattern":           {sim.Matcher{Fields: map[string]fault.Pattern{"n": {Regexp: regexp.MustCompile(`^[12]$`)}}}, []uint64{2, 1}},
		"a field nobody sent": {sim.Matcher{Fields: map[string]fault.Pattern{"m": {}}}, nil},
		"everything at once":  {sim.Matcher{Tenant: "a", Operation: "create", Fields: value("1"), Status: []sim.StatusRange{{From: 200, To: 299}}}, []uint64{1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, read := asked()
			var got []uint64
			for _, e := range j.Match(c.m, sim.Filter{}, read).Entries {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAFaultThatStruckNothing is none: preferences that were ignored, and a rule that let pass.
func TestAFaultThatStruckNothing(t *testing.T) {
	t.Parallel()
	j := sim.NewJournal(0)
	for id, effect := range []string{"none", "pass", "delay", "code 18"} {
		j.Add(sim.Entry{ID: uint64(id + 1), Fault: &sim.FaultNote{By: "rule", Name: "flaky", Effect: effect}})
	}
	for struck, want := range map[bool]int{true: 2, false: 2} {
		if m := j.Match(sim.Matcher{Struck: &struck}, sim.Filter{}, nil); len(m.Entries) != want || struck != m.Entries[0].Fault.Struck() {
			t.Errorf("%v: %d picked", struck, len(m.Entries))
		}
	}
	if m := j.Match(sim.Matcher{Fault: "flaky"}, sim.Filter{}, nil); len(m.Entries) != 4 {
		t.Errorf("%d are of the rule", len(m.Entries))
	}
}

func TestMatchTellsWhatWasThereInstead(t *testing.T) {
	t.Parallel()
	j, read := asked()
	m := j.Match(sim.Matcher{
		Tenant: "a", Operation: "create", Status: []sim.StatusRange{{From: 400, To: 499}, {From: 503, To: 503}, {From: 500, To: 501}},
		Fields: map[string]fault.Pattern{"n": {Value: "2"}, "m": {Regexp: regexp.MustCompile("^o")}},
	}, sim.Filter{}, read)
	if len(m.Entries) != 0 || m.Looked != 4 || m.Unreadable != 0 || m.Newest != 5 {
		t.Errorf("%d picked, %d looked at, %d unreadable, newest %d", len(m.Entries), m.Looked, m.Unreadable, m.Newest)
	}
	var got []string
	for _, n := range m.Nearest {
		for _, miss := range n.Misses {
			got = append(got, fmt.Sprintf("%d %s: %s, not %s", n.Entry.ID, miss.What, miss.Got, miss.Want))
		}
	}
	want := []string{
		"2 field m: absent, not ~^o",
		"5 status: 200, not 4xx, 503, 500-501",
		"5 field m: not readable: the body was not kept whole, not ~^o",
		"5 field n: not readable: the body was not kept whole, not 2",
		"1 status: 200, not 4xx, 503, 500-501",
		"1 field m: absent, not ~^o",
		"1 field n: x, 1, not 2",
		"4 operation: read, not create",
		"4 status: 200, not 4xx, 503, 500-501",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMatchCountsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	j, read := asked()
	m := j.Match(sim.Matcher{Operation: "create", Fields: map[string]fault.Pattern{"n": {Value: "9"}}}, sim.Filter{Behind: 1}, read)
	if m.Looked != 4 || m.Unreadable != 1 {
		t.Errorf("%d looked at, %d unreadable", m.Looked, m.Unreadable)
	}
}

func TestRequestsAreToldToThoseWhoAsk(t *testing.T) {
	t.Parallel()
	s := raise(t, sim.Spec{Template: tenant("", 1)})
	s.Record(sim.Entry{ID: 1, Tenant: "a"})
	_, deaf, stopDeaf, _ := s.Watch("", s.Latest())
	defer stopDeaf()
	past, live, stop, ok := s.WatchRequests("a", 0)
	if !ok || len(past) != 0 {
		t.Fatal(past, ok)
	}
	s.Record(sim.Entry{ID: 2, Tenant: "b"})
	s.Record(sim.Entry{ID: 3, Tenant: "a", Operation: "create", Status: 409, At: dawn(), Refusal: &sim.RefusalNote{Code: 18, Reason: "taken"}})
	want := sim.Happening{At: dawn(), Tenant: "a", What: sim.HappenedRequest, Request: "3", Operation: "create", Status: 409, Detail: "18 taken"}
	if diff := cmp.Diff(want, <-live); diff != "" {
		t.Error(diff)
	}
	for id := range uint64(3000) { // more than a watcher may fall behind
		s.Record(sim.Entry{ID: 4 + id, Tenant: "a"})
	}
	n := 0
	for range live {
		n++
	}
	if n == 0 || n > 2000 {
		t.Errorf("let go after %d", n)
	}
	stop()
	if len(deaf) != 0 || s.Latest() != 0 {
		t.Error("requests are told to those who did not ask, or are numbered")
	}
}

func TestMatchTellsWhatIsForgotten(t *testing.T) {
	t.Parallel()
	j := sim.NewJournal(3)
	forgotten := func(want bool, m sim.Matcher) {
		t.Helper()
		if got := j.Match(m, sim.Filter{}, nil).Forgotten; got != want {
			t.Errorf("%+v: forgotten is %v", m, got)
		}
	}
	add := func(id uint64, tenant string) { j.Add(sim.Entry{ID: id, Tenant: tenant}) }
	add(1, "a")
	add(2, "a")
	add(3, "b")
	forgotten(false, sim.Matcher{})
	add(4, "a") // pushes out 1
	forgotten(true, sim.Matcher{})
	forgotten(true, sim.Matcher{Tenant: "a"})
	forgotten(false, sim.Matcher{Tenant: "b"})
	forgotten(false, sim.Matcher{SinceID: 1})
	forgotten(true, sim.Matcher{Tenant: "c"}) // for all that is known
	j.Clear("")
	forgotten(false, sim.Matcher{})
}
