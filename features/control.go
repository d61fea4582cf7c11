package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// errNoControl is the error of a step that needs what only a simulator has.
var errNoControl = errors.New("this step needs a simulator's control door, but no address of one was given")

// order is a request to the control door.
type order struct {
	method, path string
	body         any // nil: none
}

// steer asks the control door and decodes its answer, if into is not nil. What the door refuses is an error with the
// door's own words.
func (s *story) steer(ctx context.Context, o order, into any) error {
	status, err := s.steered(ctx, o, into)
	if err != nil {
		return err
	}
	if status >= http.StatusBadRequest {
		e := s.exchanges[len(s.exchanges)-1]
		return s.wrong(&e, "the control door refuses: %s", e.said())
	}
	return nil
}

// steered is steer for those to whom a refusal is an answer: it tells the HTTP status.
func (s *story) steered(ctx context.Context, o order, into any) (int, error) {
	if s.target.AdminURL == "" {
		return 0, errNoControl
	}
	m := message{method: o.method, url: s.target.AdminURL + "/__admin/" + o.path, token: s.target.AdminToken}
	if o.body != nil {
		m.body = encode(o.body)
	}
	e, err := s.client.send(ctx, m)
	if err != nil {
		return 0, err
	}
	e = s.note(e)
	if e.Failure != "" {
		return 0, fmt.Errorf("the control door at %s does not answer: %s", s.target.AdminURL, e.Failure)
	}
	if err := s.follow(ctx, m, e); err != nil {
		return 0, err
	}
	if into != nil && e.Status < http.StatusBadRequest {
		if err := json.Unmarshal(e.Reply, into); err != nil {
			return 0, s.wrong(&e, "what answers at %s is no control door", s.target.AdminURL)
		}
	}
	return e.Status, nil
}

// query writes pairs of a name and a value; empty values are left out.
func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return "?" + q.Encode()
}

// said is the sentence of a refusal of the control door.
func (e Exchange) said() string {
	var told struct{ Error struct{ Message string } }
	if json.Unmarshal(e.Reply, &told) != nil {
		return "it says nothing that can be read"
	}
	return strings.TrimSpace(told.Error.Message)
}
