package report

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	counts
	Suites []suite `xml:"testsuite"`
}

type counts struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Time     string `xml:"time,attr"`
}

type suite struct {
	Name      string `xml:"name,attr"`
	Timestamp string `xml:"timestamp,attr,omitempty"`
	counts
	Cases []testcase `xml:"testcase"`
}

type testcase struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	File    string   `xml:"file,attr,omitempty"`
	Line    int64    `xml:"line,attr,omitempty"`
	Time    string   `xml:"time,attr"`
	Failure *failure `xml:"failure,omitempty"`
	Skipped *reason  `xml:"skipped,omitempty"`
	Out     *text    `xml:"system-out,omitempty"`
}

type failure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type reason struct {
	Message string `xml:"message,attr"`
}

type text struct {
	Text string `xml:",chardata"`
}

// JUnit is the run as build servers read it: a suite for each file, a case for each scenario. Those not run are skipped,
// with the reason; a failure comes with the exchanges.
func JUnit(r Run) ([]byte, error) {
	all := suites{Name: "leadassist"}
	var order []string
	cases, started, took := map[string][]testcase{}, map[string]time.Time{}, map[string]time.Duration{}
	add := func(file string, c testcase) {
		if _, known := cases[file]; !known {
			order = append(order, file)
		}
		cases[file] = append(cases[file], c)
	}
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			if t, known := started[f.URI]; !known || s.Started.Before(t) {
				started[f.URI] = s.Started
			}
			took[f.URI] += s.Took
			add(f.URI, asCase(f, s))
		}
	}
	for _, n := range r.NotRun {
		add(n.File, testcase{Name: n.Name, Class: n.File, Time: "0", Skipped: &reason{clean(n.Reason)}})
	}
	for _, file := range order {
		one := suite{Name: file, Cases: cases[file]}
		if t, known := started[file]; known {
			one.Timestamp = t.UTC().Format("2006-01-02T15:04:05")
		}
		one.counts = count(one.Cases, took[file])
		all.Tests, all.Failures, all.Skipped = all.Tests+one.Tests, all.Failures+one.Failures, all.Skipped+one.Skipped
		all.Suites = append(all.Suites, one)
	}
	all.Time = seconds(r.Took)
	return marked(all)
}

func asCase(f Feature, s Scenario) testcase {
	class := f.name()
	if s.Rule != "" {
		class += ": " + s.Rule
	}
	c := testcase{Name: s.Pickle.Name, Class: class, File: f.URI, Line: s.Line, Time: seconds(s.Took)}
	if s.Outcome() == Failed {
		first, _, _ := strings.Cut(s.Failure, "\n")
		c.Failure = &failure{clean(first), "failed", clean(s.Failure)}
		c.Out = &text{clean(s.evidence())}
	}
	return c
}

// evidence is all that was said in a scenario, as text.
func (s Scenario) evidence() string {
	var all []string
	for _, e := range s.Exchanges {
		all = append(all, e.text())
	}
	return strings.Join(all, "\n\n")
}

func (e Exchange) text() string { return e.command() + "\n\n" + e.Answer + "\n" }

func count(cases []testcase, took time.Duration) counts {
	c := counts{Tests: len(cases), Time: seconds(took)}
	for _, one := range cases {
		if one.Failure != nil {
			c.Failures++
		}
		if one.Skipped != nil {
			c.Skipped++
		}
	}
	return c
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

func marked(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// clean is a text with only what XML may hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= ' ' && r != utf8.RuneError && r != 0xFFFE && r != 0xFFFF {
			return r
		}
		return '�'
	}, s)
}
