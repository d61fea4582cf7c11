package rest

import (
	"fmt"
	"net/http"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// lookUpCall answers for a call of the account, running or ended (docs 004, "GET Call API").
func (d *Door) lookUpCall(v *visit) (dialect.Reply, error) {
	v.step = sim.StepExchange
	unknown := exchange.Refusal{Reason: exchange.NotFound, Detail: fmt.Sprintf("account %.64q has no call %.64q", v.tenant, v.target)}
	if v.world == nil {
		return dialect.Reply{}, unknown
	}
	o, err := v.world.Do(exchange.ReadCall{SID: v.target})
	if err != nil {
		return dialect.Reply{}, unknown
	}
	return dialect.Reply{Status: http.StatusOK, Body: dialect.EncodeCall(o.Call, v.tenant)}, nil
}
