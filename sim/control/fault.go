package control

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// faultRule is a rule as told: what it says, and how it stands.
type faultRule struct {
	ID       string        `json:"id"`
	Scenario string        `json:"scenario"`
	Rule     fault.Rule    `json:"rule"`
	Seen     int           `json:"seen"`
	Hits     int           `json:"hits"`
	Spent    bool          `json:"spent"`
	Tenants  []tenantFault `json:"tenants"`
}

// tenantFault is how a rule stands in one tenant's world.
type tenantFault struct {
	Tenant string    `json:"tenant"`
	Since  time.Time `json:"since"`
	Seen   int       `json:"seen"`
	Hits   int       `json:"hits"`
	Spent  bool      `json:"spent"`
}

func toFault(s sim.FaultStatus) faultRule {
	told := faultRule{
		ID: s.Rule.ID, Scenario: s.Rule.Scenario, Rule: s.Rule, Seen: s.Seen, Hits: s.Hits, Spent: s.Spent,
		Tenants: make([]tenantFault, 0, len(s.Tenants)),
	}
	for _, t := range s.Tenants {
		t.Since = t.Since.UTC()
		told.Tenants = append(told.Tenants, tenantFault(t))
	}
	return told
}

// listFaults tells the rules of one tenant, or of all, in the order they are asked. The cursor is the last id told.
func (d *Door) listFaults(a ask) (any, error) {
	q := a.request.URL.Query()
	size, err := limit(q)
	if err != nil {
		return nil, err
	}
	rules, err := d.faultsOf(q.Get("tenant"))
	if err != nil {
		return nil, err
	}
	if after := q.Get("after"); after != "" {
		at := slices.IndexFunc(rules, func(s sim.FaultStatus) bool { return s.Rule.ID == after })
		rules = rules[at+1:]
	}
	answer := page{}
	if len(rules) > size {
		rules = rules[:size]
		answer.Next = rules[size-1].Rule.ID
	}
	answer.Items = toFaults(rules)
	return answer, nil
}

func toFaults(rules []sim.FaultStatus) []faultRule {
	told := make([]faultRule, 0, len(rules))
	for _, s := range rules {
		told = append(told, toFault(s))
	}
	return told
}

// faultsOf gives the rules of a tenant that is known, or of all.
func (d *Door) faultsOf(tenant string) ([]sim.FaultStatus, error) {
	if _, err := d.asked(tenant); err != nil {
		return nil, err
	}
	rules, err := d.sim.Faults(tenant)
	if err != nil {
		return nil, refused(err, tenant)
	}
	return rules, nil
}

// addFaults adds one rule, or several under the key rules: all of them or none.
func (d *Door) addFaults(a ask) (any, error) {
	rules, err := a.rules()
	if err != nil {
		return nil, err
	}
	added, err := d.sim.AddFaults(rules)
	if wrong, ok := errors.AsType[fault.Problems](err); ok {
		return nil, a.located(wrong)
	}
	if err != nil {
		return nil, err
	}
	return page{Items: d.standing(added)}, nil
}

// several tells whether a body holds a list of rules instead of one.
func (a ask) several() bool {
	_, ok := a.body["rules"]
	return ok
}

// rules reads the rules of a body.
func (a ask) rules() ([]fault.Rule, error) {
	if !a.several() {
		r, wrong := fault.Parse(a.raw)
		return []fault.Rule{r}, told(wrong)
	}
	var said struct {
		Rules jsontext.Value `json:"rules"`
	}
	if err := a.into(&said, "rules"); err != nil {
		return nil, err
	}
	script, wrong := fault.ParseScript(a.raw)
	if len(wrong) == 0 && len(script.Rules) == 0 {
		wrong = fault.Problems{{Path: "rules", Message: "is empty"}}
	}
	return script.Rules, told(wrong)
}

// told makes an error of problems, if there are any.
func told(wrong fault.Problems) error {
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// located moves problems that begin with the index of a rule to where the rule stands in the body.
func (a ask) located(wrong fault.Problems) fault.Problems {
	if a.several() {
		return wrong.Under("rules")
	}
	return wrong.Below("[0]")
}

// standing tells rules just added.
func (d *Door) standing(added []fault.Rule) []faultRule {
	ids := make([]string, len(added))
	for i, r := range added {
		ids[i] = r.ID
	}
	return toFaults(d.sim.FaultsOf(ids...))
}

// clearFaults removes the rules of no scenario: of one tenant, or of all.
func (d *Door) clearFaults(a ask) (any, error) {
	tenant := a.request.URL.Query().Get("tenant")
	if _, err := d.asked(tenant); err != nil {
		return nil, err
	}
	n, err := d.sim.RemoveFaults(tenant)
	if err != nil {
		return nil, refused(err, tenant)
	}
	return map[string]int{"cleared": n}, nil
}

// readFault tells one rule.
func (d *Door) readFault(a ask) (any, error) {
	rule, err := d.sim.Fault(a.vars["id"])
	if err != nil {
		return nil, notFound("%v", err)
	}
	return toFault(rule), nil
}

// removeFault removes one rule.
func (d *Door) removeFault(a ask) (any, error) {
	err := d.sim.RemoveFault(a.vars["id"])
	switch {
	case errors.Is(err, sim.ErrUnknownFault):
		return nil, notFound("%v", err)
	case errors.Is(err, sim.ErrOfScenario):
		return nil, problem{http.StatusConflict, err.Error()}
	case err != nil:
		return nil, err
	}
	return map[string]int{"cleared": 1}, nil
}

// mistake is a problem as told.
type mistake struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// mistakes tells what is wrong with rules: all of it, and the first in a sentence.
func mistakes(wrong fault.Problems) map[string]any {
	list := make([]mistake, 0, len(wrong))
	for _, p := range wrong {
		list = append(list, mistake(p))
	}
	sentence := wrong[:1].Error()
	if more := len(wrong) - 1; more > 0 {
		sentence += " (and " + strconv.Itoa(more) + " more)"
	}
	return map[string]any{"error": map[string]any{"message": sentence, "problems": list}}
}
