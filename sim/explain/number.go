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
	needed := 1
	if d.created {
		needed = 2 // the allocation that is made first takes one
	}
	if len(d.free()) < needed && (d.wished() != held || held == "") {
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

// held is the number the allocation has already; of one that is made first it is known only when there is no choice.
func (d *draft) held() string {
	if d.created && len(d.scene.Numbers) == 1 {
		return d.scene.Numbers[0].E164
	}
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
	span := roundedUp(by)
	says += fmt.Sprintf(": leadassist-sim clock advance --tenant %s %s, or wait", word(d.scene.SID), span)
	return tester(says, "POST", "/__admin/clock/advance", map[string]any{"tenant": d.scene.SID, "by": span})
}

// roundedUp is a span as the clock takes it, without fractions: a short one in milliseconds, another to the second.
func roundedUp(by time.Duration) string {
	const short = 10 * time.Second
	up := func(unit time.Duration) time.Duration { return max(by+unit-1, 0).Truncate(unit) }
	if by < short && by%time.Second != 0 {
		return fmt.Sprintf("%dms", up(time.Millisecond).Milliseconds())
	}
	return up(time.Second).String()
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

// stamp is an instant as text.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return strings.TrimSuffix(t.UTC().Format(time.RFC3339), "")
}
