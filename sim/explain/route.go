package explain

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// mendRoute finds the operation: the one asked for, or the one whose address looks most like the one asked for. With it
// come the credentials and the tenant, which stand in the head of a request too.
func (d *draft) mendRoute() {
	for _, o := range d.operations() {
		if o.ID == d.entry.Operation {
			d.operation = o
		}
	}
	if d.operation == nil {
		d.mendAddress()
	}
	if d.operation == nil {
		d.stuck = "the documents are not at hand"
		return
	}
	if d.target = variable(d.operation.Path, d.entry.Path, "id"); d.target == "" {
		d.target = strings.TrimSuffix(variable(d.operation.Path, d.entry.Path, "call"), ".json")
	}
	if d.scene.Strict {
		d.header["Authorization"] = placeholder
	}
	if r := d.entry.Refusal; r != nil && r.Step == sim.StepAuthenticate && r.Reason != exchange.UnknownTenant.String() {
		d.changed("Authorization", nil, placeholder, "this tenant's own credentials; they stand in the world file and are never shown")
	}
	if d.scene.SID != d.entry.Tenant {
		why := "the tenant in the path is none that may be asked"
		if magic(d.entry.Tenant) {
			why = "the tenant's name asks for a fault; another does not"
		}
		d.changed("tenant", d.entry.Tenant, d.scene.SID, why)
	}
}

// operations lists those of the vendor's door, each once.
func (d *draft) operations() []*openapi.Operation {
	var all []*openapi.Operation
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		if document := d.scene.Documents[name]; document != nil {
			all = append(all, document.Operations()...)
		}
	}
	return all
}

// mendAddress picks the operation nearest to a path and a method that are none.
func (d *draft) mendAddress() {
	best := -1
	method := cmp.Or(map[string]string{"PATCH": "PUT", "HEAD": "GET"}[d.entry.Method], d.entry.Method)
	for _, o := range d.operations() {
		far := 10 * distance(o.Path, d.entry.Path)
		if o.Method != method {
			far += 2 + slices.Index([]string{"PUT", "GET", "POST", "DELETE"}, o.Method)
		}
		if best < 0 || far < best {
			best, d.operation = far, o
		}
	}
	if d.operation == nil {
		return
	}
	if distance(d.operation.Path, d.entry.Path) > 0 {
		id := cmp.Or(variable(d.operation.Path, d.entry.Path, "id"), variable(d.operation.Path, d.entry.Path, "call"))
		d.changed("path", d.entry.Path, address(d.operation.Path, d.scene.SID, strings.TrimSuffix(id, ".json")), "no operation has the path; this one looks most like it")
	}
	if d.operation.Method != d.entry.Method {
		d.changed("method", d.entry.Method, d.operation.Method, "the address does not take the method; this is the nearest it takes")
	}
}

// distance is how far a path is from a template: letters that differ in the parts that are fixed, and ten for each part
// too many or too few.
func distance(template, path string) int {
	a, b := parts(template), parts(path)
	far := 10 * max(len(a)-len(b), len(b)-len(a))
	for i := range min(len(a), len(b)) {
		if !strings.HasPrefix(a[i], "{") {
			far += unlike(a[i], b[i])
		}
		far += jsonSuffix(a[i], b[i])
	}
	return far
}

// jsonSuffix tells the call look-up in JSON from the one in XML.
func jsonSuffix(template, part string) int {
	if strings.HasPrefix(template, "{call}") && strings.HasSuffix(template, ".json") != strings.HasSuffix(part, ".json") {
		return 1
	}
	return 0
}

// unlike counts the letters that differ; more than half of them are as good as all.
func unlike(a, b string) int {
	if far := exchange.Apart(strings.ToLower(a), strings.ToLower(b), len(a)/2); far <= len(a)/2 {
		return far
	}
	if strings.Contains(b, a) {
		return 4
	}
	return 8
}

func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// variable is what a path says where its template has a name in braces.
func variable(template, path, name string) string {
	b := parts(path)
	for i, part := range parts(template) {
		if strings.HasPrefix(part, "{"+name+"}") && i < len(b) {
			return b[i]
		}
	}
	return ""
}

// address fills a template.
func address(template, tenant, id string) string {
	return strings.NewReplacer("{tenant}", tenant, "{account}", tenant, "{id}", id, "{call}", id).Replace(template)
}

// sends tells whether an operation's method carries a body.
func sends(o *openapi.Operation) bool {
	return o.HasBody() && (o.Method == http.MethodPost || o.Method == http.MethodPut)
}
