package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/exchange"
)

// refused turns what a tenant's world did not do into a problem. What is none of these is a fault of ours.
func refused(err error, tenant string) error {
	if refusal, ok := errors.AsType[exchange.Refusal](err); ok {
		return badRequest("%s", refusal.Detail)
	}
	for _, one := range []struct {
		is     error
		status int
	}{
		{sim.ErrUnknownTenant, http.StatusNotFound},
		{sim.ErrBadSID, http.StatusBadRequest},
		{sim.ErrTooManyTenants, http.StatusConflict},
		{sim.ErrBackwards, http.StatusConflict},
		{sim.ErrTooFar, http.StatusBadRequest},
		{sim.ErrStopping, http.StatusServiceUnavailable},
		{callback.ErrUnknown, http.StatusNotFound},
		{callback.ErrNothingToSend, http.StatusConflict},
	} {
		if errors.Is(err, one.is) {
			return problem{one.status, fmt.Sprintf("tenant %.64s: %v", tenant, err)}
		}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return problem{http.StatusServiceUnavailable, "tenant " + tenant + ": broken off by a reset, or because the simulator is stopping"}
	}
	return err
}

// joined lists words for a sentence.
func joined[S ~string](words []S) string {
	all := make([]string, 0, len(words))
	for _, w := range words {
		all = append(all, string(w))
	}
	return strings.Join(all, ", ")
}
