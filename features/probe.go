package features

import (
	"cmp"
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

// reachOthers sees that whatever stands beside the vendor's door answers: the endpoint to compare with, and the control door,
// which tells what a tenant that is named is like.
func (s *stage) reachOthers(ctx context.Context) error {
	if err := s.reachRival(ctx); err != nil {
		return err
	}
	if err := s.reachControl(ctx); err != nil {
		return err
	}
	if s.suite && s.target.AdminURL != "" && s.target.Tenant != "" {
		return s.pose(ctx)
	}
	return nil
}

// reach sees that the doors answer, and as they should, before anything is played. It gives the generations to play: those
// wanted, or those that the endpoint speaks when that is left to it.
func (s *stage) reach(ctx context.Context, profiles []string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	if err := s.reachOthers(ctx); err != nil {
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
			profiles = s.model.profiles()
		}
		one, err := s.rehearse(ctx)
		if err != nil {
			return nil, err
		}
		_, err = s.probe(ctx, one, "")
		return profiles, err
	case guess:
		all, err := s.spoken(ctx)
		if err == nil {
			err = s.acquainted(ctx, all[0])
		}
		return all, err
	}
	for _, profile := range profiles {
		if _, err := s.probe(ctx, s.story(), profile); err != nil {
			return nil, err
		}
	}
	return profiles, cmpErr(s.unlocked(ctx, profiles[0]), s.acquainted(ctx, profiles[0]))
}

// acquainted finds out what else the scenarios have to know: whether a GreenVN wants a call flow named, and whether the
// other tenant speaks the same generation.
func (s *stage) acquainted(ctx context.Context, generation string) error {
	if err := s.flows(ctx, generation); err != nil {
		return err
	}
	if s.target.OtherUsername == "" || s.target.OtherTenant == "" {
		return nil
	}
	other := s.story()
	other.tenant, other.login = s.target.OtherTenant, login{s.target.OtherUsername, s.target.OtherPassword}
	spoken, err := s.probe(ctx, other, generation)
	switch {
	case errors.Is(err, errTongue):
		s.target.otherTongue = "another generation than " + generation
	case err == nil && generation != exobridge && spoken != generation && s.tongueOf(ctx, generation) != spoken:
		s.target.otherTongue = spoken
	case err != nil:
		return fmt.Errorf("the other tenant: %w", err)
	}
	return nil
}

// tongueOf is what the tenant itself words its errors in.
func (s *stage) tongueOf(ctx context.Context, generation string) string {
	spoken, _ := s.probe(ctx, s.story(), generation)
	return spoken
}

// flows refuses a run at an account that wants a call flow named when none is. It asks for a number for nobody, which is
// refused either way: what is missing is told before what is malformed.
func (s *stage) flows(ctx context.Context, generation string) error {
	if generation == exobridge || s.target.FlowID != "" {
		return nil
	}
	one := s.story()
	a := ask{operation: "createGreenvn", generation: generation, body: map[string]any{
		"connection_id": one.reference("probe"), "aparty_numbers": []any{"0"}, "bparty_numbers": []any{"0"}, "usage": "twoway",
	}}
	m, err := one.message(a, one.sid(), one.login)
	if err != nil {
		return err
	}
	e, err := s.client.send(ctx, m)
	if err != nil {
		return err
	}
	e.Operation, e.Generation = a.operation, a.generation
	one.enter(e, a)
	if e.Status == http.StatusBadRequest && e.code() == "3" && strings.Contains(string(e.Reply), "flow") {
		return fmt.Errorf("tenant %s has several call flows and no default: name one with --flow-id", one.sid())
	}
	return nil
}

// unlocked finds out whether the endpoint lets anybody in.
func (s *stage) unlocked(ctx context.Context, profile string) error {
	anybody := s.story()
	anybody.login = login{}
	_, err := s.probe(ctx, anybody, profile)
	s.target.open = err == nil
	if errors.Is(err, errLocked) || errors.Is(err, errTongue) {
		return nil
	}
	return err
}

// errLocked is the error of an endpoint that does not take the credentials.
var errLocked = errors.New("these credentials are not let in")

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
	first, err := s.probe(ctx, s.story(), classic)
	if err != nil && !errors.Is(err, errTongue) {
		return nil, err
	}
	if err == nil {
		all = append(all, first)
	}
	if last, other := s.probe(ctx, s.story(), exobridge); other == nil {
		all = append(all, last)
	}
	if len(all) == 0 {
		return nil, err
	}
	return all, s.unlocked(ctx, all[0])
}

// probe reads an allocation that nobody has. The answer has to be an error in the envelope of the generation, or of any for
// no generation; it tells which one was spoken.
func (s *stage) probe(ctx context.Context, one *story, generation string) (string, error) {
	a := ask{operation: "readGreenvn", generation: cmp.Or(generation, classic), id: "00000000-0000-4000-8000-000000000000"}
	if generation == exobridge {
		a.id = "gvn_nobody0000000000"
	}
	m, err := one.message(a, one.sid(), one.login)
	if err != nil {
		return "", err
	}
	e, err := s.client.send(ctx, m)
	if err = cmpErr(err, s.silence(e)); err != nil {
		return "", err
	}
	e.Generation = a.generation
	spoken := tongue(e)
	switch {
	case spoken == "" || generation != "" && (spoken == exobridge) != (generation == exobridge):
		return "", fmt.Errorf("%w: %s answers %s %s with HTTP %d, %s", errTongue, s.target.VendorURL, m.method, strings.TrimPrefix(m.url, s.target.VendorURL), e.Status,
			cmp.Or(e.ReplyHeader.Get("Content-Type"), "without a Content-Type"))
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusPaymentRequired || e.Status == http.StatusForbidden:
		return "", fmt.Errorf("%w: %s answers for tenant %s with HTTP %d, code %s", errLocked, s.target.VendorURL, one.sid(), e.Status, cmp.Or(e.code(), "none"))
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
