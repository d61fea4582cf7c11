package dialect

import (
	"strconv"

	"leadassist-sim/sim/exchange"
)

// Entry is one line of the catalogue of errors: what a generation answers, and when.
type Entry struct {
	Code     int    // of the vendor's table
	Status   int    // HTTP
	Meaning  string // our sentence, or the documented message
	Cause    string // how it arises naturally
	Basis    string // documented, contradictory, public or assumed: said of the status in this generation
	Source   string // where the basis is found
	Scripted bool   // arises only when a fault rule asks for it
	Product  string // greenvn or greenpin where the entry is that product's alone; else empty
	Force    Script // how to get it when asked for
}

// Script is what to say to get an error at once, instead of bringing it about.
type Script struct {
	Prefer string // in a Prefer header
	Magic  string // in place of an id or a reference; empty when a status and a code are needed together
	Rule   string // as a fault rule's effect
}

// note is what the catalogue adds to a row of the refusal table.
type note struct {
	reason exchange.Reason
	kind   exchange.Kind // exobridge only, where the products differ
	cause  string        // empty: script only
	basis  string
	source string
}

const (
	documented    = "documented"
	contradictory = "contradictory"
	public        = "public"
	assumed       = "assumed"

	appendix   = "docs 000 and 001, Appendix 1"
	doc002     = "docs 002, HTTP status codes"
	doc004     = "docs 004, HTTP status codes"
	ours       = "our choice"
	scriptOnly = "a fault rule only"
)

// Catalogue lists the errors of a generation, nothing for a name that is none: the codes of the vendor's table in order, then the statuses that have no
// code of their own. In the exobridge generation the codes inside the bodies are assumed throughout, and a status that
// differs by product has a line for each.
func Catalogue(g Generation) []Entry {
	if g != Classic && g != Current && g != Exobridge {
		return nil
	}
	notes := classicNotes()
	if g == Exobridge {
		notes = exobridgeNotes()
	}
	entries := make([]Entry, len(notes))
	for i, n := range notes {
		r := lookup(n.reason)
		v := r.verdict(g, n.kind)
		entries[i] = Entry{
			Code: v.code, Status: v.status, Meaning: message(exchange.Refusal{Reason: n.reason}),
			Cause: n.cause, Basis: n.basis, Source: n.source, Scripted: n.cause == "",
			Product: n.product(g), Force: script(g, n.kind, v),
		}
		if n.cause == "" {
			entries[i].Cause = scriptOnly
		}
	}
	return entries
}

// product is the product an entry is about, when there is an entry for the other as well.
func (n note) product(g Generation) string {
	r := lookup(n.reason)
	if g != Exobridge || r.greenvn == r.greenpin {
		return ""
	}
	return string(n.kind)
}

// script finds the shortest words that force a verdict.
func script(g Generation, k exchange.Kind, v verdict) Script {
	d := Dialect{generation: g}
	code, status := strconv.Itoa(v.code), strconv.Itoa(v.status)
	if f := d.forced(k, &v.code, 0); f.Reply.Status == v.status {
		return Script{"code=" + code, "sim-code-" + code, "{code: " + code + "}"}
	}
	if f := d.forced(k, nil, v.status); f.Code == v.code {
		return Script{"status=" + status, "sim-status-" + status, "{status: " + status + "}"}
	}
	return Script{"code=" + code + ", status=" + status, "", "{code: " + code + ", status: " + status + "}"}
}

// classicNotes serve classic and current alike.
func classicNotes() []note {
	const gvn = exchange.GreenVN
	return []note{
		{exchange.Internal, gvn, "", documented, appendix},
		{exchange.NotFound, gvn, "an id that is unknown, or another tenant's", documented, appendix},
		{exchange.UnsupportedFilter, gvn, "", documented, appendix},
		{
			exchange.MissingParameter, gvn, "a required key is absent; call-party names neither side; there are several flows and no flow_id",
			documented, appendix,
		},
		{exchange.NoFreeNumber, gvn, "the pool is empty, or strict preferences cannot be met", documented, appendix},
		{
			exchange.BadParameter, gvn, "the body is no JSON; a value has the wrong type or is none of the allowed; a malformed duration",
			documented, appendix,
		},
		{
			exchange.AuthenticationFailed, gvn, "no Basic credentials, or wrong ones", contradictory,
			"docs 000: Appendix 1 says 401, the status list 402; quirk unauthorized_status",
		},
		{exchange.NotPermitted, gvn, "the good credentials of another tenant", documented, appendix},
		{exchange.VersionHeader, gvn, "", contradictory, "docs 000: Appendix 1 speaks of a version header, the list of codes does not"},
		{exchange.DuplicateNumbers, gvn, "a side lists several numbers, all the same", documented, appendix},
		{exchange.SameNumberBothSides, gvn, "a number is listed on both sides", documented, appendix},
		{exchange.RegionNotSupported, gvn, "a region other than the eleven", documented, appendix},
		{exchange.InvalidNumber, gvn, "a number that is not E.164", documented, appendix},
		{exchange.BulkTooLarge, exchange.GreenPin, "a bulk update with more items than the tenant's limit", documented, appendix},
		{
			exchange.DuplicateReference, gvn, "the connection or transaction id belongs to an active allocation", documented,
			"docs 000, the 409 sample, and Appendix 1",
		},
		{exchange.NumberHasOtherPin, gvn, "a listed number has joined the same virtual number under another PIN", documented, appendix},
		{exchange.MappingAbsent, gvn, "", documented, appendix},
		{
			exchange.AlreadyDeleted, gvn, "DELETE or PUT on an allocation that has ended", contradictory,
			"docs 000: Appendix 1 says 410, the status list 400; quirk deleted_status",
		},
		{exchange.InvalidDateRange, gvn, "", documented, appendix},
		{exchange.InvalidFlow, gvn, "a flow_id the tenant does not have", documented, appendix},
		{exchange.UnknownTenant, gvn, "a tenant nobody named, in strict mode", assumed, ours},
		{exchange.RateLimited, gvn, "more requests a second than the tenant may send", documented, "docs 000, status list; the code is assumed"},
		{exchange.UnknownRoute, gvn, "an address that is no operation", assumed, ours},
		{exchange.MethodNotAllowed, gvn, "an address with a method it does not take", assumed, ours},
		{exchange.BodyTooLarge, gvn, "a request body over the limit", assumed, ours},
		{exchange.UnsupportedMediaType, gvn, "a body that is not declared as JSON", assumed, ours},
		{exchange.ResponseTimeout, gvn, "", documented, "docs 000, status list; the code is assumed"},
	}
}

func exobridgeNotes() []note {
	const gvn, gp = exchange.GreenVN, exchange.GreenPin
	return []note{
		{exchange.Internal, gvn, "", documented, doc002},
		{exchange.NotFound, gvn, "an id that is unknown, or another tenant's", documented, doc002},
		{exchange.UnsupportedFilter, gvn, "", assumed, ours},
		{exchange.MissingParameter, gvn, "a required key is absent; call-party names neither side", documented, doc002},
		{exchange.NoFreeNumber, gvn, "no PIN is left on the number asked for", assumed, ours},
		{exchange.BadParameter, gvn, "the body is no JSON; a value has the wrong type; a custom field over 256 characters", documented, doc002},
		{exchange.AuthenticationFailed, gvn, "no Basic credentials, or wrong ones", documented, doc002},
		{exchange.NotPermitted, gvn, "the good credentials of another tenant", documented, doc004},
		{exchange.VersionHeader, gvn, "", assumed, ours},
		{exchange.DuplicateNumbers, gvn, "a side lists several numbers, all the same", assumed, ours},
		{exchange.SameNumberBothSides, gvn, "a number is listed on both sides", assumed, ours},
		{exchange.RegionNotSupported, gvn, "", assumed, ours},
		{exchange.InvalidNumber, gvn, "a number that is not E.164", documented, doc002},
		{exchange.BulkTooLarge, gp, "a bulk update with more items than the tenant's limit", assumed, ours},
		{exchange.DuplicateReference, gvn, "", assumed, ours},
		{exchange.NumberHasOtherPin, gp, "a listed number has joined the same virtual number under another PIN", assumed, ours},
		{exchange.MappingAbsent, gvn, "", assumed, ours},
		{exchange.AlreadyDeleted, gvn, "DELETE or PUT on a GreenVN that has ended", assumed, "after GreenPin"},
		{exchange.AlreadyDeleted, gp, "DELETE or PUT on a GreenPin that has ended", public, "later GreenPin pages"},
		{exchange.InvalidDateRange, gvn, "", assumed, ours},
		{exchange.InvalidFlow, gvn, "", assumed, ours},
		{exchange.NumberInUse, gvn, "caller_id_number is lent to another active allocation", documented, doc002},
		{exchange.NumberNotInPool, gvn, "GreenVN: caller_id_number is not in the pool", assumed, ours},
		{exchange.NumberNotInPool, gp, "GreenPin: caller_id_number is not in the pool", public, "later GreenPin pages"},
		{exchange.DurationOutOfRange, gvn, "GreenVN: duration is not from 1 to 14688000 seconds", documented, doc002},
		{exchange.DurationOutOfRange, gp, "GreenPin: duration is not from 300 to 14688000 seconds", public, "later GreenPin pages"},
		{exchange.UnknownTenant, gvn, "a tenant nobody named, in strict mode", documented, doc002},
		{exchange.RateLimited, gvn, "more requests a second than the tenant may send", documented, doc002},
		{exchange.UnknownRoute, gvn, "an address that is no operation", assumed, ours},
		{exchange.MethodNotAllowed, gvn, "an address with a method it does not take", assumed, ours},
		{exchange.BodyTooLarge, gvn, "a request body over the limit", assumed, ours},
		{exchange.UnsupportedMediaType, gvn, "a body that is not declared as JSON", assumed, ours},
		{exchange.ResponseTimeout, gvn, "", assumed, ours},
	}
}
