package explain

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// draft is a request on its way to one that passes. It is mended step by step, in the order of the checks.
type draft struct {
	entry sim.Entry
	scene Scene

	operation *openapi.Operation // in the generation's own document
	target    string             // allocation id or call SID
	value     any                // the decoded body
	text      string             // the body as it was sent, as long as nothing is changed
	header    map[string]string
	dialect   dialect.Dialect

	before  []Step // what must come first
	created bool   // of which one makes the target
	changes []Change
	stuck   string // why no request can pass
	deeper  int    // drafts this one is part of

	corrections int // changes made, those that are told as one counted apart

	hint string      // the id whose shape tells the generation
	kept [2][]string // the parties of the allocation that is made first

	freeing   bool // end what holds a reference, rather than name another
	narrowing bool // change wishes, rather than give up strictness
}

// mend makes the draft of an entry pass every check, as far as that can be.
func mend(e sim.Entry, c Scene, prefer func(*draft)) *draft {
	d := &draft{entry: e, scene: c, header: map[string]string{}}
	prefer(d)
	d.mendRoute()
	d.hint = d.target
	if d.stuck == "" {
		d.mendBody()
	}
	d.mendAll()
	return d
}

// mendAll is mend from where the body is read.
func (d *draft) mendAll() {
	if d.stuck != "" {
		return
	}
	for range mostRounds { // what one mender changes another may find fault with
		before := d.corrections
		d.settle()
		d.mendKeys()
		d.mendMagic()
		d.mendDocument()
		d.mendDecoding()
		d.mendWorld()
		if d.stuck != "" || d.corrections == before {
			return
		}
	}
}

// Bounds of mending, so that any body ends.
const (
	mostRounds = 8
	mostFixes  = 40
)

// settle finds the generation the draft is read in as it stands.
func (d *draft) settle() {
	quirks, _ := dialect.ParseQuirks(d.scene.Tenant.Quirks)
	d.dialect = dialect.New(d.scene.speaks(d.operation.ID, d.hint, d.value), quirks, d.scene.Settings.Timezone)
	if own, ok := d.document(d.operation.ID); ok {
		d.operation = own
	}
}

// document is an operation as the generation in use describes it, or as any other does.
func (d *draft) document(id string) (*openapi.Operation, bool) {
	for _, name := range []string{d.dialect.Document(), "leadassist", "calls"} {
		if document := d.scene.Documents[name]; document != nil {
			if o, ok := document.Operation(id); ok {
				return o, true
			}
		}
	}
	return nil, false
}

// kind is the product asked for.
func (d *draft) kind() exchange.Kind { return dialect.Product(d.operation.Path) }

// object is the body when it is one; else an empty one that is thrown away.
func (d *draft) object() map[string]any {
	if m, ok := d.value.(map[string]any); ok {
		return m
	}
	return map[string]any{}
}

func (d *draft) creates() bool { return strings.HasPrefix(d.operation.ID, "create") }

// changed notes a correction; one that changes nothing is none.
func (d *draft) changed(pointer string, from, to any, why string) {
	if reflect.DeepEqual(from, to) {
		return
	}
	d.text = ""
	d.corrections++
	change := Change{pointer, written(from), written(to), why}
	if pointer != "" && pointer[0] != '/' { // of the head, where nothing is JSON
		change.From, _ = plainText(from)
		change.To, _ = plainText(to)
	}
	change.From, change.To = shown(change.From), shown(change.To)
	if i := slices.IndexFunc(d.changes, func(c Change) bool { return c.Pointer == pointer }); i >= 0 && strings.HasPrefix(pointer, "/") {
		d.changes[i].To, d.changes[i].Why = change.To, d.changes[i].Why+"; "+why
		return
	}
	d.changes = append(d.changes, change)
}

// put sets a place in the body, and notes it.
func (d *draft) put(pointer string, to any, why string) {
	from, _ := at(d.value, pointer)
	d.value = set(d.value, pointer, to)
	d.changed(pointer, from, to, why)
}

// longest is how many characters of a changed value are shown.
const longest = 500

func shown(s string) string {
	if all := []rune(s); len(all) > longest {
		return string(all[:longest]) + "…"
	}
	return s
}

// rawText is a body that is no JSON.
type rawText string

// written is a value as JSON; an absent one is empty.
func written(v any) string {
	switch v := v.(type) {
	case nil, gone:
		return ""
	case rawText:
		return string(v)
	case []any:
		if v == nil {
			return ""
		}
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(v) != nil {
		return ""
	}
	return strings.TrimSpace(out.String())
}

// body is the draft's body as it is to be sent.
func (d *draft) body() string {
	if d.operation.Method != http.MethodPost && d.operation.Method != http.MethodPut {
		return ""
	}
	if d.text != "" || d.value == nil {
		return d.text
	}
	return written(d.value)
}

// step is the draft as a request.
func (d *draft) step(says string) Step {
	s := Step{
		Says: says, Door: Vendor, Method: d.operation.Method, Body: d.body(), Header: maps.Clone(d.header),
		Path: address(d.operation.Path, d.scene.SID, d.target), operation: d.operation.ID,
	}
	if d.entry.Method == http.MethodHead && s.Method == http.MethodGet {
		s.Method = http.MethodHead
	}
	if s.Body != "" {
		s.Header["Content-Type"] = "application/json"
	}
	return s
}

// first puts steps before all others.
func (d *draft) first(steps ...Step) { d.before = append(slices.Clone(steps), d.before...) }

// way is the whole of what is to be asked.
func (d *draft) way(says string) Way {
	return Way{Says: says, Steps: append(slices.Clone(d.before), d.step(""))}
}

// tester is a request to the tester's door.
func tester(says, method, path string, body any) Step {
	s := Step{Says: says, Door: Tester, Method: method, Path: path, Header: map[string]string{}}
	if body != nil {
		s.Body = written(body)
		s.Header["Content-Type"] = "application/json"
	}
	return s
}

// sub begins a draft of another operation for the same tenant.
func (d *draft) sub(operation, id string) *draft {
	s := &draft{entry: sim.Entry{Tenant: d.entry.Tenant}, scene: d.scene, target: id, header: map[string]string{}, dialect: d.dialect, deeper: d.deeper + 1}
	s.operation, _ = d.document(operation)
	return s
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
