package features

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// model is the tenant of a simulator that those of the scenarios are made like.
type model struct {
	Profile string
	Quirks  map[string]string
}

// pose takes the target's tenant as the model. Nothing is done to it: each scenario has a tenant of its own.
func (s *stage) pose(ctx context.Context) error {
	e, err := s.client.send(ctx, message{method: http.MethodGet, url: s.target.AdminURL + "/__admin/tenants/" + url.PathEscape(s.target.Tenant), token: s.target.AdminToken})
	if err != nil {
		return err
	}
	s.target.Tenant = ""
	switch {
	case e.Status == http.StatusNotFound: // it would be made on first sight, like any other
		return nil
	case e.Status != http.StatusOK || json.Unmarshal(e.Reply, &s.model) != nil:
		return fmt.Errorf("the control door at %s does not tell the tenant: %s", s.target.AdminURL, e.said())
	}
	return nil
}

// switches are its quirks as a definition has them.
func (m model) switches() map[string]any {
	all := map[string]any{}
	for name, value := range m.Quirks {
		all[name] = parseValue(value)
	}
	return all
}

// rehearse makes a tenant as scenarios will, so that what a simulator has against it is told once.
func (s *stage) rehearse(ctx context.Context) (*story, error) {
	one := s.story()
	one.lodge()
	defer s.slots.release(one.slot)
	if err := one.putTenant(ctx, one.ordinary()); err != nil {
		return nil, fmt.Errorf("the simulator at %s makes no tenant: %w", s.target.AdminURL, err)
	}
	var told struct{ Auth string }
	if err := one.steer(ctx, order{method: http.MethodGet, path: "tenants/" + url.PathEscape(one.sid())}, &told); err != nil {
		return nil, err
	}
	s.target.open = told.Auth == "open"
	return one, nil
}

// profiles are the generations the model speaks.
func (m model) profiles() []string {
	all := Profiles()[1:]
	if i := slices.Index(all, m.Profile); i >= 0 {
		return all[i : i+1]
	}
	return all
}
