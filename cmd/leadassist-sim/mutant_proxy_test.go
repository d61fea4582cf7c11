package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// plea is a request on its way to the simulator. What its body says is changed by saying it anew.
type plea struct {
	method, path, operation, tenant, id string
	header                              http.Header
	body                                []byte
}

// response is an answer on its way back.
type response struct {
	status int
	header http.Header
	body   []byte
}

// passing is a delivery on its way to the receiver.
type passing struct {
	to      string // address, the last part of which is the setting's key
	header  http.Header
	body    []byte
	attempt string
}

// A bend is what a broken endpoint does with a request: it may change it, pass it on, change the answer, or neither.
type (
	pass   func(*plea) *response
	bend   func(q *plea, on pass) *response
	post   func(*passing) int
	divert func(e *passing, on post) int
)

// bent is an endpoint that is right but for one thing: proxies before both doors of a simulator and before the receiver.
type bent struct {
	vendor, tester, events *httptest.Server
	client                 *http.Client
	port                   *regexp.Regexp
	greeted                atomic.Bool
}

// behind puts the proxies up. Addresses of receivers are rewritten where they pass, so that events come by as well.
func (m mutant) behind(t *testing.T, s *ownSimulator) *bent {
	t.Helper()
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b := &bent{client: &http.Client{CheckRedirect: stay, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	b.port = regexp.MustCompile(`http://127\.0\.0\.1:(\d+)/([A-Z2-7]{26})`)
	door := func(upstream string, do bend) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.serve(w, r, upstream, do) }))
	}
	b.vendor, b.tester = door(s.vendor, m.vendor), door(s.tester, nil)
	b.events = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.deliver(w, r, m.event) }))
	t.Cleanup(func() {
		b.vendor.Close()
		b.tester.Close()
		b.events.Close()
		b.client.CloseIdleConnections()
	})
	return b
}

// serve hands a request to the bend, and the answer to who asked. Where there is none the connection is broken.
func (b *bent) serve(w http.ResponseWriter, r *http.Request, upstream string, do bend) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	q := &plea{method: r.Method, path: r.URL.RequestURI(), header: r.Header.Clone(), body: body}
	q.operation, q.tenant, q.id = addressed(r.Method, r.URL.Path)
	on := func(q *plea) *response { return b.ask(r, q, upstream) }
	var a *response
	if do == nil || !b.greeted.Swap(true) { // the first request only asks whether this is the vendor at all
		a = on(q)
	} else {
		a = do(q, on)
	}
	if a == nil {
		panic(http.ErrAbortHandler)
	}
	for name, values := range a.header {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// ask puts a request to the simulator.
func (b *bent) ask(r *http.Request, q *plea, upstream string) *response {
	body := b.port.ReplaceAll(q.body, []byte(b.events.URL+"/at/$1/$2"))
	out, err := http.NewRequestWithContext(r.Context(), q.method, upstream+q.path, bytes.NewReader(body))
	if err != nil {
		return nil
	}
	out.Header = q.header.Clone()
	answer, err := b.client.Do(out)
	if err != nil {
		return nil
	}
	defer func() { _ = answer.Body.Close() }()
	told, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil
	}
	back := regexp.MustCompile(regexp.QuoteMeta(b.events.URL) + `/at/(\d+)`)
	return &response{answer.StatusCode, answer.Header, back.ReplaceAll(told, []byte("http://127.0.0.1:$1"))}
}

// deliver hands a delivery to the diversion, and passes the receiver's answer back.
func (b *bent) deliver(w http.ResponseWriter, r *http.Request, do divert) {
	body, err := io.ReadAll(r.Body)
	rest, ok := strings.CutPrefix(r.URL.Path, "/at/")
	if err != nil || !ok {
		http.NotFound(w, r)
		return
	}
	e := &passing{to: "http://127.0.0.1:" + rest, header: r.Header.Clone(), body: body, attempt: r.Header.Get("X-Sim-Delivery-Attempt")}
	on := func(e *passing) int { return b.post(r, e) }
	status := 0
	if do == nil {
		status = on(e)
	} else {
		status = do(e, on)
	}
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
}

func (b *bent) post(r *http.Request, e *passing) int {
	out, err := http.NewRequestWithContext(r.Context(), http.MethodPost, e.to, bytes.NewReader(e.body))
	if err != nil {
		return 0
	}
	out.Header = e.header.Clone()
	answer, err := b.client.Do(out)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// addressed names the operation of a path, as the documents do, the tenant and the id.
func addressed(method, path string) (operation, tenant, id string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 4 || parts[0] != "v1" {
		return "", "", ""
	}
	if tenant, _ = url.PathUnescape(parts[2]); len(parts) > 4 {
		id = parts[4]
	}
	shape := append([]string{parts[3]}, parts[min(5, len(parts)):]...)
	if id != "" {
		shape[0] += "/id"
	}
	return map[string]string{
		"POST greenvn": "createGreenvn", "GET greenvn/id": "readGreenvn", "DELETE greenvn/id": "deleteGreenvn",
		"PUT greenvn/id/call-party": "updateGreenvnParties", "PUT greenvn/id/vn": "updateGreenvnNumber",
		"POST greenpin": "createGreenpin", "GET greenpin/id": "readGreenpin", "DELETE greenpin/id": "deleteGreenpin",
		"PUT greenpin/id": "updateGreenpin", "PUT greenpin": "updateGreenpins",
		"GET settings": "readSettings", "PUT settings": "updateSettings", "GET Calls/id": "readCall",
	}[method+" "+strings.Join(shape, "/")], tenant, id
}

// object is a JSON object.
type object = map[string]any

// parsed is a body; numbers keep their digits. What is no JSON is nothing.
func parsed(body []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

func encoded(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Append(nil, err)
	}
	return b
}

// error gives the object of a refusal that has the code, and the code; nil: it is none.
func (a *response) error() (told object, code string) {
	if a == nil || a.status < 400 {
		return nil, ""
	}
	body := parsed(a.body)
	if list, ok := body.([]any); ok && len(list) == 1 {
		body = list[0]
	}
	told, _ = body.(object)
	if inner, ok := told["response"].(object); ok {
		told, _ = inner["error_data"].(object)
	}
	return told, fmt.Sprint(told["code"])
}

// data gives the object of a success that tells the allocation, or the settings; nil: it is none.
func (a *response) data(body any) object {
	whole, _ := body.(object)
	if a.status >= 300 {
		return nil
	}
	for _, key := range []string{"data", "response"} {
		if inner, ok := whole[key].(object); ok {
			return inner
		}
	}
	return nil
}
