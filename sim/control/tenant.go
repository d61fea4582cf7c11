package control

import (
	"maps"
	"strconv"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// tenant is a tenant as told; the list leaves out the numbers and the settings.
type tenant struct {
	SID      string            `json:"sid"`
	Profile  string            `json:"profile"`
	Quirks   map[string]string `json:"quirks"`
	Now      time.Time         `json:"now"`
	Flows    []string          `json:"flows"`
	Count    count             `json:"count"`
	Numbers  []virtualNumber   `json:"numbers,omitempty"`
	Settings *settings         `json:"settings,omitempty"`
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

type settings struct {
	MaxPeriodSeconds int64             `json:"max_deallocation_seconds"` // -1: never
	CoolOffSeconds   int64             `json:"deletion_seconds"`
	Timezone         string            `json:"timezone"`
	DefaultFlow      string            `json:"default_flow_id"`
	APinLength       int               `json:"aparty_pin_length"`
	BPinLength       int               `json:"bparty_pin_length"`
	Endpoints        map[string]string `json:"endpoints"`
}

func toTenant(v sim.View) tenant {
	told := tenant{
		SID: v.Tenant.SID, Profile: v.Tenant.Profile, Quirks: maps.Clone(v.Tenant.Quirks), Now: v.Now,
		Flows: list(v.Tenant.Exchange.Flows), Count: count{Numbers: len(v.Numbers)},
	}
	if told.Quirks == nil {
		told.Quirks = map[string]string{}
	}
	for _, n := range v.Numbers {
		switch n.State {
		case exchange.Free:
			told.Count.Free++
		case exchange.Lent:
			told.Count.Lent++
		case exchange.Shared:
			told.Count.Shared++
		case exchange.Resting:
			told.Count.Resting++
		}
	}
	return told
}

// listTenants tells every tenant there is, by SID.
func (d *Door) listTenants(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	from, err := number(q, "after")
	if err != nil {
		return nil, err
	}
	worlds := d.sim.Worlds()
	worlds = worlds[min(from, uint64(len(worlds))):]
	answer, told := page{}, []tenant{}
	if len(worlds) > size {
		worlds = worlds[:size]
		answer.Next = strconv.FormatUint(from+uint64(size), 10)
	}
	for _, w := range worlds {
		told = append(told, toTenant(w.View()))
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
	told := toTenant(v)
	told.Numbers = make([]virtualNumber, 0, len(v.Numbers))
	for _, n := range v.Numbers {
		told.Numbers = append(told.Numbers, virtualNumber{n.E164, string(n.Region), string(n.Type), string(n.State)})
	}
	told.Settings = toSettings(v.Settings)
	return told, nil
}

func toSettings(s exchange.Settings) *settings {
	told := &settings{
		MaxPeriodSeconds: int64(s.MaxPeriod / time.Second), CoolOffSeconds: int64(s.CoolOff / time.Second),
		Timezone: s.Timezone, DefaultFlow: s.DefaultFlow, APinLength: s.APinLength, BPinLength: s.BPinLength,
		Endpoints: map[string]string{},
	}
	if s.MaxPeriod < 0 {
		told.MaxPeriodSeconds = -1
	}
	maps.Copy(told.Endpoints, s.Endpoints)
	return told
}
