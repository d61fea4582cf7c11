package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// changeMutants change nothing, or something else.
func changeMutants() []mutant {
	merge := func(asked, data object) {
		for key, value := range asked {
			if data[key] != nil || strings.HasSuffix(key, "_pins") {
				data[key] = value
			}
		}
	}
	renumber := func(_, data object) {
		for _, key := range []string{"green_vn", "greenvn"} {
			if data[key] != nil {
				data[key] = "+911100000000"
			}
		}
	}
	keep := func(_, _ object) {}
	parties := func(change func(object)) bend { return asked("updateGreenvnParties", change) }
	var ids, old memory
	return []mutant{
		{name: "new parties swallowed", profile: "classic", rules: "greenvn-parties-replace", vendor: swallowed("updateGreenvnParties", merge)},
		{name: "new parties come late in the answer", profile: "current", rules: "greenvn-parties-replace", vendor: during("updateGreenvnParties", func(q *plea, on pass) *response {
			before := q.reads(on)
			if a := on(q); a == nil || a.status >= 300 {
				return a
			}
			return before
		})},
		{name: "a new b-party is added", profile: "classic", rules: "greenvn-parties-replace", vendor: parties(func(b object) {
			if side, ok := b["bparty_numbers"].([]any); ok && len(side) == 1 && b["aparty_numbers"] == nil {
				b["bparty_numbers"] = append(side, "+919812300002")
			}
		})},
		{name: "a new a-party empties PINs", profile: "current", rules: "greenvn-parties-replace", vendor: parties(func(b object) {
			if b["aparty_pins"] == nil {
				b["aparty_pins"] = []any{number("9999")}
			}
		})},
		{name: "a new usage swallowed", profile: "current", rules: "greenvn-parties-usage", vendor: deaf("updateGreenvnParties", "usage")},
		{name: "a new usage told, not kept", profile: "classic", rules: "greenvn-parties-usage", vendor: during("updateGreenvnParties", func(q *plea, on pass) *response {
			body, _ := parsed(q.body).(object)
			usage := forget(body, "usage")
			q.body = encoded(body)
			a := on(q)
			retell(a, func(d object) {
				if usage != nil {
					d["usage"] = usage
				}
			})
			return a
		})},
		{name: "usage falls back to twoway", profile: "classic", rules: "greenvn-parties-usage", vendor: parties(func(b object) {
			if b["usage"] == nil {
				b["usage"] = "twoway"
			}
		})},
		{name: "neither party may be named", profile: "current", rules: "greenvn-parties-neither", vendor: during("updateGreenvnParties", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "3" {
				return q.reads(on)
			}
			return a
		})},
		{name: "bad parties half done", profile: "classic", rules: "greenvn-parties-replace", vendor: during("updateGreenvnParties", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code != "" {
				one := *q
				one.body = []byte(`{"bparty_numbers":["+919844444444"]}`)
				on(&one)
			}
			return a
		})},
		{name: "parties of what has ended", profile: "classic", rules: "greenvn-parties-ended", vendor: endedTaken("updateGreenvnParties")},
		{name: "who joined with another PIN is taken", profile: "current", rules: "greenvn-other-pin", vendor: during("updateGreenvnParties", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "19" {
				return q.reads(on)
			}
			return a
		})},
		{name: "the number stays", profile: "classic", rules: "greenvn-vn-swap", vendor: swallowed("updateGreenvnNumber", keep)},
		{name: "the new number is told, not kept", profile: "current", rules: "greenvn-vn-swap", vendor: swallowed("updateGreenvnNumber", renumber)},
		{name: "the old number is read", profile: "classic", rules: "greenvn-vn-swap", vendor: then(during("createGreenvn", replied(func(_ *plea, a *response) {
			retell(a, func(d object) { old.keep(ident(d), d["green_vn"]) })
		})), bending("readGreenvn", func(d object) { d["green_vn"] = old.get(ident(d)) }))},
		{name: "the old number is kept back", profile: "current", rules: "greenvn-vn-frees", vendor: hoarding("updateGreenvnNumber")},
		{name: "another number, another id", profile: "current", rules: "greenvn-vn-inherits", vendor: bending("updateGreenvnNumber", func(d object) {
			d["greenvn_id"] = ids.first(ident(d), "00000000-0000-4000-8000-00000000000a")
		})},
		{name: "another number, usage lost", profile: "classic", rules: "greenvn-vn-inherits", vendor: with("updateGreenvnNumber", "usage", "twoway")},
		{name: "another number, PINs lost", profile: "current", rules: "greenvn-vn-inherits", vendor: bending("updateGreenvnNumber", func(d object) { delete(d, "aparty_pins") })},
		{name: "another number of what has ended", profile: "classic", rules: "greenvn-vn-ended", vendor: endedTaken("updateGreenvnNumber")},
		{name: "another number that is none, taken", profile: "current", rules: "greenvn-vn-preferences", vendor: during("updateGreenvnNumber", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "4" {
				return q.reads(on)
			}
			return a
		})},
	}
}

// endedTaken answers as if what has ended could still be changed.
func endedTaken(operation string) bend {
	return during(operation, func(q *plea, on pass) *response {
		a := on(q)
		if _, code := a.error(); code == "22" {
			return q.reads(on)
		}
		return a
	})
}

// hoarding lends whatever an operation frees to nobody.
func hoarding(operation string) bend {
	return during(operation, func(q *plea, on pass) *response {
		kept := parsed(q.reads(on).body)
		a := on(q)
		data := (&response{status: 200}).data(kept)
		if a == nil || a.status >= 300 || data == nil {
			return a
		}
		one := *q
		one.method, one.path = http.MethodPost, q.path[:strings.Index(q.path, "/greenvn")+len("/greenvn")]
		one.header = http.Header{"Content-Type": {"application/json"}, "Authorization": q.header["Authorization"]}
		lent := data["green_vn"]
		if lent == nil {
			lent = data["greenvn"]
		}
		one.body = encoded(object{
			"connection_id": "hoard", "aparty_numbers": []any{"+919811111111"}, "bparty_numbers": []any{"+919822222222"}, "usage": "twoway",
			"preferences": object{"greenvn": lent}, "strictness": true,
		})
		if data["virtual_number"] != nil {
			one.body = encoded(object{"caller_id_number": data["virtual_number"], "from": []any{"+919811111111"}, "to": []any{"+919822222222"}})
		}
		on(&one)
		return a
	})
}

// endMutants end allocations too early, too late, or never.
func endMutants() []mutant {
	policies := []string{"deallocation_policy", "Deallocation_policy"}
	lasts := func(change func(duration string) string) bend {
		return asked("createGreenvn", func(b object) {
			for _, key := range policies {
				if p, ok := b[key].(object); ok {
					if d, text := p["duration"].(string); text {
						p["duration"] = change(d)
					}
				}
			}
		})
	}
	put := func(old, other string) bend {
		return lasts(func(d string) string { return strings.Replace(d, old, other, 1) })
	}
	states := bending("readGreenvn", func(d object) { d["state"] = "active" })
	unless := func(change func(object)) bend {
		return asked("createGreenvn", func(b object) {
			if !slices.ContainsFunc(policies, func(key string) bool { return b[key] != nil }) {
				change(b)
			}
		})
	}
	return []mutant{
		{name: "deleting swallowed", profile: "classic", rules: "greenvn-delete greenvn-read-after-delete", vendor: swallowed("deleteGreenvn", func(_, d object) { d["state"] = "vault" })},
		{name: "deleting tells active", profile: "current", rules: "greenvn-delete", vendor: with("deleteGreenvn", "state", "active")},
		{name: "deleting tells nothing", profile: "classic", rules: "greenvn-delete", vendor: during("deleteGreenvn", replied(func(_ *plea, a *response) {
			if a.status < 300 {
				a.status, a.body = http.StatusNoContent, nil
			}
		}))},
		{name: "deleting forgets the connection id", profile: "classic", rules: "greenvn-delete", vendor: without("deleteGreenvn", "connection_id")},
		{name: "deleting twice is 200", profile: "current", rules: "greenvn-delete-twice", vendor: endedTaken("deleteGreenvn")},
		{name: "deleting ends all", profile: "classic", rules: "greenvn-delete", vendor: deletesAll()},
		{name: "404 after deleting", profile: "classic", rules: "greenvn-read-after-delete", vendor: during("readGreenvn", replied(func(q *plea, a *response) {
			if strings.Contains(string(a.body), `"vault"`) {
				a.status, a.body = 404, []byte(`[{"success":false,"status":404,"code":1,"message":"gone","data":null}]`)
			}
		}))},
		{name: "active after deleting", profile: "current", rules: "greenvn-read-after-delete", vendor: states},
		{name: "a deleted one's number is kept back", profile: "classic", rules: "greenvn-delete-frees", vendor: hoarding("deleteGreenvn")},
		{name: "it never runs out", profile: "classic", rules: "greenvn-expiry", vendor: lasts(func(string) string { return "100d" })},
		{name: "it is told active when it has run out", profile: "current", rules: "greenvn-expiry", vendor: states},
		{name: "it runs out in a state of no document", profile: "classic", rules: "greenvn-expiry", vendor: replied(func(_ *plea, a *response) {
			a.body = []byte(strings.ReplaceAll(string(a.body), `"vault"`, `"expired"`))
		})},
		{name: "it runs out a second early", profile: "current", rules: "greenvn-expiry", vendor: lasts(func(string) string { return "599s" })},
		{name: "it runs out a second late", profile: "classic", rules: "greenvn-expiry", vendor: lasts(func(string) string { return "601s" })},
		{name: "minutes are seconds", profile: "current", rules: "greenvn-duration-units", vendor: put("m", "s")},
		{name: "days are hours", profile: "classic", rules: "greenvn-duration-units", vendor: put("d", "h")},
		{name: "hours are refused", profile: "current", rules: "greenvn-duration-hours", vendor: put("h", "x")},
		{name: "one spelling of the policy not heard", profile: "classic", rules: "greenvn-policy-spelling", vendor: deaf("createGreenvn", "Deallocation_policy")},
		{name: "the other spelling of the policy not heard", profile: "current", rules: "greenvn-policy-spelling", vendor: deaf("createGreenvn", "deallocation_policy")},
		{name: "a default of a day", profile: "classic", rules: "greenvn-expiry-default", vendor: unless(func(b object) { b["deallocation_policy"] = object{"duration": "1d"} })},
		{name: "changes put off the end", profile: "current", rules: "greenvn-expiry-unmoved", vendor: postponed()},
		{name: "reading makes another state", profile: "classic", rules: "greenvn-read-idempotent", vendor: alternating()},
	}
}

// postponed begins an allocation's time anew with each change, by making it anew under its old id.
func postponed() bend {
	var made, moved memory
	return func(q *plea, on pass) *response {
		if id, ok := moved.get(q.id).(string); ok && q.id != "" {
			q.path = strings.Replace(q.path, q.id, id, 1)
		}
		a := on(q)
		switch {
		case a == nil || a.status >= 300:
		case q.operation == "createGreenvn":
			retell(a, func(d object) { made.keep(ident(d), q) })
		case q.operation == "updateGreenvnParties" || q.operation == "updateGreenvnNumber":
			first, ok := made.get(q.id).(*plea)
			if !ok {
				return a
			}
			drop, again := *q, *first
			drop.method, drop.body = http.MethodDelete, nil
			drop.path = strings.TrimSuffix(strings.TrimSuffix(q.path, "/vn"), "/call-party")
			on(&drop)
			retell(on(&again), func(d object) { moved.keep(q.id, ident(d)) })
		}
		if a != nil && q.id != "" {
			if id, ok := moved.get(q.id).(string); ok {
				a.body = []byte(strings.ReplaceAll(string(a.body), id, q.id))
			}
		}
		return a
	}
}

// alternating tells something else each second time.
func alternating() bend {
	var m memory
	return bending("readGreenvn", func(d object) {
		odd, _ := m.get(ident(d)).(bool)
		if m.keep(ident(d), !odd); odd {
			d["usage"] = map[any]string{"oneway": "twoway", "twoway": "oneway"}[d["usage"]]
		}
	})
}

// deletesAll ends every allocation of a tenant with one.
func deletesAll() bend {
	var all memory
	return then(during("createGreenvn", replied(func(q *plea, a *response) {
		retell(a, func(d object) {
			before, _ := all.get(q.tenant).([]string)
			all.keep(q.tenant, append(before, ident(d)))
		})
	})), during("deleteGreenvn", func(q *plea, on pass) *response {
		ids, _ := all.get(q.tenant).([]string)
		for _, id := range ids {
			if one := *q; id != q.id {
				one.path = strings.Replace(q.path, q.id, id, 1)
				one.header = maps.Clone(q.header)
				on(&one)
			}
		}
		return on(q)
	}))
}
