package main

import (
	"strings"
)

// Bimal is whom the suite calls by that name.
const bimal = "+919812300002"

// callMutants connect calls wrongly.
func callMutants() []mutant {
	// another b-party is dialled than is told
	misdial := func(create string) bend {
		return then(replied(func(_ *plea, a *response) {
			a.body = []byte(strings.ReplaceAll(string(a.body), "+919855555555", bimal))
		}), during(create, func(q *plea, on pass) *response {
			q.body = []byte(strings.ReplaceAll(string(q.body), bimal, "+919855555555"))
			return on(q)
		}))
	}
	var usages memory
	bothWays := func(create, others string) bend {
		return then(during(create, func(q *plea, on pass) *response {
			body, _ := parsed(q.body).(object)
			said := body["usage"]
			if said == "oneway" {
				body["usage"] = "twoway"
			}
			q.body = encoded(body)
			a := on(q)
			retell(a, func(d object) {
				if said != nil {
					usages.keep(ident(d), said)
					d["usage"] = said
				}
			})
			return a
		}), bending(others, func(d object) {
			if said := usages.get(ident(d)); said != nil {
				d["usage"] = said
			}
		}))
	}
	const changes = "readGreenvn updateGreenvnNumber deleteGreenvn"
	first := func(create, key string) bend { // only the first number of a side is dialled
		var all memory
		return then(during(create, func(q *plea, on pass) *response {
			body, _ := parsed(q.body).(object)
			said, _ := body[key].([]any)
			if len(said) > 1 {
				body[key] = said[:1]
			}
			q.body = encoded(body)
			a := on(q)
			retell(a, func(d object) {
				all.keep(ident(d), said)
				d[key] = said
			})
			return a
		}), bending("readGreenvn", func(d object) {
			if said := all.get(ident(d)); said != nil {
				d[key] = said
			}
		}))
	}
	reorder := func(create, key string) bend {
		return asked(create, func(b object) {
			if list, ok := b[key].([]any); ok && len(list) == 2 {
				list[0], list[1] = list[1], list[0]
			}
		})
	}
	return []mutant{
		{name: "calls reach somebody else", profile: "classic", rules: "call-a-party", vendor: misdial("createGreenvn")},
		{name: "calls reach somebody else", profile: "exobridge", rules: "call-a-party", vendor: misdial("createGreenvn")},
		{name: "calls by PIN reach somebody else", profile: "current", rules: "call-greenpin-listed", vendor: misdial("createGreenpin")},
		{name: "oneway is twoway", profile: "classic", rules: "call-b-party-oneway", vendor: bothWays("createGreenvn", changes)},
		{name: "oneway is twoway after a change", profile: "current", rules: "greenvn-parties-usage", vendor: bothWays("updateGreenvnParties", changes)},
		{name: "twoway is oneway", profile: "current", rules: "call-b-party-twoway", vendor: asked("createGreenvn createGreenpin", func(b object) { b["usage"] = "oneway" })},
		{name: "PINs are not heard", profile: "classic", rules: "call-pin-joins", vendor: hides("createGreenvn", vnOthers, "aparty_pins")},
		{name: "b-party PINs are not heard", profile: "current", rules: "call-pin-joins", vendor: hides("createGreenvn", vnOthers, "bparty_pins")},
		{name: "any PIN opens a GreenVN", profile: "current", rules: "call-pin-wrong", vendor: asked("createGreenvn", func(b object) {
			if b["aparty_pins"] != nil {
				b["aparty_pins"] = []any{number("1111"), number("2222"), number("3333")}
			}
		})},
		{name: "only the first is dialled", profile: "classic", rules: "call-hunt", vendor: first("createGreenvn", "bparty_numbers")},
		{name: "only the first is dialled", profile: "exobridge", rules: "call-hunt", vendor: first("createGreenvn", "to")},
		{name: "the last is dialled first", profile: "current", rules: "call-hunt", vendor: reorder("createGreenvn", "bparty_numbers")},
		{name: "a deleted one still connects", profile: "exobridge", rules: "exobridge-call-after-delete", vendor: during("deleteGreenvn deleteGreenpin", func(q *plea, on pass) *response {
			one := *q
			one.method, one.body = "GET", nil
			if a := on(&one); a == nil || a.status >= 300 {
				return on(q)
			}
			key := map[bool]string{true: "greenvn_id", false: "greenpin_id"}[q.operation == "deleteGreenvn"]
			return &response{
				200,
				map[string][]string{"Content-Type": {"application/json"}, "X-Request-Id": {"1"}},
				encoded(object{"response": object{key: q.id, "status": "deleted", "deleted_at": "2026-01-05T10:00:00+05:30"}}),
			}
		})},
		{name: "a number that was given back still rings", profile: "classic", rules: "call-not-lent", vendor: swallowed("deleteGreenvn", func(_, d object) { d["state"] = "vault" })},
		{name: "only the a-party may call", profile: "exobridge", rules: "exobridge-both-ways", vendor: asked("createGreenvn", func(b object) { b["to"] = []any{"+919855555555"} })},
	}
}

// lookupMutants tell calls wrongly.
func lookupMutants() []mutant {
	text := func(old, other string) bend {
		return during("readCall", replied(func(_ *plea, a *response) {
			a.body = []byte(strings.ReplaceAll(string(a.body), old, other))
		}))
	}
	call := func(change func(object)) bend {
		return during("readCall", replied(func(_ *plea, a *response) {
			whole, _ := parsed(a.body).(object)
			if one, ok := whole["Call"].(object); ok {
				change(one)
				a.body = encoded(whole)
			}
		}))
	}
	set := func(key string, value any) bend { return call(func(d object) { d[key] = value }) }
	all := []mutant{}
	for i, field := range strings.Fields("Sid AccountSid From To Status Duration Direction StartTime EndTime CustomField") {
		all = append(all, mutant{name: "call without " + field, profile: []string{"classic", "current"}[i%2], rules: "call-lookup-json", vendor: call(func(d object) { delete(d, field) })})
	}
	return append(all, []mutant{
		{name: "the duration is a number", profile: "exobridge", rules: "call-lookup-json", vendor: set("Duration", 32)},
		{name: "the duration is what was talked", profile: "classic", rules: "call-lookup-json", vendor: set("Duration", "27")},
		{name: "callers swapped", profile: "current", rules: "call-lookup-json", vendor: call(func(d object) { d["From"], d["To"] = d["To"], d["From"] })},
		{name: "every call is completed", profile: "current", rules: "call-lookup-json", vendor: set("Status", "completed")},
		{name: "a running call has an end", profile: "classic", rules: "call-lookup-running", vendor: call(func(d object) { d["EndTime"] = d["StartTime"] })},
		{name: "a running call has a duration", profile: "exobridge", rules: "call-lookup-running", vendor: set("Duration", "0")},
		{name: "a running call is completed", profile: "current", rules: "call-lookup-running", vendor: set("Status", "completed")},
		{name: "the field of today", profile: "exobridge", rules: "call-custom-field", vendor: set("CustomField", "order_id=2001")},
		{name: "XML of another root", profile: "classic", rules: "call-lookup-xml", vendor: text("TwilioResponse", "Response")},
		{name: "XML tells another caller", profile: "current", rules: "call-lookup-xml", vendor: text("+919812300001", "+919812300009")},
		{name: "XML without duration", profile: "exobridge", rules: "call-lookup-xml", vendor: text("<Duration>32</Duration>", "")},
		{name: "JSON for XML", profile: "current", rules: "call-lookup-xml", vendor: func(q *plea, on pass) *response {
			if q.operation == "readCall" && !strings.HasSuffix(q.path, ".json") {
				q.path += ".json"
			}
			return on(q)
		}},
		{name: "unknown calls in the envelope", profile: "classic", rules: "call-lookup-unknown", vendor: during("readCall", replied(func(_ *plea, a *response) {
			if a.status == 404 {
				a.body = []byte(`{"success":false,"status":404,"code":1,"message":"no","data":null}`)
			}
		}))},
		{name: "unknown calls are 400", profile: "exobridge", rules: "call-lookup-unknown", vendor: during("readCall", replied(func(_ *plea, a *response) {
			if a.status == 404 {
				a.status, a.body = 400, []byte(strings.ReplaceAll(string(a.body), "404", "400"))
			}
		}))},
	}...)
}
