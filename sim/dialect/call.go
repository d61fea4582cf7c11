package dialect

import (
	"encoding/xml"

	"leadassist-sim/sim/exchange"
)

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

// XML is the body with its declaration.
func (e CallError) XML() ([]byte, error) {
	body, err := xml.Marshal(e)
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), body...), nil
}

// CallRefusal is a refused call look-up: Reply's body is a CallError, for encoding/json or its XML method. Statuses are
// those of the vendor's table, except that an account nobody knows is not found (assumed).
func CallRefusal(r exchange.Refusal) Reply {
	status := lookup(r.Reason).classic.status
	sentence := message(r)
	switch {
	case r.Reason == exchange.UnknownTenant:
		status = 404
	case r.Reason == exchange.NotFound:
		sentence = callNotFound(r.Detail)
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
