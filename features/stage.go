package features

import (
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// stage is what all scenarios of a run share; nothing of it changes but the count of scenarios.
type stage struct {
	target Target
	client *client
	*Library
	people   map[string]string
	values   []string // pairs of {name} and what it stands for
	suite    bool     // each scenario is of one generation, and so is its tenant
	name     string   // of the run: part of every SID and reference it makes
	secrets  *secrets
	now      func() time.Time
	rival    *rival // the endpoint compared with; nil: none
	strict   bool   // where documents contradict each other, only the generation's own variant passes
	stories  atomic.Int64
	ledger   ledger
	observed observations
	budget   budget
	slots    slots
	model    model
	receiver func() (*receiver, error) // begins to listen when it is first needed
	settings chan struct{}             // holds one while a scenario has borrowed settings
}

func newStage(t Target, o Options) (*stage, error) {
	library := o.Library
	if library == nil {
		var err error
		if library, err = NewLibrary(); err != nil {
			return nil, err
		}
	}
	s := &stage{target: t, Library: library, people: t.people(), name: o.Name, suite: len(o.Profiles) > 0, strict: o.Strict, now: o.clock()}
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
