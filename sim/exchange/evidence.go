package exchange

import (
	"slices"
	"strings"
	"time"
)

// Question names what somebody wants to know about; an empty field asks nothing.
type Question struct {
	Kind      Kind
	ID        string   // of an allocation
	Reference string   // connection or transaction id
	Number    string   // a virtual number
	Callers   []string // subscribers who may have joined by PIN
	Pool      bool     // count the pool
}

// Evidence is what an exchange knows about a Question: copies, of one instant. Asking changes nothing and draws no
// chance, so it may be done at any time.
type Evidence struct {
	Active, Ended int         // allocations known
	Named         *Allocation // the one with the id, of whatever kind
	Nearest       string      // an id of the kind that looks like the one asked for; empty: none does
	Holder        *Allocation // the active one of the kind with the reference
	Line          *Line       // the virtual number, if it is of the pool
	Like          string      // the number of the pool that looks most like it; empty: none does
	Pool          Tally
	Joined        []Joined // callers among those asked about, by number
	Flows         []string
	DefaultFlow   string
	Bulk          int // items a bulk update may have
	Sharing, Most int // active GreenPins, and how many there may be
}

// Line is a virtual number and whose it is.
type Line struct {
	NumberStatus
	Holder string    // the GreenVN it is lent to
	Frees  time.Time // when that ends or the rest is over; zero: not known
	Users  int       // GreenPins that share it
}

// Tally counts the numbers of the pool by what they are doing.
type Tally struct {
	Total, Free, Lent, Shared, Resting int
	Counted                            bool      // false: the pool is too large to count all but Total and Free
	Next                               string    // the number that comes free first; empty: none will by itself
	At                                 time.Time // and when, the rest after its use considered
}

// Joined is a caller who came in by PIN.
type Joined struct {
	Caller, Number, Pin, Side, Allocation string
}

// Bounds of a search, so that a refused request never costs much.
const (
	mostCompared = 100  // ids and numbers compared with the one asked for
	mostCounted  = 4096 // numbers of a pool looked at one by one
)

// Evidence answers a question.
func (x *Exchange) Evidence(q Question) Evidence {
	e := Evidence{
		Active: len(x.records) - x.past.count, Ended: x.past.count,
		Flows: x.Flows(), DefaultFlow: x.settings.DefaultFlow,
		Bulk: x.limits.Bulk, Sharing: x.sharing, Most: x.limits.GreenPins, Joined: x.joinedAmong(q.Callers),
	}
	if q.Pool {
		e.Pool = x.tally()
	}
	if r, ok := x.records[q.ID]; ok {
		e.Named = new(x.view(r))
	} else if q.ID != "" {
		e.Nearest = x.nearest(q.Kind, q.ID)
	}
	if r, ok := x.references(q.Kind)[q.Reference]; ok && q.Reference != "" {
		e.Holder = new(x.view(r))
	}
	if i := x.pool.find(q.Number); i != unlisted {
		e.Line = new(x.line(i))
	} else if q.Number != "" {
		e.Like = x.like(q.Number)
	}
	return e
}

// line is a number of the pool and whose it is.
func (x *Exchange) line(i int32) Line {
	l := &x.pool.lines[i]
	told := Line{NumberStatus: NumberStatus{Number: x.pool.numbers[i], State: l.state.public()}, Users: int(l.users)}
	switch {
	case l.rest != nil:
		told.Until = x.agenda.at(l.rest)
		told.Frees = told.Until
	case l.holder != nil:
		told.Holder, told.Frees = l.holder.id, l.holder.expires
	}
	return told
}

// tally counts the pool.
func (x *Exchange) tally() Tally {
	t := Tally{Total: len(x.pool.numbers), Counted: len(x.pool.numbers) <= mostCounted}
	if !t.Counted {
		for i := range x.pool.buckets {
			t.Free += len(x.pool.buckets[i].free)
		}
		return t
	}
	for i := range x.pool.lines {
		t.count(x.line(int32(i)), x.settings.CoolOff)
	}
	return t
}

func (t *Tally) count(l Line, rest time.Duration) {
	switch l.State {
	case Free:
		t.Free++
		return
	case Lent:
		t.Lent++
		if !l.Frees.IsZero() {
			l.Frees = l.Frees.Add(rest)
		}
	case Shared:
		t.Shared++
	case Resting:
		t.Resting++
	}
	if !l.Frees.IsZero() && (t.Next == "" || l.Frees.Before(t.At)) {
		t.Next, t.At = l.E164, l.Frees
	}
}

// nearest is the id of the kind that looks most like the one asked for, of those that differ in little.
func (x *Exchange) nearest(k Kind, id string) string {
	if len(x.records) > mostCompared || len(id) > 64 {
		return ""
	}
	var ids []string
	for known, r := range x.records {
		if r.kind() == k {
			ids = append(ids, known)
		}
	}
	slices.Sort(ids)
	return Alike(id, ids)
}

// like is the number of the pool that looks most like another.
func (x *Exchange) like(number string) string {
	if len(number) > 64 {
		return ""
	}
	numbers := make([]string, 0, min(len(x.pool.numbers), mostCompared))
	for _, n := range x.pool.numbers[:min(len(x.pool.numbers), mostCompared)] {
		numbers = append(numbers, n.E164)
	}
	return Alike(number, numbers)
}

// joinedAmong tells which of the callers joined by PIN, in a fixed order.
func (x *Exchange) joinedAmong(callers []string) []Joined {
	var found []Joined
	if len(callers) == 0 {
		return nil
	}
	for k, m := range x.joined {
		if slices.Contains(callers, k.caller) {
			found = append(found, Joined{k.caller, x.pool.name(k.line), m.pin, m.side.String(), m.of.id})
		}
	}
	slices.SortFunc(found, func(a, b Joined) int {
		return strings.Compare(a.Caller+" "+a.Number, b.Caller+" "+b.Number)
	})
	return found
}

// Alike is the known word that looks most like the one said: at most a quarter of its letters differ, or it begins
// with what was said. The first of equals wins; empty: none is alike.
func Alike(said string, known []string) string {
	best, least := "", len(said)/4+1
	for _, word := range known {
		if len(said) > 3 && strings.HasPrefix(word, said) {
			return word
		}
		if d := Apart(strings.ToLower(said), strings.ToLower(word), least); d < least || best == "" && d == least {
			best, least = word, d
		}
	}
	return best
}

// Apart is how many letters must be put in, taken out, changed or swapped with the next to turn a into b; more than
// most is told as most plus one.
func Apart(a, b string, most int) int {
	if max(len(a)-len(b), len(b)-len(a)) > most {
		return most + 1
	}
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := range len(a) {
		rows[2][0] = i + 1
		least := i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			rows[2][j+1] = min(rows[1][j+1]+1, rows[2][j]+1, rows[1][j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				rows[2][j+1] = min(rows[2][j+1], rows[0][j-1]+1)
			}
			least = min(least, rows[2][j+1])
		}
		if least > most+1 { // a swap can win one back, no more
			return most + 1
		}
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
	}
	return min(rows[1][len(b)], most+1)
}
