package features

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// shortest is the shortest secret that is hidden in what was answered: one of a letter or two is in every word.
const shortest = 4

// hidden stands where a secret was.
const hidden = "[hidden]"

// redacted is an exchange in which none of the secrets is left, wherever the endpoint may have put it.
func (e Exchange) redacted(secrets *secrets) Exchange {
	e.URL, e.Failure = hide(e.URL, secrets), hide(e.Failure, secrets)
	e.Body, e.Reply = hideBytes(e.Body, secrets), hideBytes(e.Reply, secrets)
	e.Header, e.ReplyHeader = hideHeader(e.Header, secrets), hideHeader(e.ReplyHeader, secrets)
	return e
}

// hideBytes keeps a body that is not there absent.
func hideBytes(b []byte, secrets *secrets) []byte {
	if b == nil {
		return nil
	}
	return []byte(hide(string(b), secrets))
}

// hideHeader leaves out cookies and credentials, and hides secrets in the rest.
func hideHeader(h map[string][]string, secrets *secrets) map[string][]string {
	told := make(map[string][]string, len(h))
	for name, values := range h {
		if slices.Contains([]string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}, name) {
			continue
		}
		for _, v := range values {
			told[name] = append(told[name], hide(v, secrets))
		}
	}
	return told
}

// secrets is what no report may show.
type secrets struct {
	words    []string // those that are known
	suspects []suspect
}

// suspect is a form in which secrets are told that nobody named: credentials in an address, and the value of what is called
// a password or the like, in a query or in JSON.
type suspect struct {
	*regexp.Regexp
	by string
}

// secretNames are the keys whose values are taken for secrets.
const secretNames = `(?:access_?key|api_?key|(?:\w+_)?token|auth|(?:\w+_)?secret|password|passwd|pwd|signature|sig|key)`

func newSecrets(words ...string) *secrets {
	return &secrets{words, []suspect{
		{regexp.MustCompile(`(https?://)[^/\s"'@]+@`), "${1}" + hidden + "@"},
		{regexp.MustCompile(`(?i)([?&;]` + secretNames + `=)[^&\s"'#\\]+`), "${1}" + hidden},
		{regexp.MustCompile(`(?i)("(?:[a-z_]*_)?(?:user_?name|password|secret|token|api_key)"\s*:\s*)"(?:[^"\\]|\\.)+"`), `${1}"` + hidden + `"`},
	}}
}

// hide takes out of a text what no report may show.
func hide(text string, s *secrets) string {
	for _, one := range s.words {
		if len(one) >= shortest {
			text = strings.ReplaceAll(text, one, hidden)
		}
	}
	for _, one := range s.suspects {
		text = one.ReplaceAllString(text, one.by)
	}
	return text
}

// forms are the ways in which a secret may be written: as it is, in an address, in JSON, and with its user in a head.
func forms(username, secret string) []string {
	if secret == "" {
		return nil
	}
	quoted, _ := json.Marshal(secret)
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`)}
	if username != "" {
		all = append(all, base64.StdEncoding.EncodeToString([]byte(username+":"+secret)))
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) }) // the longer hides the shorter
	return slices.Compact(all)
}

// secrets are the target's, in every form.
func (t Target) secrets() []string {
	all := slices.Concat(forms(t.Username, t.Password), forms(t.OtherUsername, t.OtherPassword), forms("", t.AdminToken))
	for _, name := range []string{t.Username, t.OtherUsername} {
		if name != t.Tenant && name != t.OtherTenant { // an SID is in every address, and no secret
			all = append(all, forms("", name)...)
			all = append(all, encoded(name)...)
		}
	}
	for _, word := range []string{t.Password, t.OtherPassword} {
		all = append(all, encoded(word)...)
	}
	return all
}

// encoded is a secret in Base64; nothing of none.
func encoded(secret string) []string {
	if secret == "" {
		return nil
	}
	return []string{base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawStdEncoding.EncodeToString([]byte(secret))}
}
