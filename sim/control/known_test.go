package control_test

import (
	"net/http"
	"testing"

	"leadassist-sim/sim/control"
)

// TestMatcherKnowsItsWords: what no request can have is a slip, and not counted as none. What a client sent is none.
func TestMatcherKnowsItsWords(t *testing.T) {
	t.Parallel()
	h := build(t, spec(), control.Options{})
	h.client(http.MethodPost, "/v1/tenants/acme/greenvn", `{"conection_id":"x","preferences":{"regoin":"KA"}}`)
	h.client(http.MethodPut, "/v1/tenants/acme/settings", `{"own_key":"x"}`)
	for matcher, want := range map[string]string{
		`{"operation":"creatGreenvn"}`:                                "did you mean createGreenvn?",
		`{"operation":"listFaults"}`:                                  `\"listFaults\" is no operation`,
		`{"code":999}`:                                                "999 is no code",
		`{"fields":{"conection_idd":"x"}}`:                            "did you mean connection_id?",
		`{"fields":{"preferences.regionn":"x"}}`:                      "did you mean preferences.region?",
		`{"operation":"readSettings","fields":{"connection_id":"x"}}`: "is no field that is read or was sent",
	} {
		body := `{"matcher":` + matcher + `}`
		h.expect(h.ask(http.MethodPost, "/__admin/requests/count", body), 400, want)
		h.expect(h.ask(http.MethodPost, "/__admin/requests/find", body), 400, want)
	}
	for _, matcher := range []string{
		`{"operation":"createGreenvn","code":18,"fields":{"connection_id":"x"}}`, `{"fields":{"id":"x","preferences.region":"KA","from":"x"}}`,
		`{"operation":"updateSettings","fields":{"any":"x","anything.below":"y"}}`, `{"fields":{"conection_id":"z","preferences.regoin":"KA"}}`, `{"code":0}`,
	} {
		h.expect(h.ask(http.MethodPost, "/__admin/requests/count", `{"matcher":`+matcher+`}`), 200, `"count":0`)
	}
	h.expect(h.ask(http.MethodPost, "/__admin/requests/count", `{"matcher":{"fields":{"conection_id":"x"}}}`), 200, `"count":1`)
}
