package rest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leadassist-sim/sim/exchange"
)

// MaxBody is the largest request body taken, in bytes (assumed; the documents name none).
const MaxBody = 1 << 20

// maxDepth is how deep a body may nest; the deepest documented one has five levels.
const maxDepth = 32

// read takes the body once and decodes it once. What is wrong with it is kept, not told: credentials speak first.
func (v *visit) read() {
	if v.request.Method != http.MethodPost && v.request.Method != http.MethodPut {
		return // a body on GET or DELETE means nothing (docs 002 sends its Content-Type)
	}
	if v.request.ContentLength > MaxBody {
		v.unreadable = unread(&http.MaxBytesError{Limit: MaxBody})
		return
	}
	var in bytes.Buffer
	in.Grow(usualBody)
	_, err := in.ReadFrom(http.MaxBytesReader(v.writer, v.request.Body, MaxBody))
	body := in.Bytes()
	v.body = body
	if v.unreadable = unread(err); v.unreadable != nil || len(bytes.TrimSpace(body)) == 0 {
		return
	}
	if v.unreadable = media(v.request.Header); v.unreadable != nil {
		return
	}
	v.value, v.unreadable = decode(body)
}

func unread(err error) error {
	if err == nil {
		return nil
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return exchange.Refusal{Reason: exchange.BodyTooLarge, Detail: fmt.Sprintf("the body is over %d bytes", MaxBody)}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return exchange.Refusal{Reason: exchange.BadParameter, Detail: "the body did not arrive in time"}
	}
	return exchange.Refusal{Reason: exchange.BadParameter, Detail: "the body broke off before its end"}
}

// media takes JSON in UTF-8, said or unsaid.
func media(h http.Header) error {
	unsupported := func(detail string) error {
		return exchange.Refusal{Reason: exchange.UnsupportedMediaType, Detail: detail}
	}
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return unsupported(fmt.Sprintf("Content-Encoding %.64q is not taken; send the body as it is", coding))
	}
	said := h.Get("Content-Type")
	if said == "" || said == "application/json" {
		return nil
	}
	kind, parameters, err := mime.ParseMediaType(said)
	if err != nil || kind != "application/json" {
		return unsupported(fmt.Sprintf("Content-Type %.64q is not application/json", said))
	}
	if charset, ok := parameters["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return unsupported(fmt.Sprintf("charset %.64q is not utf-8", charset))
	}
	return nil
}

// decode reads exactly one JSON value: no duplicate keys, no trailing bytes, valid UTF-8, bounded nesting.
func decode(body []byte) (any, error) {
	bad := func(format string, args ...any) error {
		return exchange.Refusal{Reason: exchange.BadParameter, Detail: fmt.Sprintf(format, args...)}
	}
	if tooDeep(body) {
		return nil, bad("the body nests deeper than %d levels", maxDepth)
	}
	var value any
	err := json.Unmarshal(body, &value)
	if err == nil {
		return value, nil
	}
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return nil, bad("the body is not JSON that can be read: a number is out of range")
	}
	line, column := place(body, syntax.ByteOffset)
	if errors.Is(syntax.Err, jsontext.ErrDuplicateName) {
		return nil, bad("the key %.64q appears twice in one object (line %d, column %d)", syntax.JSONPointer.LastToken(), line, column)
	}
	if errors.Is(syntax.Err, io.ErrUnexpectedEOF) {
		return nil, bad("the body is not JSON: it ends too early (line %d, column %d)", line, column)
	}
	return nil, bad("the body is not JSON: line %d, column %d: %.120v", line, column, syntax.Err)
}

// tooDeep counts brackets outside strings before anything recursive sees the body.
func tooDeep(body []byte) bool {
	depth, quoted, escaped := 0, false, false
	for _, c := range body {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// place turns a byte offset into a line and a column, from 1.
func place(body []byte, offset int64) (line, column int) {
	before := body[:min(max(offset, 0), int64(len(body)))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
