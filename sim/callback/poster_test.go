package callback_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"leadassist-sim/sim/callback"
)

// wantResult compares all of a result but the time it took.
func wantResult(t *testing.T, got, want callback.Result) {
	t.Helper()
	text := func(r callback.Result) string {
		if r.Err == nil {
			return ""
		}
		return r.Err.Error()
	}
	if text(got) != text(want) {
		t.Errorf("error is  %s\nwant      %s", text(got), text(want))
	}
	if got.Took <= 0 || got.Took > 4*time.Second {
		t.Errorf("took %s", got.Took)
	}
	got.Err, want.Err, got.Took = nil, nil, 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result differs (-want +got):\n%s", diff)
	}
}

func TestPostSendsTheEvent(t *testing.T) {
	var got *http.Request
	var body []byte
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "thanks")
	})
	wantResult(t, poster(t).Post(t.Context(), job(s.URL+"/hook?x=1#part")), callback.Result{Status: 202, Response: []byte("thanks")})

	if got.Method != "POST" || got.RequestURI != "/hook?x=1" || got.Proto != "HTTP/1.1" || string(body) != `{"call_sid":"a"}` {
		t.Errorf("received %s %s %s %s", got.Method, got.RequestURI, got.Proto, body)
	}
	want := http.Header{
		"Content-Type": {"application/json"}, "Content-Length": {"16"}, "User-Agent": {"leadassist-sim"},
		"Webhook-Id": {"dlv_1"}, "X-Sim-Delivery-Attempt": {"2"},
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("header differs (-want +got):\n%s", diff)
	}
}

func TestPostSignsWhenThereIsASecret(t *testing.T) {
	hook, err := webhooks.NewWebhook(secret(32))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := hook.Verify(body, r.Header); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
		}
	})
	p := poster(t)
	j := job(s.URL)
	j.Secret = secret(32)
	wantResult(t, p.Post(t.Context(), j), callback.Result{Status: 200, Response: []byte{}})
	j.Secret = secret(33)
	if r := p.Post(t.Context(), j); r.Status != 401 {
		t.Errorf("another secret's signature is answered %d", r.Status)
	}
	j.Secret = "whsec_!"
	wantResult(t, p.Post(t.Context(), j), callback.Result{Err: errors.New("the signing secret cannot be read")})
}

func TestUserinfoBecomesBasicCredentials(t *testing.T) {
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "key" || password != "t@ken" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	url := strings.Replace(s.URL, "http://", "http://key:t%40ken@", 1)
	wantResult(t, poster(t).Post(t.Context(), job(url)), callback.Result{Status: 200, Response: []byte{}})
}

func TestConnectionsServeAgain(t *testing.T) {
	s, connections := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write(make([]byte, 30_000))
	})
	p := poster(t)
	for range 20 {
		if r := p.Post(t.Context(), job(s.URL)); r.Status != 503 || len(r.Response) != 4096 || r.Err != nil {
			t.Fatalf("result is %+v", r)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("20 attempts took %d connections", n)
	}
}

func TestRedirectsAreFailures(t *testing.T) {
	s, connections := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://key:token@127.0.0.1:1/elsewhere")
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	wantResult(t, poster(t).Post(t.Context(), job(s.URL)), callback.Result{
		Status: 307, Response: []byte{}, Err: errors.New(`redirects are not followed: "http://redacted@127.0.0.1:1/elsewhere"`),
	})
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestRetryAfterIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		date, after string
		want        time.Duration
	}{
		"seconds":                      {"", "120", 2 * time.Minute},
		"date, by the receiver's date": {"Sun, 01 Mar 2026 09:00:00 GMT", "Sun, 01 Mar 2026 09:00:30 GMT", 30 * time.Second},
		"date gone by":                 {"", "Sun, 01 Mar 2020 09:00:00 GMT", 0},
		"nonsense":                     {"", "soon", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
				if c.date != "" {
					w.Header().Set("Date", c.date)
				}
				w.Header().Set("Retry-After", c.after)
				w.WriteHeader(http.StatusServiceUnavailable)
			})
			wantResult(t, poster(t).Post(t.Context(), job(s.URL)), callback.Result{Status: 503, RetryAfter: c.want, Response: []byte{}})
		})
	}
}

func TestRetryAfterDateWithoutADate(t *testing.T) {
	s, _ := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	r := poster(t).Post(t.Context(), job(s.URL))
	if r.RetryAfter < 59*time.Minute || r.RetryAfter > time.Hour {
		t.Errorf("wait is %s", r.RetryAfter)
	}
}

func TestAReceiverThatNeverAnswers(t *testing.T) {
	gone := make(chan struct{})
	s, _ := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		close(gone)
	})
	j := job(s.URL)
	j.Timeout = 50 * time.Millisecond
	wantResult(t, poster(t).Post(t.Context(), j), callback.Result{Err: errors.New("no complete answer within 50ms")})
	<-gone
}

func TestTenSlowMegabytesEndWithTheTimeout(t *testing.T) {
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Length", "10485760")
		_, _ = w.Write(make([]byte, 5_000))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	j := job(s.URL)
	j.Timeout = 50 * time.Millisecond
	wantResult(t, poster(t).Post(t.Context(), j), callback.Result{
		Status: 200, Response: make([]byte, 4096), Err: errors.New("the answer broke off: no complete answer within 50ms"),
	})
}

func TestTenFastMegabytesAreNotRead(t *testing.T) {
	written := make(chan int, 1)
	s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		total := 0
		for range 10_240 {
			n, err := w.Write(make([]byte, 1<<10))
			total += n
			if err != nil {
				break
			}
		}
		written <- total
	})
	wantResult(t, poster(t).Post(t.Context(), job(s.URL)), callback.Result{Status: 200, Response: make([]byte, 4096)})
	if n := <-written; n == 10<<20 {
		t.Error("all ten megabytes went over the connection")
	}
}

func TestAConnectionThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		write string
		reset bool
		want  callback.Result
	}{
		"reset":         {"", true, callback.Result{Err: errors.New("connection failed: connection reset by peer")}},
		"closed":        {"", false, callback.Result{Err: errors.New("the receiver closed the connection")}},
		"not HTTP":      {"SSH-2.0-OpenSSH\r\n", false, callback.Result{Err: errors.New("the connection was lost, or what came over it is not HTTP or too long a header")}},
		"long header":   {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 100_000) + "\r\n\r\n", false, callback.Result{Err: errors.New("the connection was lost, or what came over it is not HTTP or too long a header")}},
		"body cut off":  {"HTTP/1.1 500 Oh\r\nContent-Length: 9\r\n\r\nabc", false, callback.Result{Status: 500, Response: []byte("abc"), Err: errors.New("the answer broke off: the receiver closed the connection")}},
		"switches over": {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", false, callback.Result{Status: 101, Response: []byte{}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				if c.reset {
					_ = conn.(*net.TCPConn).SetLinger(0)
				}
				_, _ = io.WriteString(conn, c.write)
				_ = conn.Close()
			})
			wantResult(t, poster(t).Post(t.Context(), job(s.URL)), c.want)
		})
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://key:token@" + l.Addr().String()
	_ = l.Close()
	wantResult(t, poster(t).Post(t.Context(), job(url)), callback.Result{Err: errors.New("connection failed: connection refused")})
}

func TestAPostEndsWithItsContext(t *testing.T) {
	entered := make(chan struct{}, 1)
	s, _ := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		entered <- struct{}{}
		<-r.Context().Done()
	})
	p := poster(t)
	for _, c := range []struct {
		cause error
		want  string
	}{
		{nil, "stopped before the answer was complete"},
		{errors.New("the simulator is stopping"), "the simulator is stopping"},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		var got callback.Result
		var wait sync.WaitGroup
		wait.Go(func() { got = p.Post(ctx, job(s.URL)) })
		<-entered
		cancel(c.cause)
		wait.Wait()
		wantResult(t, got, callback.Result{Err: errors.New(c.want)})
	}
}

func TestCertificatesAreChecked(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Proto)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)

	wantResult(t, poster(t).Post(t.Context(), job(s.URL)), callback.Result{
		Err: errors.New("the receiver's certificate is not trusted: x509: certificate signed by unknown authority"),
	})
	authorities := x509.NewCertPool()
	authorities.AddCert(s.Certificate())
	p := poster(t)
	p.Trust(authorities)
	wantResult(t, p.Post(t.Context(), job(s.URL)), callback.Result{Status: 200, Response: []byte("HTTP/1.1")})
}

func TestPlainHTTPBehindAnHTTPSURL(t *testing.T) {
	s, _ := receiver(t, func(http.ResponseWriter, *http.Request) {})
	url := strings.Replace(s.URL, "http:", "https:", 1)
	wantResult(t, poster(t).Post(t.Context(), job(url)), callback.Result{Err: errors.New("the receiver does not speak TLS")})
}

func TestURLsThatAreNeverRequested(t *testing.T) {
	p := poster(t, "0.0.0.0/0")
	for url, want := range map[string]string{
		"ftp://key:token@127.0.0.1/":            `callback to "127.0.0.1" refused: the URL is neither http nor https`,
		"127.0.0.1/hook":                        `callback to "" refused: the URL is neither http nor https`,
		"http://key:token@127.0.0.1:port/":      `callback to "" refused: the URL cannot be read`,
		"http://:80/":                           `callback to "" refused: the URL names no host`,
		"http://key:token@169.254.169.254/meta": `callback to "169.254.169.254" refused: link-local and metadata addresses are never called`,
		"http://[::ffff:169.254.169.254]/meta":  `callback to "::ffff:169.254.169.254" at 169.254.169.254 refused: link-local and metadata addresses are never called`,
		"http://[fe80::1%25lo]/":                `callback to "fe80::1%lo" at fe80::1 refused: link-local and metadata addresses are never called`,
		"http://0.0.0.0/":                       `callback to "0.0.0.0" refused: unspecified addresses are never called`,
		"http://[::]/":                          `callback to "::" refused: unspecified addresses are never called`,
	} {
		got := p.Post(t.Context(), job(url))
		if _, ok := errors.AsType[*callback.Refusal](got.Err); !ok {
			t.Errorf("%s is no refusal: %v", url, got.Err)
		}
		wantResult(t, got, callback.Result{Err: errors.New(want)})
	}
}

func TestNamesAreJudgedByWhatTheyResolveTo(t *testing.T) {
	s, connections := receiver(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	p := poster(t, "listed.test")
	p.Resolve(names(map[string][]string{
		"good.test":     {"127.0.0.1"},
		"public.test":   {"203.0.113.9"},
		"listed.test":   {"169.254.169.254"},
		"metadata.test": {"100.100.100.200"},
		"turns.test":    {"127.0.0.1", "169.254.169.254"},
	}))
	post := func(host string) callback.Result {
		return p.Post(t.Context(), job("http://key:token@"+host+":"+port+"/"))
	}
	arrived := callback.Result{Status: 200, Response: []byte{}}
	refused := func(text string) callback.Result { return callback.Result{Err: errors.New(text)} }

	wantResult(t, post("good.test"), arrived)
	wantResult(t, post("turns.test"), arrived)
	before := connections.Load()
	wantResult(t, post("turns.test"), refused(`callback to "turns.test" at 169.254.169.254 refused: link-local and metadata addresses are never called`))
	wantResult(t, post("listed.test"), refused(`callback to "listed.test" at 169.254.169.254 refused: link-local and metadata addresses are never called`))
	wantResult(t, post("metadata.test"), refused(`callback to "metadata.test" at 100.100.100.200 refused: metadata addresses are never called`))
	wantResult(t, post("public.test"), refused(`callback to "public.test" at 203.0.113.9 refused: neither loopback nor a private network, nor named in the world file; start with --callback-allow public.test to allow it`))
	wantResult(t, post("missing.test"), refused(`host "missing.test" cannot be resolved: no such host`))
	if connections.Load() != before {
		t.Error("a refused destination was connected to")
	}
}

func TestNoProxyFromTheEnvironment(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, "http://192.0.2.1:1")
	}
	s, _ := receiver(t, func(http.ResponseWriter, *http.Request) {})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	p := poster(t)
	p.Resolve(names(map[string][]string{"app.test": {"127.0.0.1"}})) // a name: loopback itself is never sent to a proxy
	wantResult(t, p.Post(t.Context(), job("http://app.test:"+port)), callback.Result{Status: 200, Response: []byte{}})
}

func TestManyPostsAtOnce(t *testing.T) {
	s, connections := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	})
	p := poster(t)
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			j := job(s.URL)
			j.Body = []byte(base64.StdEncoding.EncodeToString([]byte{byte(worker)}))
			for range 25 {
				if r := p.Post(t.Context(), j); r.Status != 200 || string(r.Response) != string(j.Body) {
					t.Errorf("result is %+v", r)
				}
			}
		})
	}
	wait.Wait()
	if n := connections.Load(); n > 16 {
		t.Errorf("200 posts, eight at a time, took %d connections", n)
	}
}
