package features

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// clockText is how a GreenVN's events write a time: as the tenant's clock on the wall has it.
const clockText = "2006-01-02 15:04:05"

// zone is where a word of a step is; the tenants' settings know no other.
func zone(word string) *time.Location {
	if word == "UTC" {
		return time.UTC
	}
	return time.FixedZone("IST", 5*60*60+30*60)
}

// eventTime reads a time of an event. It has the form of the product's events, and is written in the zone.
func (l *letter) eventTime(name, generation string, in *time.Location) (time.Time, error) {
	v, _ := at(l.body, name)
	text, _ := v.(string)
	layout := time.RFC3339
	if l.nature().kind == "greenvn" && generation != exobridge {
		layout = clockText
	}
	t, err := time.ParseInLocation(layout, text, in)
	switch {
	case err != nil:
		return t, fmt.Errorf("%s is %s, no time such as %s", name, encode(v), time.Date(2026, 1, 31, 10, 0, 0, 0, in).Format(layout))
	case t.Format(layout) != t.In(in).Format(layout):
		return t, fmt.Errorf("%s is %s, in another zone", name, text)
	}
	return t, nil
}

// timesIn holds the times of the event against those of the call, and against the form they are to have.
func (s *story) timesIn(ctx context.Context, g given) error {
	l, err := s.spoken()
	if err != nil {
		return err
	}
	var call struct{ Started, Ended time.Time }
	if err := s.steer(ctx, order{method: http.MethodGet, path: "calls/" + url.PathEscape(s.call)}, &call); err != nil {
		return err
	}
	wanted := map[string]time.Time{"start_time": call.Started}
	if l.nature().event == "call" {
		wanted["current_time"] = call.Ended
	}
	for name, instant := range wanted {
		seen, err := l.eventTime(name, s.speaks, zone(g.places[0]))
		if err != nil {
			return s.otherLetters([]*letter{l}, err.Error(), "", nil)
		}
		if off := seen.Sub(instant.Truncate(time.Second)); off < 0 || off > time.Second || name == "start_time" && off != 0 {
			return s.otherLetters([]*letter{l}, fmt.Sprintf("%s is off by %s", name, off), "", nil)
		}
	}
	return nil
}

// durationsFit sees that the event's own numbers do not contradict each other.
func (s *story) durationsFit(context.Context, given) error {
	l, err := s.spoken()
	if err != nil {
		return err
	}
	wrong := func(format string, args ...any) error {
		return s.otherLetters([]*letter{l}, fmt.Sprintf(format, args...), "", nil)
	}
	var seconds [2]int
	for i, name := range []string{"on_call_duration", "dial_call_duration"} {
		v, _ := at(l.body, name)
		if seconds[i], err = strconv.Atoi(plain(v)); err != nil || seconds[i] < 0 {
			return wrong("%s is %s, no number of seconds", name, encode(v))
		}
	}
	if seconds[0] > seconds[1] {
		return wrong("on_call_duration is more than dial_call_duration")
	}
	var times [2]time.Time
	for i, name := range []string{"start_time", "current_time"} {
		if times[i], err = l.anyTime(name); err != nil {
			return wrong("%v", err)
		}
	}
	if times[1].Before(times[0].Add(time.Duration(seconds[1]) * time.Second)) {
		return wrong("current_time is before start_time and dial_call_duration together")
	}
	return nil
}

// anyTime reads a time of an event in either form; of one without a zone only differences mean something.
func (l *letter) anyTime(name string) (time.Time, error) {
	v, _ := at(l.body, name)
	text, _ := v.(string)
	t, err := time.Parse(clockText, text)
	if err != nil {
		t, err = time.Parse(time.RFC3339, text)
	}
	if err != nil {
		return t, fmt.Errorf("%s is %s, no time", name, encode(v))
	}
	return t, nil
}

// timesTold holds the times of a looked-up call against when it was placed and ended; while it runs it has no end.
func (s *story) timesTold(ctx context.Context, _ given) error {
	e, err := s.lastAnswer()
	if err != nil {
		return err
	}
	var call struct {
		Started time.Time
		Ended   *time.Time
	}
	if err := s.steer(ctx, order{method: http.MethodGet, path: "calls/" + url.PathEscape(s.call)}, &call); err != nil {
		return err
	}
	ist := zone("IST")
	rows := []field{{"Call.StartTime", call.Started.In(ist).Format(time.RFC3339)}, {"Call.EndTime", "null"}, {"Call.Duration", "null"}}
	if call.Ended != nil {
		rows[1].value = call.Ended.In(ist).Format(time.RFC3339)
		rows[2].value = strconv.Quote(strconv.FormatInt(call.Ended.Unix()-call.Started.Unix(), 10))
	}
	if row, seen, ok := exactly(e.body(), rows); !ok {
		return s.wrong(e, "%s is %s, not %s", row.name, seen, row.value)
	}
	return nil
}
