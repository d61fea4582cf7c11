package rest

import (
	"fmt"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// lookUpCall answers for a call of the account (docs 004, "GET Call API").
func (d *Door) lookUpCall(v *visit) (dialect.Reply, error) {
	return dialect.Reply{}, exchange.Refusal{Reason: exchange.NotFound, Detail: fmt.Sprintf("account %.64q has no call %.64q", v.tenant, v.target)}
}
