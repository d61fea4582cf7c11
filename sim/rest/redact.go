package rest

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
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
	all := strings.Join(values, ", ")
	if strings.EqualFold(name, "Authorization") && strings.HasPrefix(strings.ToLower(all), "basic ") {
		return "Basic " + redaction
	}
	if telling(name) {
		return redaction
	}
	return cut(urlless(all))
}

// redaction stands where a secret stood.
const redaction = "[redacted]"

// telling tells whether what goes by that name may be a secret: a header, a key of a query or of a body.
func telling(name string) bool {
	name = strings.ToLower(name)
	for _, word := range tellingWords() {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

func tellingWords() [11]string {
	return [...]string{"auth", "cookie", "credential", "key", "passphrase", "passwd", "password", "pwd", "secret", "session", "token"}
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

// userinfo is the credentials of a URL.
var userinfo = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*://)[^/\s"'<>?#]*@`)

// urlless hides the credentials of URLs in a text, and secrets in their queries.
func urlless(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	text = userinfo.ReplaceAllString(text, "${1}redacted@")
	if before, query, ok := strings.Cut(text, "?"); ok {
		text = before + "?" + veiledQuery(query)
	}
	return text
}

// veiledQuery hides secrets in a query string, or in the body of a form, and leaves the rest as it was written.
func veiledQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, said := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil {
			plain = name
		}
		switch text, err := url.QueryUnescape(value); {
		case said && telling(plain):
			pairs[i] = name + "=" + redaction
		case err == nil && urlless(text) != text:
			pairs[i] = name + "=" + url.QueryEscape(urlless(text))
		}
	}
	return strings.Join(pairs, "&")
}
