package dialect

import (
	"slices"
	"strings"

	"leadassist-sim/sim/exchange"
)

// Answer varies the JSON of an answer, and tells everything that was varied in it, in a fixed order. A body that is no
// JSON comes back as it is, with an error.
func (w *Whim) Answer(body []byte, o Occasion) ([]byte, []string, error) {
	root, err := parseNode(body)
	if err != nil {
		return body, nil, err
	}
	for _, s := range w.sides {
		if shows(s.name, o, root) {
			w.note(s.name, s.value)
		}
	}
	if o.Reason == 0 {
		w.answered(root, o)
	}
	w.further(payload(root))
	w.reorder(root)
	w.late()
	return root.append(nil), w.told, nil
}

// Plain tells what was varied in an answer whose body is left as it is.
func (w *Whim) Plain() []string {
	w.late()
	return w.told
}

// Event is Answer for the JSON of an event.
func (w *Whim) Event(body []byte) ([]byte, []string, error) {
	root, err := parseNode(body)
	if err != nil {
		return body, nil, err
	}
	for _, s := range w.sides {
		if heard(s, root) {
			w.note(s.name, s.value)
		}
	}
	w.silent(root)
	w.unlisted(root)
	w.misspelt(root)
	w.pins(root)
	w.further([]*node{root})
	w.reorder(root)
	return root.append(nil), w.told, nil
}

// heard tells whether a side that was taken is seen in the event. A GreenVN's durations are text anyway without insights.
func heard(s side, root *node) bool {
	switch s.name {
	case eventTimes:
		return root.has("start_time")
	case eventDurations:
		return root.has("dial_call_duration") && (s.value == "number" || root.has("vn") || root.has("insights"))
	case deallocationState:
		return root.has("state")
	}
	return false
}

// shows tells whether a side that was taken is seen in the answer.
func shows(name string, o Occasion, root *node) bool {
	switch name {
	case errorBody:
		return o.Reason != 0 && !o.Calls
	case unauthorizedStatus:
		return o.Reason == exchange.AuthenticationFailed && !o.Calls
	case deletedStatus:
		return o.Reason == exchange.AlreadyDeleted && !o.Calls
	case createStatus:
		return o.Reason == 0 && creates(o.Operation)
	case numberKey:
		return root.get("data").has("greenvn_id")
	}
	return false
}

func creates(operation string) bool { return operation == createGreenvn || operation == createGreenpin }

// payload are the objects of an answer that hold what was asked for.
func payload(root *node) []*node {
	for _, key := range []string{"data", "response", "Call", "RestException"} {
		if inner := root.get(key).objects(); inner != nil {
			return inner
		}
	}
	return root.objects()
}

// answered varies what only a success has.
func (w *Whim) answered(root *node, o Occasion) {
	w.nullCode(root)
	for _, data := range payload(root) {
		w.emptyCustom(data)
		w.callKeys(data)
		if creates(o.Operation) && odd(data) {
			w.note(idShape, "")
		}
	}
}

// nullCode has code and message be null where they are absent, and absent where they are null.
func (w *Whim) nullCode(root *node) {
	if !root.is("success", "true") || !w.coin() {
		return
	}
	if root.has("code") || root.has("message") {
		root.drop("code")
		root.drop("message")
		w.note(nullCode, "absent")
		return
	}
	at := min(2, len(root.names)) // behind success and status
	root.insert(at, "code", scalar("null"))
	root.insert(at+1, "message", scalar("null"))
	w.note(nullCode, "null")
}

// emptyCustom writes a custom field that nobody set in another way.
func (w *Whim) emptyCustom(data *node) {
	i := data.index("custom_field")
	if i < 0 || data.items[i].text != `""` {
		return
	}
	switch w.chance.IntN(4) {
	case 0:
		data.items[i] = scalar("null")
		w.note(emptyCustom, "null")
	case 1:
		data.drop("custom_field")
		w.note(emptyCustom, "absent")
	}
}

// callKeys leaves a call look-up the keys of docs 004's sample.
func (w *Whim) callKeys(data *node) {
	if !data.has("PhoneNumberSid") || !w.coin() {
		return
	}
	sample := []string{"Sid", "From", "To", "Status", "StartTime", "EndTime", "Duration", "RecordingUrl", "CustomField"}
	for _, name := range slices.Clone(data.names) {
		if key := strings.Trim(name, `"`); !slices.Contains(sample, key) {
			data.drop(key)
		}
	}
	w.note(callKeys, "nine")
}

// odd tells whether an id is of another shape than without hostile mode: a UUID, or a prefix and twelve characters.
func odd(data *node) bool {
	for _, key := range []string{"greenvn_id", "greenpin_id"} {
		if id := data.get(key); id != nil {
			bare := strings.Trim(id.text, `"`)
			_, rest, prefixed := strings.Cut(bare, "_")
			usual := prefixed && len(rest) == 12 || len(bare) == 36 && strings.Count(bare, "-") == 4
			return !usual
		}
	}
	return false
}

// late tells of a slow answer.
func (w *Whim) late() {
	if w.Wait > 0 {
		w.note(slowAnswer, w.Wait.String())
	}
}

// further puts up to three keys that no document has into half of the objects.
func (w *Whim) further(into []*node) {
	if w.coin() {
		return
	}
	extras := []struct{ key, value string }{
		{"x_sim_extra_text", `"beta \u00e9"`},
		{"x_sim_extra_number", "9007199254740993"},
		{"x_sim_extra_fraction", "-0.5e-3"},
		{"x_sim_extra_flag", "true"},
		{"x_sim_extra_null", "null"},
		{"x_sim_extra_object", `{"id":null,"items":[{"name":"x"},7,"y"]}`},
		{"x_sim_extra_list", "[]"},
	}
	added := false
	for _, n := range into {
		for _, i := range w.chance.Perm(len(extras))[:1+w.chance.IntN(3)] {
			if key := extras[i].key; !n.has(key) {
				value, _ := parseNode([]byte(extras[i].value)) // they are JSON
				n.insert(w.chance.IntN(len(n.names)+1), key, value)
				added = true
			}
		}
	}
	if added {
		w.note(extraKeys, "")
	}
}

// reorder shuffles the keys of every object, every other time.
func (w *Whim) reorder(root *node) {
	if w.coin() && w.shuffle(root) {
		w.note(keyOrder, "")
	}
}

// shuffle tells whether anything moved.
func (w *Whim) shuffle(n *node) bool {
	moved := false
	for _, item := range n.items {
		moved = w.shuffle(item) || moved
	}
	if n.kind == '{' {
		w.chance.Shuffle(len(n.names), func(i, j int) {
			n.names[i], n.names[j] = n.names[j], n.names[i]
			n.items[i], n.items[j] = n.items[j], n.items[i]
			moved = moved || i != j
		})
	}
	return moved
}
