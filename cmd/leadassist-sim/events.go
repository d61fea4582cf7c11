package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"time"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// render puts an event into the words of a profile, or of the tenant's own when profile is empty.
func render(profile string, t sim.Tenant, timezone string, e exchange.Event) (sim.Notice, error) {
	if profile == "" {
		profile = t.Profile
	}
	spoken, err := dialect.ParseProfile(profile)
	if err != nil {
		return sim.Notice{}, err
	}
	quirks, err := dialect.ParseQuirks(t.Quirks)
	if err != nil {
		return sim.Notice{}, err
	}
	n := dialect.New(dialect.Speaker(spoken, e), quirks, timezone).Event(e, dialect.Telling{Tenant: t.SID, Insights: t.Insights})
	if n.Body == nil {
		return sim.Notice{}, nil
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(n.Body); err != nil {
		return sim.Notice{}, fmt.Errorf("encoding event %s: %w", n.Name, err)
	}
	text := bytes.TrimSuffix(body.Bytes(), []byte("\n"))
	return sim.Notice{Event: string(e.Kind), Endpoint: n.Endpoint, Body: text, Field: fields(text)}, nil
}

// inWords is render for the worlds, whose profiles and quirks were checked at the start.
func inWords(log *slog.Logger) sim.Render {
	return func(t sim.Tenant, timezone string, e exchange.Event) sim.Notice {
		n, err := render("", t, timezone, e)
		if err != nil {
			log.Error("an event could not be told", "tenant", t.SID, "event", e.Kind, "error", err)
		}
		return n
	}
}

// attempted logs a delivery that was barred, with the flag that would allow it, or given up.
func attempted(log *slog.Logger, h sim.Happening) {
	switch callback.Outcome(h.Outcome) {
	case callback.Barred, callback.GaveUp:
		log.Warn("callback "+h.Outcome, "tenant", h.Tenant, "event", h.Event, "delivery", h.Delivery, "url", h.URL,
			"attempt", h.Attempt, "status", h.Status, "detail", h.Detail)
	case callback.Accepted, callback.Again:
		log.Debug("callback", "tenant", h.Tenant, "event", h.Event, "delivery", h.Delivery, "attempt", h.Attempt, "outcome", h.Outcome)
	}
}

// hosts are those a world file names: in its list, and in its endpoints.
func hosts(w fixtures.World) []string {
	named := slices.Clone(w.Hosts)
	for _, t := range append([]fixtures.Tenant{w.Template}, w.Tenants...) {
		for _, endpoint := range append(slices.Collect(maps.Values(t.Settings.Endpoints())), t.Callbacks.URL) {
			if u, err := url.Parse(endpoint); err == nil && u.Hostname() != "" {
				named = append(named, u.Hostname())
			}
		}
	}
	slices.Sort(named)
	return slices.Compact(named)
}

// callbacks turns a tenant's part of the world file into a policy.
func callbacks(from fixtures.Callbacks) (sim.Callbacks, error) {
	p := callback.DefaultPolicy()
	var problems []error
	span := func(key, text string, into *time.Duration) {
		if text == "" {
			return
		}
		d, err := time.ParseDuration(text)
		if err != nil {
			problems = append(problems, fmt.Errorf("callbacks.%s: %w", key, err))
		}
		*into = d
	}
	span("timeout", from.Timeout, &p.Timeout)
	span("backoff", from.Backoff, &p.Backoff)
	span("max_backoff", from.MaxBackoff, &p.MaxBackoff)
	p.MaxBackoff = max(p.MaxBackoff, p.Backoff)
	set(&p.Retries, from.Retries)
	set(&p.Factor, from.Factor)
	set(&p.Jitter, from.Jitter)
	p.Secret = from.Secret
	for _, text := range from.RetryOn {
		r, err := callback.ParseRange(text)
		if err != nil {
			problems = append(problems, fmt.Errorf("callbacks.retry_on: %w", err))
		}
		p.Retry = append(p.Retry, r)
	}
	if from.RetryOn != nil && p.Retry == nil {
		p.Retry = []callback.Range{} // an empty list retries nothing
	}
	if err := p.Validate(); err != nil {
		problems = append(problems, fmt.Errorf("callbacks: %w", err))
	}
	return sim.Callbacks{URL: from.URL, Policy: p}, errors.Join(problems...)
}

// set takes a value that was given.
func set[T any](into *T, given *T) {
	if given != nil {
		*into = *given
	}
}

// endpoint checks a --callback-url.
func endpoint(text string) error {
	u, err := url.Parse(text)
	if text == sim.Inbox || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return nil
	}
	return fmt.Errorf("--callback-url is inbox or an http(s) URL, not %q", callback.Redact(text))
}
