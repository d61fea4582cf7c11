package features

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestHalt breaks off when the vendor's door falls silent or shows a page of somebody else's. What a control door answers
// meanwhile does not count.
func TestHalt(t *testing.T) {
	control := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	defer control.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer page.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	for vendor, want := range map[string]string{page.URL: "HTTP 502 with a page of HTML", gone.URL: "got no answer"} {
		c := newClient(Target{VendorURL: vendor, AdminURL: control.URL}, "test", time.Minute)
		var told error
		c.halt.stop = func(err error) { told = err }
		for range enough {
			if told != nil {
				t.Fatalf("too early: %v", told)
			}
			for _, url := range []string{vendor + "/v1/tenants/a/settings", control.URL + "/__admin/clock"} {
				if _, err := c.send(t.Context(), message{method: http.MethodGet, url: url}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if told == nil || !strings.Contains(told.Error(), want) {
			t.Errorf("%s: %v", want, told)
		}
	}
}

// TestSenselessOptions are refused before anything is played.
func TestSenselessOptions(t *testing.T) {
	for _, tags := range []string{"@a || @b", "@a or @b", "not @a"} {
		if _, err := (Options{Paths: []string{"."}, Tags: tags}).settled(); err == nil || !strings.Contains(err.Error(), "a comma means or") {
			t.Errorf("%s: %v", tags, err)
		}
	}
	same := Target{VendorURL: "http://127.0.0.1:1", Tenant: "acme"}
	if _, _, err := (Options{Against: same}).compare(same); err == nil || !strings.Contains(err.Error(), "is the same") {
		t.Errorf("compared with itself: %v", err)
	}
}
