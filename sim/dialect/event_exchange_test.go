package dialect_test

import (
	"testing"
	"time"

	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/exchange"
)

// TestEventsOfTheExchange lets real calls run and tells what they cause in every generation, each against its document.
func TestEventsOfTheExchange(t *testing.T) {
	docs := documents(t)
	seen := map[string]bool{}
	for _, e := range happenings(t) {
		for _, p := range []dialect.Profile{dialect.Auto, dialect.Classic, dialect.Current, dialect.Exobridge} {
			for _, insights := range []bool{false, true} {
				d := dialect.New(dialect.Speaker(p, e), dialect.Quirks{}, "IST")
				n := d.Event(e, dialect.Telling{Tenant: "acme1", Insights: insights})
				if n.Name == "" {
					if p == dialect.Auto {
						t.Errorf("nobody is told of %s of %s", e.Kind, e.Product)
					}
					continue
				}
				o, _ := docs[d.Document()].Operation(n.Operation)
				for _, v := range o.CheckEvent(n.Name, unmarshalled(t, n.Body)) {
					t.Errorf("%s %s %s: %s", p, e.Kind, e.Product, v.Reason)
				}
				seen[d.Document()+" "+n.Operation+" "+n.Name] = true
			}
		}
	}
	for document, operations := range map[string][]string{
		"leadassist": {"createGreenvn", "createGreenpin"}, "exobridge": {"createGreenvn", "createGreenpin"},
	} {
		for _, operation := range operations {
			o, _ := docs[document].Operation(operation)
			for _, name := range o.Events() {
				if !seen[document+" "+operation+" "+name] {
					t.Errorf("%s %s %s was never told", document, operation, name)
				}
			}
		}
	}
}

// happenings are the events of calls of every behaviour to four allocations, and of their end.
func happenings(t *testing.T) []exchange.Event {
	t.Helper()
	const a, b, stranger = "+919876543210", "+919812345678", "+919845012345"
	vns := []string{"+918012345671", "+918012345672", "+918012345673", "+918012345674"}
	var pool []exchange.Number
	for _, vn := range vns {
		pool = append(pool, exchange.Number{E164: vn, Region: "KA", Type: exchange.Landline})
	}
	x := exchange.New(exchange.Config{Numbers: pool, Record: true}, exchange.NewChance(1, "acme1"))
	now := noon()
	var all []exchange.Event
	do := func(c exchange.Command) {
		o, err := x.Do(now, c)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o.Events...)
	}
	settle := func(until time.Time) {
		for at, due := x.Next(); due && !at.After(until); at, due = x.Next() {
			all = append(all, x.Settle(at)...)
		}
		now = until
	}
	parties := func(pins ...string) (exchange.Party, exchange.Party) {
		return exchange.Party{Numbers: []string{a}, Pins: pins}, exchange.Party{Numbers: []string{b}}
	}
	first, second := parties("4711")
	do(exchange.AllocateGreenvn{
		Reference: "r1", A: first, B: second, Usage: exchange.Oneway, Duration: 5 * time.Hour, Preferences: exchange.Preferences{Number: vns[0]},
	})
	first, second = parties()
	do(exchange.AllocateGreenvn{
		Number: vns[1], A: first, B: second, Usage: exchange.Twoway, Duration: 5 * time.Hour, IDs: exchange.Prefixed, CustomField: "c1",
	})
	do(exchange.AllocateGreenpin{
		Reference: "r2", A: exchange.PinParty{Numbers: []string{a}, VNs: vns[2:3]},
		B: exchange.PinParty{Numbers: []string{b}, VNs: vns[2:3], Pin: "4712"}, Usage: exchange.Twoway, Duration: 5 * time.Hour,
	})
	do(exchange.AllocateGreenpin{
		Number: vns[3], A: exchange.PinParty{Numbers: []string{a}}, B: exchange.PinParty{Numbers: []string{b}},
		Usage: exchange.Twoway, Duration: 5 * time.Hour, IDs: exchange.Prefixed, CustomField: "c2",
	})
	made := x.Allocations()[3].B.Pins
	for _, vn := range vns {
		for _, behaviour := range exchange.Behaviours() {
			do(exchange.PlaceCall{From: a, To: vn, Pins: made, Outcomes: []exchange.Behaviour{behaviour}})
			settle(now.Add(5 * time.Minute))
		}
		for _, pins := range [][]string{{"9"}, {"4711"}, {"4712"}, made} {
			do(exchange.PlaceCall{From: stranger, To: vn, Pins: pins})
			settle(now.Add(5 * time.Minute))
		}
		do(exchange.PlaceCall{From: b, To: vn})
		do(exchange.PlaceCall{From: "+919845099999", To: vn, Pins: made})
		settle(now.Add(5 * time.Minute))
	}
	settle(now.Add(6 * time.Hour))
	return all
}
