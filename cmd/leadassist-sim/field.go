package main

import (
	"bytes"
	"encoding/json"

	"leadassist-sim/sim/fault"
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
		return fault.Values(parsed, path)
	}
}
