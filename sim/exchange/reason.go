package exchange

// String names the reason, as the journal and the metrics tell it.
func (r Reason) String() string {
	if r == 0 || r >= reasonEnd {
		return "none"
	}
	return reasonNames()[r]
}

func reasonNames() [reasonEnd]string {
	return [reasonEnd]string{
		Internal: "internal", NotFound: "not-found", UnsupportedFilter: "unsupported-filter",
		MissingParameter: "missing-parameter", NoFreeNumber: "no-free-number", BadParameter: "bad-parameter",
		AuthenticationFailed: "authentication-failed", NotPermitted: "not-permitted", VersionHeader: "version-header",
		DuplicateNumbers: "duplicate-numbers", SameNumberBothSides: "same-number-both-sides",
		RegionNotSupported: "region-not-supported", InvalidNumber: "invalid-number", BulkTooLarge: "bulk-too-large",
		DuplicateReference: "duplicate-reference", NumberHasOtherPin: "number-has-other-pin",
		MappingAbsent: "mapping-absent", AlreadyDeleted: "already-deleted", InvalidDateRange: "invalid-date-range",
		InvalidFlow: "invalid-flow", NumberInUse: "number-in-use", NumberNotInPool: "number-not-in-pool",
		DurationOutOfRange: "duration-out-of-range", UnknownTenant: "unknown-tenant", RateLimited: "rate-limited",
		UnknownRoute: "unknown-route", MethodNotAllowed: "method-not-allowed", BodyTooLarge: "body-too-large",
		UnsupportedMediaType: "unsupported-media-type", ResponseTimeout: "response-timeout",
	}
}

// ParseReason finds a reason by its name. False: none is called so.
func ParseReason(name string) (Reason, bool) {
	for _, r := range Reasons() {
		if r.String() == name {
			return r, true
		}
	}
	return 0, false
}
