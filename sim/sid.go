package sim

import (
	"errors"
	"strings"
)

// ErrBadSID is returned for a SID that no tenant can have.
var ErrBadSID = errors.New("a tenant SID has 1 to 64 letters, digits, dots, dashes or underscores, not dots alone")

// longestSID bounds what the simulator remembers (assumed).
const longestSID = 64

// CheckSID tells whether a tenant can have the SID: else ErrBadSID. Dots alone are none: clients resolve them as path
// segments, so that nobody could ask for the tenant again.
func CheckSID(sid string) error {
	if len(sid) > longestSID || strings.Trim(sid, ".") == "" || strings.ContainsFunc(sid, notOfSID) {
		return ErrBadSID
	}
	return nil
}

func notOfSID(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '.' && r != '-'
}
