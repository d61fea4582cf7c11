package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"leadassist-sim/openapi"
)

// proxy stands between a client and the simulator and holds every answer against one document, with a library's own
// router and validation over the YAML as written: nothing of ours is asked.
type proxy struct {
	document string
	router   routers.Router
	upstream *url.URL
	server   *httptest.Server

	mu         sync.Mutex
	answers    int
	strays     int // answers on addresses that the document has not
	violations []string
}

func between(t *testing.T, document, upstream string) *proxy {
	t.Helper()
	openapi3filter.RegisterBodyDecoder("application/xml", readXML) // the library has none, and keeps it for all
	source, err := openapi.Source(document)
	if err != nil {
		t.Fatal(err)
	}
	described, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		t.Fatal(err)
	}
	described.Servers = nil // wherever the test listens
	p := &proxy{document: document}
	if p.router, err = gorillamux.NewRouter(described); err != nil {
		t.Fatal(err)
	}
	if p.upstream, err = url.Parse(upstream); err != nil {
		t.Fatal(err)
	}
	p.server = httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(p.upstream) },
		ModifyResponse: p.hold,
	})
	t.Cleanup(p.server.Close)
	return p
}

// hold validates one answer and passes it on as it is.
func (p *proxy) hold(answer *http.Response) error {
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(body))
	wrong := p.judge(answer, body)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers++
	if errors.Is(wrong, routers.ErrPathNotFound) && answer.StatusCode == http.StatusNotFound ||
		errors.Is(wrong, routers.ErrMethodNotAllowed) && answer.StatusCode == http.StatusMethodNotAllowed {
		p.strays++
	} else if wrong != nil {
		r := answer.Request
		p.violations = append(p.violations, fmt.Sprintf("%s: %s %s answered %d: %v\n%s", p.document, r.Method, r.URL.Path, answer.StatusCode, wrong, body))
	}
	return nil
}

// found is what went through so far.
func (p *proxy) found() (answers, strays int, violations []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answers, p.strays, slices.Clone(p.violations)
}

// judge holds an answer against status, headers, media type, schema and the codes that the document gives the status.
func (p *proxy) judge(answer *http.Response, body []byte) error {
	route, parameters, err := p.router.FindRoute(answer.Request)
	if err != nil {
		return err
	}
	err = openapi3filter.ValidateResponse(answer.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: answer.Request, PathParams: parameters, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		return err
	}
	return coded(route.Operation.Responses.Status(answer.StatusCode), body)
}

// coded looks for the error's code among those of the response's x-code.
func coded(response *openapi3.ResponseRef, body []byte) error {
	var told struct {
		Code     *float64
		Response struct {
			Error struct{ Code *float64 } `json:"error_data"`
		}
	}
	codes, ok := response.Value.Extensions["x-code"].([]any)
	if _ = json.Unmarshal([]byte(strings.Trim(string(body), "[]")), &told); !ok {
		return nil
	}
	if code := cmp.Or(told.Code, told.Response.Error.Code); code != nil && !slices.Contains(codes, any(*code)) {
		return fmt.Errorf("code %v is not one of %v", *code, codes)
	}
	return nil
}

// readXML lets the library read the call look-ups' other form, which its schema calls a string: well formed will do.
func readXML(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for err == nil {
		_, err = decoder.Token()
	}
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return string(text), nil
}

// proxied puts a proxy before the simulator for each document, and fails the test for what they find.
func (s *served) proxied(t *testing.T) map[string]*proxy {
	t.Helper()
	all := map[string]*proxy{}
	for _, document := range []string{"leadassist", "exobridge", "calls"} {
		all[document] = between(t, document, s.vendor.URL)
	}
	s.through = func(document string) string { return all[document].server.URL }
	t.Cleanup(func() {
		for _, p := range all {
			_, _, violations := p.found()
			for _, v := range violations {
				t.Error(v)
			}
		}
	})
	return all
}

// TestProxiedSamples sends the samples once more, through proxies that validate every answer.
func TestProxiedSamples(t *testing.T) {
	all, answers := readSamples(t)
	file := locked(t, all)
	for _, profile := range []string{"auto", "classic", "current", "exobridge"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := raise(t, serveFlags{profile: profile, auth: "strict", world: file})
			proxies := s.proxied(t)
			s.try(t, all, answers)
			for name, p := range proxies {
				if answers, _, _ := p.found(); answers == 0 && profile == "auto" {
					t.Errorf("nothing went through the proxy of %s", name)
				}
			}
		})
	}
}

// TestProxyFinds makes sure that the proxy is no sleeper: each answer is wrong in one way.
func TestProxyFinds(t *testing.T) {
	t.Parallel()
	const good = `{"success":true,"status":200,"data":{"connection_id":"1","aparty_numbers":["+919876543210"],"bparty_numbers":["+919812345678"],` +
		`"usage":"oneway","state":"active","green_vn":"+918012345678","greenvn_id":"6d2f0e9c-3b41-4c8a-9a57-0f1e2d3c4b5a"}}`
	for name, c := range map[string]struct {
		status            int
		media, id, answer string
		fine              bool
	}{
		"good":       {200, "application/json", "7", good, true},
		"key":        {200, "application/json", "7", strings.Replace(good, `"usage":"oneway",`, "", 1), false},
		"value":      {200, "application/json", "7", strings.Replace(good, "active", "ended", 1), false},
		"status":     {202, "application/json", "7", good, false},
		"media type": {200, "text/plain", "7", good, false},
		"header":     {200, "application/json", "", good, false},
		"error code": {404, "application/json", "7", `[{"success":false,"status":404,"code":18,"message":"no","data":null}]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.media)
				if c.id != "" {
					w.Header().Set("X-Request-Id", c.id)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.answer)
			}))
			defer upstream.Close()
			p := between(t, "leadassist", upstream.URL)
			answer, err := p.server.Client().Get(p.server.URL + "/v1/tenants/acme/greenvn/1")
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if _, _, violations := p.found(); (len(violations) == 0) != c.fine {
				t.Errorf("wanted fine to be %t: %v", c.fine, violations)
			}
		})
	}
}

// step is one request of a spread of refusals, which come one after the other, and the status it must get.
type step struct {
	status             int
	tenant, as         string // as: credentials, own ones when empty, none for "-"
	method, path, body string // path below the tenant; {id} is of the last allocation made
	media              string // Content-Type when not JSON
}

// spread writes a world where everything can be refused.
func spread(t *testing.T) string {
	t.Helper()
	text := `auth: strict
tenants:
- {sid: acme, credentials: [{username: acme, password: p}], generate: {count: 44, seed: 1}, flows: [sales], bulk_limit: 2,
   numbers: [{number: "+911120000001", region: DL, type: landline}]}
- {sid: dry, credentials: [{username: dry, password: p}], numbers: [{number: "+911120000001", region: DL, type: landline}]}
- {sid: slow, credentials: [{username: slow, password: p}], generate: {count: 1, seed: 1}, rate_limit: {per_second: 0.001, burst: 1}}
- {sid: odd, credentials: [{username: odd, password: p}], numbers: [{number: "+911120000001", region: DL, type: landline}],
   quirks: {error_body: object, unauthorized_status: 402, deleted_status: 400, number_key: both}}
`
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestProxiedRefusals holds refusals of every kind that a request can cause against the documents.
func TestProxiedRefusals(t *testing.T) {
	file := spread(t)
	for _, profile := range []string{"classic", "current", "exobridge"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := raise(t, serveFlags{profile: profile, auth: "strict", world: file})
			proxies := s.proxied(t)
			document, steps := "leadassist", olderSteps()
			if profile == "exobridge" {
				document, steps = "exobridge", exobridgeSteps()
			}
			id := ""
			for _, x := range steps {
				id = s.step(t, proxies[document].server.URL, id, x)
			}
			for _, x := range []step{
				{status: 404, tenant: "acme", method: "GET", path: "/Calls/none.json"},
				{status: 404, tenant: "acme", method: "GET", path: "/Calls/none"},
				{status: 401, tenant: "acme", as: "-", method: "GET", path: "/Calls/none.json"},
				{status: 401, tenant: "acme", as: "-", method: "GET", path: "/Calls/none"},
				{status: 403, tenant: "acme", as: "dry", method: "GET", path: "/Calls/none.json"},
				{status: 403, tenant: "acme", as: "dry", method: "GET", path: "/Calls/none"},
				{status: 405, tenant: "acme", method: "POST", path: "/Calls/none", body: "{}"},
			} {
				s.step(t, proxies["calls"].server.URL, "", x)
			}
			if _, strays, _ := proxies[document].found(); strays != 2 {
				t.Errorf("%d answers had no operation, wanted the 404 and the 405", strays)
			}
		})
	}
}

// step sends one request through the proxy and gives the id of the allocation it made, or the last one's.
func (s served) step(t *testing.T, through, id string, x step) string {
	t.Helper()
	root := "/v1/tenants/"
	if strings.HasPrefix(x.path, "/Calls/") {
		root = "/v1/Accounts/"
	}
	r, err := http.NewRequest(x.method, through+root+x.tenant+strings.ReplaceAll(x.path, "{id}", id), strings.NewReader(strings.ReplaceAll(x.body, "{id}", id)))
	if err != nil {
		t.Fatal(err)
	}
	if x.body != "" {
		r.Header.Set("Content-Type", cmp.Or(x.media, "application/json"))
	}
	if x.as != "-" {
		r.SetBasicAuth(cmp.Or(x.as, x.tenant), "p")
	}
	got := ask(t, s.vendor.Client(), r)
	if got.status != x.status {
		t.Errorf("%s %s %.120s as %q: status %d, wanted %d: %s", x.method, x.path, x.body, x.as, got.status, x.status, got.body)
	}
	var made struct {
		Data, Response struct {
			VN  string `json:"greenvn_id"`
			Pin string `json:"greenpin_id"`
		}
	}
	_ = json.Unmarshal([]byte(got.body), &made)
	return cmp.Or(made.Data.VN, made.Data.Pin, made.Response.VN, made.Response.Pin, id)
}
