package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// render puts an event into the words of a profile, or of the tenant's own when profile is empty. What a tester makes up
// is told as he makes it up, to a hostile tenant too.
func render(profile string, t sim.Tenant, timezone string, e exchange.Event) (sim.Notice, error) {
	return telling{timezone: timezone}.render(cmp.Or(profile, t.Profile), t, e)
}

// telling is what else there is to know when an event is put into words.
type telling struct {
	timezone string
	chance   *rand.Rand // of hostile mode; nil: nothing is varied
}

func (w telling) render(profile string, t sim.Tenant, e exchange.Event) (sim.Notice, error) {
	spoken, err := dialect.ParseProfile(profile)
	if err != nil {
		return sim.Notice{}, err
	}
	quirks, err := dialect.ParseQuirks(t.Quirks)
	if err != nil {
		return sim.Notice{}, err
	}
	generation := dialect.Speaker(spoken, e)
	var whim *dialect.Whim
	if w.chance != nil {
		quirks, whim = dialect.VaryEvent(quirks, generation, e, w.chance)
	}
	n := dialect.New(generation, quirks, w.timezone).Event(e, dialect.Telling{Tenant: t.SID, Insights: t.Insights})
	if n.Body == nil {
		return sim.Notice{}, nil
	}
	body, varied, err := inJSON(n.Body, whim)
	if err != nil {
		return sim.Notice{}, fmt.Errorf("encoding event %s: %w", n.Name, err)
	}
	return sim.Notice{Event: string(e.Kind), Endpoint: n.Endpoint, Body: body, Varied: varied, Field: fields(body)}, nil
}

// inJSON is a body as JSON, varied as the whim has it, and what was varied; a nil whim varies nothing.
func inJSON(value any, whim *dialect.Whim) (body []byte, varied []string, err error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, nil, err
	}
	body = bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	if whim == nil {
		return body, nil, nil
	}
	return whim.Event(body)
}

// inWords is render for the worlds, whose profiles and quirks were checked at the start.
func inWords(log *slog.Logger, seed uint64) sim.Render {
	return func(t sim.Tenant, timezone string, e exchange.Event) sim.Notice {
		w := telling{timezone: timezone}
		if t.Hostile {
			w.chance = sim.ProvokeEvent(seed, t.SID, e)
		}
		n, err := w.render(t.Profile, t, e)
		if err != nil {
			log.Error("an event could not be told", "tenant", t.SID, "event", e.Kind, "error", err)
		}
		if n.Varied != nil {
			log.Debug("event varied", "tenant", t.SID, "event", e.Kind, "varied", n.Varied)
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
