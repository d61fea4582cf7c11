package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestBuiltBinary exercises a binary over TCP from start to end: the one that LEADASSIST_SIM_BINARY names, seen from the
// top of the repository, else this test's own.
func TestBuiltBinary(t *testing.T) {
	binary := "leadassist-sim"
	if named := os.Getenv("LEADASSIST_SIM_BINARY"); named != "" {
		binary = named
		if !filepath.IsAbs(named) {
			binary = filepath.Join(repository, named)
		}
	}
	s, err := ignite(exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.command.Process.Kill() }()
	for generation, body := range map[string]string{
		"classic":   `{"connection_id":"ci-1","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway"}`,
		"exobridge": `{"caller_id_number":"` + freeNumber(t, s) + `","from":["+919812345678"],"to":["+919887654321"]}`,
	} {
		t.Run(generation, func(t *testing.T) { lifetime(t, s.vendor, body) })
	}
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	s, err = ignite(exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0", "--profile", "current"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.command.Process.Kill() }()
	t.Run("current", func(t *testing.T) {
		lifetime(t, s.vendor, `{"connection_id":"ci-1","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"oneway"}`)
	})
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}

// freeNumber asks the tester's door for a number of the tenant, which its first request makes.
func freeNumber(t *testing.T, s *simulator) string {
	t.Helper()
	call(t, http.MethodGet, s.vendor+"/v1/tenants/ci/settings", "", http.StatusOK)
	var told struct{ Numbers []struct{ Number string } }
	if err := json.Unmarshal(call(t, http.MethodGet, s.tester+"/__admin/tenants/ci", "", http.StatusOK), &told); err != nil || len(told.Numbers) == 0 {
		t.Fatalf("no numbers: %v", err)
	}
	return told.Numbers[len(told.Numbers)-1].Number
}

// lifetime creates, reads and deletes an allocation in one generation, and finds it gone the second time.
func lifetime(t *testing.T, vendor, body string) {
	t.Helper()
	type allocation struct {
		ID string `json:"greenvn_id"`
	}
	var made struct{ Data, Response allocation }
	create, first, second := http.StatusOK, http.StatusOK, http.StatusGone
	if strings.Contains(body, "caller_id_number") {
		create, second = http.StatusCreated, http.StatusConflict
	}
	address := vendor + "/v1/tenants/ci/greenvn"
	if err := json.Unmarshal(call(t, http.MethodPost, address, body, create), &made); err != nil {
		t.Fatal(err)
	}
	address += "/" + cmp.Or(made.Data.ID, made.Response.ID)
	call(t, http.MethodGet, address, "", first)
	call(t, http.MethodDelete, address, "", first)
	call(t, http.MethodDelete, address, "", second)
}

// call wants a status and gives the body.
func call(t *testing.T, method, url, body string, want int) []byte {
	t.Helper()
	header := http.Header{}
	if body != "" {
		header.Set("Content-Type", "application/json")
	}
	status, told, err := curlLine{method: method, url: url, body: body, header: header}.send("")
	if err != nil || status != want {
		t.Fatalf("%s %s: %d %s %v", method, url, status, told, err)
	}
	return []byte(told)
}
