package rest

import "time"

// pause lets wall time pass, and tells whether all of it did: it ends early when the client leaves or the simulator
// stops. The time that the server gives a request to arrive does not count any more: net/http lifts it once the body has
// been read.
func (v *visit) pause(span time.Duration) bool {
	if span <= 0 {
		return true
	}
	timer := time.NewTimer(span)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-v.request.Context().Done():
		return false
	}
}
