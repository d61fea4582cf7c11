package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"leadassist-sim/sim"
)

// logger writes text to a terminal and JSON lines elsewhere.
func (c *console) logger(level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("--log-level is debug, info, warn or error, not %q", level)
	}
	options := &slog.HandlerOptions{Level: l}
	if file, ok := c.stderr.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return slog.New(slog.NewTextHandler(file, options)), nil
		}
	}
	return slog.New(slog.NewJSONHandler(c.stderr, options)), nil
}

// tell logs an answered request: at debug level, or as an error when it was our own fault.
func tell(log *slog.Logger, e sim.Entry) {
	if len(e.Departures) > 0 {
		log.Error("fault of the simulator", "request", e.ID, "operation", e.Operation, "status", e.Status, "departures", e.Departures)
	}
	if log.Enabled(context.Background(), slog.LevelDebug) {
		log.Debug("request", "id", e.ID, "tenant", e.Tenant, "method", e.Method, "path", e.Path, "status", e.Status, "took", e.Took)
	}
}
