package rest_test

import (
	"maps"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// flaw is one thing wrong with a request. Flaws stand in the order in which they must speak.
type flaw struct {
	name, says string
	spoil      func(*spoiled)
}

// spoiled is a request in the making and what stands in its way.
type spoiled struct {
	headers []string
	tail    string // after the body
	body    object
	tenant  string
	path    string
	taken   bool // an active allocation has the reference
	pool    int  // numbers left
}

// setting is the flaw of a wrong value.
func setting(name, says string, pairs ...any) flaw {
	return flaw{name, says, func(s *spoiled) { s.body = s.body.with(pairs...) }}
}

// doors are the flaws that speak before a body is looked at.
func doors(profile string) []flaw {
	unknown := "403/8"
	if profile == dialect.Exobridge {
		unknown = "404/1"
	}
	return []flaw{
		{"no credentials", "401/7", func(s *spoiled) { s.headers = nil }},
		{"unknown tenant", unknown, func(s *spoiled) { s.tenant = "nobody" }},
		{"another's credentials", "403/8", func(s *spoiled) {
			if s.headers != nil {
				s.headers = []string{asOther()}
			}
		}},
		{"unreadable", "400/5", func(s *spoiled) { s.tail = "]" }},
	}
}

// adding lengthens a list, so that several flaws may show in it.
func adding(name, says, key string, more ...string) flaw {
	return flaw{name, says, func(s *spoiled) {
		list, _ := s.body[key].([]string)
		s.body = s.body.with(key, append(append([]string{}, list...), more...))
	}}
}

// nested sets keys of an object inside the body.
func nested(name, says, outer string, pairs ...any) flaw {
	return flaw{name, says, func(s *spoiled) {
		inner, ok := s.body[outer].(object)
		if !ok {
			inner = object{}
		}
		s.body = s.body.with(outer, inner.with(pairs...))
	}}
}

func classicCreateFlaws() []flaw {
	return append(doors(dialect.Classic),
		setting("missing", "400/3", "usage", nil),
		setting("malformed", "400/5", "strictness", 7),
		nested("number", "400/16", "preferences", "greenvn", "98765"),
		adding("duplicates", "409/13", "bparty_numbers", bob),
		adding("both sides", "409/14", "aparty_numbers", bob),
		nested("region", "403/15", "preferences", "region", "XX"),
		setting("flow", "422/50", "flow_id", "4207"),
		flaw{"reference", "409/18", func(s *spoiled) { s.taken = true }},
		flaw{"pool", "452/4", func(s *spoiled) { s.pool = 1 }},
	)
}

func exobridgeCreateFlaws() []flaw {
	return append(doors(dialect.Exobridge),
		setting("missing", "400/3", "from", nil),
		setting("malformed", "400/5", "record", "yes"),
		adding("number", "400/16", "to", "98765"),
		flaw{"both sides", "409/14", func(s *spoiled) {
			if s.body["from"] != nil {
				s.body = s.body.with("from", []string{bob})
			}
		}},
		setting("not in the pool", "400/5", "caller_id_number", carol),
	)
}

func classicPinFlaws() []flaw {
	return append(doors(dialect.Classic),
		setting("missing", "400/3", "transaction_id", nil),
		setting("malformed", "400/5", "usage", "both"),
		nested("number", "400/16", "a", "vns", []string{vn0, "98765"}),
		nested("duplicates", "409/13", "b", "numbers", []string{bob, bob}),
		nested("both sides", "409/14", "a", "numbers", []string{alice, bob}),
		flaw{"reference", "409/18", func(s *spoiled) { s.taken = true }},
	)
}

func updateFlaws(profile, a, b string) []flaw {
	gone := "410/22"
	if profile == dialect.Exobridge {
		gone = "409/22"
	}
	return append(doors(profile),
		adding("number", "400/16", a, "98765"),
		flaw{"duplicates", "409/13", func(s *spoiled) { s.body = s.body.with(b, []string{bob2, bob2}) }},
		adding("both sides", "409/14", a, bob2),
		flaw{"unknown", "404/1", func(s *spoiled) { s.path = strings.Replace(s.path, "{id}", "none", 1) }},
		flaw{"deleted", gone, func(s *spoiled) { s.taken = true }},
	)
}

// TestPrecedence spoils a request in two ways at once, for every pair of ways, and in all ways from one on: the first in
// the order of the vendor's table has to speak.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile, method, path string
		body                  object
		flaws                 []flaw
		ready                 bool // an allocation is there to be updated
	}{
		"classic createGreenvn":          {dialect.Classic, "POST", "/greenvn", classicGreenvn(), classicCreateFlaws(), false},
		"current createGreenvn":          {dialect.Current, "POST", "/greenvn", classicGreenvn(), classicCreateFlaws(), false},
		"exobridge createGreenvn":        {dialect.Exobridge, "POST", "/greenvn", exobridgeGreenvn(), exobridgeCreateFlaws(), false},
		"classic createGreenpin":         {dialect.Classic, "POST", "/greenpin", classicGreenpin(), classicPinFlaws(), false},
		"classic updateGreenvnParties":   {dialect.Classic, "PUT", "/greenvn/{id}/call-party", object{"bparty_numbers": []string{bob2}}, updateFlaws(dialect.Classic, "aparty_numbers", "bparty_numbers"), true},
		"current updateGreenvnParties":   {dialect.Current, "PUT", "/greenvn/{id}/call-party", object{"bparty_numbers": []string{bob2}}, updateFlaws(dialect.Current, "aparty_numbers", "bparty_numbers"), true},
		"exobridge updateGreenvnParties": {dialect.Exobridge, "PUT", "/greenvn/{id}/call-party", object{"to": []string{bob2}}, updateFlaws(dialect.Exobridge, "from", "to"), true},
		"exobridge updateGreenpin":       {dialect.Exobridge, "PUT", "/greenpin/{id}", object{"to": []string{bob2}}, updateFlaws(dialect.Exobridge, "from", "to"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i := range c.flaws {
				for j := range c.flaws {
					var flaws []flaw
					switch {
					case j > i:
						flaws = []flaw{c.flaws[i], c.flaws[j]}
					case j == i:
						flaws = c.flaws[i:]
					default:
						continue
					}
					s := &spoiled{headers: []string{asAcme()}, body: maps.Clone(c.body), tenant: "acme", path: c.path, pool: 4}
					names := make([]string, len(flaws))
					for k, f := range flaws {
						names[k] = f.name
						f.spoil(s)
					}
					if got := s.ask(t, c.profile, c.method, c.ready); got.verdict() != c.flaws[i].says {
						t.Errorf("%s: %s, want %s of the first\n%s", strings.Join(names, " + "), got.verdict(), c.flaws[i].says, got)
					}
				}
			}
		})
	}
}

// ask makes what stands in the way and asks.
func (s *spoiled) ask(t *testing.T, profile, method string, ready bool) answer {
	t.Helper()
	h := strict(t, profile, func(tenant *sim.Tenant) { tenant.Exchange.Numbers = pool(s.pool) })
	script := h.script("acme")
	words := everything(profile)
	made := words["createGreenvn"]
	if strings.HasPrefix(s.path, "/greenpin") {
		made = words["createGreenpin"]
	}
	switch {
	case ready:
		script.say("made", made.saying(asAcme()))
		if s.taken {
			script.say("gone", del(s.path[:strings.LastIndex(s.path+"/", "}")+1]).saying(asAcme()))
		}
	case s.taken:
		script.say("taken", made.saying(asAcme()))
	case s.pool == 1:
		other := classicGreenvn().with("connection_id", "order-2")
		script.say("emptied", post("/greenvn", other).saying(asAcme()))
	}
	r := sending(method, "/v1/tenants/"+s.tenant+s.path, s.body)
	r.body += s.tail
	return script.say("asked", r.saying(s.headers...))
}

// TestRateSpeaksAfterCredentialsAndBeforeBodies holds the one refusal the order does not name against its neighbours.
func TestRateSpeaksAfterCredentialsAndBeforeBodies(t *testing.T) {
	t.Parallel()
	s := strict(t, dialect.Classic, slow).script("acme")
	s.say("the allowance", get("/settings").saying(asAcme()))
	for _, c := range []struct {
		ask  request
		want string
	}{
		{post("/greenvn", "]"), "401/7"},
		{post("/greenvn", "]").saying(asOther()), "403/8"},
		{post("/greenvn", "]").saying(asAcme()), "429/17"},
		{post("/nothing", "]").saying(asAcme()), "404/5"},
	} {
		if got := s.say("asked", c.ask); got.verdict() != c.want {
			t.Errorf("%s %v: %s, want %s", c.ask.path, c.ask.headers, got.verdict(), c.want)
		}
	}
}
