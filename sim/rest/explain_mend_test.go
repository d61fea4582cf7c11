package rest_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// TestNearestValues spoils one thing and wants the nearest value that is good, and that the request then passes.
func TestNearestValues(t *testing.T) {
	t.Parallel()
	vn, bridged := classicGreenvn(), exobridgeGreenvn()
	numbers := func(n ...any) object { return vn.with("aparty_numbers", n) }
	wish := func(key string, v any) object { return vn.with("preferences", object{key: v}) }
	lasting := func(d any) object { return vn.with("deallocation_policy", object{"duration": d}) }
	for name, c := range map[string]struct {
		path string
		body any
		want string // pointer and value
	}{
		"spaces":                     {"/greenvn", numbers("+91 98123-45670"), `/aparty_numbers/0 "+919812345670"`},
		"a leading zero":             {"/greenvn", numbers("09812345670"), `/aparty_numbers/0 "+919812345670"`},
		"no country":                 {"/greenvn", numbers("9812345670"), `/aparty_numbers/0 "+919812345670"`},
		"no plus":                    {"/greenvn", numbers("919812345670"), `/aparty_numbers/0 "+919812345670"`},
		"zeros for plus":             {"/greenvn", numbers("00919812345670"), `/aparty_numbers/0 "+919812345670"`},
		"a country and a zero":       {"/greenvn", numbers("+91(0)9812345670"), `/aparty_numbers/0 "+919812345670"`},
		"a number":                   {"/greenvn", numbers(9812345670), `/aparty_numbers/0 "+919812345670"`},
		"another country":            {"/greenvn", numbers("+1 202 555 0123"), `/aparty_numbers/0 "+12025550123"`},
		"too short to be guessed":    {"/greenvn", numbers("98765"), `/aparty_numbers/0 "+919876543210"`},
		"one number, no list":        {"/greenvn", vn.with("aparty_numbers", "9812345670"), `/aparty_numbers ["+919812345670"]`},
		"several in one text":        {"/greenvn", vn.with("aparty_numbers", "9812345670, 9812345671"), `/aparty_numbers ["+919812345670","+919812345671"]`},
		"a typo in usage":            {"/greenvn", vn.with("usage", "tow-way"), `/usage "twoway"`},
		"usage in capitals":          {"/greenvn", vn.with("usage", "ONEWAY"), `/usage "oneway"`},
		"no usage":                   {"/greenvn", vn.with("usage", nil), `/usage "twoway"`},
		"no connection id":           {"/greenvn", vn.with("connection_id", nil), `/connection_id "order-1042"`},
		"a connection id as number":  {"/greenvn", vn.with("connection_id", 7), `/connection_id "7"`},
		"connection id misspelt":     {"/greenvn", vn.with("connection_id", nil, "conection_id", "x"), `/connection_id "x"`},
		"connection id in camels":    {"/greenvn", vn.with("connection_id", nil, "connectionId", "x"), `/connection_id "x"`},
		"exobridge's words":          {"/greenvn", vn.with("aparty_numbers", nil, "aparty", []string{alice}), `/aparty_numbers ["+919876543210"]`},
		"minutes":                    {"/greenvn", lasting("10 minutes"), `/deallocation_policy/duration "10m"`},
		"a bare number":              {"/greenvn", lasting(600), `/deallocation_policy/duration "10m"`},
		"two units":                  {"/greenvn", lasting("1h30m"), `/deallocation_policy/duration "90m"`},
		"ISO 8601":                   {"/greenvn", lasting("PT2H"), `/deallocation_policy/duration "2h"`},
		"a clock":                    {"/greenvn", lasting("00:10:05"), `/deallocation_policy/duration "605s"`},
		"weeks":                      {"/greenvn", lasting("2 weeks"), `/deallocation_policy/duration "14d"`},
		"nothing at all":             {"/greenvn", lasting("0s"), `/deallocation_policy/duration "1s"`},
		"no duration":                {"/greenvn", lasting("soon"), `/deallocation_policy/duration "600s"`},
		"a policy as a list":         {"/greenvn", vn.with("deallocation_policy", []any{object{"duration": "10m"}}), `/deallocation_policy {"duration":"10m"}`},
		"a policy as a text":         {"/greenvn", vn.with("deallocation_policy", "10m"), `/deallocation_policy {"duration":"10m"}`},
		"a region by name":           {"/greenvn", wish("region", "Karnataka"), `/preferences/region "KA"`},
		"a region in small":          {"/greenvn", wish("region", "ka"), `/preferences/region "KA"`},
		"a type by another name":     {"/greenvn", wish("type", "cell"), `/preferences/type "mobile"`},
		"strictness":                 {"/greenvn", vn.with("strictness", "yes"), `/strictness true`},
		"PINs":                       {"/greenvn", vn.with("aparty_pins", []any{"12-34"}), `/aparty_pins/0 "1234"`},
		"a flow where there is none": {"/greenvn", vn.with("flow_id", "1"), `/flow_id `},
		"exobridge: hours":           {"/greenvn", bridged.with("duration", "2h"), `/duration 7200`},
		"exobridge: a fraction":      {"/greenvn", bridged.with("duration", 1.5), `/duration 2`},
		"exobridge: too long":        {"/greenvn", bridged.with("duration", 1e9), `/duration 14688000`},
		"exobridge: a flag":          {"/greenvn", bridged.with("record", "yes"), `/record true`},
		"exobridge: a long note":     {"/greenvn", bridged.with("custom_field", strings.Repeat("é", 300)), `/custom_field "` + strings.Repeat("é", 256) + `"`},
		"exobridge: a typo":          {"/greenvn", bridged.with("caller_id_number", "+918000000003"), `/caller_id_number "+918000000000"`},
		"a zone":                     {"/settings", object{"timezone": "Asia/Kolkata"}, `/timezone "IST"`},
		"for ever":                   {"/settings", object{"max_deallocation_time": "forever"}, `/max_deallocation_time "-1"`},
		"an endpoint":                {"/settings", object{"deallocation_callback_event_endpoint": "ftp://127.0.0.1/x"}, `/deallocation_callback_event_endpoint "http://127.0.0.1/x"`},
		"a rest too long":            {"/settings", object{"deletion_time": 90000}, `/deletion_time 86400`},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t, sim.Spec{Template: open(string(dialect.Auto), 22)})
			s := h.script("acme")
			method := post
			if c.path == "/settings" {
				method = put
			}
			if a := s.say(name, method(c.path, c.body)); a.status < 400 {
				t.Fatalf("%s", a)
			}
			x := s.why(h.newest())
			if len(x.Changes) != 1 {
				t.Fatalf("%s", laid(x))
			}
			if got := x.Changes[0].Pointer + " " + x.Changes[0].To; got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			s.passes(t, x, 0)
		})
	}
}

// TestTruncatedBodyIsExplained: what the journal does not have cannot be shown.
func TestTruncatedBodyIsExplained(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
	h.ask("POST", "/v1/tenants/acme/greenvn", `{"usage":"both","note":"`+strings.Repeat("x", 5000)+`"}`)
	x := h.why(h.newest())
	if !strings.Contains(x.Impossible, "keeps 4096 bytes") {
		t.Errorf("%s", laid(x))
	}
	h.passes(t, x, 0)
}

// TestExplanationsKeepSecrets sends secrets in every place a request has, and looks for them in the explanation.
func TestExplanationsKeepSecrets(t *testing.T) {
	t.Parallel()
	h := strict(t, dialect.Classic, nil)
	for _, headers := range [][]string{{basic("stranger", "hunter2")}, {basic("other-key", "other-token")}, {"Authorization: Bearer hunter2"}, {asAcme()}} {
		h.ask("POST", "/v1/tenants/acme/greenvn?token=hunter2", `{"usage":7,"password":"hunter2","x":"http://u:hunter2@h/"}`, append(headers, "X-Api-Key: hunter2")...)
		text := laid(h.why(h.newest()))
		for _, secret := range []string{"hunter2", "other-token", "other-key", "acme-token", "stranger", strings.TrimPrefix(headers[0], "Authorization: Basic ")} {
			if strings.Contains(text, secret) {
				t.Errorf("%q: %s", secret, text)
			}
		}
	}
}

// TestExplainingChangesNothing asks for an explanation of every kind of entry and compares the world before and after.
func TestExplainingChangesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range classicCauses() {
		template := open(dialect.Classic, 22)
		if c.in != nil {
			c.in(&template)
		}
		h, e := c.raise(t, func() house { return build(t, sim.Spec{Template: template}) })
		w, _ := h.sim.Lookup("acme")
		before, view := w.Allocations(), w.View()
		text := laid(h.why(e))
		if again := laid(h.why(e)); again != text {
			t.Errorf("%s: asked twice, told two things:\n%s", c.name, cmp.Diff(text, again))
		}
		if diff := cmp.Diff(before, w.Allocations()) + cmp.Diff(view, w.View()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestCallLookUpsAreExplained asks for calls that are not there.
func TestCallLookUpsAreExplained(t *testing.T) {
	t.Parallel()
	h := build(t, sim.Spec{Template: open(dialect.Classic, 22)})
	h.ask("GET", "/v1/Accounts/acme/Calls/none", "")
	if x := h.why(h.newest()); len(x.Ways) > 0 || !strings.Contains(x.Impossible, "leadassist-sim call --tenant acme") {
		t.Errorf("%s", laid(x))
	}
	made := h.ask("POST", "/v1/tenants/acme/greenvn", post("", classicGreenvn()).body)
	w, _ := h.sim.Lookup("acme")
	called(t, w, w.Allocations()[0].Number)
	for _, path := range []string{"/v1/Accounts/acme/Calls/none", "/v1/Accounts/acme/Calls/none.json", "/v1/accounts/acme/calls/none.json"} {
		h.ask("GET", path, "")
		x := h.why(h.newest())
		h.passes(t, x, 0)
		if strings.HasSuffix(path, ".json") != strings.HasSuffix(x.Ways[0].Steps[0].Path, ".json") {
			t.Errorf("%s became %s\n%s", path, x.Ways[0].Steps[0].Path, made)
		}
	}
}

// FuzzExplain sends any body to any operation. Whatever becomes of it can be explained, and what is offered instead
// passes.
func FuzzExplain(f *testing.F) {
	for i, seed := range []string{
		`{`, `{"connection_id": }`, `{'a':1,}`, `[[[[`, `"x`, `{"aparty_numbers":[1,"2",{}],"usage":{"a":"oneway"}}`, `null`, `[{"greenpin_id":1}]`,
		`{"from":["1","1"],"to":[],"caller_id_number":9,"duration":"P"}`, `{"a":{"numbers":["x"],"vns":[""],"pin":-1},"b":[]}`, `{"connection_id":"sim-code-18"}`,
		`{"timezone":null,"deletion_time":-1,"max_deallocation_time":{"x":"1w"}}`, "\xff\xfe", `{"connection_id":"{id}' $(x) \u0000"}`, `{"greenpins":{"greenpin_id":"x"}}`,
	} {
		f.Add(seed, uint8(i))
	}
	paths := []string{"POST /greenvn", "POST /greenpin", "PUT /greenpin", "PUT /settings", "PUT /greenvn/none/vn", "PUT /greenvn/none/call-party", "PUT /greenpin/none", "PATCH /greenvn/x"}
	f.Fuzz(func(t *testing.T, body string, which uint8) {
		profile := append(generations(), string(dialect.Auto))[which/8%4]
		h := build(t, sim.Spec{Template: open(profile, 6)})
		method, path, _ := strings.Cut(paths[which%8], " ")
		a, broken := h.quick(httptest.NewRequest(method, "http://sim.test/v1/tenants/acme"+path, strings.NewReader(body)))
		if broken || a.status < 400 {
			return
		}
		began := time.Now()
		x := h.why(h.newest())
		if spent := time.Since(began); spent > 20*time.Second {
			t.Errorf("it took %s", spent)
		}
		for _, w := range x.Ways {
			for _, s := range w.Steps {
				if s.Body != "" && !json.Valid([]byte(s.Body)) {
					t.Errorf("%q became %q", body, s.Body)
				}
			}
		}
		if len(x.Ways) == 0 {
			t.Fatalf("no way: %s", laid(x))
		}
		h.passes(t, x, 0)
	})
}
