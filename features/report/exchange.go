package report

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Exchange is one request and its answer.
type Exchange struct {
	// Step is the place of the step in the scenario that made it; -1: it was made before or after the steps.
	Step int
	// Operation and Generation are what it is in the documents; empty: they do not know it.
	Operation, Generation string
	// Aside tells that it was not with the endpoint that is tested: a simulator was set up, or the application pushed.
	Aside       bool
	At          time.Time
	Took        time.Duration
	Method, URL string
	Header      []Header
	Body        []byte
	// Status 0: nothing was answered, and Failure says why.
	Status      int
	ReplyHeader []Header
	Reply       []byte
	Failure     string
	// Curl is the request as a command, and Answer the answer as text.
	Curl, Answer string
}

// Header is one line of a head.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Headers are the lines of a head in the order of their names.
func Headers(h http.Header) []Header {
	lines := []Header{}
	for name, values := range h {
		for _, value := range values {
			lines = append(lines, Header{name, value})
		}
	}
	slices.SortStableFunc(lines, func(a, b Header) int { return strings.Compare(a.Name, b.Name) })
	return lines
}

// header is the value of a line, or nothing.
func header(lines []Header, name string) string {
	for _, one := range lines {
		if strings.EqualFold(one.Name, name) {
			return one.Value
		}
	}
	return ""
}

// longest is how many bytes of a command are shown: enough for all but bodies that are meant to be too large.
const longest = 16 << 10

// command is the request as a command to paste, unless it is too long for a page.
func (e Exchange) command() string {
	if len(e.Curl) <= longest {
		return e.Curl
	}
	return strings.ToValidUTF8(e.Curl[:longest], "") + " … (" + itoa(len(e.Curl)) + " bytes; exchanges.har has them all)"
}

// title is the exchange in one line.
func (e Exchange) title() string {
	what := e.Operation
	if what == "" {
		_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(e.URL, "http://"), "https://"), "/")
		path, _, _ = strings.Cut(path, "?")
		what = e.Method + " /" + path
	}
	if e.Status == 0 {
		return what + " → no answer"
	}
	return what + " → " + itoa(e.Status)
}
