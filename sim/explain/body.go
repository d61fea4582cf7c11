package explain

import (
	"bytes"
	"fmt"

	fastjson "github.com/go-json-experiment/json"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// parse reads a body as JSON, leniently when it must: the second value says that it had to, the third that it could.
func parse(body []byte) (value any, lenient, ok bool) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, false, true
	}
	if fastjson.Unmarshal(body, &value) == nil && depth(value) <= deepest {
		return value, false, true
	}
	value, ok = tolerant(body)
	return value, true, ok
}

// cut tells whether the journal does not have the whole of a body. An entry says only that its body or its reply was
// cut.
func cut(e sim.Entry) bool {
	if e.Refusal != nil && e.Refusal.Reason == exchange.BodyTooLarge.String() {
		return true
	}
	return e.Truncated && (len(e.Body) >= sim.BodyKept || len(e.Reply) < sim.BodyKept)
}

// mendBody reads the body as far as it can be read; what cannot be read is replaced by the document's sample.
func (d *draft) mendBody() {
	if !sends(d.operation) {
		return
	}
	if cut(d.entry) {
		d.sampled(nil, fmt.Sprintf("the journal keeps %d bytes of a body, and this one was longer: a sample stands in its place", sim.BodyKept))
		return
	}
	if r := d.entry.Refusal; r != nil && r.Reason == exchange.UnsupportedMediaType.String() {
		d.changed("Content-Type", said(d.entry.Header, "Content-Type"), "application/json", "bodies are taken as JSON in UTF-8 only")
	}
	value, lenient, ok := parse(d.entry.Body)
	if !ok {
		d.sampled(rawText(d.entry.Body), "the body is not JSON and cannot be guessed: a sample stands in its place")
		return
	}
	d.value, d.text = value, string(d.entry.Body)
	if lenient {
		d.changed("", rawText(d.entry.Body), value, unread(d.entry)+"; this is how it was probably meant")
	}
	if value == nil {
		d.text = ""
	}
	d.settle()
	if value == nil && d.operation.BodyRequired() {
		d.sampled(nil, "the body was empty, and one is needed: this is the document's sample")
	}
}

// unread is why a body was not read.
func unread(e sim.Entry) string {
	if e.Refusal != nil && e.Refusal.Step == sim.StepBody {
		return e.Refusal.Detail
	}
	return "the body is not JSON"
}

// sampled puts the document's sample in place of the body.
func (d *draft) sampled(from any, why string) {
	d.settle()
	d.value = clone(d.operation.Sample())
	d.changed("", from, d.value, why)
}

// said is a header of the journal.
func said(header map[string][]string, name string) any {
	if values := header[name]; len(values) > 0 {
		return values[0]
	}
	return nil
}

// clone copies decoded JSON, so that a document's own sample is never written to.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, below := range v {
			m[key] = clone(below)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, below := range v {
			l[i] = clone(below)
		}
		return l
	}
	return v
}
