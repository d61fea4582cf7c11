package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// listen opens a door, with TLS when there is a configuration for it.
func listen(flag, addr string, secure *tls.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s %s is in use: stop what listens there, or choose another port (0 picks a free one)", flag, addr)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if secure != nil {
		return tls.NewListener(l, secure), nil
	}
	return l, nil
}

// door is a listener and what stands behind it.
type door struct {
	name     string
	listener net.Listener
	handler  http.Handler
	streams  bool // answers may outlast any time a request may take to arrive
}

// patience is how long a request may take to arrive, and a connection may lie idle. One figure for both: each that
// differs sets the socket's timer anew on every request, which costs as much as finding the route.
const patience = time.Minute

// whole is the limit of a whole request. A door that streams has none but that of the head, for it would end a long
// answer too.
func (d door) whole() time.Duration {
	if d.streams {
		return 0
	}
	return patience
}

// ending says how serving ends: how long it may take in all, and what is done last.
type ending struct {
	grace time.Duration
	last  func(limit context.Context)
}

// serveUntil serves every door until the context ends, then lets requests in flight finish and does what is to be done
// last, both within the grace time. A door that falls over takes the others with it.
func serveUntil(told context.Context, log *slog.Logger, end ending, all ...door) error {
	ctx, stop := context.WithCancelCause(told)
	defer stop(nil)
	var group sync.WaitGroup
	servers := make([]*http.Server, 0, len(all))
	base, cut := context.WithCancel(context.WithoutCancel(told))
	defer cut()
	for _, d := range all {
		server := &http.Server{
			Handler: d.handler, ReadHeaderTimeout: patience, ReadTimeout: d.whole(), IdleTimeout: patience,
			MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
			BaseContext: func(net.Listener) context.Context { return base },
		}
		server.RegisterOnShutdown(cut) // streams would outlast every grace
		servers = append(servers, server)
		group.Go(func() {
			if err := server.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
				stop(fmt.Errorf("%s door: %w", d.name, err))
			}
		})
	}
	<-ctx.Done()
	log.Info("stopping", "grace", end.grace.String())
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), end.grace)
	defer cancel()
	for _, server := range servers {
		group.Go(func() {
			if err := server.Shutdown(limit); err != nil {
				log.Warn("requests in flight were cut off")
				_ = server.Close()
			}
		})
	}
	group.Wait()
	end.last(limit)
	if told.Err() != nil {
		return nil
	}
	return context.Cause(ctx)
}
