package main

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// fields looks values up in a JSON body by dotted path, as text: for the rules that match them. The body is read when
// the first is asked for, and once.
func fields(body []byte) func(path string) []string {
	var parsed any
	read := false
	return func(path string) []string {
		if !read {
			decoder := json.NewDecoder(bytes.NewReader(body))
			decoder.UseNumber() // a number is matched as it is written
			if decoder.Decode(&parsed) != nil {
				parsed = nil
			}
			read = true
		}
		return values(parsed, strings.Split(path, "."))
	}
}

// values are those at the path. A list offers each of its items; an object and null offer nothing.
func values(of any, path []string) []string {
	switch v := of.(type) {
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, values(item, path)...)
		}
		return all
	case map[string]any:
		if len(path) > 0 {
			return values(v[path[0]], path[1:])
		}
	default:
		if text, plain := scalar(of); plain && len(path) == 0 {
			return []string{text}
		}
	}
	return nil
}

// scalar is a plain value as text.
func scalar(v any) (text string, plain bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
