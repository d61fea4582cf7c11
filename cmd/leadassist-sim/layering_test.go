package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says which of our rooms a room may import, and why no more.
func allowed() map[string][]string {
	return map[string][]string{
		"openapi":                  {}, // the documents are true whoever reads them
		"fixtures":                 {}, // plain data
		"sim/exchange":             {}, // the domain is at the bottom: no clock, no HTTP, no JSON
		"sim/callback":             {}, // owed deliveries know no allocation and no dialect
		"sim/fault":                {}, // a pure decision
		"sim/dialect":              {"sim/exchange"},
		"sim":                      {"sim/exchange", "sim/callback", "sim/fault"},                                                 // no JSON, no handlers
		"sim/rest":                 {"sim", "sim/dialect", "sim/exchange", "sim/fault", "openapi"},                                // no outbox, no console
		"sim/explain":              {"sim", "sim/dialect", "sim/exchange", "sim/fault", "openapi"},                                // looks on: the journal, the worlds and the documents, no door
		"sim/control":              {"sim", "sim/dialect", "sim/exchange", "sim/callback", "sim/fault", "sim/explain", "openapi"}, // asks the exchange nothing, names its words
		"features/report":          {},                                                                                            // data in, bytes out: it knows neither steps nor endpoints
		"features":                 {"openapi", "fixtures", "features/report"},                                                    // a stranger to the simulator
		"cmd/leadassist-sim/quiet": {},                                                                                            // it has to be initialised before anything that can run a program
		"cmd/leadassist-sim":       {"cmd/leadassist-sim/quiet", "sim", "sim/rest", "sim/control", "sim/dialect", "sim/exchange", "sim/callback", "sim/fault", "openapi", "fixtures", "features"},
	}
}

// banned says which packages of others a room must not import, and why.
func banned() map[string]map[string]string {
	return map[string]map[string]string{
		"sim/exchange": {
			"net/http":      "the exchange does not know who asks",
			"encoding/json": "the exchange does not know how it is written",
			"log/slog":      "the exchange tells what happened by returning it",
		},
		"sim":         {"encoding/json": "worlds hold values, not bodies"},
		"sim/dialect": {"net/http": "a dialect names a status, it does not write one"},
		"fixtures":    {"net/http": "plain data"},
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", "../../...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestLayering holds the imports against the house's plan.
func TestLayering(t *testing.T) {
	const module = "leadassist-sim/"
	seen := 0
	for _, p := range packages(t) {
		room, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		seen++
		may, known := allowed()[room]
		if !known {
			t.Errorf("room %s is in no plan: give it a line in allowed", room)
		}
		for _, i := range p.Imports {
			if to, ours := strings.CutPrefix(i, module); ours && !slices.Contains(may, to) {
				t.Errorf("%s must not import %s", room, to)
			}
		}
		for dependency, why := range banned()[room] {
			if slices.Contains(p.Imports, dependency) {
				t.Errorf("%s must not import %s: %s", room, dependency, why)
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d rooms were looked at", seen)
	}
}
