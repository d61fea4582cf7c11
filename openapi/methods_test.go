package openapi_test

import (
	"strings"
	"testing"

	"leadassist-sim/openapi"
)

func TestMethods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ document, path, want string }{
		{"leadassist", "/v1/tenants/acme/greenvn", "POST"},
		{"leadassist", "/v1/tenants/acme/greenvn/x", "DELETE GET HEAD"},
		{"leadassist", "/v1/tenants/acme/greenpin", "POST PUT"},
		{"leadassist", "/v1/tenants//greenpin", ""},
		{"leadassist", "/v1/tenants/acme/greenpin/", ""},
		{"calls", "/v1/Accounts/acme/Calls/x.json", "GET HEAD"},
		{"calls", "/v1/Accounts/acme/Calls/x", "GET HEAD"},
		{"control", "/__admin/faults", "DELETE GET HEAD POST"},
		{"control", "/__admin/nothing", ""},
	} {
		d, err := openapi.Load(c.document)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(openapi.Methods(d.Operations(), c.path), " "); got != c.want {
			t.Errorf("%s takes %q, want %q", c.path, got, c.want)
		}
	}
}
