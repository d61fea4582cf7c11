package features

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"leadassist-sim/openapi"
)

// stage is what all scenarios of a run share; nothing of it changes but the count of scenarios.
type stage struct {
	target    Target
	client    *client
	documents map[string]*openapi.Document
	ledger    *openapi.Ledger
	twin      *twin // the endpoint compared with; nil: none
	people    map[string]string
	values    []string // pairs of {name} and what it stands for
	suite     bool     // each scenario is of one generation, and so is its tenant
	name      string   // of the run: part of every SID and reference it makes
	secrets   *secrets
	now       func() time.Time
	stories   atomic.Int64
}

func newStage(t Target, o Options) (*stage, error) {
	documents, err := openapi.LoadAll()
	if err != nil {
		return nil, fmt.Errorf("the documents cannot be read: %w", err)
	}
	ledger, err := openapi.LoadLedger()
	if err != nil {
		return nil, err
	}
	s := &stage{ledger: ledger, target: t, documents: documents, people: t.people(), name: o.Name, suite: len(o.Profiles) > 0, now: o.clock()}
	s.client = newClient(t, "leadassist-sim-features/"+o.Name, o.Timeout)
	s.client.now = s.now
	s.twin = newTwin(o, s.now)
	s.secrets = newSecrets(slices.Concat(forms(t.Username, t.Password), forms(t.OtherUsername, t.OtherPassword), forms("", t.AdminToken),
		forms(o.Against.Username, o.Against.Password), forms(o.Against.OtherUsername, o.Against.OtherPassword), forms("", o.Against.AdminToken))...)
	for name, value := range o.Values {
		s.values = append(s.values, "{"+name+"}", value)
	}
	return s, nil
}

// story begins a scenario.
func (s *stage) story() *story {
	speaks := s.target.Profile
	if speaks == auto {
		speaks = classic
	}
	return &story{
		stage: s, number: int(s.stories.Add(1)), tenant: s.target.Tenant, shared: s.target.Tenant != "", speaks: speaks,
		login: login{s.target.Username, s.target.Password},
	}
}
