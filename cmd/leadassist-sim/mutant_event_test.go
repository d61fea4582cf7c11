package main

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
)

// noted changes the bodies of events that have a field.
func noted(field string, change func(body object)) divert {
	return func(e *passing, on post) int {
		if body, ok := parsed(e.body).(object); ok {
			if _, has := body[field]; has {
				change(body)
				e.body = encoded(body)
			}
		}
		return on(e)
	}
}

// holds tells whether an event has a field.
func (e *passing) holds(field string) bool {
	body, _ := parsed(e.body).(object)
	_, has := body[field]
	return has
}

// dropping takes events that have a field, and delivers none of them.
func dropping(field string) divert {
	return func(e *passing, on post) int {
		if e.holds(field) {
			return 200
		}
		return on(e)
	}
}

// eventMutants tell events wrongly.
func eventMutants() []mutant {
	set := func(field string, value any) divert { return noted(field, func(b object) { b[field] = value }) }
	all := []mutant{}
	for i, field := range strings.Fields("connection_id call_sid greenvn greenvn_id from to call_type start_time current_time dial_call_duration on_call_duration direction recording_url dial_call_status") {
		all = append(all, mutant{name: "call event without " + field, profile: []string{"classic", "current"}[i%2], rules: "event-call", event: noted("call_type", func(b object) { delete(b, field) })})
	}
	for i, field := range strings.Fields("aparty_numbers bparty_numbers aparty_pins usage state greenvn_id connection_id") {
		all = append(all, mutant{name: "deallocation event without " + field, profile: []string{"current", "classic"}[i%2], rules: "event-deallocation-expiry", event: noted("usage", func(b object) { delete(b, field) })})
	}
	for i, field := range strings.Fields("transaction_id vn greenpin_id aparty_vns") {
		all = append(all, mutant{name: "GreenPin event without " + field, profile: []string{"current", "classic"}[i%2], rules: "event-greenpin-call event-greenpin-deallocation", event: noted(field, func(b object) { delete(b, field) })})
	}
	sql := func(b object) {
		for _, key := range []string{"start_time", "current_time"} {
			b[key] = strings.Replace(asText(b[key]), " ", "T", 1) + "+05:30"
		}
	}
	return append(all, []mutant{
		{name: "another reference in the call event", profile: "classic", rules: "event-call", event: set("connection_id", "order")},
		{name: "another call in the call event", profile: "current", rules: "event-call", event: set("call_sid", "00000000000000000000000000002011")},
		{name: "caller and called swapped", profile: "classic", rules: "call-a-party", event: noted("call_type", func(b object) { b["from"], b["to"] = b["to"], b["from"] })},
		{name: "the called side of a refused call", profile: "classic", rules: "call-refused", event: noted("call_type", func(b object) {
			if b["to"] == nil {
				b["to"] = "+919812300001"
			}
		})},
		{name: "every call event is completed", profile: "current", rules: "call-unanswered", event: set("call_type", "completed")},
		{name: "every call is an attempt", profile: "classic", rules: "call-a-party", event: set("call_type", "call-attempt")},
		{name: "a hang-up is incomplete", profile: "current", rules: "call-hangup", event: set("call_type", "incomplete")},
		{name: "a voicemail is completed", profile: "classic", rules: "call-voicemail", event: set("call_type", "completed")},
		{name: "an attempt is incomplete", profile: "current", rules: "call-unknown-caller", event: set("call_type", "incomplete")},
		{name: "dial_call_status of a refused call is a text", profile: "current", rules: "call-refused", event: noted("dial_call_status", func(b object) {
			if b["dial_call_status"] == nil {
				b["dial_call_status"] = "null"
			}
		})},
		{name: "every leg is busy", profile: "classic", rules: "call-unanswered", event: set("dial_call_status", "busy")},
		{name: "a call type of no document", profile: "exobridge", rules: "event-progress exobridge-event-call", event: set("call_type", "done")},
		{name: "times in RFC 3339", profile: "classic", rules: "event-call-times", strict: true, event: noted("call_type", sql)},
		{name: "times without seconds", profile: "current", rules: "event-call-times", event: noted("call_type", func(b object) { b["start_time"] = asText(b["start_time"])[:16] })},
		{name: "times in UTC", profile: "classic", rules: "event-call-times", event: noted("call_type", func(b object) {
			b["start_time"] = strings.Replace(asText(b["start_time"]), " 1", " 0", 1)
		})},
		{name: "the end before the start", profile: "current", rules: "event-call-duration-sum", event: noted("call_type", func(b object) { b["start_time"], b["current_time"] = b["current_time"], b["start_time"] })},
		{name: "talked for longer than dialled", profile: "classic", rules: "event-call-duration-sum", event: noted("call_type", func(b object) {
			b["dial_call_duration"], b["on_call_duration"] = b["on_call_duration"], b["dial_call_duration"]
		})},
		{name: "durations are numbers", profile: "current", rules: "event-call-durations", strict: true, event: noted("connection_id", func(b object) {
			b["dial_call_duration"], b["on_call_duration"] = number("32"), number("27")
		})},
		{name: "durations of a GreenPin are texts", profile: "classic", rules: "event-greenpin-call-values", strict: true, event: noted("transaction_id", func(b object) { b["dial_call_duration"] = "32" })},
		{name: "durations with insights are texts, by other documents", profile: "current", rules: "event-call-durations", seen: "event_durations string", event: noted("insights", func(b object) { b["on_call_duration"] = "27" })},
		{name: "durations with insights are texts", profile: "current", rules: "event-call-durations", strict: true, event: noted("insights", func(b object) { b["on_call_duration"] = "27" })},
		{name: "no recording is null", profile: "classic", rules: "event-call-recording", event: set("recording_url", nil)},
		{name: "no recording is told of a recorded call", profile: "current", rules: "event-call-recording", event: set("recording_url", "null")},
		{name: "an outgoing direction", profile: "classic", rules: "event-direction-source", event: set("direction", "outgoing")},
		{name: "another source", profile: "current", rules: "event-direction-source", event: set("source", "vendor")},
		{name: "no insights", profile: "classic", rules: "event-call-insights", event: noted("insights", func(b object) { delete(b, "insights") })},
		{name: "insights tell ringing as a number", profile: "current", rules: "event-insights-values", event: noted("insights", func(b object) { b["insights"].(object)["RingingDuration"] = 5 })},
		{name: "insights tell another outcome", profile: "classic", rules: "event-insights-values", event: noted("insights", func(b object) { b["insights"].(object)["DetailedStatus"] = "CALL_BUSY" })},
		{name: "deallocation tells active", profile: "classic", rules: "event-deallocation-expiry", event: set("state", "active")},
		{name: "deallocation of a GreenPin tells active", profile: "current", rules: "event-greenpin-deallocation-state", strict: true, event: set("state", "active")},
		{name: "no PINs are an empty list", profile: "current", rules: "event-deallocation-pins", event: noted("aparty_pins", func(b object) { b["aparty_pins"], b["bparty_pins"] = []any{}, []any{} })},
		{name: "PINs of a GreenPin are numbers", profile: "classic", rules: "event-greenpin-deallocation", event: set("aparty_pins", []any{number("821")})},
		{name: "deallocation tells other numbers", profile: "classic", rules: "event-greenpin-deallocation", event: noted("aparty_vns", func(b object) { b["aparty_vns"] = b["bparty_vns"] })},
		{name: "a right PIN is told as none", profile: "classic", rules: "event-verification-success", event: set("pin", "0000")},
		{name: "a right PIN is told without caller", profile: "current", rules: "event-verification-success", event: noted("pin", func(b object) { delete(b, "caller") })},
		{name: "a wrong PIN is told without its time", profile: "classic", rules: "event-verification-failure", event: noted("pin", func(b object) { delete(b, "start_time") })},
		{name: "a wrong PIN is told of another call", profile: "current", rules: "event-verification-failure", event: noted("pin", func(b object) { b["call_sid"] = "x" })},
		{name: "no custom field in events", profile: "exobridge", rules: "exobridge-event-call event-progress", event: noted("custom_field", func(b object) { delete(b, "custom_field") })},
		{name: "a reference in place of the custom field", profile: "exobridge", rules: "exobridge-event-call", event: noted("custom_field", func(b object) {
			b["connection_id"] = b["custom_field"]
			delete(b, "custom_field")
		})},
		{name: "progress without call", profile: "exobridge", rules: "event-progress", event: noted("status", func(b object) { delete(b, "call_sid") })},
		{name: "progress of no document", profile: "exobridge", rules: "event-progress", event: noted("status", func(b object) { b["status"] = "in-progress" })},
		{name: "times in RFC 3339, by other documents", profile: "current", rules: "event-call-times", seen: "event_times rfc3339", event: noted("connection_id", sql)},
		{name: "deallocation of a GreenPin tells active, by other documents", profile: "classic", rules: "event-greenpin-deallocation-state", seen: "greenpin_deallocation_state active", event: set("state", "active")},
	}...)
}

// deliveryMutants deliver events wrongly.
func deliveryMutants() []mutant {
	id := func(change func(e *passing)) divert {
		return func(e *passing, on post) int { change(e); return on(e) }
	}
	to := func(key string) divert {
		return id(func(e *passing) { e.to = e.to[:strings.LastIndex(e.to, "/")+1] + key })
	}
	deaf := func(e *passing, on post) int { on(e); return 200 }
	forgetful := func(e *passing, on post) int { on(e); return 503 }
	twice := func(e *passing, on post) int { on(e); return on(e) }
	return []mutant{
		{name: "no call event", profile: "classic", rules: "event-call", event: dropping("call_type")},
		{name: "no call event", profile: "exobridge", rules: "exobridge-event-call", event: dropping("call_type")},
		{name: "no event of a refused call", profile: "current", rules: "call-refused", event: func(e *passing, on post) int {
			if strings.Contains(string(e.body), "call-attempt") {
				return 200
			}
			return on(e)
		}},
		{name: "no deallocation event", profile: "classic", rules: "event-deallocation-expiry", event: dropping("usage")},
		{name: "no deallocation event", profile: "exobridge", rules: "exobridge-event-deallocation", event: dropping("aparty_numbers")},
		{name: "no deallocation event of a deleted GreenPin", profile: "current", rules: "event-greenpin-deallocation-on-delete", event: dropping("aparty_vns")},
		{name: "no event of a right PIN", profile: "current", rules: "event-verification-success", event: dropping("pin")},
		{name: "no event of a wrong PIN", profile: "classic", rules: "event-verification-failure", event: dropping("pin")},
		{name: "no event of a PIN", profile: "exobridge", rules: "exobridge-event-verification", event: dropping("pin")},
		{name: "no progress", profile: "exobridge", rules: "event-progress", event: dropping("status")},
		{name: "no ringing", profile: "exobridge", rules: "event-progress", event: func(e *passing, on post) int {
			if strings.Contains(string(e.body), `"ringing"`) {
				return 200
			}
			return on(e)
		}},
		{name: "progress out of order", profile: "exobridge", rules: "event-progress", event: outOfOrder()},
		{name: "every event twice", profile: "classic", rules: "event-once", event: twice},
		{name: "every event twice", profile: "exobridge", rules: "event-once", event: twice},
		{name: "what was taken is sent again", profile: "current", rules: "event-once", event: forgetful},
		{name: "what was not taken is not sent again", profile: "classic", rules: "event-retry", event: deaf},
		{name: "what was not taken is not sent again", profile: "exobridge", rules: "event-retry", event: deaf},
		{name: "tried once again only", profile: "current", rules: "event-retry", event: func(e *passing, on post) int {
			if status := on(e); e.attempt != "2" {
				return status
			}
			return 200
		}},
		{name: "another Webhook-Id at each attempt", profile: "classic", rules: "event-retry", event: id(func(e *passing) { e.header.Set("Webhook-Id", e.header.Get("Webhook-Id")+"-"+e.attempt) })},
		{name: "no Webhook-Id", profile: "current", rules: "event-retry", event: id(func(e *passing) { e.header.Del("Webhook-Id") })},
		{name: "one Webhook-Id for all", profile: "classic", rules: "event-retry", event: id(func(e *passing) { e.header.Set("Webhook-Id", "evt_1") })},
		{name: "another body at each attempt", profile: "current", rules: "event-retry", event: growing},
		{name: "all to one endpoint", profile: "classic", rules: "event-endpoint", event: to("greencall_complete_event_endpoint")},
		{name: "all to the endpoint of deallocations", profile: "current", rules: "event-endpoint", event: to("deallocation_callback_event_endpoint")},
		{name: "an endpoint cannot be taken back", profile: "classic", rules: "event-no-endpoint", vendor: asked("updateSettings", func(b object) {
			for key, value := range b {
				if value == "" {
					delete(b, key)
				}
			}
		})},
		{name: "events as text", profile: "current", rules: "event-post", event: id(func(e *passing) { e.header.Set("Content-Type", "text/plain") })},
		{name: "events as text", profile: "exobridge", rules: "event-post", event: id(func(e *passing) { e.header.Set("Content-Type", "text/plain") })},
		{name: "events in a list", profile: "classic", rules: "event-post event-call", event: id(func(e *passing) { e.body = encoded([]any{parsed(e.body)}) })},
		{name: "deleting tells a deallocation", profile: "classic", rules: "event-deallocation-not-on-delete", vendor: tellsDeleted()},
		{name: "events by PUT", profile: "current", rules: "event-post", event: func(e *passing, _ post) int { return sendBy(http.MethodPut, e) }},
	}
}

// growing gives bodies another field at each attempt.
func growing(e *passing, on post) int {
	if body, ok := parsed(e.body).(object); ok && e.attempt > "1" {
		body["attempt"] = number(e.attempt)
		e.body = encoded(body)
	}
	return on(e)
}

func sendBy(method string, e *passing) int {
	r, err := http.NewRequest(method, e.to, bytes.NewReader(e.body))
	if err != nil {
		return 0
	}
	r.Header = e.header.Clone()
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	_ = a.Body.Close()
	return a.StatusCode
}

// outOfOrder delivers the first progress of a call after the second.
func outOfOrder() divert {
	var mu sync.Mutex
	kept := map[string]passing{}
	return func(e *passing, on post) int {
		body, _ := parsed(e.body).(object)
		sid := asText(body["call_sid"])
		mu.Lock()
		defer mu.Unlock()
		switch body["status"] {
		case "initiated":
			kept[sid] = *e
			return 200
		case "ringing":
			status := on(e)
			first := kept[sid]
			on(&first)
			return status
		}
		return on(e)
	}
}

// tellsDeleted sends a deallocation for each GreenVN that is deleted.
func tellsDeleted() bend {
	var endpoints memory
	return func(q *plea, on pass) *response {
		if body, ok := parsed(q.body).(object); ok && q.operation == "updateSettings" {
			endpoints.keep(q.tenant, body["deallocation_callback_event_endpoint"])
		}
		a := on(q)
		if to := asText(endpoints.get(q.tenant)); q.operation == "deleteGreenvn" && to != "" && a != nil && a.status < 300 {
			retell(a, func(d object) {
				body := object{
					"connection_id": d["connection_id"], "aparty_numbers": d["aparty_numbers"], "bparty_numbers": d["bparty_numbers"], "aparty_pins": []any{nil},
					"bparty_pins": []any{nil}, "usage": d["usage"], "state": "vault", "greenvn": d["green_vn"], "greenvn_id": d["greenvn_id"],
				}
				sendBy(http.MethodPost, &passing{to: to, header: http.Header{"Content-Type": {"application/json"}, "Webhook-Id": {"evt_x"}}, body: encoded(body)})
			})
		}
		return a
	}
}
