package exchange

import (
	"cmp"
	"slices"
	"time"
)

// CallType is how a call ended as the events tell it (public); empty while it runs.
type CallType string

// The call types.
const (
	TypeCompleted    CallType = "completed"
	TypeIncomplete   CallType = "incomplete"
	TypeClientHangup CallType = "client-hangup"
	TypeCallAttempt  CallType = "call-attempt"
	TypeVoicemail    CallType = "voicemail"
)

// LegStatus is how a leg stands or ended; the words of dial_call_status (public) and of the call look-up.
type LegStatus string

// The statuses of a leg.
const (
	LegRinging    LegStatus = "ringing"
	LegInProgress LegStatus = "in-progress"
	LegCompleted  LegStatus = "completed"
	LegBusy       LegStatus = "busy"
	LegNoAnswer   LegStatus = "no-answer"
	LegFailed     LegStatus = "failed"
	LegCanceled   LegStatus = "canceled" // the caller hung up while it rang
)

// Behaviour is what a dialled phone does, or what the caller does meanwhile.
type Behaviour string

// The behaviours a script can ask for.
const (
	Answers   Behaviour = "completed"
	Busy      Behaviour = "busy"
	NoAnswer  Behaviour = "no-answer"
	Fails     Behaviour = "failed"
	Cancels   Behaviour = "canceled"  // the caller hangs up while it rings
	Voicemail Behaviour = "voicemail" // nobody answers and the caller leaves a message
)

// Behaviours lists every behaviour.
func Behaviours() []Behaviour {
	return []Behaviour{Answers, Busy, NoAnswer, Fails, Cancels, Voicemail}
}

// Hanger is who ended a call, in the words of insights.DisconnectedBy (public).
type Hanger string

// Who ends calls.
const (
	ByCaller   Hanger = "Caller"
	ByCallee   Hanger = "Callee"
	ByExotel   Hanger = "Exotel"
	ByOperator Hanger = "Operator"
	ByNobody   Hanger = "NA"
)

// PlaceCall lets a phone call a virtual number. The call then runs by itself, step by step, as the agenda falls due.
// Every duration here is assumed, as no document says how long a phone rings.
type PlaceCall struct {
	From, To string        // E.164; To is a virtual number of the pool
	Pins     []string      // entered at the prompts, in order; the last is entered again when they run out; at most 20
	Outcomes []Behaviour   // of the n-th phone dialled; the last holds for the rest; empty: Answers
	Ring     time.Duration // until a phone answers, rings out, or the caller cancels; 0: 4 s, and 30 s to ring out; at most 24 h
	Talk     time.Duration // conversation or message; 0: 32 s; at most 24 h
	HangupBy Hanger        // ByCaller or ByCallee; empty: ByCaller
}

// ReadCall reads a call by its SID, running or ended.
type ReadCall struct{ SID string }

// Call is one call from a phone to a virtual number.
type Call struct {
	SID            string
	From, To       string // the caller and the virtual number
	Allocation     string // id; empty when the call reached none
	Type           CallType
	DialStatus     LegStatus // of the last leg; failed when there was nobody to dial; empty when nothing was to be dialled
	Legs           []Leg     // in the order dialled
	Pins           []string  // as entered
	Started        time.Time
	Ended          time.Time // zero while it runs
	DisconnectedBy Hanger
	Recorded       bool
	CustomField    string // the allocation's at the time of the call (docs 004)
	Refused        string // why the exchange did not connect it, in words; empty when it did
}

// Leg is one phone dialled for a call.
type Leg struct {
	To       string
	Status   LegStatus
	Started  time.Time // it began to ring
	Answered time.Time // zero: never
	Ended    time.Time // zero while it lasts
}

// The length of things the documents do not tell (assumed).
const (
	defaultRing   = 4 * time.Second
	defaultTalk   = 32 * time.Second
	ringsOut      = 30 * time.Second
	fallsThrough  = time.Second     // a busy or failing phone
	entryTime     = 5 * time.Second // entering a PIN, or giving up at the prompt
	longestScript = 20              // PINs
	mostEntries   = 100             // PINs entered in one call, whatever the allocation grants
	mostDialled   = 100             // phones dialled in one call
)

// check refuses what cannot be played. The caller's number comes first, then the script, then the number called.
func (c PlaceCall) check(x *Exchange) error {
	if !e164(c.From) {
		return refuse(InvalidNumber, "from: %.32q is not an E.164 number, like +919876543210", c.From)
	}
	if err := c.playable(); err != nil {
		return err
	}
	if x.pool.find(c.To) == unlisted {
		return refuse(NumberNotInPool, "to: %.32q is not a number of this tenant's pool", c.To)
	}
	return nil
}

// e164 says whether a text is + and 7 to 15 digits, the first of them not 0.
func e164(s string) bool {
	return len(s) >= 8 && len(s) <= 16 && s[0] == '+' && s[1] != '0' && digits(s[1:])
}

func (c PlaceCall) playable() error {
	return cmp.Or(lasts("ring", c.Ring), lasts("talk", c.Talk), c.typable(), c.behaves(), c.hangsUp())
}

func lasts(name string, d time.Duration) error {
	if d >= 0 && d <= day {
		return nil
	}
	return refuse(BadParameter, "%s: %v is not within 0 to 24 hours", name, d)
}

func (c PlaceCall) typable() error {
	if len(c.Pins) > longestScript {
		return refuse(BadParameter, "pins: %d of them; at most %d can be entered in one call", len(c.Pins), longestScript)
	}
	for _, p := range c.Pins {
		if !digits(p) || len(p) > 2*longestPin {
			return refuse(BadParameter, "pins: %.32q is not 1 to %d digits", p, 2*longestPin)
		}
	}
	return nil
}

func (c PlaceCall) behaves() error {
	if len(c.Outcomes) > mostDialled {
		return refuse(BadParameter, "outcomes: %d of them; at most %d phones are dialled in one call", len(c.Outcomes), mostDialled)
	}
	for _, b := range c.Outcomes {
		if !slices.Contains(Behaviours(), b) {
			return refuse(BadParameter, "outcomes: %.32q is not one of %v", b, Behaviours())
		}
	}
	return nil
}

func (c PlaceCall) hangsUp() error {
	if c.HangupBy == "" || c.HangupBy == ByCaller || c.HangupBy == ByCallee {
		return nil
	}
	return refuse(BadParameter, "hangup_by: %.32q is not one of %s, %s", c.HangupBy, ByCaller, ByCallee)
}

// behaviour is what the n-th phone dialled does, from 0.
func (c PlaceCall) behaviour(n int) Behaviour {
	if len(c.Outcomes) == 0 {
		return Answers
	}
	return c.Outcomes[min(n, len(c.Outcomes)-1)]
}

// rings is how long a phone that behaves so is tried.
func (c PlaceCall) rings(b Behaviour) time.Duration {
	switch b {
	case Busy, Fails:
		return fallsThrough
	case NoAnswer, Voicemail:
		return cmp.Or(c.Ring, ringsOut)
	default:
		return cmp.Or(c.Ring, defaultRing)
	}
}

// talk is how long a conversation or a message lasts.
func (c PlaceCall) talk() time.Duration { return cmp.Or(c.Talk, defaultTalk) }

// hanger is who ends the conversation.
func (c PlaceCall) hanger() Hanger { return cmp.Or(c.HangupBy, ByCaller) }

// apply places a call. What happens at once happens here; the rest is on the agenda.
func (c PlaceCall) apply(x *Exchange, now time.Time) (Outcome, error) {
	if err := cmp.Or(c.check(x), x.roomForCall()); err != nil {
		return Outcome{}, err
	}
	placed := x.begin(c, now)
	events := x.arrive(placed, now)
	return Outcome{Call: placed.view(), Events: events}, nil
}

func (c ReadCall) apply(x *Exchange, _ time.Time) (Outcome, error) {
	found, ok := x.Call(c.SID)
	if !ok {
		return Outcome{}, refuse(NotFound, "no call %.64q is known to this tenant", c.SID)
	}
	return Outcome{Call: found}, nil
}
