package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// matcher is which requests are meant, as the flags say it.
type matcher struct {
	texts  map[string]*string // by the door's key
	status []string
	fields []string
	path   string
	fault  string
	code   int
	coded  func() bool // whether a code was said
}

// matcher adds the flags that say which requests are meant.
func (c *console) matcher(cmd *cobra.Command) *matcher {
	m := &matcher{texts: map[string]*string{}}
	flags := cmd.Flags()
	for _, f := range []struct{ key, flag, usage string }{
		{"tenant", "tenant", "only this tenant, by SID"},
		{"operation", "operation", "only this operation, like createGreenvn"},
		{"method", "method", "only this HTTP method"},
		{"generation", "generation", "only this generation: classic, current, exobridge"},
		{"since_id", "since", "only requests after the one with this id (X-Request-Id)"},
		{"since", "since-time", "only requests at this instant or later, in the tenant's time (RFC 3339)"},
	} {
		m.texts[f.key] = flags.String(f.flag, "", f.usage)
	}
	flags.StringVar(&m.path, "path", "", "only this path; * stands for what is between two slashes, ** for anything; ~ begins a regular expression")
	flags.StringSliceVar(&m.status, "status", nil, "only this HTTP status: 409, 4xx or 400-410; several are alternatives")
	flags.IntVar(&m.code, "code", 0, "only refusals with this code of the vendor's")
	flags.StringArrayVar(&m.fields, "field", nil, "only where this field of the body is so: preferences.region=KA, or connection_id=~^order-; id is what the path names")
	flags.StringVar(&m.fault, "fault", "", "only where this fault was struck, by name; any, or none")
	_ = cmd.RegisterFlagCompletionFunc("tenant", c.completion("tenants", "sid"))
	_ = cmd.RegisterFlagCompletionFunc("generation", cobra.FixedCompletions([]string{"classic", "current", "exobridge"}, cobra.ShellCompDirectiveNoFileComp))
	m.coded = func() bool { return flags.Changed("code") }
	return m
}

// body is the matcher as the door takes it.
func (m *matcher) body() (map[string]any, error) {
	body := map[string]any{}
	for key, said := range m.texts {
		if *said != "" {
			body[key] = *said
		}
	}
	if len(m.status) > 0 {
		body["status"] = m.status
	}
	if m.coded() {
		body["code"] = m.code
	}
	if m.path != "" {
		body["path"] = pattern(m.path)
	}
	switch m.fault {
	case "":
	case "any", "none":
		body["fault"] = m.fault == "any"
	default:
		body["fault"] = m.fault
	}
	fields, err := m.said()
	if len(fields) > 0 {
		body["fields"] = fields
	}
	return body, err
}

// said reads --field.
func (m *matcher) said() (map[string]any, error) {
	fields := map[string]any{}
	for _, one := range m.fields {
		name, value, ok := strings.Cut(one, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--field is like preferences.region=KA or connection_id=~^order-, not %q", one)
		}
		if _, twice := fields[name]; twice {
			return nil, fmt.Errorf("--field %s is said twice", name)
		}
		fields[name] = pattern(value)
	}
	return fields, nil
}

// pattern is a value, or what follows a tilde as a regular expression.
func pattern(said string) any {
	if expression, ok := strings.CutPrefix(said, "~"); ok {
		return map[string]any{"regex": expression}
	}
	return said
}

// words says what is meant in a few words, for a sentence.
func (m *matcher) words() string {
	var all []string
	add := func(name, said string) {
		if said != "" {
			all = append(all, name+" "+said)
		}
	}
	add("operation", *m.texts["operation"])
	add("method", *m.texts["method"])
	add("path", m.path)
	add("generation", *m.texts["generation"])
	add("field", strings.Join(m.fields, ", "))
	add("status", strings.Join(m.status, " or "))
	if m.coded() {
		add("code", strconv.Itoa(m.code))
	}
	add("fault", m.fault)
	add("tenant", *m.texts["tenant"])
	add("since", *m.texts["since_id"])
	add("since", *m.texts["since"])
	return strings.Join(all, ", ")
}

// expected is how many requests there should be; most below 0 is no bound.
type expected struct{ least, most int }

// count is how the flags of expect say how many.
type count struct {
	exactly, least, most int
	never                bool
}

func (n *count) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.IntVar(&n.exactly, "count", 0, "exactly so many")
	flags.IntVar(&n.least, "at-least", 1, "so many or more")
	flags.IntVar(&n.most, "at-most", 0, "so many or fewer")
	flags.BoolVar(&n.never, "never", false, "none at all")
}

// expected settles the flags; said tells which were set.
func (n *count) expected(said func(string) bool) (expected, error) {
	alone := slices.DeleteFunc([]string{"count", "never"}, func(name string) bool { return !said(name) })
	ranged := said("at-least") || said("at-most")
	e := expected{n.least, -1}
	switch {
	case len(alone) > 1 || len(alone) == 1 && ranged:
		return e, errors.New("how many? one of --count, --never, or --at-least and --at-most")
	case said("count"):
		e = expected{n.exactly, n.exactly}
	case n.never:
		e = expected{0, 0}
	case said("at-most") && said("at-least"):
		e.most = n.most
	case said("at-most"):
		e = expected{0, n.most}
	}
	if e.least < 0 || said("at-most") && n.most < 0 {
		return e, errors.New("--count, --at-least and --at-most are not below 0")
	}
	if e.most >= 0 && e.least > e.most {
		return e, errors.New("--at-least is not above --at-most")
	}
	return e, nil
}

// enough is the count at which waiting ends: what is wanted is there, or more than is allowed.
func (e expected) enough() int {
	if e.least == 0 && e.most >= 0 {
		return e.most + 1
	}
	return max(e.least, 1)
}

func (e expected) met(n int) bool { return n >= e.least && (e.most < 0 || n <= e.most) }

func (e expected) String() string {
	switch {
	case e.most < 0:
		return fmt.Sprintf("at least %d", e.least)
	case e.most == 0:
		return "none"
	case e.least == e.most:
		return fmt.Sprintf("exactly %d", e.least)
	case e.least == 0:
		return fmt.Sprintf("at most %d", e.most)
	}
	return fmt.Sprintf("%d to %d", e.least, e.most)
}
