package callback_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"leadassist-sim/sim/callback"
)

func guard(t *testing.T, lists ...string) callback.Guard {
	t.Helper()
	g, err := callback.NewGuard(lists...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGuardByAddress(t *testing.T) {
	const allowed = "203.0.113.0/24, 2001:db8::/32,198.51.100.7,[2a00::7],Hooks.Example.com.,::ffff:192.0.2.0/120"
	for _, c := range []struct {
		host, addr string
		closed     bool // without an allow list
		open       bool // with one
	}{
		{"localhost", "127.0.0.1", true, true},
		{"localhost", "127.8.9.10", true, true},
		{"localhost", "::1", true, true},
		{"mapped", "::ffff:127.0.0.1", true, true},
		{"private", "10.1.2.3", true, true},
		{"private", "172.16.0.1", true, true},
		{"private", "192.168.65.2", true, true},
		{"private", "::ffff:192.168.1.1", true, true},
		{"private", "fd12:3456::1", true, true},
		{"not private", "172.32.0.1", false, false},
		{"carrier", "100.64.0.1", false, false},
		{"public", "8.8.8.8", false, false},
		{"public", "2606:4700::1111", false, false},
		{"public", "::ffff:8.8.8.8", false, false},
		{"in a network", "203.0.113.9", false, true},
		{"in a network", "::ffff:203.0.113.9", false, true},
		{"in a network", "192.0.2.200", false, true},
		{"in a network", "2001:db8:1::1", false, true},
		{"through NAT64", "64:ff9b::203.0.113.9", false, true},
		{"an address", "198.51.100.7", false, true},
		{"an address", "2a00::7", false, true},
		{"its neighbour", "198.51.100.8", false, false},
		{"hooks.example.com", "8.8.8.8", false, true},
		{"HOOKS.example.COM.", "2606:4700::1111", false, true},
		{"evil.hooks.example.com", "8.8.8.8", false, false},
		{"hooks.example.com.evil.test", "8.8.8.8", false, false},
	} {
		addr := netip.MustParseAddr(c.addr)
		if err := (callback.Guard{}).Check(c.host, addr); (err == nil) != c.closed {
			t.Errorf("%s at %s without a list: %v", c.host, c.addr, err)
		}
		if err := guard(t, allowed).Check(c.host, addr); (err == nil) != c.open {
			t.Errorf("%s at %s with a list: %v", c.host, c.addr, err)
		}
	}
}

func TestNeverAllowed(t *testing.T) {
	g := guard(t, "0.0.0.0/0,::/0", "metadata.test")
	if err := g.Check("anything", netip.MustParseAddr("8.8.8.8")); err != nil {
		t.Fatalf("the whole internet is allowed, yet: %v", err)
	}
	for addr, kind := range map[string]string{
		"169.254.169.254":        "link-local and metadata addresses",
		"169.254.0.1":            "link-local and metadata addresses",
		"::ffff:169.254.169.254": "link-local and metadata addresses",
		"64:ff9b::a9fe:a9fe":     "link-local and metadata addresses",
		"fe80::1":                "link-local and metadata addresses",
		"febf::1":                "link-local and metadata addresses",
		"fe80::1%eth0":           "link-local and metadata addresses",
		"100.100.100.200":        "metadata addresses",
		"168.63.129.16":          "metadata addresses",
		"192.0.0.192":            "metadata addresses",
		"fd00:ec2::254":          "metadata addresses",
		"fd00:ec2::254%eth0":     "metadata addresses",
		"fd20:ce::254":           "metadata addresses",
		"0.0.0.0":                "unspecified addresses",
		"0.1.2.3":                "unspecified addresses",
		"::":                     "unspecified addresses",
		"::ffff:0.0.0.0":         "unspecified addresses",
		"224.0.0.1":              "multicast and broadcast addresses",
		"239.255.255.250":        "multicast and broadcast addresses",
		"ff02::1":                "multicast and broadcast addresses",
		"255.255.255.255":        "multicast and broadcast addresses",
	} {
		err := g.Check("metadata.test", netip.MustParseAddr(addr))
		if err == nil || !strings.HasSuffix(err.Error(), "refused: "+kind+" are never called") {
			t.Errorf("%s: %v, want %s", addr, err, kind)
		}
		if !strings.Contains(addr, "::ffff:") && !strings.Contains(addr, "64:") {
			if _, err := callback.NewGuard(addr); err == nil || !strings.HasSuffix(err.Error(), kind+" are never called") {
				t.Errorf("allowing %s gives %v", addr, err)
			}
		}
	}
	if err := g.Check("nowhere", netip.Addr{}); err == nil {
		t.Error("no address at all is let through")
	}
}

func TestARefusalNamesTheFlag(t *testing.T) {
	err := callback.Guard{}.Check("hooks.example.com", netip.MustParseAddr("93.184.216.34"))
	want := `callback to "hooks.example.com" at 93.184.216.34 refused: neither loopback nor a private network, ` +
		`nor named in the world file; start with --callback-allow hooks.example.com to allow it`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	refusal, ok := errors.AsType[*callback.Refusal](err)
	if !ok || refusal.Host != "hooks.example.com" || refusal.Addr.String() != "93.184.216.34" {
		t.Errorf("refusal is %+v", refusal)
	}
	err = callback.Guard{}.Check("8.8.8.8", netip.MustParseAddr("8.8.8.8"))
	if !strings.HasPrefix(err.Error(), `callback to "8.8.8.8" refused: `) {
		t.Errorf("an address is told twice: %v", err)
	}
}

func TestAllowListErrors(t *testing.T) {
	for _, list := range []string{
		"http://example.com", "example.com:443", "example.com/path", "*.example.com", "exa mple.com", "-example.com",
		"example-.com", "a..b", ".", "10.0.0.0/33", "bücher.example", "user@example.com", "good.test,bad/",
		strings.Repeat("a", 64) + ".test", strings.Repeat("a.", 127) + "test",
	} {
		if _, err := callback.NewGuard(list); err == nil || !strings.HasPrefix(err.Error(), "allowed callback destination ") {
			t.Errorf("%q gives %v", list, err)
		}
	}
	for _, list := range []string{"", " ", ",", " , a.test ,", "xn--bcher-kva.example", "under_score.test", "localhost"} {
		if _, err := callback.NewGuard(list); err != nil {
			t.Errorf("%q gives %v", list, err)
		}
	}
}

func FuzzNewGuard(f *testing.F) {
	for _, seed := range []string{"a.test,10.0.0.0/8", "169.254.0.0/16", "::/0", "[::1]", "fe80::1%1", "::ffff:0:0/96", "64:ff9b::/96", ",,", "a:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		g, err := callback.NewGuard(list)
		if err != nil {
			g = callback.Guard{}
		}
		for _, never := range []string{"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1"} {
			if g.Check("a.test", netip.MustParseAddr(never)) == nil {
				t.Fatalf("%q lets %s through", list, never)
			}
		}
		if err := g.Check("a.test", netip.MustParseAddr("127.0.0.1")); err != nil {
			t.Fatalf("%q keeps loopback out: %v", list, err)
		}
	})
}
