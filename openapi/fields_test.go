package openapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFields(t *testing.T) {
	for name, c := range map[string]struct {
		document, operation string
		want                []string
	}{
		"nested":    {"leadassist", "createGreenvn", []string{"connection_id", "deallocation_policy.duration", "preferences.region", "usage"}},
		"a side":    {"leadassist", "createGreenpin", []string{"a", "a.numbers", "transaction_id"}},
		"exobridge": {"exobridge", "createGreenvn", []string{"caller_id_number", "custom_field", "from"}},
		"any key":   {"leadassist", "updateSettings", []string{"*", "default_flow_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := operation(t, c.document, c.operation).Fields()
			for _, field := range c.want {
				if !slices.Contains(got, field) {
					t.Errorf("no %s in %s", field, strings.Join(got, " "))
				}
			}
		})
	}
	if got := operation(t, "leadassist", "readGreenvn").Fields(); len(got) > 0 {
		t.Errorf("a request without a body has %v", got)
	}
}

// TestFieldsOfItems shows that the items of a list share its path, and that a schema that holds itself ends.
func TestFieldsOfItems(t *testing.T) {
	d, err := parse("made", []byte(`
openapi: 3.0.3
info: {title: made, version: "1"}
paths:
  /things:
    post:
      operationId: makeThings
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
      responses: {"200": {description: made}}
components:
  schemas:
    Thing:
      type: object
      properties:
        tags: {type: array, items: {type: object, properties: {word: {type: string}}}}
        part: {allOf: [{type: object, additionalProperties: true}]}
        next: {$ref: "#/components/schemas/Thing"}
`))
	if err != nil {
		t.Fatal(err)
	}
	o, _ := d.Operation("makeThings")
	got := o.Fields()
	want := []string{"next", "next.next", "next.part", "next.part.*", "next.tags", "next.tags.word", "part", "part.*", "tags", "tags.word"}
	short := slices.DeleteFunc(slices.Clone(got), func(f string) bool { return strings.HasPrefix(f, "next.next.") })
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got) > 100 {
		t.Errorf("%d fields of a schema that holds itself", len(got))
	}
}

func TestEventFields(t *testing.T) {
	o := operation(t, "leadassist", "createGreenvn")
	if got := o.EventFields("call"); !slices.Contains(got, "dial_call_status") {
		t.Errorf("a call tells %v", got)
	}
	if got := o.EventFields("nothing"); len(got) > 0 {
		t.Errorf("an event that is not declared tells %v", got)
	}
}
