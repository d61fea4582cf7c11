package callback

import (
	"context"
	"sync"
)

// Bounds over all tenants that share a poster.
const (
	mostPerHost = 64   // attempts under way at one host and port
	mostAtAll   = 1024 // attempts under way
)

// turnstile bounds the attempts under way, at each host and at all. Whoever waits for a host takes no place of another.
type turnstile struct {
	all chan struct{}

	mu    sync.Mutex
	hosts map[string]*gate
}

// gate is a host's places. It goes when nobody holds or awaits one.
type gate struct {
	places chan struct{}
	users  int
}

func newTurnstile() *turnstile {
	return &turnstile{all: make(chan struct{}, mostAtAll), hosts: map[string]*gate{}}
}

// enter waits for a place at the host. It returns how to leave; the error is the context's.
func (t *turnstile) enter(ctx context.Context, host string) (leave func(), err error) {
	q := t.join(host)
	if err := take(ctx, q.places); err != nil {
		t.quit(host)
		return nil, err
	}
	if err := take(ctx, t.all); err != nil {
		<-q.places
		t.quit(host)
		return nil, err
	}
	return func() {
		<-t.all
		<-q.places
		t.quit(host)
	}, nil
}

func take(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *turnstile) join(host string) *gate {
	t.mu.Lock()
	defer t.mu.Unlock()
	q, ok := t.hosts[host]
	if !ok {
		q = &gate{places: make(chan struct{}, mostPerHost)}
		t.hosts[host] = q
	}
	q.users++
	return q
}

func (t *turnstile) quit(host string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if q := t.hosts[host]; q != nil {
		if q.users--; q.users == 0 {
			delete(t.hosts, host)
		}
	}
}
