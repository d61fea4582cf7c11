package main

import (
	"strings"
	"time"
)

// shifted moves a time of an answer, which keeps its zone.
func shifted(operations, field string, by time.Duration) bend {
	return bending(operations, func(d object) {
		if at, err := time.Parse(time.RFC3339, asText(d[field])); err == nil {
			d[field] = at.Add(by).Format(time.RFC3339)
		}
	})
}

func asText(v any) string { s, _ := v.(string); return s }

// zoneless tells a time without its zone, or in another.
func zoneless(operations, field, zone string) bend {
	return bending(operations, func(d object) {
		if at := asText(d[field]); at != "" {
			d[field] = strings.TrimSuffix(at, "+05:30") + zone
		}
	})
}

// exobridgeMutants are wrong about GreenVNs of exobridge.
func exobridgeMutants() []mutant {
	all := []mutant{}
	for field := range strings.FieldsSeq("greenvn_id virtual_number from to status record custom_field created_at expires_at") {
		all = append(all, mutant{name: "create without " + field, profile: "exobridge", rules: "exobridge-greenvn-create exobridge-greenvn-create-echo", vendor: without("createGreenvn", field)})
	}
	for field := range strings.FieldsSeq("call_count status expires_at") {
		all = append(all, mutant{name: "read without " + field, profile: "exobridge", rules: "exobridge-greenvn-read", vendor: without("readGreenvn", field)})
	}
	var same memory
	taken := func(code string, mend func(object)) bend {
		return during("createGreenvn createGreenpin", yields(code, mend))
	}
	good := func(b object) { b["from"], b["to"] = []any{"+919811111111"}, []any{"+919822222222"} }
	x := func(name, rules string, do bend) mutant {
		return mutant{name: name, profile: "exobridge", rules: rules, vendor: do}
	}
	hears := func(key string, value any) func(object) { return func(b object) { b[key] = value } }
	return append(all, []mutant{
		x("another number than asked for", "exobridge-greenvn-create", with("createGreenvn", "virtual_number", "+911100000000")),
		x("sides swapped", "exobridge-greenvn-create-echo", bending("createGreenvn", func(d object) { d["from"], d["to"] = d["to"], d["from"] })),
		x("record is a text", "exobridge-greenvn-create-echo", with("createGreenvn", "record", "true")),
		x("record never told", "exobridge-greenvn-create-echo", with("createGreenvn readGreenvn", "record", false)),
		x("record is not heard", "exobridge-record", hides("createGreenvn createGreenpin", "readGreenvn readGreenpin", "record")),
		x("custom field cut", "exobridge-greenvn-create-echo", bending("createGreenvn", func(d object) { d["custom_field"] = strings.ReplaceAll(asText(d["custom_field"]), "=", "") })),
		x("a call count that is a text", "exobridge-greenvn-read", with("readGreenvn", "call_count", "0")),
		x("calls are not counted", "exobridge-greenvn-read call-count", with("readGreenvn", "call_count", 0)),
		x("only connected calls are counted", "call-count", bending("readGreenvn", func(d object) {
			if asText(string(encoded(d["call_count"]))) > "1" {
				d["call_count"] = 1
			}
		})),
		x("the end is told an hour late", "exobridge-greenvn-default-duration", shifted("createGreenvn readGreenvn", "expires_at", time.Hour)),
		x("the end is told without zone", "exobridge-greenvn-create", zoneless("createGreenvn", "expires_at", "")),
		x("the beginning is told in UTC", "exobridge-greenvn-create", zoneless("createGreenvn", "created_at", "Z")),
		x("the beginning is told late", "exobridge-greenvn-create", shifted("createGreenvn", "created_at", time.Minute)),
		x("changes tell no time", "exobridge-greenvn-parties exobridge-greenvn-vn", without("updateGreenvnParties updateGreenvnNumber", "updated_at")),
		x("changes tell an old time", "exobridge-greenvn-parties", shifted("updateGreenvnParties", "updated_at", -time.Hour)),
		x("changes put off the end that is told", "exobridge-greenvn-expiry-unmoved", shifted("updateGreenvnParties updateGreenvnNumber", "expires_at", time.Hour)),
		x("changes put off the end", "exobridge-greenvn-expiry-unmoved", postponed()),
		x("an id of no shape", "exobridge-greenvn-id-shape", bending("createGreenvn", func(d object) { d["greenvn_id"] = strings.TrimPrefix(asText(d["greenvn_id"]), "gvn_") })),
		x("one id for all", "exobridge-greenvn-id-shape", bending("createGreenvn", func(d object) { d["greenvn_id"] = same.first("id", d["greenvn_id"]) })),
		x("from may be missing", "exobridge-greenvn-missing", taken("3", good)),
		x("any type is taken", "exobridge-bad-parameter", taken("5", func(b object) { good(b); delete(b, "record"); delete(b, "duration"); delete(b, "custom_field") })),
		x("a custom field of any length", "exobridge-custom-field-length", taken("5", hears("custom_field", ""))),
		x("a custom field of 255 characters", "exobridge-custom-field-length", asked("createGreenvn", func(b object) {
			if len([]rune(asText(b["custom_field"]))) > 255 {
				b["custom_field"] = strings.Repeat("x", 257)
			}
		})),
		x("any phone number is taken", "exobridge-number-format", taken("16", good)),
		x("one number several times is taken", "exobridge-duplicate-numbers", taken("13", good)),
		x("one number on both sides is taken", "exobridge-same-number-both-sides", taken("14", good)),
		x("a day is an hour", "exobridge-greenvn-default-duration", asked("createGreenvn", func(b object) {
			if b["duration"] == nil {
				b["duration"] = 3600
			}
		})),
		x("any duration is taken", "exobridge-greenvn-duration", taken("5", hears("duration", 14688000))),
		x("the longest duration is refused", "exobridge-greenvn-duration", asked("createGreenvn", func(b object) {
			if string(encoded(b["duration"])) == "14688000" {
				b["duration"] = 14688001
			}
		})),
		x("a lent number is lent", "exobridge-greenvn-in-use", during("createGreenvn", replied(func(_ *plea, a *response) {
			if a.status == 409 {
				a.status = 201
				a.body = []byte(`{"response":{"greenvn_id":"gvn_000000000000","virtual_number":"+911100000000","from":["+919811111111"],"to":["+919822222222"],` +
					`"status":"active","record":false,"custom_field":"","created_at":"2026-01-31T15:30:00+05:30","expires_at":"2026-02-01T15:30:00+05:30"}}`)
			}
		}))),
		x("a foreign number is 403", "exobridge-greenvn-not-in-pool", answering("5", 403)),
		x("new parties swallowed", "exobridge-greenvn-parties", swallowed("updateGreenvnParties", func(said, d object) {
			merge(said, d)
			d["updated_at"] = d["created_at"]
			for _, key := range []string{"created_at", "call_count", "record", "custom_field"} {
				delete(d, key)
			}
		})),
		x("the other side is lost", "exobridge-greenvn-parties", bending("updateGreenvnParties readGreenvn", func(d object) { d["from"] = []any{"+919812300001"} })),
		x("neither side may be named", "exobridge-greenvn-parties-neither", during("updateGreenvnParties", yields("3", func(b object) { b["to"] = []any{"+919822222222"} }))),
		x("the number stays", "exobridge-greenvn-vn", swallowed("updateGreenvnNumber", func(said, d object) {
			d["virtual_number"], d["updated_at"] = said["caller_id_number"], d["created_at"]
			for _, key := range []string{"created_at", "call_count", "record", "custom_field"} {
				delete(d, key)
			}
		})),
		x("no new number need be named", "exobridge-greenvn-vn-missing", during("updateGreenvnNumber", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "3" {
				return q.reads(on)
			}
			return a
		})),
		x("the old number is kept back", "exobridge-greenvn-vn-frees", hoarding("updateGreenvnNumber")),
		x("a deleted one's number is kept back", "exobridge-greenvn-delete-frees", hoarding("deleteGreenvn")),
		x("deleting without its time", "exobridge-greenvn-delete", without("deleteGreenvn", "deleted_at")),
		x("deleting tells a wrong time", "exobridge-greenvn-delete", shifted("deleteGreenvn", "deleted_at", 24*time.Hour)),
		x("deleting tells vault", "exobridge-greenvn-delete", with("deleteGreenvn", "status", "vault")),
		x("deleting swallowed", "exobridge-greenvn-delete exobridge-greenvn-read-after-delete", swallowed("deleteGreenvn", func(_, d object) {
			end := d["created_at"]
			id := d["greenvn_id"]
			clear(d)
			d["greenvn_id"], d["status"], d["deleted_at"] = id, "deleted", end
		})),
		x("deleting twice is 200", "exobridge-greenvn-delete-twice", during("deleteGreenvn", replied(func(q *plea, a *response) {
			if a.status == 409 {
				a.status, a.body = 200, encoded(object{"response": object{"greenvn_id": q.id, "status": "deleted", "deleted_at": "2026-01-31T15:30:00+05:30"}})
			}
		}))),
		x("404 after deleting", "exobridge-greenvn-read-after-delete", during("readGreenvn", replied(func(_ *plea, a *response) {
			if strings.Contains(string(a.body), `"deleted"`) {
				a.status, a.body = 404, []byte(`{"response":{"status":"failure","code":404,"error_data":{"code":1,"message":"gone"}}}`)
			}
		}))),
		x("it never runs out", "exobridge-greenvn-expiry", with("readGreenvn", "status", "active")),
		x("it runs out a second late", "exobridge-greenvn-expiry", asked("createGreenvn", func(b object) {
			if b["duration"] != nil {
				b["duration"] = 3601
			}
		})),
	}...)
}

// exobridgePinMutants are wrong about GreenPins of exobridge.
func exobridgePinMutants() []mutant {
	all := []mutant{}
	for field := range strings.FieldsSeq("greenpin_id virtual_number pin from to status created_at expires_at custom_field call_count") {
		all = append(all, mutant{name: "create GreenPin without " + field, profile: "exobridge", rules: "exobridge-greenpin-create exobridge-greenpin-read", vendor: without("createGreenpin readGreenpin", field)})
	}
	var same memory
	x := func(name, rules string, do bend) mutant {
		return mutant{name: name, profile: "exobridge", rules: rules, vendor: do}
	}
	mended := func(value any) bend {
		return during("createGreenpin", yields("5", func(b object) { b["duration"] = value }))
	}
	return append(all, []mutant{
		x("a PIN of five digits", "exobridge-greenpin-create", bending("createGreenpin", func(d object) { d["pin"] = asText(d["pin"]) + "0" })),
		x("a PIN that is a number", "exobridge-greenpin-create", with("createGreenpin", "pin", 4821)),
		x("one PIN for all on a number", "exobridge-greenpin-shared-number", bending("createGreenpin readGreenpin", func(d object) { d["pin"] = same.first("pin", d["pin"]) })),
		x("a PIN that opens nothing", "exobridge-greenpin-pin-for-b", bending("createGreenpin", func(d object) { d["pin"] = reversed(asText(d["pin"])) })),
		x("to is null while nobody is assigned", "exobridge-greenpin-unassigned", bending("createGreenpin readGreenpin", func(d object) {
			if list, ok := d["to"].([]any); ok && len(list) == 0 {
				d["to"] = nil
			}
		})),
		x("400 for a duration out of range", "exobridge-greenpin-duration", answering("5", 400)),
		x("any duration of a GreenPin is taken", "exobridge-greenpin-duration", mended(300)),
		x("409 for a number not in the pool", "exobridge-greenpin-not-in-pool", replied(func(_ *plea, a *response) {
			if a.status == 403 {
				a.relabel(409)
			}
		})),
		x("400 for a number lent to a GreenVN", "exobridge-greenpin-in-use", replied(func(_ *plea, a *response) {
			if a.status == 409 {
				a.relabel(400)
			}
		})),
		x("409 when PINs are used up", "exobridge-greenpin-pins-used-up", answering("4", 409)),
		x("a change is swallowed", "exobridge-greenpin-update", swallowed("updateGreenpin", func(said, d object) {
			merge(said, d)
			delete(d, "call_count")
			d["record"] = said["record"] == true
		})),
		x("a new duration is not heard", "exobridge-greenpin-update", deaf("updateGreenpin", "duration")),
		x("a custom field is not changed", "exobridge-greenpin-custom-field", deaf("updateGreenpin", "custom_field")),
		x("404 for what has ended", "exobridge-greenpin-ended", answering("22", 404)),
		x("deleting a GreenPin without its time", "exobridge-greenpin-delete", without("deleteGreenpin", "deleted_at")),
		x("deleting tells another id", "exobridge-greenpin-delete", with("deleteGreenpin", "greenpin_id", "gp_000000000000")),
		x("404 after deleting a GreenPin", "exobridge-greenpin-read-after-delete", during("readGreenpin", replied(func(_ *plea, a *response) {
			if strings.Contains(string(a.body), `"deleted"`) {
				a.status, a.body = 404, []byte(`{"response":{"status":"failure","code":404,"error_data":{"code":1,"message":"gone"}}}`)
			}
		}))),
		x("it is told deleted when it has run out", "exobridge-greenpin-expiry", bending("readGreenpin", func(d object) {
			if d["status"] == "expired" {
				d["status"] = "deleted"
			}
		})),
		x("a GreenPin never runs out", "exobridge-greenpin-expiry", with("readGreenpin", "status", "active")),
		x("400 for a GreenPin nobody has", "exobridge-greenpin-unknown", answering("1", 400)),
		x("code 18 for who joined with another PIN", "exobridge-greenpin-other-pin", coding("19", "18")),
		x("how often a PIN may be tried is not heard", "exobridge-greenpin-attempts", deaf("createGreenpin", "max_pin_attempts")),
		x("calls through a GreenPin are not counted", "call-count-greenpin", with("readGreenpin", "call_count", 0)),
	}...)
}
