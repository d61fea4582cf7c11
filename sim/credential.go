package sim

import (
	"crypto/sha256"
	"slices"
)

// Credential is a name and secret a tenant's clients present.
type Credential struct{ Username, Password string }

// Verdict is what credentials are worth at a tenant's door.
type Verdict uint8

// The verdicts.
const (
	Granted   Verdict = iota
	Stranger          // nobody's credentials
	Elsewhere         // good, but another tenant's
)

// fingerprint stands in for a credential, so that look-ups take the same time whatever was guessed right.
type fingerprint [sha256.Size]byte

func (c Credential) fingerprint() fingerprint {
	name := sha256.Sum256([]byte(c.Username)) // hashed apart, so that no separator can be forged
	return sha256.Sum256(append(name[:], c.Password...))
}

// opened maps each credential to the SIDs it opens.
type opened map[fingerprint][]string

func holders(tenants []Tenant) opened {
	all := opened{}
	for _, t := range tenants {
		all.add(t)
	}
	return all
}

func (o opened) add(t Tenant) {
	for _, c := range t.Credentials {
		o[c.fingerprint()] = append(o[c.fingerprint()], t.SID)
	}
}

// remove forgets that the tenant's credentials open it.
func (o opened) remove(t Tenant) {
	for _, c := range t.Credentials {
		key := c.fingerprint()
		if o[key] = slices.DeleteFunc(o[key], func(sid string) bool { return sid == t.SID }); len(o[key]) == 0 {
			delete(o, key)
		}
	}
}

// Judge says what the credential is worth at the tenant. In open mode everything is granted.
func (s *Sim) Judge(sid string, c Credential) Verdict {
	if !s.spec.Strict {
		return Granted
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	sids := s.holders[c.fingerprint()]
	if slices.Contains(sids, sid) {
		return Granted
	}
	if len(sids) > 0 {
		return Elsewhere
	}
	return Stranger
}
