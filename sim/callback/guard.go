package callback

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// AllowFlag is the command-line flag a refusal names.
const AllowFlag = "--callback-allow"

// Guard decides which destinations a poster may reach. Loopback and private networks always; anything else only when
// it is allowed by name, address or network; link-local, cloud-metadata, multicast and unspecified addresses never. The
// zero Guard allows nothing extra.
type Guard struct {
	hosts map[string]bool
	nets  []netip.Prefix
}

// Refusal is an error of the guard: the destination is not to be called.
type Refusal struct {
	Host   string
	Addr   netip.Addr // what the host resolved to; zero when it did not come to that
	Reason string
}

// Error tells what was refused, why, and the flag that would allow it, if one would.
func (r *Refusal) Error() string {
	at := ""
	if r.Addr.IsValid() && r.Addr.String() != r.Host {
		at = " at " + r.Addr.String()
	}
	return fmt.Sprintf("callback to %q%s refused: %s", r.Host, at, r.Reason)
}

// NewGuard reads lists of destinations, comma-separated, each a host name, an address or a network ("10.0.0.0/8"). A
// host name allows whatever public address it resolves to.
func NewGuard(lists ...string) (Guard, error) {
	g := Guard{hosts: map[string]bool{}}
	for _, list := range lists {
		for s := range strings.SplitSeq(list, ",") {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			if err := g.add(s); err != nil {
				return Guard{}, err
			}
		}
	}
	return g, nil
}

func (g *Guard) add(s string) error {
	if net, err := netip.ParsePrefix(s); err == nil {
		g.nets = append(g.nets, flat(net))
		return nil
	}
	if addr, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		addr = unwrap(addr)
		if why := never(addr); why != "" {
			return fmt.Errorf("allowed callback destination %q: %s are never called", s, why)
		}
		g.nets = append(g.nets, netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	host := plain(s)
	if !hostname(host) {
		return fmt.Errorf("allowed callback destination %q is not a host name (without scheme or port), an address or a network, like hooks.example.com or 203.0.113.0/24", s)
	}
	g.hosts[host] = true
	return nil
}

// Check decides on one resolved address of a host. The error is nil or a *Refusal.
func (g Guard) Check(host string, addr netip.Addr) error {
	addr = unwrap(addr)
	if why := never(addr); why != "" {
		return &Refusal{Host: host, Addr: addr, Reason: why + " are never called"}
	}
	if addr.IsLoopback() || addr.IsPrivate() || g.hosts[plain(host)] {
		return nil
	}
	for _, net := range g.nets {
		if net.Contains(addr) {
			return nil
		}
	}
	return &Refusal{Host: host, Addr: addr, Reason: fmt.Sprintf(
		"neither loopback nor a private network, nor named in the world file; start with %s %s to allow it", AllowFlag, host)}
}

// never says what kind of address this is, if it is one that nothing can allow. Metadata services answer whoever
// reaches them with the machine's credentials, so a callback must not.
func never(a netip.Addr) string {
	switch {
	case !a.IsValid():
		return "unreadable addresses"
	case a.IsUnspecified(), a.Is4() && a.As4()[0] == 0:
		return "unspecified addresses"
	case a.IsLinkLocalUnicast():
		return "link-local and metadata addresses"
	case a.IsMulticast(), a == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return "multicast and broadcast addresses"
	}
	switch a.String() {
	case "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254":
		return "metadata addresses" // Alibaba, Azure, Oracle, Amazon and Google, all public
	}
	return ""
}

// unwrap takes an IPv4 address out of its IPv6 forms (mapped, and NAT64's well-known prefix) and drops a zone.
func unwrap(a netip.Addr) netip.Addr {
	a = a.WithZone("").Unmap()
	if a.Is6() {
		raw := a.As16()
		if string(raw[:12]) == "\x00\x64\xff\x9b\x00\x00\x00\x00\x00\x00\x00\x00" {
			return netip.AddrFrom4([4]byte(raw[12:]))
		}
	}
	return a
}

// flat makes an IPv4 network of one written as mapped IPv6; addresses are compared in that form.
func flat(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked()
	}
	return p.Masked()
}

// plain is a host name as it is compared: lower case, without the root's dot.
func plain(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

// hostname tells whether s can be a host's name; one beyond ASCII is written in its xn-- form, as it is resolved.
func hostname(s string) bool {
	if len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		odd := strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != ""
		if label == "" || len(label) > 63 || odd || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return true
}

// target reads a URL a callback may go to. The error is nil or a *Refusal, and never quotes the URL: it may hold
// credentials.
func target(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, &Refusal{Reason: "the URL cannot be read"}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Refusal{Host: u.Hostname(), Reason: "the URL is neither http nor https"}
	case u.Hostname() == "":
		return nil, &Refusal{Reason: "the URL names no host"}
	}
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return nil, &Refusal{Host: u.Hostname(), Reason: "the URL's port is none"}
		}
	}
	return u, nil
}

// Redact is a URL without its credentials, for people to read.
func Redact(raw string) string {
	if !strings.Contains(raw, "@") {
		return raw
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil, u.Opaque != "": // "http:user:secret@host" has its credentials where they cannot be told apart
		return "an unreadable URL"
	case u.User == nil:
		return raw
	}
	u.User = url.User("redacted")
	return u.String()
}
