package control

import (
	"time"

	"leadassist-sim/sim"
)

// happening is one line of what went on. What does not apply to it is left out.
type happening struct {
	Seq        uint64    `json:"seq,omitempty"` // in the event stream only, over all tenants
	At         time.Time `json:"at"`
	Tenant     string    `json:"tenant"`
	What       string    `json:"what"`
	Event      string    `json:"event,omitempty"`
	Allocation string    `json:"allocation,omitempty"`
	Call       string    `json:"call,omitempty"`
	Delivery   string    `json:"delivery,omitempty"`
	URL        string    `json:"url,omitempty"`
	State      string    `json:"state,omitempty"`
	Attempt    int       `json:"attempt,omitempty"`
	Outcome    string    `json:"outcome,omitempty"`
	Status     int       `json:"status,omitempty"`
	Detail     string    `json:"detail,omitempty"`
	Request    string    `json:"request,omitempty"`
	Operation  string    `json:"operation,omitempty"`
}

func toHappening(h sim.Happening) happening {
	told := happening(h)
	told.At = h.At.UTC()
	return told
}

// unnumbered leaves out the number: clocks that turn side by side share one count, and an answer must not depend on who
// was first.
func unnumbered(h sim.Happening) happening {
	h.Seq = 0
	return toHappening(h)
}

// mostHappened is how many happenings one answer tells; the rest is counted only.
const mostHappened = 10_000

// account is what happened while a clock was turned.
type account struct {
	Happened []happening `json:"happened"`
	Total    int         `json:"total"`
	Omitted  int         `json:"omitted"`
}

func newAccount() *account { return &account{Happened: []happening{}} }

// tell takes down one more happening.
func (a *account) tell(h sim.Happening) {
	a.Total++
	if len(a.Happened) < mostHappened {
		a.Happened = append(a.Happened, unnumbered(h))
		return
	}
	a.Omitted++
}
