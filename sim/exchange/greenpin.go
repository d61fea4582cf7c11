package exchange

import (
	"cmp"
	"slices"
	"time"
)

// half is one side of a GreenPin as it is to be.
type half struct {
	numbers []string
	vns     []string
	lines   []int32 // the vns, looked up
	pin     string  // empty: to be made, unless length is 0
	length  int
	listed  bool // numbers or vns are new, so that code 19 applies
}

// plan is a GreenPin as it is to be. It is made and checked as a whole before anything changes.
type plan [2]half

// apply registers a pair on shared numbers. The checks are in the order in which they speak; what depends on other
// allocations' PINs comes with the conflicts (assumed).
func (c AllocateGreenpin) apply(x *Exchange, now time.Time) (Outcome, error) {
	p := c.plan(x)
	err := cmp.Or(c.check(x), x.unclaimed(p, nil), x.roomForOne(), x.available(c.Number, p))
	if err == nil {
		err = x.makePins(&p)
	}
	if err != nil {
		return Outcome{}, err
	}
	r := c.record(x, now)
	x.sharing++
	x.carry(r, p, now)
	x.inscribe(r)
	x.enter(r, c.IDs)
	return x.shown(r), nil
}

// plan lays a request out. An exobridge request has one number for both sides and a PIN for B alone.
func (c AllocateGreenpin) plan(x *Exchange) plan {
	p := plan{c.A.half(x.settings.APinLength), c.B.half(x.settings.BPinLength)}
	if c.Number != "" {
		p[sideA].length, p[sideB].length = 0, exobridgePin
		p[sideA].pin, p[sideB].pin = "", ""
		p[sideA].vns = []string{c.Number}
		p[sideB].vns = p[sideA].vns
	}
	p[sideA].vns = either(p[sideA].vns, p[sideB].vns)
	p[sideB].vns = either(p[sideB].vns, p[sideA].vns)
	x.lookUp(&p)
	return p
}

func (p PinParty) half(length int) half {
	return half{
		numbers: slices.Clone(p.Numbers), vns: slices.Clone(p.VNs),
		pin: p.Pin, length: cmp.Or(p.PinLength, length), listed: true,
	}
}

// either is the first list, or the second when the first is empty.
func either(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// lookUp finds the virtual numbers in the pool, and keeps the pool's own text of them.
func (x *Exchange) lookUp(p *plan) {
	for s := range p {
		p[s].lines = x.lines(p[s].vns)
		if len(p[s].lines) == len(p[s].vns) {
			p[s].vns = x.pool.names(p[s].lines)
		}
	}
}

func (c AllocateGreenpin) check(x *Exchange) error {
	return cmp.Or(
		anybody(c.A.Numbers, c.B.Numbers),
		c.anywhere(),
		knownUsage(c.Usage),
		forward(c.Duration),
		attempts(c.MaxPinAttempts),
		c.A.wellFormed(sideA),
		c.B.wellFormed(sideB),
		x.inPool(sideA, c.A.VNs),
		x.inPool(sideB, c.B.VNs),
		allTheSame(sideA, c.A.Numbers),
		allTheSame(sideB, c.B.Numbers),
		apart(c.A.Numbers, c.B.Numbers),
		x.referenceFree(GreenPin, c.Reference),
	)
}

// anybody refuses a GreenPin without numbers on either side (public).
func anybody(a, b []string) error {
	if len(a)+len(b) > 0 {
		return nil
	}
	return refuse(MissingParameter, "neither side has numbers; at least one must")
}

// anywhere refuses a GreenPin without virtual numbers (public).
func (c AllocateGreenpin) anywhere() error {
	if c.Number != "" || len(c.A.VNs)+len(c.B.VNs) > 0 {
		return nil
	}
	return refuse(MissingParameter, "neither side has vns; at least one must")
}

func attempts(n int) error {
	if n >= 0 && n <= 1<<30 {
		return nil
	}
	return refuse(BadParameter, "max_pin_attempts: %d is out of range", n)
}

// inPool refuses virtual numbers that are not the tenant's (assumed).
func (x *Exchange) inPool(s side, vns []string) error {
	for _, vn := range vns {
		if x.pool.find(vn) == unlisted {
			return refuseField(BadParameter, "vns", "side %s: vns: %s is not a number of this tenant's pool", s, vn)
		}
	}
	return nil
}

// unclaimed refuses numbers that have joined by another PIN (code 19), then PINs that are taken; self is the allocation
// that may have them already.
func (x *Exchange) unclaimed(p plan, self *record) error {
	return cmp.Or(x.welcomed(p[sideA]), x.welcomed(p[sideB]),
		x.pinFree(sideA, p[sideA], self), x.pinFree(sideB, p[sideB], self), p.distinctPins(x))
}

func (x *Exchange) welcomed(h half) error {
	if !h.listed {
		return nil
	}
	for _, line := range h.lines {
		if err := x.welcome(line, h.numbers, []string{h.pin}); err != nil {
			return err
		}
	}
	return nil
}

func (x *Exchange) pinFree(s side, h half, self *record) error {
	for _, line := range h.lines {
		if m, used := x.pinnedAt(line, h.pin); used && m.of != self {
			return refuseField(BadParameter, "pin", "side %s: PIN %q already opens allocation %s on %s",
				s, h.pin, m.of.id, x.pool.name(line))
		}
	}
	return nil
}

// distinctPins refuses one PIN for both sides on a number they have in common.
func (p plan) distinctPins(x *Exchange) error {
	a, b := p[sideA], p[sideB]
	if a.pin == "" || a.pin != b.pin {
		return nil
	}
	for _, line := range a.lines {
		if slices.Contains(b.lines, line) {
			return refuseField(BadParameter, "pin", "PIN %q is given to both sides, which share %s", a.pin, x.pool.name(line))
		}
	}
	return nil
}

func (x *Exchange) roomForOne() error {
	if x.sharing < x.limits.GreenPins {
		return nil
	}
	return refuse(NoFreeNumber, "the limit of %d active GreenPin allocations is reached", x.limits.GreenPins)
}

// available refuses numbers that cannot be shared now: lent or resting ones, and those exobridge asks for in vain.
func (x *Exchange) available(number string, p plan) error {
	if number != "" && x.pool.find(number) == unlisted {
		return refuse(NumberNotInPool, "%s is not a number of this tenant's pool", number)
	}
	for _, line := range slices.Concat(p[sideA].lines, p[sideB].lines) {
		state := x.pool.lines[line].state
		if state == lineFree || state == lineShared {
			continue
		}
		reason := NoFreeNumber
		if number != "" {
			reason = NumberInUse
		}
		return refuse(reason, "%s is %s and cannot be shared", x.pool.name(line), state.public())
	}
	return nil
}

// makePins fills in the PINs that were not given. It is the last that can fail, and it changes no allocation.
func (x *Exchange) makePins(p *plan) error {
	for s := range p {
		if p[s].pin != "" || p[s].length == 0 {
			continue
		}
		pin, err := x.makePin(p[s].length, p[s].lines, p[1-s].pin)
		if err != nil {
			return err
		}
		p[s].pin = pin
	}
	return nil
}

func (c AllocateGreenpin) record(x *Exchange, now time.Time) *record {
	return &record{
		pin: true, reference: c.Reference, line: x.pool.find(c.Number),
		oneway: c.Usage == Oneway, recorded: c.Record, attempts: int32(cmp.Or(c.MaxPinAttempts, defaultAttempts)),
		created: now, expires: x.settings.expires(now, c.Duration),
		rare: &rare{custom: c.CustomField},
	}
}

// carry makes a GreenPin be what its plan says: numbers, PINs, and which virtual numbers it shares. New numbers are
// shared before old ones are given up, so that one it keeps never comes free in between. The tables of the shared numbers
// must not name the GreenPin meanwhile: strike goes before, inscribe after.
func (x *Exchange) carry(r *record, p plan, now time.Time) {
	before := x.linesOf(r)
	r.a, r.b = p[sideA].numbers, p[sideB].numbers
	for s, h := range p {
		r.rare.vns[s], r.rare.pins[s] = h.vns, listOf(h.pin)
	}
	after := x.linesOf(r)
	for _, i := range after {
		if !slices.Contains(before, i) {
			x.share(i)
		}
	}
	for _, i := range before {
		if !slices.Contains(after, i) {
			x.unshare(i, now)
		}
	}
	x.leave(r, func(k joinKey) bool { return !slices.Contains(p[x.joined[k].side].lines, k.line) })
}

// listOf is the list of one PIN, or none.
func listOf(pin string) []string {
	if pin == "" {
		return nil
	}
	return []string{pin}
}

// apply changes an active GreenPin.
func (c UpdateGreenpin) apply(x *Exchange, now time.Time) (Outcome, error) {
	if err := c.check(x); err != nil {
		return Outcome{}, err
	}
	r, err := x.findActive(GreenPin, c.ID)
	if err != nil {
		return Outcome{}, err
	}
	p := c.plan(x, r)
	err = cmp.Or(c.fits(r), p.checkParties(), x.unclaimed(p, r), x.available("", p))
	if err == nil {
		err = x.makePins(&p)
	}
	if err != nil {
		return Outcome{}, err
	}
	x.pardon(r)
	x.strike(r)
	x.carry(r, p, now)
	c.amend(x, r, now)
	x.inscribe(r)
	x.pardon(r)
	return x.shown(r), nil
}

func (c UpdateGreenpin) check(x *Exchange) error {
	return cmp.Or(
		knownUsage(c.Usage),
		forward(deref(c.Duration)),
		attempts(deref(c.MaxPinAttempts)),
		c.A.wellFormed(sideA),
		c.B.wellFormed(sideB),
		x.inPool(sideA, c.A.VNs),
		x.inPool(sideB, c.B.VNs),
		allTheSame(sideA, c.A.Numbers),
		allTheSame(sideB, c.B.Numbers),
		apart(c.A.Numbers, c.B.Numbers),
	)
}

// deref is the value pointed to, or zero.
func deref[T any](p *T) T {
	var v T
	replace(&v, p)
	return v
}

// plan lays an update over what the allocation is.
func (c UpdateGreenpin) plan(x *Exchange, r *record) plan {
	p := plan{c.A.over(r, sideA), c.B.over(r, sideB)}
	x.lookUp(&p)
	return p
}

// over keeps what was not sent. A PIN length without a PIN makes a new PIN, unless the PIN has that length (assumed).
func (p PinParty) over(r *record, s side) half {
	h := half{
		numbers: kept(p.Numbers, r.numbers(s)), vns: r.vns(s), length: p.PinLength,
		pin: p.Pin, listed: p.Numbers != nil || len(p.VNs) > 0,
	}
	if len(p.VNs) > 0 {
		h.vns = slices.Clone(p.VNs)
	}
	if old := r.pins(s); h.pin == "" && len(old) == 1 && (h.length == 0 || h.length == len(old[0])) {
		h.pin = old[0]
	}
	return h
}

// fits refuses a change of virtual numbers where the allocation was made on one number for good (assumed).
func (c UpdateGreenpin) fits(r *record) error {
	if r.line == unlisted || len(c.A.VNs)+len(c.B.VNs) == 0 {
		return nil
	}
	return refuse(BadParameter, "vns: the virtual number of %s cannot be changed", r.id)
}

func (p plan) checkParties() error {
	return cmp.Or(anybody(p[sideA].numbers, p[sideB].numbers), apart(p[sideA].numbers, p[sideB].numbers))
}

// amend sets what an update says besides the parties. A duration counts from now (docs 004, public).
func (c UpdateGreenpin) amend(x *Exchange, r *record, now time.Time) {
	r.updated = now
	r.oneway = cmp.Or(c.Usage, r.usage()) == Oneway
	replace(&r.recorded, c.Record)
	replace(&r.rare.custom, c.CustomField)
	if n := deref(c.MaxPinAttempts); n > 0 {
		r.attempts = int32(n)
	}
	if c.Duration != nil {
		r.expires = x.settings.expires(now, *c.Duration)
		x.schedule(r)
	}
}

// apply updates item by item; a bad one does not hold up the others (public). Nothing at all is done when there are too
// many (code 17).
func (c UpdateGreenpins) apply(x *Exchange, now time.Time) (Outcome, error) {
	if len(c.Items) > x.limits.Bulk {
		return Outcome{}, refuse(BulkTooLarge, "%d items in one request; the limit is %d", len(c.Items), x.limits.Bulk)
	}
	items := make([]Item, len(c.Items))
	for i, it := range c.Items {
		items[i] = Item{ID: it.Update.ID, Err: it.Refused}
		if it.Refused != nil {
			continue
		}
		var o Outcome
		o, items[i].Err = it.Update.apply(x, now)
		items[i].Allocation = o.Allocation
	}
	return Outcome{Items: items}, nil
}
