package rest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	fastjson "github.com/go-json-experiment/json"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// stopwatch reads the wall time since a visit began.
type stopwatch func() time.Duration

// finish is the one place that writes: it encodes the reply, holds it against the document, sends it and journals the
// visit.
func (d *Door) finish(v *visit, w http.ResponseWriter, reply dialect.Reply) {
	if v.blow != nil && v.blow.effect.Reset {
		d.drop(v, w, reply)
		return
	}
	media, body, err := encode(reply.Body, v.asXML)
	if err != nil {
		v.fault = err.Error()
	}
	body = v.vary(media, body)
	d.verify(v, reply.Status, media, body)
	a := sent{reply.Status, media, body, len(body)}
	if v.blow != nil {
		v.blow.twist(&a)
	}
	v.hesitate()
	v.write(w, a)
	d.record(v, a.status, a.body)
}

// drop journals an answer that the client will not get, and breaks the connection: in this order, so that the journal
// knows of it when the client asks there.
func (d *Door) drop(v *visit, w http.ResponseWriter, reply dialect.Reply) {
	var lost []byte
	if v.blow.late {
		_, lost, _ = encode(reply.Body, v.asXML)
	}
	d.record(v, 0, lost)
	lose(w)
}

// write sends an answer. A body shorter than it claims to be makes the server close the connection behind it.
func (v *visit) write(w http.ResponseWriter, a sent) {
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		w.WriteHeader(a.status)
		return
	}
	v.header.Set("Content-Type", a.media)
	v.header.Set("Content-Length", strconv.Itoa(a.whole))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that is gone needs no answer
}

// usualBody is room for most bodies, so that a buffer grows for few.
const usualBody = 1 << 10

// encode writes the body as the client wants it; keys stand in the documents' order.
func encode(value any, asXML bool) (media string, body []byte, err error) {
	if asXML {
		body, err = xml.Marshal(value)
		return "application/xml", append([]byte(xml.Header), body...), err
	}
	out := bytes.NewBuffer(make([]byte, 0, usualBody))
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(value)
	return "application/json", bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// verify holds our own reply against the document of the operation. What it finds is a fault of ours: it is journaled
// and observed, and the reply goes out all the same. A path no document has is answered without one.
func (d *Door) verify(v *visit, status int, media string, body []byte) {
	operation, ok := d.described(v)
	if !ok || v.step == sim.StepFault && !slices.Contains(operation.Statuses(), status) { // a status wanted of us
		return
	}
	if !d.trust.due(shape{v.generation, v.operation, status}) {
		return
	}
	var value any
	if media == "application/json" {
		if err := fastjson.Unmarshal(body, &value); err != nil {
			v.departures = append(v.departures, "the reply is not JSON: "+err.Error())
			return
		}
	}
	for _, violation := range operation.CheckReply(status, media, value) {
		v.departures = append(v.departures, violation.Reason)
	}
}

func (d *Door) described(v *visit) (*openapi.Operation, bool) {
	name := v.dialect.Document()
	if v.calls {
		name = "calls"
	}
	return d.documents[name].Operation(v.operation)
}

// veiledReply hides secrets in a reply. The keys of all but settings are the documents' own, so that only a URL in a
// value can hold one.
func (v *visit) veiledReply(body []byte) []byte {
	if strings.HasSuffix(v.operation, "Settings") || bytes.Contains(body, []byte("://")) {
		return veil(body)
	}
	return body
}

// record journals the visit and tells the observer.
func (d *Door) record(v *visit, status int, body []byte) {
	e := sim.Entry{
		ID: v.id, Tenant: own(v.tenant), Method: cut(v.request.Method), Operation: v.operation, Generation: string(v.generation),
		Path: own(v.request.URL.Path), Query: own(veiledQuery(v.request.URL.RawQuery)), Header: redacted(v.request.Header),
		Body: veil(v.body), Status: status, Reply: v.veiledReply(body), Took: v.took(),
		Truncated: max(len(v.body), len(body)) > sim.BodyKept || v.request.ContentLength > int64(len(v.body)),
		Refusal:   v.refusal, Fault: v.note, Varied: v.varied, Departures: v.departures,
	}
	if v.fault != "" {
		e.Departures = append(e.Departures, v.fault)
	}
	if v.world != nil {
		e.At = v.world.Now()
	} else {
		e.At = d.sim.Now()
	}
	d.observe(d.sim.Record(e))
}
