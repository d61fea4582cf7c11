package rest

import (
	"net/http"
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
		kept[cut(name)] = []string{secretless(name, values)}
	}
	return kept
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
