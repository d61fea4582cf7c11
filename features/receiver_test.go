package features

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// teller is an endpoint that keeps settings and GreenPins, and tells the end of one before it answers. It can be made to
// tell it wrongly.
type teller struct {
	*httptest.Server

	mu       sync.Mutex
	settings map[string]any
	changes  []string // the endpoint of deallocations, each time the settings were changed
	fixed    string   // where events go whatever the settings say, which may then not be changed
	next     int
	pins     map[string]string // transaction id by id
	tell     func(post func(event map[string]any), event map[string]any)
	method   string
	media    string
}

const ended = "deallocation_callback_event_endpoint"

func newTeller(t *testing.T) *teller {
	v := &teller{
		settings: map[string]any{ended: "http://before.invalid/ended", "timezone": "IST"}, pins: map[string]string{}, method: http.MethodPost, media: "application/json",
		tell: func(post func(map[string]any), event map[string]any) { post(event) },
	}
	v.Server = httptest.NewServer(v)
	t.Cleanup(v.Close)
	return v
}

func (v *teller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var said map[string]any
	_ = json.NewDecoder(r.Body).Decode(&said)
	v.mu.Lock()
	status, data, after := v.answer(r, said)
	v.mu.Unlock()
	if after != nil {
		after()
	}
	var told any = map[string]any{"success": true, "status": 200, "data": data}
	if status >= 400 {
		told = []any{map[string]any{"success": false, "status": status, "code": 8, "message": "No.", "data": nil}}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(told)
}

func (v *teller) answer(r *http.Request, said map[string]any) (status int, data map[string]any, after func()) {
	id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	switch {
	case id == "settings" && r.Method == http.MethodPut && v.fixed != "":
		return 403, nil, nil
	case id == "settings":
		maps.Copy(v.settings, said)
		if r.Method == http.MethodPut {
			v.changes = append(v.changes, fmt.Sprint(v.settings[ended]))
		}
		return 200, maps.Clone(v.settings), nil
	case r.Method == http.MethodPost:
		v.next++
		id = fmt.Sprintf("6d2f0e9c-3b41-4c8a-9a57-%012d", v.next)
		v.pins[id], _ = said["transaction_id"].(string)
		return 200, v.pin(id, "active"), nil
	case r.Method == http.MethodDelete && v.pins[id] != "":
		event, address := v.event(id), fmt.Sprint(v.settings[ended])
		if v.fixed != "" {
			address = v.fixed
		}
		return 200, v.pin(id, "vault"), func() { v.tell(func(e map[string]any) { v.post(address, e) }, event) }
	}
	return 404, nil, nil
}

func (v *teller) pin(id, state string) map[string]any {
	side := func(number, pin string) map[string]any {
		return map[string]any{"numbers": []any{number}, "vns": []any{"+918012345678"}, "pin": pin}
	}
	return map[string]any{
		"transaction_id": v.pins[id], "greenpin_id": id, "a": side("+919812300001", "4821"), "b": side("+919812300002", "7305"),
		"usage": "twoway", "state": state, "deallocation_time": "2026-06-01 10:00:00",
	}
}

func (v *teller) event(id string) map[string]any {
	list := func(one string) []any { return []any{one} }
	return map[string]any{
		"transaction_id": v.pins[id], "greenpin_id": id, "aparty_numbers": list("+919812300001"), "bparty_numbers": list("+919812300002"),
		"aparty_vns": list("+918012345678"), "bparty_vns": list("+918012345678"), "aparty_pins": list("4821"), "bparty_pins": list("7305"),
		"usage": "twoway", "state": "vault",
	}
}

func (v *teller) post(address string, event map[string]any) {
	body, _ := json.Marshal(event)
	r, _ := http.NewRequest(v.method, address, bytes.NewReader(body))
	r.Header.Set("Content-Type", v.media)
	if answer, err := http.DefaultClient.Do(r); err == nil {
		_ = answer.Body.Close()
	}
}

// toldOf plays scenarios of GreenPins that come to their end, on a tenant that others use.
func toldOf(t *testing.T, v *teller, o Options, scenarios string) (Result, string) {
	t.Helper()
	var out bytes.Buffer
	o.Out, o.FS, o.Paths, o.Name = &out, fstest.MapFS{"a.feature": {Data: []byte("Feature: Events\n" + scenarios)}}, []string{"a.feature"}, "r7"
	o.Format = "progress"
	if o.CallbackListen == "" {
		o.CallbackListen = "127.0.0.1:0"
	}
	result, err := Run(t.Context(), Target{VendorURL: v.URL, Tenant: "acme", VN: []string{"+918012345678"}}, o)
	if err != nil {
		t.Fatal(err)
	}
	return result, out.String()
}

const endOfOne = `
  @callbacks
  Scenario: The end of one
    Given the tenant's events go to a receiver
    And the tenant connects "Asha" and "Bimal" by PIN on "line 1":
      | transaction_id | order-1 |
    When the tenant deletes the allocation
    Then the receiver gets the event "deallocation" within 100 milliseconds:
      | aparty_pins | ["4821"]        |
      | usage       | "twoway"        |
      | greenpin_id | "{allocation}"  |
      | insights    | absent          |
    And the event came to the endpoint "deallocation_callback_event_endpoint"
    And the receiver gets it once
    And the receiver gets nothing more
`

// TestReceiver finds what an endpoint tells wrongly, and puts its settings back.
func TestReceiver(t *testing.T) {
	type event = map[string]any
	for name, c := range map[string]struct {
		tell func(post func(event), e event)
		want string // of the failure; empty: none
	}{
		"well":  {func(post func(event), e event) { post(e) }, ""},
		"not":   {func(func(event), event) {}, "no such event came; nothing came at all"},
		"twice": {func(post func(event), e event) { post(e); post(e) }, "the event was delivered twice, not once"},
		"in other words": {func(post func(event), e event) {
			post(e)
			e["usage"] = "oneway"
			post(e)
		}, "something came"},
		"PINs as numbers": {func(post func(event), e event) { e["aparty_pins"] = []any{4821}; post(e) }, `aparty_pins is [4821], not ["4821"]`},
		"without state":   {func(post func(event), e event) { delete(e, "state"); post(e) }, "the event departs from the documents:\n  at /state"},
		"of another":      {func(post func(event), e event) { e["greenpin_id"] = "another"; post(e) }, "nothing came at all"},
		"besides another": {func(post func(event), e event) {
			other := maps.Clone(e)
			other["greenpin_id"] = "another"
			post(other)
			post(e)
		}, ""},
		"as something else": {func(post func(event), e event) {
			post(event{"greenpin_id": e["greenpin_id"], "hello": "world"})
		}, "something at " + ended},
	} {
		t.Run(name, func(t *testing.T) {
			v := newTeller(t)
			v.tell = c.tell
			result, out := toldOf(t, v, Options{}, endOfOne)
			failure := result.Scenarios[0].Failure
			if (failure == "") != (c.want == "") || !strings.Contains(failure, c.want) {
				t.Errorf("%s\n%s", failure, out)
			}
			if v.settings[ended] != "http://before.invalid/ended" || len(v.changes) != 2 {
				t.Errorf("%v %v", v.settings, v.changes)
			}
		})
	}
}

// TestReceiverOfWhat takes no event that is no POST of JSON.
func TestReceiverOfWhat(t *testing.T) {
	for want, set := range map[string]func(*teller){
		"it is no POST but a PUT":                                func(v *teller) { v.method = http.MethodPut },
		`its Content-Type is "text/plain", not application/json`: func(v *teller) { v.media = "text/plain" },
	} {
		v := newTeller(t)
		set(v)
		if result, out := toldOf(t, v, Options{}, endOfOne); !strings.Contains(result.Scenarios[0].Failure, want) {
			t.Errorf("%s: %s\n%s", want, result.Scenarios[0].Failure, out)
		}
	}
}

// TestBorrowedSettings lets one scenario at a time change what all of them share.
func TestBorrowedSettings(t *testing.T) {
	v := newTeller(t)
	var scenarios strings.Builder
	for i := range 6 {
		scenarios.WriteString(strings.Replace(strings.Replace(endOfOne, "The end of one", fmt.Sprint("End ", i), 1), "order-1", fmt.Sprint("order-", i), 1))
	}
	result, out := toldOf(t, v, Options{Concurrency: 4}, scenarios.String())
	if result.Failed() != 0 || len(result.Scenarios) != 6 || len(v.changes) != 12 {
		t.Fatalf("%d of %d failed, %v\n%s", result.Failed(), len(result.Scenarios), v.changes, out)
	}
	seen := map[string]bool{}
	for i, change := range v.changes {
		before := change == "http://before.invalid/ended"
		if before != (i%2 == 1) || !before && seen[change] {
			t.Errorf("change %d is %s", i, change)
		}
		seen[change] = true
	}
}

// TestConfiguredByHand gets events at the receiver's own address where the settings may not be changed.
func TestConfiguredByHand(t *testing.T) {
	v := newTeller(t)
	listener := httptest.NewServer(nil) // for a free port
	address := listener.Listener.Addr().String()
	listener.Close()
	v.fixed = "http://" + address
	if result, out := toldOf(t, v, Options{CallbackListen: address}, endOfOne); result.Failed() != 0 || len(v.changes) != 0 {
		t.Errorf("%v %v\n%s", result.Scenarios, v.changes, out)
	}
}

// TestNoReceiver leaves out what an endpoint could not reach.
func TestNoReceiver(t *testing.T) {
	v := newTeller(t)
	var out bytes.Buffer
	o := Options{Out: &out, FS: fstest.MapFS{"a.feature": {Data: []byte("Feature: Events\n" + endOfOne)}}, Paths: []string{"a.feature"}}
	result, err := Run(t.Context(), Target{VendorURL: v.URL, Tenant: "acme", VN: []string{"+918012345678"}}, o)
	if err != nil || len(result.Scenarios) != 0 || len(result.NotRun) != 1 || !strings.Contains(result.NotRun[0].Reason, "--callback-listen") {
		t.Errorf("%+v %v", result, err)
	}
}

// TestMailbox is spoken to directly: secret paths, bounds, and manners.
func TestMailbox(t *testing.T) {
	r, err := listen(t.Context(), "127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	one, other := r.open(), r.open()
	send := func(address, body string) int {
		answer, err := http.Post(address, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.StatusCode
	}
	one.behave(manner{status: 503, times: 2})
	for i, want := range []int{503, 503, 200, 200} {
		if got := send(one.url+"/"+ended, `{"state":"vault"}`); got != want {
			t.Errorf("delivery %d is answered %d", i, got)
		}
	}
	if got := send(one.url, strings.Repeat("x", largestLetter+10)); got != 200 {
		t.Errorf("what is too long is answered %d", got)
	}
	for _, address := range []string{r.public, r.public + "/", r.public + "/nobody", r.public + "/nobody/" + ended} {
		if got := send(address, "{}"); got != 404 {
			t.Errorf("%s: %d", address, got)
		}
	}
	all := one.all()
	if len(all) != 5 || len(other.all()) != 0 || len(all[4].raw) != largestLetter+1 || all[4].body != nil || all[0].endpoint != ended || all[0].status != 503 {
		t.Errorf("%+v", all)
	}
	r.drop(one)
	if got := send(one.url, "{}"); got != 404 {
		t.Errorf("a closed mailbox answers %d", got)
	}
	for range mostLetters + 5 {
		other.take(letter{})
	}
	if n := len(other.all()); n != mostLetters {
		t.Errorf("%d are kept", n)
	}
}

// TestFitsExactly tells texts from numbers.
func TestFitsExactly(t *testing.T) {
	for _, c := range []struct {
		cell  string
		v     any
		there bool
		want  bool
	}{
		{"27", 27.0, true, true},
		{"27", "27", true, false},
		{`"27"`, "27", true, true},
		{`"27"`, 27.0, true, false},
		{"vault", "vault", true, true},
		{"null", nil, true, true},
		{"null", "null", true, false},
		{`"null"`, "null", true, true},
		{"null", nil, false, false},
		{"[null]", []any{nil}, true, true},
		{"[null]", []any{}, true, false},
		{absent, nil, false, true},
		{absent, nil, true, false},
		{"present", nil, true, false},
		{"present", "", true, true},
	} {
		if got := fitsExactly(c.cell, c.v, c.there); got != c.want {
			t.Errorf("%s, %v, %v: %v", c.cell, c.v, c.there, got)
		}
	}
}

// FuzzElements reads any bytes as XML or says why not.
func FuzzElements(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><TwilioResponse><Call><Sid>x</Sid><EndTime/></Call></TwilioResponse>`))
	f.Add([]byte(`<a><b>1</a>`))
	f.Add([]byte(`</a>`))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, document []byte) {
		found, err := elements(document)
		if (err == nil) != (len(found) > 0) {
			t.Errorf("%v %v", found, err)
		}
	})
}

// FuzzLetter recognises any body, or says that it is none.
func FuzzLetter(f *testing.F) {
	f.Add([]byte(`{"call_sid":"x","call_type":"completed","greenvn":"+911"}`))
	f.Add([]byte(`[1]`))
	f.Add([]byte(`{"aparty_vns":null,"usage":1}`))
	s, err := newStage(Target{}, Options{})
	if err != nil {
		f.Fatal(err)
	}
	story := &story{stage: s, speaks: classic}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l := &letter{method: http.MethodPost, header: http.Header{"Content-Type": {"application/json"}}, raw: raw}
		_ = json.Unmarshal(raw, &l.body)
		l.came = l.body
		if lines := story.departing(l); len(lines) == 0 && l.nature().event == "" {
			t.Errorf("%s is said to be an event", raw)
		}
		if l.told() == "" {
			t.Error("nothing is told of it")
		}
	})
}
