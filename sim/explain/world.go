package explain

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"leadassist-sim/sim/exchange"
)

// mendWorld makes the draft pass the exchange, whose rules depend on what is lent to whom.
func (d *draft) mendWorld() {
	if strings.Contains(d.operation.Path, "{call}") {
		d.mendCall()
		return
	}
	for _, mender := range []func(){
		d.mendTarget, d.mendSides, d.mendJoined, d.mendFlow, d.mendReference, d.mendNumber, d.mendShared, d.mendBulk, d.mendSettings,
	} {
		if mender(); d.stuck != "" {
			return
		}
	}
}

// mendCall names a call there is.
func (d *draft) mendCall() {
	if slices.Contains(d.scene.Calls, d.target) {
		return
	}
	if len(d.scene.Calls) == 0 {
		d.stuck = "the account has no call yet; `leadassist-sim call --tenant " + d.scene.SID + " --from A --to VIRTUAL_NUMBER` places one"
		return
	}
	meant := exchange.Alike(d.target, d.scene.Calls)
	if meant == "" {
		meant = d.scene.Calls[len(d.scene.Calls)-1]
	}
	d.changed("path", d.target, meant, "the account has no such call; this one it has")
	d.target = meant
}

// mendTarget names an allocation there is, makes one, or asks what can still be asked of the one that has ended.
func (d *draft) mendTarget() {
	if !strings.Contains(d.operation.Path, "{id}") || d.created {
		return
	}
	a, known := d.scene.allocation(d.target)
	known = known && !d.bewitched(a)
	if known && a.Kind != d.kind() && d.operation.Method != http.MethodPut {
		d.otherProduct(a)
	}
	switch {
	case known && a.Kind == d.kind() && (a.State == exchange.Active || d.operation.Method == http.MethodGet):
	case known && a.Kind == d.kind() && d.operation.Method == http.MethodDelete:
		d.readInstead()
	case d.scene.Elsewhere != "" && d.operation.Method == http.MethodGet && !d.scene.Strict:
		d.changed("tenant", d.scene.SID, d.scene.Elsewhere, "the allocation is this tenant's")
		d.scene.SID = d.scene.Elsewhere
		d.created = true // it need not be looked for again
	case known || !d.renamed():
		d.createFirst(a)
	}
}

// otherProduct asks the same of the product whose allocation it is.
func (d *draft) otherProduct(a exchange.Allocation) {
	id := strings.NewReplacer("Greenvn", "Greenpin", "Greenpin", "Greenvn").Replace(d.operation.ID)
	o, ok := d.document(id)
	if !ok {
		return
	}
	d.changed("path", d.operation.Path, o.Path, fmt.Sprintf("%s is a %s, not a %s", a.ID, a.Kind, d.kind()))
	d.operation = o
}

// readInstead looks at what cannot be ended twice.
func (d *draft) readInstead() {
	id := strings.Replace(d.operation.ID, "delete", "read", 1)
	if o, ok := d.document(id); ok {
		d.changed("method", d.operation.Method, o.Method, "the allocation has ended, so that nothing is left to delete; it can still be read")
		d.operation = o
	}
}

// mostCompared is how many allocations are looked at for an id like the one asked for, the newest first.
const mostCompared = 10_000

// renamed takes the id that looks most like the one asked for.
func (d *draft) renamed() bool {
	var ids []string
	known := d.scene.Allocations
	for _, a := range known[max(len(known)-mostCompared, 0):] {
		usable := a.State == exchange.Active || d.operation.Method == http.MethodGet
		if a.Kind == d.kind() && usable && a.ID != d.target && !d.bewitched(a) {
			ids = append(ids, a.ID)
		}
	}
	meant := exchange.Alike(d.target, ids)
	if meant == "" || d.target == "" {
		return false
	}
	d.changed("path", d.target, meant, "no allocation has the id; this one's looks most like it")
	d.target, d.hint = meant, meant
	return true
}

// createFirst makes the allocation that is asked for: like the one that has ended, or by the document's sample.
func (d *draft) createFirst(like exchange.Allocation) {
	if d.deeper > 0 {
		d.stuck = "no allocation can be made"
		return
	}
	s := d.sub("create"+map[exchange.Kind]string{exchange.GreenVN: "Greenvn", exchange.GreenPin: "Greenpin"}[d.kind()], "")
	if s.operation == nil {
		d.stuck = "no allocation can be made"
		return
	}
	s.value, s.header = clone(s.operation.Sample()), d.header
	if like.Kind == d.kind() {
		s.takeOver(like)
	}
	if s.mendAll(); s.stuck != "" {
		d.stuck = s.stuck
		return
	}
	step := s.step("make an allocation, and take its id from the answer")
	step.Takes = string(d.kind()) + "_id"
	d.first(append(slices.Clone(s.before), step)...)
	for _, side := range sidesOf(s.object()) {
		d.kept[map[bool]int{false: 0, true: 1}[side.b]] = side.numbers()
	}
	d.changed("path", d.target, "{id}", "no such allocation can be used; one is made first")
	d.target, d.created = "{id}", true
	d.scene = s.scene
}

// takeOver gives a create the parties and the reference of an allocation that has ended.
func (d *draft) takeOver(a exchange.Allocation) {
	for _, s := range sidesOf(d.object()) {
		numbers := a.A.Numbers
		if s.b {
			numbers = a.B.Numbers
		}
		if len(numbers) > 0 {
			s.set(numbers)
		}
	}
	if key := referenceKey(d.kind()); d.object()[key] != nil && a.Reference != "" && !magic(a.Reference) {
		d.object()[key] = a.Reference
	}
}

// mendFlow names a call flow of the account where one must be named, and none where there is none.
func (d *draft) mendFlow() {
	key := map[string]string{"createGreenvn": "flow_id", "updateSettings": "default_flow_id"}[d.operation.ID]
	flows := d.scene.Evidence.Flows
	flow, sent := d.object()[key].(string)
	settings := key == "default_flow_id"
	if _, bridged := d.object()["caller_id_number"]; key == "" || bridged {
		return
	}
	switch {
	case sent && (slices.Contains(flows, flow) || settings && (flow == "" || len(flows) == 0)):
	case sent && len(flows) == 0:
		d.put("/"+key, gone{}, "the account has no call flows, so that none may be named (code 50)")
	case sent:
		meant := exchange.Alike(flow, flows)
		if meant == "" {
			meant = flows[0]
		}
		d.put("/"+key, meant, "the account's call flows are "+strings.Join(flows, ", "))
	case !settings && len(flows) > 1 && d.scene.Evidence.DefaultFlow == "":
		d.put("/"+key, flows[0], "the account has several call flows and no default, so that one must be named")
	}
}

// mendReference names a connection or transaction id that is free, or frees it.
func (d *draft) mendReference() {
	key := referenceKey(d.kind())
	reference, _ := d.object()[key].(string)
	if !d.creates() || reference == "" {
		return
	}
	holder, taken := d.scene.holder(d.kind(), reference)
	if !taken {
		return
	}
	if d.freeing {
		d.release(holder, "end the allocation that holds "+reference)
		return
	}
	fresh := reference
	for n := 2; taken; n++ {
		fresh = fmt.Sprintf("%.990s-%d", reference, n)
		_, taken = d.scene.holder(d.kind(), fresh)
	}
	d.put("/"+key, fresh, fmt.Sprintf("%s %q belongs to active allocation %s (code 18); this one is free", strings.ReplaceAll(key, "_", " "), reference, holder.ID))
}

// release ends an allocation before all else, in the draft's view of the world too.
func (d *draft) release(a exchange.Allocation, says string) {
	s := d.sub("delete"+map[exchange.Kind]string{exchange.GreenVN: "Greenvn", exchange.GreenPin: "Greenpin"}[a.Kind], a.ID)
	if s.operation == nil {
		d.stuck = "the document knows no way to end an allocation"
		return
	}
	s.header = d.header
	d.before = append(d.before, s.step(says))
	d.scene.Allocations = slices.Clone(d.scene.Allocations)
	d.scene.Numbers = slices.Clone(d.scene.Numbers)
	for i := range d.scene.Allocations {
		if d.scene.Allocations[i].ID == a.ID {
			d.scene.Allocations[i].State = exchange.Deleted
		}
	}
	d.scene.Evidence.Sharing -= map[exchange.Kind]int{exchange.GreenPin: 1}[a.Kind]
	for i, n := range d.scene.Numbers {
		if slices.Contains(numbersOf(a), n.E164) && len(d.users(n.E164)) == 0 {
			d.scene.Numbers[i].State, d.scene.Numbers[i].Until = exchange.Free, time.Time{}
			if rest := d.scene.Settings.CoolOff; rest > 0 {
				d.scene.Numbers[i].State, d.scene.Numbers[i].Until = exchange.Resting, d.scene.Now.Add(rest)
			}
		}
	}
}

// numbersOf lists the virtual numbers an allocation uses.
func numbersOf(a exchange.Allocation) []string {
	all := slices.Concat(a.A.VNs, a.B.VNs)
	if a.Number != "" {
		all = append(all, a.Number)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// users lists the active allocations that use a virtual number, oldest first.
func (d *draft) users(number string) []exchange.Allocation {
	var found []exchange.Allocation
	for _, a := range d.scene.Allocations {
		if a.State == exchange.Active && slices.Contains(numbersOf(a), number) {
			found = append(found, a)
		}
	}
	return found
}

// mendBulk cuts a bulk update to what one request may hold.
func (d *draft) mendBulk() {
	pointer := "/greenpins"
	if _, bare := d.value.([]any); bare {
		pointer = ""
	}
	items, _ := at(d.value, pointer)
	list, ok := items.([]any)
	most := d.scene.Evidence.Bulk
	if d.operation.ID != "updateGreenpins" || !ok || len(list) <= most {
		return
	}
	d.put(pointer, list[:most], fmt.Sprintf("a bulk update holds at most %d items here; send the rest in further requests (code 17)", most))
}

// mendSettings leaves out what settings have no room for.
func (d *draft) mendSettings() {
	const kept = 64
	form, _ := d.operation.Form("")
	room := kept - len(d.scene.Settings.Other)
	if d.operation.ID != "updateSettings" {
		return
	}
	for _, key := range sortedKeys(d.object()) {
		if _, had := d.scene.Settings.Other[key]; had || slices.Contains(form.Keys, key) {
			continue
		}
		if room--; room < 0 {
			d.put("/"+escaped(key), gone{}, fmt.Sprintf("at most %d keys besides the known ones are kept", kept))
		}
	}
}
