package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// world reads the world to serve: the file, or the embedded default.
func world(name string) (fixtures.World, file, error) {
	data, _ := fixtures.Embedded("default")
	f, err := file{"default world", data}, error(nil)
	if name != "" {
		f, err = open(name)
	}
	if err != nil {
		return fixtures.World{}, f, err
	}
	w, err := fixtures.Parse(f.name, f.data)
	return w, f, err
}

// spec turns a world file into what the simulator starts from. Dialect names and fault rules are checked here, where both
// rooms are known; the error may be a fault.Problems.
func spec(w fixtures.World, v fault.Vocabulary) (sim.Spec, error) {
	if w.Auth == "strict" && !credentialed(w) {
		return sim.Spec{}, errors.New("strict authentication needs a tenant with credentials; `leadassist-sim init --from strict` writes a world that has some")
	}
	clock, err := fixtures.ParseClock(w.Clock)
	if err != nil {
		return sim.Spec{}, fmt.Errorf("clock: %w", err)
	}
	template, err := tenant(w.Template)
	if err != nil {
		return sim.Spec{}, fmt.Errorf("template: %w", err)
	}
	s := sim.Spec{Strict: w.Auth == "strict", Seed: w.Seed, Clock: start(clock), Template: template, MaxTenants: w.MaxTenants, Vocabulary: v}
	var wrong, more fault.Problems
	s.Template.Faults, wrong = own("template", w.Template.Faults, v)
	for i, t := range w.Tenants {
		named, err := tenant(t)
		if err != nil {
			return sim.Spec{}, fmt.Errorf("tenant %s: %w", t.SID, err)
		}
		named.Faults, more = own(fmt.Sprintf("tenants[%d]", i), t.Faults, v)
		s.Tenants, wrong = append(s.Tenants, named), append(wrong, more...)
	}
	if len(wrong) > 0 {
		return sim.Spec{}, wrong
	}
	return s, nil
}

func credentialed(w fixtures.World) bool {
	return slices.ContainsFunc(w.Tenants, func(t fixtures.Tenant) bool { return len(t.Credentials) > 0 })
}

func start(c fixtures.ClockStart) sim.Clock {
	switch {
	case !c.Frozen:
		return sim.Clock{}
	case c.At.IsZero():
		return sim.FrozenAt(sim.Clock{}.Now().Truncate(time.Second))
	}
	return sim.FrozenAt(c.At)
}

func tenant(t fixtures.Tenant) (sim.Tenant, error) {
	if _, err := dialect.ParseProfile(t.Profile); err != nil {
		return sim.Tenant{}, err
	}
	if _, err := dialect.ParseQuirks(t.Quirks); err != nil {
		return sim.Tenant{}, err
	}
	settings, err := settings(t.Settings)
	if err != nil {
		return sim.Tenant{}, err
	}
	callbacks, err := callbacks(t.Callbacks)
	if err != nil {
		return sim.Tenant{}, err
	}
	made := sim.Tenant{
		SID: t.SID, Profile: t.Profile, Quirks: t.Quirks, Insights: t.Insights, Hostile: t.Hostile, Callbacks: callbacks,
		Rate: sim.Rate{PerSecond: t.RateLimit.PerSecond, Burst: t.RateLimit.Burst},
		Exchange: exchange.Config{
			Flows: t.Flows, Settings: settings, Numbers: pool(t.Pool()), Record: t.Recording,
			Limits: exchange.Limits{Bulk: t.BulkLimit, GreenPins: t.Limits.GreenPins, Ended: t.Limits.Ended, Calls: t.Limits.Calls},
		},
	}
	for _, c := range t.Credentials {
		made.Credentials = append(made.Credentials, sim.Credential(c))
	}
	return made, nil
}

func pool(numbers []fixtures.Number) []exchange.Number {
	all := make([]exchange.Number, len(numbers))
	for i, n := range numbers {
		all[i] = exchange.Number{E164: n.Number, Region: exchange.Region(n.Region), Type: exchange.NumberType(n.Type)}
	}
	return all
}

func settings(from fixtures.Settings) (exchange.Settings, error) {
	s := exchange.DefaultSettings()
	if from.MaxDeallocationTime != "" {
		period, err := dialect.ParsePeriod(from.MaxDeallocationTime)
		if err != nil {
			return s, fmt.Errorf("max_deallocation_time: %w", err)
		}
		s.MaxPeriod = period
	}
	s.CoolOff = time.Duration(from.DeletionTime) * time.Second
	s.DefaultFlow = from.DefaultFlowID
	s.Endpoints = from.Endpoints()
	s.Other = from.Other
	if from.Timezone != "" {
		s.Timezone = from.Timezone
	}
	if from.APartyPinLength > 0 {
		s.APinLength = from.APartyPinLength
	}
	if from.BPartyPinLength > 0 {
		s.BPinLength = from.BPartyPinLength
	}
	return s, nil
}
