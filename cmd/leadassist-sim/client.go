package main

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

	"leadassist-sim/sim/fault"
)

// Bounds of a conversation with the tester's door.
const (
	lookPatience = 30 * time.Second // a look answers at once; what turns a clock takes as long as it takes
	dialPatience = 5 * time.Second
	largest      = 256 << 20 // bytes of an answer
)

// client talks to the tester's door of a running simulator.
type client struct {
	base, token string
	http        *http.Client
}

// question is one request to the tester's door.
type question struct {
	method, path string
	query        url.Values
	body         any    // written as JSON; nil: none
	accept       string // media type wanted; empty: JSON
	resume       string // of a stream: the number of the last event seen
}

// look is a question that changes nothing.
func look(path string, query url.Values) question {
	return question{method: http.MethodGet, path: path, query: query}
}

// client gives the one for --admin-url and --admin-token.
func (c *console) client() (*client, error) {
	u, err := url.Parse(strings.TrimRight(c.adminURL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("--admin-url is like http://127.0.0.1:8081, not %q", c.adminURL)
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: dialPatience}).DialContext, DisableCompression: true,
	}
	return &client{base: u.String(), token: c.adminToken, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// ask gives the whole answer to a question, as it was written. Its error is told in one line.
func (k *client) ask(ctx context.Context, q question) ([]byte, error) {
	if q.method == http.MethodGet {
		limited, cancel := context.WithTimeout(ctx, lookPatience)
		defer cancel()
		ctx = limited
	}
	response, err := k.open(ctx, q)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(response.Body, largest))
	if err != nil {
		return nil, k.silent(ctx, err)
	}
	return raw, nil
}

// open asks and gives the answer before its body is read, once the door has taken the question.
func (k *client) open(ctx context.Context, q question) (*http.Response, error) {
	request, err := k.request(ctx, q)
	if err != nil {
		return nil, err
	}
	response, err := k.http.Do(request)
	if err != nil {
		return nil, k.silent(ctx, err)
	}
	if response.StatusCode == http.StatusOK && speaks(response, cmp.Or(q.accept, "application/json")) {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	return nil, k.refused(response)
}

// speaks tells whether the answer is of the media type.
func speaks(r *http.Response, want string) bool {
	said, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.TrimSpace(said) == want
}

func (k *client) request(ctx context.Context, q question) (*http.Request, error) {
	var body io.Reader
	if q.body != nil {
		text, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	address := k.base + "/__admin/" + q.path
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, q.method, address, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", cmp.Or(q.accept, "application/json"))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.resume != "" {
		r.Header.Set("Last-Event-ID", q.resume)
	}
	if k.token != "" {
		r.Header.Set("Authorization", "Bearer "+k.token)
	}
	return r, nil
}

// silent is the error of a simulator that does not answer, or no longer.
func (k *client) silent(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return errInterrupted
	}
	if address, ok := errors.AsType[*url.Error](err); ok {
		err = address.Err
	}
	if failed, ok := errors.AsType[*net.OpError](err); ok && failed.Op == "dial" {
		return fmt.Errorf("no simulator answers at %s (%w); `leadassist-sim serve` starts one, --admin-url says where it is", k.base, failed.Err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("the simulator at %s does not answer in time", k.base)
	}
	return fmt.Errorf("the simulator at %s broke off: %w", k.base, err)
}

// errInterrupted is the error of a command that was told to stop before it was done.
var errInterrupted = findings{"interrupted"}

// refused is the error of an answer that is no success: the door's own sentence, or that no such door stands here.
func (k *client) refused(response *http.Response) error {
	var told struct {
		Error struct {
			Message  string
			Problems fault.Problems
		}
	}
	raw, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if json.Unmarshal(raw, &told) != nil || told.Error.Message == "" || response.StatusCode < 400 {
		return fmt.Errorf("what answers at %s is no tester's door (HTTP %d); its address is the second one that serve prints", k.base, response.StatusCode)
	}
	switch {
	case len(told.Error.Problems) > 0:
		return refusedRules{told.Error.Problems}
	case response.StatusCode != http.StatusUnauthorized:
		return errors.New(plain(told.Error.Message))
	case k.token == "":
		return fmt.Errorf("the simulator at %s wants its token: --admin-token, or LEADASSIST_SIM_ADMIN_TOKEN", k.base)
	}
	return fmt.Errorf("the simulator at %s has another token than --admin-token says", k.base)
}

// refusedRules is the error of fault rules that the door does not take, with where each thing wrong stands in what was
// sent.
type refusedRules struct{ problems fault.Problems }

func (r refusedRules) Error() string { return r.problems.Error() }

// only gives the tenant that was named, else the only one there is.
func (k *client) only(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	known, err := k.names(ctx, "tenants", "sid")
	switch {
	case err != nil:
		return "", err
	case len(known) == 1:
		return known[0], nil
	case len(known) == 0:
		return "", errors.New("the simulator has no tenant yet: the first request to a SID makes it; or name a tenant of the world with --tenant")
	}
	if len(known) > 8 {
		known = append(known[:8], "…")
	}
	return "", fmt.Errorf("which tenant? --tenant is one of %s", plain(strings.Join(known, ", ")))
}

// names lists one field of the newest, or first, items of a list.
func (k *client) names(ctx context.Context, path, field string) ([]string, error) {
	raw, err := k.ask(ctx, look(path, nil))
	if err != nil {
		return nil, err
	}
	var page struct{ Items []map[string]any }
	if err := json.Unmarshal(raw, &page); err != nil {
		return nil, fmt.Errorf("the answer about %s cannot be read: %w", path, err)
	}
	all := make([]string, 0, len(page.Items))
	for _, item := range page.Items {
		if name, ok := item[field].(string); ok {
			all = append(all, name)
		}
	}
	return all, nil
}
