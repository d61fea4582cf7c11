package fault

import "strings"

// spell is how every magic value begins.
const spell = "sim-"

// Magic is a value that asks for a fault: sim-<kind>-<value>, then perhaps -on-<operation>, then perhaps a dash and
// anything.
type Magic struct {
	Wish      Wish
	Operation string // the only one to strike; empty: every one
	Length    int    // how many bytes of the value ask for it
}

// On tells whether the value strikes an operation; the case of its name does not matter.
func (m Magic) On(operation string) bool {
	return m.Operation == "" || strings.EqualFold(m.Operation, operation)
}

// ReadMagic reads a value. False: it is an ordinary one. hasCode tells the vendor's codes from other numbers.
func ReadMagic(text string, hasCode func(int) bool) (Magic, bool) {
	after, ok := strings.CutPrefix(text, spell)
	if !ok {
		return Magic{}, false
	}
	kind, after, _ := strings.Cut(after, "-")
	value, after, _ := strings.Cut(after, "-")
	m := Magic{Wish: Wish{HasCode: hasCode}, Length: len(spell) + len(kind) + 1 + len(value)}
	if !m.Wish.Take(kind, value) {
		return Magic{}, false
	}
	if after, ok := strings.CutPrefix(after, "on-"); ok {
		m.Operation, _, _ = strings.Cut(after, "-")
		m.Length += len("-on-") + len(m.Operation)
	}
	return m, true
}
