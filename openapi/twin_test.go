package openapi

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// -update writes the twins anew; go generate passes it.
var update = flag.Bool("update", false, "write the compact twins of the documents")

// The twins are what the simulator runs on, the documents what people read and change.
func TestTwinsAreInStep(t *testing.T) {
	for _, name := range Names() {
		want := twin(t, name)
		path := "compact/" + name + ".json"
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what %s.yaml says; run go generate ./openapi", path, name)
		}
	}
}

// twin makes the compact form of a document: what only people read is left out.
func twin(t *testing.T, name string) []byte {
	t.Helper()
	source, err := os.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		t.Fatal(err)
	}
	text, err := doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"info", "servers", "tags", "security"} {
		delete(whole, key)
	}
	if components, ok := whole["components"].(map[string]any); ok {
		for _, key := range []string{"securitySchemes", "parameters", "headers"} {
			delete(components, key)
		}
	}
	lighten(whole, false)
	compact, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return append(compact, '\n')
}

// lighten removes notes from a part of a document. Below properties the keys are names, not keywords.
func lighten(v any, names bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			lighten(item, false)
		}
	case map[string]any:
		for key, value := range v {
			if !names && note(key) {
				delete(v, key)
				continue
			}
			lighten(value, key == "properties" && !names)
		}
	}
}

func note(key string) bool {
	switch key {
	case "description", "summary", "example", "examples", "tags", "security", "parameters", "headers", "x-source", "x-go-name":
		return true
	}
	return false
}
