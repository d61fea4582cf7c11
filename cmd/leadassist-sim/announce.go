package main

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
)

// banner is what serve tells when it listens.
type banner struct {
	Version string `json:"version"`
	Vendor  string `json:"vendor_url"`
	Tester  string `json:"control_url"`
	Try     string `json:"try"`
	login   string // whose password curl will ask for; empty: nobody's
}

// announce prints where the doors are and one request to try, as text or as one line of JSON. No password is printed.
func (c *console) announce(s *sim.Sim, vendor, tester net.Addr, secure bool) error {
	b := banner{Version: release, Vendor: vendorURL(vendor, secure), Tester: "http://" + reachable(tester)}
	b.invite(s, secure)
	if c.output == "json" {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(b)
	}
	lines := []string{
		"leadassist-sim " + b.Version,
		"  vendor's door   " + b.Vendor + "   (base URL for your client)",
		"  tester's door   " + b.Tester,
		"try:",
		"  " + b.Try,
	}
	if b.login != "" {
		lines = append(lines, "  (curl asks for the password of "+b.login+"; it stands in the world file)")
	}
	_, err := fmt.Fprintln(c.stdout, strings.Join(lines, "\n"))
	return err
}

// vendorURL is the base URL of the vendor's door.
func vendorURL(a net.Addr, secure bool) string {
	if secure {
		return "https://" + reachable(a)
	}
	return "http://" + reachable(a)
}

// reachable is the address as a client on this machine can use it: one that listens everywhere has no name of its own.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return fmt.Sprintf("localhost:%d", tcp.Port)
}

// invite writes a curl line that is answered with success by the world as it starts.
func (b *banner) invite(s *sim.Sim, secure bool) {
	curl := "curl -sS"
	if secure {
		curl += " -k"
	}
	t := guest(s)
	if len(t.Exchange.Numbers) == 0 {
		b.Try = curl + " " + b.Vendor + "/health"
		return
	}
	if s.Strict() {
		b.login = t.Credentials[0].Username
		curl += " -u " + quoted(b.login)
	}
	b.Try = fmt.Sprintf("%s %s/v1/tenants/%s/greenvn -H 'Content-Type: application/json' -d %s", curl, b.Vendor, t.SID, quoted(firstCreate(t)))
}

// guest picks the tenant to try: the first that has a name and lets somebody in, else one made on first sight.
func guest(s *sim.Sim) sim.Tenant {
	for _, w := range s.Worlds() {
		if t := w.Tenant(); !s.Strict() || len(t.Credentials) > 0 {
			return t
		}
	}
	t := s.Template()
	t.SID = "demo"
	return t
}

// firstCreate is the body of a create that the tenant takes.
func firstCreate(t sim.Tenant) string {
	a, b := []string{"+919812345678"}, []string{"+919887654321"}
	if dialect.Profile(t.Profile) == dialect.Exobridge {
		return written(struct {
			Number   string   `json:"caller_id_number"`
			From     []string `json:"from"`
			To       []string `json:"to"`
			Duration int      `json:"duration"`
		}{t.Exchange.Numbers[0].E164, a, b, 600})
	}
	flow := ""
	if len(t.Exchange.Flows) > 0 {
		flow = t.Exchange.Flows[0]
	}
	return written(struct {
		Connection string            `json:"connection_id"`
		A          []string          `json:"aparty_numbers"`
		B          []string          `json:"bparty_numbers"`
		Usage      string            `json:"usage"`
		Flow       string            `json:"flow_id,omitempty"`
		Policy     map[string]string `json:"deallocation_policy"`
	}{"order-1", a, b, "twoway", flow, map[string]string{"duration": "600s"}})
}

func written(v any) string {
	text, _ := json.Marshal(v) // texts and numbers only: it cannot fail
	return string(text)
}

// quoted makes one word of the text for a POSIX shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
