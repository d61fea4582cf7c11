package openapi

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
)

// whole reads a document as it was written, notes and examples included.
func whole(t testing.TB, name string) *openapi3.T {
	t.Helper()
	source, err := Source(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func load(t testing.TB, name string) *Document {
	t.Helper()
	d, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// operation finds an operation or ends the test.
func operation(t testing.TB, document, id string) *Operation {
	t.Helper()
	o, ok := load(t, document).Operation(id)
	if !ok {
		t.Fatalf("%s has no operation %s", document, id)
	}
	return o
}

// each visits the operations of all documents as they were written.
func each(t *testing.T, visit func(t *testing.T, document string, o *openapi3.Operation)) {
	t.Helper()
	for _, name := range Names() {
		for _, item := range whole(t, name).Paths.Map() {
			for _, o := range item.Operations() {
				t.Run(name+"/"+o.OperationID, func(t *testing.T) { visit(t, name, o) })
			}
		}
	}
}

func TestDocumentsAreValidWithTheirExamples(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			if err := whole(t, name).Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDocumentsReadTheSameWrittenAndCompact(t *testing.T) {
	for _, name := range Names() {
		source, err := Source(name)
		if err != nil {
			t.Fatal(err)
		}
		written, err := parse(name, source)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(outline(written), outline(load(t, name))); diff != "" {
			t.Errorf("%s (- written, + compact):\n%s", name, diff)
		}
	}
}

// outline is everything of a document that can be told from outside.
func outline(d *Document) []string {
	lines := []string{d.Name()}
	for _, o := range d.Operations() {
		lines = append(lines, strings.Join([]string{
			o.ID, o.Method, o.Path,
			strconv.FormatBool(o.HasBody()), strconv.FormatBool(o.BodyRequired()),
			strings.Join(o.Events(), ","),
		}, " "))
		for _, status := range o.Statuses() {
			var line strings.Builder
			line.WriteString(o.ID + " " + strconv.Itoa(status))
			for _, code := range o.Codes(status) {
				line.WriteString(" " + strconv.Itoa(code))
			}
			lines = append(lines, line.String())
		}
	}
	return lines
}

func TestEveryRequestAndResponseHasAnExample(t *testing.T) {
	each(t, func(t *testing.T, _ string, o *openapi3.Operation) {
		if o.RequestBody != nil {
			wantExamples(t, "request", o.RequestBody.Value.Content)
		}
		for status, r := range o.Responses.Map() {
			if len(r.Value.Content) == 0 {
				t.Errorf("%s has no content", status)
			}
			wantExamples(t, status, r.Value.Content)
		}
		for name, callback := range o.Callbacks {
			for _, item := range callback.Value.Map() {
				wantExamples(t, name, item.Post.RequestBody.Value.Content)
			}
		}
	})
}

func wantExamples(t *testing.T, what string, content openapi3.Content) {
	t.Helper()
	for mediaType, media := range content {
		if media.Example == nil && len(media.Examples) == 0 {
			t.Errorf("%s has no example in %s", what, mediaType)
		}
	}
}

// The library's own check of examples is not ours: it does not know which violations we tell, and in what words.
func TestEveryExamplePassesTheChecks(t *testing.T) {
	each(t, func(t *testing.T, document string, written *openapi3.Operation) {
		o := operation(t, document, written.OperationID)
		if written.RequestBody != nil {
			for _, v := range examples(written.RequestBody.Value.Content["application/json"]) {
				wantFine(t, "request", o.CheckBody(v))
			}
		}
		for status, r := range written.Responses.Map() {
			number, _ := strconv.Atoi(status)
			for mediaType, media := range r.Value.Content {
				for _, v := range examples(media) {
					wantFine(t, status, o.CheckReply(number, mediaType, v))
				}
			}
		}
		for name, callback := range written.Callbacks {
			for _, item := range callback.Value.Map() {
				for _, v := range examples(item.Post.RequestBody.Value.Content["application/json"]) {
					wantFine(t, name, o.CheckEvent(name, v))
				}
			}
		}
	})
}

func examples(media *openapi3.MediaType) []any {
	var all []any
	if media.Example != nil {
		all = append(all, media.Example)
	}
	for _, example := range media.Examples {
		all = append(all, example.Value.Value)
	}
	return all
}

func wantFine(t *testing.T, what string, violations []Violation) {
	t.Helper()
	for _, v := range violations {
		t.Errorf("%s: %s", what, v.Reason)
	}
}

func TestEveryErrorSaysItsCodesAndSource(t *testing.T) {
	each(t, func(t *testing.T, document string, o *openapi3.Operation) {
		if document == "control" {
			return // not the vendor's, so neither are its errors
		}
		for status, r := range o.Responses.Map() {
			if _, ok := r.Value.Extensions["x-source"].(string); !ok {
				t.Errorf("%s has no x-source", status)
			}
			if status >= "400" && len(codes(r.Value.Extensions, "x-code")) == 0 {
				t.Errorf("%s has no x-code", status)
			}
		}
	})
}

// Every code of the vendor's table can be forced on every operation, so every operation declares its status.
func TestEveryCodeOfTheTableIsDeclaredEverywhere(t *testing.T) {
	table := map[int]int{ // docs 000, "Appendix 1"
		0: 500, 1: 404, 2: 400, 3: 400, 4: 452, 5: 400, 7: 401, 8: 403, 9: 400, 13: 409, 14: 409, 15: 403, 16: 400, 17: 413,
		18: 409, 19: 409, 20: 404, 22: 410, 23: 400, 50: 422,
	}
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		for _, o := range load(t, name).Operations() {
			for code, status := range table {
				if !slices.Contains(o.Codes(status), code) {
					t.Errorf("%s %s: status %d does not list code %d", name, o.ID, status, code)
				}
			}
			for _, status := range []int{402, 405, 415, 429, 499, 503} {
				if len(o.Codes(status)) == 0 {
					t.Errorf("%s %s does not declare status %d", name, o.ID, status)
				}
			}
		}
	}
}

func TestEveryPartSaysWhereItIsFrom(t *testing.T) {
	basis := regexp.MustCompile(`^(public|assumed|docs 00[0-4](, "[^"]+")?)$`)
	for _, name := range []string{"leadassist", "exobridge", "calls"} {
		for schema, ref := range whole(t, name).Components.Schemas {
			if source, _ := ref.Value.Extensions["x-source"].(string); !basis.MatchString(source) {
				t.Errorf("%s, schema %s: x-source is %q", name, schema, source)
			}
		}
	}
	each(t, func(t *testing.T, document string, o *openapi3.Operation) {
		source, _ := o.Extensions["x-source"].(string)
		if document != "control" && !basis.MatchString(source) {
			t.Errorf("x-source is %q", source)
		}
	})
}

func TestOperations(t *testing.T) {
	want := map[string][]string{
		"leadassist": {
			"createGreenpin POST /v1/tenants/{tenant}/greenpin", "updateGreenpins PUT /v1/tenants/{tenant}/greenpin",
			"deleteGreenpin DELETE /v1/tenants/{tenant}/greenpin/{id}", "readGreenpin GET /v1/tenants/{tenant}/greenpin/{id}",
			"updateGreenpin PUT /v1/tenants/{tenant}/greenpin/{id}", "createGreenvn POST /v1/tenants/{tenant}/greenvn",
			"deleteGreenvn DELETE /v1/tenants/{tenant}/greenvn/{id}", "readGreenvn GET /v1/tenants/{tenant}/greenvn/{id}",
			"updateGreenvnParties PUT /v1/tenants/{tenant}/greenvn/{id}/call-party",
			"updateGreenvnNumber PUT /v1/tenants/{tenant}/greenvn/{id}/vn",
			"readSettings GET /v1/tenants/{tenant}/settings", "updateSettings PUT /v1/tenants/{tenant}/settings",
		},
		"calls": {
			"readCall GET /v1/Accounts/{account}/Calls/{call}", "readCallJSON GET /v1/Accounts/{account}/Calls/{call}.json",
		},
		"control": {
			"listAllocations GET /__admin/allocations", "listErrors GET /__admin/errors", "clearRequests DELETE /__admin/requests",
			"listRequests GET /__admin/requests", "readRequest GET /__admin/requests/{id}", "reset POST /__admin/reset",
			"listTenants GET /__admin/tenants", "readTenant GET /__admin/tenants/{sid}", "health GET /health", "metrics GET /metrics",
		},
	}
	want["exobridge"] = want["leadassist"][:10]
	for name, operations := range want {
		var got []string
		for _, o := range load(t, name).Operations() {
			got = append(got, o.ID+" "+o.Method+" "+o.Path)
		}
		if name == "control" { // it grows; what is listed must be there
			got = slices.DeleteFunc(got, func(line string) bool { return !slices.Contains(operations, line) })
		}
		if diff := cmp.Diff(operations, got); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", name, diff)
		}
	}
}

func TestEventsHangOnTheOperationsThatMakeAllocations(t *testing.T) {
	for _, c := range []struct {
		document, id string
		want         []string
	}{
		{"leadassist", "createGreenvn", []string{"call", "callWithInsights", "deallocation", "verificationFailure", "verificationSuccess"}},
		{"leadassist", "createGreenpin", []string{"call", "deallocation", "verificationFailure", "verificationSuccess"}},
		{"exobridge", "createGreenvn", []string{"call", "callProgress", "deallocation"}},
		{"exobridge", "createGreenpin", []string{"call", "callProgress", "deallocation", "verificationFailure", "verificationSuccess"}},
		{"leadassist", "readGreenvn", nil},
	} {
		if diff := cmp.Diff(c.want, operation(t, c.document, c.id).Events()); diff != "" {
			t.Errorf("%s %s (- want, + got):\n%s", c.document, c.id, diff)
		}
	}
}

func TestBodies(t *testing.T) {
	for _, c := range []struct {
		document, id  string
		has, required bool
	}{
		{"leadassist", "createGreenvn", true, true},
		{"leadassist", "updateGreenvnNumber", true, false},
		{"exobridge", "updateGreenvnNumber", true, true},
		{"leadassist", "readGreenvn", false, false},
		{"leadassist", "deleteGreenpin", false, false},
		{"control", "reset", true, false},
	} {
		o := operation(t, c.document, c.id)
		if o.HasBody() != c.has || o.BodyRequired() != c.required {
			t.Errorf("%s %s: has a body %t, required %t", c.document, c.id, o.HasBody(), o.BodyRequired())
		}
	}
}

func TestUnknownDocument(t *testing.T) {
	const want = `openapi: no document is called "nothing"`
	if _, err := Load("nothing"); err == nil || err.Error() != want {
		t.Errorf("Load: %v", err)
	}
	if _, err := Source("nothing"); err == nil || err.Error() != want {
		t.Errorf("Source: %v", err)
	}
}

func TestBrokenDocuments(t *testing.T) {
	const frame = `{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"get":%},"/b":{"get":%}}}`
	for name, c := range map[string]struct{ text, want string }{
		"not a document": {`nonsense: [`, "failed to unmarshal"},
		"no id":          {strings.ReplaceAll(frame, "%", `{"responses":{}}`), "has no operationId"},
		"same id twice":  {strings.ReplaceAll(frame, "%", `{"operationId":"x","responses":{}}`), "two operations are called x"},
		"status range":   {strings.ReplaceAll(frame, "%", `{"operationId":"x","responses":{"4XX":{"description":"d"}}}`), `"4XX" is no single HTTP status`},
		"bad pattern": {
			strings.ReplaceAll(frame, "%", `{"operationId":"x","responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"array","items":{"type":"string","pattern":"("}}}}}}}`),
			"missing closing )",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parse("t", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error with %q, got %v", c.want, err)
			}
		})
	}
}

func TestLoadAll(t *testing.T) {
	all, err := LoadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		if diff := cmp.Diff(outline(load(t, name)), outline(all[name])); diff != "" {
			t.Errorf("%s (- alone, + with the others):\n%s", name, diff)
		}
	}
}
