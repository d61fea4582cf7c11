package explain

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"leadassist-sim/openapi"
)

// gone is the value that takes a key away.
type gone struct{}

// at reads a place. False: there is no such place.
func at(v any, pointer string) (any, bool) {
	for _, step := range openapi.Steps(pointer) {
		switch in := v.(type) {
		case map[string]any:
			below, ok := in[step]
			if !ok {
				return nil, false
			}
			v = below
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(in) {
				return nil, false
			}
			v = in[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// set gives the value with a place set, or taken away by gone. What stands on the way and is no object or list is
// replaced by an object. The value itself is left as it was.
func set(v any, pointer string, to any) any { return setAt(v, openapi.Steps(pointer), to) }

func setAt(v any, path []string, to any) any {
	if len(path) == 0 {
		return to
	}
	if list, ok := v.([]any); ok {
		if i, err := strconv.Atoi(path[0]); err == nil && i >= 0 && i < len(list) {
			return setItem(slices.Clone(list), i, path[1:], to)
		}
		return v
	}
	object, _ := v.(map[string]any)
	if object = maps.Clone(object); object == nil {
		object = map[string]any{}
	}
	below := setAt(object[path[0]], path[1:], to)
	if object[path[0]] = below; isGone(below) {
		delete(object, path[0])
	}
	return object
}

func setItem(list []any, i int, path []string, to any) any {
	below := setAt(list[i], path, to)
	if list[i] = below; isGone(below) {
		return slices.Delete(list, i, i+1)
	}
	return list
}

func isGone(v any) bool {
	_, ok := v.(gone)
	return ok
}

// escaped is a key as a pointer's step.
func escaped(key string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(key) }
