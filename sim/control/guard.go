package control

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// guarded puts the door's guards before its routes: the token, the host name and the origin of writes.
func (d *Door) guarded(next http.Handler) http.Handler {
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(d.serve("", func(ask) (any, error) {
		return nil, problem{http.StatusForbidden, "a page of another origin may not write here"}
	}))
	inner := sameOrigin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/health":
			inner.ServeHTTP(w, r)
		case d.options.Token == "" && !local(r.Host):
			d.write("", w, problem{http.StatusForbidden, "without --admin-token this door answers to loopback names only"})
		case d.options.Token != "" && !d.bears(r):
			w.Header().Set("WWW-Authenticate", `Bearer realm="leadassist-sim"`)
			d.write("", w, problem{http.StatusUnauthorized, "send the admin token: Authorization: Bearer …"})
		default:
			inner.ServeHTTP(w, r)
		}
	})
}

// local tells whether a Host header names this machine, so that a name rebound to loopback opens nothing.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback()
}

func (d *Door) bears(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && subtle.ConstantTimeCompare([]byte(token), []byte(d.options.Token)) == 1
}
