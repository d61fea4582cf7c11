package features

import (
	"bytes"
	"io"
	"regexp"
)

// report passes on what the formats write, line by line, without the mark of the Go function behind each step: it is
// the same for all of them, and means nothing to who reads a report.
type report struct {
	to   io.Writer
	mark *regexp.Regexp
	rest []byte
	err  error
}

func newReport(to io.Writer) *report {
	return &report{to: to, mark: regexp.MustCompile(`\s*(?:\x1b\[[0-9;]*m)?# \S+:\d+ -> \S*makeFuncStub(?:\x1b\[0m)?`)}
}

// Write never fails, since the formats do not look; flush tells. It is called for each byte by some of them, so what has
// been looked at is not looked at again.
func (r *report) Write(p []byte) (int, error) {
	end := bytes.LastIndexByte(p, '\n') // what is held back has none
	r.rest = append(r.rest, p[:end+1]...)
	if end >= 0 {
		r.pass(r.rest)
		r.rest = r.rest[:0]
	}
	r.rest = append(r.rest, p[end+1:]...)
	return len(p), nil
}

func (r *report) pass(lines []byte) {
	if r.err == nil {
		_, r.err = r.to.Write(r.mark.ReplaceAll(lines, nil))
	}
}

// flush passes on a last line without an end, and tells what could not be written.
func (r *report) flush() error {
	r.pass(r.rest)
	r.rest = nil
	return r.err
}
