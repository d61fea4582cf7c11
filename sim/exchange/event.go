package exchange

import "time"

// EventKind names what happened.
type EventKind string

// The kinds of event (API table "events").
const (
	CallEnded           EventKind = "call"
	CallProgress        EventKind = "call-progress" // exobridge only (docs 004, "Events Callbacks")
	Deallocation        EventKind = "deallocation"
	VerificationSuccess EventKind = "verification-success"
	VerificationFailure EventKind = "verification-failure"
)

// EventKinds lists every kind.
func EventKinds() []EventKind {
	return []EventKind{CallEnded, CallProgress, Deallocation, VerificationSuccess, VerificationFailure}
}

// Event is something that happened to an allocation or to a call, told to whoever subscribes.
type Event struct {
	Kind       EventKind
	At         time.Time
	Product    Kind       // GreenVN or GreenPin
	IDs        IDStyle    // Prefixed: of the exobridge generation
	Allocation Allocation // as it stood at that instant; zero for a failed verification on a shared number
	Call       Call       // of call events and verifications: as it stood at that instant
	Progress   Progress   // of CallProgress
	Pin        string     // of verifications: as entered
}

// Progress is a step of a call as exobridge tells it (docs 004).
type Progress string

// The steps.
const (
	Initiated Progress = "initiated"
	Ringing   Progress = "ringing"
	Answered  Progress = "answered"
	Completed Progress = "completed"
)
