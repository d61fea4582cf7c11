// Package rest is the vendor's door: the way from a vendor request to a vendor response. The OpenAPI documents are its
// route table; a request is routed, read once, put into the generation it is written in, authenticated, checked against
// that generation's document, decoded, carried out by the tenant's world and answered in the same generation. Handlers
// return; one function writes, checks our own reply against the document, and journals.
package rest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// handler answers one operation. Its error is an exchange.Refusal; anything else is told as an internal error.
type handler func(*visit) (dialect.Reply, error)

// handlers is the whole API on one screen: operation id to handler.
func (d *Door) handlers() map[string]handler {
	return map[string]handler{
		"createGreenpin":       d.command,
		"createGreenvn":        d.command,
		"deleteGreenpin":       d.command,
		"deleteGreenvn":        d.command,
		"readCall":             d.lookUpCall,
		"readCallJSON":         d.lookUpCall,
		"readGreenpin":         d.command,
		"readGreenvn":          d.command,
		"readSettings":         d.command,
		"updateGreenpin":       d.command,
		"updateGreenpins":      d.bulk,
		"updateGreenvnNumber":  d.command,
		"updateGreenvnParties": d.command,
		"updateSettings":       d.command,
	}
}

// Door is the vendor's surface as an http.Handler.
type Door struct {
	sim       *sim.Sim
	documents map[string]*openapi.Document
	ledger    *openapi.Ledger
	router    *mux.Router

	operations []*openapi.Operation // each once, in the order of the router
	acts       map[string]handler
	observe    func(sim.Entry)
	trust      trust
}

// Options shape a Door; the zero value works.
type Options struct {
	// Observe is told of every answered request once, after it was journaled; it must not block.
	Observe func(sim.Entry)
}

// documents the vendor's door answers from. The first that has an operation decides its path.
func vendorDocuments() []string { return []string{"leadassist", "exobridge", "calls"} }

// New builds the door. It fails when a document does not load, or when an operation and its handler do not both exist.
func New(s *sim.Sim, documents map[string]*openapi.Document, o Options) (*Door, error) {
	d := &Door{sim: s, documents: documents, router: mux.NewRouter(), observe: o.Observe}
	if d.observe == nil {
		d.observe = func(sim.Entry) {}
	}
	d.acts = d.handlers()
	var err error
	if d.ledger, err = openapi.LoadLedger(); err != nil {
		return nil, err
	}
	return d, d.register()
}

// register ranges over the documents' operations. The shortest and busiest paths come first, and a path with a literal
// suffix before the same path without it, since gorilla/mux takes the first that matches.
func (d *Door) register() error {
	var err error
	if d.operations, err = d.routes(); err != nil {
		return err
	}
	for _, o := range d.operations {
		methods := []string{o.Method}
		if o.Method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		d.router.Path(o.Path).Methods(methods...).Name(o.ID)
	}
	return nil
}

// routes collects each operation once and holds it against the handlers.
func (d *Door) routes() ([]*openapi.Operation, error) {
	found := map[string]*openapi.Operation{}
	for _, name := range vendorDocuments() {
		document, ok := d.documents[name]
		if !ok {
			return nil, fmt.Errorf("document %q is not loaded", name)
		}
		for _, o := range document.Operations() {
			if first, ok := found[o.ID]; ok && (first.Method != o.Method || first.Path != o.Path) {
				return nil, fmt.Errorf("operation %s has two routes: %s %s and %s %s", o.ID, first.Method, first.Path, o.Method, o.Path)
			}
			found[o.ID] = cmp.Or(found[o.ID], o)
		}
	}
	routes := slices.SortedFunc(maps.Values(found), func(a, b *openapi.Operation) int {
		return cmp.Or(cmp.Compare(strings.Count(a.Path, "{"), strings.Count(b.Path, "{")), -cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return routes, d.matched(found)
}

// matched holds operations and handlers against each other: neither may lack the other.
func (d *Door) matched(found map[string]*openapi.Operation) error {
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(found)) {
		if d.acts[id] == nil {
			problems = append(problems, fmt.Errorf("operation %s has no handler", id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.acts)) {
		if found[id] == nil {
			problems = append(problems, fmt.Errorf("handler %s is in no document", id))
		}
	}
	return errors.Join(problems...)
}

// ServeHTTP answers one request: everything between reading and writing is in answer.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/health" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"ok"}` + "\n"))
		return
	}
	v := d.visit(w, r)
	d.finish(v, w, d.answer(v))
}

// answer never panics: a fault of ours becomes the vendor's internal error.
func (d *Door) answer(v *visit) (reply dialect.Reply) {
	defer func() {
		if p := recover(); p != nil {
			v.fault = fmt.Sprint("panic: ", p)
			reply = v.refuse(exchange.Refusal{Reason: exchange.Internal})
		}
	}()
	reply, err := d.steps(v)
	if err == nil {
		return reply
	}
	return v.tell(err)
}

// steps are the way of every request, in the order in which errors speak (see sim.Steps): route, authenticate, admit,
// then the fault that strikes, if any, or the operation's own handler, which reads, checks, decodes and acts.
func (d *Door) steps(v *visit) (dialect.Reply, error) {
	v.step = sim.StepRoute
	if err := d.route(v); err != nil {
		return dialect.Reply{}, err
	}
	v.read()
	v.speak()
	for _, step := range []struct {
		name  string
		check func(*Door, *visit) error
	}{{sim.StepAuthenticate, (*Door).authenticate}, {sim.StepTenant, (*Door).enter}, {sim.StepRate, (*Door).admit}} {
		v.step = step.name
		if err := step.check(d, v); err != nil {
			return dialect.Reply{}, err
		}
	}
	v.provoke(0)
	v.step = sim.StepFault
	if v.blow = aim(v); v.blow != nil {
		return d.strike(v)
	}
	return d.acts[v.operation](v)
}
