package rest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// visit is one request on its way through the door, and what is learned of it.
type visit struct {
	id      uint64
	request *http.Request
	writer  http.ResponseWriter // for limiting the body only; finish writes
	took    stopwatch
	header  http.Header // of the reply

	operation string
	tenant    string // SID in the path: of a tenant, or of an account (call look-ups)
	target    string // the allocation id or call SID in the path
	calls     bool   // answered as a call look-up
	asXML     bool
	profile   dialect.Profile
	quirks    dialect.Quirks
	zone      string
	world     *sim.World
	document  *openapi.Operation
	ledger    *openapi.Ledger

	body       []byte
	value      any   // the decoded body
	unreadable error // why there is none: an exchange.Refusal
	generation dialect.Generation
	dialect    dialect.Dialect

	step       string // under way, in the words of sim.Steps
	blow       *blow  // the fault that strikes; nil: none
	note       *sim.FaultNote
	hostile    *temper // nil unless the tenant is hostile
	varied     []string
	refusal    *sim.RefusalNote
	violations []openapi.Violation
	departures []string
	fault      string // an internal error, for the journal
}

// visit begins a request: it numbers it and finds whose words it will be answered in, without making a tenant.
func (d *Door) visit(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{id: d.sim.NextID(), request: r, writer: w, took: sim.Stopwatch(), header: w.Header(), ledger: d.ledger}
	v.header.Set("X-Request-Id", strconv.FormatUint(v.id, 10))
	v.address(r.URL.Path)
	tenant := d.sim.Template()
	if world, ok := d.sim.Lookup(v.tenant); ok {
		tenant = world.Tenant()
		v.zone = world.Timezone()
	}
	v.profile = dialect.Profile(tenant.Profile)
	v.quirks, _ = dialect.ParseQuirks(tenant.Quirks) // refused at start when wrong
	if tenant.Hostile {
		v.hostile = &temper{sim: d.sim}
	}
	v.speak()
	return v
}

// address reads whom a path speaks of, so that even a path no document knows is answered in its tenant's words.
func (v *visit) address(path string) {
	parts := strings.SplitN(strings.TrimPrefix(path, "/"), "/", 5)
	if len(parts) < 3 || parts[0] != "v1" {
		return
	}
	v.tenant = parts[2]
	v.calls = parts[1] == "Accounts"
	v.asXML = v.calls && !strings.HasSuffix(path, ".json")
}

// speak settles the generation, as far as the request has been read.
func (v *visit) speak() {
	v.generation = dialect.Read(v.profile, v.operation, v.target, v.value)
	v.dialect = dialect.New(v.generation, v.quirks, v.zone)
}

// kind is the product asked for.
func (v *visit) kind() exchange.Kind { return dialect.Product(v.request.URL.Path) }

// tell turns an error of a step into the reply. What is no refusal is a fault of ours.
func (v *visit) tell(err error) dialect.Reply {
	refusal, ok := errors.AsType[exchange.Refusal](err)
	if !ok {
		v.fault = err.Error()
		refusal = exchange.Refusal{Reason: exchange.Internal}
	}
	return v.refuse(refusal)
}

// refuse turns a refusal into the reply of the visit's generation, and notes it for the journal.
func (v *visit) refuse(r exchange.Refusal) dialect.Reply {
	v.provoke(r.Reason)
	reply := v.dialect.Refuse(v.kind(), r)
	_, code := v.dialect.Verdict(v.kind(), r.Reason)
	if v.calls {
		reply = dialect.CallRefusal(r)
	}
	v.refusal = &sim.RefusalNote{Code: code, Reason: r.Reason.String(), Detail: cut(r.Detail), Step: v.step, Rule: v.cite(r), State: v.evidence(r.Reason)}
	for _, violation := range v.violations[:min(len(v.violations), keptViolations)] {
		v.refusal.Violations = append(v.refusal.Violations, sim.Violation{Pointer: violation.Pointer, Rule: violation.Rule, Reason: violation.Reason})
	}
	if reply.Status == http.StatusUnauthorized || r.Reason == exchange.AuthenticationFailed {
		v.challenge()
	}
	return reply
}

// challenge asks for credentials.
func (v *visit) challenge() { v.header.Set("WWW-Authenticate", `Basic realm="Lead Assist"`) }
