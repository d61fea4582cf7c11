package dialect

import "leadassist-sim/sim/exchange"

// Forced is an error somebody asked for, as this dialect tells it: the reply, and what the journal says of it.
type Forced struct {
	Reply  Reply
	Reason exchange.Reason
	Code   int // of the vendor's table
}

// Codes lists the codes of the vendor's table, lowest first (docs 000 and 001, Appendix 1).
func Codes() []int {
	var codes []int
	for _, r := range refusals() {
		if r.reason <= exchange.InvalidFlow {
			codes = append(codes, r.classic.code)
		}
	}
	return codes
}

// HasCode tells whether the vendor's table has the code.
func HasCode(code int) bool {
	return code >= 0 && code <= 5 || code >= 7 && code <= 9 || code >= 13 && code <= 20 || code == 22 || code == 23 || code == 50
}

// Force is the error of a code, of an HTTP status, or of both; code is nil and status 0 for what was not said. A code
// answers with the status it has in this generation unless another is said. A status alone speaks for the reason that
// has it here, and for code 0 when none has (assumed). Nothing is said beyond the table's sentence.
func (d Dialect) Force(k exchange.Kind, code *int, status int) Forced {
	f := d.forced(k, code, status)
	f.Reply = d.failed(f.Reply.Status, f.Code, message(exchange.Refusal{Reason: f.Reason}))
	return f
}

// ForceCall is Force for the call look-ups, whose errors hold a status and a sentence but no code (public).
func ForceCall(code *int, status int) Forced {
	f := Dialect{generation: Classic}.forced(exchange.GreenVN, code, status)
	sentence := message(exchange.Refusal{Reason: f.Reason})
	if f.Reason == exchange.NotFound {
		sentence = callNotFound("")
	}
	f.Reply.Body = RestException(f.Reply.Status, sentence)
	return f
}

// forced settles all but the body.
func (d Dialect) forced(k exchange.Kind, code *int, status int) Forced {
	var f Forced
	if code != nil {
		f.Reason = ReasonFor(*code)
	} else {
		f.Reason = d.reasonOf(k, status)
	}
	own, number := d.Verdict(k, f.Reason)
	f.Code, f.Reply.Status = number, own
	if status != 0 {
		f.Reply.Status = status
	}
	return f
}

// reasonOf finds the reason that answers with a status. Where several do, the one that is most often meant; 402 and 410
// keep their meaning where they are not the status in use (docs 000, status list and Appendix 1).
func (d Dialect) reasonOf(k exchange.Kind, status int) exchange.Reason {
	for _, r := range append(d.usual(), exchange.Reasons()...) {
		if own, _ := d.Verdict(k, r); own == status {
			return r
		}
	}
	switch status {
	case 402:
		return exchange.AuthenticationFailed
	case 410:
		return exchange.AlreadyDeleted
	}
	return exchange.Internal
}

// usual are the reasons that come first to mind for their status.
func (d Dialect) usual() []exchange.Reason {
	if d.generation == Exobridge {
		return []exchange.Reason{exchange.BadParameter, exchange.NumberInUse, exchange.DurationOutOfRange}
	}
	return []exchange.Reason{exchange.BadParameter, exchange.DuplicateReference}
}
