package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"
)

// protocol is the version of the messages written.
const protocol = "21.0.1"

// Messages is the run as cucumber messages, one a line: what the HTML formatters and report services of the Cucumber
// family read. A failed step carries the exchanges as attachments.
func Messages(r Run) ([]byte, error) {
	w := &envelopes{}
	w.write(messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: protocol, Implementation: &messages.Product{Name: "leadassist-sim", Version: r.Tool},
		Runtime: &messages.Product{Name: "go"}, Os: &messages.Product{Name: r.OS}, Cpu: &messages.Product{Name: r.CPU},
	}})
	for _, f := range r.Features {
		w.write(messages.Envelope{Source: &messages.Source{
			Uri: f.URI, Data: string(f.Source), MediaType: messages.SourceMediaType_TEXT_X_CUCUMBER_GHERKIN_PLAIN,
		}})
		w.write(messages.Envelope{GherkinDocument: f.Document})
		for _, s := range f.Scenarios {
			w.write(messages.Envelope{Pickle: s.Pickle})
		}
	}
	w.write(messages.Envelope{TestRunStarted: &messages.TestRunStarted{Timestamp: at(r.Started)}})
	good := r.Broken == ""
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			w.scenario(s)
			good = good && s.Failure == ""
		}
	}
	w.write(messages.Envelope{TestRunFinished: &messages.TestRunFinished{Message: r.Broken, Success: good, Timestamp: at(r.Started.Add(r.Took))}})
	return w.b.Bytes(), w.err
}

// envelopes are lines of messages.
type envelopes struct {
	b   bytes.Buffer
	err error
}

func (w *envelopes) write(e messages.Envelope) {
	line, err := json.Marshal(e)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.b.Write(append(line, '\n'))
}

// The parts of a scenario have its pickle's id in theirs, so that all are unlike.
func caseID(s Scenario) string    { return "case-" + s.Pickle.Id }
func attemptID(s Scenario) string { return "attempt-" + s.Pickle.Id }
func stepID(step Step) string     { return "step-" + step.Pickle.Id }

func (w *envelopes) scenario(s Scenario) {
	test := &messages.TestCase{Id: caseID(s), PickleId: s.Pickle.Id, TestSteps: []*messages.TestStep{}}
	for _, step := range s.Steps {
		test.TestSteps = append(test.TestSteps, &messages.TestStep{Id: stepID(step), PickleStepId: step.Pickle.Id})
	}
	w.write(messages.Envelope{TestCase: test})
	w.write(messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{Id: attemptID(s), TestCaseId: caseID(s), Timestamp: at(s.Started)}})
	for _, step := range s.Steps {
		w.step(s, step)
	}
	w.write(messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{TestCaseStartedId: attemptID(s), Timestamp: at(s.Started.Add(s.Took))}})
}

func (w *envelopes) step(s Scenario, step Step) {
	began := step.Started
	if began.IsZero() { // it was skipped
		began = s.Started.Add(s.Took)
	}
	w.write(messages.Envelope{TestStepStarted: &messages.TestStepStarted{TestCaseStartedId: attemptID(s), TestStepId: stepID(step), Timestamp: at(began)}})
	if step.Outcome == Failed {
		for i, e := range s.Exchanges {
			w.write(messages.Envelope{Attachment: &messages.Attachment{
				Body: e.text(), ContentEncoding: messages.AttachmentContentEncoding_IDENTITY, FileName: evidenceName(i), MediaType: plainText,
				TestCaseStartedId: attemptID(s), TestStepId: stepID(step),
			}})
		}
	}
	took := messages.GoDurationToDuration(step.Took)
	w.write(messages.Envelope{TestStepFinished: &messages.TestStepFinished{
		TestCaseStartedId: attemptID(s), TestStepId: stepID(step), Timestamp: at(began.Add(step.Took)),
		TestStepResult: &messages.TestStepResult{
			Duration: &took, Message: step.Failure, Status: messages.TestStepResultStatus(strings.ToUpper(string(step.Outcome))),
		},
	}})
}

func at(t time.Time) *messages.Timestamp {
	stamp := messages.GoTimeToTimestamp(t)
	return &stamp
}
