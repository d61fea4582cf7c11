package features

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// enough is how many requests in a row may get no answer before the run is broken off.
const enough = 5

// halt ends a run early, for one reason.
type halt struct {
	mu     sync.Mutex
	silent int // requests in a row that got no answer, or none of a vendor's door
	stop   context.CancelCauseFunc
}

// deadlined is the context of a run that may only take so long; 0: as long as it takes.
func deadlined(ctx context.Context, all time.Duration) (context.Context, context.CancelFunc) {
	if all <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, all, fmt.Errorf("the run was broken off: it was not done after %s", all))
}

// heard counts an exchange. Of an endpoint that has fallen silent, or behind a page of somebody else's, one line says more
// than a failure for every scenario.
func (h *halt) heard(e Exchange) {
	h.mu.Lock()
	defer h.mu.Unlock()
	page := strings.HasPrefix(e.ReplyHeader.Get("Content-Type"), "text/html")
	if e.Status > 0 && !page {
		h.silent = 0
		return
	}
	if h.silent++; h.silent < enough || h.stop == nil {
		return
	}
	if page {
		h.stop(fmt.Errorf("the run was broken off: the last %d requests got no answer of a vendor's door; %s: HTTP %d with a page of HTML", h.silent, e.URL, e.Status))
		return
	}
	h.stop(fmt.Errorf("the run was broken off: the last %d requests got no answer; %s: %s", h.silent, e.URL, e.Failure))
}

// broken is why a run ended before its time; nil: it did not.
func broken(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return errInterrupted
	}
	return cause
}
