package features

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// The settings that say where events go.
func endpointKeys() []string {
	return []string{
		"greencall_complete_event_endpoint", "greenpin_call_complete_event_endpoint", "failed_verification_event_endpoint",
		"verified_caller_event_endpoint", "deallocation_callback_event_endpoint",
	}
}

// nature is what a delivery tells, recognised by its fields.
type nature struct {
	event string // as steps call it; empty: nothing that is known
	kind  string // of the allocation: greenvn or greenpin
}

// nature looks at fields that no other event has; several of them, since one may be missing.
func (l *letter) nature() nature {
	body, _ := l.body.(map[string]any)
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { _, ok := body[name]; return ok })
	}
	n := nature{kind: "greenvn"}
	if has("vn", "greenpin_id", "transaction_id", "aparty_vns", "bparty_vns") {
		n.kind = "greenpin"
	}
	switch {
	case has("aparty_numbers", "bparty_numbers", "usage"):
		n.event = "deallocation"
	case has("status"):
		n.event = "call-progress"
	case has("call_type", "dial_call_status", "direction", "recording_url"):
		n.event = "call"
	case has("caller", "pin") && !has("start_time") && has("greenvn_id", "greenpin_id", "connection_id", "transaction_id", "custom_field"):
		n.event = "verification-success"
	case has("caller", "pin"):
		n.event = "verification-failure"
	}
	return n
}

// declared is the name of the event in the documents, and the operation whose allocations cause it.
func (l *letter) declared(generation string) (event, operation string) {
	n := l.nature()
	operation = "createGreenvn"
	if n.kind == "greenpin" {
		operation = "createGreenpin"
	}
	_, insightful := at(l.body, "insights")
	switch {
	case n.event == "call" && n.kind == "greenvn" && insightful && generation != exobridge:
		return "callWithInsights", operation
	case n.event == "":
		return "", operation
	}
	words := strings.Split(n.event, "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, ""), operation
}

// setting is the key of the setting that names the event's endpoint.
func (n nature) setting() string {
	switch {
	case n.event == "deallocation":
		return "deallocation_callback_event_endpoint"
	case n.event == "verification-success":
		return "verified_caller_event_endpoint"
	case n.event == "verification-failure":
		return "failed_verification_event_endpoint"
	case n.kind == "greenpin":
		return "greenpin_call_complete_event_endpoint"
	}
	return "greencall_complete_event_endpoint"
}

// departures says where a delivery differs from what the documents say of it.
func (s *story) departing(l *letter) []string {
	var lines []string
	if l.method != http.MethodPost {
		lines = append(lines, "it is no POST but a "+l.method)
	}
	if media, _, _ := mime.ParseMediaType(l.header.Get("Content-Type")); media != "application/json" {
		lines = append(lines, fmt.Sprintf("its Content-Type is %q, not application/json", l.header.Get("Content-Type")))
	}
	n := l.nature()
	switch {
	case len(l.raw) > largestLetter:
		return append(lines, fmt.Sprintf("it is longer than %d bytes", largestLetter))
	case l.body == nil:
		return append(lines, "its body is no JSON")
	case n.event == "":
		return append(lines, "no event of the documents has these fields")
	case l.endpoint != "" && l.endpoint != n.setting():
		lines = append(lines, "it went to the endpoint of "+l.endpoint+", not to that of "+n.setting())
	}
	name, operation := l.declared(s.speaks)
	o, err := s.operation(ask{operation: operation, generation: s.speaks})
	if err != nil {
		return append(lines, err.Error())
	}
	for _, v := range o.CheckEvent(name, l.came) {
		line := v.Reason
		if v.Pointer != "" {
			line = "at " + v.Pointer + ": " + v.Reason
		}
		lines = append(lines, line)
	}
	return lines
}

// same tells whether two deliveries are of one event: the same body under the same id, or another attempt at it.
func (l *letter) same(other *letter) bool {
	return l.endpoint == other.endpoint && bytes.Equal(l.raw, other.raw)
}

// exactly holds a body against rows whose cells are JSON, or else the text as it stands, so that "12" is no 12. It gives
// the first that does not fit, or nothing.
func exactly(body any, rows []field) (row field, seen string, ok bool) {
	for _, row := range rows {
		v, there := at(body, row.name)
		if !fitsExactly(row.value, v, there) {
			seen := absent
			if there {
				seen = string(encode(v))
			}
			return row, seen, false
		}
	}
	return field{}, "", true
}

func fitsExactly(cell string, v any, there bool) bool {
	switch cell {
	case absent:
		return !there
	case "present":
		return there && v != nil
	}
	return there && bytes.Equal(encode(parseValue(cell)), encode(v))
}

// surplus gives the fields of a body that no row speaks of.
func surplus(body any, rows []field) []string {
	fields, _ := body.(map[string]any)
	var all []string
	for name := range fields {
		if !slices.ContainsFunc(rows, func(row field) bool { return row.name == name || strings.HasPrefix(row.name, name+".") }) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// told is a delivery as an error shows it.
func (l *letter) told() string {
	n := l.nature()
	name := n.event
	if name == "" {
		name = "something"
	}
	where := l.endpoint
	if where == "" {
		where = "the address for all"
	}
	body := string(l.raw)
	if json.Valid(l.raw) {
		body = string(encode(l.came))
	}
	if len(body) > shown {
		body = strings.ToValidUTF8(body[:shown], "") + " …"
	}
	return fmt.Sprintf("%s at %s, Webhook-Id %s, attempt %s, answered %d: %s", name, where,
		l.header.Get(headerID), l.header.Get(headerAttempt), l.status, body)
}

// The headers of a delivery.
const (
	headerID      = "Webhook-Id"
	headerAttempt = "X-Sim-Delivery-Attempt"
)
