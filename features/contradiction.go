package features

import "slices"

// The names of what the vendor's documents contradict each other in. Those that a world file can switch are named as there.
const (
	errorBody       = "error_body"
	unauthorized    = "unauthorized_status"
	deletedStatus   = "deleted_status"
	lentKey         = "number_key"
	eventTimes      = "event_times"
	eventDurations  = "event_durations"
	pinDeallocation = "greenpin_deallocation_state"
	successMembers  = "success_members"
	createdStatus   = "exobridge_create_status"
	idShape         = "id_shape"
)

// Contradiction is something the vendor's documents say in several ways, each of which is right.
type Contradiction struct {
	// Name is that of the switch in a world file, where there is one.
	Name string
	// About says what it is about, and Source which documents disagree.
	About, Source string
	// Variants are what may be seen.
	Variants []string
	// Switch tells whether a world file's quirks can set it.
	Switch bool

	own map[string]string // what each generation is expected to do
}

// Contradictions lists what differs between documents that all count.
func Contradictions() []Contradiction {
	both := func(v string) map[string]string { return map[string]string{classic: v, current: v} }
	return []Contradiction{
		{errorBody, "an error is a list of one, or one object", "docs 000; the later text of the same pages", []string{"array", "object"}, true, map[string]string{classic: "array", current: "object"}},
		{unauthorized, "the status without good credentials", "docs 000, Appendix 1 and the list of statuses", []string{"401", "402"}, true, both("401")},
		{deletedStatus, "the status of what was deleted before", "docs 000, Appendix 1 and the list of statuses", []string{"410", "400"}, true, both("410")},
		{lentKey, "the key of the lent number", "docs 000; the later text of the same pages", []string{"green_vn", "greenvn", "both"}, true, map[string]string{classic: "green_vn", current: "greenvn"}},
		{eventTimes, "how events write times; a sample of each kind does it in its own way", "docs 000 and 001, samples", []string{"sql", "rfc3339"}, true, nil},
		{eventDurations, "how events write durations; a sample of each kind does it in its own way", "docs 000 and 001, samples", []string{"string", "number"}, true, nil},
		{pinDeallocation, "the state of a GreenPin in the event of its end", "docs 001, text and sample", []string{"vault", "active"}, true, both("vault")},
		{successMembers, "whether a success has code and message, both null", "docs 000; the later text of the same pages", []string{"without code", "with code"}, false, map[string]string{classic: "without code", current: "with code"}},
		{createdStatus, "the status of what was created", "docs 002, statuses and samples", []string{"201", "200"}, false, map[string]string{exobridge: "201"}},
		{idShape, "what the id of an allocation looks like", "docs 000 and 002, samples", []string{"uuid", "gvn_", "gp_", "other"}, false, nil},
	}
}

// contradiction finds one by its name; the zero one if there is none.
func contradiction(name string) Contradiction {
	all := Contradictions()
	i := slices.IndexFunc(all, func(c Contradiction) bool { return c.Name == name })
	if i < 0 {
		return Contradiction{}
	}
	return all[i]
}

// lenient tells whether any documented variant passes. A tenant that was made with switches has to obey them.
func (s *story) lenient() bool { return s.suite && !s.strict && len(s.quirks) == 0 }
