package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadassist-sim/sim"
)

// body is a create, and head announces it and asks to be told when somebody reads it.
const body = `{"connection_id":"slow","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway"}`

// upload is a request in flight: its head is sent and being served, its body is not.
type upload struct {
	net.Conn
	*bufio.Reader
}

// begin sends the head of a create and returns once the simulator waits for the body, which it tells with 100 Continue.
func begin(t *testing.T, url string) upload {
	t.Helper()
	address := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	u := upload{conn, bufio.NewReader(conn)}
	_, err = fmt.Fprintf(conn, "POST /v1/tenants/demo/greenvn HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		address, len(body))
	if err != nil {
		t.Fatal(err)
	}
	if line, err := u.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" {
		t.Fatalf("%q %v", line, err)
	}
	if _, err := u.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return u
}

// closed waits until nobody listens at the URL any more.
func closed(t *testing.T, url string) {
	t.Helper()
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			return
		}
		_ = conn.Close()
		if t.Context().Err() != nil {
			t.Fatal("the door stays open")
		}
	}
}

// TestGracefulStop lets a request finish that was in flight when the signal came.
func TestGracefulStop(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			s := raised(t)
			u := begin(t, s.vendor)
			if err := s.command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			closed(t, s.vendor)
			if _, err := io.WriteString(u, body); err != nil {
				t.Fatal(err)
			}
			response, err := http.ReadResponse(u.Reader, nil)
			if err != nil {
				t.Fatal(err)
			}
			told, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(told), `"connection_id":"slow"`) {
				t.Errorf("answered %d %s %v", response.StatusCode, told, err)
			}
			if err := s.command.Wait(); err != nil {
				t.Errorf("%v: %s", err, s.log)
			}
		})
	}
}

// TestSecondSignal ends the process at once, request in flight or not.
func TestSecondSignal(t *testing.T) {
	s := raised(t)
	begin(t, s.vendor)
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	closed(t, s.vendor)
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	exit, ok := errors.AsType[*exec.ExitError](s.command.Wait())
	if !ok {
		t.Fatal("the process ended in peace")
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGINT {
		t.Errorf("ended with %v", exit)
	}
}

// inside serves in this process with a short grace, and gives the URL and what cancels and awaits it.
func inside(t *testing.T, grace time.Duration) (url string, stop func() error, log *bytes.Buffer) {
	t.Helper()
	log = &bytes.Buffer{}
	logger := slog.New(slog.NewTextHandler(log, nil))
	f := &serveFlags{journal: 10}
	_, raised, err := f.raise(logger)
	if err != nil {
		t.Fatal(err)
	}
	l, err := listen("--addr", "127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- serveUntil(ctx, logger, ending{grace, func(context.Context) {}}, door{"vendor", l, raised.vendor, false})
	}()
	return "http://" + l.Addr().String(), func() error { cancel(); return <-ended }, log
}

// TestHardStop cuts a request off that does not finish within the grace time, and says so.
func TestHardStop(t *testing.T) {
	url, stop, log := inside(t, 20*time.Millisecond)
	u := begin(t, url)
	if err := stop(); err != nil {
		t.Error(err)
	}
	if told, err := io.ReadAll(u.Reader); len(told) > 0 && err == nil && !strings.Contains(string(told), "400") {
		t.Errorf("answered %s", told)
	}
	if !strings.Contains(log.String(), "requests in flight were cut off") {
		t.Errorf("the log says %s", log)
	}
}

// TestIdleStop does not wait for connections that ask nothing.
func TestIdleStop(t *testing.T) {
	url, stop, log := inside(t, time.Hour)
	response, err := http.Get(url + "/health")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if strings.Contains(log.String(), "cut off") {
		t.Errorf("the log says %s", log)
	}
}

// TestFallenDoor takes the other door with it and is told.
func TestFallenDoor(t *testing.T) {
	var doors []door
	for _, name := range []string{"vendor", "control"} {
		l, err := listen("", "127.0.0.1:0", nil)
		if err != nil {
			t.Fatal(err)
		}
		doors = append(doors, door{name, l, http.NotFoundHandler(), false})
	}
	_ = doors[1].listener.Close()
	err := serveUntil(t.Context(), slog.New(slog.DiscardHandler), ending{time.Second, func(context.Context) {}}, doors...)
	if err == nil || !strings.HasPrefix(err.Error(), "control door: ") {
		t.Errorf("told %v", err)
	}
	closed(t, "http://"+doors[0].listener.Addr().String())
}

// handshake connects with TLS and trusts the pool only; it gives the version spoken.
func handshake(t *testing.T, url, name string, pool *x509.CertPool, most uint16) (uint16, error) {
	t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), &tls.Config{ServerName: name, RootCAs: pool, MaxVersion: most})
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	return conn.ConnectionState().Version, nil
}

// TestSelfSigned makes a certificate for loopback's names, by which it can be verified.
func TestSelfSigned(t *testing.T) {
	s := raised(t, "--tls-self-signed")
	conn, err := tls.Dial("tcp", strings.TrimPrefix(s.vendor, "https://"), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(conn.ConnectionState().PeerCertificates[0])
	_ = conn.Close()
	for name, good := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "sim.example": false} {
		if _, err := handshake(t, s.vendor, name, pool, 0); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	if version, err := handshake(t, s.vendor, "localhost", pool, tls.VersionTLS12); err != nil || version != tls.VersionTLS12 {
		t.Errorf("TLS 1.2: %x %v", version, err)
	}
	if _, err := handshake(t, s.vendor, "localhost", pool, tls.VersionTLS11); err == nil {
		t.Error("TLS 1.1 was taken")
	}
	if _, err := handshake(t, s.vendor, "localhost", x509.NewCertPool(), 0); err == nil {
		t.Error("a client that trusts nobody was content")
	}
	// A client that forgot the s is told so.
	status, told, err := curlLine{url: strings.Replace(s.vendor, "https", "http", 1) + "/health", header: http.Header{}}.send("")
	if err != nil || status != http.StatusBadRequest || !strings.Contains(told, "HTTPS server") {
		t.Errorf("plain HTTP: %d %s %v", status, told, err)
	}
	if err := s.stop(os.Interrupt); err != nil {
		t.Error(err)
	}
}

// TestSelfSignedNames holds the host listened on too.
func TestSelfSignedNames(t *testing.T) {
	for address, name := range map[string]string{"10.1.2.3:443": "10.1.2.3", "sim.example:443": "sim.example", ":443": "localhost"} {
		config, err := selfSigned(address)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := leaf.VerifyHostname(name); err != nil {
			t.Error(err)
		}
		now := sim.Clock{}.Now()
		if now.Before(leaf.NotBefore) || leaf.NotAfter.Before(now.AddDate(0, 11, 0)) {
			t.Errorf("good from %v to %v", leaf.NotBefore, leaf.NotAfter)
		}
	}
}

// pems writes a certificate for loopback and its key, and gives the files and a pool that trusts it.
func pems(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	config, err := selfSigned("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	pair := config.Certificates[0]
	private, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(leaf)
	return cert, key, pool
}

// TestCertificateFiles serves with the files given.
func TestCertificateFiles(t *testing.T) {
	cert, key, pool := pems(t)
	s := raised(t, "--tls-cert", cert, "--tls-key", key)
	if version, err := handshake(t, s.vendor, "127.0.0.1", pool, 0); err != nil || version != tls.VersionTLS13 {
		t.Errorf("%x %v", version, err)
	}
	if status, _, err := paste(s.invite, ""); err != nil || status != http.StatusOK {
		t.Errorf("%s: %d %v", s.invite, status, err)
	}
	// The two swapped are told by their flags.
	var out, log bytes.Buffer
	if code := run(t.Context(), []string{"serve", "--tls-cert", key, "--tls-key", cert}, env(nil), &out, &log); code != exitUsage || !strings.Contains(log.String(), "--tls-cert, --tls-key: ") {
		t.Errorf("%d %s", code, &log)
	}
}

func env(set map[string]string) func(string) string {
	return func(name string) string { return set[name] }
}

// TestAdminToken opens the tester's door to its bearer, from flag and environment.
func TestAdminToken(t *testing.T) {
	s := raised(t, "--admin-token", "open-sesame")
	for header, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer open-sesame": 200} {
		c := curlLine{url: s.tester + "/__admin/tenants", header: http.Header{"Authorization": {header}}}
		if status, told, err := c.send(""); err != nil || status != want {
			t.Errorf("%q: %d %s %v", header, status, told, err)
		}
	}
}

// TestPort moves the vendor's door, and nothing else; the flag wins.
func TestPort(t *testing.T) {
	for _, c := range []struct {
		set, addr, want string
	}{
		{"9090", "", "127.0.0.1:9090"},
		{"0", "", "127.0.0.1:0"},
		{"", "", "127.0.0.1:8080"},
		{"9090", "127.0.0.1:7070", "127.0.0.1:7070"},
	} {
		f := &serveFlags{addr: "127.0.0.1:8080", adminAddr: "127.0.0.1:8081", journal: 1}
		if c.addr != "" {
			f.addr, f.addrSet = c.addr, true
		}
		if err := f.check(env(map[string]string{"PORT": c.set})); err != nil || f.addr != c.want || f.adminAddr != "127.0.0.1:8081" {
			t.Errorf("PORT %q, --addr %q: %s, %s, %v", c.set, c.addr, f.addr, f.adminAddr, err)
		}
	}
}

// TestAdminAddress takes loopback in every spelling, and anything with a token.
func TestAdminAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"127.0.0.1:0": true, "127.1.2.3:0": true, "[::1]:0": true, "localhost:0": true, "LocalHost:0": true,
		":0": false, "0.0.0.0:0": false, "[::]:0": false, "10.0.0.1:0": false, "sim.example:0": false, "localhost.example:0": false, "127.0.0.1": false,
	} {
		f := &serveFlags{adminAddr: address, journal: 1}
		if err := f.check(env(nil)); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
		f.adminToken = "t"
		if err := f.check(env(nil)); err != nil && address != "127.0.0.1" {
			t.Errorf("%s with a token: %v", address, err)
		}
	}
}

// TestReachable turns an address that listens everywhere into one a client can use.
func TestReachable(t *testing.T) {
	for ip, want := range map[string]string{"0.0.0.0": "localhost:8080", "::": "localhost:8080", "127.0.0.1": "127.0.0.1:8080", "::1": "[::1]:8080"} {
		if got := reachable(&net.TCPAddr{IP: net.ParseIP(ip), Port: 8080}); got != want {
			t.Errorf("%s: %s", ip, got)
		}
	}
}

// TestLogs writes JSON lines to what is no terminal, and tells every request at debug level only.
func TestLogs(t *testing.T) {
	var out bytes.Buffer
	c := &console{stderr: &out}
	log, err := c.logger("info")
	if err != nil {
		t.Fatal(err)
	}
	tell(log, sim.Entry{ID: 1, Path: "/quiet"})
	tell(log, sim.Entry{ID: 2, Departures: []string{"one"}})
	if told := out.String(); strings.Contains(told, "quiet") || !strings.HasPrefix(told, `{"time":`) || !strings.Contains(told, `"departures":["one"]`) {
		t.Error(told)
	}
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal here")
	}
	defer func() { _ = terminal.Close() }()
	log, err = (&console{stderr: terminal}).logger("debug")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := log.Handler().(*slog.TextHandler); !ok {
		t.Errorf("%T on a terminal", log.Handler())
	}
}
