package dialect

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Quirks are a tenant's choices where the vendor's documents disagree. The zero value takes every default.
type Quirks struct {
	ErrorBody                 string // "array" or "object"; empty: by generation (docs 000 vs public)
	UnauthorizedStatus        int    // 401 or 402, classic and current; 0: 401 (docs 000, Appendix 1 vs status list)
	DeletedStatus             int    // 410 or 400, classic and current; 0: 410 (docs 000, Appendix 1 vs status list)
	NumberKey                 string // "green_vn", "greenvn" or "both"; empty: by generation (docs 000 vs public)
	EventTimes                string // "sql" or "rfc3339"; empty: as each sample (docs 000, 001)
	EventDurations            string // "sample", "string" or "number"; empty: sample (docs 000, 001)
	GreenpinDeallocationState string // "vault" or "active"; empty: vault (docs 001, text vs sample)
	CreateStatus              int    // 201 or 200, exobridge; 0: 201 (docs 002 list both); no switch, hostile mode alone sets it
}

// ParseQuirks reads switches by name, their values as text ("402"). An unknown name or value is an error that lists
// what there is.
func ParseQuirks(switches map[string]string) (Quirks, error) {
	if len(switches) == 0 {
		return Quirks{}, nil // the way of most requests
	}
	known := quirkValues()
	var q Quirks
	for _, name := range slices.Sorted(maps.Keys(switches)) { // the first error is the same every time
		value := switches[name]
		allowed, ok := known[name]
		if !ok {
			return Quirks{}, fmt.Errorf("quirk %q is not one of %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		if !slices.Contains(allowed, value) {
			return Quirks{}, fmt.Errorf("quirk %s: %q is not one of %s", name, value, strings.Join(allowed, ", "))
		}
		q.set(name, value)
	}
	return q, nil
}

func quirkValues() map[string][]string {
	return map[string][]string{
		"error_body":                  {"array", "object"},
		"unauthorized_status":         {"401", "402"},
		"deleted_status":              {"410", "400"},
		"number_key":                  {"green_vn", "greenvn", "both"},
		"event_times":                 {"sql", "rfc3339"},
		"event_durations":             {"sample", "string", "number"},
		"greenpin_deallocation_state": {"vault", "active"},
	}
}

// set takes a name and value that were found in quirkValues.
func (q *Quirks) set(name, value string) {
	switch name {
	case "error_body":
		q.ErrorBody = value
	case "unauthorized_status":
		q.UnauthorizedStatus = map[string]int{"401": 401, "402": 402}[value]
	case "deleted_status":
		q.DeletedStatus = map[string]int{"410": 410, "400": 400}[value]
	case "number_key":
		q.NumberKey = value
	case "event_times":
		q.EventTimes = value
	case "event_durations":
		q.EventDurations = value
	case "greenpin_deallocation_state":
		q.GreenpinDeallocationState = value
	}
}
