package features

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Bounds of what a receiver takes.
const (
	largestLetter = 1 << 20 // bytes of a body
	mostLetters   = 1000    // of a scenario; what comes after them is answered and forgotten
	headerTime    = 10 * time.Second
)

// receiver is a run's own HTTP server, to which the endpoint sends its events. Every scenario has a mailbox there, at a
// path that nobody else knows.
type receiver struct {
	public string // its address as the endpoint reaches it, without a slash at its end
	server *http.Server

	mu    sync.Mutex
	boxes map[string]*mailbox // by their secret
}

// listen starts a receiver. Without a public address the endpoint is told the one that is listened on.
func listen(ctx context.Context, address, public string) (*receiver, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the receiver of events cannot listen on %s: %w", address, err)
	}
	if public == "" {
		public = "http://" + listener.Addr().String()
	}
	r := &receiver{public: strings.TrimRight(public, "/"), boxes: map[string]*mailbox{}}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: headerTime}
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

// close ends the server, and with it answers that are held back.
func (r *receiver) close() { _ = r.server.Close() }

// open makes a mailbox.
func (r *receiver) open() *mailbox {
	secret := rand.Text()
	b := &mailbox{url: r.public + "/" + secret, news: make(chan struct{}, 1), shut: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.boxes[secret] = b
	return b
}

// drop closes a mailbox: what comes for it from now on is not found.
func (r *receiver) drop(b *mailbox) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for secret, one := range r.boxes {
		if one == b {
			delete(r.boxes, secret)
			close(b.shut)
		}
	}
}

// addressed gives the mailboxes of a path and the endpoint named behind the secret. What comes to the receiver's own
// address, which an operator has configured by hand, is for all who could not say where they want it.
func (r *receiver) addressed(path string) (found []*mailbox, endpoint string) {
	base, err := url.Parse(r.public)
	if err != nil {
		return nil, ""
	}
	path = strings.Trim(strings.TrimPrefix(path, base.Path), "/")
	secret, endpoint, _ := strings.Cut(path, "/")
	r.mu.Lock()
	defer r.mu.Unlock()
	if b := r.boxes[secret]; b != nil {
		return []*mailbox{b}, endpoint
	}
	for _, b := range r.boxes {
		if path == "" && b.common {
			found = append(found, b)
		}
	}
	return found, ""
}

// ServeHTTP takes a delivery and answers it as the scenario wants it answered.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	boxes, endpoint := r.addressed(q.URL.Path)
	if len(boxes) == 0 {
		http.NotFound(w, q)
		return
	}
	raw, err := io.ReadAll(io.LimitReader(q.Body, largestLetter+1))
	if err != nil {
		return // the sender has gone
	}
	l := letter{endpoint: endpoint, method: q.Method, header: q.Header.Clone(), raw: raw}
	_ = json.Unmarshal(raw, &l.body) // what is no JSON is told when it is looked at
	l.came = l.body
	answer := manner{status: http.StatusOK}
	for _, b := range boxes {
		answer = b.take(l)
	}
	if answer.delay > 0 && !pause(q.Context(), answer.delay, boxes[0].shut) {
		return
	}
	if answer.status >= 300 && answer.status <= 399 {
		w.Header().Set("Location", r.public+q.URL.Path+"/elsewhere")
	}
	w.WriteHeader(answer.status)
}

// mailbox is what one scenario was sent.
type mailbox struct {
	url    string
	common bool          // gets what comes to the receiver's own address too
	news   chan struct{} // something has come
	shut   chan struct{} // closed with the mailbox

	mu      sync.Mutex
	letters []*letter
	manners []manner
}

// manner is how deliveries are answered.
type manner struct {
	status int
	delay  time.Duration
	times  int // how many deliveries; 0: all that are to come
}

// letter is one delivery.
type letter struct {
	endpoint string // the last part of its address, a key of the settings; empty: the address for all events
	method   string
	header   http.Header
	raw      []byte
	body     any // decoded; nil: no JSON. In its product's own variant, for steps
	came     any // decoded, as it came
	status   int // what it was answered

	noted, taken bool // by the scenario
}

// take puts a delivery into the mailbox and says how to answer it.
func (b *mailbox) take(l letter) manner {
	b.mu.Lock()
	defer b.mu.Unlock()
	answer := b.manner()
	l.status = answer.status
	if len(b.letters) < mostLetters {
		b.letters = append(b.letters, &l)
	}
	select {
	case b.news <- struct{}{}:
	default: // one hint is enough
	}
	return answer
}

// manner is how the next delivery is answered. The caller holds the lock.
func (b *mailbox) manner() manner {
	if len(b.manners) == 0 {
		return manner{status: http.StatusOK}
	}
	first := b.manners[0]
	switch first.times {
	case 0: // all that are to come
	case 1:
		b.manners = b.manners[1:]
	default:
		b.manners[0].times--
	}
	return first
}

// behave says how deliveries from now on are answered.
func (b *mailbox) behave(m manner) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.manners = []manner{m}
}

// all lists what has come, the first first.
func (b *mailbox) all() []*letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*letter(nil), b.letters...)
}

// callbacksTo says where the run's receiver listens, once it is needed, and gives what ends it.
func (s *stage) callbacksTo(ctx context.Context, o Options) (end func()) {
	s.settings = make(chan struct{}, 1)
	var started *receiver
	s.receiver = sync.OnceValues(func() (r *receiver, err error) {
		address := o.CallbackListen
		if address == "" && s.target.AdminURL == "" {
			return nil, errNoReceiver
		}
		started, err = listen(ctx, cmp.Or(address, "127.0.0.1:0"), o.CallbackPublicURL)
		return started, err
	})
	return func() {
		if started != nil {
			started.close()
		}
	}
}

// errNoReceiver is the error of a step that needs a receiver which the endpoint can reach.
var errNoReceiver = errors.New("this step needs a receiver of events, but nothing says where it is to listen")
