package dialect

import (
	"errors"
	"strings"

	"leadassist-sim/sim/exchange"
)

// verdict is an HTTP status and a code of the vendor's table.
type verdict struct{ status, code int }

// row says what each generation makes of one reason. Classic and current share a column; exobridge differs by product.
type row struct {
	reason   exchange.Reason
	classic  verdict
	greenvn  verdict
	greenpin verdict
	sentence string // ours, without a full stop; the documented message is the one that has its own
}

// plain is a row that reads the same everywhere.
func plain(r exchange.Reason, status, code int, sentence string) row {
	v := verdict{status, code}
	return row{r, v, v, v, sentence}
}

// refusals is the one table from reasons to errors: docs 000 and 001, Appendix 1; the status lists of docs 002 and 004;
// where those are silent our choice (see Catalogue for the basis of each). The order is exchange.Reasons'.
func refusals() [30]row {
	return [...]row{
		plain(exchange.Internal, 500, 0, "The service failed inside"),
		plain(exchange.NotFound, 404, 1, "No allocation has this id"),
		plain(exchange.UnsupportedFilter, 400, 2, "A search filter is not supported"),
		plain(exchange.MissingParameter, 400, 3, "A mandatory parameter is missing"),
		plain(exchange.NoFreeNumber, 452, 4, "No virtual number is free for this allocation"),
		plain(exchange.BadParameter, 400, 5, "A parameter is malformed"),
		plain(exchange.AuthenticationFailed, 401, 7, "The credentials are absent or wrong"),
		plain(exchange.NotPermitted, 403, 8, "These credentials do not allow this"),
		plain(exchange.VersionHeader, 400, 9, "The version header is absent or names a version this service does not have"),
		plain(exchange.DuplicateNumbers, 409, 13, "A party lists one number several times and no other"),
		plain(exchange.SameNumberBothSides, 409, 14, "A number stands on both sides of the allocation"),
		plain(exchange.RegionNotSupported, 403, 15, "No numbers are lent from this region"),
		plain(exchange.InvalidNumber, 400, 16, "A phone number is not in E.164 form"),
		plain(exchange.BulkTooLarge, 413, 17, "The bulk request holds more items than this tenant may send"),
		{exchange.DuplicateReference, verdict{409, 18}, verdict{409, 18}, verdict{409, 18}, documented18},
		plain(exchange.NumberHasOtherPin, 409, 19, "A phone number has joined this virtual number under another PIN"),
		plain(exchange.MappingAbsent, 404, 20, "The phone number is not mapped to this group"),
		{exchange.AlreadyDeleted, verdict{410, 22}, verdict{409, 22}, verdict{409, 22}, "The allocation has ended"},
		plain(exchange.InvalidDateRange, 400, 23, "The range of dates makes no sense"),
		plain(exchange.InvalidFlow, 422, 50, "The call flow is not one of this tenant's"),
		plain(exchange.NumberInUse, 409, 4, "The virtual number asked for is lent to another active allocation"),
		{
			exchange.NumberNotInPool,
			verdict{400, 5},
			verdict{400, 5},
			verdict{403, 8},
			"The virtual number asked for is not in this tenant's pool",
		},
		{exchange.DurationOutOfRange, verdict{400, 5}, verdict{400, 5}, verdict{422, 5}, "The duration is outside its bounds"},
		{exchange.UnknownTenant, verdict{403, 8}, verdict{404, 1}, verdict{404, 1}, "No tenant has this id"},
		plain(exchange.RateLimited, 429, 17, "Requests come faster than this tenant may send them"),
		plain(exchange.UnknownRoute, 404, 5, "Nothing is served at this address"),
		plain(exchange.MethodNotAllowed, 405, 5, "This address does not take that method"),
		plain(exchange.BodyTooLarge, 413, 5, "The request body is too large"),
		plain(exchange.UnsupportedMediaType, 415, 5, "The request body is not sent as JSON"),
		plain(exchange.ResponseTimeout, 499, 0, "The answer took too long"),
	}
}

// documented18 is the one message the vendor shows (docs 000).
const documented18 = "Allocation exists for this connection id."

// lookup finds the row of a reason; one that is no reason at all is an internal error.
func lookup(r exchange.Reason) row {
	table := refusals()
	if i := int(r) - 1; i >= 0 && i < len(table) {
		return table[i]
	}
	return table[0]
}

// verdict picks the column of a generation and product.
func (r row) verdict(g Generation, k exchange.Kind) verdict {
	switch {
	case g != Exobridge:
		return r.classic
	case k == exchange.GreenPin:
		return r.greenpin
	}
	return r.greenvn
}

// Verdict is the HTTP status and the code of the vendor's table with which this dialect refuses for a reason, its
// switches considered. A request of no product (settings, an unknown address) is judged as GreenVN.
func (d Dialect) Verdict(k exchange.Kind, r exchange.Reason) (status, code int) {
	v := lookup(r).verdict(d.generation, k)
	if d.generation == Exobridge {
		return v.status, v.code
	}
	if r == exchange.AuthenticationFailed && d.quirks.UnauthorizedStatus != 0 {
		v.status = d.quirks.UnauthorizedStatus
	}
	if r == exchange.AlreadyDeleted && d.quirks.DeletedStatus != 0 {
		v.status = d.quirks.DeletedStatus
	}
	return v.status, v.code
}

// Refuse is the answer to a refused request: total over exchange.Reasons, and an internal error for anything else.
func (d Dialect) Refuse(k exchange.Kind, r exchange.Refusal) Reply {
	status, code := d.Verdict(k, r.Reason)
	return d.failed(status, code, message(r))
}

// failed is an error in the generation's envelope.
func (d Dialect) failed(status, code int, sentence string) Reply {
	if d.generation == Exobridge {
		return wrapped(status, failure{Status: "failure", Code: status, Error: errorData{Code: code, Message: sentence}})
	}
	body := errorEnvelope{Status: status, Code: code, Message: sentence}
	if d.errorArray() {
		return Reply{Status: status, Body: []errorEnvelope{body}}
	}
	return Reply{Status: status, Body: body}
}

// errorArray: docs 000 show an array of one error, the later text one object (public).
func (d Dialect) errorArray() bool {
	if d.quirks.ErrorBody != "" {
		return d.quirks.ErrorBody == "array"
	}
	return d.generation != Current
}

// explain is the code and message of one item of a bulk update.
func (d Dialect) explain(k exchange.Kind, err error) (code int, sentence string) {
	r, ok := errors.AsType[exchange.Refusal](err)
	if !ok {
		r = exchange.Refusal{Reason: exchange.Internal} // what else went wrong is not the client's to read
	}
	_, code = d.Verdict(k, r.Reason)
	return code, message(r)
}

// message is the table's sentence, then, after a colon, the detail a developer can act on. Code 18 alone keeps the
// documented message and nothing else, since clients are known to compare it; its detail is left to the journal.
func message(r exchange.Refusal) string {
	sentence := lookup(r.Reason).sentence
	detail := strings.TrimSpace(r.Detail)
	switch {
	case r.Reason == exchange.DuplicateReference:
		return sentence
	case detail == "" || strings.TrimSuffix(detail, ".") == sentence:
		return sentence + "."
	}
	return sentence + ": " + detail
}

// ReasonFor is the reason behind a code, be it one of the vendor's table or the 422 with which a document marks a
// duration out of range. Where several reasons share a code, the one the vendor's table names. A code that means
// nothing is a bad parameter.
func ReasonFor(code int) exchange.Reason {
	if code == 422 {
		return exchange.DurationOutOfRange
	}
	for _, r := range refusals() {
		if r.classic.code == code {
			return r.reason
		}
	}
	return exchange.BadParameter
}
