package features

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"leadassist-sim/features/report"
)

// maxChanges is how many places of one answer are told.
const maxChanges = 50

// differ lists where two normalised bodies differ, from the top down.
func differ(at string, a, b any) []report.Change {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return differObjects(at, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok {
			return differLists(at, a, b)
		}
	}
	const list, object = "a list of one", "an object"
	if one, other, ok := wrapped(a, b); ok {
		return append([]report.Change{{Path: cmp.Or(at, "body"), First: list, Second: object}}, differ(at, one, other)...)
	}
	if one, other, ok := wrapped(b, a); ok {
		return append([]report.Change{{Path: cmp.Or(at, "body"), First: object, Second: list}}, differ(at, other, one)...)
	}
	if first, second := told(a), told(b); first != second {
		return []report.Change{{Path: cmp.Or(at, "body"), First: first, Second: second}}
	}
	return nil
}

// wrapped tells whether the first is a list of one object and the second an object, and gives both objects.
func wrapped(a, b any) (one, other map[string]any, ok bool) {
	list, _ := a.([]any)
	other, ok = b.(map[string]any)
	if !ok || len(list) != 1 {
		return nil, nil, false
	}
	one, ok = list[0].(map[string]any)
	return one, other, ok
}

func differObjects(at string, a, b map[string]any) []report.Change {
	all := maps.Clone(a)
	maps.Copy(all, b)
	var changes []report.Change
	for _, name := range sortedKeys(all) {
		path := at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		first, here := a[name]
		second, there := b[name]
		switch {
		case !there:
			changes = append(changes, report.Change{Path: path, First: told(first)})
		case !here:
			changes = append(changes, report.Change{Path: path, Second: told(second)})
		default:
			changes = append(changes, differ(path, first, second)...)
		}
	}
	return changes
}

func differLists(at string, a, b []any) []report.Change {
	var changes []report.Change
	for i := range max(len(a), len(b)) {
		path := at + "/" + string(encode(i))
		switch {
		case i >= len(b):
			changes = append(changes, report.Change{Path: path, First: told(a[i])})
		case i >= len(a):
			changes = append(changes, report.Change{Path: path, Second: told(b[i])})
		default:
			changes = append(changes, differ(path, a[i], b[i])...)
		}
	}
	return changes
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// unlike lists where two answers to the same question differ: that one came at all, the status, the content type, the body.
func (m *mirror) unlike(here, there Exchange) []report.Change {
	if here.Status == 0 || there.Status == 0 {
		if here.Status == there.Status {
			return nil
		}
		return []report.Change{{Path: "answer", First: answerOf(here), Second: answerOf(there)}}
	}
	var changes []report.Change
	if here.Status != there.Status {
		changes = append(changes, report.Change{Path: "status", First: string(encode(here.Status)), Second: string(encode(there.Status))})
	}
	first, second := here.media(), there.media()
	if first != second {
		changes = append(changes, report.Change{Path: "content type", First: first, Second: second})
	}
	changes = append(changes, differ("", m.here.body(first, here.Reply), m.there.body(second, there.Reply))...)
	return changes[:min(len(changes), maxChanges)]
}

func answerOf(e Exchange) string {
	if e.Status == 0 {
		return e.Failure
	}
	return "HTTP " + string(encode(e.Status))
}

// media is the content type without its parameters.
func (e Exchange) media() string {
	media, _, _ := strings.Cut(e.ReplyHeader.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// tell takes a difference down; one that was seen before is counted. Of several scenarios that see it the first by file
// and name is told, whichever was played first.
func (t *rival) tell(d report.Difference) {
	key := strings.Join([]string{d.Operation, d.Generation, string(encode(d.Statuses)), string(encode(d.Changes))}, "\n")
	t.mu.Lock()
	defer t.mu.Unlock()
	known, ok := t.found[key]
	if !ok {
		d.Times = 1
		t.found[key] = d
		return
	}
	d.Times = known.Times + 1
	if cmp.Or(cmp.Compare(known.File, d.File), cmp.Compare(known.Scenario, d.Scenario)) <= 0 {
		known.Times = d.Times
		d = known
	}
	t.found[key] = d
}

// told lists the differences by operation, whatever the order they were found in.
func (t *rival) told() []report.Difference {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.SortedFunc(maps.Values(t.found), func(a, b report.Difference) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Generation, b.Generation), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(string(encode(a.Changes)), string(encode(b.Changes))), cmp.Compare(a.Statuses[0], b.Statuses[0]))
	})
}

// told is a value as JSON that people read.
func told(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // it came from JSON
	return strings.TrimSuffix(b.String(), "\n")
}
