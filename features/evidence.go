package features

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// shown is how many bytes of a body are shown.
const shown = 4 << 10

// longest is how many bytes of a request's body are shown: it is shown whole, so that it can be pasted, unless it is there
// for its length.
const longest = 16 << 10

// shortest is the shortest secret that is hidden in what was answered: one of a letter or two is in every word.
const shortest = 4

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
	if len(e.Body) > 0 {
		media := cmp.Or(e.Header.Get("Content-Type"), "application/json")
		b.WriteString(" -H " + quoted("Content-Type: "+media) + " -d " + quoted(cut(string(e.Body))))
	}
	return b.String()
}

// quoted is a word as a shell takes it.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// cut leaves out of a body what is too long to read or paste.
func cut(body string) string {
	if len(body) <= longest {
		return body
	}
	return strings.ToValidUTF8(body[:longest], "") + fmt.Sprintf(" … (%d bytes)", len(body))
}

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

// redacted is an exchange in which none of the secrets is left, wherever the endpoint may have put it.
func (e Exchange) redacted(secrets []string) Exchange {
	e.URL, e.Failure = hide(e.URL, secrets), hide(e.Failure, secrets)
	e.Body, e.Reply = []byte(hide(string(e.Body), secrets)), []byte(hide(string(e.Reply), secrets))
	e.ReplyHeader = e.ReplyHeader.Clone()
	for name, values := range e.ReplyHeader {
		e.ReplyHeader[name] = slices.Clone(values)
		for i, v := range values {
			e.ReplyHeader[name][i] = hide(v, secrets)
		}
	}
	e.ReplyHeader.Del("Set-Cookie")
	return e
}

func hide(s string, secrets []string) string {
	for _, one := range secrets {
		if len(one) >= shortest {
			s = strings.ReplaceAll(s, one, "[hidden]")
		}
	}
	return s
}
