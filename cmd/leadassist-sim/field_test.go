package main

import (
	"slices"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

func TestFields(t *testing.T) {
	look := fields([]byte(`{"sid":"c1","n":7.50,"on":true,"none":null,"in":{"a":{"b":"x"}},"list":["p",2,null,["q"]],"legs":[{"to":"1"},{"to":"2"},{}],"":"nameless"}`))
	for path, want := range map[string][]string{
		"sid": {"c1"}, "n": {"7.50"}, "on": {"true"}, "none": nil, "missing": nil, "in": nil, "in.a": nil, "in.a.b": {"x"},
		"in.a.b.c": nil, "sid.x": nil, "list": {"p", "2", "q"}, "legs.to": {"1", "2"}, "legs": nil, "": nil, ".": nil,
	} {
		if got := look(path); !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", path, got, want)
		}
	}
	for _, body := range []string{"", "{", "7", "[]"} {
		if got := fields([]byte(body))("sid"); got != nil {
			t.Errorf("%q gives %q", body, got)
		}
	}
}

func FuzzFields(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,"x",{"c":false}]}}`), "a.b.c")
	f.Add([]byte(`[[[]]]`), "..")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		look := fields(body)
		if one, two := look(path), look(path); !slices.Equal(one, two) {
			t.Errorf("%q and then %q", one, two)
		}
	})
}

// TestEventsOfferTheirFields renders an event as the worlds do.
func TestEventsOfferTheirFields(t *testing.T) {
	e := exchange.Event{
		Kind: exchange.Deallocation, Product: exchange.GreenVN,
		Allocation: exchange.Allocation{ID: "a1", Reference: "order-1", A: exchange.Party{Numbers: []string{"+911", "+912"}}},
	}
	n, err := render("", sim.Tenant{SID: "acme", Profile: "classic"}, "IST", e)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{"connection_id": {"order-1"}, "aparty_numbers": {"+911", "+912"}, "aparty_pins": nil} {
		if got := n.Field(path); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", path, got, want)
		}
	}
}
