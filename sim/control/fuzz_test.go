package control

import (
	"encoding/json"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzSpan reads whatever is given out as a span: it is refused, or not negative.
func FuzzSpan(f *testing.F) {
	for _, seed := range []string{"10m", "1h30m", "2d", "250ms", "", "m", "-1s", "1.5h", "99999999999999999999d", "1d1d1d", "1 s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if d, err := span("by", said); err == nil && d < 0 {
			t.Errorf("%q is %v", said, d)
		}
	})
}

// FuzzPatch overrides and removes at any path of any object: what comes out is refused, or still JSON.
func FuzzPatch(f *testing.F) {
	f.Add(`{"a":{"b":[1,2]}}`, `{"a.b.0":7}`, "a.b.1")
	f.Add(`{"call_sid":"x"}`, `{"insights.Status":"busy"}`, "call_sid")
	f.Add(`[]`, `{"0":null}`, "..")
	f.Add(`{"a":1}`, `{"a.b":1}`, "a.9223372036854775808")
	f.Fuzz(func(t *testing.T, body, set, unset string) {
		if !json.Valid([]byte(body)) || !jsontext.Value(set).IsValid() || jsontext.Value(set).Kind() != '{' || !jsontext.Value(body).IsValid() {
			return
		}
		if out, err := patch([]byte(body), jsontext.Value(set), []string{unset}); err == nil && !json.Valid(out) {
			t.Errorf("%s with %s without %s is %s", body, set, unset, out)
		}
	})
}

// FuzzMatcher reads whatever is given out as a path, a status and a field: it is refused, or can be matched with.
func FuzzMatcher(f *testing.F) {
	f.Add(`"/v1/*/**"`, `"4xx"`, `{"regex":"^a"}`)
	f.Add(`{"regex":"["}`, `["400-499",503]`, `null`)
	f.Add(`7`, `true`, `[1]`)
	f.Add(`"[a-"`, `"1-2-3"`, `1e400`)
	f.Fuzz(func(t *testing.T, path, status, field string) {
		raw := []byte(`{"matcher":{"path":` + path + `,"status":` + status + `,"fields":{"a.b":` + field + `}}}`)
		a := ask{raw: raw}
		if json.Unmarshal(raw, &a.body) != nil || !jsontext.Value(raw).IsValid() {
			return
		}
		m, err := a.matcher()
		if err != nil {
			return
		}
		for _, r := range m.Status {
			if r.From < 100 || r.To > 599 || r.From > r.To {
				t.Errorf("%s is %v", status, r)
			}
		}
		if m.Path != nil {
			m.Path.MatchString("/v1/tenants/acme")
		}
		m.Fields["a.b"].Fits([]string{"", "a"})
	})
}
