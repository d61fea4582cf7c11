package main

import (
	"slices"
	"testing"

	"leadassist-sim/openapi"
	"leadassist-sim/sim/exchange"
)

func TestVocabulary(t *testing.T) {
	documents, err := openapi.LoadAll()
	if err != nil {
		t.Fatal(err)
	}
	v := vocabulary(documents)
	for operation, fields := range map[string][]string{
		"createGreenvn": {"connection_id", "custom_field", "preferences.region"}, // of two generations
		"deleteGreenvn": {"id"},
		"readCallJSON":  {"id"},
		"readSettings":  {},
	} {
		got, ok := v.Operations[operation]
		if !ok {
			t.Errorf("no operation %s", operation)
		}
		for _, field := range fields {
			if !slices.Contains(got, field) {
				t.Errorf("%s has no %s, but %v", operation, field, got)
			}
		}
	}
	if slices.Contains(v.Operations["createGreenvn"], "id") {
		t.Error("createGreenvn names no allocation")
	}
	if _, ok := v.Operations["setClock"]; ok {
		t.Error("the tester's door is no vendor's operation")
	}
	kinds := exchange.EventKinds()
	for _, k := range kinds {
		if len(v.Events[string(k)]) == 0 {
			t.Errorf("event %s has no fields", k)
		}
	}
	if len(v.Events) != len(kinds) {
		t.Errorf("events %v", v.Events)
	}
	if !slices.Contains(v.Codes, 18) || slices.Contains(v.Codes, 999) {
		t.Errorf("codes %v", v.Codes)
	}
}
