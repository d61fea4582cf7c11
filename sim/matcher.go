package sim

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadassist-sim/sim/fault"
)

// Matcher says which journaled requests are meant; a zero field leaves open what it is about. Tenant, SinceID and Since
// say where to look, all others what to look for.
type Matcher struct {
	Tenant  string
	SinceID uint64    // only requests of a higher number
	Since   time.Time // only requests at this instant or later, in the tenant's time

	Operation  string
	Method     string
	Path       *regexp.Regexp
	Generation string
	Status     []StatusRange // any of them
	Code       *int          // of the refusal, in the vendor's table
	Fields     map[string]fault.Pattern
	Struck     *bool  // whether a fault was struck on the request
	Fault      string // the fault's name, rule or scenario
}

// StatusRange is HTTP statuses from one to another, both included.
type StatusRange struct{ From, To int }

// String is the range as people write it: 409, 4xx or 400-410.
func (r StatusRange) String() string {
	switch {
	case r.From == r.To:
		return strconv.Itoa(r.From)
	case r.From%100 == 0 && r.To == r.From+99:
		return strconv.Itoa(r.From/100) + "xx"
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

// Reading gives the values of a request's field as text; a list has several, and a field that is absent none. readable
// is false when the body was not kept whole, so that nobody can say.
type Reading func(field string) (values []string, readable bool)

// Miss is one way in which a request is not what a matcher looks for.
type Miss struct{ What, Want, Got string }

// Near is a request that a matcher does not pick, and why not. Of a request of another kind the fields are not looked
// at.
type Near struct {
	Entry  Entry
	Misses []Miss
	kind   int // how many misses are of its kind: operation, method, path, generation
}

// Matched is what a matcher makes of the journal.
type Matched struct {
	Entries    []Entry // picked, newest first
	Looked     int     // entries where it was to look
	Unreadable int     // entries that only a body not kept whole keeps it from judging
	Forgotten  bool    // entries where it was to look may be gone, since the journal is full
	Nearest    []Near  // of those not picked the nearest, newest first where they are alike; at most mostNear
	Newest     uint64  // Seq of the newest entry, wherever it was to look; 0: none
	LatestID   uint64  // the highest number of a request, likewise
}

// mostNear is how many requests that were not picked are told.
const mostNear = 5

// Match looks through the journal. Bodies are read by read, and only of requests of the kind that is looked for; nothing
// is read under the journal's lock.
func (j *Journal) Match(m Matcher, f Filter, read func(Entry) Reading) Matched {
	f.Tenant = cmp.Or(m.Tenant, f.Tenant)
	all := Matched{Forgotten: j.Lost(f.Tenant) > m.SinceID}
	for _, e := range j.List(f) {
		all.Newest, all.LatestID = max(all.Newest, e.Seq), max(all.LatestID, e.ID)
		if e.ID <= m.SinceID || e.At.Before(m.Since) {
			continue
		}
		all.Looked++
		near := m.judge(e, read)
		if len(near.Misses) == 0 {
			all.Entries = append(all.Entries, e)
			continue
		}
		if !slices.ContainsFunc(near.Misses, Miss.certain) {
			all.Unreadable++
		}
		all.Nearest = append(all.Nearest, near)
	}
	slices.SortStableFunc(all.Nearest, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(len(a.Misses), len(b.Misses)))
	})
	all.Nearest = all.Nearest[:min(len(all.Nearest), mostNear)]
	return all
}

// certain tells whether the request surely is not what is looked for.
func (m Miss) certain() bool { return m.Got != unreadable }

// unreadable stands for what a field holds in a body that was not kept whole.
const unreadable = "not readable: the body was not kept whole"

// judge tells in which ways an entry is not what is looked for.
func (m Matcher) judge(e Entry, read func(Entry) Reading) Near {
	near := Near{Entry: e}
	miss := func(fits bool, what, want, got string) {
		if !fits {
			near.Misses = append(near.Misses, Miss{what, want, cmp.Or(got, "none")})
		}
	}
	miss(m.Operation == "" || m.Operation == e.Operation, "operation", m.Operation, e.Operation)
	miss(m.Method == "" || m.Method == e.Method, "method", m.Method, e.Method)
	miss(m.Path == nil || m.Path.MatchString(e.Path), "path", fmt.Sprint(m.Path), e.Path)
	miss(m.Generation == "" || m.Generation == e.Generation, "generation", m.Generation, e.Generation)
	near.kind = len(near.Misses)
	miss(len(m.Status) == 0 || slices.ContainsFunc(m.Status, e.within), "status", statuses(m.Status), strconv.Itoa(e.Status))
	miss(m.Code == nil || e.refusedWith(*m.Code), "code", number(m.Code), number(e.code()))
	miss(m.Struck == nil || *m.Struck == e.Fault.Struck(), "fault", yes(m.Struck), e.Fault.short())
	miss(m.Fault == "" || e.Fault.called(m.Fault), "fault", m.Fault, e.Fault.short())
	if near.kind == 0 && len(m.Fields) > 0 {
		near.Misses = append(near.Misses, m.fields(read(e))...)
	}
	return near
}

// fields tells which fields are not as they are looked for.
func (m Matcher) fields(read Reading) []Miss {
	var misses []Miss
	for _, field := range slices.Sorted(maps.Keys(m.Fields)) {
		values, readable := read(field)
		got := strings.Join(values, ", ")
		switch {
		case m.Fields[field].Fits(values):
			continue
		case !readable:
			got = unreadable
		case len(values) == 0:
			got = "absent"
		}
		misses = append(misses, Miss{"field " + field, wanted(m.Fields[field]), got})
	}
	return misses
}

// wanted is a pattern as the command line writes it.
func wanted(p fault.Pattern) string {
	if p.Regexp != nil {
		return "~" + p.Regexp.String()
	}
	return p.Value
}

func (e Entry) within(r StatusRange) bool { return r.From <= e.Status && e.Status <= r.To }

// code is the vendor's code that the request was refused with; nil when it was not.
func (e Entry) code() *int {
	if e.Refusal == nil {
		return nil
	}
	return &e.Refusal.Code
}

func (e Entry) refusedWith(code int) bool { return e.Refusal != nil && e.Refusal.Code == code }

func (f *FaultNote) called(name string) bool {
	return f != nil && (f.Name == name || f.Rule == name || f.Scenario == name)
}

// Struck tells whether a fault did strike: what was asked for and ignored did not, nor does a rule that lets pass.
func (f *FaultNote) Struck() bool { return f != nil && f.Effect != "none" && f.Effect != "pass" }

// short is a fault in a few words; without one it is empty.
func (f *FaultNote) short() string {
	if f == nil {
		return ""
	}
	return cmp.Or(f.Name, f.Rule, f.By) + ": " + f.Effect
}

func statuses(all []StatusRange) string {
	words := make([]string, len(all))
	for i, r := range all {
		words[i] = r.String()
	}
	return strings.Join(words, ", ")
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func yes(wanted *bool) string {
	if wanted != nil && *wanted {
		return "any"
	}
	return "none"
}
