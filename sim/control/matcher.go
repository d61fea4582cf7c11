package control

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	fastjson "github.com/go-json-experiment/json"

	"leadassist-sim/sim"
	"leadassist-sim/sim/fault"
)

// matcher is what is looked for in the journal, as asked.
type matcher struct {
	Tenant     string         `json:"tenant"`
	Operation  string         `json:"operation"`
	Method     string         `json:"method"`
	Path       any            `json:"path"`
	Generation string         `json:"generation"`
	Status     any            `json:"status"`
	Code       *int           `json:"code"`
	Fields     map[string]any `json:"fields"`
	Fault      any            `json:"fault"`
	SinceID    string         `json:"since_id"`
	Since      string         `json:"since"`
}

// matcher reads the body's matcher; without one everything is meant. A key that is not known is refused: to overlook it
// would be to count too much.
func (a ask) matcher() (sim.Matcher, error) {
	said, there := a.body["matcher"].(map[string]any)
	if !there {
		return sim.Matcher{}, nil
	}
	keys := []string{"tenant", "operation", "method", "path", "generation", "status", "code", "fields", "fault", "since_id", "since"}
	for _, key := range slices.Sorted(maps.Keys(said)) {
		if !slices.Contains(keys, key) {
			return sim.Matcher{}, badRequest("matcher: %.64q is not known here; the keys are %s", key, joined(keys))
		}
	}
	var outer struct {
		Matcher matcher `json:"matcher"`
	}
	if err := fastjson.Unmarshal(a.raw, &outer); err != nil {
		return sim.Matcher{}, badRequest("the body cannot be read: %.200v", err)
	}
	return outer.Matcher.meant()
}

// meant turns what was asked into what the journal takes.
func (m matcher) meant() (sim.Matcher, error) {
	meant := sim.Matcher{
		Tenant: m.Tenant, Operation: m.Operation, Method: strings.ToUpper(m.Method), Generation: m.Generation, Code: m.Code,
		Fields: make(map[string]fault.Pattern, len(m.Fields)),
	}
	var err error
	for _, step := range []func(*sim.Matcher) error{m.scope, m.outcome, m.path} {
		if err = step(&meant); err != nil {
			return meant, err
		}
	}
	for field, said := range m.Fields {
		if meant.Fields[field], err = pattern("matcher.fields["+strconv.Quote(field[:min(len(field), 64)])+"]", said); err != nil {
			return meant, err
		}
	}
	return meant, nil
}

// scope reads where to look.
func (m matcher) scope(into *sim.Matcher) (err error) {
	if m.SinceID != "" {
		if into.SinceID, err = strconv.ParseUint(m.SinceID, 10, 64); err != nil {
			return badRequest("matcher.since_id: %.64q is not a request id; it is the number in the X-Request-Id header", m.SinceID)
		}
	}
	if m.Since != "" {
		into.Since, err = moment("matcher.since", m.Since)
	}
	return err
}

// outcome reads what became of the requests.
func (m matcher) outcome(into *sim.Matcher) error {
	switch said := m.Fault.(type) {
	case bool:
		into.Struck = &said
	case string:
		into.Fault = said
	}
	all, several := m.Status.([]any)
	if !several && m.Status != nil {
		all = []any{m.Status}
	}
	for _, one := range all {
		text, _ := text(one)
		r, ok := statusRange(text)
		if !ok {
			return badRequest("matcher.status: %.64q is not an HTTP status like 409, a class like 4xx or a range like 400-410", text)
		}
		into.Status = append(into.Status, r)
	}
	return nil
}

// statusRange reads 409, 4xx or 400-410.
func statusRange(said string) (sim.StatusRange, bool) {
	low, high, ranged := strings.Cut(said, "-")
	if class, ok := strings.CutSuffix(strings.ToLower(said), "xx"); ok {
		low, high, ranged = class+"00", class+"99", true
	}
	if !ranged {
		high = low
	}
	from, err := strconv.Atoi(low)
	to, wrong := strconv.Atoi(high)
	return sim.StatusRange{From: from, To: to}, err == nil && wrong == nil && 100 <= from && from <= to && to <= 599
}

// path reads a pattern of paths: with * for what stands between two slashes and ** for anything, or a regular
// expression.
func (m matcher) path(into *sim.Matcher) error {
	if m.Path == nil {
		return nil
	}
	p, err := pattern("matcher.path", m.Path)
	if err != nil {
		return err
	}
	if into.Path = p.Regexp; into.Path == nil {
		expression := strings.NewReplacer(`\*\*`, ".*", `\*`, "[^/]*").Replace(regexp.QuoteMeta(p.Value))
		into.Path, err = regexp.Compile("^" + expression + "$")
	}
	return err
}

// pattern reads a value, or an object with a regular expression; the name is that of the key it is at.
func pattern(name string, said any) (fault.Pattern, error) {
	if value, ok := text(said); ok {
		return fault.Pattern{Value: value}, nil
	}
	object, _ := said.(map[string]any)
	expression, ok := object["regex"].(string)
	if !ok || len(object) != 1 {
		return fault.Pattern{}, badRequest(`%s: it is a value, or an object like {"regex": "^order-"}`, name)
	}
	compiled, err := regexp.Compile(expression)
	if err != nil {
		return fault.Pattern{}, badRequest("%s: %.200q is not a regular expression: %.200v", name, expression, err)
	}
	return fault.Pattern{Regexp: compiled}, nil
}

// text is a single JSON value as it is written, a string without its quotes. Lists and objects have none.
func text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	case nil:
		return "null", true
	}
	return "", false
}
