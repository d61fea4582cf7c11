package openapi

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func annotated(t *testing.T, document, id string) *Operation {
	t.Helper()
	d, err := Annotated(document)
	if err != nil {
		t.Fatal(err)
	}
	o, ok := d.Operation(id)
	if !ok {
		t.Fatalf("%s has no %s", document, id)
	}
	return o
}

// Every sample is a body the operation takes, and has the shape its form tells.
func TestSamplesFit(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"leadassist", "exobridge"} {
		d, err := Annotated(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range d.Operations() {
			if o.Source() == "" {
				t.Errorf("%s %s says no source", name, o.ID)
			}
			if !o.HasBody() {
				continue
			}
			if v := o.CheckBody(o.Sample()); v != nil || o.Sample() == nil {
				t.Errorf("%s %s: the sample %v is refused: %v", name, o.ID, o.Sample(), v)
			}
		}
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	o := annotated(t, "leadassist", "createGreenvn")
	usage, _ := o.Form("/usage")
	if diff := cmp.Diff(Form{Kinds: []string{"string"}, Enum: []string{"oneway", "twoway"}, Source: `docs 000, "Create an Allocation"`, Example: "twoway"}, usage); diff != "" {
		t.Error(diff)
	}
	strict, _ := o.Form("/strictness")
	if diff := cmp.Diff([]string{"boolean", "string"}, strict.Kinds); diff != "" {
		t.Error(diff)
	}
	number, ok := o.Form("/aparty_numbers/7")
	if !ok || number.Example != "+919876543210" {
		t.Errorf("%+v %v", number, ok)
	}
	if _, ok := o.Form("/colour"); ok {
		t.Error("colour is described")
	}
	parties, _ := annotated(t, "leadassist", "updateGreenvnParties").Form("")
	if diff := cmp.Diff([]string{"aparty_numbers", "bparty_numbers"}, parties.OneOf); diff != "" {
		t.Error(diff)
	}
	item, ok := annotated(t, "exobridge", "updateGreenpins").Form("/3/duration")
	if !ok || *item.Least != 300 || *item.Most != 14688000 {
		t.Errorf("%+v %v", item, ok)
	}
}
