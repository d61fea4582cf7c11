package rest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
)

// answered are all operations that can be asked, each with a good request.
func answered(profile string) map[string]request {
	all := everything(profile)
	all["readCall"], all["readCallJSON"] = get("/v1/Accounts/acme/Calls/none"), get("/v1/Accounts/acme/Calls/none.json")
	return all
}

// conjured is the request with a magic value in it: instead of the id in the path, or as the tenant where there is none.
func conjured(operation string, r request, value string) request {
	switch {
	case strings.Contains(r.path, "none"):
		r.path = strings.Replace(r.path, "none", value, 1)
	case strings.HasPrefix(operation, "create") && strings.Contains(r.body, "order-1"):
		r.body = strings.Replace(r.body, "order-1", value+"-order-1", 1)
	case strings.HasPrefix(operation, "create"):
		r.body = strings.Replace(r.body, "{", `{"custom_field":"`+value+`-x",`, 1)
	default:
		r.path = "/v1/tenants/" + value + r.path
	}
	return r
}

// struck adds a rule to acme's world.
func struck(t testing.TB, h house, r fault.Rule) {
	t.Helper()
	world, err := h.sim.World("acme")
	if err != nil {
		t.Fatal(err)
	}
	world.SetFault(r)
}

// ways asks for an effect by rule, header and magic value, each in a house of its own, and gives the one answer they all
// give.
type ways struct {
	t       testing.TB
	profile string
	houses  [3]house
}

func newWays(t testing.TB, profile string) ways {
	w := ways{t: t, profile: profile}
	for i := range w.houses {
		w.houses[i] = build(t, sim.Spec{Template: open(profile, 22)})
	}
	return w
}

func (w ways) ask(operation, words string, e fault.Effect) answer {
	w.t.Helper()
	r := answered(w.profile)[operation]
	world, _ := w.houses[0].sim.World("acme")
	world.SetFault(fault.Rule{ID: "fault-7", Operation: operation, Sequence: []fault.Effect{e}})
	defer world.LiftFaults(func(fault.Rule) bool { return true })
	magic := "sim-" + strings.Replace(words, "=", "-", 1)
	asked := [3]request{r, r.saying("Prefer: " + words), conjured(operation, r, magic)}
	marks := [3]string{"rule fault-7", "prefer " + words, "magic " + magic}
	var answers [3]answer
	for i, h := range w.houses {
		answers[i] = h.script("acme").say("", asked[i])
		if got := answers[i].header.Get("X-Sim-Fault"); got != marks[i] {
			w.t.Errorf("%s %s: X-Sim-Fault is %q, want %q", operation, words, got, marks[i])
		}
		if applied := answers[i].header.Get("Preference-Applied"); (i == 1) != (applied == words) {
			w.t.Errorf("%s %s by way %d: Preference-Applied %q", operation, words, i, applied)
		}
		if i > 0 && answers[i].String() != answers[0].String() {
			w.t.Errorf("%s %s: %s", operation, words, cmp.Diff(answers[0].String(), answers[i].String()))
		}
		w.journaled(h, marks[i], answers[i].status)
	}
	return answers[0]
}

// journaled holds the newest entry of a house against what was asked for.
func (w ways) journaled(h house, mark string, status int) {
	w.t.Helper()
	e := h.sim.Journal().List(sim.Filter{Limit: 1})[0]
	by, said, _ := strings.Cut(mark, " ")
	if e.Fault == nil || e.Status != status || e.Fault.By != by || e.Fault.Late || by == "rule" && e.Fault.Rule != said || by != "rule" && !strings.HasPrefix(e.Fault.Said, said) {
		w.t.Errorf("%s: journaled %+v", mark, e.Fault)
		return
	}
	if status >= 400 && (e.Refusal == nil || e.Refusal.Step != sim.StepFault) {
		w.t.Errorf("%s: journaled %+v", mark, e.Refusal)
	}
}

// TestForcedCodes forces each code on each operation in each generation, by each way, and compares whole answers.
func TestForcedCodes(t *testing.T) {
	loaded, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range generations() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			w := newWays(t, profile)
			var told strings.Builder
			for _, operation := range slices.Sorted(maps.Keys(answered(profile))) {
				for _, code := range dialect.Codes() {
					a := w.ask(operation, fmt.Sprintf("code=%d", code), fault.Effect{Code: &code})
					fmt.Fprintf(&told, "%s %d -> %d %s\n", operation, code, a.status, strings.ReplaceAll(a.body, "\n", " "))
					document := loaded["leadassist"]
					switch {
					case strings.HasPrefix(operation, "readCall"):
						document = loaded["calls"]
					case profile == dialect.Exobridge && !strings.HasSuffix(operation, "Settings"):
						document = loaded["exobridge"]
					}
					if o, ok := document.Operation(operation); !ok || !slices.Contains(o.Codes(a.status), code) {
						t.Errorf("%s: the document does not declare %d for %d", operation, code, a.status)
					}
				}
			}
			same(t, "forced/"+profile, told.String())
		})
	}
}

// TestForcedStatuses forces statuses, those of the table and others, and compares whole answers.
func TestForcedStatuses(t *testing.T) {
	for _, profile := range generations() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			w := newWays(t, profile)
			var told strings.Builder
			for _, operation := range []string{"createGreenvn", "readGreenpin", "readSettings", "readCall", "readCallJSON"} {
				for _, status := range []int{302, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 452, 499, 500, 502, 503, 504, 599} {
					a := w.ask(operation, fmt.Sprintf("status=%d", status), fault.Effect{Status: status})
					fmt.Fprintf(&told, "%s %s", operation, strings.ReplaceAll(a.String(), "?>\n", "?>"))
				}
			}
			same(t, "forced/statuses_"+profile, told.String())
		})
	}
}

// TestForcedTogether says a code and a status at once, which no magic value can.
func TestForcedTogether(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		code := 18
		struck(t, h, fault.Rule{ID: "fault-1", Times: 1, Sequence: []fault.Effect{{Code: &code, Status: 503}}})
		s := h.script("acme")
		ruled, asked := s.say("", everything(profile)["createGreenvn"]), s.say("", everything(profile)["createGreenvn"].saying("Prefer: code=18; status=503"))
		if ruled.verdict() != "503/18" || ruled.body != asked.body || !strings.Contains(ruled.body, `:503,`) {
			t.Errorf("%s, %s", ruled, asked)
		}
	}
}

// TestForcedSuccess writes another success's status on an answer that was earned.
func TestForcedSuccess(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	a := h.ask("POST", "/v1/tenants/acme/greenvn", post("", classicGreenvn()).body, "Prefer: status=202")
	_, id := lent(t, a)
	if read := h.ask("GET", "/v1/tenants/acme/greenvn/"+id, ""); a.status != 202 || read.body != a.body {
		t.Errorf("%s, read %s", a, read)
	}
	if e, _ := h.sim.Journal().Find(1); !e.Fault.Late || e.Refusal != nil || e.Status != 202 {
		t.Errorf("%+v", e.Fault)
	}
	if a := h.ask("GET", "/v1/tenants/acme/greenvn/"+id, "", "Prefer: status=204"); a.status != 204 || a.body != "" {
		t.Error(a)
	}
}

// TestCatalogueTellsHowToForce takes each entry at its word.
func TestCatalogueTellsHowToForce(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for _, e := range dialect.Catalogue(dialect.Generation(profile)) {
			for _, product := range []string{"greenvn", "greenpin"} {
				if e.Product != "" && e.Product != product {
					continue
				}
				path := "/v1/tenants/acme/" + product + "/"
				answers := []answer{h.ask("GET", path+"none", "", "Prefer: "+e.Force.Prefer)}
				if e.Force.Magic != "" {
					answers = append(answers, h.ask("GET", path+e.Force.Magic, ""))
				}
				for _, a := range answers {
					if a.verdict() != verdict(e.Status, e.Code) {
						t.Errorf("%s %s %+v: %s", profile, product, e, a)
					}
				}
			}
		}
	}
}
