package rest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"leadassist-sim/sim"
)

// oddities are values put where they do not belong.
func oddities() []any {
	return []any{
		nil, true, false, 0, -1, 1, 1.5, 300, 1e15, 1e308, -1e308, json.Number("9999999999"), "", " ", "x", "0", "007", "-1", "true", "oneway",
		"0d", "1s", "99999999999999999999d", "9999999999", "12345678901", alice, vn0, vn1, "KA", "mobile", "560001", "290001", "UTC", "http://x/",
		"\x00", "é\u2028😀", strings.Repeat("z", 300), strings.Repeat("9", 5000),
		[]any{},
		[]any{nil},
		[]any{""},
		[]any{alice, alice},
		[]any{alice, bob},
		[]any{[]any{}},
		[]any{1, "2", 3.5},
		slices.Repeat([]any{alice}, 1001),
		map[string]any{},
		map[string]any{"": nil},
		map[string]any{"numbers": []any{}, "vns": []any{}},
		map[string]any{"duration": "-1"},
		map[string]any{"region": "", "pin_code": 0},
	}
}

// mutate replaces, removes or adds something somewhere in a decoded body.
func mutate(chance *rand.Rand, value any) any {
	odd := oddities()
	another := odd[chance.IntN(len(odd))]
	switch v := value.(type) {
	case map[string]any:
		keys := []string{}
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if len(keys) == 0 || chance.IntN(8) == 0 {
			return another
		}
		key := keys[chance.IntN(len(keys))]
		if chance.IntN(8) == 0 {
			delete(v, key)
		} else {
			v[key] = mutate(chance, v[key])
		}
		return v
	case []any:
		if len(v) == 0 || chance.IntN(3) == 0 {
			return another
		}
		if i := chance.IntN(len(v)); chance.IntN(4) == 0 {
			return append(v, another)
		} else {
			v[i] = mutate(chance, v[i])
		}
		return v
	}
	return another
}

// TestMutatedRequests spoils good requests at random and sends them one after another to the same tenant. No answer may
// be an internal error or leave its document, and whatever is said to exist must be readable.
func TestMutatedRequests(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	for _, profile := range append(generations(), "auto") {
		template := open(profile, 60)
		template.Exchange.Flows = []string{"sales"}
		s := build(t, sim.Spec{Template: template}).script("acme")
		var good []request
		steps := slices.Concat(classicSuccesses(), exobridgeSuccesses())
		for _, step := range steps {
			if step.ask.body != "" {
				good = append(good, step.ask)
			}
		}
		went := 0
		for i := range 400 {
			r := good[chance.IntN(len(good))]
			r.body = strings.ReplaceAll(r.body, `"order-`, fmt.Sprintf(`"order-%d-`, i))
			var value any
			if err := json.Unmarshal([]byte(s.fill(r.body)), &value); err != nil {
				t.Fatal(err)
			}
			for range chance.IntN(3) {
				value = mutate(chance, value)
			}
			a := s.say("mutated", sending(r.method, r.path, value))
			if a.status >= 500 || a.status < 200 || a.body == "" {
				t.Errorf("%s %s %v: %s", profile, r.path, value, a)
			}
			if a.status >= 300 {
				continue
			}
			went++
			for _, id := range s.ids[max(0, len(s.ids)-3):] {
				if s.ask("GET", "/v1/tenants/acme/greenvn/"+id, "").status+s.ask("GET", "/v1/tenants/acme/greenpin/"+id, "").status != 604 {
					t.Fatalf("%s is neither or both", id)
				}
			}
			s.ask("GET", "/v1/tenants/acme/settings", "")
			s.log.Reset()
			if chance.IntN(4) == 0 && len(s.ids) > 0 {
				id := s.ids[chance.IntN(len(s.ids))]
				s.ask("DELETE", "/v1/tenants/acme/greenvn/"+id, "")
				s.ask("DELETE", "/v1/tenants/acme/greenpin/"+id, "")
			}
		}
		t.Logf("%s: %d of 400 went well", profile, went)
	}
}
