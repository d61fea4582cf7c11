package rest

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"leadassist-sim/sim"
	"leadassist-sim/sim/exchange"
)

// authenticate checks HTTP Basic credentials in strict mode. In open mode whatever was sent is good, even nothing or a
// malformed header, since several of the documents' own samples send just that.
func (d *Door) authenticate(v *visit) error {
	if !d.sim.Strict() {
		return nil
	}
	username, password, ok := v.request.BasicAuth()
	if !ok {
		return exchange.Refusal{Reason: exchange.AuthenticationFailed, Detail: absent(v.request)}
	}
	switch d.sim.Judge(v.tenant, sim.Credential{Username: username, Password: password}) {
	case sim.Stranger:
		return exchange.Refusal{Reason: exchange.AuthenticationFailed, Detail: "these credentials belong to no tenant of this simulator"}
	case sim.Elsewhere:
		if _, known := d.sim.Lookup(v.tenant); !known {
			return exchange.Refusal{Reason: exchange.UnknownTenant, Detail: fmt.Sprintf("tenant %.64q is not in the world file", v.tenant)}
		}
		return exchange.Refusal{Reason: exchange.NotPermitted, Detail: fmt.Sprintf("these credentials belong to another tenant than %.64q", v.tenant)}
	case sim.Granted:
	}
	return nil
}

// absent says what is wrong with an Authorization header that holds no Basic credentials, without repeating it.
func absent(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return "the request has no Authorization header; send HTTP Basic credentials"
	}
	return `the Authorization header is not "Basic " followed by base64 of username:password`
}

// enter finds the tenant's world, making it in open mode. A call look-up makes none: no call can exist there.
func (d *Door) enter(v *visit) error {
	if v.calls {
		v.world, _ = d.sim.Lookup(v.tenant)
		return nil
	}
	if err := sim.CheckSID(v.tenant); err != nil {
		return exchange.Refusal{Reason: exchange.UnknownTenant, Detail: err.Error()}
	}
	world, err := d.sim.World(v.tenant)
	switch {
	case errors.Is(err, sim.ErrUnknownTenant):
		return exchange.Refusal{Reason: exchange.UnknownTenant, Detail: fmt.Sprintf("tenant %.64q is not in the world file", v.tenant)}
	case errors.Is(err, sim.ErrTooManyTenants):
		return exchange.Refusal{Reason: exchange.UnknownTenant, Detail: "no more tenants are made on first sight; raise max_tenants in the world file, or reset"}
	case err != nil:
		return err
	}
	v.world = world
	v.zone = world.Timezone()
	v.speak()
	return nil
}

// admit spends the tenant's request allowance (docs 000, status 429).
func (d *Door) admit(v *visit) error {
	if v.world == nil {
		return nil
	}
	wait, ok := v.world.Admit()
	if ok {
		return nil
	}
	seconds := strconv.Itoa(int(math.Ceil(max(wait, time.Second).Seconds())))
	v.header.Set("Retry-After", seconds)
	return exchange.Refusal{Reason: exchange.RateLimited, Detail: "the tenant's request rate is spent; retry after " + seconds + " s"}
}
