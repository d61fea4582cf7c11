package exchange

import (
	"math/rand/v2"
	"time"
)

// unlisted is the index of a number that is not in the pool.
const unlisted int32 = -1

// lineState is a NumberState in one byte.
type lineState uint8

const (
	lineFree lineState = iota
	lineLent
	lineShared
	lineResting
)

func (s lineState) public() NumberState {
	return [...]NumberState{Free, Lent, Shared, Resting}[s]
}

// line is what a number of the pool is doing.
type line struct {
	holder *record // the GreenVN it is lent to
	rest   *entry  // the end of its rest
	bucket int32
	spot   int32 // its place among the free numbers of its bucket
	users  int32 // GreenPins that share it
	state  lineState
}

// bucket holds the free numbers of one region and type, so that choosing among them costs the same however many
// there are.
type bucket struct {
	region Region
	kind   NumberType
	free   []int32
}

// pool is the tenant's numbers. A number goes by its index; the numbers themselves are shared with other exchanges.
type pool struct {
	numbers []Number
	index   map[string]int32
	lines   []line
	buckets []bucket
}

func newPool(numbers []Number) pool {
	p := pool{index: make(map[string]int32, len(numbers))}
	p.numbers = p.distinct(numbers)
	p.lines = make([]line, len(p.numbers))
	places := map[Number]int32{}
	for i, n := range p.numbers {
		place := Number{Region: n.Region, Type: n.Type}
		b, ok := places[place]
		if !ok {
			b = int32(len(p.buckets))
			places[place] = b
			p.buckets = append(p.buckets, bucket{region: n.Region, kind: n.Type})
		}
		p.lines[i].bucket = b
		p.free(int32(i))
	}
	return p
}

// distinct fills the index and returns the numbers without repetitions: the very slice when there are none.
func (p *pool) distinct(numbers []Number) []Number {
	own := make([]Number, 0)
	for i, n := range numbers {
		if _, twice := p.index[n.E164]; twice {
			if len(own) == 0 {
				own = append(own, numbers[:i]...)
			}
			continue
		}
		p.index[n.E164] = int32(len(p.index))
		if len(own) > 0 {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		return numbers
	}
	return own
}

// find is the index of a number, or unlisted.
func (p *pool) find(e164 string) int32 {
	if i, ok := p.index[e164]; ok {
		return i
	}
	return unlisted
}

// name is the number at an index; empty for unlisted.
func (p *pool) name(i int32) string {
	if i == unlisted {
		return ""
	}
	return p.numbers[i].E164
}

// names lists the numbers at the indices.
func (p *pool) names(lines []int32) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[i] = p.name(line)
	}
	return all
}

// free puts a number among the free ones of its bucket.
func (p *pool) free(i int32) {
	l := &p.lines[i]
	b := &p.buckets[l.bucket]
	l.state, l.spot, l.rest = lineFree, int32(len(b.free)), nil
	b.free = append(b.free, i)
}

// take removes a free number from its bucket; the last one moves into its place.
func (p *pool) take(i int32, as lineState) {
	l := &p.lines[i]
	b := &p.buckets[l.bucket]
	last := b.free[len(b.free)-1]
	b.free[l.spot] = last
	p.lines[last].spot = l.spot
	b.free = b.free[:len(b.free)-1]
	l.state = as
}

// wake ends a number's rest.
func (p *pool) wake(i int32) { p.free(i) }

// wish is a set of preferences, looked up.
type wish struct {
	count  int   // preferences expressed
	line   int32 // the wished number, if it can be had
	region Region
	kind   NumberType
}

// score counts the preferences a bucket meets by region and type.
func (p *pool) score(w wish, b int32) int {
	n := 0
	if w.region != "" && p.buckets[b].region == w.region {
		n++
	}
	if w.kind != "" && p.buckets[b].kind == w.kind {
		n++
	}
	return n
}

// pick chooses the number that meets the most preferences: the wished one on a tie, else any free one of the best
// buckets, all equally likely. It returns how many preferences are met; unlisted means that nothing is free.
func (p *pool) pick(w wish, r *rand.Rand) (int32, int) {
	best, total := p.best(w)
	if w.line != unlisted {
		if met := 1 + p.score(w, p.lines[w.line].bucket); met >= best {
			return w.line, met
		}
	}
	if total == 0 {
		return unlisted, 0
	}
	return p.nth(w, best, r.IntN(total)), best
}

// best is the highest score of a bucket with free numbers, and how many numbers are free at that score.
func (p *pool) best(w wish) (score, total int) {
	score = -1
	for i := range p.buckets {
		free := len(p.buckets[i].free)
		if free == 0 {
			continue
		}
		switch s := p.score(w, int32(i)); {
		case s > score:
			score, total = s, free
		case s == score:
			total += free
		}
	}
	return score, total
}

// nth is the n-th free number among the buckets of the given score.
func (p *pool) nth(w wish, score, n int) int32 {
	for i := range p.buckets {
		free := p.buckets[i].free
		if len(free) == 0 || p.score(w, int32(i)) != score {
			continue
		}
		if n < len(free) {
			return free[n]
		}
		n -= len(free)
	}
	return unlisted
}

// lend gives a free number to one GreenVN.
func (x *Exchange) lend(i int32, to *record) {
	x.pool.take(i, lineLent)
	x.pool.lines[i].holder = to
}

// share adds one GreenPin to a free or shared number.
func (x *Exchange) share(i int32) {
	l := &x.pool.lines[i]
	if l.users == 0 {
		x.pool.take(i, lineShared)
		x.shared[i] = &commons{}
	}
	l.users++
}

// unshare takes one GreenPin off a shared number; the last one releases it.
func (x *Exchange) unshare(i int32, now time.Time) {
	l := &x.pool.lines[i]
	if l.users--; l.users == 0 {
		delete(x.shared, i)
		x.release(i, now)
	}
}

// release ends a number's use: it rests for the cool-off of now, then it is free (public, deletion_time).
func (x *Exchange) release(i int32, now time.Time) {
	l := &x.pool.lines[i]
	l.holder = nil
	if x.settings.CoolOff <= 0 {
		x.pool.free(i)
		return
	}
	l.state = lineResting
	l.rest = &entry{kind: wake, of: i}
	x.agenda.add(now.Add(x.settings.CoolOff), l.rest)
}

// choice is what a command says about the number it wants.
type choice struct {
	exact  string // exobridge: this number or a refusal
	prefs  Preferences
	strict bool
	held   int32 // the number the allocation has already, or unlisted
}

// choose finds the number for a GreenVN. A wished number that the allocation already holds counts as available: it is
// met by keeping it.
func (x *Exchange) choose(c choice) (int32, error) {
	if c.exact != "" {
		return x.exactly(c.exact, c.held)
	}
	w := x.wish(c)
	i, met := x.pool.pick(w, x.choice)
	if i == unlisted {
		return i, refuse(NoFreeNumber, "no number of the pool is free: all are lent, shared or resting")
	}
	if c.strict && met < w.count {
		return i, refuseField(NoFreeNumber, "strictness", "strictness is on, and no free number meets all %d preferences", w.count)
	}
	return i, nil
}

// exactly finds the number an exobridge request names.
func (x *Exchange) exactly(number string, held int32) (int32, error) {
	i := x.pool.find(number)
	if i == unlisted {
		return i, refuse(NumberNotInPool, "%s is not a number of this tenant's pool", number)
	}
	if l := &x.pool.lines[i]; l.state != lineFree && i != held {
		return i, refuse(NumberInUse, "%s is %s, not free", number, l.state.public())
	}
	return i, nil
}

// wish looks up preferences that were checked before.
func (x *Exchange) wish(c choice) wish {
	w := wish{line: unlisted, kind: c.prefs.Type}
	w.region, _ = c.prefs.region()
	if c.prefs.Number != "" {
		w.count++
		if i := x.pool.find(c.prefs.Number); i != unlisted && (i == c.held || x.pool.lines[i].state == lineFree) {
			w.line = i
		}
	}
	if w.region != "" {
		w.count++
	}
	if w.kind != "" {
		w.count++
	}
	return w
}
