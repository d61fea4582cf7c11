package rest_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/rest"
)

// FuzzDoor sends anything to a tenant of each profile. Whatever comes, the door answers JSON or XML with a status of the
// documents, and its answer does not leave its document; a panic would show there too.
func FuzzDoor(f *testing.F) {
	for _, profile := range generations() {
		for _, r := range everything(profile) {
			f.Add(r.method, "/v1/tenants/acme"+r.path, "application/json", []byte(r.body))
		}
	}
	f.Add("GET", "/v1/Accounts/a/Calls/.json", "", []byte{})
	f.Add("GET", "/v1/Accounts//Calls/\x00", "", []byte{})
	f.Add("PUT", "/v1/tenants/%2e%2e/greenpin/gp_1", "text/plain; charset=", []byte("\xff\xfe{\x00"))
	f.Add("POST", "/v1/tenants/acme/greenvn", "application/json", []byte(`{"caller_id_number":1e308,"from":[null,{}],"to":{"a":[]}}`))
	f.Add("PUT", "/v1/tenants/acme/greenpin", "application/json", []byte(`[null,1,"",[],{"greenpin_id":[]},{"greenpin_id":"x","duration":-1e9}]`))
	f.Add("PUT", "/v1/tenants/acme/settings", "application/json", []byte(`{"tags":{"a":[1e308]},"max_deallocation_time":"00d","deletion_time":""}`))
	f.Fuzz(func(t *testing.T, method, path, media string, body []byte) {
		for _, profile := range append(generations(), string(dialect.Auto)) {
			sample(t, build(t, sim.Spec{Template: open(profile, 2), MaxTenants: 4}), method, path, media, body)
		}
	})
}

// sample asks twice, since the second request meets what the first left behind.
func sample(t *testing.T, h house, method, path, media string, body []byte) {
	if len(body) > rest.MaxBody {
		return
	}
	for range 2 {
		r := httptest.NewRequest("GET", "http://sim.test/", strings.NewReader(string(body)))
		r.Method, r.URL = method, &url.URL{Path: path}
		r.Header.Set("Content-Type", media)
		w := httptest.NewRecorder()
		h.door.ServeHTTP(w, r)
		if http.StatusText(w.Code) == "" && w.Code != 452 {
			t.Errorf("status %d", w.Code)
		}
		if w.Code >= 500 {
			t.Errorf("%s %q: %d %s", method, path, w.Code, w.Body)
		}
		var value any
		switch w.Header().Get("Content-Type") {
		case "application/json":
			if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
				t.Errorf("%v: %s", err, w.Body)
			}
		case "application/xml":
			if err := xml.Unmarshal(w.Body.Bytes(), new(struct{ XMLName xml.Name })); err != nil {
				t.Errorf("%v: %s", err, w.Body)
			}
		default:
			t.Errorf("Content-Type %q", w.Header().Get("Content-Type"))
		}
	}
}
