package explain

import (
	"net/http"
	"net/url"
	"strings"
)

// placeholder stands for credentials in a step's headers; they themselves are never shown.
const placeholder = `Basic [$LEADASSIST_SIM_USERNAME:$LEADASSIST_SIM_PASSWORD]`

// curl writes a step for a POSIX shell. Every word that a request brought along is quoted.
func curl(c Scene, s Step) string {
	base := c.Base
	if s.Door == Tester {
		base = c.Tester
	}
	words := []string{"curl", "-sS"}
	if strings.HasPrefix(base, "https://") {
		words = append(words, "-k")
	}
	if c.Guarded && s.Door == Tester {
		words = append(words, `-H "Authorization: Bearer $LEADASSIST_SIM_ADMIN_TOKEN"`)
	}
	if s.Header["Authorization"] != "" {
		words = append(words, `-u "$LEADASSIST_SIM_USERNAME:$LEADASSIST_SIM_PASSWORD"`)
	}
	switch {
	case s.Method == http.MethodHead:
		words = append(words, "-I")
	case s.Method != http.MethodGet && (s.Method != http.MethodPost || s.Body == ""):
		words = append(words, "-X", word(s.Method))
	}
	words = append(words, whither(base, s))
	if s.Body != "" {
		words = append(words, "-H 'Content-Type: application/json'", "-d", word(s.Body))
	}
	line := strings.Join(words, " ")
	if s.Takes != "" {
		line = `ID=$(` + line + ` | sed -n 's/.*"` + s.Takes + `":"\([^"]*\)".*/\1/p')`
	}
	return line
}

// whither is where a step goes, as one word of the shell.
func whither(base string, s Step) string {
	parts := strings.Split(s.Path, "/")
	for i, part := range parts {
		if part != "{id}" {
			parts[i] = url.PathEscape(part)
		}
	}
	to := base + strings.Join(parts, "/")
	if s.Query != "" {
		to += "?" + s.Query
	}
	return withID(word(to))
}

// withID puts the shell's variable in the place of {id} in a word.
func withID(w string) string {
	if !strings.Contains(w, "{id}") {
		return w
	}
	if w = strings.Trim(w, "'"); !strings.ContainsAny(w, "'\"$`\\") {
		return `"` + strings.ReplaceAll(w, "{id}", "$ID") + `"`
	}
	return "'" + strings.ReplaceAll(w, "{id}", `'"$ID"'`) + "'"
}

// word makes one word of a text for a POSIX shell; plain ones are left as they are.
func word(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:+%@=,") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
