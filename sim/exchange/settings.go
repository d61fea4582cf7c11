package exchange

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// day is a day of 24 hours; India knows no summer time.
const day = 24 * time.Hour

// mostKeys is how many keys not acted on a tenant's settings can hold, so that they do not grow without end (assumed).
const mostKeys = 64

// DefaultSettings is what a tenant has before anyone changes it (public).
func DefaultSettings() Settings {
	return Settings{MaxPeriod: 170 * day, Timezone: "IST", APinLength: 4, BPinLength: 4}
}

// orDefault fills the fields that are zero, and copies the rest.
func (s Settings) orDefault() Settings {
	d := DefaultSettings()
	s = s.clone()
	s.MaxPeriod = cmp.Or(s.MaxPeriod, d.MaxPeriod)
	s.Timezone = cmp.Or(s.Timezone, d.Timezone)
	s.APinLength = cmp.Or(s.APinLength, d.APinLength)
	s.BPinLength = cmp.Or(s.BPinLength, d.BPinLength)
	return s
}

func (s Settings) clone() Settings {
	s.Endpoints = maps.Clone(s.Endpoints)
	s.Other = maps.Clone(s.Other)
	return s
}

// expires is the end of a life of d that starts now: 0 is the default period, a longer one is capped. Zero: never.
func (s Settings) expires(now time.Time, d time.Duration) time.Time {
	switch {
	case s.MaxPeriod >= 0 && (d == 0 || d > s.MaxPeriod):
		d = s.MaxPeriod
	case d == 0:
		return time.Time{}
	}
	return now.Add(d)
}

func (ReadSettings) apply(x *Exchange, _ time.Time) (Outcome, error) {
	return Outcome{Settings: x.Settings()}, nil
}

// apply changes settings for what comes after: allocations and rests already under way keep their instants.
func (c UpdateSettings) apply(x *Exchange, _ time.Time) (Outcome, error) {
	if err := cmp.Or(c.check(), x.defaultFlowKnown(c.DefaultFlow)); err != nil {
		return Outcome{}, err
	}
	s := x.Settings()
	replace(&s.MaxPeriod, c.MaxPeriod)
	replace(&s.CoolOff, c.CoolOff)
	replace(&s.Timezone, c.Timezone)
	replace(&s.DefaultFlow, c.DefaultFlow)
	replace(&s.APinLength, c.APinLength)
	replace(&s.BPinLength, c.BPinLength)
	before := max(len(s.Endpoints), len(s.Other))
	s.Endpoints = merged(s.Endpoints, c.Endpoints)
	s.Other = merged(s.Other, c.Other)
	if n := max(len(s.Endpoints), len(s.Other)); n > max(before, mostKeys) {
		return Outcome{}, refuse(BadParameter, "settings: at most %d keys besides the known ones are kept", mostKeys)
	}
	x.settings = s
	return Outcome{Settings: x.Settings()}, nil
}

func (c UpdateSettings) check() error {
	if c.MaxPeriod != nil && *c.MaxPeriod == 0 {
		return refuse(BadParameter, "max_deallocation_time: 0 is no period; a negative one means never")
	}
	if c.CoolOff != nil && (*c.CoolOff < 0 || *c.CoolOff > day) {
		return refuse(BadParameter, "deletion_time: %v is not within 0 to 24 hours", *c.CoolOff)
	}
	if c.Timezone != nil && *c.Timezone != "IST" && *c.Timezone != "UTC" {
		return refuse(BadParameter, "timezone: %q is not one of IST, UTC", *c.Timezone)
	}
	return cmp.Or(pinLength("aparty_pin_length", c.APinLength), pinLength("bparty_pin_length", c.BPinLength))
}

// defaultFlowKnown refuses a default call flow that is not among the account's, when it has any (code 50, assumed).
func (x *Exchange) defaultFlowKnown(id *string) error {
	if id == nil || *id == "" || len(x.flows) == 0 || slices.Contains(x.flows, *id) {
		return nil
	}
	return refuse(InvalidFlow, "default_flow_id: the account has no call flow %.64q", *id)
}

func pinLength(key string, n *int) error {
	if n == nil || (*n >= 1 && *n <= longestPin) {
		return nil
	}
	return refuse(BadParameter, "%s: %d is not within 1 to %d", key, *n, longestPin)
}

// replace sets what was sent.
func replace[T any](old *T, sent *T) {
	if sent != nil {
		*old = *sent
	}
}

// merged writes news over a map that is the caller's own.
func merged[V any](own, news map[string]V) map[string]V {
	if own == nil && len(news) > 0 {
		own = make(map[string]V, len(news))
	}
	maps.Copy(own, news)
	return own
}
