package features

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// shown is how many bytes of a body are shown.
const shown = 4 << 10

// Curl is the request as a command to paste; credentials are left to the environment of whoever pastes it.
func (e Exchange) Curl() string {
	var b strings.Builder
	b.WriteString("curl -sS")
	if e.Method != http.MethodGet {
		b.WriteString(" -X " + e.Method)
	}
	b.WriteString(" " + quoted(e.URL))
	switch e.shown {
	case "token":
		b.WriteString(` -H "Authorization: Bearer $LEADASSIST_SIM_ADMIN_TOKEN"`)
	case "login":
		b.WriteString(` -u "$LEADASSIST_SIM_USERNAME:$LEADASSIST_SIM_PASSWORD"`)
	}
	switch {
	case len(e.Body) > shown:
		fmt.Fprintf(&b, " -H 'Content-Type: application/json' -d @body.json # %d bytes, which begin %s", len(e.Body), strings.ToValidUTF8(string(e.Body[:64]), ""))
	case len(e.Body) > 0:
		b.WriteString(" -H 'Content-Type: application/json' -d " + quoted(string(e.Body)))
	}
	return b.String()
}

// quoted is a word as a shell takes it.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Answer is what was answered, as text: the status, the headers that matter, and the body.
func (e Exchange) Answer() string {
	if e.Status == 0 {
		return "no answer: " + e.Failure
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d %s", e.Status, http.StatusText(e.Status))
	for _, name := range []string{"Content-Type", "Retry-After", "X-Request-Id"} {
		if v := e.ReplyHeader.Get(name); v != "" {
			b.WriteString("\n" + name + ": " + v)
		}
	}
	if len(e.Reply) > 0 {
		b.WriteString("\n" + strings.TrimSpace(pretty(e.Reply)))
	}
	if e.Failure != "" {
		b.WriteString("\n(" + e.Failure + ")")
	}
	return b.String()
}

// pretty indents JSON, and cuts what is too long to read.
func pretty(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		b.Reset()
		b.Write(body)
	}
	if b.Len() > shown {
		return strings.ToValidUTF8(string(b.Bytes()[:shown]), "") + " …"
	}
	return b.String()
}
