package control_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestCallbacks lists, reads and replays what came of a receiver that answers 503, 503, 200.
func TestCallbacks(t *testing.T) {
	r := &receiver{statuses: []int{503, 503, 200}}
	h := scene(t, r)
	lent := h.lend("acme", "order-1", "10m")
	placed := h.post("calls", `{"tenant":"acme","from":"+919812345678","allocation":"%s"}`, lent)
	golden(t, "callback_pending", h.ask(http.MethodGet, "/__admin/callbacks", ""))
	h.post("clock/advance", `{"tenant":"acme","by":"10m"}`)
	golden(t, "callbacks", h.ask(http.MethodGet, "/__admin/callbacks", ""))
	items := h.list("/__admin/callbacks?event=call").Items
	if len(items) != 1 {
		t.Fatalf("%d call events", len(items))
	}
	id := items[0].ID
	golden(t, "callback", h.ask(http.MethodGet, "/__admin/callbacks/"+id, ""))
	golden(t, "replayed", h.ask(http.MethodPost, "/__admin/callbacks/"+id+"/replay", ""))
	h.settle("acme")
	golden(t, "replayed_elsewhere", h.post("callbacks/"+id+"/replay", `{"to":"http://user:secret@127.0.0.1:4000/else"}`))
	h.settle("acme")
	golden(t, "replayed_to_inbox", h.post("callbacks/"+id+"/replay", `{"to":"inbox"}`))
	if n := len(r.jobs); n != 5 || r.jobs[0].ID != r.jobs[2].ID || r.jobs[3].ID == r.jobs[0].ID || string(r.jobs[3].Body) != string(r.jobs[0].Body) || r.jobs[4].URL != "http://user:secret@127.0.0.1:4000/else" {
		t.Errorf("%d jobs: %v", n, r.jobs)
	}
	sid := h.field(placed, "sid")
	for query, want := range map[string]int{
		"": 5, "?tenant=acme": 5, "?event=deallocation": 1, "?state=delivered": 5, "?state=in%20flight": 0,
		"?state=no+endpoint": 0, "?allocation=" + lent: 5, "?allocation=none": 0, "?call=" + sid: 4, "?call=" + sid + "&event=deallocation": 0,
	} {
		h.settle("acme")
		if got := len(h.list("/__admin/callbacks" + query).Items); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

// TestCallbackPages goes through the deliveries of two tenants two at a time, while more are owed.
func TestCallbackPages(t *testing.T) {
	h := scene(t, &receiver{})
	var want []string
	for _, sid := range []string{"acme", "zeta"} {
		var own []string
		for range 3 {
			own = append([]string{h.field(h.post("callbacks/trigger", `{"tenant":%q,"event":"call","to":"inbox"}`, sid), "id")}, own...)
		}
		want = append(want, own...)
	}
	var got []string
	path := "/__admin/callbacks?limit=2&after="
	for next := "start"; next != ""; {
		p := h.list(path + strings.TrimPrefix(next, "start"))
		for _, item := range p.Items {
			got = append(got, item.ID)
		}
		next = p.Next
		h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":"inbox"}`)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("told %v\nwant %v", got, want)
	}
}

func TestCallbacksRefused(t *testing.T) {
	h := scene(t, &receiver{})
	for query, piece := range map[string]string{
		"event=calls": `event: \"calls\" is not one of call, call-progress, deallocation`, "state=done": `state: \"done\" is not one of pending, in flight`,
		"limit=1001": "limit: ", "after=x": "is not the next of a page", "after=0@acme": "is not the next of a page",
		"after=x@acme": "is not the next of a page", "after=@acme": "is not the next", "after=7@": "is not the next",
	} {
		h.expect(h.ask(http.MethodGet, "/__admin/callbacks?"+query, ""), 400, piece)
	}
	h.expect(h.ask(http.MethodGet, "/__admin/callbacks?tenant=nobody", ""), 404, "is not known")
	h.expect(h.ask(http.MethodGet, "/__admin/callbacks/trigger", ""), 404, `no delivery has the id \"trigger\"`)
	h.expect(h.ask(http.MethodPost, "/__admin/callbacks/none/replay", ""), 404, `no delivery has the id`)
	silent := h.field(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":"inbox"}`), "id")
	for _, to := range []string{"ftp://127.0.0.1/x", "127.0.0.1:80", "http://", "file:///etc/passwd", "Inbox", "http://[::1", "javascript:alert(1)", " http://127.0.0.1/"} {
		h.expect(h.post("callbacks/"+silent+"/replay", `{"to":%q}`, to), 400, "is neither an http(s) URL nor inbox")
		h.expect(h.post("callbacks/trigger", `{"tenant":"acme","event":"call","to":%q}`, to), 400, "is neither an http(s) URL nor inbox")
	}
	h.expect(h.post("callbacks/"+silent+"/replay", `{"to":""}`), 400, "to: ")
	h.expect(h.post("callbacks/"+silent+"/replay", `{"url":"inbox"}`), 400, `\"url\" is not known here; the keys are to`)
	h.expect(h.post("callbacks/"+silent+"/replay", `{"to":"http://127.0.0.1/%s"}`, strings.Repeat("x", 2048)), 400, "at most 2048")
}

// TestNothingToSend replays what had no endpoint: nowhere, and then somewhere.
func TestNothingToSend(t *testing.T) {
	s := spec()
	s.Render = wordless
	h := build(t, s, controlOptions())
	silent := h.field(h.post("callbacks/trigger", `{"tenant":"acme","event":"deallocation"}`), "id")
	golden(t, "no_endpoint", h.ask(http.MethodGet, "/__admin/callbacks/"+silent, ""))
	golden(t, "nothing_to_send", h.ask(http.MethodPost, "/__admin/callbacks/"+silent+"/replay", ""))
	h.expect(h.post("callbacks/"+silent+"/replay", `{"to":"inbox"}`), 200, `"replay_of":"`+silent+`"`)
}
