package exchange

import "time"

// prompt asks the caller for a PIN. How often he may try is settled now: by the allocation on a GreenVN, by the most
// generous one on a shared number, and never more than mostEntries times (assumed).
func (x *Exchange) prompt(c *call, attempts int32, now time.Time) {
	c.tries = min(attempts, mostEntries)
	x.await(c, prompting, now.Add(entryTime))
}

// key enters the next PIN of the script. A caller without any hangs up; that is told where the number says whose call it
// was (assumed).
func (x *Exchange) key(c *call, at time.Time) []Event {
	scripted := c.script.Pins
	if len(scripted) == 0 {
		c.Refused = "the caller hung up at the PIN prompt: the script has no PINs"
		return x.finish(c, at, ending{TypeClientHangup, ByCaller})
	}
	pin := scripted[min(len(c.Pins), len(scripted)-1)]
	c.Pins = append(c.Pins, pin)
	if s, right := x.judge(c, pin); right {
		return x.admit(c, s, at)
	}
	if len(c.Pins) < int(c.tries) {
		x.await(c, prompting, at.Add(entryTime))
		return nil
	}
	return x.fail(c, at)
}

// judge says which side a PIN opens to a call, as things stand now: an allocation that ended, or left the number, while
// the caller was keying opens nothing (assumed). A call to a GreenVN can come into that one only.
func (x *Exchange) judge(c *call, pin string) (seat, bool) {
	if c.of != nil {
		s, ok := x.opens(c.line, pin)
		return s, ok && s.of == c.of
	}
	return x.pinnedAt(c.line, pin)
}

// admit lets a caller in by the right PIN. A stranger joins the side it opens for good, and that is told; somebody
// listed there keeps his side whatever the PIN (assumed), so that side A of exobridge picks one of his allocations.
func (x *Exchange) admit(c *call, s seat, at time.Time) []Event {
	arriving := c.of == nil
	x.bind(c, s.of)
	var events []Event
	if listed, ok := s.of.listed(c.From); ok {
		s.side = listed
	} else {
		pin := c.Pins[len(c.Pins)-1]
		x.enrol(joinKey{c.line, c.From}, member{s, pin})
		e := x.told(VerificationSuccess, c, at)
		e.Pin = pin
		events = append(events, e)
	}
	if arriving {
		events = append(events, x.progress(c, Initiated, at)...)
	}
	return append(events, x.connect(c, s.side, at)...)
}

// fail ends a call whose attempts are used up. There is no call event for it, only the failed verification (assumed); a
// number that serves exobridge locks the caller out (docs 004 by max_pin_attempts, the lock-out is assumed).
func (x *Exchange) fail(c *call, at time.Time) []Event {
	c.Refused = "no PIN entered was right, and the attempts are used up"
	x.over(c, at, ending{TypeCallAttempt, ByNobody})
	e := x.told(VerificationFailure, c, at)
	e.Pin = c.Pins[len(c.Pins)-1]
	if common := x.shared[c.line]; common != nil && common.bridged > 0 && c.of == nil {
		common.lock(c.From)
	}
	c.drop()
	return []Event{e}
}
