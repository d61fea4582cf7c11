package exchange

import "fmt"

// Reason is why a request was refused. The set covers the exchange's own refusals and those of the doors in front of
// it, so that each generation maps all of them in one table.
type Reason uint8

// The reasons, after the vendor's code table (docs 000 and 001, Appendix 1); the number of the code is in the comment.
const (
	Internal             Reason = iota + 1 // 0
	NotFound                               // 1
	UnsupportedFilter                      // 2
	MissingParameter                       // 3
	NoFreeNumber                           // 4
	BadParameter                           // 5
	AuthenticationFailed                   // 7
	NotPermitted                           // 8
	VersionHeader                          // 9
	DuplicateNumbers                       // 13
	SameNumberBothSides                    // 14
	RegionNotSupported                     // 15
	InvalidNumber                          // 16
	BulkTooLarge                           // 17
	DuplicateReference                     // 18
	NumberHasOtherPin                      // 19
	MappingAbsent                          // 20
	AlreadyDeleted                         // 22
	InvalidDateRange                       // 23
	InvalidFlow                            // 50
	NumberInUse                            // exobridge: the number asked for is lent (409)
	NumberNotInPool                        // exobridge: not a number of this tenant (GreenVN 400, GreenPin 403)
	DurationOutOfRange                     // exobridge: GreenVN 400, GreenPin 422
	UnknownTenant                          // classic 8, exobridge 404
	RateLimited                            // 429
	UnknownRoute                           // 404
	MethodNotAllowed                       // 405
	BodyTooLarge                           // 413
	UnsupportedMediaType                   // 415
	ResponseTimeout                        // 499, script only
	reasonEnd
)

// Reasons lists every reason, in the order of the table.
func Reasons() []Reason {
	all := make([]Reason, 0, reasonEnd-1)
	for r := Internal; r < reasonEnd; r++ {
		all = append(all, r)
	}
	return all
}

// Refusal is a refused command: why, and a sentence a developer can act on.
type Refusal struct {
	Reason Reason
	Detail string
	Field  string // the request's key that made the difference, like strictness or a.pin_length; mostly empty
}

// Error gives the detail; it is meant for developers, not for matching.
func (r Refusal) Error() string { return r.Detail }

// refuseField is refuse with the key that made the difference.
func refuseField(r Reason, field, format string, args ...any) error {
	return Refusal{Reason: r, Field: field, Detail: fmt.Sprintf(format, args...)}
}

// refuse makes a refusal with its sentence.
func refuse(r Reason, format string, args ...any) error {
	return Refusal{Reason: r, Detail: fmt.Sprintf(format, args...)}
}
