package fault

import (
	"bytes"
	"encoding/json"
	"time"
)

// wireRule is a rule as it is written. The order of its fields is the order they are read in by people.
type wireRule struct {
	Name        string         `json:"name,omitempty"`
	Tenant      string         `json:"tenant,omitempty"`
	Operation   string         `json:"operation,omitempty"`
	Event       string         `json:"event,omitempty"`
	Match       map[string]any `json:"match,omitempty"`
	From        int            `json:"from,omitempty"`
	Every       int            `json:"every,omitempty"`
	Times       int            `json:"times,omitempty"`
	After       string         `json:"after,omitempty"`
	Until       string         `json:"until,omitempty"`
	Probability float64        `json:"probability,omitempty"`
	When        string         `json:"when,omitempty"`
	Effect      *Effect        `json:"effect,omitempty"`
	Sequence    []Effect       `json:"sequence,omitempty"`
	Repeat      bool           `json:"repeat,omitempty"`
}

// written is a value as JSON that a person can read: a < in an expression stays one.
func written(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

// MarshalJSON writes the rule as Parse reads it. Its id and its scenario are not part of that.
func (r Rule) MarshalJSON() ([]byte, error) {
	w := wireRule{
		Name: r.Name, Tenant: r.Tenant, Operation: r.Operation, Event: r.Event, From: r.From, Every: r.Every, Times: r.Times,
		After: r.After.text(), Until: r.Until.text(), Probability: r.Probability, Repeat: r.Repeat,
	}
	if r.Late {
		w.When = "after"
	}
	if len(r.Match) > 0 {
		w.Match = make(map[string]any, len(r.Match))
	}
	for field, p := range r.Match {
		w.Match[field] = p.wire()
	}
	if len(r.Sequence) == 1 {
		w.Effect = &r.Sequence[0]
	} else {
		w.Sequence = r.Sequence
	}
	return written(w)
}

func (p Pattern) wire() any {
	if p.Regexp == nil {
		return p.Value
	}
	return map[string]string{"regex": p.Regexp.String()}
}

func (m Moment) text() string {
	switch {
	case m.Zero():
		return ""
	case !m.At.IsZero():
		return m.At.UTC().Format(time.RFC3339Nano)
	}
	return FormatSpan(m.After)
}

// MarshalJSON writes the scenario as it stands in a scenario file.
func (s Scenario) MarshalJSON() ([]byte, error) {
	return written(struct {
		Name    string `json:"name"`
		Summary string `json:"summary,omitempty"`
		Survive string `json:"survive,omitempty"`
		Rules   []Rule `json:"rules"`
	}{s.Name, s.Summary, s.Survive, append([]Rule{}, s.Rules...)})
}

// wireEffect is an effect that does something, as it is written.
type wireEffect struct {
	Code        *int    `json:"code,omitempty"`
	Status      int     `json:"status,omitempty"`
	Delay       any     `json:"delay,omitempty"`
	Hang        string  `json:"hang,omitempty"`
	Reset       bool    `json:"reset,omitempty"`
	Truncate    bool    `json:"truncate,omitempty"`
	Garble      bool    `json:"garble,omitempty"`
	MediaType   string  `json:"content_type,omitempty"`
	Body        *string `json:"body,omitempty"`
	Drop        bool    `json:"drop,omitempty"`
	Duplicate   int     `json:"duplicate,omitempty"`
	Reorder     bool    `json:"reorder,omitempty"`
	AfterDelete bool    `json:"after_delete,omitempty"`
	Hold        string  `json:"hold,omitempty"`
}

// MarshalJSON writes the effect: the word pass, or an object.
func (e Effect) MarshalJSON() ([]byte, error) {
	if e.Pass {
		return []byte(`"pass"`), nil
	}
	return written(wireEffect{
		Code: e.Code, Status: e.Status, Delay: e.Delay.wire(), Hang: spanText(e.Hang), Reset: e.Reset, Truncate: e.Truncate,
		Garble: e.Garble, MediaType: e.MediaType, Body: e.Body, Drop: e.Drop, Duplicate: e.Duplicate, Reorder: e.Reorder,
		AfterDelete: e.AfterDelete, Hold: spanText(e.Hold),
	})
}

type wireDelay struct {
	Median string  `json:"median,omitempty"`
	Sigma  float64 `json:"sigma,omitempty"`
	Min    string  `json:"min,omitempty"`
	Max    string  `json:"max,omitempty"`
}

// wire is a span as text, or a distribution; nil: none.
func (d Delay) wire() any {
	w := wireDelay{Sigma: d.Sigma, Median: spanText(d.Median), Min: spanText(d.Min), Max: spanText(d.Max)}
	switch {
	case d.Median > 0:
		return map[string]wireDelay{"lognormal": w}
	case d.Max > 0:
		return map[string]wireDelay{"uniform": w}
	case d.Fixed > 0:
		return FormatSpan(d.Fixed)
	}
	return nil
}

func spanText(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return FormatSpan(d)
}
