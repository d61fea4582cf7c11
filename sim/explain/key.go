package explain

import (
	"maps"
	"slices"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/exchange"
)

// mendKeys gives keys that no document knows the name of the one they look like, or that means the same in another
// generation, when that one is not there. Settings keep every key, so that only what looks like a mistake is touched.
func (d *draft) mendKeys() {
	if d.value == nil {
		return
	}
	if list, ok := d.value.([]any); ok && d.takes("object") {
		d.unlist(list)
	}
	if m, ok := d.value.(map[string]any); ok && d.takes("array") {
		d.enlist(m)
	}
	d.renameIn("")
}

func (d *draft) takes(kind string) bool {
	form, ok := d.operation.Form("")
	return ok && slices.Contains(form.Kinds, kind)
}

// unlist takes the object out of a list of one, or wraps a bare bulk list in its key.
func (d *draft) unlist(list []any) {
	form, _ := d.operation.Form("")
	if slices.Contains(form.Keys, "greenpins") {
		d.put("", map[string]any{"greenpins": list}, "this generation wants the list under a key")
		return
	}
	if len(list) > 0 {
		if m, ok := list[0].(map[string]any); ok {
			d.put("", m, "an object is wanted, not a list")
		}
	}
}

// enlist takes a bulk list out of its key, or puts a single item into a list.
func (d *draft) enlist(m map[string]any) {
	if list, ok := m["greenpins"].([]any); ok {
		d.put("", list, "this generation wants the bare list")
		return
	}
	d.put("", []any{m}, "a list is wanted, not an object")
}

// renameIn renames the keys of the object at a place, and of those below it.
func (d *draft) renameIn(pointer string) {
	form, ok := d.operation.Form(pointer)
	v, there := at(d.value, pointer)
	if !ok || !there {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		d.rename(pointer, v, form)
		v, _ = d.objectAt(pointer)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			d.renameIn(pointer + "/" + escaped(key))
		}
	case []any:
		for i := range v[:min(len(v), mostFixes)] {
			d.renameIn(pointer + "/" + itoa(i))
		}
	}
}

func (d *draft) objectAt(pointer string) (map[string]any, bool) {
	v, _ := at(d.value, pointer)
	m, ok := v.(map[string]any)
	return m, ok
}

func (d *draft) rename(pointer string, m map[string]any, form openapi.Form) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if slices.Contains(form.Keys, key) {
			continue
		}
		meant := meantKey(key, absentKeys(form.Keys, m))
		if meant == "" {
			continue
		}
		d.put(pointer+"/"+escaped(meant), m[key], "did you mean "+meant+"? "+key+" is not known here")
		d.value = set(d.value, pointer+"/"+escaped(key), gone{})
		m, _ = d.objectAt(pointer)
	}
}

func absentKeys(known []string, m map[string]any) []string {
	var absent []string
	for _, key := range known {
		if _, there := m[key]; !there {
			absent = append(absent, key)
		}
	}
	return absent
}

// meantKey is the known key that another stands for.
func meantKey(key string, known []string) string {
	plain := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(s))
	}
	for _, k := range known {
		if plain(k) == plain(key) {
			return k
		}
	}
	for _, same := range synonyms() {
		if !slices.Contains(same, key) {
			continue
		}
		for _, k := range known {
			if slices.Contains(same, k) {
				return k
			}
		}
	}
	if len(key) < 4 {
		return ""
	}
	return exchange.Alike(key, known)
}

// synonyms are keys that mean the same in two generations, or that people write for one another.
func synonyms() [][]string {
	return [][]string{
		{"aparty_numbers", "from", "aparty", "a_party_numbers", "aparty_number"},
		{"bparty_numbers", "to", "bparty", "b_party_numbers", "bparty_number"},
		{"caller_id_number", "greenvn", "green_vn", "virtual_number", "caller_id", "vn", "exophone"},
		{"transaction_id", "connection_id", "reference", "custom_id"},
		{"deallocation_policy", "policy", "dealloc_policy"},
		{"greenpin_id", "id"},
	}
}
