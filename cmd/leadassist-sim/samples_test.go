package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim"
)

// sample is one request sample of the vendor's documents, as it goes over the wire (testdata/samples).
type sample struct {
	Document, Generation            string `yaml:"-"` // of the file it stands in
	Section, Language, Method, Path string
	Credentials                     string            // header, unspaced (no space after Basic), userinfo, user (curl's -u) or none
	As                              string            // username:password, as the sample writes them
	Headers                         map[string]string // beside Authorization
	Body                            string
	Answer                          string // a name in answers.yaml
}

// documented is what the documents show for an answer: key to the kind of its value.
type documented struct {
	Status, Code int
	Keys         map[string]string
}

func (s sample) name() string { return s.Document + "-" + s.Section + "-" + s.Language }

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func readSamples(t *testing.T) (all []sample, answers map[string]documented) {
	t.Helper()
	for _, document := range []string{"000", "002", "003", "004"} {
		var file struct {
			Document, Generation string
			Samples              []sample
		}
		readYAML(t, document+".yaml", &file)
		for _, s := range file.Samples {
			s.Document, s.Generation = file.Document, file.Generation
			all = append(all, s)
		}
	}
	readYAML(t, "answers.yaml", &answers)
	return all, answers
}

// kinds are how the documents write values. Ids, states and times have the one form of their generation.
var kinds = map[string]func(any) bool{
	"text":     matching(`.`),
	"number":   matching(`^\+[1-9][0-9]{7,14}$`),
	"numbers":  each(matching(`^\+[1-9][0-9]{7,14}$`)),
	"uuid":     matching(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
	"gvn":      matching(`^gvn_[0-9a-z]+$`),
	"gp":       matching(`^gp_[0-9a-z]+$`),
	"pin":      matching(`^[0-9]{4}$`),
	"usage":    matching(`^(oneway|twoway)$`),
	"active":   matching(`^active$`),
	"vault":    matching(`^vault$`),
	"deleted":  matching(`^deleted$`),
	"time":     matching(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:30$`),
	"integer":  integer,
	"integers": each(integer),
	"boolean":  func(v any) bool { _, ok := v.(bool); return ok },
}

func matching(pattern string) func(any) bool {
	r := regexp.MustCompile(pattern)
	return func(v any) bool { s, ok := v.(string); return ok && r.MatchString(s) }
}

func each(kind func(any) bool) func(any) bool {
	return func(v any) bool {
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(v any) bool { return !kind(v) })
	}
}

func integer(v any) bool {
	n, ok := v.(json.Number)
	return ok && !strings.ContainsAny(n.String(), ".eE")
}

// served is a simulator as serve raises it, behind real TCP.
type served struct {
	vendor  *httptest.Server
	control http.Handler
	profile string
	strict  bool
	through func(document string) string // base URL of the door, or of what stands before it
}

// told makes every record that reaches a log a failure.
type told struct{ t *testing.T }

func (w told) Write(p []byte) (int, error) {
	w.t.Errorf("the simulator logged: %s", p)
	return len(p), nil
}

// raise starts the simulator of the flags. An empty world file is the embedded default.
func raise(t *testing.T, f serveFlags) served {
	t.Helper()
	f.journal = sim.DefaultJournal
	log := slog.New(slog.NewTextHandler(told{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	_, doors, err := f.raise(log)
	if err != nil {
		t.Fatal(err)
	}
	s := served{vendor: httptest.NewServer(doors.vendor), control: doors.control, profile: f.profile, strict: f.auth == "strict"}
	t.Cleanup(s.vendor.Close)
	s.through = func(string) string { return s.vendor.URL }
	return s
}

// reply is a whole answer; value is its body, decoded with numbers as written.
type reply struct {
	status int
	header http.Header
	body   string
	value  any
}

// ask sends a request and reads the answer, which must be JSON unless it says that it is not.
func ask(t *testing.T, client *http.Client, r *http.Request) reply {
	t.Helper()
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := reply{status: answer.StatusCode, header: answer.Header, body: string(body)}
	if media := answer.Header.Get("Content-Type"); media != "application/json" {
		return got
	}
	got.value = decoded(t, got.body)
	return got
}

// decoded reads JSON, with numbers as they are written.
func decoded(t *testing.T, body string) (value any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return value
}

// preferred is the number that the vn samples ask for.
const preferred = "+919812345603"

// locked writes a world in which each sample's tenant has credentials of its own, and the number that the samples of
// section vn ask for.
func locked(t *testing.T, all []sample) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("auth: strict\ntenants:\n")
	for _, s := range all {
		fmt.Fprintf(&text, "- sid: %[1]s\n  profile: auto\n  credentials: [{username: key-%[1]s, password: token}]\n"+
			"  numbers: [{number: %[2]q, region: KA, type: landline}]\n  generate: {count: 44, seed: 1}\n", s.name(), preferred)
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pool is the tenant's numbers, as the control door tells them.
func (s served) pool(t *testing.T, tenant string) map[string]fixtures.Number {
	t.Helper()
	w := httptest.NewRecorder()
	s.control.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/__admin/tenants/"+tenant, nil))
	var view struct{ Numbers []fixtures.Number }
	if err := json.Unmarshal(w.Body.Bytes(), &view); err != nil || len(view.Numbers) == 0 {
		t.Fatalf("tenant %s has no numbers to tell: %d %s", tenant, w.Code, w.Body)
	}
	all := map[string]fixtures.Number{}
	for _, n := range view.Numbers {
		all[n.Number] = n
	}
	return all
}

// send puts the sample on the wire with the credentials given as username:password in the place where it has them.
func (s served) send(t *testing.T, x sample, tenant, id, as string) reply {
	t.Helper()
	document := map[string]string{"classic": "leadassist", "exobridge": "exobridge"}[x.Generation]
	if strings.HasPrefix(x.Path, "/v1/Accounts/") {
		document = "calls"
	}
	address, err := url.Parse(s.through(document) + strings.NewReplacer("{tenant}", tenant, "{id}", id).Replace(x.Path))
	if err != nil {
		t.Fatal(err)
	}
	r := &http.Request{Method: x.Method, URL: address, Header: http.Header{}}
	if x.Body != "" {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(x.Body)), int64(len(x.Body))
	}
	for name, value := range x.Headers {
		r.Header.Set(name, value)
	}
	username, password, _ := strings.Cut(as, ":")
	switch x.Credentials {
	case "none":
	case "userinfo":
		address.User = url.UserPassword(username, password)
	case "header", "user":
		r.SetBasicAuth(username, password)
	case "unspaced":
		r.Header.Set("Authorization", "Basic"+base64.StdEncoding.EncodeToString([]byte(as)))
	default:
		t.Fatalf("credentials cannot be placed as %q", x.Credentials)
	}
	return ask(t, s.vendor.Client(), r)
}

// TestSamples sends every request sample of the documents to a simulator that serves the embedded default world, then
// to one with locked doors, in each profile that speaks the sample's generation.
func TestSamples(t *testing.T) {
	t.Parallel()
	all, answers := readSamples(t)
	file := locked(t, all)
	for _, profile := range []string{"", "auto", "classic", "current", "exobridge"} {
		for _, auth := range []string{"", "strict"} {
			if profile == "" && auth == "strict" {
				continue // a named tenant has the profile its file says: auto, below
			}
			f := serveFlags{profile: profile, auth: auth}
			if auth == "strict" {
				f.world = file
			}
			t.Run(strings.Join([]string{"profile", profile, auth}, "-"), func(t *testing.T) {
				t.Parallel()
				s := raise(t, f)
				s.try(t, all, answers)
			})
		}
	}
}

// try sends every sample that the profile can answer as documented.
func (s served) try(t *testing.T, all []sample, answers map[string]documented) {
	for _, x := range all {
		generation := x.Generation
		switch s.profile {
		case "classic", "exobridge":
			if generation != s.profile {
				continue
			}
		case "current":
			if generation == "exobridge" {
				continue
			}
			generation = "current"
		}
		t.Run(x.name(), func(t *testing.T) {
			want, ok := answers[x.Answer]
			if !ok {
				t.Fatalf("no answer %q is written down", x.Answer)
			}
			(&trial{T: t, served: s, sample: x, generation: generation, want: want}).run(all)
		})
	}
}
