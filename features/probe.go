package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// probing is how long the first answer of an endpoint may take.
const probing = 10 * time.Second

// reach sees that the doors answer, and as they should, before anything is played. It gives the generations to play: those
// wanted, or those that the endpoint speaks when that is left to it.
func (s *stage) reach(ctx context.Context, profiles []string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	if err := s.reachRival(ctx); err != nil {
		return nil, err
	}
	if err := s.reachControl(ctx); err != nil {
		return nil, err
	}
	guess := slices.Contains(profiles, auto)
	switch {
	case s.target.VendorURL == "":
		return profiles, nil
	case !s.suite:
		return profiles, s.reachVendor(ctx)
	case s.target.AdminURL != "" && s.target.Tenant == "":
		if guess {
			profiles = Profiles()[1:]
		}
		_, err := s.probe(ctx, classic)
		return profiles, err
	case guess:
		return s.spoken(ctx)
	}
	for _, profile := range profiles {
		if _, err := s.probe(ctx, profile); err != nil {
			return nil, err
		}
	}
	return profiles, nil
}

func (s *stage) reachControl(ctx context.Context) error {
	if s.target.AdminURL == "" {
		return nil
	}
	e, err := s.client.send(ctx, message{method: http.MethodGet, url: s.target.AdminURL + "/__admin/tenants?limit=1", token: s.target.AdminToken})
	switch {
	case err != nil:
		return err
	case e.Failure != "":
		return fmt.Errorf("no simulator answers at %s: %s", s.target.AdminURL, e.Failure)
	case e.Status == http.StatusUnauthorized:
		return fmt.Errorf("the control door at %s wants its token", s.target.AdminURL)
	case e.Status != http.StatusOK || e.first("items") == "":
		return fmt.Errorf("what answers at %s is no control door (HTTP %d)", s.target.AdminURL, e.Status)
	}
	return nil
}

// reachVendor wants an answer, whatever it is.
func (s *stage) reachVendor(ctx context.Context) error {
	e, err := s.client.send(ctx, message{method: http.MethodGet, url: s.target.VendorURL + "/"})
	return cmpErr(err, s.silence(e))
}

func (s *stage) silence(e Exchange) error {
	if e.Status > 0 {
		return nil
	}
	return fmt.Errorf("the vendor's door at %s: %s", s.target.VendorURL, hide(e.Failure, s.secrets))
}

// errTongue is the error of an endpoint that answers something, but not as the vendor would.
var errTongue = errors.New("what answers is not the vendor's API")

// spoken finds out which generations an endpoint speaks: how it words an error tells classic from current.
func (s *stage) spoken(ctx context.Context) ([]string, error) {
	var all []string
	first, err := s.probe(ctx, classic)
	if err != nil && !errors.Is(err, errTongue) {
		return nil, err
	}
	if err == nil {
		all = append(all, first)
	}
	if last, other := s.probe(ctx, exobridge); other == nil {
		all = append(all, last)
	}
	if len(all) == 0 {
		return nil, err
	}
	return all, nil
}

// probe reads an allocation that nobody has. The answer has to be an error in the envelope of the generation; it tells
// which one was spoken.
func (s *stage) probe(ctx context.Context, generation string) (string, error) {
	one := s.story()
	a := ask{operation: "readGreenvn", generation: generation, id: map[string]string{exobridge: "gvn_nobody0000000000"}[generation]}
	if a.id == "" {
		a.id = "00000000-0000-4000-8000-000000000000"
	}
	m, err := one.message(a, one.sid(), one.login)
	if err != nil {
		return "", err
	}
	e, err := s.client.send(ctx, m)
	if err = cmpErr(err, s.silence(e)); err != nil {
		return "", err
	}
	e.Generation = generation
	spoken := tongue(e)
	switch {
	case spoken == "" || (spoken == exobridge) != (generation == exobridge):
		return "", fmt.Errorf("%w: %s answers %s with HTTP %d, %s", errTongue, s.target.VendorURL, m.method+" "+strings.TrimPrefix(m.url, s.target.VendorURL), e.Status, orNone(e.ReplyHeader.Get("Content-Type")))
	case s.target.Tenant == "":
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusPaymentRequired || e.Status == http.StatusForbidden:
		return "", fmt.Errorf("%s does not let these credentials into tenant %s (HTTP %d, code %s)", s.target.VendorURL, s.target.Tenant, e.Status, orNone(e.code()))
	}
	return spoken, nil
}

// tongue is the generation in whose envelope an error is; empty: none.
func tongue(e Exchange) string {
	body := e.body()
	list, _ := body.([]any)
	switch {
	case e.Status < http.StatusBadRequest:
		return ""
	case len(list) == 1 && has(body, "0.code") && has(body, "0.success"):
		return classic
	case has(body, "code") && has(body, "success"):
		return current
	case has(body, "response.status"):
		return exobridge
	}
	return ""
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
