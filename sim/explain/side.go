package explain

import (
	"slices"

	"leadassist-sim/sim/exchange"
)

// side is the list of one party's phone numbers in a body, wherever the generation keeps it.
type side struct {
	object  map[string]any // that holds the list
	key     string
	pointer string
	b       bool // the second party
}

// sidesOf finds the parties' numbers in a body, first party first.
func sidesOf(body map[string]any) []side {
	var found []side
	add := func(object map[string]any, key, pointer string, b bool) {
		if _, ok := object[key].([]any); ok {
			found = append(found, side{object, key, pointer, b})
		}
	}
	add(body, "aparty_numbers", "/aparty_numbers", false)
	add(body, "from", "/from", false)
	if a, ok := body["a"].(map[string]any); ok {
		add(a, "numbers", "/a/numbers", false)
	}
	add(body, "bparty_numbers", "/bparty_numbers", true)
	add(body, "to", "/to", true)
	if b, ok := body["b"].(map[string]any); ok {
		add(b, "numbers", "/b/numbers", true)
	}
	return found
}

// numbers lists the texts of the side.
func (s side) numbers() []string { return texts(s.object[s.key]) }

// set replaces the list.
func (s side) set(numbers []string) { s.object[s.key] = listed(numbers) }

// mendSides takes away what makes two parties one: a number several times and no other, and numbers on both sides.
func (d *draft) mendSides() {
	sides := sidesOf(d.object())
	kept := d.kept // what an update leaves as it was
	if a, ok := d.scene.allocation(d.target); ok {
		kept = [2][]string{a.A.Numbers, a.B.Numbers}
	}
	for _, s := range sides {
		if n := s.numbers(); len(n) > 1 && !slices.ContainsFunc(n, func(one string) bool { return one != n[0] }) {
			d.replaceSide(s, n[:1], "a party that lists one number several times is refused (code 13)")
		}
	}
	for _, s := range sides {
		other := kept[other(s.b)]
		for _, o := range sides {
			if o.b != s.b {
				other = o.numbers()
			}
		}
		d.part(s, other)
	}
}

func other(b bool) int {
	if b {
		return 0
	}
	return 1
}

// part takes the numbers of the other party off a side. The first party is left alone when the second is sent too.
func (d *draft) part(s side, other []string) {
	var own []string
	for _, n := range s.numbers() {
		if !slices.Contains(other, n) {
			own = append(own, n)
		}
	}
	if len(own) == len(s.numbers()) || !s.b && len(sidesOf(d.object())) > 1 && d.bothSent() {
		return
	}
	if len(own) == 0 {
		own = []string{stranger(other)}
	}
	d.replaceSide(s, own, "a number on both sides is refused (code 14)")
}

func (d *draft) bothSent() bool {
	a, b := false, false
	for _, s := range sidesOf(d.object()) {
		a, b = a || !s.b, b || s.b
	}
	return a && b
}

// stranger is a phone number that is none of those given.
func stranger(taken []string) string {
	for _, n := range []string{"+919812345678", "+919887654321", "+919876543210"} {
		if !slices.Contains(taken, n) {
			return n
		}
	}
	return "+919900112233"
}

func (d *draft) replaceSide(s side, numbers []string, why string) {
	before := s.object[s.key]
	s.set(numbers)
	d.changed(s.pointer, before, s.object[s.key], why)
}

// mendJoined settles numbers that have joined the virtual number by a PIN of another allocation or side (code 19): where
// the side may have several PINs that one is listed too, else the number is left out.
func (d *draft) mendJoined() {
	const why = "this number joined the same virtual number under that PIN (code 19)"
	for _, s := range sidesOf(d.object()) {
		for _, j := range d.scene.Evidence.Joined {
			if !slices.Contains(s.numbers(), j.Caller) || !d.meets(j, s) {
				continue
			}
			if pins := map[bool]string{false: "aparty_pins", true: "bparty_pins"}[s.b]; s.key == "aparty_numbers" || s.key == "bparty_numbers" {
				before := d.object()[pins]
				d.object()[pins] = append(d.pinsOf(pins, s.b), j.Pin)
				d.changed("/"+pins, before, d.object()[pins], why)
				continue
			}
			rest := slices.DeleteFunc(s.numbers(), func(n string) bool { return n == j.Caller })
			if len(rest) == 0 && !s.b {
				rest = []string{stranger(append(d.everybody(), j.Caller))}
			}
			d.replaceSide(s, rest, why)
		}
	}
}

// meets tells whether a caller joined the number that a side is being listed on, under a PIN that is not the side's.
func (d *draft) meets(j exchange.Joined, s side) bool {
	a, ok := d.scene.allocation(d.target)
	party := a.A
	if s.b {
		party = a.B
	}
	if own := texts(d.object()[map[bool]string{false: "aparty_pins", true: "bparty_pins"}[s.b]]); ok && len(own) > 0 {
		return a.Number == j.Number && !slices.Contains(own, j.Pin)
	}
	if ok && a.Number != "" {
		return a.Number == j.Number && !slices.Contains(party.Pins, j.Pin)
	}
	return !ok || slices.Contains(a.A.VNs, j.Number) || slices.Contains(a.B.VNs, j.Number)
}

// pinsOf is a side's PINs as an update would leave them.
func (d *draft) pinsOf(key string, b bool) []any {
	if sent, ok := d.object()[key].([]any); ok {
		return slices.Clone(sent)
	}
	a, _ := d.scene.allocation(d.target)
	if b {
		return listed(a.B.Pins)
	}
	return listed(a.A.Pins)
}

// everybody lists the numbers of both parties, as sent and as they were.
func (d *draft) everybody() []string {
	a, _ := d.scene.allocation(d.target)
	all := slices.Concat(a.A.Numbers, a.B.Numbers)
	for _, s := range sidesOf(d.object()) {
		all = append(all, s.numbers()...)
	}
	return all
}

// texts lists the strings of a list.
func texts(v any) []string {
	items, _ := v.([]any)
	var all []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// listed is a list of texts as decoded JSON.
func listed(all []string) []any {
	items := make([]any, len(all))
	for i, s := range all {
		items[i] = s
	}
	return items
}
