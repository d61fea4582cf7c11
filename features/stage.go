package features

import (
	"encoding/base64"
	"fmt"
	"sync/atomic"

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
	secrets   []string
	strict    bool // where documents contradict each other, only the generation's own variant passes
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
	s := &stage{target: t, documents: documents, people: t.people(), name: o.Name, suite: len(o.Profiles) > 0, strict: o.Strict}
	s.client = newClient(t, "leadassist-sim-features/"+o.Name, o.Timeout)
	if o.Rate > 0 {
		s.client.pace = rate.NewLimiter(rate.Limit(o.Rate), 1)
	}
	s.secrets = []string{t.Password, t.AdminToken, t.OtherPassword}
	if t.Password != "" {
		s.secrets = append(s.secrets, base64.StdEncoding.EncodeToString([]byte(t.Username+":"+t.Password)))
	}
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
