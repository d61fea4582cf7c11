package features

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// canonical is an answer in its generation's own variant wherever the documents contradict each other, so that steps need
// to know one only. What really came stays with it as evidence.
func (s *story) canonical(e Exchange) *Exchange {
	if !s.lenient() || s.lax || e.Status == 0 || !s.addressed(e) || strings.HasPrefix(e.Operation, "readCall") {
		return &e
	}
	own := e
	if e.Generation == exobridge {
		if s.excused(&e) {
			own.Status, own.raw = http.StatusCreated, &e
		}
		return &own
	}
	own.Status = ownStatus(e)
	body := twin(e.body())
	if list, ok := body.([]any); ok && len(list) == 1 && e.Status >= http.StatusBadRequest {
		body = list[0]
	}
	told, ok := body.(map[string]any)
	if !ok {
		return &e
	}
	if told["status"] != nil && own.Status != e.Status {
		told["status"] = own.Status
	}
	own.Reply = encode(e.envelope(told))
	if own.Status != e.Status || !same(own.body(), e.body()) {
		own.raw = &e
		return &own
	}
	return &e
}

// ownStatus is the status for which documents have two.
func ownStatus(e Exchange) int {
	seen := strconv.Itoa(e.Status)
	for name, code := range map[string]string{unauthorized: "7", deletedStatus: "22"} {
		c := contradiction(name)
		if e.code() == code && slices.Contains(c.Variants, seen) {
			own, _ := strconv.Atoi(c.own[e.Generation]) // the table has numbers there
			return own
		}
	}
	return e.Status
}

// envelope writes a body in the generation's own.
func (e Exchange) envelope(told map[string]any) any {
	if e.Status >= http.StatusBadRequest {
		if e.Generation == classic && told["code"] != nil {
			return []any{told}
		}
		return told
	}
	for _, name := range []string{"code", "message"} {
		switch v, there := told[name]; {
		case e.Generation == current && !there:
			told[name] = nil
		case e.Generation == classic && there && v == nil:
			delete(told, name)
		}
	}
	data, ok := told["data"].(map[string]any)
	key := keyOf(told)
	if own := numberKey(e.Generation); ok && key != "" && key != own {
		if key != "both" {
			data[own] = data[key]
		}
		delete(data, map[string]string{"green_vn": "greenvn", "greenvn": "green_vn"}[own])
	}
	return told
}

// excused tells whether an exobridge create was answered with the other status that documents have for it.
func (s *story) excused(e *Exchange) bool {
	return s.lenient() && e.Generation == exobridge && e.Status == http.StatusOK &&
		(e.Operation == "createGreenvn" || e.Operation == "createGreenpin")
}

// canonicalEvent is the body of an event in its product's own variant.
func (s *story) canonicalEvent(n nature, body any) any {
	told, ok := body.(map[string]any)
	if !ok || !s.lenient() || s.lax || s.speaks == exobridge {
		return body
	}
	told = maps.Clone(told)
	for _, key := range []string{"dial_call_duration", "on_call_duration"} {
		told[key] = ownDuration(n, key, told)
	}
	for _, key := range []string{"current_time", "start_time"} {
		if at, ok := told[key].(string); ok {
			told[key] = ownTime(n, at)
		}
	}
	for _, key := range []string{"dial_call_duration", "on_call_duration"} {
		if _, there := body.(map[string]any)[key]; !there {
			delete(told, key)
		}
	}
	if n.event == "deallocation" && n.kind == "greenpin" && told["state"] == "active" {
		told["state"] = "vault"
	}
	return told
}

// ownDuration is a text in the samples of GreenVN, a number in those of GreenPin; insights make a number of what was talked.
func ownDuration(n nature, key string, told map[string]any) any {
	_, insightful := told["insights"]
	text := n.kind == "greenvn" && (key == "dial_call_duration" || !insightful)
	switch v := told[key].(type) {
	case float64:
		if text {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	case string:
		if number, err := strconv.Atoi(v); err == nil && !text {
			return float64(number)
		}
	}
	return told[key]
}

// india is the zone of which times without a zone are.
const india = "+05:30"

// ownTime is without a zone in the samples of GreenVN, and with one in those of GreenPin.
func ownTime(n nature, said string) string {
	const layout = time.DateTime + "Z07:00"
	if n.kind == "greenvn" {
		if at, err := time.Parse(time.RFC3339, said); err == nil {
			return at.Format(time.DateTime)
		}
		return said
	}
	if at, err := time.Parse(layout, said+india); err == nil {
		return at.Format(time.RFC3339)
	}
	return said
}
