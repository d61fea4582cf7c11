package rest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// Phone numbers of subscribers, and two virtual numbers of every pool.
const (
	alice  = "+919876543210"
	alice2 = "+919876543211"
	bob    = "+919812345678"
	bob2   = "+919812345679"
	carol  = "+919900112233"
	vn0    = "+918000000000" // DL, landline
	vn1    = "+919000000001" // MU, mobile
)

// generations are those a tenant's profile may name.
func generations() []string {
	return []string{dialect.Classic, dialect.Current, dialect.Exobridge}
}

// object is a request body in the making.
type object map[string]any

// with sets keys in a copy: name, value, name, value. A nil value takes the key away.
func (o object) with(pairs ...any) object {
	changed := maps.Clone(o)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == nil {
			delete(changed, pairs[i].(string))
			continue
		}
		changed[pairs[i].(string)] = pairs[i+1]
	}
	return changed
}

// request is one thing to ask, its path below the tenant's unless it begins with /v1 or with //.
type request struct {
	method, path, body string
	headers            []string
}

func get(path string) request { return request{method: http.MethodGet, path: path} }
func del(path string) request { return request{method: http.MethodDelete, path: path} }

func post(path string, body any) request { return sending(http.MethodPost, path, body) }
func put(path string, body any) request  { return sending(http.MethodPut, path, body) }

// sending takes a body as text, or as a value to be written as JSON, its keys sorted.
func sending(method, path string, body any) request {
	text, ok := body.(string)
	if !ok {
		data, err := json.Marshal(body)
		if err != nil {
			panic(err)
		}
		text = string(data)
	}
	return request{method: method, path: path, body: text}
}

func (r request) saying(headers ...string) request {
	r.headers = append(slices.Clone(r.headers), headers...)
	return r
}

// script asks one tenant one thing after another and keeps a transcript. {id} in a path or body is the id of the
// allocation made last, {id1} that of the first.
type script struct {
	house
	sid string
	ids []string
	log *strings.Builder

	answers []answer
}

func (h house) script(sid string) *script {
	return &script{house: h, sid: sid, log: &strings.Builder{}}
}

func (s *script) fill(text string) string {
	for i, id := range s.ids {
		text = strings.ReplaceAll(text, "{id"+strconv.Itoa(i+1)+"}", id)
	}
	if n := len(s.ids); n > 0 {
		text = strings.ReplaceAll(text, "{id}", s.ids[n-1])
	}
	return text
}

// say asks and takes the answer down.
func (s *script) say(name string, r request) answer {
	s.t.Helper()
	path, body := s.at(r.path), s.fill(r.body)
	a := s.ask(r.method, path, body, r.headers...)
	if r.method == http.MethodPost {
		s.remember(a)
	}
	s.answers = append(s.answers, a)
	fmt.Fprintf(s.log, "### %s\n\n%s %s\n%s", name, r.method, path, below(strings.Join(r.headers, "\n")))
	fmt.Fprintf(s.log, "%s%s\n", below(shortened(body)), a)
	return a
}

// at is the whole path.
func (s *script) at(path string) string {
	if path = s.fill(path); strings.HasPrefix(path, "/v1") || strings.HasPrefix(path, "//") {
		return path
	}
	return "/v1/tenants/" + s.sid + path
}

// over asks over a real connection.
func (h house) over(t testing.TB, method, path string) answer {
	t.Helper()
	server := httptest.NewServer(h.door)
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, server.Client(), r)
}

func do(t testing.TB, client *http.Client, r *http.Request) answer {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// shortened is a body as a transcript shows it.
func shortened(body string) string {
	if len(body) > 2048 {
		return fmt.Sprintf("(%d bytes)", len(body))
	}
	return body
}

// below puts a text on lines of its own.
func below(text string) string {
	if text == "" {
		return ""
	}
	return text + "\n"
}

func (s *script) remember(a answer) {
	if a.status >= 300 {
		return
	}
	if m := regexp.MustCompile(`"(?:greenvn|greenpin)_id":"([^"]+)"`).FindStringSubmatch(a.body); m != nil && !slices.Contains(s.ids, m[1]) {
		s.ids = append(s.ids, m[1])
	}
}

// String is an answer as the golden files show it: status, the headers that matter, the whole body.
func (a answer) String() string {
	var told strings.Builder
	fmt.Fprintf(&told, "-> %d %s\n", a.status, http.StatusText(a.status))
	for _, h := range []string{"Content-Type", "Allow", "Retry-After", "Www-Authenticate"} {
		if v := a.header.Get(h); v != "" {
			fmt.Fprintf(&told, "%s: %s\n", h, v)
		}
	}
	return told.String() + a.body + "\n"
}

// verdict is the HTTP status and the vendor's code of an error body in any of its three shapes; code -1: it has none.
func (a answer) verdict() string {
	var array []struct{ Code int }
	var single struct {
		Code     *int
		Response struct {
			Error *struct{ Code int } `json:"error_data"`
		}
	}
	code := -1
	switch {
	case json.Unmarshal([]byte(a.body), &array) == nil && len(array) == 1:
		code = array[0].Code
	case json.Unmarshal([]byte(a.body), &single) != nil:
	case single.Response.Error != nil:
		code = single.Response.Error.Code
	case single.Code != nil:
		code = *single.Code
	}
	return verdict(a.status, code)
}

func verdict(status, code int) string { return fmt.Sprintf("%d/%d", status, code) }

// message is the sentence of an error body in any shape.
func (a answer) message() string {
	m := regexp.MustCompile(`"(?:m|M)essage":("(?:[^"\\]|\\.)*")`).FindStringSubmatch(a.body)
	if m == nil {
		return ""
	}
	var text string
	if err := json.Unmarshal([]byte(m[1]), &text); err != nil {
		return ""
	}
	return text
}

// same holds a text against testdata/<name>.golden, or writes it with -update.
func same(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./sim/rest -update writes it)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// strict is a house of two tenants with credentials; acme is shaped by in.
func strict(t testing.TB, profile string, in func(*sim.Tenant)) house {
	acme, other := open(profile, 22), open(profile, 22)
	acme.SID, acme.Credentials = "acme", []sim.Credential{{Username: "acme-key", Password: "acme-token"}}
	other.SID, other.Credentials = "other", []sim.Credential{{Username: "other-key", Password: "other-token"}}
	if in != nil {
		in(&acme)
	}
	return build(t, sim.Spec{Strict: true, Template: open(profile, 0), Tenants: []sim.Tenant{acme, other}})
}

func asAcme() string  { return basic("acme-key", "acme-token") }
func asOther() string { return basic("other-key", "other-token") }

// The least bodies of each generation. Current speaks classic's requests.
func classicGreenvn() object {
	return object{"connection_id": "order-1", "aparty_numbers": []string{alice}, "bparty_numbers": []string{bob}, "usage": "twoway"}
}

func classicGreenpin() object {
	return object{"transaction_id": "order-1", "a": object{"numbers": []string{alice}, "vns": []string{vn0}}, "b": object{"numbers": []string{bob}}}
}

func exobridgeGreenvn() object {
	return object{"caller_id_number": vn0, "from": []string{alice}, "to": []string{bob}}
}

func exobridgeGreenpin() object { return exobridgeGreenvn() }

// everything is one good request for each operation a tenant of the profile has.
func everything(profile string) map[string]request {
	vn, pin := classicGreenvn(), classicGreenpin()
	parties, number, change := object{"aparty_numbers": []string{alice2}}, object{}, object{"usage": "oneway"}
	var many any = object{"greenpins": []object{{"greenpin_id": "none", "usage": "oneway"}}}
	if profile == dialect.Exobridge {
		vn, pin = exobridgeGreenvn(), exobridgeGreenpin()
		parties, number, change = object{"from": []string{alice2}}, object{"caller_id_number": vn1}, object{"record": true}
		many = []object{{"greenpin_id": "none", "record": true}}
	}
	return map[string]request{
		"createGreenvn": post("/greenvn", vn), "readGreenvn": get("/greenvn/none"), "deleteGreenvn": del("/greenvn/none"),
		"updateGreenvnParties": put("/greenvn/none/call-party", parties), "updateGreenvnNumber": put("/greenvn/none/vn", number),
		"createGreenpin": post("/greenpin", pin), "readGreenpin": get("/greenpin/none"), "deleteGreenpin": del("/greenpin/none"),
		"updateGreenpin": put("/greenpin/none", change), "updateGreenpins": put("/greenpin", many),
		"readSettings": get("/settings"), "updateSettings": put("/settings", object{"timezone": "UTC"}),
	}
}
