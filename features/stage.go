package features

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"leadassist-sim/openapi"
)

// stage is what all scenarios of a run share; nothing of it changes but the count of scenarios.
type stage struct {
	target    Target
	client    *client
	documents map[string]*openapi.Document
	people    map[string]string
	values    []string // pairs of {name} and what it stands for
	suite     bool     // each scenario is of one generation, and so is its tenant
	name      string   // of the run: part of every SID and reference it makes
	secrets   *secrets
	now       func() time.Time
	rules     *openapi.Ledger
	rival     *rival // the endpoint compared with; nil: none
	strict    bool   // where documents contradict each other, only the generation's own variant passes
	stories   atomic.Int64
	ledger    ledger
	observed  observations
	budget    budget
	slots     slots
	model     model
	receiver  func() (*receiver, error) // begins to listen when it is first needed
	settings  chan struct{}             // holds one while a scenario has borrowed settings
}

func newStage(t Target, o Options) (*stage, error) {
	documents, err := openapi.LoadAll()
	if err != nil {
		return nil, fmt.Errorf("the documents cannot be read: %w", err)
	}
	rules, err := openapi.LoadLedger()
	if err != nil {
		return nil, err
	}
	s := &stage{target: t, documents: documents, people: t.people(), name: o.Name, suite: len(o.Profiles) > 0, strict: o.Strict, now: o.clock(), rules: rules}
	s.client = newClient(t, "leadassist-sim-features/"+o.Name, o.Timeout)
	if o.Rate > 0 {
		s.client.pace = rate.NewLimiter(rate.Limit(o.Rate), 1)
	}
	s.client.now = s.now
	s.rival = newRival(o, s.now)
	s.secrets = newSecrets(slices.Concat(t.secrets(), o.Against.secrets())...)
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
