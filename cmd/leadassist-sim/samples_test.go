package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

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

// preferred is the number that the vn samples ask for.
const preferred = "+917205827365"

// locked writes a world in which each sample's tenant has credentials of its own, and the number that the samples of
// section vn ask for.
func locked(t *testing.T, all []sample) string {
	t.Helper()
	text := "auth: strict\ntenants:\n"
	for _, s := range all {
		text += fmt.Sprintf("- sid: %[1]s\n  profile: auto\n  credentials: [{username: key-%[1]s, password: token}]\n"+
			"  numbers: [{number: %[2]q, region: KA, type: landline}]\n  generate: {count: 44, seed: 1}\n", s.name(), preferred)
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
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

// reply is a whole answer; value is its body, decoded with numbers as written.
type reply struct {
	status int
	header http.Header
	body   string
	value  any
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

// trial is one sample before one simulator. Each has a tenant of its own, so that they do not meet.
type trial struct {
	*testing.T
	served
	sample
	generation string
	want       documented
	created    map[string]any // the allocation the sample is about, as its creation answered
}

func (r *trial) run(all []sample) {
	tenant, as, before := r.name(), r.As, r.sample
	if r.strict {
		locked := r.send(r.T, r.sample, tenant, r.stranger(), as)
		r.refused(locked, http.StatusUnauthorized, 7) // what is written in the documents opens nobody's door
		as = "key-" + tenant + ":token"
		if r.Credentials == "none" || r.Credentials == "unspaced" {
			r.Credentials = "header" // the sample as its reader mends it
		}
	}
	before = r.first(all)
	before = r.fill(before, tenant, as)
	r.sample = r.fill(r.sample, tenant, as)
	id := ""
	if before.Method != "" {
		id = r.create(before, tenant, as)
	}
	got := r.send(r.T, r.sample, tenant, id, as)
	if r.want.Keys == nil {
		r.refused(got, r.want.Status, r.want.Code)
		return
	}
	data := r.answered(got, r.want)
	if r.Section == "create" {
		r.echoed(data, r.Body)
		r.again(tenant, as)
		return
	}
	r.echoed(data, before.Body, r.Body)
	r.kept(data)
	r.afterwards(all, tenant, id, as)
}

// stranger is an id that nothing has, in the shape of the sample's generation.
func (r *trial) stranger() string {
	return map[string]string{"000": "123456", "002": "gvn_abc123", "003": "123456", "004": "gp_abc123xyz"}[r.Document]
}

// first is the request that makes what the sample is about; none for a create or a call look-up.
func (r *trial) first(all []sample) sample {
	switch r.Section {
	case "create", "call":
		return sample{}
	case "greenpin":
		return sample{
			Document: r.Document, Generation: r.Generation, Section: "create", Method: http.MethodPost, Path: "/v1/tenants/{tenant}/greenpin",
			Credentials: "user", Headers: map[string]string{"Content-Type": "application/json"},
			Body: `{"caller_id_number":"{number}","from":["+919900123456"],"to":["+918800123456"],"duration":3600,"custom_field":"order_id=12345"}`,
		}
	}
	return all[slices.IndexFunc(all, func(x sample) bool {
		return x.Generation == r.Generation && x.Section == "create" && x.Language == "curl"
	})]
}

// fill puts two numbers of the tenant's pool in the places a body leaves for them, the first in the first.
func (r *trial) fill(x sample, tenant, as string) sample {
	if !strings.Contains(x.Body, "{number}") && !strings.Contains(x.Body, "{other}") {
		return x
	}
	if !r.strict { // the first request of a tenant makes it
		_ = r.send(r.T, sample{Method: http.MethodGet, Generation: x.Generation, Path: "/v1/tenants/{tenant}/greenvn/{id}", Credentials: "user"}, tenant, "gvn_0", as)
	}
	var fitting []string
	for _, number := range slices.Sorted(maps.Keys(r.pool(r.T, tenant))) {
		if strings.HasPrefix(number, "+9140") {
			fitting = append(fitting, number)
		}
	}
	if len(fitting) < 2 {
		r.Fatalf("the pool of %s has too few numbers in +9140: %v", tenant, fitting)
	}
	x.Body = strings.NewReplacer("{number}", fitting[0], "{other}", fitting[1]).Replace(x.Body)
	return x
}

// create makes what the sample is about and gives its id.
func (r *trial) create(x sample, tenant, as string) string {
	got := r.send(r.T, x, tenant, "", as)
	if got.status != http.StatusOK && got.status != http.StatusCreated {
		r.Fatalf("nothing to try the sample on: %d %s", got.status, got.body)
	}
	r.created = r.data(got)
	for _, key := range []string{"greenvn_id", "greenpin_id"} {
		if id, ok := r.created[key].(string); ok {
			return id
		}
	}
	r.Fatalf("the allocation has no id: %s", got.body)
	return ""
}

// data opens the envelope of a success, which must be the generation's own, whole.
func (r *trial) data(got reply) map[string]any {
	r.Helper()
	envelope, ok := got.value.(map[string]any)
	if !ok {
		r.Fatalf("not an object: %s", got.body)
	}
	key := "data"
	rest := map[string]any{"success": true, "status": json.Number(fmt.Sprint(got.status))}
	switch r.generation {
	case "current":
		rest["code"], rest["message"] = nil, nil
	case "exobridge":
		key, rest = "response", map[string]any{}
	}
	data, ok := envelope[key].(map[string]any)
	rest[key] = envelope[key]
	if diff := cmp.Diff(rest, envelope); !ok || diff != "" {
		r.Fatalf("not the %s envelope (-want +got):\n%s", r.generation, diff)
	}
	return data
}

// answered holds an answer against the documents: status, envelope, exactly their keys, and the kind of every value.
func (r *trial) answered(got reply, want documented) map[string]any {
	r.Helper()
	if got.status != want.Status {
		r.Fatalf("status %d, wanted %d: %s", got.status, want.Status, got.body)
	}
	data := r.data(got)
	keys := maps.Clone(want.Keys)
	if r.generation == "current" {
		keys["greenvn"] = keys["green_vn"]
		delete(keys, "green_vn")
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(keys)), slices.Sorted(maps.Keys(data))); diff != "" {
		r.Errorf("not the documented keys (-want +got):\n%s", diff)
	}
	for key, kind := range keys {
		if is, known := kinds[kind]; !known || !is(data[key]) {
			r.Errorf("%s: %v is not of the kind %s", key, data[key], kind)
		}
	}
	return data
}

// echoed finds in the answer what the requests asked for, the later over the earlier.
func (r *trial) echoed(data map[string]any, bodies ...string) {
	asked := map[string]any{}
	for _, body := range bodies {
		if body == "" {
			continue
		}
		maps.Copy(asked, decoded(r.T, body).(map[string]any))
	}
	asked["virtual_number"] = asked["caller_id_number"]
	for key, want := range asked {
		if got, ok := data[key]; ok && !reflect.DeepEqual(got, want) {
			r.Errorf("%s: %v was asked for and %v answered", key, want, got)
		}
	}
	if seconds, ok := asked["duration"].(json.Number); ok && data["created_at"] != nil {
		if lasts := moment(r.T, data["expires_at"]).Sub(moment(r.T, data["created_at"])); fmt.Sprint(lasts.Seconds()) != seconds.String() {
			r.Errorf("it lasts %s, asked for were %s s", lasts, seconds)
		}
	}
}

func moment(t *testing.T, v any) time.Time {
	at, err := time.Parse(time.RFC3339, fmt.Sprint(v))
	if err != nil {
		t.Error(err)
	}
	return at
}

// kept finds in the answer what no request can change, and the number that the sample asked for where it did.
func (r *trial) kept(data map[string]any) {
	for _, key := range []string{"greenvn_id", "greenpin_id", "created_at", "expires_at", "pin"} {
		if was, ok := r.created[key]; ok && data[key] != nil && data[key] != was {
			r.Errorf("%s was %v and is %v", key, was, data[key])
		}
	}
	for _, key := range []string{"green_vn", "greenvn", "virtual_number"} {
		number, ok := data[key].(string)
		if was := r.created[key]; ok && number != preferred && (number == was) == (r.Section == "vn") {
			r.Errorf("%s was %v and is %v after %s", key, was, number, r.Section)
		}
		if ok && r.Section == "vn" && r.Document == "000" {
			r.met(number)
		}
	}
}

// met holds a swapped number against the preferences of the sample: the very number when the tenant has it, else one of
// the region and type.
func (r *trial) met(number string) {
	pool := r.pool(r.T, r.name())
	if _, has := pool[preferred]; has {
		if number != preferred {
			r.Errorf("%s is free and was asked for, but %s lent", preferred, number)
		}
		return
	}
	if n := pool[number]; strings.Contains(r.Body, "number_type") && (n.Region != "KA" || n.Type != "landline") {
		r.Errorf("%s is a %s of %s; asked for was a landline of KA", number, n.Type, n.Region)
	}
}

// again sends a create once more: the documented conflict (docs 000, the 409 sample; docs 002, status 409).
func (r *trial) again(tenant, as string) {
	got := r.send(r.T, r.sample, tenant, "", as)
	if r.generation == "exobridge" {
		r.refused(got, http.StatusConflict, -1)
		return
	}
	want := `{"success":false,"status":409,"code":18,"message":"Allocation exists for this connection id.","data":null}`
	if r.generation == "classic" {
		want = "[" + want + "]"
	}
	if got.status != http.StatusConflict || got.body != want {
		r.Errorf("once more: %d %s\nwanted    409 %s", got.status, got.body, want)
	}
}

// afterwards reads once more what a DELETE has ended.
func (r *trial) afterwards(all []sample, tenant, id, as string) {
	if r.Method != http.MethodDelete {
		return
	}
	read := all[slices.IndexFunc(all, func(x sample) bool { return x.Document == r.Document && x.Section == "read" })]
	if read.Credentials == "none" {
		read.Credentials = "header"
	}
	data := r.data(r.send(r.T, read, tenant, id, as))
	if word := fmt.Sprint(data["state"], data["status"]); !strings.Contains(word, "vault") && !strings.Contains(word, "deleted") {
		r.Errorf("it was deleted and reads %v", data)
	}
}

// refused holds an error against the generation's envelope, whole but for the sentence, which need only be there. Any
// code will do where the documents name none: -1.
func (r *trial) refused(got reply, status, code int) {
	r.Helper()
	var told struct {
		Code    json.Number
		Message string
	}
	unwrapped := strings.Trim(got.body, "[]")
	for _, holder := range []string{"response", "error_data", "RestException"} {
		var outer map[string]json.RawMessage
		if json.Unmarshal([]byte(unwrapped), &outer) == nil && outer[holder] != nil {
			unwrapped = string(outer[holder])
		}
	}
	if err := json.Unmarshal([]byte(unwrapped), &told); err != nil || told.Message == "" {
		r.Fatalf("an error without a sentence: %d %s", got.status, got.body)
	}
	if code == -1 {
		code, _ = strconv.Atoi(told.Code.String())
	}
	message, _ := json.Marshal(told.Message)
	want := fmt.Sprintf(`{"success":false,"status":%d,"code":%d,"message":%s,"data":null}`, status, code, message)
	switch {
	case r.Section == "call":
		want = fmt.Sprintf(`{"RestException":{"Status":%d,"Message":%s}}`, status, message)
	case r.generation == "exobridge":
		want = fmt.Sprintf(`{"response":{"status":"failure","code":%d,"error_data":{"code":%d,"message":%s}}}`, status, code, message)
	case r.generation == "classic":
		want = "[" + want + "]"
	}
	if diff := cmp.Diff(decoded(r.T, want), got.value); got.status != status || diff != "" {
		r.Errorf("status %d, wanted %d, in the %s envelope (-want +got):\n%s", got.status, status, r.generation, diff)
	}
}
