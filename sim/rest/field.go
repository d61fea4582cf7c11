package rest

import (
	"strconv"
	"strings"
)

// field gives the values a fault rule may look at, as fault.Occasion wants them. Nothing is gathered before it is asked
// for.
func (v *visit) field(path string) []string {
	if path != "id" {
		return texts(nil, v.value, path)
	}
	if v.target == "" {
		return nil
	}
	return []string{v.target}
}

// texts adds the values below a dotted path to found. A list offers each of its items, wherever it stands; the body
// nests no deeper than maxDepth.
func texts(found []string, value any, path string) []string {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			found = texts(found, item, path)
		}
	case map[string]any:
		key, below, _ := strings.Cut(path, ".")
		if inside, ok := value[key]; ok && key != "" {
			found = texts(found, inside, below)
		}
	case string:
		found = leaf(found, value, path)
	case float64:
		found = leaf(found, strconv.FormatFloat(value, 'f', -1, 64), path)
	case bool:
		found = leaf(found, strconv.FormatBool(value), path)
	}
	return found
}

// leaf adds a text, unless the path goes on below it.
func leaf(found []string, text, path string) []string {
	if path != "" {
		return found
	}
	return append(found, text)
}
