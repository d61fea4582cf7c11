package rest

import (
	"net/http"
	"time"
)

// pause lets wall time pass, and tells whether all of it did: it ends early when the client leaves or the simulator
// stops.
func (v *visit) pause(span time.Duration) bool {
	if span <= 0 {
		return true
	}
	// What the server allows a request to take until it has arrived would be taken for the client's leaving.
	_ = http.NewResponseController(v.writer).SetReadDeadline(time.Time{})
	timer := time.NewTimer(span)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-v.request.Context().Done():
		return false
	}
}
