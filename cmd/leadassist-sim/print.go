package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// present prints an answer of the door: as it was written for --output json, else as the text that show makes of it.
// Tabs in that text align its columns.
func present[T any](c *console, raw []byte, show func(io.Writer, T)) error {
	if c.output == "json" {
		return c.pass(raw)
	}
	var told T
	if err := json.Unmarshal(raw, &told); err != nil {
		return fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	out := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	show(out, told)
	return out.Flush()
}

// pass prints JSON as it came, in a line of its own.
func (c *console) pass(raw []byte) error {
	_, err := c.stdout.Write(append(bytes.TrimRight(raw, "\n"), '\n'))
	return err
}

// listing is one page of a list.
type listing[T any] struct {
	Items []T
	Next  string
}

// columns shows a page as a table: a line of headings, then one for each item. What there is none of is said in words.
func columns[T any](of, headings string, row func(T) []string) func(io.Writer, listing[T]) {
	return func(out io.Writer, page listing[T]) {
		if len(page.Items) == 0 {
			_, _ = fmt.Fprintf(out, "no %s\n", of)
			return
		}
		_, _ = fmt.Fprintln(out, strings.Join(strings.Fields(headings), "\t"))
		for _, item := range page.Items {
			cells(out, row(item)...)
		}
		if page.Next != "" {
			_, _ = fmt.Fprintf(out, "there are more: --after %s\n", plain(page.Next))
		}
	}
}

// cells writes one line of a table; an empty cell is a dash.
func cells(out io.Writer, all ...string) {
	for i, cell := range all {
		if all[i] = plain(cell); cell == "" {
			all[i] = "-"
		}
	}
	_, _ = fmt.Fprintln(out, strings.Join(all, "\t"))
}

// fact writes what a thing's property is, if it has one.
func fact(out io.Writer, name string, values ...string) {
	said := make([]string, 0, len(values))
	for _, v := range values {
		if v != "" {
			said = append(said, plain(v))
		}
	}
	if len(said) > 0 {
		_, _ = fmt.Fprintf(out, "%s\t%s\n", name, strings.Join(said, "  "))
	}
}

// text writes several lines, indented; JSON is laid out first.
func text(out io.Writer, name, content string) {
	if content == "" {
		return
	}
	var laid bytes.Buffer
	if json.Indent(&laid, []byte(content), "", "  ") == nil {
		content = laid.String()
	}
	_, _ = fmt.Fprintln(out, name)
	for line := range strings.Lines(content) {
		_, _ = fmt.Fprintln(out, "  "+plain(strings.TrimRight(line, "\r\n")))
	}
}

// plain is the text with what a terminal would obey, or a table would take for a column, written out: clients and
// receivers choose much of what is printed here.
func plain(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if unprintable(r) {
			out.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func unprintable(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }

// instant is a time of the tenant's as people read it: without fractions of a second, in the zone it came in.
func instant(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return t.Format(time.RFC3339)
}

// span is the time from one instant to another; empty when one of them is not known.
func span(from, to string) string {
	begin, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return ""
	}
	end, err := time.Parse(time.RFC3339, to)
	if err != nil {
		return ""
	}
	return end.Sub(begin).Round(time.Millisecond).String()
}

// line is a happening in one line.
func (h happening) line() string {
	name, rest := h.Event, ""
	switch h.What {
	case "clock":
		name, rest = "clock", h.Detail
	case "attempt":
		rest = fmt.Sprintf("attempt %d to %s: %s, %s", h.Attempt, h.URL, said(h.Status, h.Detail), h.Outcome)
	case "fault":
		rest = fmt.Sprintf("%s, delivery %s", h.Detail, h.Delivery)
	default:
		rest = h.owed()
	}
	return plain(fmt.Sprintf("%s  %s  %-20s  %s", instant(h.At), h.Tenant, name, rest))
}

// owed is where an event goes and as which delivery.
func (h happening) owed() string {
	text := "owed to " + h.URL
	if h.URL == "" || h.State != "pending" {
		text = h.State
	}
	if h.Detail != "" {
		text += ", " + h.Detail
	}
	if h.Delivery != "" {
		text += ", delivery " + h.Delivery
	}
	return text
}

// said is what an attempt was answered.
func said(status int, remark string) string {
	switch {
	case status == 0 && remark == "":
		return "no answer"
	case status == 0:
		return remark
	case remark == "":
		return strconv.Itoa(status)
	}
	return strconv.Itoa(status) + " " + remark
}
