package dialect

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"leadassist-sim/sim/exchange"
)

// callEnded tells of a call that is over. Insights are GreenVN's (docs 000); where exobridge has them, its one call
// callback carries them (assumed).
func (d Dialect) callEnded(w words, e exchange.Event, t Telling) Notice {
	name := "call"
	t.Insights = t.Insights && !w.pin
	if t.Insights && d.generation != Exobridge {
		name = "callWithInsights"
	}
	return w.notice(name, w.callEndpoint, d.call(w, e, t))
}

// call is the body of a call's events: the finished call's, and with a status of its own each step's in exobridge. A
// step of a running call leaves out what is not known yet (assumed).
func (d Dialect) call(w words, e exchange.Event, t Telling) members {
	c, spent := e.Call, lastSpent(e.Call)
	f := callFields{
		start: d.eventTime(w, c.Started), now: d.eventTime(w, notBefore(e.At, c.Started, spent.dial)),
		dial: absent{}, talk: absent{}, kind: absent{}, status: absent{}, recording: absent{}, progress: absent{},
		reference: d.reference(w, e, c.CustomField), number: member{w.number, called(e)}, id: member{w.id, e.Allocation.ID},
		to: nullable(lastTo(c)),
	}
	if e.Kind == exchange.CallEnded || !c.Ended.IsZero() {
		f.dial, f.talk = d.seconds(spent.dial, !w.pin), d.seconds(spent.talk, !w.pin && !t.Insights)
		f.kind, f.status, f.recording = string(c.Type), nullable(c.DialStatus), eventRecording(t.Tenant, c)
	}
	if e.Kind == exchange.CallProgress {
		f.progress = string(e.Progress)
	}
	if w.pin {
		return f.greenpin(c)
	}
	return f.greenvn(c, t.Insights)
}

// callFields are the values of a call's event that take some finding.
type callFields struct {
	start, now                          *string
	dial, talk, kind, status, recording any
	progress                            any
	reference, number, id               member
	to                                  nullable
}

// greenvn has the order of docs 000's two samples, which differ in where the conversation stands.
func (f callFields) greenvn(c exchange.Call, insightful bool) members {
	middle := members{{"recording_url", f.recording}, {"on_call_duration", f.talk}}
	var more any = absent{}
	if insightful {
		slices.Reverse(middle)
		more = newInsights(c)
	}
	return slices.Concat(
		members{
			{"start_time", f.start},
			{"insights", more},
			{"direction", "incoming"},
			{"source", source},
			{"dial_call_duration", f.dial},
			f.reference,
			{"dial_call_status", f.status},
			f.number,
		},
		middle,
		members{
			f.id,
			{"call_type", f.kind},
			{"call_sid", c.SID},
			{"status", f.progress},
			{"to", f.to},
			{"current_time", f.now},
			{"from", c.From},
		})
}

// greenpin has the order of docs 001's sample.
func (f callFields) greenpin(c exchange.Call) members {
	return members{
		f.reference,
		{"call_sid", c.SID},
		{"status", f.progress},
		f.number, f.id,
		{"from", c.From},
		{"to", f.to},
		{"call_type", f.kind},
		{"start_time", f.start},
		{"current_time", f.now},
		{"dial_call_duration", f.dial},
		{"on_call_duration", f.talk},
		{"direction", "incoming"},
		{"recording_url", f.recording},
		{"dial_call_status", f.status},
		{"source", source},
	}
}

// source is the word of docs 001's table and of the plain sample of docs 000. That the sample with insights says monotel
// is taken for a trace of where it was recorded, since nothing ties the word to insights (assumed).
const source = "exotel"

// insights are docs 000's nested block.
type insights struct {
	DisconnectedBy  string
	Status          string
	DetailedStatus  string
	RingingDuration string
}

// newInsights gives as Status the look-up's word, and as ringing that of the last phone dialled, 0.00 when there was none
// (assumed).
func newInsights(c exchange.Call) insights {
	by := c.DisconnectedBy
	if by == "" {
		by = exchange.ByNobody
	}
	return insights{
		DisconnectedBy:  string(by),
		Status:          callStatus(c),
		DetailedStatus:  detailedStatus(c),
		RingingDuration: strconv.FormatFloat(lastSpent(c).ring.Seconds(), 'f', 2, 64),
	}
}

// detailedStatus is documented for completed calls (docs 000); the other words are assumed.
func detailedStatus(c exchange.Call) string {
	switch c.Type {
	case exchange.TypeCompleted:
		return "CALL_COMPLETED"
	case exchange.TypeVoicemail:
		return "CALL_VOICEMAIL"
	case exchange.TypeCallAttempt:
		return "CALL_ATTEMPT"
	case exchange.TypeClientHangup:
		return "CALL_CANCELED"
	case exchange.TypeIncomplete:
	}
	switch c.DialStatus {
	case exchange.LegBusy:
		return "CALL_BUSY"
	case exchange.LegNoAnswer:
		return "CALL_NO_ANSWER"
	default:
		return "CALL_FAILED"
	}
}

// spent is how long the last phone dialled rang, was talked to, and both.
type spent struct{ ring, talk, dial time.Duration }

// lastSpent is zero when nothing was dialled. A leg that lasts still ends with its call.
func lastSpent(c exchange.Call) spent {
	if len(c.Legs) == 0 {
		return spent{}
	}
	leg := c.Legs[len(c.Legs)-1]
	end := leg.Ended
	if end.IsZero() {
		end = c.Ended
	}
	s := spent{dial: max(0, end.Sub(leg.Started))}
	s.ring = s.dial
	if !leg.Answered.IsZero() {
		s.ring, s.talk = max(0, leg.Answered.Sub(leg.Started)), max(0, end.Sub(leg.Answered))
	}
	return s
}

func lastTo(c exchange.Call) string {
	if len(c.Legs) == 0 {
		return ""
	}
	return c.Legs[len(c.Legs)-1].To
}

// seconds are whole, halves rounded up, and a string or a number as the sample has them, unless the tenant chose.
func (d Dialect) seconds(length time.Duration, text bool) any {
	n := wholeSeconds(length)
	if choice := d.quirks.EventDurations; choice == "string" || choice != "number" && text {
		return strconv.FormatInt(n, 10)
	}
	return n
}

func wholeSeconds(length time.Duration) int64 { return int64(length.Round(time.Second) / time.Second) }

// notBefore moves the time of telling on, by less than a second, where rounding would have it precede the end of the
// dialled leg: current_time is never before start_time and dial_call_duration together (public).
func notBefore(at, started time.Time, dial time.Duration) time.Time {
	least := started.Truncate(time.Second).Add(dial.Round(time.Second))
	if at.Before(least) {
		return least
	}
	return at
}

// eventRecording is the string "null" when there is none (docs 000, the sample with insights).
func eventRecording(tenant string, c exchange.Call) string {
	if at := recording(tenant, c); at != "" {
		return at
	}
	return "null"
}

// recording is the address of a recording, or empty; it is found only once the call is over. It leads nowhere (assumed).
func recording(tenant string, c exchange.Call) string {
	if !c.Recorded || c.Ended.IsZero() {
		return ""
	}
	return "https://recordings.example.com/" + url.PathEscape(tenant) + "/" + url.PathEscape(c.SID) + ".mp3"
}
