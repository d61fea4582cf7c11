package features

import (
	"encoding/base64"
	"fmt"
	"sync/atomic"

	"golang.org/x/time/rate"

	"leadassist-sim/openapi"
)

// Library is what every run needs and none changes: the vendor's documents, and the sentences of feature files. Runs that
// follow one another, or go side by side, may share one.
type Library struct {
	documents map[string]*openapi.Document
	sentences []sentence
}

// NewLibrary reads the documents that are built in. They cannot fail to be read but by a mistake in the build.
func NewLibrary() (*Library, error) {
	documents, err := openapi.LoadAll()
	if err != nil {
		return nil, fmt.Errorf("the documents cannot be read: %w", err)
	}
	return &Library{documents, sentences()}, nil
}

// stage is what all scenarios of a run share; nothing of it changes but the count of scenarios.
type stage struct {
	target Target
	client *client
	*Library
	people   map[string]string
	values   []string // pairs of {name} and what it stands for
	suite    bool     // each scenario is of one generation, and so is its tenant
	name     string   // of the run: part of every SID and reference it makes
	secrets  []string
	strict   bool // where documents contradict each other, only the generation's own variant passes
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
	s := &stage{target: t, Library: library, people: t.people(), name: o.Name, suite: len(o.Profiles) > 0, strict: o.Strict}
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
