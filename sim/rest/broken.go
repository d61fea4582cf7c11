package rest

import (
	"net"
	"net/http"
	"slices"
)

// sent is an answer in bytes.
type sent struct {
	status int
	media  string
	body   []byte
	whole  int // the length it claims to have
}

// twist spoils an answer as the effect wants it.
func (b *blow) twist(a *sent) {
	e := b.effect
	if e.Code == nil && e.Status >= 200 && e.Status < 300 {
		a.status = e.Status
	}
	if e.Body != nil {
		a.body = []byte(*e.Body)
	}
	if e.MediaType != "" {
		a.media = e.MediaType
	}
	if e.Garble {
		a.body = garbled(a.body)
	}
	a.whole = len(a.body)
	if e.Truncate {
		a.body = a.body[:len(a.body)/2]
	}
}

// garbled is a body of the same length that is neither JSON nor XML: it holds a zero byte, and nothing closes it.
func garbled(body []byte) []byte {
	if len(body) == 0 {
		return []byte("<")
	}
	spoiled := slices.Clone(body)
	spoiled[len(spoiled)/2] = 0
	spoiled[len(spoiled)-1] = '<'
	return spoiled
}

// lose resets the connection instead of answering. Where it cannot be had, as in HTTP/2, the server breaks off what the
// client waits for.
func lose(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) //nolint:forbidigo // net/http knows no other way to break an answer off
	}
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn() // TLS would say goodbye
	}
	if plain, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		_ = plain.SetLinger(0) // nothing is left to send: the close becomes a reset
	}
	_ = conn.Close()
}
