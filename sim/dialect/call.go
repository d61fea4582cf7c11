package dialect

import (
	"encoding/xml"
	"net/url"
	"strconv"
	"time"

	"leadassist-sim/sim/exchange"
)

// CallAnswer is the answer to a call look-up. As JSON it is {"Call":{…}} (docs 004), as XML the same inside
// TwilioResponse (public).
type CallAnswer struct {
	XMLName xml.Name `json:"-" xml:"TwilioResponse"`
	Call    callRecord
}

// callRecord has the keys of docs 004's sample among the public ones, in the public order.
type callRecord struct {
	Sid            string
	ParentCallSid  nullable
	DateCreated    nullable
	DateUpdated    nullable
	AccountSid     string
	To             string
	From           string
	PhoneNumberSid string
	Status         string
	StartTime      nullable
	EndTime        nullable
	Duration       nullable
	Price          nullable
	Direction      string
	AnsweredBy     nullable
	ForwardedFrom  nullable
	CallerName     nullable
	Uri            string
	RecordingUrl   nullable
	CustomField    nullable
}

// EncodeCall is the answer to a look-up of a call that the account placed. To is the virtual number, which is its own
// PhoneNumberSid (assumed); an empty custom field is null, as in the public samples.
func EncodeCall(c exchange.Call, account string) CallAnswer {
	r := callRecord{
		Sid:            c.SID,
		DateCreated:    callTime(c.Started),
		DateUpdated:    callTime(lastChange(c)),
		AccountSid:     account,
		To:             c.To,
		From:           c.From,
		PhoneNumberSid: c.To,
		Status:         callStatus(c),
		StartTime:      callTime(c.Started),
		EndTime:        callTime(c.Ended),
		Direction:      "inbound",
		Uri:            "/v1/Accounts/" + url.PathEscape(account) + "/Calls/" + url.PathEscape(c.SID) + ".json",
		RecordingUrl:   nullable(recording(account, c)),
		CustomField:    nullable(c.CustomField),
	}
	if !c.Ended.IsZero() {
		// The difference of the times as they are shown (docs 004, the sample).
		r.Duration = nullable(strconv.FormatInt(max(0, c.Ended.Unix()-c.Started.Unix()), 10))
	}
	return CallAnswer{Call: r}
}

func callTime(t time.Time) nullable {
	if s := isoTime(t); s != nil {
		return nullable(*s)
	}
	return ""
}

// lastChange is the last instant known of a call.
func lastChange(c exchange.Call) time.Time {
	last := c.Started
	for _, leg := range c.Legs {
		for _, at := range []time.Time{leg.Started, leg.Answered, leg.Ended} {
			if at.After(last) {
				last = at
			}
		}
	}
	if !c.Ended.IsZero() {
		return c.Ended
	}
	return last
}

// callStatus tells a call in the look-up's words. The words are public, when each applies is assumed: a caller for whom
// nothing was dialled is queued, or in progress once a PIN was entered; one who leaves a message is in progress; and a
// call that was refused has failed.
func callStatus(c exchange.Call) string {
	if c.Ended.IsZero() {
		return runningStatus(c)
	}
	switch c.Type {
	case exchange.TypeCompleted, exchange.TypeVoicemail:
		return "completed"
	case exchange.TypeClientHangup:
		return "canceled"
	case exchange.TypeIncomplete, exchange.TypeCallAttempt:
	}
	switch c.DialStatus {
	case exchange.LegBusy, exchange.LegNoAnswer, exchange.LegCanceled, exchange.LegCompleted:
		return string(c.DialStatus)
	default:
		return "failed"
	}
}

func runningStatus(c exchange.Call) string {
	dialled := len(c.Legs) > 0
	switch {
	case dialled && c.Legs[len(c.Legs)-1].Status == exchange.LegRinging:
		return "ringing"
	case !dialled && len(c.Pins) == 0:
		return "queued"
	}
	return "in-progress"
}

// CallError is an error of the call look-ups. As JSON it is {"RestException":{…}}, as XML the same inside
// TwilioResponse (public).
type CallError struct {
	XMLName   xml.Name  `json:"-" xml:"TwilioResponse"`
	Exception exception `json:"RestException" xml:"RestException"`
}

type exception struct {
	Status  int
	Message string
}

// RestException makes the error body of a call look-up.
func RestException(status int, message string) CallError {
	return CallError{Exception: exception{Status: status, Message: message}}
}

// CallRefusal is a refused call look-up: Reply's body is a CallError, for encoding/json or encoding/xml. Statuses are
// those of the vendor's table, except that an account nobody knows is not found (assumed).
func CallRefusal(r exchange.Refusal) Reply {
	status := lookup(r.Reason).classic.status
	sentence := message(r)
	switch r.Reason {
	case exchange.UnknownTenant:
		status = 404
	case exchange.NotFound:
		sentence = callNotFound(r.Detail)
	default:
	}
	return Reply{Status: status, Body: RestException(status, sentence)}
}

// callNotFound speaks of calls, where the table speaks of allocations.
func callNotFound(detail string) string {
	if detail == "" {
		return "No call has this id."
	}
	return "No call has this id: " + detail
}
