package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// TestExplainedLinesWork runs the curl lines of explanations as they are printed, word by word as a shell reads them.
func TestExplainedLinesWork(t *testing.T) {
	for name, c := range map[string]struct{ method, path, body string }{
		"quotes":      {"POST", "/greenvn", `{"connection_id":"it's $(x) ` + "`y`" + ` \"z\" \\ é","aparty_numbers":["9812345670"],"bparty_numbers":["+919887654321"],"usage":"twoway"}`},
		"exobridge":   {"POST", "/greenvn", `{"caller_id_number":"+910000000000","from":["+919812345678"],"to":["+919887654321"]}`},
		"made first":  {"DELETE", "/greenvn/none", ""},
		"changed":     {"PUT", "/greenpin/none", `{"usage":"both"}`},
		"odd address": {"GET", "/green%20vn/a'b", ""},
		"by PATCH":    {"PATCH", "/settings", `{"timezone":"IST"}`},
	} {
		t.Run(name, func(t *testing.T) {
			f := &serveFlags{clock: "frozen"}
			_, raised, err := f.raise(slog.New(slog.NewTextHandler(io.Discard, nil)))
			if err != nil {
				t.Fatal(err)
			}
			vendor := httptest.NewServer(raised.vendor)
			defer vendor.Close()
			f.vendorURL = vendor.URL
			r := httptest.NewRequest(c.method, "http://sim.test/v1/tenants/demo"+c.path, strings.NewReader(c.body))
			w := httptest.NewRecorder()
			if raised.vendor.ServeHTTP(w, r); w.Code < 400 {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			x := explainedBy(t, raised.control, w.Header().Get("X-Request-Id"))
			for _, way := range x.Ways {
				id := ""
				for _, s := range way.Steps {
					id = runLine(t, s.Curl, id)
				}
			}
			if len(x.Ways) == 0 {
				t.Errorf("%+v", x)
			}
		})
	}
}

func explainedBy(t *testing.T, door http.Handler, id string) (x explained) {
	t.Helper()
	w := httptest.NewRecorder()
	door.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8081/__admin/requests/"+id+"/explain", nil))
	if err := json.Unmarshal(w.Body.Bytes(), &x); err != nil || w.Code != 200 {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return x
}

// runLine runs a line and wants success; of one that takes an id it gives the id.
func runLine(t *testing.T, line, id string) string {
	t.Helper()
	command, taking := strings.CutPrefix(line, "ID=$(")
	key := ""
	if taking {
		command, key, _ = strings.Cut(command, ` | sed -n 's/.*"`)
		key, _, _ = strings.Cut(key, `"`)
	}
	status, told, err := paste(strings.ReplaceAll(command, "$ID", id), "")
	if err != nil || status < 200 || status > 299 {
		t.Errorf("%s\nanswered %d %s %v", line, status, told, err)
	}
	if m := regexp.MustCompile(`"` + key + `":"([^"]+)"`).FindStringSubmatch(told); taking && m != nil {
		return m[1]
	}
	return id
}
