package features

import (
	"fmt"

	"leadassist-sim/openapi"
)

// Library is what every run needs and none changes: the vendor's documents, the ledger of rules, and the sentences of
// feature files. Runs that follow one another, or go side by side, may share one.
type Library struct {
	documents map[string]*openapi.Document
	rules     *openapi.Ledger
	sentences []sentence
}

// NewLibrary reads the documents that are built in. They cannot fail to be read but by a mistake in the build.
func NewLibrary() (*Library, error) {
	documents, err := openapi.LoadAll()
	if err != nil {
		return nil, fmt.Errorf("the documents cannot be read: %w", err)
	}
	rules, err := openapi.LoadLedger()
	if err != nil {
		return nil, fmt.Errorf("the ledger cannot be read: %w", err)
	}
	return &Library{documents, rules, sentences()}, nil
}
