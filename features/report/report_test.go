package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

// -update writes the golden files anew.
var update = flag.Bool("update", false, "write the golden files")

const source = `@current
Feature: A number for a pair

  Rule: A pair keeps its number

    @rule-greenvn-create
    Scenario: Lend & look
      When the tenant asks for a number:
        | connection_id | order-1 |
      Then the answer is 200

    Scenario: Give back
      When the client sends "x":
        """
        {"a": 1}
        """
      Then the answer has <b>fields</b>
      And nothing else
`

// small is a run with one of everything.
func small(t *testing.T) Run {
	t.Helper()
	files := fstest.MapFS{"greenvn.feature": {Data: []byte(source)}}
	features, err := godog.TestSuite{Options: &godog.Options{FS: files, Paths: []string{"greenvn.feature"}}}.RetrieveFeatures()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	f := Feature{URI: "greenvn.feature", Source: features[0].Content, Document: features[0].GherkinDocument}
	f.Scenarios = []Scenario{good(features[0].Pickles[0], began), bad(features[0].Pickles[1], began.Add(time.Second))}
	return Run{
		Name: "r7", Tool: "1.2.3", OS: "linux", CPU: "amd64", Target: "http://127.0.0.1:8080", Started: began, Took: 2500 * time.Millisecond,
		Features: []Feature{f}, NotRun: []NotRun{{"Wait", "greenvn.feature", "it needs a simulator's control door"}}, Left: []string{"gvn_1 is still there"},
		Rules: []Rule{
			{"greenvn-create", "An allocation is active.", "documented", []Proof{{"classic", NotYet}, {"current", Passed}}},
			{"greenvn-delete", "A deletion is final.", "assumed", []Proof{{"current", NotYet}}},
		},
		Observed: []Observation{{"current", "error_body", "object", 2}},
		Coverage: []Coverage{{
			"current",
			[]Answer{{"createGreenvn", 200, -1, 1, false, true}, {"createGreenvn", 400, 3, 0, false, true}, {"createGreenvn", 400, 5, 1, false, true}, {"createGreenvn", 500, 0, 0, true, false}},
			[]Fields{{"createGreenvn", "request", []string{"usage"}, []string{"flow_id"}}},
			[]Event{{"createGreenvn", "call", 0}},
		}},
		Against: "http://127.0.0.1:9090",
		Differences: []Difference{{
			"createGreenvn", "current", "Lend & look", "greenvn.feature", 2, "curl -sS 'http://127.0.0.1:8080/x'",
			[2]int{200, 200},
			[]Change{{"/data/state", `"active"`, `"live"`}, {"/code", "null", ""}},
		}},
	}
}

func good(pickle *messages.Pickle, at time.Time) Scenario {
	return Scenario{
		Pickle: pickle, Rule: "A pair keeps its number", Keyword: "Scenario", Line: 7, Generation: "current", Started: at, Took: 20 * time.Millisecond,
		Steps: []Step{
			{Pickle: pickle.Steps[0], Keyword: "When ", Line: 8, Outcome: Passed, Started: at, Took: 15 * time.Millisecond},
			{Pickle: pickle.Steps[1], Keyword: "Then ", Line: 10, Outcome: Passed, Started: at.Add(15 * time.Millisecond), Took: time.Millisecond},
		},
		Exchanges: []Exchange{
			exchange(-1, at, Exchange{Method: "PUT", URL: "http://127.0.0.1:8081/__admin/tenants/t", Aside: true, Status: 200, Answer: "HTTP 200 OK"}),
			exchange(0, at, Exchange{
				Operation: "createGreenvn", Generation: "current", Method: "POST", URL: "http://127.0.0.1:8080/v1/tenants/t/greenvn?a=1&a=2",
				Body: []byte(`{"usage":"twoway"}`), Status: 200, Reply: []byte(`{"success":true}`), Answer: "HTTP 200 OK\n{\n  \"success\": true\n}",
			}),
		},
	}
}

func bad(pickle *messages.Pickle, at time.Time) Scenario {
	return Scenario{
		Pickle: pickle, Rule: "A pair keeps its number", Keyword: "Scenario", Line: 12, Generation: "current", Started: at, Took: 30 * time.Millisecond,
		Failure: "state is \"vault\", not active\n        curl", Left: []string{"the allocation a is still there"},
		Steps: []Step{
			{Pickle: pickle.Steps[0], Keyword: "When ", Line: 13, Outcome: Passed, Started: at, Took: 10 * time.Millisecond},
			{Pickle: pickle.Steps[1], Keyword: "Then ", Line: 17, Outcome: Failed, Started: at.Add(10 * time.Millisecond), Took: time.Millisecond, Failure: "state is \"vault\", not active\n        curl", Seen: `"vault"`, Wanted: `"active"`},
			{Pickle: pickle.Steps[2], Keyword: "And ", Line: 18, Outcome: Skipped},
		},
		Exchanges: []Exchange{
			exchange(0, at, Exchange{Method: "GET", URL: "http://127.0.0.1:8080/x", Status: 404, Reply: []byte{0xff, 0x00}, Answer: "HTTP 404 Not Found\n\x01"}),
			exchange(1, at, Exchange{Operation: "readGreenvn", Generation: "current", Method: "GET", URL: "http://127.0.0.1:8080/y", Failure: "no answer in time", Answer: "no answer: no answer in time"}),
		},
	}
}

func exchange(step int, at time.Time, e Exchange) Exchange {
	e.Step, e.At, e.Took = step, at, 1500*time.Microsecond
	e.Header, e.ReplyHeader = []Header{{"Content-Type", "application/json"}}, []Header{{"Content-Type", "application/json"}, {"X-Request-Id", "1"}}
	e.Curl = "curl -sS '" + e.URL + "'"
	return e
}

// TestGolden holds every format against a file, byte by byte, twice.
func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			text, err := f.Write(small(t))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, f.File, text)
			if again, err := f.Write(small(t)); err != nil || !bytes.Equal(again, text) {
				t.Errorf("the same run gave other bytes, %v", err)
			}
		})
	}
	r := small(t)
	golden(t, "coverage.txt", []byte(r.Table()))
	golden(t, "differences.txt", []byte(r.Unlike()))
}

func golden(t *testing.T, name string, text []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, text) {
		t.Errorf("%s is not what it was, %v; look at it and run with -update:\n%s", name, err, text)
	}
}

// TestForms reads what machines are to read.
func TestForms(t *testing.T) {
	r := small(t)
	for _, f := range Formats() {
		text, err := f.Write(r)
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(f.File) {
		case ".json", ".har":
			if !json.Valid(text) {
				t.Errorf("%s is no JSON", f.Name)
			}
		case ".ndjson":
			for line := range bytes.Lines(text) {
				if !json.Valid(line) {
					t.Errorf("%s: %s", f.Name, line)
				}
			}
		case ".xml":
			if err := xml.Unmarshal(text, new(suites)); err != nil {
				t.Error(err)
			}
		case ".html":
			page := string(text)
			for _, outside := range []string{"<script", "src=", "href=\"http", "@import", "url("} {
				if strings.Contains(page, outside) {
					t.Errorf("the page reaches for something outside: %s", outside)
				}
			}
			if strings.Contains(page, "<b>fields</b>") || !strings.Contains(page, "&lt;b&gt;fields&lt;/b&gt;") {
				t.Error("the page takes words of a scenario for its own")
			}
		}
	}
	var told struct{ Rules map[string]string }
	text, _ := JSON(r)
	if err := json.Unmarshal(text, &told); err != nil || told.Rules["greenvn-create"] != "passed" || told.Rules["greenvn-delete"] != "not-run" {
		t.Errorf("%v %v", told, err)
	}
}

// TestLongCommands are cut where people read them, and say so.
func TestLongCommands(t *testing.T) {
	r := small(t)
	r.Features[0].Scenarios[1].Exchanges[0].Curl = strings.Repeat("x", 1<<20)
	for _, write := range []func(Run) ([]byte, error){HTML, JUnit} {
		if text, err := write(r); err != nil || len(text) > 64<<10 || !bytes.Contains(text, []byte("(1048576 bytes; exchanges.har has them all)")) {
			t.Errorf("%d bytes, %v", len(text), err)
		}
	}
}

// TestEmpty writes a run of nothing.
func TestEmpty(t *testing.T) {
	for _, f := range Formats() {
		if text, err := f.Write(Run{}); err != nil || len(text) == 0 || bytes.Contains(text, []byte("null,")) {
			t.Errorf("%s: %v %s", f.Name, err, text)
		}
	}
}

// TestPut leaves nothing but whole files, and says what it could not write.
func TestPut(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	if err := PutAll(folder, small(t)); err != nil {
		t.Fatal(err)
	}
	if err := Put(filepath.Join(folder, "junit.xml"), []byte("other")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != len(Formats()) {
		t.Errorf("%v %v", entries, err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "junit.xml")); err != nil || string(text) != "other" {
		t.Errorf("%s %v", text, err)
	}
	if err := Put(filepath.Join(folder, "none", "x"), nil); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Error(err)
	}
	if err := Writable(filepath.Join(folder, "none", "x")); err == nil {
		t.Error("it cannot be written")
	}
	if err := Writable(folder); err == nil || err.Error() != "it is a folder" {
		t.Error(err)
	}
	if err := Put(os.DevNull, []byte("x")); err != nil {
		t.Error(err)
	}
}

// FuzzContrast never loses a letter, and marks nothing in what is the same.
func FuzzContrast(f *testing.F) {
	f.Add("vault", "active")
	f.Add(`{"a":1,"b":[1,2]}`, `{"a":2,"b":[1,2]}`)
	f.Add("a\nb\nc", "a\nc\nd")
	f.Fuzz(func(t *testing.T, seen, wanted string) {
		left, right := contrast(seen, wanted)
		if len(strings.ToValidUTF8(seen, "")) != len(seen) || len(strings.ToValidUTF8(wanted, "")) != len(wanted) {
			return
		}
		if got := joined(left); got != laidOut(seen) && got != seen {
			t.Errorf("%q became %q", seen, got)
		}
		if got := joined(right); got != laidOut(wanted) && got != wanted {
			t.Errorf("%q became %q", wanted, got)
		}
		for _, p := range left {
			if p.Changed && seen == wanted {
				t.Errorf("%q is marked", p.Text)
			}
		}
	})
}

func joined(all []piece) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Text)
	}
	return b.String()
}
