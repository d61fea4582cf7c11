package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadassist-sim/sim/exchange"
)

// mendNumber makes sure that a virtual number can be lent: the one named (exobridge), one that meets strict wishes, or
// any.
func (d *draft) mendNumber() {
	create := d.operation.ID == "createGreenvn"
	if !create && d.operation.ID != "updateGreenvnNumber" {
		return
	}
	if len(d.scene.Numbers) == 0 {
		d.emptyPool()
		return
	}
	held := d.held()
	if named, bridged := d.object()["caller_id_number"].(string); bridged {
		d.mendNamed(named, func(n exchange.NumberStatus) bool { return n.State == exchange.Free || n.E164 == held && held != "" })
		return
	}
	if len(d.free()) == 0 && (d.wished() != held || held == "") {
		d.findOne(held)
	}
	d.mendWishes()
}

// findOne frees a number, or keeps the one that is held where there is no other.
func (d *draft) findOne(held string) {
	if held != "" && len(d.scene.Numbers) == 1 {
		d.put("/preferences/greenvn", held, "it is the only number there is; wishing for it keeps it")
		return
	}
	d.makeRoom()
}

func (d *draft) emptyPool() {
	d.stuck = "the tenant has no virtual numbers at all, so that no request for one can pass: give it some in the world file, under numbers"
}

// held is the number the allocation has already.
func (d *draft) held() string {
	a, _ := d.scene.allocation(d.target)
	return a.Number
}

func (d *draft) wished() string {
	v, _ := at(d.value, "/preferences/greenvn")
	s, _ := v.(string)
	return s
}

// free lists the numbers that can be lent.
func (d *draft) free() []exchange.NumberStatus {
	return slices.DeleteFunc(slices.Clone(d.scene.Numbers), func(n exchange.NumberStatus) bool { return n.State != exchange.Free })
}

// mendNamed names a number of the pool that will do.
func (d *draft) mendNamed(named string, does func(exchange.NumberStatus) bool) {
	var can []string
	for _, n := range d.scene.Numbers {
		if does(n) {
			can = append(can, n.E164)
		}
	}
	if slices.Contains(can, named) {
		return
	}
	if len(can) == 0 {
		if d.makeRoom(); d.stuck == "" {
			d.mendNamed(named, does)
		}
		return
	}
	meant := exchange.Alike(named, can)
	if meant == "" || d.inPool(named) {
		meant = can[0]
	}
	why := named + " is not a number of this tenant's pool; this one is, and free"
	if d.inPool(named) {
		why = named + " is in use; this one is free"
	}
	d.put("/caller_id_number", meant, why)
}

func (d *draft) inPool(number string) bool {
	return slices.ContainsFunc(d.scene.Numbers, func(n exchange.NumberStatus) bool { return n.E164 == number })
}

// makeRoom frees a number: one that rests comes free by itself; else allocations are ended, as few as will do.
func (d *draft) makeRoom() {
	if d.awaited() {
		return
	}
	var best []exchange.Allocation
	for _, n := range d.scene.Numbers {
		users := d.users(n.E164)
		own := slices.ContainsFunc(users, func(a exchange.Allocation) bool { return a.ID == d.target })
		if len(users) > 0 && !own && (best == nil || len(users) < len(best)) {
			best = users
		}
	}
	if len(best) == 0 || len(best) > mostEnded {
		d.stuck = "no number is free, and none can be freed by ending a few allocations"
		return
	}
	for _, a := range best {
		d.release(a, "end an allocation that uses a number")
	}
	if len(d.free()) == 0 {
		d.awaited()
	}
}

// mostEnded is how many allocations a way ends at most.
const mostEnded = 20

// awaited turns the clock to where the first resting number wakes. False: none rests.
func (d *draft) awaited() bool {
	first := -1
	for i, n := range d.scene.Numbers {
		if n.State == exchange.Resting && (first < 0 || n.Until.Before(d.scene.Numbers[first].Until)) {
			first = i
		}
	}
	if first < 0 {
		return false
	}
	n := d.scene.Numbers[first]
	d.before = append(d.before, d.advance(n.Until.Sub(d.scene.Now), n.E164+" rests until "+stamp(n.Until)))
	d.scene.Numbers = slices.Clone(d.scene.Numbers)
	d.scene.Numbers[first].State = exchange.Free
	return true
}

// advance turns the tenant's clock.
func (d *draft) advance(by time.Duration, says string) Step {
	by = max(by+time.Millisecond-1, 0).Truncate(time.Millisecond)
	says += fmt.Sprintf(": leadassist-sim clock advance --tenant %s %s, or wait", d.scene.SID, by)
	return tester(says, "POST", "/__admin/clock/advance", map[string]any{"tenant": d.scene.SID, "by": by.String()})
}

// mendWishes gives up strictness where no free number meets every wish, or gives up the wishes that the best one does
// not meet.
func (d *draft) mendWishes() {
	wishes, _ := at(d.value, "/preferences")
	m, _ := wishes.(map[string]any)
	strictness := d.object()["strictness"]
	if strictness != true && strictness != "true" || len(m) == 0 {
		return
	}
	best, met := exchange.NumberStatus{}, -1
	for _, n := range d.scene.Numbers {
		kept := n.E164 == d.held() && n.E164 == d.wished()
		if (n.State == exchange.Free || kept) && score(m, n) > met {
			best, met = n, score(m, n)
		}
	}
	if met == counted(m) || met < 0 {
		return
	}
	if !d.narrowing {
		d.put("/strictness", false, fmt.Sprintf("no free number meets every wish; without strictness %s meets %d of %d", best.E164, met, counted(m)))
		return
	}
	for _, key := range sortedKeys(m) {
		if to, fits := fitted(key, m[key], best); !fits {
			d.put("/preferences/"+key, to, best.E164+" is the free number that meets most wishes")
		}
	}
}

// score counts the wishes a number meets, as the exchange does.
func score(m map[string]any, n exchange.NumberStatus) int {
	met := 0
	for _, key := range countedKeys(m) {
		if _, fits := fitted(key, m[key], n); fits {
			met++
		}
	}
	return met
}

func counted(m map[string]any) int { return len(countedKeys(m)) }

// countedKeys are the wishes that count: a region wins over a postal code, the first name of the type over the second.
func countedKeys(m map[string]any) []string {
	return slices.DeleteFunc(sortedKeys(m), func(key string) bool {
		_, region := m["region"]
		_, kind := m["type"]
		return key == "pin_code" && region || key == "number_type" && kind ||
			!slices.Contains([]string{"greenvn", "region", "pin_code", "type", "number_type"}, key)
	})
}

// fitted tells whether a wish is met by a number, and what it would have to be.
func fitted(key string, wish any, n exchange.NumberStatus) (to any, fits bool) {
	switch key {
	case "greenvn":
		return n.E164, wish == n.E164
	case "region":
		return string(n.Region), wish == string(n.Region)
	case "type", "number_type":
		return string(n.Type), wish == string(n.Type)
	case "pin_code":
		code, _ := plainText(wish)
		region, _ := exchange.RegionOfPinCode(code)
		return gone{}, region == n.Region
	}
	return wish, true
}

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

// mendPin changes a PIN that opens another allocation on the same number, or both sides of this one.
func (d *draft) mendPin(party string) {
	v, sent := at(d.value, "/"+party+"/pin")
	pin, ok := plainText(v)
	if !sent || !ok {
		return
	}
	taken := map[string]bool{}
	if other, ok := at(d.value, "/a/pin"); ok && party == "b" {
		s, _ := plainText(other)
		taken[s] = true
	}
	for _, a := range d.scene.Allocations {
		if a.Kind == exchange.GreenPin && a.State == exchange.Active && a.ID != d.target {
			for _, p := range slices.Concat(a.A.Pins, a.B.Pins) {
				taken[p] = true
			}
		}
	}
	if a, known := d.scene.allocation(d.target); known {
		for _, p := range map[string][]string{"a": a.B.Pins, "b": a.A.Pins}[party] {
			taken[p] = true
		}
	}
	if !taken[pin] {
		return
	}
	for n := range 9000 {
		if free := fmt.Sprint(1000 + n); !taken[free] {
			d.put("/"+party+"/pin", free, "PIN "+pin+" opens another allocation or the other side on the same number")
			return
		}
	}
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

// stamp is an instant as text.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return strings.TrimSuffix(t.UTC().Format(time.RFC3339), "")
}
