package control_test

import (
	"net/http"
	"strings"
	"testing"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/fault"
)

// scripted is a simulator with a file's rule, a scenario and a small vocabulary.
func scripted(t *testing.T) house {
	t.Helper()
	s := spec()
	s.Vocabulary = fault.Vocabulary{
		Operations: map[string][]string{"createGreenvn": {"connection_id", "usage"}, "deleteGreenvn": {"id"}},
		Events:     map[string][]string{"call": {"dial_call_status"}},
		Codes:      []int{1, 3, 18},
	}
	one := func(status int) []fault.Effect { return []fault.Effect{{Status: status}} }
	s.Tenants[0].Faults = []fault.Rule{{Name: "of the file", Operation: "deleteGreenvn", Sequence: one(500)}}
	s.Scenarios = []fault.Scenario{{
		Name: "flaky", Summary: "Every third create is refused.", Survive: "Retry.",
		Rules: []fault.Rule{{Operation: "createGreenvn", Every: 3, Sequence: one(503)}},
	}}
	return build(t, s, control.Options{})
}

// TestFaultAnswers holds every answer about rules and scenarios, one after the other.
func TestFaultAnswers(t *testing.T) {
	h := scripted(t)
	rule := `{"name":"slow","tenant":"acme","operation":"createGreenvn","match":{"connection_id":{"regex":"^order-<"}},"times":2,"effect":{"delay":"2s"}}`
	for _, c := range []struct{ name, method, path, body string }{
		{"faults_of_the_file", http.MethodGet, "/__admin/faults", ""},
		{"fault_added", http.MethodPost, "/__admin/faults", rule},
		{"faults_added", http.MethodPost, "/__admin/faults", `{"rules":[{"tenant":"zeta","event":"call","effect":{"drop":true}},{"sequence":[{"code":18},"pass"]}]}`},
		{"faults", http.MethodGet, "/__admin/faults", ""},
		{"faults_of_a_tenant", http.MethodGet, "/__admin/faults?tenant=zeta", ""},
		{"faults_paged", http.MethodGet, "/__admin/faults?limit=1&after=fault-2", ""},
		{"fault", http.MethodGet, "/__admin/faults/fault-2", ""},
		{"fault_unknown", http.MethodGet, "/__admin/faults/fualt-2", ""},
		{"fault_wrong", http.MethodPost, "/__admin/faults", `{"operation":"createGreenvm","match":{"conection_id":"a"},"from":0,"efect":"pass"}`},
		{"fault_senseless", http.MethodPost, "/__admin/faults", `{"operation":"createGreenvm","effect":{"code":99}}`},
		{"faults_wrong", http.MethodPost, "/__admin/faults", `{"rules":[{"effect":"pass"},{"match":{"conection_id":"a"},"effect":{"code":99}}]}`},
		{"faults_misspelt", http.MethodPost, "/__admin/faults", `{"rules":[{"effect":"pass"}],"tenant":"acme"}`},
		{"faults_none", http.MethodPost, "/__admin/faults", `{"rules":[]}`},
		{"fault_removed", http.MethodDelete, "/__admin/faults/fault-2", ""},
		{"fault_removed_twice", http.MethodDelete, "/__admin/faults/fault-2", ""},
		{"fault_of_a_scenario", http.MethodDelete, "/__admin/faults/flaky.1", ""},
		{"scenarios", http.MethodGet, "/__admin/scenarios", ""},
		{"scenario_activated", http.MethodPost, "/__admin/scenarios/flaky/activate", `{"tenant":"acme"}`},
		{"scenarios_of_a_tenant", http.MethodGet, "/__admin/scenarios?tenant=acme", ""},
		{"scenarios_of_another", http.MethodGet, "/__admin/scenarios?tenant=zeta", ""},
		{"scenario_unknown", http.MethodPost, "/__admin/scenarios/flakey/activate", ""},
		{"scenario_misspelt", http.MethodPost, "/__admin/scenarios/flaky/activate", `{"tennant":"acme"}`},
		{"scenario_for_all", http.MethodPost, "/__admin/scenarios/flaky/activate", ""},
		{"faults_with_a_scenario", http.MethodGet, "/__admin/faults?tenant=acme", ""},
		{"scenario_deactivated", http.MethodPost, "/__admin/scenarios/flaky/deactivate", `{"tenant":"acme"}`},
		{"scenario_of_nobody", http.MethodPost, "/__admin/scenarios/flaky/deactivate", `{"tenant":"nobody"}`},
		{"scenario_off", http.MethodPost, "/__admin/scenarios/flaky/deactivate", `{}`},
		{"script_applied", http.MethodPost, "/__admin/scenarios", `{"scenarios":[{"name":"late","rules":[{"when":"after","effect":{"reset":true}}]}],"activate":"late","rules":[{"effect":"pass"}]}`},
		{"script_wrong", http.MethodPost, "/__admin/scenarios", `{"scenarios":[{"name":"a b","rules":[]}],"activate":"b","rules":[{"operation":"x","effect":"pass"}]}`},
		{"script_misspelt", http.MethodPost, "/__admin/scenarios", `{"scenario":[]}`},
		{"script_empty", http.MethodPost, "/__admin/scenarios", `{}`},
		{"scenarios_after_all", http.MethodGet, "/__admin/scenarios?limit=1&after=flaky", ""},
		{"faults_cleared_of_a_tenant", http.MethodDelete, "/__admin/faults?tenant=zeta", ""},
		{"faults_cleared", http.MethodDelete, "/__admin/faults", ""},
		{"faults_of_nobody", http.MethodGet, "/__admin/faults?tenant=nobody", ""},
		{"faults_of_nobody_cleared", http.MethodDelete, "/__admin/faults?tenant=nobody", ""},
	} {
		t.Run(c.name, func(t *testing.T) { golden(t, c.name, h.ask(c.method, c.path, c.body)) })
	}
	// After all that a reset brings back what the file says.
	before := h.ask(http.MethodGet, "/__admin/faults", "").body
	h.expect(h.ask(http.MethodPost, "/__admin/reset", ""), 200, "")
	after := h.ask(http.MethodGet, "/__admin/faults", "")
	if strings.Contains(before, "of the file") {
		t.Errorf("was not cleared: %s", before)
	}
	golden(t, "faults_of_the_file", after)
}

// TestRefusedRulesChangeNothing sends rules of which one is wrong.
func TestRefusedRulesChangeNothing(t *testing.T) {
	h := scripted(t)
	before := h.ask(http.MethodGet, "/__admin/faults", "").body + h.ask(http.MethodGet, "/__admin/scenarios", "").body
	for path, body := range map[string]string{
		"/__admin/faults":    `{"rules":[{"effect":"pass"},{"tenant":"new","effect":{"code":99}}]}`,
		"/__admin/scenarios": `{"scenarios":[{"name":"new","rules":[{"effect":"pass"}]}],"activate":"new","rules":[{"from":0,"effect":"pass"}]}`,
	} {
		h.expect(h.ask(http.MethodPost, path, body), 400, `"problems":[{"path":"rules[`)
	}
	if after := h.ask(http.MethodGet, "/__admin/faults", "").body + h.ask(http.MethodGet, "/__admin/scenarios", "").body; after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	if _, ok := h.sim.Lookup("new"); ok {
		t.Error("a refused rule made a tenant")
	}
}

// TestStrictTenants gives rules to tenants that there are not.
func TestStrictTenants(t *testing.T) {
	s := spec()
	s.Strict = true
	s.Scenarios = []fault.Scenario{{Name: "flaky", Rules: []fault.Rule{{Sequence: []fault.Effect{{Reset: true}}}}}}
	h := build(t, s, control.Options{})
	h.expect(h.ask(http.MethodPost, "/__admin/faults", `{"tenant":"new","effect":"pass"}`), 400, `{"path":"tenant","message":"\"new\" is not known`)
	h.expect(h.ask(http.MethodPost, "/__admin/scenarios/flaky/activate", `{"tenant":"new"}`), 404, "unknown tenant")
	h.expect(h.ask(http.MethodPost, "/__admin/faults", `{"tenant":"acme","effect":"pass"}`), 200, `"tenant":"acme"`)
}

// TestTooManyRules fills a tenant's world.
func TestTooManyRules(t *testing.T) {
	h := scripted(t)
	some := `{"rules":[` + strings.Repeat(`{"tenant":"acme","effect":"pass"},`, fault.MaxRules-2) + `{"effect":"pass"}]}`
	if a := h.ask(http.MethodPost, "/__admin/faults", some); a.status != 200 {
		t.Fatalf("answered %d %.200s", a.status, a.body)
	}
	h.expect(h.ask(http.MethodPost, "/__admin/faults", `{"effect":"pass"}`), 400, "would have more than 1000 rules")
	h.expect(h.ask(http.MethodPost, "/__admin/faults", `{"tenant":"zeta","effect":"pass"}`), 200, `"tenant":"zeta"`)
}

// TestRuleSchemaNamesEveryKey holds the document against what a rule is written with.
func TestRuleSchemaNamesEveryKey(t *testing.T) {
	source, err := openapi.Source("control")
	if err != nil {
		t.Fatal(err)
	}
	_, schema, _ := strings.Cut(string(source), "    FaultRule:\n")
	schema, _, _ = strings.Cut(schema, "    NewFaults:\n")
	for key := range strings.FieldsSeq("name tenant operation event match from every times after until probability when effect sequence repeat") {
		if !strings.Contains(schema, "        "+key+":") {
			t.Errorf("the schema has no %s", key)
		}
	}
	for key := range strings.FieldsSeq("code status delay hang reset truncate garble content_type body drop duplicate reorder after_delete hold") {
		if !strings.Contains(schema, "`"+key+"`") {
			t.Errorf("the effect's description has no %s", key)
		}
	}
}
