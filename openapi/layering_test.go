package openapi

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The documents stand at the bottom: whoever checks a body must not be able to depend on how it is answered.
func TestImportsNothingButTheLibrary(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			first, _, _ := strings.Cut(path, "/")
			if first == "leadassist-sim" || strings.Contains(first, ".") && path != "github.com/getkin/kin-openapi/openapi3" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
