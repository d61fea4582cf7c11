// Package control is the tester's door: what a tester may see and turn, as JSON under /__admin/, described by
// openapi/control.yaml and held against it. It stands on a listener of its own and is never reachable through the
// vendor's.
package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"

	fastjson "github.com/go-json-experiment/json"
	"github.com/gorilla/mux"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
	"leadassist-sim/sim/fault"
)

// maxBody bounds a control request's body, in bytes.
const maxBody = 1 << 20

// ask is one control request: its path variables, query and decoded body.
type ask struct {
	request *http.Request
	vars    map[string]string
	body    map[string]any
	raw     []byte // the same as it was sent
}

// handler answers one operation with a value to be written as JSON, or a problem.
type handler func(ask) (any, error)

// problem is a refusal of the control door: an HTTP status and a sentence.
type problem struct {
	status  int
	message string
}

func (p problem) Error() string { return p.message }

func notFound(format string, args ...any) error {
	return problem{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) error {
	return problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// handlers is the whole door on one screen: operation id to handler.
func (d *Door) handlers() map[string]handler {
	return map[string]handler{
		"activateScenario":   d.activateScenario,
		"addFaults":          d.addFaults,
		"advanceClock":       d.advanceClock,
		"applyScenarios":     d.applyScenarios,
		"clearFaults":        d.clearFaults,
		"clearRequests":      d.clearRequests,
		"countRequests":      d.countRequests,
		"deactivateScenario": d.deactivateScenario,
		"explainRequest":     d.explainRequest,
		"findRequests":       d.findRequests,
		"forgetTenant":       d.forgetTenant,
		"health":             d.health,
		"listAllocations":    d.listAllocations,
		"listCallbacks":      d.listCallbacks,
		"listCalls":          d.listCalls,
		"listErrors":         d.listErrors,
		"listFaults":         d.listFaults,
		"listRequests":       d.listRequests,
		"listScenarios":      d.listScenarios,
		"listTenants":        d.listTenants,
		"listUnread":         d.listUnread,
		"placeCall":          d.placeCall,
		"putTenant":          d.putTenant,
		"readCallRecord":     d.readCallRecord,
		"readCallback":       d.readCallback,
		"readClock":          d.readClock,
		"readFault":          d.readFault,
		"readRequest":        d.readRequest,
		"readTenant":         d.readTenant,
		"removeFault":        d.removeFault,
		"replayCallback":     d.replayCallback,
		"reset":              d.reset,
		"setClock":           d.setClock,
		"triggerCallback":    d.triggerCallback,
		"watchEvents":        nil, // only streams
	}
}

// Door is the control surface as an http.Handler.
type Door struct {
	sim      *sim.Sim
	document *openapi.Document
	router   *mux.Router
	options  Options

	annotated func() (map[string]*openapi.Document, error) // what explanations quote
}

// Options shape a Door; the zero value works.
type Options struct {
	Token   string       // when set, every request but /health must carry it as a bearer token
	Metrics http.Handler // answers /metrics; nil: 404
	// Render puts a triggered event into the words of a profile; empty, of the tenant's own. A Notice without a body says
	// that the profile does not tell of such an event. nil: the world's own words, whatever the profile.
	Render func(profile string, t sim.Tenant, timezone string, e exchange.Event) (sim.Notice, error)
	// VendorURL is where the vendor's door can be reached, for the curl lines of explanations; nil: http://127.0.0.1:8080.
	VendorURL func() string
	// Documents are those of the vendor's door, by name. Without them no field of a request is known to be unread.
	Documents map[string]*openapi.Document
	// Build makes a tenant of its definition, which has the keys of a world file's tenant. Its error is a sentence for the
	// tester. nil: no tenant is put at run time.
	Build func(sid string, definition []byte) (sim.Tenant, error)
	// Departed is told when a reply of this door leaves its document: a fault of ours.
	Departed func(operation, reason string)
}

// New builds the door. It fails when an operation of the document and its handler do not both exist.
func New(s *sim.Sim, document *openapi.Document, o Options) (http.Handler, error) {
	d := &Door{sim: s, document: document, router: mux.NewRouter().SkipClean(true), options: o, annotated: sync.OnceValues(annotate)}
	if d.options.Departed == nil {
		d.options.Departed = func(string, string) {}
	}
	if d.options.Metrics == nil {
		d.options.Metrics = http.NotFoundHandler()
	}
	if err := d.register(d.handlers()); err != nil {
		return nil, err
	}
	d.router.NotFoundHandler = d.serve("", func(a ask) (any, error) {
		return nil, notFound("nothing stands at %.128s", a.request.URL.Path)
	})
	d.router.MethodNotAllowedHandler = d.notAllowed()
	return d.guarded(d.router), nil
}

// register puts every operation of the document on the router. HEAD is GET without the body.
func (d *Door) register(handlers map[string]handler) error {
	var problems []error
	for _, o := range d.document.Operations() {
		methods := []string{o.Method}
		if o.Method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		act, ok := handlers[o.ID]
		delete(handlers, o.ID)
		route := d.router.Path(o.Path).Methods(methods...).Name(o.ID)
		switch {
		case o.ID == "metrics":
			route.Handler(d.options.Metrics)
		case !ok:
			problems = append(problems, fmt.Errorf("operation %s has no handler", o.ID))
		default:
			route.Handler(d.streamed(o.ID, d.serve(o.ID, act)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(handlers)) {
		problems = append(problems, fmt.Errorf("handler %s is in no document", id))
	}
	return errors.Join(problems...)
}

// notAllowed tells which methods a path takes: gorilla/mux does not.
func (d *Door) notAllowed() http.Handler {
	answer := d.serve("", func(a ask) (any, error) {
		return nil, problem{http.StatusMethodNotAllowed, fmt.Sprintf("%.16s is not offered at %s", a.request.Method, a.request.URL.Path)}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", strings.Join(openapi.Methods(d.document.Operations(), r.URL.Path), ", "))
		answer.ServeHTTP(w, r)
	})
}

// serve reads and checks the request, asks the handler, and writes.
func (d *Door) serve(operation string, act handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := ask{request: r, vars: mux.Vars(r)}
		var answer any
		err := d.read(operation, w, &a)
		if err == nil {
			answer, err = safely(act, a)
		}
		if err != nil {
			d.write(operation, w, err)
			return
		}
		d.send(operation, w, http.StatusOK, answer)
	})
}

// safely turns a panic, always a fault of ours, into an error.
func safely(act handler, a ask) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a fault of the simulator: %v", p)
		}
	}()
	return act(a)
}

// read decodes a body where the operation takes one, and holds it against the document.
func (d *Door) read(operation string, w http.ResponseWriter, a *ask) error {
	o, ok := d.document.Operation(operation)
	if !ok || !o.HasBody() {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, a.request.Body, maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return problem{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is over %d bytes", maxBody)}
	}
	if err != nil {
		return badRequest("the body broke off before its end")
	}
	if len(body) == 0 && !o.BodyRequired() {
		return nil
	}
	// A form of another origin can send text, but not this.
	said := a.request.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(said); said != "" && (err != nil || kind != "application/json") {
		return problem{http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Type %.64q is not application/json", said)}
	}
	var value any
	if err := fastjson.Unmarshal(body, &value); err != nil {
		return badRequest("the body is not JSON: %.200v", err)
	}
	if violations := o.CheckBody(value); len(violations) > 0 {
		return badRequest("%s", violations[0].Reason)
	}
	a.body, _ = value.(map[string]any)
	a.raw = body
	return nil
}

// into fills a struct with the body, if one was sent. A key that is not known is refused: to overlook a misspelt
// "tenant" would be to act on everybody.
func (a ask) into(said any, keys ...string) error {
	for _, key := range slices.Sorted(maps.Keys(a.body)) {
		if !slices.Contains(keys, key) {
			return badRequest("%.64q is not known here; the keys are %s", key, joined(keys))
		}
	}
	if a.raw == nil {
		return nil
	}
	if err := fastjson.Unmarshal(a.raw, said); err != nil {
		return badRequest("the body cannot be read: %.200v", err)
	}
	return nil
}

// write tells an error: a problem as it is, what is wrong with fault rules as a list, anything else as ours.
func (d *Door) write(operation string, w http.ResponseWriter, err error) {
	if wrong, ok := errors.AsType[fault.Problems](err); ok {
		d.send(operation, w, http.StatusBadRequest, mistakes(wrong))
		return
	}
	p, ok := errors.AsType[problem](err)
	if !ok {
		p = problem{http.StatusInternalServerError, err.Error()}
	}
	d.send(operation, w, p.status, map[string]any{"error": map[string]any{"message": p.message}})
}

// send writes the answer and holds it against the document.
func (d *Door) send(operation string, w http.ResponseWriter, status int, answer any) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // journaled XML stays readable
	if err := encoder.Encode(answer); err != nil {
		status = http.StatusInternalServerError
		out.Reset()
		out.WriteString(`{"error":{"message":"the answer could not be written"}}` + "\n")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a client that is gone needs no answer
	d.verify(operation, status, out.Bytes())
}

func (d *Door) verify(operation string, status int, body []byte) {
	o, ok := d.document.Operation(operation)
	if !ok {
		return
	}
	var value any
	if err := fastjson.Unmarshal(body, &value); err != nil {
		d.options.Departed(operation, "the reply is not JSON")
		return
	}
	for _, v := range o.CheckReply(status, "application/json", value) {
		d.options.Departed(operation, v.Reason)
	}
}
