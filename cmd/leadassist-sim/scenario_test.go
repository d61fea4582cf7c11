package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"leadassist-sim/fixtures"
)

// shop is a small application that lends numbers for its orders while something goes wrong. Its clock is the
// simulator's: it waits by turning that.
type shop struct {
	t        *testing.T
	s        served
	patience time.Duration // of its HTTP client, in wall time
	sent     int           // requests
}

// opened raises a simulator with the ready scenario on from the start.
func opened(t *testing.T, scenario string) *shop {
	t.Helper()
	s := raise(t, serveFlags{clock: "frozen:2026-01-31T10:00:00Z", faults: scenario})
	return &shop{t: t, s: s, patience: 30 * time.Second}
}

// What may become of a create, as far as an application has to tell it apart.
var (
	errBusy        = errors.New("answered 429 or 5xx")
	errUnheard     = errors.New("no answer, or none that can be read")
	errDone        = errors.New("the allocation exists")
	errNone        = errors.New("no number is free")
	errCredentials = errors.New("the credentials are not taken")
)

// lent is a create that was answered with success.
type lent struct {
	ID     string `json:"greenvn_id"`
	Number string `json:"green_vn"`
}

// create asks for a number, once. The span is what Retry-After asks for.
func (a *shop) create(order string) (lent, time.Duration, error) {
	return a.send(http.MethodPost, "greenvn", fmt.Sprintf(
		`{"connection_id":%q,"aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway"}`, order))
}

func (a *shop) send(method, path, body string) (lent, time.Duration, error) {
	a.t.Helper()
	a.sent++
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.s.vendor.URL+"/v1/tenants/shop/"+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth("key", "token")
	transport := &http.Transport{DisableKeepAlives: true} // net/http would itself try again on a kept connection
	answer, err := (&http.Client{Transport: transport, Timeout: a.patience}).Do(r)
	if err != nil {
		return lent{}, 0, errors.Join(errUnheard, err)
	}
	defer func() { _ = answer.Body.Close() }()
	told := struct {
		Code int
		Data lent
	}{}
	raw, err := io.ReadAll(answer.Body)
	if err == nil {
		err = json.Unmarshal(bytes.Trim(raw, "[]\n "), &told)
	}
	if err != nil {
		return lent{}, 0, errors.Join(errUnheard, err)
	}
	wait, _ := time.ParseDuration(answer.Header.Get("Retry-After") + "s")
	switch {
	case answer.StatusCode == http.StatusOK:
		return told.Data, 0, nil
	case told.Code == 4:
		return lent{}, 0, errNone
	case told.Code == 7:
		return lent{}, 0, errCredentials
	case told.Code == 18:
		return lent{}, 0, errDone
	}
	return lent{}, wait, errBusy
}

// insist asks until the order has its number: it waits as it is told or ever longer, and keeps to one connection id.
func (a *shop) insist(order string) error {
	a.t.Helper()
	for wait := time.Second; wait < time.Hour; wait *= 2 {
		_, asked, err := a.create(order)
		switch {
		case err == nil, errors.Is(err, errDone):
			return nil
		case errors.Is(err, errBusy):
			a.wait(cmp.Or(asked, wait))
		case !errors.Is(err, errUnheard):
			return err
		}
	}
	return errors.New("given up")
}

// wait lets simulated time pass.
func (a *shop) wait(span time.Duration) {
	a.t.Helper()
	a.control(http.MethodPost, "clock/advance", fmt.Sprintf(`{"by":%q}`, span))
}

// control asks the tester's door.
func (a *shop) control(method, path, body string) (items []map[string]any) {
	a.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1/__admin/"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	a.s.control.ServeHTTP(w, r)
	var page struct{ Items []map[string]any }
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK {
		a.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return page.Items
}

// allocations are how many the simulator has.
func (a *shop) allocations() int {
	a.t.Helper()
	return len(a.control(http.MethodGet, "allocations?tenant=shop&limit=1000", ""))
}

// orders are the names of so many.
func orders(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("order-%d", i+1)
	}
	return all
}

// once asks for each order's number once, and counts what came of it.
func (a *shop) once(orders []string) map[error]int {
	a.t.Helper()
	counts := map[error]int{}
	for _, order := range orders {
		_, _, err := a.create(order)
		for _, kind := range []error{nil, errBusy, errUnheard, errDone, errNone, errCredentials} {
			if errors.Is(err, kind) {
				counts[kind]++
			}
		}
	}
	return counts
}

// careful insists on every order, and wants each to have one allocation in the end.
func (a *shop) careful(n int) {
	a.t.Helper()
	for _, order := range orders(n) {
		if err := a.insist(order); err != nil {
			a.t.Errorf("%s: %v", order, err)
		}
	}
	if got := a.allocations(); got != n {
		a.t.Errorf("%d allocations for %d orders", got, n)
	}
}

func TestThrottled(t *testing.T) {
	t.Parallel()
	if got := opened(t, "throttled").once(orders(9)); got[nil] != 6 || got[errBusy] != 3 {
		t.Errorf("asked once: %v", got)
	}
	a := opened(t, "throttled")
	_, _, _ = a.create("order-1")
	_, _, _ = a.create("order-2")
	if _, wait, err := a.create("order-3"); wait != time.Second || !errors.Is(err, errBusy) {
		t.Errorf("%v %v", wait, err)
	}
	opened(t, "throttled").careful(9)
}

func TestPoolRunningDry(t *testing.T) {
	t.Parallel()
	if got := opened(t, "pool-running-dry").once(orders(6)); got[nil] != 3 || got[errNone] != 3 {
		t.Errorf("asked once: %v", got)
	}
	a := opened(t, "pool-running-dry")
	first, _, err := a.create("order-0")
	if err != nil {
		t.Fatal(err)
	}
	var aside []string
	for _, order := range orders(5) {
		if err := a.insist(order); errors.Is(err, errNone) {
			aside = append(aside, order)
		}
	}
	if _, _, err := a.send(http.MethodGet, "greenvn/"+first.ID, ""); err != nil {
		t.Errorf("what is lent is no longer served: %v", err)
	}
	a.wait(time.Hour)
	for _, order := range aside {
		if err := a.insist(order); err != nil {
			t.Errorf("%s, an hour later: %v", order, err)
		}
	}
	if got := a.allocations(); len(aside) != 3 || got != 6 {
		t.Errorf("%d put aside, %d allocations", len(aside), got)
	}
}

func TestFlakyNetwork(t *testing.T) {
	t.Parallel()
	a := opened(t, "flaky-network")
	got := a.once(orders(50))
	if got[errUnheard] < 10 || got[nil] < 10 {
		t.Errorf("asked once: %v", got)
	}
	if made := a.allocations(); made <= got[nil] || made >= 50 {
		t.Errorf("%d allocations, %d known of", made, got[nil])
	}
	a = opened(t, "flaky-network")
	a.careful(50)
	if a.sent < 60 {
		t.Errorf("only %d requests", a.sent)
	}
}

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	hasty := opened(t, "lost-answers")
	for _, order := range orders(6) {
		for try := 0; ; try++ {
			if _, _, err := hasty.create(fmt.Sprintf("%s-%d", order, try)); err == nil { // a new id for each try
				break
			}
		}
	}
	if got := hasty.allocations(); got != 11 {
		t.Errorf("%d allocations for 6 orders", got)
	}
	opened(t, "lost-answers").careful(6)
}

func TestSlowVendor(t *testing.T) {
	t.Parallel()
	hasty := opened(t, "slow-vendor")
	hasty.patience = 50 * time.Millisecond
	_, _, err := hasty.create("order-1")
	if late, ok := errors.AsType[net.Error](err); !ok || !late.Timeout() {
		t.Errorf("%v", err)
	}
	patient := opened(t, "slow-vendor")
	if _, _, err := patient.create("order-1"); err != nil {
		t.Error(err)
	}
}

func TestAuthenticationExpires(t *testing.T) {
	t.Parallel()
	stubborn := opened(t, "authentication-expires")
	if got := stubborn.once(orders(20)); got[nil] != 4 || got[errCredentials] != 16 {
		t.Errorf("%v", got)
	}
	a := opened(t, "authentication-expires")
	for _, order := range orders(20) {
		if err := a.insist(order); errors.Is(err, errCredentials) {
			break
		}
	}
	if a.sent != 5 || a.allocations() != 4 {
		t.Errorf("%d requests, %d allocations", a.sent, a.allocations())
	}
}

func TestBrownOut(t *testing.T) {
	t.Parallel()
	failed := map[int]int{} // by minute
	a := opened(t, "brown-out")
	for i, order := range orders(96) { // one each ten seconds
		if _, _, err := a.create(order); errors.Is(err, errBusy) {
			failed[i/6]++
		}
		a.wait(10 * time.Second)
	}
	want := map[int]int{2: 2, 3: 2, 4: 2, 5: 6, 6: 6, 7: 6, 8: 6, 9: 6, 10: 3, 11: 3, 12: 3, 13: 3, 14: 3}
	if fmt.Sprint(failed) != fmt.Sprint(want) {
		t.Errorf("failed by minute: %v", failed)
	}
	a = opened(t, "brown-out")
	_, _, _ = a.create("order-0")
	a.wait(4*time.Minute + 50*time.Second)
	for _, order := range orders(9) {
		if err := a.insist(order); err != nil {
			t.Errorf("%s: %v", order, err)
		}
	}
	if got := a.allocations(); got != 10 {
		t.Errorf("%d allocations", got)
	}
}

// TestEveryScenarioIsTried keeps a scenario from being shipped without a client that meets it.
func TestEveryScenarioIsTried(t *testing.T) {
	tried := strings.Fields("authentication-expires brown-out callbacks-out-of-order callbacks-twice flaky-network lost-answers pool-running-dry slow-vendor throttled")
	if !slices.Equal(tried, fixtures.ScenarioNames()) {
		t.Error(fixtures.ScenarioNames())
	}
}
