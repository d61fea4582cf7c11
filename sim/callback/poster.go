package callback

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"
)

// Bounds of what is read of an answer.
const (
	maxHeader = 64 << 10
	maxDrain  = 64 << 10 // read beyond what is kept, so that the connection can serve again
	maxIdle   = 90 * time.Second
)

// Poster makes attempts over the network. It may be used by many goroutines at once.
type Poster struct {
	guard     Guard
	limits    Limits
	dialer    net.Dialer
	transport *http.Transport
	turnstile *turnstile
}

// NewPoster makes a poster that reaches what the guard allows. It uses no proxy, keeps connections for reuse and
// checks certificates.
func NewPoster(g Guard, l Limits) *Poster {
	l = l.filled()
	p := &Poster{guard: g, limits: l, turnstile: newTurnstile()}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	p.transport = &http.Transport{
		DialContext:            p.dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		Protocols:              protocols,
		DisableCompression:     true,
		MaxIdleConns:           l.InFlight,
		MaxIdleConnsPerHost:    l.PerEndpoint,
		IdleConnTimeout:        maxIdle,
		MaxResponseHeaderBytes: maxHeader,
	}
	return p
}

// Trust makes these the authorities https receivers are checked against, instead of the system's. Call it before the
// first Post.
func (p *Poster) Trust(authorities *x509.CertPool) { p.transport.TLSClientConfig.RootCAs = authorities }

// Resolve makes this the resolver of host names. Call it before the first Post.
func (p *Poster) Resolve(r *net.Resolver) { p.dialer.Resolver = r }

// Close lets go of idle connections. Posts under way go on.
func (p *Poster) Close() { p.transport.CloseIdleConnections() }

// dial asks the guard about the address each connection is really made to: asking about the name beforehand would let
// a second look-up answer otherwise.
func (p *Poster) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if addr, err := netip.ParseAddr(host); err == nil { // some systems turn 0.0.0.0 into loopback before Control
		if err := p.guard.Check(host, addr); err != nil {
			return nil, err
		}
	}
	d := p.dialer
	d.ControlContext = func(_ context.Context, _, resolved string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(resolved)
		if err != nil {
			return &Refusal{Host: host, Reason: "the address it resolved to cannot be read"}
		}
		return p.guard.Check(host, to.Addr())
	}
	return d.DialContext(ctx, network, address)
}

// Post makes the attempt and reports. It waits while very many are under way at the same host, and from then on ends
// within the job's time-out, or when ctx does.
func (p *Poster) Post(ctx context.Context, j Job) Result {
	leave, err := p.turnstile.enter(ctx, hostOf(j.URL))
	if err != nil {
		return Result{Err: errors.New("stopped before it was begun")}
	}
	defer leave()
	began := time.Now()
	res := p.post(ctx, j, began)
	res.Took = time.Since(began)
	return res
}

func (p *Poster) post(ctx context.Context, j Job, at time.Time) Result {
	timeout := cmp.Or(j.Timeout, DefaultPolicy().Timeout)
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no complete answer within %s", timeout))
	defer cancel()
	req, err := request(ctx, j, at)
	if err != nil {
		return Result{Err: err}
	}
	resp, err := p.transport.RoundTrip(req)
	if err != nil {
		return Result{Err: explain(ctx, err)}
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := p.read(resp.Body)
	if err != nil {
		err = fmt.Errorf("the answer broke off: %w", explain(ctx, err))
	}
	if resp.StatusCode >= 300 && resp.StatusCode <= 399 {
		err = fmt.Errorf("redirects are not followed: %.200q", Redact(resp.Header.Get("Location")))
	}
	return Result{Status: resp.StatusCode, Err: err, RetryAfter: retryAfter(resp.Header, at), Response: body}
}

// read keeps the beginning of an answer's body and reads past a little more of it.
func (p *Poster) read(body io.Reader) ([]byte, error) {
	kept, err := io.ReadAll(io.LimitReader(body, int64(p.limits.Response)))
	if err != nil {
		return kept, err
	}
	_, err = io.CopyN(io.Discard, body, maxDrain)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return kept, err
}

// request builds the attempt's request; credentials in the URL become Basic ones.
func request(ctx context.Context, j Job, at time.Time) (*http.Request, error) {
	u, err := target(j.URL)
	if err != nil {
		return nil, err
	}
	user := u.User
	u.User, u.Fragment = nil, ""
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(j.Body))
	if err != nil {
		return nil, &Refusal{Host: u.Hostname(), Reason: "the URL cannot be requested"}
	}
	if user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "leadassist-sim")
	req.Header.Set(HeaderID, j.EventID())
	req.Header.Set(HeaderAttempt, strconv.Itoa(j.Attempt))
	if j.Secret == "" {
		return req, nil
	}
	return req, sign(req.Header, j, at)
}

// explain puts a connection's failure in words for people. A refusal stays what it is.
func explain(ctx context.Context, err error) error {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal
	}
	if ctx.Err() != nil {
		if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
			return cause
		}
		return errors.New("stopped before the answer was complete")
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Errorf("host %q cannot be resolved: %s", dns.Name, dns.Err)
	}
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("the receiver's certificate is not trusted: %w", cert.Err)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return errors.New("the receiver does not speak TLS")
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return fmt.Errorf("connection failed: %w", errno)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the receiver closed the connection")
	}
	return errors.New("the connection was lost, or what came over it is not HTTP or too long a header")
}

// hostOf is the host and port of a URL; of one that cannot be read, the URL.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	return u.Host
}
