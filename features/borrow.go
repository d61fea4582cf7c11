package features

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// borrow sees to it that settings which a scenario is going to change are put back after it, where others use the tenant
// too. Until then no other scenario of the run changes them.
func (s *story) borrow(ctx context.Context, keys []string) error {
	if s.sid(); !s.shared {
		return nil
	}
	if err := s.reserve(ctx); err != nil {
		return err
	}
	e, err := s.exchange(ctx, ask{operation: "readSettings", generation: s.speaks})
	if err != nil || e.Status != http.StatusOK {
		return err // who may not read them may not change them
	}
	before := map[string]any{}
	for _, key := range keys {
		if before[key], _ = at(e.body(), "data."+key); before[key] == nil {
			before[key] = "" // what was not set names nothing
		}
	}
	s.undo = append(s.undo, func(ctx context.Context) error { return s.putBack(ctx, before) })
	return nil
}

// reserve waits until no other scenario has borrowed settings.
func (s *story) reserve(ctx context.Context) error {
	if s.borrowing {
		return nil
	}
	select {
	case s.settings <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	s.borrowing = true
	s.undo = append(s.undo, func(context.Context) error {
		<-s.settings
		s.borrowing = false
		return nil
	})
	return nil
}

// putBack gives settings the values they had.
func (s *story) putBack(ctx context.Context, before map[string]any) error {
	e, err := s.exchange(ctx, ask{operation: "updateSettings", generation: s.speaks, body: before})
	if err != nil || e.Status == http.StatusOK {
		return err
	}
	return fmt.Errorf("the settings of %s are not as they were: %s", s.sid(), strings.SplitN(e.Answer(), "\n", 2)[0])
}
