package features

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Observation is what an endpoint was seen to do where the vendor's documents contradict each other.
type Observation struct {
	// Name and Value are a Contradiction's and one of its variants.
	Name  string `json:"name"`
	Value string `json:"value"`
	// Kind is greenvn or greenpin where each has its own way; else empty.
	Kind string `json:"kind,omitempty"`
	// Generation is the one that was spoken.
	Generation string `json:"generation"`
	// Count is how often it was seen.
	Count int `json:"count"`
	// First is the command that showed it first; empty for events.
	First string `json:"first,omitempty"`
}

// observations are counted over the whole run.
type observations struct {
	mu   sync.Mutex
	seen []*Observation
}

func (o *observations) count(one Observation) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, known := range o.seen {
		if known.Name == one.Name && known.Value == one.Value && known.Kind == one.Kind && known.Generation == one.Generation {
			known.Count++
			return
		}
	}
	one.Count = 1
	o.seen = append(o.seen, &one)
}

// list gives them by name, the most frequent first.
func (o *observations) list() []Observation {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := make([]Observation, 0, len(o.seen))
	for _, one := range o.seen {
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b Observation) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Generation, b.Generation), strings.Compare(a.Kind, b.Kind),
			cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return all
}

// observe notes what an exchange showed. A strict run wants the generation's own variant, or that which the scenario's
// tenant was made with; then another one is an error. e may be nil.
func (s *story) observe(one Observation, e *Exchange) error {
	if !s.suite || s.lax {
		return nil
	}
	if e != nil {
		one.First = hide(e.Curl(), s.secrets)
	}
	if len(s.quirks) == 0 {
		s.observed.count(one)
	}
	own := s.pinned(one)
	if s.lenient() || own == "" || own == one.Value {
		return nil
	}
	c := contradiction(one.Name)
	return s.wrong(e, "%s (%s): it is %s, but %s does %s", c.About, one.Name, one.Value, one.Generation, own)
}

// pinned is what a strict run wants to see; empty: anything.
func (s *story) pinned(one Observation) string {
	if v := s.quirks[one.Name]; v != "" {
		if v == "sample" {
			return ""
		}
		return v
	}
	switch one.Name {
	case eventTimes:
		return map[string]string{"greenvn": "sql", "greenpin": "rfc3339"}[one.Kind]
	case eventDurations:
		return map[string]string{"greenvn": "string", "greenpin": "number"}[one.Kind]
	}
	c := contradiction(one.Name)
	return c.own[one.Generation]
}

// observeAnswer looks at an answer of the vendor's door for everything the documents contradict each other in.
func (s *story) observeAnswer(e Exchange) error {
	if e.Status == 0 || e.Operation == "" || strings.HasPrefix(e.Operation, "readCall") {
		return nil
	}
	if !s.addressed(e) {
		return nil
	}
	for _, one := range answered(e) {
		one.Generation = e.Generation
		if err := s.observe(one, &e); err != nil {
			return err
		}
	}
	return nil
}

// addressed tells whether an answer came from the scenario's own tenant, or the other one: others may do as they like.
func (s *story) addressed(e Exchange) bool {
	parts := strings.Split(strings.TrimPrefix(e.URL, s.target.VendorURL), "/") // "", v1, tenants, SID
	return len(parts) > 3 && (parts[3] == url.PathEscape(s.sid()) || s.other != "" && parts[3] == url.PathEscape(s.other))
}

// answered says what an answer shows.
func answered(e Exchange) []Observation {
	var all []Observation
	see := func(name, value string) { all = append(all, Observation{Name: name, Value: value}) }
	body := e.body()
	status := strconv.Itoa(e.Status)
	if strings.HasPrefix(e.Operation, "createGreen") && e.Status < 300 {
		see(idShape, shape(e.id()))
		if e.Generation == exobridge {
			see(createdStatus, status)
		}
	}
	if e.Generation == exobridge {
		return all
	}
	switch _, list := body.([]any); {
	case e.Status < 300 && body != nil:
		see(successMembers, map[bool]string{true: "with code", false: "without code"}[has(body, "code")])
	case e.Status >= 400 && list:
		see(errorBody, "array")
	case e.Status >= 400 && has(body, "code"):
		see(errorBody, "object")
	}
	switch {
	case e.Status >= 400 && e.code() == "7":
		see(unauthorized, status)
	case e.Status >= 400 && e.code() == "22":
		see(deletedStatus, status)
	}
	if key := keyOf(body); key != "" {
		see(lentKey, key)
	}
	return all
}

// has tells whether there is something at a path of a body, be it null.
func has(body any, path string) bool {
	_, there := at(body, path)
	return there
}

// keyOf is the key under which an answer has the lent number; empty: it has none.
func keyOf(body any) string {
	old, late := has(body, "data.green_vn"), has(body, "data.greenvn")
	switch {
	case old && late:
		return "both"
	case old:
		return "green_vn"
	case late:
		return "greenvn"
	}
	return ""
}

// shape is what an id looks like.
func shape(id string) string {
	uuid := regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	switch {
	case uuid.MatchString(id):
		return "uuid"
	case strings.HasPrefix(id, "gvn_"):
		return "gvn_"
	case strings.HasPrefix(id, "gp_"):
		return "gp_"
	}
	return "other"
}

// observeEvent looks at the body of an event for what the documents contradict each other in.
func (s *story) observeEvent(n nature, body any) error {
	told, ok := body.(map[string]any)
	if !ok || s.speaks == exobridge {
		return nil
	}
	for _, one := range notified(n, told) {
		one.Generation, one.Kind = s.speaks, n.kind
		if err := s.observe(one, nil); err != nil {
			return err
		}
	}
	return nil
}

// notified says what an event shows.
func notified(n nature, told map[string]any) []Observation {
	var all []Observation
	see := func(name, value string) { all = append(all, Observation{Name: name, Value: value}) }
	for _, key := range []string{"current_time", "start_time"} {
		if at, _ := told[key].(string); len(at) > len(time.DateOnly) {
			see(eventTimes, map[bool]string{true: "sql", false: "rfc3339"}[at[len(time.DateOnly)] == ' '])
		}
	}
	switch told["dial_call_duration"].(type) {
	case string:
		see(eventDurations, "string")
	case float64:
		see(eventDurations, "number")
	}
	if state, _ := told["state"].(string); n.event == "deallocation" && n.kind == "greenpin" && state != "" {
		see(pinDeallocation, state)
	}
	return all
}
