package rest

import (
	"strings"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// keptPreferences is how many preferences that were ignored the journal keeps, and of how many characters each.
const (
	keptPreferences = 8
	keptPreference  = 64
)

// preferred reads the Prefer header (RFC 7240) for code, status, delay, hang and fault. Of those that say the same or do not
// go together the first counts. What cannot be read is ignored, as the RFC wants it, but journaled; preferences that are
// none of ours are not.
func (v *visit) preferred(lines []string) *blow {
	w := fault.Wish{HasCode: dialect.HasCode}
	var honoured, ignored []string
	for _, line := range lines {
		for _, preference := range preferences(line) {
			kind, value := preference.kind, preference.value
			switch {
			case !ours(kind):
			case w.Take(kind, value):
				honoured = append(honoured, kind+"="+value)
			case len(ignored) < keptPreferences:
				ignored = append(ignored, strings.ToValidUTF8(own(kind+"="+value[:min(len(value), keptPreference)]), "?"))
			}
		}
	}
	if len(honoured) > 0 {
		said := strings.Join(honoured, ", ")
		v.header.Set("Preference-Applied", said)
		v.note = &sim.FaultNote{By: sim.ByPrefer, Said: said, Ignored: ignored}
		return wished(w, sim.ByPrefer+" "+said)
	}
	if len(ignored) > 0 {
		v.note = &sim.FaultNote{By: sim.ByPrefer, Effect: "none", Ignored: ignored}
	}
	return nil
}

// ours tells whether a preference is meant for the simulator.
func ours(kind string) bool {
	switch kind {
	case "code", "status", "delay", "hang", "fault":
		return true
	}
	return false
}

// preference is one word of a Prefer header: its name in small letters, and its value without quotes.
type preference struct{ kind, value string }

// preferences takes a line of the header apart at commas and semicolons outside quotes.
func preferences(line string) []preference {
	var found []preference
	for line != "" {
		var part string
		part, line = untilMark(line)
		kind, value, _ := strings.Cut(part, "=")
		value = strings.Trim(value, " \t")
		if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
			value = value[1 : len(value)-1]
		}
		if kind = strings.ToLower(strings.Trim(kind, " \t")); kind != "" {
			found = append(found, preference{kind, value})
		}
	}
	return found
}

// untilMark cuts a line at its first comma or semicolon outside quotes; the mark is dropped.
func untilMark(line string) (part, rest string) {
	quoted, escaped := false, false
	for i, c := range []byte(line) {
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ';'):
			return line[:i], line[i+1:]
		}
	}
	return line, ""
}
