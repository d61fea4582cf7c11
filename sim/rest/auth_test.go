package rest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestOpenTakesAnyCredentials asks an open house with what the documents' samples send, and with nothing.
func TestOpenTakesAnyCredentials(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		for _, header := range []string{
			"X-None: none", "Authorization: BasicdXNlcg==", "Authorization: Basic dXNlcg==", "Authorization: Basic !!!", "Authorization: Bearer abc",
			"Authorization: Basic", "Authorization:  ", basic("user", "pass"), basic("", ""), "Authorization: " + strings.Repeat("x", 10_000),
		} {
			s := build(t, sim.Spec{Template: open(profile, 4)}).script("acme")
			if a := s.say("asked", everything(profile)["createGreenvn"].saying(header)); a.status > 201 {
				t.Errorf("%s with %.60s: %s", profile, header, a)
			}
		}
	}
}

// TestStrictAsksForCredentials presents a strict house with every kind of credentials, on every operation.
func TestStrictAsksForCredentials(t *testing.T) {
	t.Parallel()
	const absent, wrong = "The credentials are absent or wrong: ", "these credentials belong to no tenant of this simulator"
	malformed := absent + `the Authorization header is not "Basic " followed by base64 of username:password`
	for _, profile := range generations() {
		h := strict(t, profile, nil)
		for _, c := range []struct{ name, header, want, message string }{
			{"absent", "X-None: none", "401/7", absent + "the request has no Authorization header; send HTTP Basic credentials"},
			{"as the samples", "Authorization: BasicdXNlcg==", "401/7", malformed},
			{"no colon", "Authorization: Basic dXNlcg==", "401/7", malformed},
			{"no base64", "Authorization: Basic acme-key:acme-token", "401/7", malformed},
			{"bearer", "Authorization: Bearer acme-token", "401/7", malformed},
			{"wrong secret", basic("acme-key", "acme-token2"), "401/7", absent + wrong},
			{"wrong name", basic("acme", "acme-token"), "401/7", absent + wrong},
			{"empty", basic("", ""), "401/7", absent + wrong},
			{"another case", basic("ACME-KEY", "acme-token"), "401/7", absent + wrong},
			{"moved colon", basic("acme-key:acme", "token"), "401/7", absent + wrong},
			{"crossed", basic("acme-key", "other-token"), "401/7", absent + wrong},
			{"another tenant's", asOther(), "403/8", `These credentials do not allow this: these credentials belong to another tenant than "acme"`},
		} {
			for operation, r := range everything(profile) {
				envelope := profile
				if strings.HasSuffix(operation, "Settings") && profile == dialect.Exobridge {
					envelope = dialect.Classic
				}
				a := h.ask(r.method, "/v1/tenants/acme"+r.path, r.body, c.header)
				spoken(t, envelope, operation+" "+c.name, a, c.want, c.message)
				if challenged := a.header.Get("Www-Authenticate") == `Basic realm="Lead Assist"`; challenged != (a.status == 401) {
					t.Errorf("%s %s: WWW-Authenticate: %q", operation, c.name, a.header.Get("Www-Authenticate"))
				}
			}
		}
		if a := h.ask("GET", "/v1/tenants/acme/settings", "", "Authorization: bAsIc "+strings.TrimPrefix(asAcme(), "Authorization: Basic ")); a.status != 200 {
			t.Errorf("the scheme's case matters: %s", a)
		}
		if a := h.ask("GET", "/v1/tenants/nobody/settings", "", basic("who", "ever")); a.status != 401 {
			t.Errorf("a stranger learns which tenants there are: %s", a)
		}
		if n := len(h.sim.Worlds()); n != 2 {
			t.Errorf("there are %d tenants", n)
		}
	}
}

// TestCredentialsInTheURL sends them as userinfo, as the documents' samples do.
func TestCredentialsInTheURL(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := strict(t, profile, nil)
		server := httptest.NewServer(h.door)
		for userinfo, want := range map[string]int{"acme-key:acme-token@": 200, "acme-key:nothing@": 401, "other-key:other-token@": 403, "": 401} {
			address, err := url.Parse(strings.Replace(server.URL, "://", "://"+userinfo, 1) + "/v1/tenants/acme/settings")
			if err != nil {
				t.Fatal(err)
			}
			r := (&http.Request{Method: http.MethodGet, URL: address, Header: http.Header{}}).WithContext(t.Context())
			if a := do(t, server.Client(), r); a.status != want {
				t.Errorf("%s with %s: %s, want %d", profile, userinfo, a, want)
			}
		}
		server.Close()
	}
}

// TestSecretsStayOutOfTheJournal sends secrets in every header that may hold one and looks for them in the journal.
func TestSecretsStayOutOfTheJournal(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-and-a-half"
	for _, profile := range generations() {
		h := strict(t, profile, nil)
		for _, header := range []string{
			basic("acme-key", secret), basic(secret, ""), "Authorization: Bearer " + secret, "Authorization: " + secret, "Authorization: Basic " + secret,
			"Authorization: BASIC " + secret, "Proxy-Authorization: Basic " + secret, "Cookie: session=" + secret, "X-Api-Key: " + secret, "X-Auth-Token: " + secret,
			"Api_secret: " + secret, "X-Password: " + secret, "X-Auth: " + secret, "X-Credentials: " + secret,
		} {
			for _, r := range everything(profile) {
				h.ask(r.method, "/v1/tenants/acme"+r.path, r.body, header)
			}
			h.ask("GET", "/v1/nowhere", "", header)
			h.ask("PATCH", "/v1/tenants/acme/settings", "", header)
			h.ask("GET", "/v1/Accounts/acme/Calls/1", "", header)
		}
		everything, err := json.Marshal(h.sim.Journal().List(sim.Filter{}))
		if err != nil {
			t.Fatal(err)
		}
		for _, needle := range []string{secret, strings.TrimPrefix(basic("acme-key", secret), "Authorization: Basic "), "acme-token"} {
			if strings.Contains(string(everything), needle) {
				t.Errorf("%s: the journal holds %q", profile, needle)
			}
		}
		for _, e := range h.sim.Journal().List(sim.Filter{Status: 401, Operation: "readSettings"}) {
			if got := e.Header["Authorization"]; len(got) == 1 && got[0] != "Basic [redacted]" && got[0] != "[redacted]" {
				t.Errorf("kept: %q", got)
			}
		}
	}
}

// TestAnotherTenantsDataIsOutOfReach tries to reach an allocation with good credentials of the wrong tenant.
func TestAnotherTenantsDataIsOutOfReach(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		s := strict(t, profile, nil).script("acme")
		s.say("made", everything(profile)["createGreenvn"].saying(asAcme()))
		for _, r := range []request{get("/greenvn/{id}").saying(asOther()), get("/v1/tenants/other/greenvn/{id}").saying(asOther())} {
			if a := s.say("asked", r); a.status != 403 && a.status != 404 || strings.Contains(a.body, alice) {
				t.Errorf("%s: %s", r.path, a)
			}
		}
		if a := s.say("asked", get("/greenvn/{id}").saying(asAcme())); a.status != 200 {
			t.Error(a)
		}
	}
}
