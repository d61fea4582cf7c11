package features

import (
	"net/http"
	"strings"
)

// mirror is what a scenario knows of the rival: what is called there how.
type mirror struct {
	pairs       map[string]string // values of the target and what stands for them at the rival
	here, there *normaliser
	made        []*rivalMade
	file, name  string // of the scenario
}

// rivalMade is an allocation at the rival.
type rivalMade struct {
	id, generation, operation string
	gone                      bool
}

// reflect begins the mirror of a scenario.
func (s *story) reflect(file, name string) {
	if s.rival == nil {
		return
	}
	m := &mirror{pairs: map[string]string{}, here: newNormaliser(), there: newNormaliser(), file: file, name: name}
	s.mirror = m
	sid := s.rival.target.Tenant
	if sid == "" {
		sid = s.sid()
	}
	m.pair(aTenant, s.sid(), sid)
	if s.target.OtherTenant != "" && s.rival.target.OtherTenant != "" {
		m.pair(aTenant, s.target.OtherTenant, s.rival.target.OtherTenant)
	}
	for i, number := range s.target.VN {
		if i < len(s.rival.target.VN) {
			m.pair(aNumber, number, s.rival.target.VN[i])
		}
	}
}

// pair makes two values the same thing.
func (m *mirror) pair(kind, here, there string) {
	if here == "" || there == "" {
		return
	}
	if kind == aTenant {
		m.here.learn(kind, here)
		m.there.learn(kind, there)
	}
	if len(here) >= shortVal || kind == aTenant {
		m.pairs[here] = there
	}
}

// translate puts the rival's values for the target's.
func (m *mirror) translate(text string) string {
	known := make([]string, 0, len(m.pairs))
	for value := range m.pairs {
		known = append(known, value)
	}
	longestFirst(known)
	var pairs []string
	for _, value := range known {
		pairs = append(pairs, value, m.pairs[value])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// match pairs what stands at the same places of two answers, if it is a value each endpoint makes up.
func (m *mirror) match(key string, here, there any) {
	switch here := here.(type) {
	case map[string]any:
		if there, ok := there.(map[string]any); ok {
			for _, name := range sortedKeys(here) {
				m.match(name, here[name], there[name])
			}
		}
	case []any:
		if there, ok := there.([]any); ok {
			for i := range min(len(here), len(there)) {
				m.match(key, here[i], there[i])
			}
		}
	case string:
		if there, ok := there.(string); ok && keyKind(key) != "" {
			m.pair(keyKind(key), here, there)
		}
	}
}

// remember takes down what was made and deleted at the rival.
func (m *mirror) remember(there Exchange, sent message) {
	if there.Status == 0 || there.Status >= http.StatusMultipleChoices {
		return
	}
	switch {
	case strings.HasPrefix(there.Operation, "createGreen") && there.id() != "":
		m.made = append(m.made, &rivalMade{id: there.id(), generation: there.Generation, operation: strings.Replace(there.Operation, "create", "delete", 1)})
	case sent.method == http.MethodDelete:
		for _, one := range m.made {
			one.gone = one.gone || strings.Contains(there.URL, one.id)
		}
	}
}
