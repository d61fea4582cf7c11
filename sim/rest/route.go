package rest

import (
	"errors"
	"strings"

	"github.com/gorilla/mux"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/exchange"
)

// route finds the operation. It asks the router instead of being called by it, so that a path nobody knows and a method
// not allowed go the same way as everything else: in the envelope, journaled, and with Allow.
func (d *Door) route(v *visit) error {
	var match mux.RouteMatch
	if !d.router.Match(v.request, &match) || match.MatchErr != nil {
		return d.strayed(v, match.MatchErr)
	}
	v.operation = match.Route.GetName()
	v.target = match.Vars["id"] + match.Vars["call"] // a path has one of the two
	return nil
}

func (d *Door) strayed(v *visit, why error) error {
	if !errors.Is(why, mux.ErrMethodMismatch) {
		return exchange.Refusal{Reason: exchange.UnknownRoute, Detail: "no operation has the path " + cut(v.request.URL.Path)}
	}
	allowed := d.allowed(v.request.URL.Path)
	v.header.Set("Allow", allowed)
	return exchange.Refusal{
		Reason: exchange.MethodNotAllowed,
		Detail: cut(v.request.Method) + " is not offered here; this path takes " + allowed,
	}
}

// allowed lists the methods that a path takes: gorilla/mux does not tell.
func (d *Door) allowed(path string) string {
	return strings.Join(openapi.Methods(d.operations, path), ", ")
}
