package exchange

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
)

// life is a State in one byte.
type life uint8

const (
	alive life = iota
	expired
	deleted
)

func (l life) public() State { return [...]State{Active, Expired, Deleted}[l] }

// record is an allocation as the exchange keeps it: compact, since there may be a million. Its slices are replaced,
// never written to, because views of it share them.
type record struct {
	id, reference string
	a, b          []string // the parties' numbers
	rare          *rare    // what few allocations have; nil: none of it
	created       time.Time
	updated       time.Time
	expires       time.Time
	ended         time.Time
	due           entry   // its expiry on the agenda
	next          *record // the one that ended after it
	born          uint64  // order of creation
	line          int32   // GreenVN and exobridge GreenPin: the number; else unlisted
	attempts      int32
	calls         int32
	life          life
	pin           bool // a GreenPin
	oneway        bool
	recorded      bool
	bridged       bool // of the exobridge generation
}

// rare holds the fields that most allocations leave empty.
type rare struct {
	flow, custom string
	pins, vns    [2][]string // by side
	joined       []joinKey   // its entries in the table of joined callers
}

func inOrderOfBirth(a, b *record) int { return cmp.Compare(a.born, b.born) }

func (r *record) kind() Kind {
	if r.pin {
		return GreenPin
	}
	return GreenVN
}

// ids is the generation a record is of, as events tell it: a GreenPin is of exobridge when it was made on one number
// for good, a GreenVN when its id is prefixed.
func (r *record) ids() IDStyle {
	if r.bridged {
		return Prefixed
	}
	return UUID
}

func (r *record) usage() Usage {
	if r.oneway {
		return Oneway
	}
	return Twoway
}

func (r *record) numbers(s side) []string { return [...][]string{r.a, r.b}[s] }

func (r *record) pins(s side) []string {
	if r.rare == nil {
		return nil
	}
	return r.rare.pins[s]
}

func (r *record) vns(s side) []string {
	if r.rare == nil {
		return nil
	}
	return r.rare.vns[s]
}

// more is the rare part, made when it is missing.
func (r *record) more() *rare {
	if r.rare == nil {
		r.rare = &rare{}
	}
	return r.rare
}

func (r *record) party(s side) Party {
	return Party{Numbers: r.numbers(s), Pins: r.pins(s), VNs: r.vns(s)}
}

// view is the allocation as the outside sees it.
func (x *Exchange) view(r *record) Allocation {
	a := Allocation{
		ID: r.id, Kind: r.kind(), Reference: r.reference,
		A: r.party(sideA), B: r.party(sideB),
		Usage: r.usage(), State: r.life.public(), Number: x.pool.name(r.line),
		Record: r.recorded, MaxPinAttempts: int(r.attempts), CallCount: int(r.calls),
		Created: r.created, Updated: r.updated, Expires: r.expires, Ended: r.ended,
	}
	if r.rare != nil {
		a.FlowID, a.CustomField = r.rare.flow, r.rare.custom
	}
	return a
}

// shown is the outcome of a command on one allocation.
func (x *Exchange) shown(r *record, events ...Event) Outcome {
	return Outcome{Allocation: x.view(r), Events: events}
}

// newID draws an id no known allocation has.
func (x *Exchange) newID(style IDStyle, k Kind) string {
	for {
		id := x.drawID(style, k)
		if _, taken := x.records[id]; !taken {
			return id
		}
	}
}

func (x *Exchange) drawID(style IDStyle, k Kind) string {
	if style == UUID {
		// A ChaCha8 stream never fails to read, so the error cannot arise.
		id, _ := uuid.NewRandomFromReader(x.ids)
		return id.String()
	}
	prefix := "gvn_"
	if k == GreenPin {
		prefix = "gp_"
	}
	return prefix + base36(x.ids.Uint64())
}

// base36 writes twelve lowercase characters; 36^12 goes into 64 bits almost four times, and the bias does not matter.
func base36(n uint64) string {
	var b [12]byte
	for i := range b {
		b[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[n%36]
		n /= 36
	}
	return string(b[:])
}

// enter makes a new record known and puts its expiry on the agenda.
func (x *Exchange) enter(r *record, style IDStyle) {
	x.born++
	r.born, r.id = x.born, x.newID(style, r.kind())
	r.bridged = r.pin && r.line != unlisted || !r.pin && style == Prefixed
	x.records[r.id] = r
	if r.reference != "" {
		x.references(r.kind())[r.reference] = r
	}
	x.schedule(r)
}

// schedule puts the expiry of r on the agenda, in place of an earlier one.
func (x *Exchange) schedule(r *record) {
	x.agenda.remove(&r.due)
	r.due.kind, r.due.of = expiry, r
	if !r.expires.IsZero() {
		x.agenda.add(r.expires, &r.due)
	}
}

// Reference tells the connection or transaction id and the custom field of an allocation, active or ended, without
// settling anything. Both are empty for an id nobody knows.
func (x *Exchange) Reference(id string) (reference, custom string) {
	r, ok := x.records[id]
	if !ok {
		return "", ""
	}
	if r.rare != nil {
		custom = r.rare.custom
	}
	return r.reference, custom
}

// find is a known allocation of the kind, active or ended (code 1).
func (x *Exchange) find(k Kind, id string) (*record, error) {
	if r, ok := x.records[id]; ok && r.kind() == k {
		return r, nil
	}
	return nil, refuse(NotFound, "no allocation %.64q is known to this tenant", id)
}

// findActive is an allocation that has not ended (code 22).
func (x *Exchange) findActive(k Kind, id string) (*record, error) {
	r, err := x.find(k, id)
	if err == nil && r.life != alive {
		return nil, refuse(AlreadyDeleted, "allocation %.64q %s", id, map[life]string{expired: "has expired", deleted: "was deleted before"}[r.life])
	}
	return r, err
}

func (c ReadAllocation) apply(x *Exchange, _ time.Time) (Outcome, error) {
	r, err := x.find(c.Kind, c.ID)
	if err != nil {
		return Outcome{}, err
	}
	return x.shown(r), nil
}

// apply ends an allocation. Only a GreenPin tells so (docs 000 and 001, deallocation callback).
func (c Deallocate) apply(x *Exchange, now time.Time) (Outcome, error) {
	r, err := x.findActive(c.Kind, c.ID)
	if err != nil {
		return Outcome{}, err
	}
	x.end(r, deleted, now)
	if !r.pin {
		return x.shown(r), nil
	}
	return x.shown(r, x.deallocation(r, now)), nil
}

// expire ends an allocation at the end of its period.
func (x *Exchange) expire(r *record, at time.Time) []Event {
	x.end(r, expired, at)
	return []Event{x.deallocation(r, at)}
}

func (x *Exchange) deallocation(r *record, at time.Time) Event {
	return Event{Kind: Deallocation, At: at, Product: r.kind(), IDs: r.ids(), Allocation: x.view(r)}
}

// end frees what an allocation held, and keeps it among the ended.
func (x *Exchange) end(r *record, l life, now time.Time) {
	r.life, r.ended = l, now
	x.agenda.remove(&r.due)
	if r.reference != "" {
		delete(x.references(r.kind()), r.reference)
	}
	x.leave(r, func(joinKey) bool { return true })
	if r.pin {
		x.sharing--
		x.strike(r)
		for _, i := range x.linesOf(r) {
			x.unshare(i, now)
		}
	} else {
		x.release(r.line, now)
	}
	x.past.add(r)
	for x.past.count > x.limits.Ended {
		delete(x.records, x.past.drop().id)
	}
}

// past is the queue of ended allocations, oldest first, linked through the records.
type past struct {
	first, last *record
	count       int
}

func (p *past) add(r *record) {
	if p.last == nil {
		p.first = r
	} else {
		p.last.next = r
	}
	p.last = r
	p.count++
}

func (p *past) drop() *record {
	r := p.first
	p.first, r.next = r.next, nil
	if p.first == nil {
		p.last = nil
	}
	p.count--
	return r
}

// linesOf lists the numbers a GreenPin shares, each once.
func (x *Exchange) linesOf(r *record) []int32 {
	return x.lines(r.vns(sideA), r.vns(sideB))
}

// lines looks up the numbers of the lists that are in the pool, each once, in order.
func (x *Exchange) lines(lists ...[]string) []int32 {
	var found []int32
	for _, vns := range lists {
		for _, vn := range vns {
			if i := x.pool.find(vn); i != unlisted && !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
	}
	return found
}
