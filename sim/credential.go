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

// holders maps each credential to the SIDs it opens.
func holders(tenants []Tenant) map[fingerprint][]string {
	all := map[fingerprint][]string{}
	for _, t := range tenants {
		for _, c := range t.Credentials {
			all[c.fingerprint()] = append(all[c.fingerprint()], t.SID)
		}
	}
	return all
}

// Judge says what the credential is worth at the tenant. In open mode everything is granted.
func (s *Sim) Judge(sid string, c Credential) Verdict {
	if !s.spec.Strict {
		return Granted
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	opened := s.holders[c.fingerprint()]
	if slices.Contains(opened, sid) {
		return Granted
	}
	if len(opened) > 0 {
		return Elsewhere
	}
	return Stranger
}
