package main

import (
	"maps"
	"strings"
)

const (
	pinAll    = "createGreenpin readGreenpin updateGreenpin deleteGreenpin"
	pinOthers = "readGreenpin updateGreenpin deleteGreenpin"
)

// side changes one side of what is told or asked.
func side(name string, change func(object)) func(object) {
	return func(d object) {
		if one, ok := d[name].(object); ok {
			change(one)
		}
	}
}

// greenpinMutants are wrong about GreenPins.
func greenpinMutants() []mutant {
	all := []mutant{}
	for field, profile := range map[string]string{
		"transaction_id": "classic", "greenpin_id": "current", "a": "classic", "b": "current", "usage": "classic", "state": "current", "deallocation_time": "classic",
	} {
		all = append(all, mutant{name: "create GreenPin without " + field, profile: profile, rules: "greenpin-create", vendor: without("createGreenpin", field)})
	}
	var same, lent memory
	shift := func(old, other string) bend {
		return bending(pinAll, func(d object) {
			if at, ok := d["deallocation_time"].(string); ok {
				d["deallocation_time"] = strings.Replace(at, old, other, 1)
			}
		})
	}
	create := func(do bend) bend { return during("createGreenpin", do) }
	good := func(b object) {
		for name, number := range map[string]string{"a": "+919811111111", "b": "+919822222222"} {
			side(name, func(s object) { s["numbers"] = []any{number} })(b)
		}
	}
	return append(all, []mutant{
		{name: "PINs are numbers", profile: "current", rules: "greenpin-create", vendor: bending(pinAll, side("a", func(s object) { s["pin"] = 4821 }))},
		{name: "one PIN for all on a number", profile: "classic", rules: "greenpin-number-shared", vendor: bending(pinAll, side("a", func(s object) { s["pin"] = same.first("pin", s["pin"]) }))},
		{name: "sides of a GreenPin swapped", profile: "current", rules: "greenpin-create", vendor: bending("createGreenpin", func(d object) { d["a"], d["b"] = d["b"], d["a"] })},
		{name: "numbers of a GreenPin as text", profile: "classic", rules: "greenpin-create", vendor: bending("createGreenpin", side("a", func(s object) { s["numbers"] = "+919812300001" }))},
		{name: "GreenPins are oneway unless said", profile: "classic", rules: "greenpin-usage-default", vendor: asked("createGreenpin", func(b object) {
			if b["usage"] == nil {
				b["usage"] = "oneway"
			}
		})},
		{name: "numbers to call are not shared", profile: "current", rules: "greenpin-vns-shared", vendor: bending("createGreenpin", side("b", func(s object) { s["vns"] = []any{} }))},
		{name: "a length of PINs is not heard", profile: "classic", rules: "greenpin-pins-made", vendor: asked("createGreenpin", func(b object) {
			side("a", func(s object) {
				maps.DeleteFunc(s, func(k string, _ any) bool { return strings.Contains(k, "length") })
			})(b)
			side("b", func(s object) {
				maps.DeleteFunc(s, func(k string, _ any) bool { return strings.Contains(k, "length") })
			})(b)
			maps.DeleteFunc(b, func(k string, _ any) bool { return strings.Contains(k, "length") })
		})},
		{name: "a PIN that was told opens nothing", profile: "current", rules: "greenpin-pins-made", vendor: bending("createGreenpin", side("a", func(s object) { s["pin"] = reversed(s["pin"].(string)) }))},
		{name: "a PIN that is taken is taken again", profile: "classic", rules: "greenpin-pin-taken", vendor: create(yields("5", func(b object) {
			side("a", func(s object) { delete(s, "pin") })(b)
			side("b", func(s object) { delete(s, "pin") })(b)
		}))},
		{name: "a taken transaction is taken again", profile: "current", rules: "greenpin-transaction-unique", vendor: create(yields("18", func(b object) { b["transaction_id"] = "again" }))},
		{name: "400 for a taken transaction", profile: "classic", rules: "greenpin-transaction-unique", vendor: answering("18", 400)},
		{name: "a transaction id may be missing", profile: "current", rules: "greenpin-missing", vendor: create(yields("3", func(b object) { b["transaction_id"] = "made-up" }))},
		{name: "any phone number is taken for a GreenPin", profile: "classic", rules: "greenpin-number-format", vendor: create(yields("16", good))},
		{name: "one number several times is taken for a GreenPin", profile: "current", rules: "greenpin-duplicate-numbers", vendor: create(yields("13", good))},
		{name: "one number on both sides is taken for a GreenPin", profile: "classic", rules: "greenpin-same-number-both-sides", vendor: create(yields("14", good))},
		{name: "400 for a number lent to a GreenVN", profile: "classic", rules: "greenpin-no-free-number", vendor: answering("4", 400)},
		{name: "404 for a number to call not in the pool", profile: "current", rules: "greenpin-vns-not-in-pool", vendor: answering("5", 404)},
		{name: "code 18 for who joined with another PIN", profile: "current", rules: "greenpin-other-pin", vendor: coding("19", "18")},
		{name: "the end is told an hour late", profile: "classic", rules: "greenpin-deallocation-time", vendor: shift(" 1", " 2")},
		{name: "the end is told as RFC 3339", profile: "current", rules: "greenpin-deallocation-time", vendor: shift(" ", "T")},
		{name: "the end is told as a day", profile: "classic", rules: "greenpin-create", vendor: bending(pinAll, func(d object) {
			if at, ok := d["deallocation_time"].(string); ok {
				d["deallocation_time"] = at[:10]
			}
		})},
		{name: "a GreenPin never runs out", profile: "current", rules: "greenpin-expiry", vendor: with("readGreenpin", "state", "active")},
		{name: "a GreenPin's policy is not heard", profile: "classic", rules: "greenpin-expiry", vendor: deaf("createGreenpin", "deallocation_policy")},
		{name: "a change is swallowed", profile: "classic", rules: "greenpin-update", vendor: swallowed("updateGreenpin", merge)},
		{name: "a changed policy is not heard", profile: "current", rules: "greenpin-update", vendor: deaf("updateGreenpin", "deallocation_policy")},
		{name: "a change resets the usage", profile: "classic", rules: "greenpin-update", vendor: asked("updateGreenpin", func(b object) {
			if b["usage"] == nil {
				b["usage"] = "twoway"
			}
		})},
		{name: "a change of nothing is taken", profile: "current", rules: "greenpin-update-nothing", vendor: during("updateGreenpin", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "3" {
				return q.reads(on)
			}
			return a
		})},
		{name: "deleting a GreenPin swallowed", profile: "classic", rules: "greenpin-delete greenpin-ended", vendor: swallowed("deleteGreenpin", func(_, d object) { d["state"] = "vault" })},
		{name: "deleting a GreenPin tells active", profile: "current", rules: "greenpin-delete", vendor: with("deleteGreenpin", "state", "active")},
		{name: "deleting a GreenPin twice is 200", profile: "classic", rules: "greenpin-ended", vendor: endedTaken("deleteGreenpin")},
		{name: "changing an ended GreenPin is 200", profile: "current", rules: "greenpin-ended", vendor: endedTaken("updateGreenpin")},
		{name: "410 for a GreenPin nobody has", profile: "current", rules: "greenpin-unknown", vendor: answering("1", 410)},
		{name: "one GreenPin's id for all", profile: "classic", rules: "greenpin-create", vendor: bending("createGreenpin", func(d object) { d["greenpin_id"] = lent.first("id", d["greenpin_id"]) })},
	}...)
}

// merge pretends that what was asked was done.
func merge(asked, data object) {
	for key, value := range asked {
		one, inner := data[key].(object)
		if more, ok := value.(object); inner && ok {
			maps.Copy(one, more)
		} else if data[key] != nil {
			data[key] = value
		}
	}
}

func reversed(digits string) string {
	var b strings.Builder
	for i := len(digits) - 1; i >= 0; i-- {
		b.WriteByte(digits[i])
	}
	return b.String()
}

// bulkMutants are wrong about changes of many.
func bulkMutants() []mutant {
	items := func(change func(items []any) []any) bend {
		return during("updateGreenpins", func(q *plea, on pass) *response {
			body := parsed(q.body)
			if whole, ok := body.(object); ok {
				if list, ok := whole["greenpins"].([]any); ok {
					whole["greenpins"] = change(list)
				}
			} else if list, ok := body.([]any); ok {
				body = change(list)
			}
			q.body = encoded(body)
			return on(q)
		})
	}
	outcomes := func(change func(items []any) []any) bend {
		return during("updateGreenpins", replied(func(_ *plea, a *response) {
			whole, _ := parsed(a.body).(object)
			for _, key := range []string{"data", "response"} {
				if list, ok := whole[key].([]any); ok {
					whole[key] = change(list)
					a.body = encoded(whole)
				}
			}
		}))
	}
	repeat := func(list []any) []any { // the first item in place of the last
		if len(list) < 2 || len(list) > 5 {
			return list
		}
		return append(list[:len(list)-1:len(list)-1], list[0])
	}
	reverse := func(list []any) []any {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
		return list
	}
	fine := func(list []any) []any {
		for i, one := range list {
			told := one.(object)
			if told["success"] == false || told["status"] == "failed" {
				good := maps.Clone(list[0].(object))
				if id := told["greenpin_id"]; id != nil {
					good["greenpin_id"] = id
				}
				list[i] = good
			}
		}
		return list
	}
	stop := func(list []any) []any { // nothing is done after one that fails
		for i, one := range list {
			if item, ok := one.(object); !ok || item["greenpin_id"] == nil || strings.Contains(string(encoded(item)), "nobody") {
				return list[:i+1]
			}
		}
		return list
	}
	all := []mutant{}
	for profile, rules := range map[string]string{"classic": "greenpin-bulk", "exobridge": "exobridge-greenpin-bulk exobridge-greenpin-bulk-failed"} {
		all = append(all,
			mutant{name: "an item of many is swallowed", profile: profile, rules: rules, vendor: items(repeat)},
			mutant{name: "an outcome of many is left out", profile: profile, rules: rules, vendor: outcomes(func(l []any) []any { return l[:len(l)-1] })},
			mutant{name: "outcomes out of order", profile: profile, rules: rules, vendor: outcomes(reverse)},
			mutant{name: "an item that failed is told as done", profile: profile, rules: rules, vendor: outcomes(fine)},
			mutant{name: "nothing is done after an item that fails", profile: profile, rules: rules, vendor: items(stop)},
		)
	}
	return append(all,
		mutant{name: "400 for too many items", profile: "current", rules: "greenpin-bulk-limit", vendor: answering("17", 400)},
		mutant{name: "as many items as one likes", profile: "exobridge", rules: "exobridge-greenpin-bulk-limit", vendor: items(func(l []any) []any { return l[:min(len(l), 100)] })},
		mutant{name: "too many items are done in part", profile: "classic", rules: "greenpin-bulk-limit", vendor: during("updateGreenpins", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "17" {
				if whole, ok := parsed(q.body).(object); ok {
					one := *q
					whole["greenpins"] = whole["greenpins"].([]any)[:2]
					one.body = encoded(whole)
					on(&one)
				}
			}
			return a
		})},
	)
}
