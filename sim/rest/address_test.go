package rest_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestStrayPaths asks for addresses nobody serves.
func TestStrayPaths(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for _, path := range []string{
			"/", "/v1", "/v1/", "/v2/tenants/acme/greenvn", "/v1/tenants", "/v1/tenants/", "/v1/tenants/acme", "/v1/tenants/acme/",
			"/v1/tenants/acme/greenvn/", "/v1/tenants/acme/greenvn/1/", "/v1/tenants/acme//greenvn/1", "//v1/tenants/acme/greenvn/1",
			"/v1/tenants//greenvn/1", "/v1/tenants/acme/greenvn/1/vn/2", "/v1/tenants/acme/Greenvn/1", "/v1/tenants/acme/settings/",
			"/v1/tenants/acme/./greenvn/1", "/v1/tenants/acme/greenvn/../settings", "/favicon.ico", "/v1/accounts/a/Calls/b",
		} {
			a := h.ask(http.MethodGet, path, "")
			spoken(t, profile, path, a, "404/5", "Nothing is served at this address: no operation has the path "+path)
		}
		for path, asXML := range map[string]bool{
			"/v1/Accounts/acme": true, "/v1/Accounts/acme/Calls": true, "/v1/Accounts/acme/Calls/": true, "/v1/Accounts/acme/Calls.json": false,
			"/v1/Accounts/acme/Calls/1/Recordings": true, "/v1/Accounts/acme/Calls/1/Recordings.json": false, "/v1/Accounts/acme/SMS/x.json": false,
		} {
			exceptional(t, path, h.ask(http.MethodGet, path, ""), asXML, 404, "Nothing is served at this address: no operation has the path "+path)
		}
	}
}

// exceptional fails unless the answer is a RestException of that status and message.
func exceptional(t *testing.T, name string, a answer, asXML bool, status int, message string) {
	t.Helper()
	var told struct {
		XMLName       xml.Name `json:"-" xml:"TwilioResponse"`
		RestException struct {
			Status  int
			Message string
		}
	}
	media, read := "application/json", json.Unmarshal
	if asXML {
		media, read = "application/xml", xml.Unmarshal
	}
	err := read([]byte(a.body), &told)
	if err != nil || a.status != status || told.RestException.Status != status || told.RestException.Message != message || a.header.Get("Content-Type") != media {
		t.Errorf("%s (%v): %s\nwant a RestException in %s: %d %s", name, err, a, media, status, message)
	}
}

// TestCallLookUps asks for calls nobody placed.
func TestCallLookUps(t *testing.T) {
	t.Parallel()
	var told strings.Builder
	for _, profile := range generations() {
		s := build(t, sim.Spec{Template: open(profile, 4)}).script("acme")
		for _, path := range []string{"/v1/Accounts/acme/Calls/abc", "/v1/Accounts/acme/Calls/abc.json"} {
			s.say(profile, get(path))
			s.say(profile, post(path, object{}))
		}
		if len(s.sim.Worlds()) != 0 {
			t.Error("a call look-up made a tenant")
		}
		odd := "/v1/Accounts/a%3Cb%26c/Calls/%00%FF%22%3C"
		exceptional(t, odd, s.ask("GET", odd, ""), true, 404, `No call has this id: account "a<b&c" has no call "\x00\xff\"<"`)
		exceptional(t, odd, s.ask("GET", odd+".json", ""), false, 404, `No call has this id: account "a<b&c" has no call "\x00\xff\"<"`)
		exceptional(t, "no name", s.ask("GET", "/v1/Accounts/acme/Calls/.json", ""), false, 404, `No call has this id: account "acme" has no call ".json"`)
		told.WriteString(s.log.String())
	}
	same(t, "calls", told.String())
	s := strict(t, dialect.Classic, slow).script("acme")
	s.say("strict, no credentials", get("/v1/Accounts/acme/Calls/abc.json"))
	s.say("strict, no credentials", get("/v1/Accounts/acme/Calls/abc"))
	s.say("strict, another's credentials", get("/v1/Accounts/acme/Calls/abc.json").saying(asOther()))
	s.say("strict, an unknown account", get("/v1/Accounts/nobody/Calls/abc.json").saying(asAcme()))
	s.say("strict, unknown call", get("/v1/Accounts/acme/Calls/abc.json").saying(asAcme()))
	s.say("over the rate", get("/v1/Accounts/acme/Calls/abc").saying(asAcme()))
	same(t, "calls_strict", s.log.String())
}

// TestMethods asks every path with methods it does not take.
func TestMethods(t *testing.T) {
	t.Parallel()
	allowed := map[string]string{
		"/greenvn": "POST", "/greenvn/1": "DELETE, GET, HEAD", "/greenvn/1/call-party": "PUT", "/greenvn/1/vn": "PUT",
		"/greenpin": "POST, PUT", "/greenpin/1": "DELETE, GET, HEAD, PUT", "/settings": "GET, HEAD, PUT",
	}
	methods := []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"}
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for path, allow := range allowed {
			for _, method := range methods {
				if slices.Contains(strings.Split(allow, ", "), method) {
					continue
				}
				a := h.ask(method, "/v1/tenants/acme"+path, "")
				spoken(t, profile, method+" "+path, a, "405/5", "This address does not take that method: "+method+" is not offered here; this path takes "+allow)
				if a.header.Get("Allow") != allow {
					t.Errorf("%s %s: Allow: %s, want %s", method, path, a.header.Get("Allow"), allow)
				}
			}
		}
		for _, path := range []string{"/v1/Accounts/acme/Calls/x", "/v1/Accounts/acme/Calls/x.json"} {
			a := h.ask("POST", path, "")
			exceptional(t, path, a, !strings.HasSuffix(path, ".json"), 405, "This address does not take that method: POST is not offered here; this path takes GET, HEAD")
			if a.header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s: Allow: %s", path, a.header.Get("Allow"))
			}
		}
	}
}

// TestHostileTenants names tenants in ways that want to be something else.
func TestHostileTenants(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		unknown := "403/8"
		if profile == dialect.Exobridge {
			unknown = "404/1"
		}
		for _, sid := range []string{
			"%2e%2e", "%2E", "..", ".", "...", "a%20b", "%00", "a%0d%0aX-Evil:1", "%E0%A4%85", "%ff", "%22%3E%3Cscript%3E", "a;b", "a:b", "%7B%7D", "'--",
			strings.Repeat("a", 65), strings.Repeat("a", 100_000),
		} {
			a := h.ask("GET", "/v1/tenants/"+sid+"/greenvn/1", "")
			spoken(t, profile, sid, a, unknown, "No tenant has this id: a tenant SID has 1 to 64 letters, digits, dots, dashes or underscores, not dots alone")
		}
		for _, sid := range []string{"a%2Fb", "%2F"} {
			if a := h.ask("GET", "/v1/tenants/"+sid+"/greenvn/1", ""); a.verdict() != "404/5" {
				t.Errorf("%s: %s", sid, a)
			}
		}
		if n := len(h.sim.Worlds()); n != 0 {
			t.Errorf("%d tenants were made", n)
		}
		for _, sid := range []string{"a", "A.b-c_9", strings.Repeat("a", 64), "..a", "v1"} {
			if a := h.ask("GET", "/v1/tenants/"+sid+"/greenvn/1", ""); a.verdict() != "404/1" {
				t.Errorf("%s: %s", sid, a)
			}
		}
	}
}

// TestHostileIDs asks for allocations by names no allocation has.
func TestHostileIDs(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for _, id := range []string{"%2e%2e", "%00", "%ff%fe", "%0d%0aX-Evil:1", "%25s%25n", "{id}", "%E2%80%A8", strings.Repeat("x", 50_000)} {
			a := h.ask("DELETE", "/v1/tenants/acme/greenvn/"+id, "")
			if a.verdict() != "404/1" || a.header.Get("X-Evil") != "" {
				t.Errorf("%.100s: %s", id, a)
			}
		}
	}
}
