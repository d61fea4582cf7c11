package exchange

import "time"

// dial rings the next phone. It starts at the instant the one before it was given up.
func (x *Exchange) dial(c *call, now time.Time) []Event {
	to := c.phones[0]
	c.phones = c.phones[1:]
	c.Legs = append(c.Legs, Leg{To: to, Started: now})
	c.leg(LegRinging)
	x.await(c, dialling, now.Add(c.script.rings(c.behaviour())))
	return x.progress(c, Ringing, now)
}

// behaviour is what the phone dialled last does.
func (c *call) behaviour() Behaviour { return c.script.behaviour(len(c.Legs) - 1) }

// leg sets how the last leg stands, and with it the call's dial status.
func (c *call) leg(s LegStatus) *Leg {
	l := &c.Legs[len(c.Legs)-1]
	l.Status, c.DialStatus = s, s
	return l
}

// ring is the end of a phone's ringing: it was answered, or given up and the next one is dialled.
func (x *Exchange) ring(c *call, at time.Time) []Event {
	switch c.behaviour() {
	case Busy:
		return x.hunt(c, at, LegBusy, ByCallee)
	case Fails:
		return x.hunt(c, at, LegFailed, ByOperator)
	case NoAnswer, Voicemail:
		return x.hunt(c, at, LegNoAnswer, ByExotel)
	case Cancels:
		c.leg(LegCanceled).Ended = at
		return x.finish(c, at, ending{TypeClientHangup, ByCaller})
	default:
		return x.answer(c, at)
	}
}

// hunt goes on after a phone that did not answer. When it was the last one its status is the call's, and it is its
// behaviour that says whether the caller leaves a message (assumed).
func (x *Exchange) hunt(c *call, at time.Time, s LegStatus, by Hanger) []Event {
	c.leg(s).Ended = at
	if len(c.phones) > 0 {
		return x.dial(c, at)
	}
	if c.behaviour() == Voicemail {
		c.Recorded = x.calls.record || c.of.recorded
		x.await(c, leaving, at.Add(c.script.talk()))
		return nil
	}
	return x.finish(c, at, ending{TypeIncomplete, by})
}

// answer begins the conversation. A GreenPin counts the calls that come this far (docs 004, call_count).
func (x *Exchange) answer(c *call, at time.Time) []Event {
	c.leg(LegInProgress).Answered = at
	c.Recorded = x.calls.record || c.of.recorded
	if c.of.pin {
		c.of.calls++
	}
	x.await(c, talking, at.Add(c.script.talk()))
	return x.progress(c, Answered, at)
}

// part ends the conversation.
func (x *Exchange) part(c *call, at time.Time) []Event {
	c.leg(LegCompleted).Ended = at
	return x.finish(c, at, ending{TypeCompleted, c.script.hanger()})
}
