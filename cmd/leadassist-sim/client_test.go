package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// stub is a tester's door that answers what a test says, and keeps what it was asked.
type stub struct {
	url   string
	mu    sync.Mutex
	asked []string // like: POST reset {"tenant":"acme"}
}

// stubbed raises a stub. Answers are found by method and path below /__admin/, like GET clock; for what has none, the
// test fails.
func stubbed(t *testing.T, answers map[string]http.HandlerFunc) *stub {
	t.Helper()
	s := &stub{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		target, _ := strings.CutPrefix(r.URL.RequestURI(), "/__admin/")
		s.mu.Lock()
		s.asked = append(s.asked, strings.TrimSpace(r.Method+" "+target+" "+string(body)))
		s.mu.Unlock()
		path, _, _ := strings.Cut(target, "?")
		if respond, ok := answers[r.Method+" "+path]; ok {
			respond(w, r)
			return
		}
		t.Errorf("nobody expected %s %s", r.Method, target)
	}))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// questions are what was asked up to now.
func (s *stub) questions() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.asked, "\n")
}

// says answers with JSON.
func says(status int, body string) http.HandlerFunc {
	return mediated(status, "application/json", body)
}

func mediated(status int, media, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// ended is a command that has run.
type ended struct {
	code     int
	out, err string
}

// command runs the command line against a door.
func command(ctx context.Context, url string, args ...string) ended {
	var out, err bytes.Buffer
	code := run(ctx, append([]string{"--admin-url", url}, args...), env(nil), &out, &err)
	return ended{code, out.String(), err.String()}
}

// TestUnreachable tells in one line that there is nobody, for every command that needs somebody.
func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	_ = l.Close()
	want := "leadassist-sim: no simulator answers at " + url + " (connect: connection refused); `leadassist-sim serve` starts one, --admin-url says where it is\n"
	for _, line := range []string{
		"call --from +919812345678 --to +918012345678", "clock show", "clock advance 10m", "clock set 2026-01-31T10:00:00Z", "clock freeze",
		"clock resume", "callbacks list", "callbacks show 1", "callbacks replay 1", "callbacks trigger call", "callbacks tail",
		"callbacks wait", "requests list", "requests show 1", "reset", "faults list",
		"faults add --reset", "faults clear", "faults scenarios", "faults activate throttled", "faults deactivate throttled",
	} {
		for _, output := range []string{"text", "json"} {
			got := command(t.Context(), url, append(strings.Fields(line), "--output", output)...)
			if got != (ended{2, "", want}) {
				t.Errorf("%s: %+v", line, got)
			}
		}
	}
}

// TestNoTestersDoor tells what an address is that is something else, or a door that is locked.
func TestNoTestersDoor(t *testing.T) {
	const other = "what answers at URL is no tester's door (HTTP %d); its address is the second one that serve prints"
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"vendor's door": {says(404, `[{"success":false,"code":5}]`), fmt.Sprintf(other, 404)},
		"web page":      {mediated(200, "text/html", "<html>"), fmt.Sprintf(other, 200)},
		"html error":    {mediated(502, "text/html; charset=utf-8", "<html>"), fmt.Sprintf(other, 502)},
		"elsewhere":     {http.RedirectHandler("http://127.0.0.1:1/", http.StatusFound).ServeHTTP, fmt.Sprintf(other, 302)},
		"nothing said":  {says(500, `{"error":{}}`), fmt.Sprintf(other, 500)},
		"its own words": {says(404, `{"error":{"message":"tenant \"a\u001b[1m\" is not known"}}`), `tenant "a\x1b[1m" is not known`},
		"locked":        {says(401, `{"error":{"message":"send the token"}}`), "the simulator at URL wants its token: --admin-token, or LEADASSIST_SIM_ADMIN_TOKEN"},
		"garbage":       {says(200, `{"items":`), "the simulator's answer cannot be read: unexpected end of JSON input"},
		"cut off": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			says(200, `{"items":[`)(w, r)
		}, "the simulator at URL broke off: unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			s := stubbed(t, map[string]http.HandlerFunc{"GET clock": c.answer})
			want := ended{2, "", "leadassist-sim: " + strings.ReplaceAll(c.want, "URL", s.url) + "\n"}
			if got := command(t.Context(), s.url+"/", "clock", "show"); got != want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestToken sends the token of the flag or of its twin, and never prints it.
func TestToken(t *testing.T) {
	s := stubbed(t, map[string]http.HandlerFunc{"POST reset": func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer open-sesame" {
			says(200, `{"reset":2}`)(w, r)
			return
		}
		says(401, `{"error":{"message":"no"}}`)(w, r)
	}})
	if got := command(t.Context(), s.url, "reset", "--admin-token", "open-sesame"); got != (ended{0, "tenants reset: 2\n", ""}) {
		t.Errorf("%+v", got)
	}
	want := ended{2, "", "leadassist-sim: the simulator at " + s.url + " has another token than --admin-token says\n"}
	if got := command(t.Context(), s.url, "reset", "--admin-token", "close"); got != want {
		t.Errorf("%+v", got)
	}
	var out, err bytes.Buffer
	twins := env(map[string]string{"LEADASSIST_SIM_ADMIN_TOKEN": "open-sesame", "LEADASSIST_SIM_ADMIN_URL": s.url, "LEADASSIST_SIM_TENANT": "acme"})
	if code := run(t.Context(), []string{"reset"}, twins, &out, &err); code != 0 {
		t.Errorf("%d %s", code, err.String())
	}
	if asked := s.questions(); asked != "POST reset {}\nPOST reset {}\nPOST reset {\"tenant\":\"acme\"}" {
		t.Error(asked)
	}
}

// TestAdminURL refuses what is no address before anything is asked.
func TestAdminURL(t *testing.T) {
	for _, url := range []string{"", "127.0.0.1:8081", "localhost:8081", "ftp://127.0.0.1", "http://", "http://a:b@127.0.0.1:1", "http://127.0.0.1:1?x=y", "http://%zz"} {
		got := command(t.Context(), url, "clock", "show")
		if got.code != 2 || !strings.HasPrefix(got.err, "leadassist-sim: --admin-url is like http://127.0.0.1:8081, not ") {
			t.Errorf("%s: %+v", url, got)
		}
	}
}

// TestInterrupted ends a command that is told to stop before it has an answer.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := stubbed(t, map[string]http.HandlerFunc{"GET clock": func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}})
	if got := command(ctx, s.url, "clock", "show"); got != (ended{1, "", "leadassist-sim: interrupted\n"}) {
		t.Errorf("%+v", got)
	}
}

// TestTheOnlyTenant leaves --tenant out where there is nothing to choose.
func TestTheOnlyTenant(t *testing.T) {
	for tenants, want := range map[string]string{
		`[]`:                                "the simulator has no tenant yet: the first request to a SID makes it; or name a tenant of the world with --tenant",
		`[{"sid":"acme"}]`:                  "",
		`[{"sid":"acme"},{"sid":"globex"}]`: "which tenant? --tenant is one of acme, globex",
		`[{"sid":"1"},{"sid":"2"},{"sid":"3"},{"sid":"4"},{"sid":"5"},{"sid":"6"},{"sid":"7"},{"sid":"8"},{"sid":"9"}]`: "which tenant? --tenant is one of 1, 2, 3, 4, 5, 6, 7, 8, …",
		`[7]`: "the answer about tenants cannot be read: json: cannot unmarshal number into Go struct field .Items of type map[string]interface {}",
	} {
		s := stubbed(t, map[string]http.HandlerFunc{
			"GET tenants": says(200, `{"items":`+tenants+`}`), "POST callbacks/trigger": says(200, `{}`), "POST calls": says(200, `{}`),
		})
		for line, question := range map[string]string{
			"callbacks trigger call": `POST callbacks/trigger {"event":"call","tenant":"acme"}`,
			"call --from +1 --to +2": `POST calls {"from":"+1","tenant":"acme","to":"+2"}`,
		} {
			got := command(t.Context(), s.url, strings.Fields(line)...)
			if want == "" && (got.code != 0 || !strings.Contains(s.questions(), question)) {
				t.Errorf("%+v, asked %s", got, s.questions())
			}
			if want != "" && got != (ended{2, "", "leadassist-sim: " + want + "\n"}) {
				t.Errorf("%s: %+v", tenants, got)
			}
		}
	}
}
