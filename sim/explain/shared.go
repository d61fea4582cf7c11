package explain

import (
	"fmt"
	"slices"

	"leadassist-sim/sim/exchange"
)

// mendShared makes sure that a GreenPin's virtual numbers can be shared, and its PINs are free on them.
func (d *draft) mendShared() {
	if d.operation.ID != "createGreenpin" && d.operation.ID != "updateGreenpin" {
		return
	}
	if d.creates() {
		d.mendRoster()
	}
	if named, bridged := d.object()["caller_id_number"].(string); bridged {
		if len(d.scene.Numbers) == 0 {
			d.emptyPool()
			return
		}
		d.mendNamed(named, d.shareable)
		return
	}
	for _, party := range []string{"a", "b"} {
		d.mendVNs(party)
	}
	for _, party := range []string{"a", "b"} {
		d.mendPin(party)
	}
	d.mendNobody()
}

// mostPins is how many GreenPins one number holds in the exobridge generation: the PINs of four digits.
const mostPins = 9000

func (d *draft) shareable(n exchange.NumberStatus) bool {
	if slices.Contains(d.joinedOn(), n.E164) {
		return false
	}
	return n.State == exchange.Free || n.State == exchange.Shared && len(d.users(n.E164)) < mostPins
}

// joinedOn lists the numbers which a party of this request has joined by PIN: on them he can have no other.
func (d *draft) joinedOn() []string {
	var found []string
	if !d.creates() {
		return nil
	}
	for _, j := range d.scene.Evidence.Joined {
		if slices.Contains(d.everybody(), j.Caller) {
			found = append(found, j.Number)
		}
	}
	return found
}

// mendRoster ends the oldest GreenPin when there are as many as there may be.
func (d *draft) mendRoster() {
	if d.scene.Evidence.Sharing < d.scene.Evidence.Most {
		return
	}
	for _, a := range d.scene.Allocations {
		if a.Kind == exchange.GreenPin && a.State == exchange.Active {
			d.release(a, fmt.Sprintf("the tenant may have %d active GreenPins: end one", d.scene.Evidence.Most))
			return
		}
	}
}

// mendVNs replaces virtual numbers that are not the tenant's, or cannot be shared.
func (d *draft) mendVNs(party string) {
	v, _ := at(d.value, "/"+party+"/vns")
	vns := texts(v)
	if a, ok := d.scene.allocation(d.target); ok && a.Number != "" && len(vns) > 0 {
		d.put("/"+party+"/vns", gone{}, "this GreenPin was made on one number for good")
		return
	}
	for i, vn := range vns {
		d.mendVN(fmt.Sprintf("/%s/vns/%d", party, i), vn, vns)
	}
}

func (d *draft) mendVN(pointer, vn string, among []string) {
	var can []string
	for _, n := range d.scene.Numbers {
		if d.shareable(n) {
			can = append(can, n.E164)
		}
	}
	if slices.Contains(can, vn) {
		return
	}
	if len(can) == 0 {
		if len(d.scene.Numbers) == 0 {
			d.emptyPool()
			return
		}
		if d.makeRoom(); d.stuck == "" {
			d.mendVN(pointer, vn, among)
		}
		return
	}
	meant := exchange.Alike(vn, can)
	for _, one := range can {
		if meant == "" && !slices.Contains(among, one) {
			meant = one
		}
	}
	if meant == "" {
		meant = can[0]
	}
	d.put(pointer, meant, vn+" is not a number of this tenant's that can be shared now; this one is")
}

// mendNobody keeps an update from leaving a GreenPin without anybody on either side.
func (d *draft) mendNobody() {
	a, known := d.scene.allocation(d.target)
	if d.creates() || !known {
		return
	}
	left := [2]int{len(a.A.Numbers), len(a.B.Numbers)}
	for _, s := range sidesOf(d.object()) {
		left[other(!s.b)] = len(s.numbers())
	}
	if left != [2]int{} {
		return
	}
	for _, s := range sidesOf(d.object())[:1] {
		d.replaceSide(s, []string{stranger(nil)}, "one side at least must have numbers")
	}
}

// mendPin changes a PIN that opens another allocation on the same number, or both sides of this one.
func (d *draft) mendPin(party string) {
	v, sent := at(d.value, "/"+party+"/pin")
	pin, ok := plainText(v)
	taken := d.pinsTaken(party)
	if !sent || !ok || !slices.Contains(taken, pin) {
		return
	}
	for n := range 9000 {
		if free := fmt.Sprint(1000 + n); !slices.Contains(taken, free) {
			d.put("/"+party+"/pin", free, "PIN "+pin+" opens another allocation or the other side on the same number")
			return
		}
	}
}

// pinsTaken lists the PINs a side should not have: those of other GreenPins, and of the other side.
func (d *draft) pinsTaken(party string) []string {
	var taken []string
	if other, ok := at(d.value, "/a/pin"); ok && party == "b" {
		s, _ := plainText(other)
		taken = append(taken, s)
	}
	for _, a := range d.scene.Allocations {
		switch {
		case a.ID == d.target && party == "a":
			taken = append(taken, a.B.Pins...)
		case a.ID == d.target:
			taken = append(taken, a.A.Pins...)
		case a.Kind == exchange.GreenPin && a.State == exchange.Active:
			taken = append(taken, slices.Concat(a.A.Pins, a.B.Pins)...)
		}
	}
	return taken
}
