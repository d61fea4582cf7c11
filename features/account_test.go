package features

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadassist-sim/features/report"
)

// ticking is a clock that goes on by a millisecond whenever it is looked at.
func ticking() func() time.Time {
	at := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Millisecond)
		return at
	}
}

const threeScenarios = `
  Rule: A pair keeps its number

    @rule-greenvn-create @rule-greenvn-read @classic
    Scenario: Lend
      When the tenant asks for a number between "+919812345678" and "+919887654321":
        | connection_id | order-1 |
      Then the answer is 200
      When the tenant reads the allocation "no-such"
      Then the answer is 404 with code 1

    @rule-greenvn-delete @classic
    Scenario: Fail
      When the tenant reads the allocation "no-such"
      Then the answer is 404 with code 22
      And the allocation is active

    @control
    Scenario: Wait
      When 10 minutes pass
`

// TestReportDir writes the run in every format; two runs alike give the same bytes.
func TestReportDir(t *testing.T) {
	v := newVendor(t)
	folder := t.TempDir()
	var before map[string]string
	for range 2 {
		o := Options{ReportDir: folder, Format: "json", now: ticking(), Tool: "1.2.3"}
		clear(v.active)
		result, out, err := played(t, v, o, threeScenarios)
		if err != nil || !json.Valid([]byte(out)) {
			t.Fatalf("%v %s", err, out)
		}
		r := result.Report
		if len(r.Features) != 1 || len(r.Features[0].Scenarios) != 2 || len(r.NotRun) != 1 || r.NotRun[0].Name != "Wait" {
			t.Fatalf("%+v", r)
		}
		files := map[string]string{}
		for _, f := range report.Formats() {
			text, err := os.ReadFile(filepath.Join(folder, f.File))
			if err != nil {
				t.Fatal(err)
			}
			files[f.File] = strings.ReplaceAll(string(text), v.URL, "http://vendor")
			if strings.Contains(files[f.File], "pass/word") || strings.Contains(files[f.File], "a2V5") {
				t.Errorf("%s tells the credentials", f.File)
			}
			files[f.File] = withoutDates(files[f.File])
		}
		for name, text := range files {
			if before != nil && before[name] != text {
				t.Errorf("%s is another, for the same run", name)
			}
		}
		before = files
	}
	if !strings.Contains(before["report.html"], `<mark class="seen">1</mark>`) || !strings.Contains(before["exchanges.har"], `"comment":"createGreenvn, classic"`) {
		t.Error(before["report.html"])
	}
}

// withoutDates is a report without the one header that the server's clock is in.
func withoutDates(text string) string {
	lines := strings.Split(text, `{"name":"Date","value":"`)
	for i := range lines[1:] {
		_, lines[i+1], _ = strings.Cut(lines[i+1], `"}`)
	}
	return strings.Join(lines, "")
}

// TestAccount holds what a run comes to against the ledger, and finds what was compared in a failure.
func TestAccount(t *testing.T) {
	result, _, err := played(t, newVendor(t), Options{}, threeScenarios)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]report.Outcome{}
	for _, rule := range result.Report.Rules {
		for _, p := range rule.Generations {
			outcomes[rule.ID+" "+p.Generation] = p.Outcome
		}
	}
	for key, want := range map[string]report.Outcome{
		"greenvn-create classic": report.Passed, "greenvn-create current": report.NotYet, "greenvn-delete classic": report.Failed,
	} {
		if outcomes[key] != want {
			t.Errorf("%s: %q", key, outcomes[key])
		}
	}
	failing := result.Report.Features[0].Scenarios[1]
	step := failing.Steps[1]
	if failing.Rule != "A pair keeps its number" || step.Seen != "1" || step.Wanted != "22" || step.Keyword != "Then " || step.Line == 0 || failing.Steps[2].Outcome != report.Skipped {
		t.Errorf("%+v", failing)
	}
	if len(failing.Exchanges) != 1 || failing.Exchanges[0].Step != 0 || failing.Exchanges[0].Aside {
		t.Errorf("%+v", failing.Exchanges)
	}
}

// TestCoverage counts what was seen, and of the rest only what this target could have given.
func TestCoverage(t *testing.T) {
	result, _, err := played(t, newVendor(t), Options{}, threeScenarios)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Report.Coverage) != 1 || result.Report.Coverage[0].Generation != classic {
		t.Fatalf("%+v", result.Report.Coverage)
	}
	c := result.Report.Coverage[0]
	row := func(operation string, status, code int) report.Answer {
		i := slices.IndexFunc(c.Answers, func(a report.Answer) bool { return a.Operation == operation && a.Status == status && a.Code == code })
		if i < 0 {
			t.Fatalf("no row for %s %d %d", operation, status, code)
		}
		return c.Answers[i]
	}
	for _, want := range []report.Answer{
		{Operation: "createGreenvn", Status: 200, Code: -1, Times: 1, Counted: true},
		{Operation: "createGreenvn", Status: 400, Code: 3, Counted: true},
		{Operation: "createGreenvn", Status: 400, Code: 9, Scripted: true},
		{Operation: "createGreenvn", Status: 500, Code: 0, Scripted: true},
		{Operation: "createGreenvn", Status: 429, Code: 17},
		{Operation: "createGreenvn", Status: 403, Code: 8},
		{Operation: "readGreenvn", Status: 404, Code: 1, Times: 2, Counted: true},
		{Operation: "readGreenvn", Status: 415, Code: 5, Scripted: true},
		{Operation: "deleteGreenvn", Status: 410, Code: 22, Counted: true},
	} {
		if got := row(want.Operation, want.Status, want.Code); got != want {
			t.Errorf("%+v, not %+v", got, want)
		}
	}
	i := slices.IndexFunc(c.Fields, func(f report.Fields) bool { return f.Operation == "createGreenvn" && f.In == inRequest })
	if i < 0 || !slices.Contains(c.Fields[i].Seen, "usage") || !slices.Contains(c.Fields[i].Unseen, "preferences.region") {
		t.Errorf("%+v", c.Fields)
	}
	if share := result.Report.Statuses(); share.Seen != 3 || share.All < 20 || share.Percent() == 0 {
		t.Errorf("%v", share)
	}
}

// TestInterruptedReport is written, and says what was not played.
func TestInterruptedReport(t *testing.T) {
	v := newVendor(t)
	ctx, cancel := context.WithCancel(t.Context())
	v.twist = func(status int, body map[string]any) (int, any) {
		cancel()
		return status, body
	}
	file := filepath.Join(t.TempDir(), "run.json")
	o := Options{FS: feature(threeScenarios), Paths: []string{"a.feature"}, Format: "json:" + file, Name: "r7", Out: new(bytes.Buffer)}
	_, err := Run(ctx, Target{VendorURL: v.URL, Tenant: "acme"}, o)
	if err == nil {
		t.Fatal("it was not interrupted")
	}
	var r struct {
		Broken  string
		Summary struct {
			NotRun int `json:"not_run"`
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(text, &r) != nil || r.Broken != "the run was interrupted" || r.Summary.NotRun != 3 {
		t.Errorf("%v %s", err, text)
	}
}

// TestHidden are the forms in which secrets are threeScenarios.
func TestHidden(t *testing.T) {
	s := newSecrets(forms("key", `pa"ss/w rd`)...)
	for text, want := range map[string]string{
		`pa"ss/w rd`:                          "[hidden]",
		`{"a":"pa\"ss/w rd"}`:                 `{"a":"[hidden]"}`,
		"/x?p=pa%22ss%2Fw+rd":                 "/x?p=[hidden]",
		"Basic a2V5OnBhInNzL3cgcmQ=":          "Basic [hidden]",
		"http://me:word@host/x":               "http://[hidden]@host/x",
		"http://host/x?token=abc&limit=1":     "http://host/x?token=[hidden]&limit=1",
		`{"password": "abc", "username":"u"}`: `{"password": "[hidden]", "username":"[hidden]"}`,
		`{"callback_secret":"abc"}`:           `{"callback_secret":"[hidden]"}`,
		`{"monkey":"abc"}`:                    `{"monkey":"abc"}`,
	} {
		if got := hide(text, s); got != want {
			t.Errorf("%s became %s", text, got)
		}
	}
	e := Exchange{Header: map[string][]string{"Authorization": {"x"}}, ReplyHeader: map[string][]string{"Set-Cookie": {"x"}, "Location": {"http://a/?sig=abc"}}}
	if e = e.redacted(s); len(e.Header) > 0 || len(e.ReplyHeader) != 1 || e.ReplyHeader.Get("Location") != "http://a/?sig=[hidden]" || e.Body != nil {
		t.Errorf("%+v", e)
	}
}
