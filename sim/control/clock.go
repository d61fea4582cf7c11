package control

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"leadassist-sim/sim"
)

// clock is a tenant's clock as it stands.
type clock struct {
	Tenant string     `json:"tenant"`
	From   *time.Time `json:"from,omitempty"` // before it was turned
	Now    time.Time  `json:"now"`
	Mode   string     `json:"mode"`
}

// The ways a clock goes.
const (
	modeReal   = "real"
	modeFrozen = "frozen"
)

func toClock(tenant string, c sim.Clock) clock {
	told := clock{Tenant: tenant, Now: c.Now().UTC(), Mode: modeReal}
	if c.Frozen {
		told.Mode = modeFrozen
	}
	return told
}

// turned is the answer to whoever turned clocks.
type turned struct {
	Items []clock `json:"items"`
	*account
}

// readClock tells the clock of one tenant, or of all.
func (d *Door) readClock(a ask) (any, error) {
	worlds, err := d.asked(a.request.URL.Query().Get("tenant"))
	if err != nil {
		return nil, err
	}
	told := make([]clock, 0, len(worlds))
	for _, w := range worlds {
		told = append(told, toClock(w.Tenant().SID, w.Clock()))
	}
	return page{Items: told}, nil
}

// setting is what setClock is asked.
type setting struct {
	Tenant string `json:"tenant"`
	Mode   string `json:"mode"`
	To     string `json:"to"`
}

// setClock moves clocks forward to an instant, then freezes them or lets them run on from there. In open mode a tenant
// is made by it, so that its clock can be frozen before its first request.
func (d *Door) setClock(a ask) (any, error) {
	var said setting
	if err := a.into(&said, "tenant", "mode", "to"); err != nil {
		return nil, err
	}
	if said.Mode == "" && said.To == "" {
		return nil, badRequest("say what to do with the clock: mode, to, or both")
	}
	worlds, err := d.wanted(said.Tenant)
	if err != nil {
		return nil, err
	}
	items, happened := standing(worlds), newAccount()
	if said.To != "" {
		to, err := moment("to", said.To)
		if err != nil {
			return nil, err
		}
		if items, err = (move{to: &to}).turn(a.request.Context(), worlds, happened.tell); err != nil {
			return nil, err
		}
	}
	if said.Mode != "" {
		for i, w := range worlds {
			from := items[i].From
			now, err := w.Turn(a.request.Context(), said.Mode == modeFrozen)
			if err != nil {
				return nil, refused(err, w.Tenant().SID)
			}
			items[i] = toClock(items[i].Tenant, now)
			items[i].From = from
		}
	}
	return turned{items, happened}, nil
}

// standing tells clocks that are turned nowhere yet.
func standing(worlds []*sim.World) []clock {
	items := make([]clock, 0, len(worlds))
	for _, w := range worlds {
		item := toClock(w.Tenant().SID, w.Clock())
		item.From = &item.Now
		items = append(items, item)
	}
	return items
}

// wanted gives the world of the SID, made where an open simulator makes it on first sight, or all when it is empty.
func (d *Door) wanted(sid string) ([]*sim.World, error) {
	if sid == "" {
		return d.sim.Worlds(), nil
	}
	w, err := d.sim.World(sid)
	if err != nil {
		return nil, refused(err, sid)
	}
	return []*sim.World{w}, nil
}

// advance is what advanceClock is asked.
type advance struct {
	Tenant string `json:"tenant"`
	By     string `json:"by"`
	To     string `json:"to"`
}

// advanceClock turns clocks forward and tells what happened on the way, up to a bound.
func (d *Door) advanceClock(a ask) (any, error) {
	m, worlds, err := d.moving(a)
	if err != nil {
		return nil, err
	}
	happened := newAccount()
	items, err := m.turn(a.request.Context(), worlds, happened.tell)
	return turned{items, happened}, err
}

// moving reads how far which clocks are to be turned.
func (d *Door) moving(a ask) (move, []*sim.World, error) {
	var said advance
	if err := a.into(&said, "tenant", "by", "to"); err != nil {
		return move{}, nil, err
	}
	if (said.By == "") == (said.To == "") {
		return move{}, nil, badRequest("say either by, a span, or to, an instant")
	}
	worlds, err := d.asked(said.Tenant)
	if err != nil {
		return move{}, nil, err
	}
	if said.By != "" {
		by, err := span("by", said.By)
		return move{by: by}, worlds, err
	}
	to, err := moment("to", said.To)
	return move{to: &to}, worlds, err
}

// move is how clocks are turned: to an instant, or by a span.
type move struct {
	to *time.Time // nil: by
	by time.Duration
}

// turn turns the clocks side by side, so that a receiver of one tenant delays nobody else's. None is turned when one of
// them cannot be. What happened is told tenant by tenant.
func (m move) turn(ctx context.Context, worlds []*sim.World, tell func(sim.Happening)) ([]clock, error) {
	for _, w := range worlds {
		if err := m.check(w); err != nil {
			return nil, err
		}
	}
	items, problems, told := make([]clock, len(worlds)), make([]error, len(worlds)), make([][]sim.Happening, len(worlds))
	var group sync.WaitGroup
	for i, w := range worlds {
		tell := tell
		if len(worlds) > 1 {
			tell = func(h sim.Happening) { told[i] = append(told[i], h) }
		}
		group.Go(func() { items[i], problems[i] = m.one(ctx, w, tell) })
	}
	group.Wait()
	for _, h := range slices.Concat(told...) {
		tell(h)
	}
	return items, cmp.Or(problems...)
}

func (m move) one(ctx context.Context, w *sim.World, tell func(sim.Happening)) (clock, error) {
	from, at, err := m.advance(ctx, w, tell)
	if err != nil {
		return clock{}, refused(err, w.Tenant().SID)
	}
	from = from.UTC()
	item := toClock(w.Tenant().SID, w.Clock())
	item.From, item.Now = &from, at.UTC()
	return item, nil
}

func (m move) check(w *sim.World) error {
	now := w.Now()
	switch {
	case m.to == nil && m.by > sim.Furthest, m.to != nil && m.to.Sub(now) > sim.Furthest:
		return badRequest("%v", sim.ErrTooFar)
	case m.to != nil && m.to.Before(now):
		return problem{http.StatusConflict, "tenant " + w.Tenant().SID + " is at " + now.UTC().Format(time.RFC3339) + " already: " + sim.ErrBackwards.Error()}
	}
	return nil
}

func (m move) advance(ctx context.Context, w *sim.World, tell func(sim.Happening)) (from, at time.Time, err error) {
	if m.to != nil {
		return w.Advance(ctx, *m.to, tell)
	}
	return w.AdvanceBy(ctx, m.by, tell)
}
