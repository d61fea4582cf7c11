// Package openapi holds the interface descriptions of everything that leadassist-sim answers, and checks bodies against
// them.
//
// The documents are OpenAPI 3.0.3: leadassist.yaml (generations classic and current), exobridge.yaml, calls.yaml (call
// look-ups) and control.yaml (the tester's door). They are the route table, so a new operation begins there. Besides
// the schemas they carry three extensions: x-source says where a rule is from, x-code which of the vendor's codes
// belongs to it, x-expect what a refused value should have been.
//
// Reading YAML costs more than the simulator may take to start. It loads the twins in compact/ instead, which
// `go generate` makes from the documents by leaving out what only people read; a test keeps them in step.
//
// Load gives a Document; its operations check a request's body (CheckBody), an answer (CheckReply) and an event
// (CheckEvent). A violation is told in our own words, never in those of the library below.
//
// Beside them lies the fidelity ledger, fidelity.yaml: every rule of behaviour and the ground it stands on. LoadLedger
// gives it, from its twin like the documents.
package openapi

import (
	"embed"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:generate go test -run ^Test(TwinsAreInStep|LedgerTwinIsInStep)$ -update .

//go:embed *.yaml compact/*.json
var documents embed.FS

// Names lists the documents, in the order they are usually read in.
func Names() []string { return []string{"leadassist", "exobridge", "calls", "control"} }

// Source gives a document as it was written, in YAML. The error names a document that is not there.
func Source(name string) ([]byte, error) {
	source, err := documents.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("openapi: no document is called %q", name)
	}
	return source, nil
}

// Load reads a document and makes it ready for use: every reference is resolved and every pattern compiled, or there is
// an error. Documents may be loaded side by side.
func Load(name string) (*Document, error) {
	twin, err := documents.ReadFile("compact/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("openapi: no document is called %q", name)
	}
	return parse(name, twin)
}

// parse makes a Document of JSON or YAML.
func parse(name string, text []byte) (*Document, error) {
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("openapi: %s: %w", name, err)
	}
	d, err := newDocument(name, doc)
	if err != nil {
		return nil, fmt.Errorf("openapi: %s: %w", name, err)
	}
	return d, nil
}
