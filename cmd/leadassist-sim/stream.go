package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// happening is one line of what went on in the simulator.
type happening struct {
	Seq                         uint64
	At, Tenant, What, Event     string
	Allocation, Call, Delivery  string
	URL, State, Outcome, Detail string
	Request, Operation          string
	Attempt, Status             int
}

// stream is an answer that is written as things happen.
type stream struct {
	io.Closer
	lines *bufio.Reader
}

// line gives the next line without its end.
func (s *stream) line() ([]byte, error) {
	line, err := s.lines.ReadBytes('\n')
	if err != nil {
		return nil, err // a line without an end was cut off
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// streamed asks a question that is answered bit by bit.
func (k *client) streamed(ctx context.Context, q question) (*stream, error) {
	response, err := k.open(ctx, q) //nolint:bodyclose // closed with the stream
	if err != nil {
		return nil, err
	}
	return &stream{response.Body, bufio.NewReader(response.Body)}, nil
}

// watch opens the stream of what is to come, or of what came after the numbered one.
func (k *client) watch(ctx context.Context, w watcher, after uint64) (*stream, error) {
	q := look("events", url.Values{})
	q.accept = "text/event-stream"
	if w.tenant != "" {
		q.query.Set("tenant", w.tenant)
	}
	if w.requests {
		q.query.Set("requests", "true")
	}
	if after > 0 {
		q.resume = strconv.FormatUint(after, 10)
	}
	return k.streamed(ctx, q)
}

// event gives the data of the next server-sent event, or nothing for a sign of life.
func (s *stream) event() ([]byte, error) {
	var data []byte
	for {
		line, err := s.line()
		if err != nil || len(line) == 0 {
			return data, err
		}
		if value, ok := strings.CutPrefix(string(line), "data:"); ok {
			data = append(data, strings.TrimPrefix(value, " ")...)
		}
	}
}

// errStreamEnded is the error of a simulator that ends its streams as soon as they begin.
var errStreamEnded = errors.New("the simulator ended the stream of events")

// watcher is told what happens in a tenant, or in all.
type watcher struct {
	tenant   string
	requests bool                            // whether requests are told, too
	opened   func() (enough bool, err error) // called whenever a stream is open, before anything is read from it
	told     func(happening, []byte) (enough bool, err error)
}

// follow tells each happening and its JSON until the watcher has enough or the context ends. A stream that was cut off
// is taken up again where it ended.
func (k *client) follow(ctx context.Context, w watcher) error {
	for last := uint64(0); ; {
		s, err := k.watch(ctx, w, last)
		if err != nil {
			return err
		}
		alive, done, err := w.read(s, &last)
		_ = s.Close()
		switch {
		case done || err != nil:
			return err
		case ctx.Err() != nil:
			return k.silent(ctx, ctx.Err())
		case !alive:
			return errStreamEnded
		}
	}
}

// read goes through a stream to its end, or until the watcher has enough. It tells whether there was any sign of life.
func (w watcher) read(s *stream, last *uint64) (alive, done bool, err error) {
	if done, err := w.opened(); done || err != nil {
		return false, done, err
	}
	for {
		raw, err := s.event()
		if err != nil {
			return alive, false, nil // however it ended, it may be taken up again
		}
		alive = true
		if len(raw) == 0 {
			continue
		}
		var h happening
		if err := json.Unmarshal(raw, &h); err != nil {
			return alive, false, err
		}
		*last = h.Seq
		if done, err := w.told(h, raw); done || err != nil {
			return alive, done, err
		}
	}
}
