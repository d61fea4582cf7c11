package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim/fault"
)

// TestSchemaAndRulesAgree holds the keys of the published schema against those that the simulator reads.
func TestSchemaAndRulesAgree(t *testing.T) {
	type object struct {
		Properties map[string]json.RawMessage
		AnyOf      []object
	}
	var root struct {
		Properties map[string]json.RawMessage
		Defs       map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(fixtures.ScriptSchema(), &root); err != nil {
		t.Fatal(err)
	}
	const odd = `"qqqqqqqqqqqqqqqqqqqq":1`
	for name, c := range map[string]struct {
		published map[string]json.RawMessage
		path, raw string
	}{
		"script":   {root.Properties, "", `{` + odd + `}`},
		"scenario": {root.Defs["scenario"].Properties, "scenarios[0].", `{"scenarios":[{` + odd + `}]}`},
		"rule":     {root.Defs["rule"].Properties, "rules[0].", `{"rules":[{` + odd + `}]}`},
		"match":    {root.Defs["match"].AnyOf[3].Properties, "rules[0].match.id.", `{"rules":[{"match":{"id":{` + odd + `}}}]}`},
		"effect":   {root.Defs["effect"].AnyOf[1].Properties, "rules[0].effect.", `{"rules":[{"effect":{` + odd + `}}]}`},
		"delay":    {root.Defs["delay"].AnyOf[1].Properties, "rules[0].effect.delay.", `{"rules":[{"effect":{"delay":{` + odd + `}}}]}`},
	} {
		_, wrong := fault.ParseScript([]byte(c.raw))
		at := slices.IndexFunc(wrong, func(p fault.Problem) bool { return p.Path == c.path+"qqqqqqqqqqqqqqqqqqqq" })
		if at < 0 {
			t.Errorf("%s: %v", name, wrong)
			continue
		}
		_, list, _ := strings.Cut(wrong[at].Message, "known are ")
		if read, published := strings.Split(list, ", "), slices.Sorted(maps.Keys(c.published)); !slices.Equal(read, published) {
			t.Errorf("%s: %v are read, %v published", name, read, published)
		}
	}
}

// TestReadyScenariosAreSound switches each on at the start, and writes each as its file says.
func TestReadyScenariosAreSound(t *testing.T) {
	for _, name := range fixtures.ScenarioNames() {
		got := command(t.Context(), "http://127.0.0.1:1", "faults", "init", name, "--stdout")
		if data, _ := fixtures.EmbeddedScript(name); got.code != 0 || got.out != string(data) {
			t.Errorf("%s: %+v", name, got)
		}
		s := opened(t, name)
		rules := s.control("GET", "faults", "")
		if len(rules) == 0 {
			t.Errorf("%s has no rules", name)
		}
		for _, r := range rules {
			if r["scenario"] != name {
				t.Errorf("%s: %v", name, r)
			}
		}
	}
}
