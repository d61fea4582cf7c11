package rest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"leadassist-sim/sim"
)

// veil hides secrets in what is kept of a body. Most bodies hold none and are kept as they are.
func veil(body []byte) []byte {
	body = body[:min(len(body), sim.BodyKept+1)] // one more, so that it is seen to be cut
	if !suspect(body) {
		return body
	}
	text := string(body)
	switch begin := strings.TrimLeft(text, " \t\r\n\ufeff"); {
	case begin == "":
	case begin[0] == '{' || begin[0] == '[' || begin[0] == '"':
		text = veiledJSON(text)
		if !json.Valid(body) { // cut, or no JSON after all
			text = loosely(text)
		}
	case strings.Contains(text, "=") && !strings.ContainsAny(text, " <>\n"):
		text = veiledQuery(text)
	default:
		text = loosely(text)
	}
	return []byte(text)
}

// suspect tells quickly whether a body may hold a secret. Whatever is escaped may.
func suspect(body []byte) bool {
	if bytes.ContainsAny(body, "\\%") || bytes.Contains(body, []byte("://")) {
		return true
	}
	lower := bytes.ToLower(body)
	for _, word := range tellingWords() {
		if bytes.Contains(lower, []byte(word)) {
			return true
		}
	}
	return false
}

// veiledJSON hides what goes by a telling key, whatever it is, and what is secret in URLs. It wants no whole JSON: what was
// cut off ends where the text does.
func veiledJSON(text string) string {
	var out strings.Builder
	for text != "" {
		at := strings.IndexByte(text, '"')
		if at < 0 {
			break
		}
		word, rest := quotedAt(text[at:])
		out.WriteString(text[:at])
		said := unquoted(word)
		value := strings.TrimLeft(rest, " \t\r\n")
		if strings.HasPrefix(value, ":") && telling(said) {
			value = strings.TrimLeft(value[1:], " \t\r\n")
			out.WriteString(word + rest[:len(rest)-len(value)] + `"` + redaction + `"`)
			text = behind(value)
			continue
		}
		if clean := urlless(said); clean != said {
			quoted, _ := jsontext.AppendQuote(nil, clean) // what is no UTF-8 is mended
			word = string(quoted)
		}
		out.WriteString(word)
		text = rest
	}
	out.WriteString(text)
	return out.String()
}

// quotedAt cuts a text in quotes off the front, or all when it does not end.
func quotedAt(text string) (word, rest string) {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return text[:i+1], text[i+1:]
		}
	}
	return text, ""
}

// unquoted is what a text in quotes says. Of one that is broken only the slashes are read.
func unquoted(word string) string {
	var said string
	if json.Unmarshal([]byte(word), &said) == nil || json.Unmarshal([]byte(word+`"`), &said) == nil {
		return said
	}
	return strings.ReplaceAll(strings.Trim(word, `"`), `\/`, "/")
}

// behind is what follows a JSON value.
func behind(text string) string {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			word, _ := quotedAt(text[i:])
			i += len(word) - 1
			if depth == 0 {
				return text[i+1:]
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return text[i:]
			}
			if depth--; depth == 0 {
				return text[i+1:]
			}
		case ',':
			if depth == 0 {
				return text[i:]
			}
		}
	}
	return ""
}

// loose is a telling name and what goes by it in a text of any kind: a form, YAML, XML, JSON with other quotes.
var loose = regexp.MustCompile(`(?i)([\w.-]*(?:auth|cookie|credential|key|passphrase|passwd|password|pwd|secret|session|token)[\w.-]*["']?\s*[=:>]\s*)(?:"[^"]*"?|'[^']*'?|(?:basic |bearer )?[^\s"'&<,;}\]]*)`)

// loosely hides secrets in a text that cannot be read.
func loosely(text string) string {
	return userinfo.ReplaceAllString(loose.ReplaceAllString(text, "${1}"+redaction), "${1}redacted@")
}
