package rest

import (
	"net/http"
	"strings"
)

// Bounds of what the journal keeps of a request's head.
const (
	keptHeaders = 32
	keptText    = 1 << 10
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
	switch lower := strings.ToLower(name); {
	case lower == "authorization" || lower == "proxy-authorization":
		if strings.HasPrefix(strings.ToLower(values[0]), "basic ") {
			return "Basic [redacted]"
		}
		return "[redacted]"
	case lower == "cookie", strings.Contains(lower, "token"), strings.Contains(lower, "secret"), strings.Contains(lower, "key"):
		return "[redacted]"
	}
	return cut(strings.Join(values, ", "))
}

func cut(s string) string {
	if len(s) > keptText {
		return strings.Clone(s[:keptText])
	}
	return s
}
