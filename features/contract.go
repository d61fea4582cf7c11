package features

import (
	"embed"
	"io/fs"
)

//go:embed contract
var contract embed.FS

// Contract is the suite that says what the vendor's documents promise, one feature file for each noun. Each scenario is
// tagged with the rules it proves and the generations they hold in, so it is played with Options.Profiles.
func Contract() fs.FS {
	suite, err := fs.Sub(contract, "contract")
	if err != nil { // the name is a constant that fits
		return contract
	}
	return suite
}
