package callback_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leadassist-sim/sim/callback"
)

// receiver is a webhook server that counts the connections made to it. It and the poster's connections are gone at the
// end of the test.
func receiver(t *testing.T, h http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var connections atomic.Int32
	s := httptest.NewUnstartedServer(h)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s, &connections
}

func poster(t *testing.T, allow ...string) *callback.Poster {
	t.Helper()
	p := callback.NewPoster(guard(t, allow...), callback.Limits{})
	t.Cleanup(func() {
		p.Close()
		noneLeft(t)
	})
	return p
}

// noneLeft waits until no goroutine of a poster's connection is left.
func noneLeft(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	all := make([]byte, 1<<20)
	for {
		stacks := string(all[:runtime.Stack(all, true)])
		if !strings.Contains(stacks, "net/http.(*persistConn)") && !strings.Contains(stacks, "callback.(*Poster)") {
			return
		}
		if ctx.Err() != nil {
			t.Errorf("goroutines are left:\n%s", stacks)
			return
		}
		runtime.Gosched()
	}
}

func job(url string) callback.Job {
	return callback.Job{
		ID: "dlv_1", Attempt: 2, At: start(), Timeout: 5 * time.Second,
		Message: callback.Message{Event: "call", URL: url, Body: []byte(`{"call_sid":"a"}`)},
	}
}

// names is a resolver over made-up names: each look-up of an IPv4 address takes the next answer of the name's list,
// and the last one again and again.
func names(answers map[string][]string) *net.Resolver {
	asked := map[string]*atomic.Int32{}
	for name := range answers {
		asked[name+"."] = new(atomic.Int32)
	}
	answer := func(name string, kind uint16) (netip.Addr, bool) {
		n, known := asked[name]
		if !known || kind != 1 {
			return netip.Addr{}, known
		}
		list := answers[strings.TrimSuffix(name, ".")]
		return netip.MustParseAddr(list[min(int(n.Add(1)), len(list))-1]), true
	}
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go serveDNS(theirs, answer)
		return ours, nil
	}}
}

// serveDNS answers one query in DNS's form for streams: two bytes of length, then the message (RFC 1035, 4).
func serveDNS(c net.Conn, answer func(name string, kind uint16) (netip.Addr, bool)) {
	defer func() { _ = c.Close() }()
	var length [2]byte
	if _, err := io.ReadFull(c, length[:]); err != nil {
		return
	}
	query := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(c, query); err != nil {
		return
	}
	var name strings.Builder
	at := 12
	for query[at] != 0 {
		label := int(query[at])
		name.Write(query[at+1 : at+1+label])
		name.WriteByte('.')
		at += 1 + label
	}
	addr, known := answer(name.String(), binary.BigEndian.Uint16(query[at+1:]))
	reply := append([]byte{}, query[:at+5]...)
	copy(reply[2:12], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
	switch {
	case !known:
		reply[3] |= 3 // no such name
	case addr.IsValid():
		reply[7] = 1
		raw := addr.As4()
		reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		reply = append(reply, raw[:]...)
	}
	_, _ = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
}
