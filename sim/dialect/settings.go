package dialect

import (
	"maps"
	"time"

	"leadassist-sim/sim/exchange"
)

// decodeSettings reads PUT /settings (public). Keys that change nothing here are kept for the echo.
func decodeSettings(f fields) exchange.Command {
	c := exchange.UpdateSettings{Endpoints: map[string]string{}, Other: map[string]any{}}
	if period, given := f.period("max_deallocation_time", true); given {
		c.MaxPeriod = &period
	}
	if rest, given := f.whole("deletion_time", 0, 86400); given {
		coolOff := time.Duration(rest) * time.Second
		c.CoolOff = &coolOff
	}
	if zone := f.choice("timezone", "IST", "UTC"); f.has("timezone") {
		c.Timezone = &zone
	}
	if flow := addressed(f, "default_flow_id"); f.has("default_flow_id") {
		c.DefaultFlow = &flow
	}
	if length, given := f.whole("aparty_pin_length", 1, 10); given {
		c.APinLength = &length
	}
	if length, given := f.whole("bparty_pin_length", 1, 10); given {
		c.BPinLength = &length
	}
	for _, key := range endpointKeys() {
		if url := addressed(f, key); f.has(key) {
			c.Endpoints[key] = url
		}
	}
	acted := settingsBody(exchange.Settings{})
	for key, value := range f.values {
		if _, ok := acted[key]; !ok {
			c.Other[key] = value
		}
	}
	return c
}

// The settings that hold a callback's URL (public).
const (
	greenvnCallEndpoint  = "greencall_complete_event_endpoint"
	greenpinCallEndpoint = "greenpin_call_complete_event_endpoint"
	failureEndpoint      = "failed_verification_event_endpoint"
	successEndpoint      = "verified_caller_event_endpoint"
	deallocationEndpoint = "deallocation_callback_event_endpoint"
)

func endpointKeys() []string {
	return []string{greenvnCallEndpoint, greenpinCallEndpoint, failureEndpoint, successEndpoint, deallocationEndpoint}
}

// addressed reads a text that may be null, which is the same as empty.
func addressed(f fields, key string) string {
	if v, ok := f.values[key]; ok && v == nil {
		return ""
	}
	return f.text(key)
}

// settingsBody is the whole settings object. No order of keys is known, so they are sorted, as encoding/json does.
func settingsBody(s exchange.Settings) map[string]any {
	body := make(map[string]any, len(s.Other)+11)
	maps.Copy(body, s.Other)
	for key, url := range s.Endpoints {
		body[key] = url
	}
	for _, key := range endpointKeys() {
		body[key] = s.Endpoints[key]
	}
	body["max_deallocation_time"] = FormatPeriod(s.MaxPeriod)
	body["deletion_time"] = int(s.CoolOff / time.Second)
	body["timezone"] = s.Timezone
	body["default_flow_id"] = s.DefaultFlow
	body["aparty_pin_length"] = s.APinLength
	body["bparty_pin_length"] = s.BPinLength
	return body
}
