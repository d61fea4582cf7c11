package main

import (
	"context"
	"io"
	"log/slog"

	"leadassist-sim/fixtures"
)

// What the tenants of a run's own simulator let in. They are no secrets: nobody else reaches it.
const (
	ownKey, ownToken     = "contract-key", "contract-token"
	otherKey, otherToken = "other-key", "other-token"
)

// ownWorld checks credentials and has a clock that only tests turn. Each scenario makes a tenant of its own in it.
const ownWorld = `
auth: strict
clock: frozen:2026-01-05T10:00:00+05:30
max_tenants: 100000
tenants:
  - sid: contract
    credentials: [{username: contract-key, password: contract-token}]
`

// ownSimulator is one that lives for a run.
type ownSimulator struct {
	vendor, tester string
	close          func()
}

// ownSimulator serves a simulator on free ports. It outlives the interruption of the run, which has to clean up.
func (c *console) ownSimulator(ctx context.Context) (*ownSimulator, error) {
	w, err := fixtures.Parse("the run's world", []byte(ownWorld))
	if err != nil {
		return nil, err
	}
	f := &serveFlags{own: &w, journal: 10_000}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s, doors, err := f.raise(log)
	if err != nil {
		return nil, err
	}
	vendor, err := listen("--addr", "127.0.0.1:0", nil)
	if err != nil {
		return nil, err
	}
	tester, err := listen("--admin-addr", "127.0.0.1:0", nil)
	if err != nil {
		_ = vendor.Close()
		return nil, err
	}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		last := func(limit context.Context) { finish(limit, log, s) }
		_ = serveUntil(serving, log, ending{0, last}, door{"vendor", vendor, doors.vendor, false}, door{"control", tester, doors.control, true})
	}()
	return &ownSimulator{address(vendor.Addr().String()), address(tester.Addr().String()), func() { stop(); <-ended }}, nil
}
