// Package quiet keeps a library from running a program while this one starts. godog's builder, which only its own command
// needs, asks `go env GOTOOLDIR` when it is initialised: 23 ms of every start, and a foreign program run by whoever starts
// a simulator. Without a PATH it finds none. Packages are initialised in the order of their dependencies and then of their
// paths (the Go specification, "Program initialization"); this one depends on os alone, and so comes before whatever can
// run a program. The command gives the PATH back before anything else happens; a test sees that no program is run.
package quiet

import "os"

//nolint:gochecknoglobals // it has to live from one initialisation to the other
var path, had = os.LookupEnv("PATH")

func init() { //nolint:gochecknoinits // before a library's own is the only place
	if had {
		_ = os.Setenv("PATH", "")
	}
}

// Over gives the PATH back.
func Over() {
	if had {
		_ = os.Setenv("PATH", path)
	}
}
