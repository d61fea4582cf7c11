package features

import (
	"bufio"
	"context"
	"net/http"
	"strings"
)

// nudges tells whenever something happened in the tenant: a request was answered, or a callback delivered. It is a hint
// to look again; where it cannot be had, looking from time to time does. It ends with the context.
func (s *story) nudges(ctx context.Context) <-chan struct{} {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.target.AdminURL+"/__admin/events"+query("tenant", s.sid(), "requests", "true"), nil)
	if err != nil {
		return nil
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("User-Agent", s.client.agent)
	if s.target.AdminToken != "" {
		r.Header.Set("Authorization", "Bearer "+s.target.AdminToken)
	}
	response, err := s.client.stream.Do(r) //nolint:bodyclose // whoever reads it closes it
	if err != nil {
		return nil
	}
	c := make(chan struct{}, 1)
	go func() {
		defer func() { _ = response.Body.Close() }()
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			if !strings.HasPrefix(lines.Text(), "data:") {
				continue
			}
			select {
			case c <- struct{}{}:
			default: // one hint is enough
			}
		}
	}()
	return c
}
