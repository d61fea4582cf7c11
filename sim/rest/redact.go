package rest

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"

	"leadassist-sim/sim"
)

// Bounds of what the journal keeps of a request besides its body.
const (
	keptHeaders    = 32
	keptText       = 1 << 10
	keptViolations = 20
)

// redacted copies the headers without their secrets.
func redacted(h http.Header) map[string][]string {
	kept := make(map[string][]string, min(len(h), keptHeaders))
	for name, values := range h {
		if len(kept) == keptHeaders {
			break
		}
		if harmless(name) && len(values) == 1 && len(values[0]) <= keptText {
			kept[name] = values
			continue
		}
		kept[cut(name)] = []string{secretless(name, values)}
	}
	return kept
}

// harmless names the headers that are on most requests and never secret.
func harmless(name string) bool {
	switch name {
	case "Accept", "Accept-Encoding", "Cache-Control", "Content-Length", "Content-Type", "User-Agent":
		return true
	}
	return false
}

// secretless hides the value of every header that may carry a secret; of an Authorization it leaves the scheme.
func secretless(name string, values []string) string {
	lower, all := strings.ToLower(name), strings.Join(values, ", ")
	if lower == "authorization" && strings.HasPrefix(strings.ToLower(all), "basic ") {
		return "Basic [redacted]"
	}
	for _, telling := range []string{"auth", "cookie", "credential", "key", "password", "secret", "token"} {
		if strings.Contains(lower, telling) {
			return "[redacted]"
		}
	}
	return cut(all)
}

func cut(s string) string {
	if len(s) > keptText {
		return own(s)
	}
	return s
}

// own is cut for the parts of a URL. They share the memory of the whole request line, which may be a megabyte long, so
// that even a short one is copied.
func own(s string) string { return strings.Clone(s[:min(len(s), keptText)]) }

// What is hidden in bodies: credentials of URLs, secret-named query keys of URLs, values of secret-named JSON keys.
var (
	userinfo    = regexp.MustCompile(`(?i)(https?://)[^/\s"@]*@`)
	secretQuery = regexp.MustCompile(`(?i)([?&][^=&"\s]*(?:auth|credential|key|password|secret|token)[^=&"\s]*=)[^&"\s]*`)
	secretKey   = regexp.MustCompile(`(?i)("[^"]*(?:credential|password|secret|token)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?`)
)

// veil hides secrets in what is kept of a body. Most bodies hold none and are kept as they are.
func veil(body []byte) []byte {
	body = body[:min(len(body), sim.BodyKept+1)] // one more, so that it is seen to be cut
	if !suspect(body) {
		return body
	}
	body = userinfo.ReplaceAll(body, []byte("${1}redacted@"))
	body = secretQuery.ReplaceAll(body, []byte("${1}[redacted]"))
	body = secretKey.ReplaceAll(body, []byte(`${1}"[redacted]"`))
	return body
}

// suspect tells quickly whether a body may hold a secret. First letters are left out, so that case need not be folded.
func suspect(body []byte) bool {
	for _, telling := range []string{"://", "assword", "ASSWORD", "ecret", "ECRET", "oken", "OKEN", "redential", "REDENTIAL"} {
		if bytes.Contains(body, []byte(telling)) {
			return true
		}
	}
	return false
}

// veiledQuery is veil for a query string.
func veiledQuery(query string) string {
	if query == "" {
		return ""
	}
	return string(veil([]byte("://?" + query)))[len("://?"):]
}
