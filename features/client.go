package features

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Bounds of a conversation.
const (
	dialPatience = 5 * time.Second
	idle         = 5 * time.Second // shorter than servers let a connection rest, since nothing is sent twice
	largest      = 64 << 20        // bytes of an answer
)

// Exchange is one request and its answer, without credentials.
type Exchange struct {
	// Operation is the id in the documents; empty for what they do not know.
	Operation string
	// Generation tells whose document the answer was held against; empty for the control door.
	Generation string
	// At is when it was sent, and Took how long the whole answer took.
	At   time.Time
	Took time.Duration
	// Method, URL, Header and Body are what was sent.
	Method, URL string
	Header      http.Header
	Body        []byte
	// Status, ReplyHeader and Reply are what was answered; Status 0: nothing was, and Failure says why.
	Status      int
	ReplyHeader http.Header
	Reply       []byte
	Failure     string

	shown  string // which credentials were shown: token, login or none
	unsent bool   // nobody can have read it

	raw *Exchange // what really came, when this is another documented variant of it
}

// client sends requests and tells what came of them.
type client struct {
	http   *http.Client
	stream *http.Client // without a bound on the whole answer
	agent  string
	target Target
	pace   *rate.Limiter // of requests at the vendor's door; nil: as fast as they come
	halt   halt
	now    func() time.Time
}

// close lets go of connections that are not in use.
func (c *client) close() { c.http.CloseIdleConnections() }

func newClient(t Target, agent string, patience time.Duration) *client {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: dialPatience}).DialContext,
		DisableCompression: true, MaxIdleConnsPerHost: 64, IdleConnTimeout: idle,
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{
		target: t, agent: agent, now: now,
		http:   &http.Client{Timeout: patience, Transport: transport, CheckRedirect: stay},
		stream: &http.Client{Transport: transport, CheckRedirect: stay},
	}
}

// login is what a request shows at the vendor's door.
type login struct{ username, password string }

// message is a request to be sent.
type message struct {
	method, url string
	body        []byte // nil: none
	media       string // of the body; empty: JSON
	login       login  // empty: none
	token       string // empty: none
}

// send makes the exchange. What goes wrong on the way is part of it; an error is a request that cannot even be made.
func (c *client) send(ctx context.Context, m message) (Exchange, error) {
	e := Exchange{Method: m.method, URL: m.url, Body: m.body, At: c.now()}
	r, err := http.NewRequestWithContext(ctx, m.method, m.url, bytes.NewReader(m.body))
	if err != nil {
		return e, errors.New("this is no address: " + m.url)
	}
	r.Header.Set("User-Agent", c.agent)
	r.Header.Set("Accept", "application/json")
	if m.body != nil {
		r.Header.Set("Content-Type", cmp.Or(m.media, "application/json"))
	}
	if m.body == nil {
		once(r)
	}
	e.Header = r.Header.Clone() // before credentials
	switch {
	case m.token != "":
		e.shown = "token"
		r.Header.Set("Authorization", "Bearer "+m.token)
	case m.login != login{}:
		e.shown = "login"
		r.SetBasicAuth(m.login.username, m.login.password)
	}
	vendors := c.target.VendorURL != "" && strings.HasPrefix(m.url, c.target.VendorURL)
	if c.pace != nil && vendors {
		if err := c.pace.Wait(ctx); err != nil {
			e.Failure, e.unsent = "it was not sent: the run is over", true
			return e, nil
		}
		e.At = c.now()
	}
	c.answer(r, &e)
	e.Took = c.now().Sub(e.At)
	if ctx.Err() == nil && (vendors || c.target.VendorURL == "") { // a control door that answers says nothing of the vendor's
		c.halt.heard(e)
	}
	return e, nil
}

// once keeps the transport from sending a request without a body again by itself when the connection breaks: a broken
// connection is an answer here. It does so only to those it can read the body of twice.
func once(r *http.Request) {
	r.Body, r.GetBody = io.NopCloser(strings.NewReader("")), nil
}

// answer sends the request and takes the answer down.
func (c *client) answer(r *http.Request, e *Exchange) {
	response, err := c.http.Do(r)
	if err != nil {
		e.Failure = failure(err)
		failed, ok := errors.AsType[*net.OpError](err)
		e.unsent = ok && failed.Op == "dial"
		return
	}
	defer func() { _ = response.Body.Close() }()
	e.Status, e.ReplyHeader = response.StatusCode, response.Header
	if e.Reply, err = io.ReadAll(io.LimitReader(response.Body, largest)); err != nil {
		e.Failure = "the answer broke off: " + failure(err)
	}
}

// failure says in one line why nothing was answered.
func failure(err error) string {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		if outer.Timeout() {
			return "no answer in time"
		}
		err = outer.Err
	}
	if failed, ok := errors.AsType[*net.OpError](err); ok && failed.Op == "dial" {
		return fmt.Sprintf("nobody answers there (%v)", failed.Err)
	}
	if errors.Is(err, io.EOF) {
		return "the connection was closed without an answer"
	}
	return err.Error()
}

// encode is JSON of a body made of maps and lists, which always can be.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}
