package control

import (
	"maps"
	"slices"
	"strings"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// matcher reads the body's matcher and holds its words against those there are.
func (d *Door) matcher(a ask) (sim.Matcher, error) {
	m, err := a.matcher()
	if err != nil {
		return m, err
	}
	return m, d.known(m)
}

// known refuses a matcher with words that no request can have: to count none of them would hide a slip. A field that no
// document knows is good when some client sent it.
func (d *Door) known(m sim.Matcher) error {
	if m.Code != nil && !dialect.HasCode(*m.Code) {
		return badRequest("matcher.code: %d is no code of the vendor's; `leadassist-sim errors` lists them", *m.Code)
	}
	fields := d.vendorFields()
	if _, ok := fields[m.Operation]; len(fields) > 0 && m.Operation != "" && !ok {
		return badRequest("matcher.operation: %.64q is no operation; %s", m.Operation, fault.Nearest(m.Operation, slices.Collect(maps.Keys(fields))))
	}
	offered := fields[m.Operation]
	if m.Operation == "" {
		offered = slices.DeleteFunc(slices.Concat(slices.Collect(maps.Values(fields))...), anything)
	}
	for _, field := range slices.Sorted(maps.Keys(m.Fields)) {
		if len(fields) > 0 && !slices.ContainsFunc(offered, covers(field)) && !d.sent(m, field) {
			return badRequest("matcher.fields: %.64q is no field that is read or was sent; %s", field, fault.Nearest(field, offered))
		}
	}
	return nil
}

// vendorFields gives the fields of each operation of the vendor's door, of all generations together; id is what a path
// names. Empty: the door was given no documents.
func (d *Door) vendorFields() map[string][]string {
	fields := map[string][]string{}
	for name, document := range d.options.Documents {
		if name == d.document.Name() {
			continue
		}
		for _, o := range document.Operations() {
			fields[o.ID] = append(fields[o.ID], o.Fields()...)
			if strings.Contains(o.Path, "/{id}") || strings.Contains(o.Path, "/{call}") {
				fields[o.ID] = append(fields[o.ID], "id")
			}
		}
	}
	return fields
}

// anything is the field of an operation that keeps every key; it says nothing of the others.
func anything(field string) bool { return field == "*" }

// covers tells whether a known field is the one, or one whose asterisk stands for it.
func covers(field string) func(string) bool {
	return func(known string) bool {
		before, open := strings.CutSuffix(known, "*")
		return known == field || open && strings.HasPrefix(field, before)
	}
}

// sent tells whether some request of the kind had the field.
func (d *Door) sent(m sim.Matcher, field string) bool {
	return slices.ContainsFunc(d.sim.Journal().List(sim.Filter{Tenant: m.Tenant, Operation: m.Operation}), func(e sim.Entry) bool {
		values, _ := d.reading(e)(field)
		return len(values) > 0
	})
}
