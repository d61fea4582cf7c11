package features

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// callSteps let phones call, and look calls up.
func callSteps() []Step {
	return []Step{
		{`{text} calls {text}`, "places a call from a phone to a number; the table has pin, outcome, ring, talk, hangup by, several with commas", MaybeTable, (*story).placeCall},
		{`{text} calls the number`, "the same, to the number of the allocation last spoken of", MaybeTable, (*story).callNumber},
		{`{text} begins a call to the number`, "the same, but it runs by the tenant's clock instead of coming to its end at once", MaybeTable, (*story).beginCall},
		{`the call is {text}`, "the type of the last call: completed, incomplete, client-hangup, call-attempt or voicemail", Nothing, (*story).callIs},
		{`the tenant looks up the call`, "the last call, in JSON, as a client does", Nothing, (*story).lookUp},
		{`the tenant looks up the call in XML`, "the same in XML", Nothing, (*story).lookUpXML},
		{`the answer's times are those of the call`, "when the last call was placed and when it ended, and its length as the text of seconds", Nothing, (*story).timesTold},
		{`the XML has`, "elements of the last answer and their texts, by dotted path: TwilioResponse.Call.Sid", Table, (*story).xmlHas},
		{`the call's SID tells the day`, "it has 32 characters, and the last four are of the day it was placed", Nothing, (*story).sidTells},
		{`the tenant looks up the call {text}`, "any call by its SID, in JSON", Nothing, (*story).lookUpNamed},
	}
}

func (s *story) placeCall(ctx context.Context, g given) error { return s.place(ctx, g.places[1], g) }

func (s *story) callNumber(ctx context.Context, g given) error {
	one, err := s.find("")
	if err != nil {
		return err
	}
	if one.virtual == "" {
		return fmt.Errorf("the allocation %s has no number that is known here", one.id)
	}
	return s.place(ctx, one.virtual, g)
}

// beginCall stops the clock for a call that is to run by it: what follows is then sure to happen during the call.
func (s *story) beginCall(ctx context.Context, g given) error {
	if err := s.stopClock(ctx, g); err != nil {
		return err
	}
	s.live = true
	defer func() { s.live = false }()
	return s.callNumber(ctx, g)
}

// place has the call placed. The tenant's clock is at its end afterwards.
func (s *story) place(ctx context.Context, to string, g given) error {
	rows, err := g.fields()
	if err = cmpErr(err, nobody(g.places[0])); err != nil {
		return err
	}
	body := map[string]any{"tenant": s.sid(), "from": g.places[0], "to": to, "live": s.live}
	for _, row := range rows {
		if err := detail(body, row); err != nil {
			return err
		}
	}
	var placed struct {
		Call struct{ SID string }
	}
	if err := s.steer(ctx, order{method: http.MethodPost, path: "calls", body: body}, &placed); err != nil {
		return err
	}
	s.call = placed.Call.SID
	return nil
}

// detail is one row of a call's table in the words of the control door.
func detail(body map[string]any, row field) error {
	switch row.name {
	case "pin", "outcome":
		body[row.name+"s"] = several(row.value)
	case "ring", "talk":
		length, err := parseSpan(row.value)
		if err != nil {
			return err
		}
		body[row.name] = wire(length)
	case "hangup by":
		body["hangup_by"] = row.value
	default:
		return fmt.Errorf("a call has pin, outcome, ring, talk and hangup by, but no %q", row.name)
	}
	return nil
}

// sidTells reads the day as public samples have it: the years since 2006 in two digits, month and day in base 36.
func (s *story) sidTells(ctx context.Context, _ given) error {
	if s.call == "" {
		return errNoCall
	}
	var call struct{ Started time.Time }
	if err := s.steer(ctx, order{method: http.MethodGet, path: "calls/" + url.PathEscape(s.call)}, &call); err != nil {
		return err
	}
	var days []string
	for _, at := range []time.Time{call.Started.UTC(), call.Started.In(zone("IST"))} {
		days = append(days, fmt.Sprintf("%02d", at.Year()-2006)+strconv.FormatInt(int64(at.Month()), 36)+strconv.FormatInt(int64(at.Day()), 36))
	}
	if n := len(s.call); n != 32 || !slices.Contains(days, s.call[n-4:]) {
		return fmt.Errorf("the SID %s has not 32 characters, the last four of them %s", s.call, strings.Join(days, " or "))
	}
	return nil
}

func (s *story) callIs(ctx context.Context, g given) error {
	if s.call == "" {
		return errNoCall
	}
	var call struct {
		Type string
	}
	if err := s.steer(ctx, order{method: http.MethodGet, path: "calls/" + s.call}, &call); err != nil {
		return err
	}
	if call.Type != g.places[0] {
		return s.wrong(&s.exchanges[len(s.exchanges)-1], "the call is %s, not %s", call.Type, g.places[0])
	}
	return nil
}

var errNoCall = errors.New("nobody has called yet in this scenario")

func (s *story) lookUp(ctx context.Context, _ given) error {
	return s.look(ctx, "readCallJSON", s.call)
}
func (s *story) lookUpXML(ctx context.Context, _ given) error { return s.look(ctx, "readCall", s.call) }
func (s *story) lookUpNamed(ctx context.Context, g given) error {
	return s.look(ctx, "readCallJSON", g.places[0])
}

func (s *story) look(ctx context.Context, operation, call string) error {
	if strings.TrimSpace(call) == "" {
		return errNoCall
	}
	return s.asks(ctx, ask{operation: operation, generation: s.speaks, id: call})
}
