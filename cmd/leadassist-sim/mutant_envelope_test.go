package main

import (
	"maps"
	"net/http"
	"strings"
)

// envelopeMutants word answers wrongly.
func envelopeMutants() []mutant {
	media := func(value string) bend {
		return replied(func(_ *plea, a *response) { a.header.Set("Content-Type", value) })
	}
	list := func(a *response) { a.body = encoded([]any{parsed(a.body)}) }
	single := func(a *response) {
		if all, ok := parsed(a.body).([]any); ok && len(all) == 1 {
			a.body = encoded(all[0])
		}
	}
	rekeyed := func(key string) bend {
		return bending("createGreenvn readGreenvn", func(data object) {
			for _, old := range []string{"green_vn", "greenvn"} {
				if v, ok := data[old]; ok {
					delete(data, old)
					data[key] = v
				}
			}
		})
	}
	bare := func(body object) { delete(body, "code"); delete(body, "message") }
	return []mutant{
		{name: "success flag is false", profile: "classic", rules: "envelope-success-classic", vendor: succeeded(func(b object) { b["success"] = false })},
		{name: "success flag is a text", profile: "current", rules: "envelope-success-current", vendor: succeeded(func(b object) { b["success"] = "true" })},
		{name: "success without status", profile: "classic", rules: "envelope-success-classic", vendor: succeeded(func(b object) { delete(b, "status") })},
		{name: "success says another status", profile: "current", rules: "envelope-success-current", vendor: succeeded(func(b object) { b["status"] = 201 })},
		{name: "success says the status as text", profile: "classic", rules: "envelope-success-classic", vendor: succeeded(func(b object) { b["status"] = "200" })},
		{name: "success without data", profile: "current", rules: "envelope-success-current", vendor: succeeded(func(b object) { delete(b, "data") })},
		{name: "success has an error's code", profile: "current", rules: "envelope-success-current", vendor: succeeded(func(b object) { b["code"] = 3 })},
		{name: "success has code and message", profile: "classic", rules: "envelope-success-classic", strict: true, vendor: succeeded(func(b object) { b["code"], b["message"] = nil, nil })},
		{name: "success has code and message, by other documents", profile: "classic", rules: "envelope-success-classic", seen: "success_members with code", vendor: succeeded(func(b object) { b["code"], b["message"] = nil, nil })},
		{name: "success without code and message", profile: "current", rules: "envelope-success-current", strict: true, vendor: succeeded(bare)},
		{name: "success without code and message, by other documents", profile: "current", rules: "envelope-success-current", seen: "success_members without code", vendor: succeeded(bare)},
		{name: "success outside response", profile: "exobridge", rules: "envelope-success-exobridge", vendor: replied(func(_ *plea, a *response) {
			if whole, ok := parsed(a.body).(object); ok && a.status < 300 {
				a.body = encoded(whole["response"])
			}
		})},
		{name: "error is an object", profile: "classic", rules: "envelope-error-array", strict: true, vendor: refused("", single)},
		{name: "error is an object, by other documents", profile: "classic", rules: "envelope-error-array", seen: "error_body object", vendor: refused("", single)},
		{name: "error is a list", profile: "current", rules: "envelope-error-object", strict: true, vendor: refused("", list)},
		{name: "error is a list, by other documents", profile: "current", rules: "envelope-error-object", seen: "error_body array", vendor: refused("", list)},
		{name: "error comes twice in its list", profile: "classic", rules: "envelope-error-array", vendor: refused("", func(a *response) {
			all, _ := parsed(a.body).([]any)
			a.body = encoded(append(all, all...))
		})},
		{name: "error says success", profile: "classic", rules: "envelope-error-array", vendor: erring("", func(e object) { e["success"] = true })},
		{name: "error says another status", profile: "current", rules: "envelope-error-object", vendor: erring("", func(e object) { e["status"] = 200 })},
		{name: "error without message", profile: "current", rules: "envelope-error-object", vendor: erring("", func(e object) { delete(e, "message") })},
		{name: "error without code", profile: "classic", rules: "envelope-error-array", vendor: erring("", func(e object) { delete(e, "code") })},
		{name: "error has data", profile: "classic", rules: "envelope-error-array", vendor: erring("", func(e object) { e["data"] = object{} })},
		{name: "error code is a text", profile: "current", rules: "envelope-error-object", vendor: erring("", func(e object) { e["code"] = "1" })},
		{name: "error outside response", profile: "exobridge", rules: "envelope-error-exobridge", vendor: failing(func(whole, inner object) { delete(whole, "response"); maps.Copy(whole, inner) })},
		{name: "error has the table's code as its own", profile: "exobridge", rules: "envelope-error-exobridge", vendor: failing(func(_, inner object) { inner["code"] = inner["error_data"].(object)["code"] })},
		{name: "error without error_data", profile: "exobridge", rules: "envelope-error-exobridge", vendor: failing(func(_, inner object) { delete(inner, "error_data") })},
		{name: "error says success", profile: "exobridge", rules: "envelope-error-exobridge", vendor: refused("", func(a *response) {
			a.body = []byte(strings.Replace(string(a.body), `"failure"`, `"success"`, 1))
		})},
		{name: "number's key is greenvn", profile: "classic", rules: "envelope-number-key", strict: true, vendor: rekeyed("greenvn")},
		{name: "number's key is greenvn, by other documents", profile: "classic", rules: "envelope-number-key", seen: "number_key greenvn", vendor: rekeyed("greenvn")},
		{name: "number's key is green_vn, by other documents", profile: "current", rules: "envelope-number-key", seen: "number_key green_vn", vendor: rekeyed("green_vn")},
		{name: "number's key is of no document", profile: "current", rules: "envelope-number-key", vendor: rekeyed("virtual_number")},
		{name: "answers are announced as text", profile: "classic", rules: "greenvn-create", vendor: media("text/plain")},
		{name: "answers are announced as HTML", profile: "exobridge", rules: "exobridge-greenvn-create", vendor: media("text/html")},
		{name: "answers are cut off", profile: "current", rules: "greenvn-create", vendor: replied(func(q *plea, a *response) {
			if q.operation == "createGreenvn" {
				a.body = a.body[:len(a.body)/2]
			}
		})},
		{name: "errors are HTML", profile: "classic", rules: "greenvn-unknown", vendor: refused("1", func(a *response) {
			a.header.Set("Content-Type", "text/html")
			a.body = []byte("<h1>Not found</h1>")
		})},
		{name: "405 without Allow", profile: "current", rules: "address-method", vendor: replied(func(_ *plea, a *response) { a.header.Del("Allow") })},
		{name: "405 allows something else", profile: "exobridge", rules: "address-method", vendor: replied(func(_ *plea, a *response) {
			if a.status == http.StatusMethodNotAllowed {
				a.header.Set("Allow", "OPTIONS")
			}
		})},
		{name: "unknown address is no envelope", profile: "exobridge", rules: "address-unknown", vendor: replied(func(q *plea, a *response) {
			if a.status == http.StatusNotFound && q.operation == "" {
				a.header.Set("Content-Type", "text/plain")
				a.body = []byte("404 page not found")
			}
		})},
	}
}

// failing changes the two objects of a refusal in exobridge.
func failing(change func(whole, inner object)) bend {
	return refused("", func(a *response) {
		whole, _ := parsed(a.body).(object)
		if inner, ok := whole["response"].(object); ok && inner["error_data"] != nil {
			change(whole, inner)
			a.body = encoded(whole)
		}
	})
}

// statusMutants refuse with a wrong status or code.
func statusMutants() []mutant {
	created := func(status int) bend {
		return replied(func(q *plea, a *response) {
			if strings.HasPrefix(q.operation, "createGreen") && a.status < 300 {
				a.status = status
			}
		})
	}
	return []mutant{
		{name: "200 for what is created", profile: "exobridge", rules: "exobridge-greenvn-create", seen: "exobridge_create_status 200", vendor: created(200)},
		{name: "200 for what is created, strictly", profile: "exobridge", rules: "exobridge-greenvn-create", strict: true, vendor: created(200)},
		{name: "201 for what is created", profile: "classic", rules: "greenvn-create", vendor: created(201)},
		{name: "202 for what is created", profile: "exobridge", rules: "exobridge-greenpin-create", vendor: created(202)},
		{name: "402 without credentials", profile: "classic", rules: "access-no-credentials", seen: "unauthorized_status 402", vendor: answering("7", 402)},
		{name: "402 without credentials, strictly", profile: "current", rules: "access-no-credentials", strict: true, vendor: answering("7", 402)},
		{name: "403 without credentials", profile: "current", rules: "access-no-credentials", vendor: answering("7", 403)},
		{name: "400 for what was deleted", profile: "current", rules: "greenvn-delete-twice", seen: "deleted_status 400", vendor: answering("22", 400)},
		{name: "400 for what was deleted, strictly", profile: "classic", rules: "greenvn-delete-twice", strict: true, vendor: answering("22", 400)},
		{name: "404 for what was deleted", profile: "classic", rules: "greenvn-delete-twice", vendor: then(answering("22", 404), coding("22", "1"))},
		{name: "404 for what was deleted", profile: "exobridge", rules: "exobridge-greenvn-delete-twice", vendor: answering("22", 404)},
		{name: "200 for what nobody has", profile: "current", rules: "greenvn-unknown", vendor: answering("1", 200)},
		{name: "400 for what nobody has", profile: "exobridge", rules: "exobridge-greenvn-unknown", vendor: answering("1", 400)},
		{name: "code 20 for what nobody has", profile: "classic", rules: "greenvn-unknown", vendor: coding("1", "20")},
		{name: "HTTP 200 for errors", profile: "current", rules: "greenvn-create-missing", vendor: refused("", func(a *response) { a.status = 200 })},
		{name: "500 swallowed", profile: "classic", rules: "code-internal", vendor: replied(func(_ *plea, a *response) {
			if a.status == 500 {
				a.status, a.body = 200, []byte(`{"success":true,"status":200,"data":{}}`)
			}
		})},
		{name: "503 for 500", profile: "exobridge", rules: "code-internal", vendor: answering("0", 503)},
		{name: "504 for 499", profile: "current", rules: "code-timeout", vendor: replied(func(_ *plea, a *response) {
			if a.status == 499 {
				a.relabel(504)
			}
		})},
		{name: "code 5 for what is missing", profile: "classic", rules: "greenvn-create-missing", vendor: coding("3", "5")},
		{name: "code 3 for what is malformed", profile: "current", rules: "greenvn-usage-values", vendor: coding("5", "3")},
		{name: "422 for what is missing", profile: "exobridge", rules: "exobridge-greenvn-missing", vendor: answering("3", 422)},
		{name: "422 for what is malformed", profile: "classic", rules: "parameter-bad", vendor: answering("5", 422)},
		{name: "400 for a short duration", profile: "exobridge", rules: "exobridge-greenpin-duration", vendor: answering("5", 400)},
		{name: "code 5 for a bad number", profile: "current", rules: "greenvn-number-format", vendor: coding("16", "5")},
		{name: "code 14 for one number several times", profile: "classic", rules: "greenvn-duplicate-numbers", vendor: coding("13", "14")},
		{name: "400 for a number on both sides", profile: "current", rules: "greenvn-same-number-both-sides", vendor: answering("14", 400)},
		{name: "400 for a region not served", profile: "classic", rules: "greenvn-region-unsupported", vendor: answering("15", 400)},
		{name: "400 for a taken connection id", profile: "current", rules: "greenvn-connection-unique", vendor: answering("18", 400)},
		{name: "another message for a taken connection id", profile: "classic", rules: "greenvn-connection-unique", vendor: erring("18", func(e object) { e["message"] = "Connection id exists." })},
		{name: "503 for an empty pool", profile: "classic", rules: "greenvn-pool-empty", vendor: answering("4", 503)},
		{name: "code 20 for an empty pool", profile: "current", rules: "greenvn-pool-empty", vendor: coding("4", "20")},
		{name: "404 for a call flow nobody has", profile: "classic", rules: "greenvn-flow-unknown", vendor: answering("50", 404)},
		{name: "503 for too many requests", profile: "classic", rules: "access-rate-limit", vendor: replied(func(_ *plea, a *response) {
			if a.status == 429 {
				a.relabel(503)
			}
		})},
		{name: "400 for a number that is lent", profile: "exobridge", rules: "exobridge-greenvn-in-use", vendor: replied(func(_ *plea, a *response) {
			if a.status == 409 {
				a.relabel(400)
			}
		})},
		{name: "404 for a number not in the pool", profile: "exobridge", rules: "exobridge-greenpin-not-in-pool", vendor: replied(func(_ *plea, a *response) {
			if a.status == 403 {
				a.relabel(404)
			}
		})},
		{name: "415 swallowed", profile: "classic", rules: "body-media-type", vendor: func(q *plea, on pass) *response {
			if q.header.Get("Content-Type") != "" {
				q.header.Set("Content-Type", "application/json")
			}
			return on(q)
		}},
		{name: "400 for a body too large", profile: "exobridge", rules: "body-too-large", vendor: replied(func(_ *plea, a *response) {
			if a.status == 413 {
				a.relabel(400)
			}
		})},
		{name: "500 for a body that is no JSON", profile: "current", rules: "body-unreadable", vendor: answering("5", 500)},
		{name: "unknown keys refused", profile: "current", rules: "body-unknown-keys", vendor: func(q *plea, on pass) *response {
			if body, ok := parsed(q.body).(object); ok && (body["colour"] != nil || len(body) > 0 && body["usage"] == nil && body["aparty_numbers"] == nil) {
				q.body = []byte(`{"usage": 5}`)
			}
			return on(q)
		}},
	}
}
