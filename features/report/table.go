package report

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Table is the coverage as text: the shares, then each operation with the statuses and codes that were not seen although
// the target could have given them.
func (r Run) Table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "GENERATION\tSTATUSES\tWITHOUT A SCRIPT\tCODES\tFIELDS\tEVENTS\tRULES")
	for _, c := range r.Coverage {
		_, _ = fmt.Fprintf(w, "%s\t%v\t%v\t%v\t%v\t%v\t%v\n", c.Generation, c.Statuses(), c.Natural(), c.Codes(), c.FieldShare(), c.EventShare(), r.RuleShare(c.Generation))
	}
	_, _ = fmt.Fprintln(w, "\nGENERATION\tOPERATION\tSEEN\tNOT SEEN")
	for _, c := range r.Coverage {
		for _, o := range byOperation(c) {
			seen, unseen := o.told()
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Generation, o.Name, seen, unseen)
		}
	}
	_ = w.Flush()
	return b.String()
}

// told is what was seen of an operation and what was not, although it counts: statuses, with codes in brackets.
func (o operation) told() (seen, unseen string) {
	var yes, no []string
	for _, s := range o.Statuses {
		var had, lacks []string
		for _, c := range s.Codes {
			switch {
			case c.Times > 0:
				had = append(had, itoa(c.Code))
			case c.Counted:
				lacks = append(lacks, itoa(c.Code))
			}
		}
		if s.Times > 0 {
			yes = append(yes, bracketed(s.Status, had))
		}
		if s.Counted && (s.Times == 0 || len(lacks) > 0) {
			no = append(no, bracketed(s.Status, lacks))
		}
	}
	return dash(yes), dash(no)
}

func bracketed(status int, codes []string) string {
	if len(codes) == 0 {
		return itoa(status)
	}
	return itoa(status) + " (" + strings.Join(codes, ", ") + ")"
}

func dash(list []string) string {
	if len(list) == 0 {
		return "-"
	}
	return strings.Join(list, " ")
}

// Unlike is the differences as text, by operation; nothing for none.
func (r Run) Unlike() string {
	var b strings.Builder
	for _, u := range unlikes(r.Differences) {
		_, _ = fmt.Fprintln(&b, u.Operation)
		for _, d := range u.Differences {
			_, _ = fmt.Fprintf(&b, "  %s, %s (%s), HTTP %d and %d, %s\n", d.Generation, d.Scenario, d.File, d.Statuses[0], d.Statuses[1], times(d.Times))
			for _, c := range d.Difference.Changes {
				_, _ = fmt.Fprintf(&b, "    %s: %s | %s\n", c.Path, orAbsent(c.First), orAbsent(c.Second))
			}
		}
	}
	return b.String()
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return itoa(n) + " times"
}

func orAbsent(s string) string {
	if s == "" {
		return "absent"
	}
	return s
}
