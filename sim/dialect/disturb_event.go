package dialect

import (
	"slices"
	"strings"
)

// silent varies how an event says that there is nothing: no recording, and nobody dialled.
func (w *Whim) silent(root *node) {
	if root.is("recording_url", `"null"`) {
		switch w.chance.IntN(4) {
		case 0:
			root.items[root.index("recording_url")] = scalar("null")
			w.note(noRecording, "null")
		case 1:
			root.drop("recording_url")
			w.note(noRecording, "absent")
		}
	}
	if root.is("dial_call_status", "null") && w.coin() {
		root.drop("dial_call_status")
		w.note(noDialStatus, "absent")
	}
}

// unlisted leaves out keys that are in a sample of docs 000 or 001 but not in the table beside it. An event of a call's
// progress has no documents that could disagree.
func (w *Whim) unlisted(root *node) {
	var keys []string
	switch {
	case root.has("greenvn") && root.has("call_type") && !root.has("status"):
		keys = []string{"direction", "source", "on_call_duration"}
	case root.has("greenpin_id") && root.has("caller"):
		keys = []string{"call_sid"}
	default:
		return
	}
	if w.coin() {
		return
	}
	var left []string
	for _, key := range keys {
		if len(keys) == 1 || w.coin() {
			root.drop(key)
			left = append(left, key)
		}
	}
	if left != nil {
		w.note(unlistedKeys, strings.Join(left, "+"))
	}
}

// misspelt puts the key of docs 001's table beside that of its sample.
func (w *Whim) misspelt(root *node) {
	if i := root.index("transaction_id"); i >= 0 && root.has("call_type") && w.coin() {
		root.insert(i, "transation_id", root.items[i])
		w.note(misspeltKey, "")
	}
}

// pins writes all PINs of an event as text where they are numbers, or as numbers where they are text.
func (w *Whim) pins(root *node) {
	if w.coin() {
		return
	}
	told := ""
	for _, key := range []string{"pin", "aparty_pins", "bparty_pins"} {
		v := root.get(key)
		if v == nil {
			continue
		}
		for _, one := range slices.Concat(v.items, []*node{v}) {
			if other, ok := otherType(one); ok {
				*one = *other
				told = map[byte]string{'"': "text", '0': "number"}[byte(one.kind)]
			}
		}
	}
	if told != "" {
		w.note(pinType, told)
	}
}

// otherType is a number as text, or text as a number when nothing is lost by that.
func otherType(n *node) (*node, bool) {
	if n.kind == '0' {
		return scalar(`"` + n.text + `"`), true
	}
	bare := strings.Trim(n.text, `"`)
	if n.kind != '"' || !digitsOnly(bare) || bare[0] == '0' || len(bare) > 10 {
		return nil, false
	}
	return scalar(bare), true
}
