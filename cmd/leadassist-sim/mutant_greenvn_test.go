package main

import (
	"maps"
	"strings"
)

// Operations by what they do.
const (
	vnAll    = "createGreenvn readGreenvn updateGreenvnParties updateGreenvnNumber deleteGreenvn"
	vnOthers = "readGreenvn updateGreenvnParties updateGreenvnNumber deleteGreenvn"
)

// createMutants tell wrongly what was lent, or lend wrongly.
func createMutants() []mutant {
	all := []mutant{}
	for field, profile := range map[string]string{
		"connection_id": "classic", "aparty_numbers": "current", "bparty_numbers": "classic", "usage": "current", "state": "classic",
		"greenvn": "current", "green_vn": "classic", "greenvn_id": "classic",
	} {
		all = append(all,
			mutant{name: "create without " + field, profile: profile, rules: "greenvn-create", vendor: without("createGreenvn", field)},
			mutant{name: "read without " + field, profile: profile, rules: "greenvn-read", vendor: without("readGreenvn", field)})
	}
	var same, lent memory
	swap := func(one, other string) func(object) {
		return func(data object) { data[one], data[other] = data[other], data[one] }
	}
	return append(all, []mutant{
		{name: "another connection id", profile: "classic", rules: "greenvn-create-echo", vendor: bending("createGreenvn", func(d object) { d["connection_id"] = strings.ToUpper(d["connection_id"].(string)) })},
		{name: "connection id is a number", profile: "current", rules: "greenvn-create-echo", vendor: with("createGreenvn", "connection_id", 1)},
		{name: "sides swapped", profile: "classic", rules: "greenvn-create-echo", vendor: bending("createGreenvn", swap("aparty_numbers", "bparty_numbers"))},
		{name: "only the first number of a side", profile: "current", rules: "greenvn-create-echo", vendor: bending(vnAll, func(d object) { d["bparty_numbers"] = d["bparty_numbers"].([]any)[:1] })},
		{name: "numbers of a side out of order", profile: "classic", rules: "greenvn-create-echo", vendor: bending(vnAll, func(d object) {
			if side := d["aparty_numbers"].([]any); len(side) == 2 {
				side[0], side[1] = side[1], side[0]
			}
		})},
		{name: "usage always twoway", profile: "current", rules: "greenvn-create-echo", vendor: with(vnAll, "usage", "twoway")},
		{name: "a state of no document", profile: "classic", rules: "greenvn-create", vendor: with("createGreenvn", "state", "ACTIVE")},
		{name: "new is in vault", profile: "current", rules: "greenvn-create", vendor: with("createGreenvn", "state", "vault")},
		{name: "the number is a number", profile: "current", rules: "greenvn-create", vendor: bending("createGreenvn", func(d object) { d["greenvn"] = number(strings.Trim(d["greenvn"].(string), "+")) })},
		{name: "the number has no plus", profile: "classic", rules: "greenvn-create", vendor: bending("createGreenvn", func(d object) { d["green_vn"] = strings.Trim(d["green_vn"].(string), "+") })},
		{name: "the id is no UUID", profile: "classic", rules: "greenvn-id-shape", vendor: bending("createGreenvn", func(d object) { d["greenvn_id"] = "gvn-" + d["greenvn_id"].(string)[:8] })},
		{name: "one id for all", profile: "current", rules: "greenvn-id-shape", vendor: bending("createGreenvn", func(d object) { d["greenvn_id"] = same.first("id", d["greenvn_id"]) })},
		{name: "PINs are texts", profile: "current", rules: "greenvn-pins", vendor: with("createGreenvn", "aparty_pins", []any{"4821"})},
		{name: "PINs swapped", profile: "classic", rules: "greenvn-pins", vendor: bending(vnAll, swap("aparty_pins", "bparty_pins"))},
		{name: "PINs of a side out of order", profile: "current", rules: "greenvn-pins", vendor: bending(vnAll, func(d object) {
			if side, ok := d["aparty_pins"].([]any); ok && len(side) == 2 {
				side[0], side[1] = side[1], side[0]
			}
		})},
		{name: "PINs not told", profile: "classic", rules: "greenvn-pins", vendor: bending("readGreenvn", func(d object) { delete(d, "aparty_pins") })},
		{name: "PINs rounded", profile: "current", rules: "greenvn-pins", vendor: replied(func(_ *plea, a *response) {
			a.body = []byte(strings.ReplaceAll(string(a.body), "1234567890", "1234567000"))
		})},
		{name: "flow not told", profile: "classic", rules: "greenvn-flow-echo", vendor: without("createGreenvn", "flow_id")},
		{name: "flow told unasked", profile: "current", rules: "greenvn-flow-echo", vendor: bending("createGreenvn", func(d object) { d["flow_id"] = "sales" })},
		{name: "a number lent twice", profile: "classic", rules: "greenvn-number-exclusive", vendor: during("createGreenvn", replied(func(q *plea, a *response) {
			retell(a, func(d object) { d["green_vn"] = lent.first(q.tenant, d["green_vn"]) })
		}))},
		{name: "a lent number lent when none is free", profile: "current", rules: "greenvn-pool-empty", vendor: lentTwice()},
	}...)
}

// lentTwice answers as it did before when no number is free.
func lentTwice() bend {
	var last memory
	return during("createGreenvn", func(q *plea, on pass) *response {
		a := on(q)
		if _, code := a.error(); code == "4" {
			before, ok := last.get(q.tenant).(response)
			if ok {
				return &before
			}
		} else if a != nil {
			last.keep(q.tenant, *a)
		}
		return a
	})
}

// acceptMutants take what has to be refused.
func acceptMutants() []mutant {
	fill := func(key string, value any) func(object) {
		return func(b object) {
			if b[key] == nil {
				b[key] = value
			}
		}
	}
	usage := func(b object) { b["usage"] = "twoway" }
	strip := func(keys ...string) func(object) {
		return func(b object) {
			maps.DeleteFunc(b, func(k string, _ any) bool { return strings.Contains(strings.Join(keys, " "), k) })
		}
	}
	good := func(b object) {
		b["aparty_numbers"], b["bparty_numbers"] = []any{"+919811111111"}, []any{"+919822222222"}
	}
	create := func(do bend) bend { return during("createGreenvn", do) }
	return []mutant{
		{name: "usage may be missing", profile: "classic", rules: "greenvn-usage-mandatory", vendor: create(yields("3", usage))},
		{name: "connection id may be missing", profile: "current", rules: "greenvn-create-missing", vendor: create(yields("3", fill("connection_id", "made-up")))},
		{name: "b-party may be missing", profile: "classic", rules: "greenvn-create-missing", vendor: create(yields("3", fill("bparty_numbers", []any{"+919822222222"})))},
		{name: "any usage is taken", profile: "current", rules: "greenvn-usage-values", vendor: create(yields("5", usage))},
		{name: "a policy may be a list", profile: "classic", rules: "greenvn-policy-object", vendor: create(yields("5", strip("deallocation_policy")))},
		{name: "any duration is taken", profile: "current", rules: "greenvn-duration-units", vendor: create(yields("5", strip("deallocation_policy")))},
		{name: "any PIN is taken", profile: "classic", rules: "greenvn-pins-positive", vendor: create(yields("5", strip("aparty_pins", "bparty_pins")))},
		{name: "PINs as text are refused", profile: "current", rules: "greenvn-pins-text", vendor: asked("createGreenvn", func(b object) {
			if pins, ok := b["aparty_pins"].([]any); ok {
				if _, text := pins[0].(string); text {
					pins[0] = true
				}
			}
		})},
		{name: "any phone number is taken", profile: "classic", rules: "greenvn-number-format", vendor: create(yields("16", good))},
		{name: "one number several times is taken", profile: "current", rules: "greenvn-duplicate-numbers", vendor: create(yields("13", good))},
		{name: "one number on both sides is taken", profile: "classic", rules: "greenvn-same-number-both-sides", vendor: create(yields("14", good))},
		{name: "a taken connection id is taken again", profile: "current", rules: "greenvn-connection-unique", vendor: create(yields("18", func(b object) { b["connection_id"] = b["connection_id"].(string) + "-again" }))},
		{name: "a connection id is never free again", profile: "classic", rules: "greenvn-connection-reuse", vendor: usedOnce()},
		{name: "any call flow is taken", profile: "classic", rules: "greenvn-flow-unknown", vendor: create(yields("50", strip("flow_id")))},
		{name: "a call flow need not be named", profile: "current", rules: "greenvn-flow-required", vendor: create(yields("3", fill("flow_id", "sales")))},
		{name: "a refusal lends a number", profile: "current", rules: "greenvn-create-missing", vendor: create(func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "3" {
				one := *q
				one.body = []byte(`{"connection_id":"ghost","aparty_numbers":["+919811111111"],"bparty_numbers":["+919822222222"],"usage":"twoway"}`)
				on(&one)
			}
			return a
		})},
	}
}

// usedOnce refuses connection ids that were ever used.
func usedOnce() bend {
	var used memory
	return during("createGreenvn", func(q *plea, on pass) *response {
		body, _ := parsed(q.body).(object)
		name := q.tenant + " " + string(encoded(body["connection_id"]))
		if used.get(name) != nil {
			one := *q
			body["connection_id"] = "blocked"
			one.body = encoded(body)
			on(&one)
			return on(&one)
		}
		a := on(q)
		if a != nil && a.status < 300 {
			used.keep(name, true)
		}
		return a
	})
}

// preferenceMutants lend another number than was wished for.
func preferenceMutants() []mutant {
	const lends = "createGreenvn updateGreenvnNumber"
	return []mutant{
		{name: "strictness not heard", profile: "classic", rules: "greenvn-strict", vendor: deaf(lends, "strictness")},
		{name: "always strict", profile: "current", rules: "greenvn-lenient", vendor: asked(lends, func(b object) { b["strictness"] = true })},
		{name: "strictness as text not heard", profile: "classic", rules: "greenvn-strictness-text", vendor: asked(lends, func(b object) {
			if _, text := b["strictness"].(string); text {
				delete(b, "strictness")
			}
		})},
		{name: "strictness as text is always yes", profile: "current", rules: "greenvn-strictness-text", vendor: asked(lends, func(b object) {
			if _, text := b["strictness"].(string); text {
				b["strictness"] = true
			}
		})},
		{name: "region not heard", profile: "current", rules: "greenvn-region", vendor: deaf(lends, "preferences.region")},
		{name: "any region is taken", profile: "classic", rules: "greenvn-region-unsupported", vendor: yields("15", func(b object) { forget(b, "preferences.region") })},
		{name: "type not heard", profile: "classic", rules: "greenvn-type", vendor: deaf(lends, "preferences.type")},
		{name: "PIN code not heard", profile: "current", rules: "greenvn-pin-code", vendor: deaf(lends, "preferences.pin_code")},
		{name: "PIN code outside not heard", profile: "classic", rules: "greenvn-pin-code-outside", vendor: deaf(lends, "preferences.pin_code")},
		{name: "PIN code over region", profile: "current", rules: "greenvn-region-over-pin-code", vendor: asked(lends, func(b object) {
			if p, ok := b["preferences"].(object); ok && p["pin_code"] != nil {
				delete(p, "region")
			}
		})},
		{name: "named number not heard", profile: "classic", rules: "greenvn-preferred-number", vendor: deaf(lends, "preferences.greenvn")},
		{name: "wishes not heard for another number", profile: "current", rules: "greenvn-vn-preferences", vendor: deaf("updateGreenvnNumber", "preferences")},
	}
}
