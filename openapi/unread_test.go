package openapi_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/openapi"
)

func TestUnread(t *testing.T) {
	t.Parallel()
	stray := func(field, near string) openapi.Stray { return openapi.Stray{Field: field, Near: near} }
	kept := func(field, near string) openapi.Stray { return openapi.Stray{Field: field, Near: near, Kept: true} }
	for name, c := range map[string]struct {
		document, operation, body string
		want                      []openapi.Stray
	}{
		"all known":          {"leadassist", "createGreenvn", `{"connection_id":"1","preferences":{"region":"KA"},"deallocation_policy":{"duration":"1d"}}`, nil},
		"a slip":             {"leadassist", "createGreenvn", `{"conection_id":"1"}`, []openapi.Stray{stray("conection_id", "connection_id")}},
		"another case":       {"leadassist", "createGreenvn", `{"connectionId":"1"}`, []openapi.Stray{stray("connectionId", "connection_id")}},
		"two swapped":        {"leadassist", "createGreenvn", `{"usgae":"1"}`, []openapi.Stray{stray("usgae", "usage")}},
		"at the wrong place": {"leadassist", "createGreenvn", `{"pinCode":"1"}`, []openapi.Stray{stray("pinCode", "preferences.pin_code")}},
		"nothing like it":    {"leadassist", "createGreenvn", `{"colour":{"deep":1}}`, []openapi.Stray{stray("colour", "")}},
		"in an object":       {"leadassist", "createGreenvn", `{"preferences":{"regions":"KA"}}`, []openapi.Stray{stray("preferences.regions", "preferences.region")}},
		"in a list, once":    {"leadassist", "updateGreenpins", `{"greenpins":[{"a":{"pins":1}},{"a":{"pins":2}}]}`, []openapi.Stray{stray("greenpins.a.pins", "greenpins.a.pin")}},
		"in a bare list":     {"exobridge", "updateGreenpins", `[{"form":["+911"]},7]`, []openapi.Stray{stray("form", "from")}},
		"several, sorted":    {"leadassist", "createGreenvn", `{"z":1,"a":1}`, []openapi.Stray{stray("a", ""), stray("z", "")}},
		"settings keep":      {"leadassist", "updateSettings", `{"timezne":"UTC","sms":{"on":true}}`, []openapi.Stray{kept("sms", ""), kept("timezne", "timezone")}},
		"of another type":    {"leadassist", "createGreenvn", `{"usage":{"deep":1},"aparty_numbers":{"0":1}}`, nil},
		"no object":          {"leadassist", "createGreenvn", `"text"`, nil},
		"no body wanted":     {"leadassist", "readGreenvn", `{"a":1}`, nil},
		"a key of nothing":   {"leadassist", "createGreenvn", `{"":1}`, []openapi.Stray{stray("", "")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body any
			if err := json.Unmarshal([]byte(c.body), &body); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, operation(t, c.document, c.operation).Unread(body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFieldsAreUnreadByNobody makes a body of every field an operation knows: none of them may be unread.
func TestFieldsAreUnreadByNobody(t *testing.T) {
	t.Parallel()
	got := operation(t, "leadassist", "updateGreenpins").BodyFields()
	for _, field := range []string{"greenpins", "greenpins.a", "greenpins.a.pin", "greenpins.greenpin_id"} {
		if !slices.Contains(got, field) {
			t.Errorf("%s is not among %s", field, got)
		}
	}
	for _, name := range []string{"createGreenvn", "createGreenpin", "updateSettings"} {
		o := operation(t, "leadassist", name)
		for _, field := range o.BodyFields() {
			var body any = "a value"
			for _, key := range slices.Backward(strings.Split(field, ".")) {
				body = map[string]any{key: body}
			}
			if strays := o.Unread(body); len(strays) > 0 {
				t.Errorf("%s: %v", name, strays)
			}
		}
	}
}

// loaded are the documents, read once for the tests of this file.
var loaded = sync.OnceValues(openapi.LoadAll)

func operation(t *testing.T, document, id string) *openapi.Operation {
	t.Helper()
	all, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	o, ok := all[document].Operation(id)
	if !ok {
		t.Fatalf("%s has no %s", document, id)
	}
	return o
}
