package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestContractFlows plays against an account with several call flows: only with one of them named.
func TestContractFlows(t *testing.T) {
	world := filepath.Join(t.TempDir(), "world.yaml")
	text := "tenants:\n  - sid: acme\n    profile: classic\n    flows: [sales, support]\n    generate: {count: 50}\n"
	if err := os.WriteFile(world, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := raised(t, "--world", world)
	code, _, log := contractTold(t, at(s.vendor, lendMany(t, 2))...)
	if code != exitUsage || !strings.Contains(log, "name one with --flow-id") {
		t.Errorf("%d %s", code, log)
	}
	if code, out, log := contractTold(t, at(s.vendor, lendMany(t, 2), "--flow-id", "sales")...); code != exitFine {
		t.Errorf("%d %s %s", code, out, log)
	}
}

// TestContractOther wants all of another tenant, and that it is another.
func TestContractOther(t *testing.T) {
	for _, c := range [][]string{
		{"go together", "--other-username", "b"},
		{"go together", "--other-tenant", "beta"},
		{"go together", "--other-username", "b", "--other-password", "x"},
		{"is the tenant's own", "--username", "b", "--password", "x", "--other-tenant", "beta", "--other-username", "b", "--other-password", "x"},
		{"is the tenant itself", "--other-tenant", "acme", "--other-username", "b", "--other-password", "x"},
	} {
		if code, _, log := contractTold(t, at("http://127.0.0.1:1", c[1:]...)...); code != exitUsage || !strings.Contains(log, c[0]) {
			t.Errorf("%q: %d %s", c, code, log)
		}
	}
}
