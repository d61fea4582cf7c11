package main

import (
	"encoding/base64"
	"maps"
	"strings"
)

// accessMutants let in whom they should not, or keep out whom they should let in.
func accessMutants() []mutant {
	basic := func(name, word string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+word))
	}
	own, other := basic(ownKey, ownToken), basic(otherKey, otherToken)
	show := func(as string, when func(shown string) bool) bend {
		return func(q *plea, on pass) *response {
			if when(q.header.Get("Authorization")) {
				q.header.Set("Authorization", as)
			}
			return on(q)
		}
	}
	absent := func(shown string) bool { return shown == "" }
	wrong := func(shown string) bool { return shown != "" && shown != own && shown != other }
	foreign := func(q *plea, on pass) *response {
		if q.header.Get("Authorization") == other && !strings.HasSuffix(q.tenant, "-other") {
			q.header.Set("Authorization", own)
		}
		return on(q)
	}
	leaky := func(q *plea, on pass) *response {
		a := on(q)
		if _, code := a.error(); code == "1" && strings.HasSuffix(q.tenant, "-other") {
			q.path = strings.Replace(q.path, "-other/", "/", 1)
			q.header.Set("Authorization", own)
			return on(q)
		}
		return a
	}
	mixed := func(q *plea, on pass) *response {
		if q.operation == "deleteGreenvn" { // ends what the first tenant has too
			one := *q
			one.path = strings.Replace(q.path, "-other/", "/", 1)
			one.header = q.header.Clone()
			one.header.Set("Authorization", own)
			on(&one)
		}
		return leaky(q, on)
	}
	return []mutant{
		{name: "nobody needs credentials", profile: "classic", rules: "access-no-credentials", vendor: show(own, absent)},
		{name: "nobody needs credentials", profile: "exobridge", rules: "access-no-credentials-exobridge", vendor: show(own, absent)},
		{name: "any credentials are taken", profile: "current", rules: "access-wrong-credentials", vendor: show(own, wrong)},
		{name: "any credentials are taken", profile: "exobridge", rules: "access-wrong-credentials", vendor: show(own, wrong)},
		{name: "another tenant's credentials are taken", profile: "classic", rules: "access-other-tenant", vendor: foreign},
		{name: "another tenant's credentials are taken", profile: "exobridge", rules: "access-other-tenant-exobridge", vendor: foreign},
		{name: "401 for another tenant's credentials", profile: "current", rules: "access-other-tenant", vendor: then(answering("8", 401), coding("8", "7"))},
		{name: "404 for a tenant nobody named", profile: "current", rules: "access-unknown-tenant", vendor: answering("8", 404)},
		{name: "403 for a tenant nobody named", profile: "exobridge", rules: "access-unknown-tenant-exobridge", vendor: replied(func(q *plea, a *response) {
			if a.status == 404 && strings.HasPrefix(q.tenant, "no-such") {
				a.relabel(403)
			}
		})},
		{name: "the body speaks before credentials", profile: "classic", rules: "access-speaks-first", vendor: show(own, func(shown string) bool { return shown != own })},
		{name: "what another tenant has can be read", profile: "classic", rules: "access-isolation", vendor: leaky},
		{name: "what another tenant has can be read", profile: "exobridge", rules: "access-isolation-exobridge", vendor: leaky},
		{name: "what another tenant has can be deleted", profile: "current", rules: "access-isolation", vendor: mixed},
		{name: "no bound on the rate", profile: "current", rules: "access-rate-limit", vendor: rash()},
		{name: "no bound on the rate", profile: "exobridge", rules: "access-rate-limit-exobridge", vendor: rash()},
	}
}

// rash answers as it did before when it should say that this is too fast.
func rash() bend {
	var last memory
	return func(q *plea, on pass) *response {
		a := on(q)
		if a != nil && a.status == 429 {
			if before, ok := last.get(q.tenant).(response); ok {
				return &before
			}
		} else if a != nil && a.status < 300 {
			last.keep(q.tenant, *a)
		}
		return a
	}
}

// settingsMutants keep settings wrongly, or do not heed them.
func settingsMutants() []mutant {
	put := func(do bend) bend { return during("updateSettings", do) }
	merged := func(asked, data object) {
		maps.Copy(data, asked)
	}
	unkept := func(key string) bend { // says it has kept what it has not
		return put(func(q *plea, on pass) *response {
			body, _ := parsed(q.body).(object)
			value, named := body[key]
			delete(body, key)
			if q.body = encoded(body); body == nil {
				q.body = []byte("{")
			}
			a := on(q)
			retell(a, func(d object) {
				if named {
					d[key] = value
				}
			})
			return a
		})
	}
	return []mutant{
		{name: "settings swallowed", profile: "classic", rules: "settings-keep", vendor: swallowed("updateSettings", merged)},
		{name: "settings left out are reset", profile: "current", rules: "settings-keep", vendor: put(func(q *plea, on pass) *response {
			if body, ok := parsed(q.body).(object); ok && body["timezone"] != nil {
				body["deletion_time"] = 0
				q.body = encoded(body)
			}
			return on(q)
		})},
		{name: "settings are read without a key", profile: "classic", rules: "settings-read", vendor: without("readSettings", "timezone")},
		{name: "settings are read as texts", profile: "current", rules: "settings-read", vendor: with("readSettings", "aparty_pin_length", "4")},
		{name: "settings are read bare", profile: "classic", rules: "settings-read", vendor: during("readSettings", replied(func(_ *plea, a *response) {
			a.body = encoded(a.data(parsed(a.body)))
		}))},
		{name: "other keys are dropped", profile: "classic", rules: "settings-others", vendor: bending("readSettings updateSettings", func(d object) { delete(d, "country"); delete(d, "tags") })},
		{name: "bad settings are taken", profile: "current", rules: "settings-bad", vendor: during("updateSettings", func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "5" {
				one := *q
				one.method, one.body = "GET", nil
				return on(&one)
			}
			return a
		})},
		{name: "bad settings are half kept", profile: "classic", rules: "settings-bad", vendor: put(func(q *plea, on pass) *response {
			a := on(q)
			if _, code := a.error(); code == "5" {
				one := *q
				one.body = []byte(`{"country":"LK"}`)
				on(&one)
			}
			return a
		})},
		{name: "the zone is not heeded", profile: "classic", rules: "settings-zone", vendor: unkept("timezone")},
		{name: "the longest time is not heeded", profile: "current", rules: "settings-max-deallocation", vendor: unkept("max_deallocation_time")},
		{name: "the usual flow is not heeded", profile: "classic", rules: "settings-default-flow", vendor: unkept("default_flow_id")},
		{name: "any usual flow is taken", profile: "current", rules: "settings-flow-unknown", vendor: yields("50", func(b object) { delete(b, "default_flow_id") })},
		{name: "the lengths of PINs are not heeded", profile: "classic", rules: "settings-pin-length", vendor: unkept("aparty_pin_length")},
		{name: "exobridge settings in the exobridge envelope", profile: "exobridge", rules: "settings-exobridge", vendor: during("readSettings updateSettings", replied(func(_ *plea, a *response) {
			if whole, ok := parsed(a.body).(object); ok && whole["data"] != nil {
				a.body = encoded(object{"response": whole["data"]})
			}
		}))},
		{name: "a rest after deleting is not heeded", profile: "current", rules: "greenvn-cool-off", vendor: unkept("deletion_time")},
	}
}
