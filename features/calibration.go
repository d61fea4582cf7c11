package features

import (
	"fmt"
	"slices"
	"strings"
)

// Invented credentials of a world that is to check some. An endpoint's own are never written down.
const calibratedKey, calibratedToken = "observed-key", "observed-token"

// World writes what a run observed as a world file, with which a simulator does as the endpoint did: one tenant of that
// SID, its profile, and a switch for each contradiction that was seen decided. Of several variants seen the most frequent
// counts, and a comment names the others.
func (r Result) World(sid string) []byte {
	var b strings.Builder
	profile := r.calibrated()
	fmt.Fprintf(&b, "# What an endpoint was seen to do where the vendor's documents contradict each other. Serve it with\n#   leadassist-sim serve --world FILE\n")
	strict := slices.ContainsFunc(r.Observed, func(o Observation) bool { return o.Name == unauthorized })
	if strict {
		b.WriteString("auth: strict\n")
	}
	fmt.Fprintf(&b, "tenants:\n  - sid: %q\n    profile: %s\n", sid, profile)
	if strict {
		fmt.Fprintf(&b, "    credentials: # made up\n      - {username: %s, password: %s}\n", calibratedKey, calibratedToken)
	}
	b.WriteString("    generate: {count: 330}\n")
	lines := r.quirks()
	if slices.ContainsFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "      #") }) {
		b.WriteString("    quirks:\n")
	}
	b.WriteString(strings.Join(lines, ""))
	return []byte(b.String())
}

// calibrated is the profile of the endpoint: the generation that was spoken, or auto when it was several.
func (r Result) calibrated() string {
	var spoken []string
	for _, s := range r.Scenarios {
		for _, profile := range Profiles()[1:] {
			if slices.Contains(s.Tags, profileTag+profile) && !slices.Contains(spoken, profile) {
				spoken = append(spoken, profile)
			}
		}
	}
	switch {
	case len(spoken) != 1:
		return auto
	case spoken[0] == exobridge:
		return exobridge
	}
	// What was seen speaks louder than what was played: an endpoint of the later text does all it says.
	for _, name := range []string{successMembers, lentKey, errorBody} {
		c := contradiction(name)
		for _, generation := range []string{classic, current} {
			if value, _ := r.seen(name, ""); value != "" && c.own[generation] == value {
				return generation
			}
		}
	}
	return spoken[0]
}

// quirks are the lines of the switches.
func (r Result) quirks() []string {
	var lines []string
	for _, c := range Contradictions() {
		if !c.Switch {
			continue
		}
		value, others := r.seen(c.Name, "")
		if c.Name == eventTimes || c.Name == eventDurations {
			value, others = r.byKind(c.Name)
		}
		if value == "" {
			continue
		}
		line := "      " + c.Name + ": " + value
		if c.fixed() && value == c.Variants[0] { // a world file has no word for what is so anyway
			line = "      # " + c.Name + ": " + value
		}
		if others != "" {
			line += " # also seen: " + others
		}
		lines = append(lines, line+"\n")
	}
	return lines
}

// fixed tells whether all generations begin with the same variant.
func (c Contradiction) fixed() bool { return c.own[classic] != "" && c.own[classic] == c.own[current] }

// seen is the variant that was seen most, and the others. Exobridge has none of the switches.
func (r Result) seen(name, kind string) (most, others string) {
	counts := map[string]int{}
	var values []string
	for _, o := range r.Observed {
		if o.Name == name && o.Generation != exobridge && (kind == "" || o.Kind == kind) {
			if counts[o.Value] == 0 {
				values = append(values, o.Value)
			}
			counts[o.Value] += o.Count
		}
	}
	if len(values) == 0 {
		return "", ""
	}
	slices.SortStableFunc(values, func(a, b string) int { return counts[b] - counts[a] })
	return values[0], strings.Join(values[1:], ", ")
}

// byKind settles a switch about which the samples of the two products differ: what both do is a value of the switch, and
// each in its own way is its sample.
func (r Result) byKind(name string) (value, others string) {
	own := map[string][2]string{eventTimes: {"sql", "rfc3339"}, eventDurations: {"string", "number"}}[name]
	vn, more := r.seen(name, "greenvn")
	pin, still := r.seen(name, "greenpin")
	others = strings.Trim(more+", "+still, ", ")
	switch {
	case vn != "" && (vn == pin || pin == "" && vn != own[0]):
		return vn, others
	case pin != "" && vn == "" && pin != own[1]:
		return pin, others
	case name == eventDurations && vn+pin != "":
		return "sample", others
	}
	return "", others
}
