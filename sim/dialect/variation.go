package dialect

// Variation is one thing that hostile mode varies because clients must not rely on it.
type Variation struct {
	Name   string // as answers and the journal tell it, such as error-body
	Matter string // of the list of contradictions, such as C1; empty: not on it
	Where  string // "answers", "events" or "answers and events"
	What   string // what is varied
	Ground string // what it stands on
	Basis  string // of the ground: documented, contradictory, public or assumed
}

// The names of the variations.
const (
	errorBody          = "error-body"
	unauthorizedStatus = "unauthorized-status"
	deletedStatus      = "deleted-status"
	numberKey          = "number-key"
	createStatus       = "create-status"
	eventTimes         = "event-times"
	eventDurations     = "event-durations"
	deallocationState  = "deallocation-state"
	misspeltKey        = "misspelt-key"
	idShape            = "id-shape"
	keyOrder           = "key-order"
	extraKeys          = "extra-keys"
	nullCode           = "null-code"
	emptyCustom        = "custom-field"
	callKeys           = "call-keys"
	noRecording        = "no-recording"
	noDialStatus       = "no-dial-status"
	unlistedKeys       = "unlisted-keys"
	pinType            = "pin-type"
	slowAnswer         = "slow-answer"
)

// Where a variation shows.
const (
	inAnswers = "answers"
	inEvents  = "events"
	inBoth    = "answers and events"
)

// Variations is the catalogue of hostile mode. Where a tenant's quirks take a side, that side is kept.
func Variations() []Variation {
	return []Variation{
		{errorBody, "C1", inAnswers, "an error is a list of one object, or the object", "docs 000 show a list, later pages an object", contradictory},
		{unauthorizedStatus, "C2", inAnswers, "bad credentials are 401 or 402", "docs 000: Appendix 1 against the status list", contradictory},
		{deletedStatus, "C3", inAnswers, "what has ended already is 410 or 400", "docs 000: Appendix 1 against the status list", contradictory},
		{numberKey, "C5", inAnswers, "the number is green_vn, greenvn or both", "docs 000 against their own events and later pages", contradictory},
		{createStatus, "C6", inAnswers, "exobridge creates with 201 or 200", "docs 002 list both, docs 004 only 200", contradictory},
		{eventTimes, "C7", inEvents, "times have a zone or none", "docs 000: tables against a sample; docs 001 show a zone", contradictory},
		{eventDurations, "C8", inEvents, "durations are text or numbers", "docs 000: two samples; docs 001 show numbers", contradictory},
		{deallocationState, "C9", inEvents, "an ended GreenPin is vault or active", "docs 001: the text against the sample", contradictory},
		{misspeltKey, "C10", inEvents, "transation_id stands beside transaction_id", "docs 001: the table against the sample", contradictory},
		{idShape, "C13", inBoth, "allocation ids of any length and alphabet", "docs 000: 123456 against UUIDs; docs 002 and 004: six and nine characters", contradictory},
		{pinType, "", inEvents, "PINs are text or numbers", "docs 000 and 003 show numbers, docs 001 text", contradictory},
		{unlistedKeys, "", inEvents, "direction, source and on_call_duration (GreenVN) and call_sid (a PIN that was right) may be absent", "docs 000 and 001: in samples, not in tables", contradictory},
		{noRecording, "", inEvents, `no recording is the text "null", null or absent`, `docs 000: a sample's "null"; the table has a link only if enabled`, contradictory},
		{noDialStatus, "", inEvents, "the dial status of a call that dialled nobody is null or absent", "later pages say null; docs 000 and 001 say nothing", assumed},
		{nullCode, "", inAnswers, "code and message of a success are null or absent", "docs 000: code comes with errors only; later pages show null", contradictory},
		{emptyCustom, "", inAnswers, "a custom field nobody set is empty, null or absent", "docs 004: custom data set at creation or update, if any", documented},
		{callKeys, "", inAnswers, "a call look-up in JSON has nine keys or all", "docs 004 show nine, public pages twenty", contradictory},
		{keyOrder, "", inBoth, "keys in any order", "docs 000: two samples of one event order their keys differently", documented},
		{extraKeys, "", inBoth, "further keys, named x_sim_extra_…, of any type", "docs 000: insights come in addition; later pages added keys", documented},
		{slowAnswer, "", inAnswers, "the first byte comes up to 300 ms late", "docs 000: status 499, the time to answer exceeded", documented},
	}
}

// label is how a variation is told: its name, with its value and its matter if it has them.
func label(name, value string) string {
	told := name
	if value != "" {
		told += "=" + value
	}
	for _, v := range Variations() {
		if v.Name == name && v.Matter != "" {
			return told + " (" + v.Matter + ")"
		}
	}
	return told
}
