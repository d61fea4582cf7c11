package exchange_test

import (
	"fmt"
	"time"

	"leadassist-sim/sim/exchange"
)

// A number is lent to two parties; a stranger with the PIN calls, hunts through the other side's phones and talks. The
// clock is the caller's: it asks for the next instant and settles it, until nothing is left to wait for.
func Example() {
	x := exchange.New(exchange.Config{
		Numbers: []exchange.Number{{E164: "+918040000000", Region: "KA", Type: exchange.Landline}},
	}, exchange.NewChance(1, "acme"))
	now := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	_, err := x.Do(now, exchange.AllocateGreenvn{
		Reference: "order-1", Usage: exchange.Twoway, Duration: 10 * time.Minute,
		A: exchange.Party{Numbers: []string{"+919800000001"}, Pins: []string{"4821"}},
		B: exchange.Party{Numbers: []string{"+919800000002", "+919800000003"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	o, err := x.Do(now, exchange.PlaceCall{
		From: "+919700000000", To: "+918040000000", Pins: []string{"1234", "4821"},
		Outcomes: []exchange.Behaviour{exchange.Busy, exchange.Answers},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for at, more := x.Next(); more; at, more = x.Next() {
		for _, e := range x.Settle(at) {
			fmt.Println(e.At.Format(time.TimeOnly), e.Kind)
		}
	}
	c, _ := x.Call(o.Call.SID)
	for _, l := range c.Legs {
		fmt.Println(l.To, l.Status, l.Ended.Sub(l.Started))
	}
	fmt.Println(c.Type, c.DialStatus, c.DisconnectedBy)
	// Output:
	// 09:00:10 verification-success
	// 09:00:47 call
	// 09:10:00 deallocation
	// +919800000002 busy 1s
	// +919800000003 completed 36s
	// completed completed Caller
}
