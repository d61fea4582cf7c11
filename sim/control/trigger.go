package control

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// wish is what triggerCallback is asked.
type wish struct {
	Tenant     string             `json:"tenant"`
	Event      exchange.EventKind `json:"event"`
	Product    exchange.Kind      `json:"product"`
	Profile    string             `json:"profile"`
	Allocation string             `json:"allocation"`
	To         string             `json:"to"`
	Set        jsontext.Value     `json:"set"`
	Unset      []string           `json:"unset"`
}

// triggerCallback owes an event that did not happen: of an existing allocation, to which nothing is done, or of one
// that is made up. In open mode a tenant is made by it, so that a receiver can be tried before anything else.
func (d *Door) triggerCallback(a ask) (any, error) {
	var said wish
	if err := a.into(&said, "tenant", "event", "product", "profile", "allocation", "to", "set", "unset"); err != nil {
		return nil, err
	}
	if err := destination(said.To); err != nil {
		return nil, err
	}
	worlds, err := d.wanted(said.Tenant)
	if err != nil {
		return nil, err
	}
	w := worlds[0]
	event, err := said.build(w)
	if err != nil {
		return nil, err
	}
	n, err := d.render(w, said.Profile, event)
	if err != nil {
		return nil, err
	}
	if n.Body, err = patch(n.Body, said.Set, said.Unset); err != nil {
		return nil, err
	}
	return toDelivery(w.Owe(n, said.To, callback.Labels{Allocation: event.Allocation.ID, Call: event.Call.SID})), nil
}

// render puts an event into words, and refuses one that there are no words for.
func (d *Door) render(w *sim.World, profile string, e exchange.Event) (sim.Notice, error) {
	if d.options.Render == nil {
		n := w.Notice(e)
		if n.Body == nil {
			return n, problem{http.StatusConflict, "this simulator has no words for events"}
		}
		return n, nil
	}
	n, err := d.options.Render(profile, w.Tenant(), w.Timezone(), e)
	if err != nil {
		return n, err
	}
	if n.Body == nil {
		spoken := dialect.Speaker(dialect.Profile(cmp.Or(profile, w.Tenant().Profile)), e)
		return n, problem{http.StatusConflict, "the " + string(spoken) + " generation tells of no " + string(e.Kind) + " of a " + string(e.Product)}
	}
	return n, nil
}

// build makes the event: of the allocation named, else of one that is made up.
func (said wish) build(w *sim.World) (exchange.Event, error) {
	invented := invent(w)
	now := w.Now()
	if said.Allocation == "" {
		exobridge := cmp.Or(said.Profile, w.Tenant().Profile) == dialect.Exobridge
		of := invented.allocation(cmp.Or(said.Product, exchange.GreenVN), exobridge, now)
		return invented.event(said.Event, of, now), nil
	}
	of, err := find(w, said.Allocation)
	if err != nil {
		return exchange.Event{}, err
	}
	if said.Product != "" && said.Product != of.Kind {
		return exchange.Event{}, badRequest("product: allocation %s is a %s", of.ID, of.Kind)
	}
	return invented.event(said.Event, of, now), nil
}

// prefixed tells whether an allocation is of the exobridge generation, as its id does.
func prefixed(id string) bool { return strings.HasPrefix(id, "gvn_") || strings.HasPrefix(id, "gp_") }
