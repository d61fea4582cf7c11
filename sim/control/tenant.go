package control

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// tenant is a tenant as told; the list leaves out the numbers and the settings.
type tenant struct {
	SID         string            `json:"sid"`
	Profile     string            `json:"profile"`
	Quirks      map[string]string `json:"quirks"`
	Auth        string            `json:"auth"`
	Now         time.Time         `json:"now"`
	Flows       []string          `json:"flows"`
	Count       count             `json:"count"`
	Active      int               `json:"active"`
	Allocations int               `json:"allocations"`
	Numbers     []virtualNumber   `json:"numbers,omitempty"`
	Settings    map[string]any    `json:"settings,omitempty"` // the vendor's own keys
}

// count is how many numbers the tenant has in each state.
type count struct {
	Numbers int `json:"numbers"`
	Free    int `json:"free"`
	Lent    int `json:"lent"`
	Shared  int `json:"shared"`
	Resting int `json:"resting"`
}

type virtualNumber struct {
	Number string `json:"number"`
	Region string `json:"region"`
	Type   string `json:"type"`
	State  string `json:"state"`
}

// toTenant tells a world, without its numbers and settings.
func (d *Door) toTenant(w *sim.World, v sim.View) tenant {
	told := tenant{
		SID: v.Tenant.SID, Profile: v.Tenant.Profile, Quirks: maps.Clone(v.Tenant.Quirks), Auth: "open", Now: v.Now,
		Flows: list(v.Tenant.Exchange.Flows), Count: tally(v.Numbers),
	}
	if told.Quirks == nil {
		told.Quirks = map[string]string{}
	}
	if d.sim.Strict() {
		told.Auth = "strict"
	}
	for _, a := range w.Allocations() {
		told.Allocations++
		if a.State == exchange.Active {
			told.Active++
		}
	}
	return told
}

func tally(numbers []exchange.NumberStatus) count {
	c := count{Numbers: len(numbers)}
	for _, n := range numbers {
		switch n.State {
		case exchange.Free:
			c.Free++
		case exchange.Lent:
			c.Lent++
		case exchange.Shared:
			c.Shared++
		case exchange.Resting:
			c.Resting++
		}
	}
	return c
}

// listTenants tells every tenant there is, by SID. The cursor is the last SID told, so that tenants made meanwhile
// shift nothing.
func (d *Door) listTenants(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	answer, told := page{}, []tenant{}
	for _, w := range d.sim.Worlds() {
		if w.Tenant().SID <= q.Get("after") {
			continue
		}
		if len(told) == size {
			answer.Next = told[size-1].SID
			break
		}
		told = append(told, d.toTenant(w, w.View()))
	}
	answer.Items = told
	return answer, nil
}

// readTenant tells one tenant with its numbers and settings.
func (d *Door) readTenant(a ask) (any, error) {
	worlds, err := d.asked(a.vars["sid"])
	if err != nil {
		return nil, err
	}
	v := worlds[0].View()
	told := d.toTenant(worlds[0], v)
	told.Numbers = make([]virtualNumber, 0, len(v.Numbers))
	for _, n := range v.Numbers {
		told.Numbers = append(told.Numbers, virtualNumber{n.E164, string(n.Region), string(n.Type), string(n.State)})
	}
	told.Settings, err = toSettings(v.Settings)
	return told, err
}

// putTenant makes a tenant, or begins one anew, from a definition; the answer is the tenant as it then stands.
func (d *Door) putTenant(a ask) (any, error) {
	if d.options.Build == nil {
		return nil, problem{http.StatusConflict, "this simulator takes no tenants at run time"}
	}
	sid := a.vars["sid"]
	t, err := d.options.Build(sid, a.raw)
	if wrong, ok := errors.AsType[fault.Problems](err); ok {
		return nil, wrong
	}
	if err != nil {
		return nil, badRequest("%s", err)
	}
	if err := d.sim.PutTenant(t); err != nil {
		return nil, refused(err, sid)
	}
	return d.readTenant(a)
}

// toSettings writes settings as the vendor's own door does, but for the credentials in URLs. The settings are a copy.
func toSettings(s exchange.Settings) (map[string]any, error) {
	for key, url := range s.Endpoints {
		s.Endpoints[key] = callback.Redact(url)
	}
	reply := dialect.New(dialect.Current, dialect.Quirks{}, s.Timezone).Encode("readSettings", exchange.Outcome{Settings: s})
	body, err := json.Marshal(reply.Body)
	if err != nil {
		return nil, err
	}
	var envelope struct {
		Data map[string]any `json:"data"`
	}
	err = json.Unmarshal(body, &envelope)
	return envelope.Data, err
}
