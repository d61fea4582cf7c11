package control

import (
	"iter"
	"net/url"
	"strconv"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// allocation is an allocation as told, in no generation's words.
type allocation struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind"`
	Tenant      string     `json:"tenant"`
	Reference   string     `json:"reference"`
	A           party      `json:"aparty"`
	B           party      `json:"bparty"`
	Usage       string     `json:"usage"`
	State       string     `json:"state"`
	Number      string     `json:"number"`
	FlowID      string     `json:"flow_id"`
	CustomField string     `json:"custom_field"`
	CallCount   int        `json:"call_count"`
	Created     time.Time  `json:"created"`
	Expires     *time.Time `json:"expires"`
	Ended       *time.Time `json:"ended"`
}

type party struct {
	Numbers []string `json:"numbers"`
	Pins    []string `json:"pins"`
	VNs     []string `json:"vns"`
}

func toAllocation(tenant string, a exchange.Allocation) allocation {
	return allocation{
		ID: a.ID, Kind: string(a.Kind), Tenant: tenant, Reference: a.Reference, A: toParty(a.A), B: toParty(a.B),
		Usage: string(a.Usage), State: string(a.State), Number: a.Number, FlowID: a.FlowID, CustomField: a.CustomField,
		CallCount: a.CallCount, Created: a.Created, Expires: instant(a.Expires), Ended: instant(a.Ended),
	}
}

func toParty(p exchange.Party) party {
	return party{Numbers: list(p.Numbers), Pins: list(p.Pins), VNs: list(p.VNs)}
}

// list is never null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// instant is null for the zero time.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// listAllocations tells the allocations of one tenant or of all: by tenant, each oldest first. The cursor is a position.
func (d *Door) listAllocations(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	from, err := number(q, "after")
	if err != nil {
		return nil, err
	}
	state, err := state(q)
	if err != nil {
		return nil, err
	}
	worlds, err := d.asked(q.Get("tenant"))
	if err != nil {
		return nil, err
	}
	told := []allocation{}
	position := uint64(0)
	for one := range allocations(worlds, state) {
		if position++; position <= from {
			continue
		}
		if len(told) == size {
			return page{Items: told, Next: strconv.FormatUint(position-1, 10)}, nil
		}
		told = append(told, one)
	}
	return page{Items: told}, nil
}

// allocations goes through what the worlds know, of one state or of all.
func allocations(worlds []*sim.World, state exchange.State) iter.Seq[allocation] {
	return func(yield func(allocation) bool) {
		for _, w := range worlds {
			for _, a := range w.Allocations() {
				if (state == "" || state == a.State) && !yield(toAllocation(w.Tenant().SID, a)) {
					return
				}
			}
		}
	}
}

// state reads ?state=.
func state(q url.Values) (exchange.State, error) {
	said := exchange.State(q.Get("state"))
	if said == "" || said == exchange.Active || said == exchange.Expired || said == exchange.Deleted {
		return said, nil
	}
	return "", badRequest("state: %.64q is not one of active, expired, deleted", string(said))
}

// asked gives the world of the SID, or all worlds when it is empty.
func (d *Door) asked(sid string) ([]*sim.World, error) {
	if sid == "" {
		return d.sim.Worlds(), nil
	}
	w, ok := d.sim.Lookup(sid)
	if !ok {
		return nil, notFound("tenant %.64q is not known; in open mode a tenant is made by its first request", sid)
	}
	return []*sim.World{w}, nil
}
