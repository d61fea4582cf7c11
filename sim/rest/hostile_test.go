package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// drift runs a test in a bubble, where the wall time that slow answers take costs nothing.
func drift(t *testing.T, body func(*testing.T)) {
	t.Helper()
	t.Parallel()
	if _, err := documents(); err != nil { // outside, since other tests wait for the same loading
		t.Fatal(err)
	}
	synctest.Test(t, body)
}

// transcripts carries out everything that goes well, and everything that does not, in one generation.
func transcripts(t *testing.T, profile string, seed uint64, hostile bool) map[string]*script {
	t.Helper()
	all := map[string]*script{}
	successes, causes := classicSuccesses(), classicCauses()
	template := open(profile, 44)
	template.Exchange.Flows, template.Hostile = []string{"sales", "support"}, hostile
	if profile == dialect.Exobridge {
		template.Exchange.Flows, successes, causes = nil, exobridgeSuccesses(), exobridgeCauses()
	}
	all["successes"] = build(t, sim.Spec{Seed: seed, Template: template}).script("acme")
	for _, s := range successes {
		all["successes"].say(s.name, s.ask)
	}
	for i, c := range append(causes, strayCauses()...) {
		template := open(profile, 22)
		if c.in != nil {
			c.in(&template)
		}
		template.Hostile = hostile
		s := build(t, sim.Spec{Seed: 1000*seed + uint64(i), Template: template}).script("acme")
		for _, r := range append(slices.Clone(c.before), c.ask) {
			s.say(c.name, r)
		}
		all[c.name] = s
	}
	locked := strict(t, profile, func(acme *sim.Tenant) { acme.Hostile = hostile }).script("acme")
	for range 4 {
		locked.say("locked out", get("/settings"))
	}
	all["locked out"] = locked
	return all
}

// plain undoes in an answer what a tolerant client does not rely on: what is left is to be the same as without hostile
// mode.
func plain(t *testing.T, s *script, a answer) any {
	t.Helper()
	body := a.body
	for i, id := range s.ids {
		body = strings.ReplaceAll(body, id, fmt.Sprint("ID", i+1))
	}
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	if list, ok := value.([]any); ok && len(list) == 1 {
		value = list[0]
	}
	status := a.status
	switch {
	case a.verdict() == verdict(402, 7):
		status = 401
	case a.verdict() == verdict(400, 22):
		status = 410
	case status == 201:
		status = 200
	}
	return []any{status, bare(value)}
}

func bare(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, item := range v {
			if key == "green_vn" || key == "greenvn" {
				key = "number"
			}
			if strings.HasPrefix(key, "x_sim_extra") || key == "status" && fmt.Sprintf("%T", item) == "float64" || item == nil || item == "" {
				continue
			}
			out[key] = bare(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = bare(v[i])
		}
		return out
	}
	return value
}

// TestHostileAnswersSayTheSame asks everything of a hostile tenant and of a plain one, with many seeds. What a tolerant
// client reads is the same, every answer is as its document has it (the house sees to that), and every variation of
// answers comes about.
func TestHostileAnswersSayTheSame(t *testing.T) {
	drift(t, func(t *testing.T) {
		seen := map[string]bool{}
		for _, profile := range generations() {
			for seed := uint64(1); seed <= 2; seed++ {
				calm, wild := transcripts(t, profile, seed, false), transcripts(t, profile, seed, true)
				for name, s := range wild {
					for i, a := range s.answers {
						if diff := cmp.Diff(plain(t, calm[name], calm[name].answers[i]), plain(t, s, a)); diff != "" {
							t.Errorf("%s, %s, answer %d (-plain +hostile):\n%s\n%s", profile, name, i+1, diff, a)
						}
						told(a, seen)
					}
					for _, a := range calm[name].answers {
						if got := a.header.Get("X-Sim-Varied"); got != "" {
							t.Errorf("a plain tenant is told %s", got)
						}
					}
				}
			}
		}
		lookUps(t, seen)
		for _, v := range dialect.Variations() {
			if v.Where != "events" && !seen[v.Name] {
				t.Errorf("%s was never seen", v.Name)
			}
		}
	})
}

// told notes the names in an answer's head.
func told(a answer, seen map[string]bool) {
	for part := range strings.SplitSeq(a.header.Get("X-Sim-Varied"), ", ") {
		name, _, _ := strings.Cut(strings.Fields(part + " .")[0], "=")
		seen[name] = true
	}
}

// lookUps asks for a call many times, in JSON and in XML.
func lookUps(t *testing.T, seen map[string]bool) {
	t.Helper()
	template := open(dialect.Exobridge, 1)
	template.Hostile = true
	h := build(t, sim.Spec{Template: template})
	h.ask("POST", "/v1/tenants/acme/greenvn", `{"caller_id_number":"`+vn0+`","from":["`+alice+`"],"to":["`+bob+`"]}`)
	w, _ := h.sim.Lookup("acme")
	call, err := w.Call(t.Context(), exchange.PlaceCall{From: alice, To: vn0}, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		a := h.ask("GET", "/v1/Accounts/acme/Calls/"+call.SID+".json", "")
		if !strings.Contains(a.body, `"Sid":"`+call.SID+`"`) || a.status != 200 {
			t.Errorf("%s", a)
		}
		told(a, seen)
		if a := h.ask("GET", "/v1/Accounts/acme/Calls/"+call.SID, ""); a.status != 200 || strings.Contains(a.header.Get("X-Sim-Varied"), "key") {
			t.Errorf("%s %s", a.header, a)
		}
	}
}

// tenSettings asks a hostile tenant for its settings, ten times.
func tenSettings(t *testing.T, profile string, seed uint64) []answer {
	t.Helper()
	template := open(profile, 1)
	template.Hostile = true
	s := build(t, sim.Spec{Seed: seed, Template: template}).script("acme")
	for range 10 {
		s.say("settings", get("/settings"))
	}
	return s.answers
}

// TestHostileIsDeterministic asks the same twice: same bytes, same head. With another seed something else is varied.
func TestHostileIsDeterministic(t *testing.T) {
	drift(t, func(t *testing.T) {
		for _, profile := range generations() {
			same := func(a, b answer) bool {
				return a.body == b.body && a.status == b.status && a.header.Get("X-Sim-Varied") == b.header.Get("X-Sim-Varied")
			}
			first, second := transcripts(t, profile, 7, true), transcripts(t, profile, 7, true)
			for name, s := range first {
				for i, a := range s.answers {
					if b := second[name].answers[i]; !same(a, b) {
						t.Errorf("%s, %s, answer %d:\n%s\n%s", profile, name, i+1, a, b)
					}
				}
			}
			if slices.EqualFunc(tenSettings(t, profile, 7), tenSettings(t, profile, 8), same) {
				t.Errorf("%s: the seed changes nothing", profile)
			}
		}
	})
}

// TestHostileTenantsDoNotMeet has a neighbour ask in between: what a tenant is answered stays the same.
func TestHostileTenantsDoNotMeet(t *testing.T) {
	drift(t, func(t *testing.T) {
		ask := func(neighbour bool) string {
			template := open(dialect.Classic, 22)
			template.Hostile = true
			h := build(t, sim.Spec{Template: template})
			s := h.script("acme")
			for i := range 10 {
				if neighbour {
					h.ask("GET", "/v1/tenants/other/settings", "")
				}
				s.say("create", post("/greenvn", classicGreenvn().with("connection_id", fmt.Sprint(i))))
			}
			return s.log.String()
		}
		if a, b := ask(false), ask(true); a != b {
			t.Errorf("alone:\n%s\nwith a neighbour:\n%s", a, b)
		}
	})
}

// TestHostileQuirksStand keeps the sides a tenant has taken.
func TestHostileQuirksStand(t *testing.T) {
	drift(t, func(t *testing.T) {
		h := strict(t, dialect.Classic, func(acme *sim.Tenant) {
			acme.Hostile = true
			acme.Quirks = map[string]string{"error_body": "object", "unauthorized_status": "401", "deleted_status": "400", "number_key": "both"}
		})
		s := h.script("acme")
		for i := range 20 {
			body := classicGreenvn().with("connection_id", fmt.Sprint(i))
			if a := s.say("create", post("/greenvn", body).saying(asAcme())); !strings.Contains(a.body, `"green_vn":`) || !strings.Contains(a.body, `"greenvn":`) {
				t.Errorf("%s", a)
			}
			s.say("delete", del("/greenvn/{id}").saying(asAcme()))
			if a := s.say("again", del("/greenvn/{id}").saying(asAcme())); a.status != 400 || a.body[0] != '{' {
				t.Errorf("%s", a)
			}
			if a := s.say("locked out", get("/settings")); a.status != 401 || a.body[0] != '{' {
				t.Errorf("%s", a)
			}
		}
		for _, a := range s.answers {
			for _, name := range []string{"error-body", "unauthorized-status", "deleted-status", "number-key"} {
				if strings.Contains(a.header.Get("X-Sim-Varied"), name) {
					t.Errorf("%s is varied: %s", name, a.header.Get("X-Sim-Varied"))
				}
			}
		}
	})
}

// TestHostileIsJournaled finds in the journal what the head says.
func TestHostileIsJournaled(t *testing.T) {
	drift(t, func(t *testing.T) {
		template := open(dialect.Classic, 1)
		template.Hostile = true
		h := build(t, sim.Spec{Template: template})
		varied := 0
		for range 20 {
			a := h.ask("GET", "/v1/tenants/acme/settings", "")
			e := h.sim.Journal().List(sim.Filter{Limit: 1})[0]
			if got := strings.Join(e.Varied, ", "); got != a.header.Get("X-Sim-Varied") || string(e.Reply) != a.body {
				t.Errorf("the journal has %q, %s", got, e.Reply)
			}
			varied += len(e.Varied)
		}
		if varied == 0 {
			t.Error("nothing was varied")
		}
	})
}

// TestHostileAuto tells generations apart by ids of every shape.
func TestHostileAuto(t *testing.T) {
	drift(t, func(t *testing.T) {
		template := open("auto", 44)
		template.Hostile = true
		s := build(t, sim.Spec{Template: template}).script("acme")
		for i := range 40 {
			s.say("classic", post("/greenvn", classicGreenvn().with("connection_id", fmt.Sprint(i))))
			if a := s.say("read", get("/greenvn/{id}")); a.status != 200 || !strings.Contains(a.body, `"connection_id"`) {
				t.Errorf("%s", a)
			}
			s.say("delete", del("/greenvn/{id}"))
			s.say("exobridge", post("/greenvn", exobridgeGreenvn()))
			if a := s.say("read", get("/greenvn/{id}")); a.status != 200 || !strings.Contains(a.body, `"virtual_number"`) {
				t.Errorf("%s", a)
			}
			if a := s.say("delete", del("/greenvn/{id}")); a.status != 200 {
				t.Errorf("%s", a)
			}
		}
		if len(s.ids) != 80 {
			t.Errorf("%d ids of 80 are different", len(s.ids))
		}
	})
}

// TestHostileWaitEnds with the client's leaving, and lasts 300 ms at most.
func TestHostileWaitEnds(t *testing.T) {
	drift(t, func(t *testing.T) {
		template := open(dialect.Classic, 1)
		template.Hostile = true
		h := build(t, sim.Spec{Template: template})
		slow := 0
		for range 40 {
			began := time.Now()
			a := h.ask("GET", "/v1/tenants/acme/settings", "")
			if took := time.Since(began); took > dialect.SlowestAnswer || took > 0 != strings.Contains(a.header.Get("X-Sim-Varied"), "slow-answer="+took.String()) {
				t.Errorf("took %s: %s", took, a.header.Get("X-Sim-Varied"))
			} else if took > 0 {
				slow++
			}
		}
		if slow == 0 {
			t.Error("no answer was slow")
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		began := time.Now()
		for range 40 {
			r := httptest.NewRequest(http.MethodGet, "http://sim.test/v1/tenants/acme/settings", nil).WithContext(gone)
			h.door.ServeHTTP(httptest.NewRecorder(), r)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("nobody waits, but it took %s", took)
		}
	})
}

// TestHostileAndForced forces errors on a hostile tenant: the code stays what was asked for, and what is told of it is so.
func TestHostileAndForced(t *testing.T) {
	drift(t, func(t *testing.T) {
		template := open(dialect.Classic, 1)
		template.Hostile = true
		h := build(t, sim.Spec{Template: template})
		seen := map[int]bool{}
		for range 20 {
			a := h.ask("GET", "/v1/tenants/acme/settings", "", "Prefer: code=7")
			if a.verdict() != verdict(a.status, 7) || (a.status == 402) != strings.Contains(a.header.Get("X-Sim-Varied"), "unauthorized-status=402 (C2)") {
				t.Errorf("%s %s", a.header, a)
			}
			if (a.body[0] == '{') != strings.Contains(a.header.Get("X-Sim-Varied"), "error-body=object (C1)") {
				t.Errorf("%s %s", a.header, a)
			}
			seen[a.status] = true
		}
		if len(seen) != 2 || !seen[401] || !seen[402] {
			t.Errorf("statuses %v", seen)
		}
	})
}

// TestHostileAfterReset begins anew: the same requests, the same bytes.
func TestHostileAfterReset(t *testing.T) {
	drift(t, func(t *testing.T) {
		template := open(dialect.Classic, 4)
		template.Hostile = true
		h := build(t, sim.Spec{Template: template})
		ask := func() string {
			s := h.script("acme")
			s.say("create", post("/greenvn", classicGreenvn()))
			s.say("read", get("/greenvn/{id}"))
			s.say("again", post("/greenvn", classicGreenvn()))
			return s.log.String()
		}
		first := ask()
		h.sim.ResetTenant("acme")
		if second := ask(); first != second {
			t.Errorf("before the reset:\n%s\nafter it:\n%s", first, second)
		}
	})
}
