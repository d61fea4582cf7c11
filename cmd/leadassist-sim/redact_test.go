package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestContractHides looks for the credentials of a run in all it has written.
func TestContractHides(t *testing.T) {
	folder := t.TempDir()
	code, out, log := contractTold(t, "contract", "--profile", "classic", "--tags", "@second-tenant,@strict", "--format", "pretty", "--report-dir", folder)
	told := map[string]string{"stdout": out, "stderr": log}
	files, err := os.ReadDir(folder)
	if err != nil || code != exitFine || len(files) == 0 {
		t.Fatalf("%d %v %s", code, err, log)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		told[f.Name()] = string(text)
	}
	for name, text := range told {
		for _, word := range []string{ownKey, ownToken, otherKey, otherToken} {
			if strings.Contains(text, word) || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte(word))) {
				t.Errorf("%s tells %s", name, word)
			}
		}
	}
}
