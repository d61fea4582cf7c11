package fault_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadassist-sim/sim/fault"
)

// TestWorldsShareRules counts what a world with a thousand rules costs besides the rules.
func TestWorldsShareRules(t *testing.T) {
	rules := make([]*fault.Ready, fault.MaxRules)
	for i := range rules {
		rules[i] = fault.Prepare(parse(t, fmt.Sprintf(`{"match":{"id":{"regex":"^a%d"}},"probability":0.5,"effect":{"code":1}}`, i)))
	}
	if n := testing.AllocsPerRun(5, func() { fault.NewSet(rand.New(rand.NewPCG(1, 2))).Arm(noon(), rules) }); n > 100 {
		t.Errorf("%v allocations", n)
	}
}

// TestArmIsAddForEach holds rules armed together against rules added one after the other: twins and scenarios too.
func TestArmIsAddForEach(t *testing.T) {
	one, other := fault.NewSet(rand.New(rand.NewPCG(1, 2))), fault.NewSet(rand.New(rand.NewPCG(1, 2)))
	var all []*fault.Ready
	for i, scenario := range []string{"", "a", "", "a", "", ""} {
		r := parse(t, `{"probability":0.2,"effect":{"delay":{"uniform":{"max":"10s"}}}}`)
		r.ID, r.Scenario = fmt.Sprint(i), scenario
		one.Add(noon(), r)
		all = append(all, fault.Prepare(r))
	}
	other.Arm(noon(), all[:3])
	other.Arm(noon(), all[3:])
	for range 100 {
		a, _ := one.Strike(request(0, "createGreenvn", ""))
		b, _ := other.Strike(request(0, "createGreenvn", ""))
		if a.Rule.ID != b.Rule.ID || a.Wait != b.Wait {
			t.Fatalf("%s %v and %s %v", a.Rule.ID, a.Wait, b.Rule.ID, b.Wait)
		}
	}
}

// TestALineOutlivesItsRules settles what was held against rules that are gone, or were joined by others.
func TestALineOutlivesItsRules(t *testing.T) {
	s, other := set(t, `{"effect":{"code":1}}`), set(t, `{"effect":{"code":1}}`)
	fit := s.Line("createGreenvn", "").Fit(request(0, "createGreenvn", ""))
	if _, _, known := other.Settle(fit, noon()); known {
		t.Error("another set settles it")
	}
	s.Add(noon(), parse(t, `{"effect":{"code":1}}`))
	if _, any, known := s.Settle(fit, noon()); known || any || s.List()[0].Seen != 0 {
		t.Error("it was settled without the rule that came")
	}
}

// TestExpressionsAreBounded refuses what would take long, and shows an expression the begin of a long value only.
func TestExpressionsAreBounded(t *testing.T) {
	_, wrong := fault.Parse([]byte(`{"match":{"usage":{"regex":"(a{1,100}){1,10}"}},"effect":"pass"}`))
	if want := "match.usage.regex: has more than 2000 steps once what it repeats is written out"; wrong.Error() != want {
		t.Errorf("got %v, want %s", wrong, want)
	}
	long := strings.Repeat("é", fault.MostShown/2)
	for expression, want := range map[string]bool{"é$": true, "é{1000}": true, "b": false} {
		if got := (fault.Pattern{Regexp: regexp.MustCompile(expression)}).Fits([]string{"x" + long + "b"}); got != want {
			t.Errorf("%s: %v", expression, got)
		}
	}
	if !(fault.Pattern{Value: long + "b"}).Fits([]string{long + "b"}) {
		t.Error("a value counts to its end")
	}
	if (fault.Pattern{Regexp: regexp.MustCompile("b")}).Fits(append(make([]string, 2000), "b")) {
		t.Error("a list is looked through to its end")
	}
}

// TestWindows refuses those that cannot open.
func TestWindows(t *testing.T) {
	for text, want := range map[string]string{
		`{"until":"0s","effect":"pass"}`:                   "until: must be above 0; leave it out for no bound",
		`{"after":"5m","until":"0s","effect":"pass"}`:      "until: must be above 0; leave it out for no bound",
		`{"after":"0m","effect":"pass"}`:                   "after: must be above 0; leave it out for no bound",
		`{"until":"0001-01-01T00:00:00Z","effect":"pass"}`: "until: must be a span such as 10m",
	} {
		if _, wrong := fault.Parse([]byte(text)); !strings.HasPrefix(wrong.Error(), want) {
			t.Errorf("%s: %v", text, wrong)
		}
	}
	for text, want := range map[string]string{
		`{"until":"2020-01-01T00:00:00Z","effect":"pass"}`:               "until: is over: it is 2026-01-31T12:00:00Z already",
		`{"after":"2026-01-31T13:00:00Z","until":"1h","effect":"pass"}`:  "until: must be later than after: that is 2026-01-31T13:00:00Z, this 2026-01-31T13:00:00Z",
		`{"after":"2h","until":"2026-01-31T13:00:00Z","effect":"pass"}`:  "until: must be later than after: that is 2026-01-31T14:00:00Z, this 2026-01-31T13:00:00Z",
		`{"after":"30m","until":"2026-01-31T13:00:00Z","effect":"pass"}`: "",
		`{"after":"2020-01-31T13:00:00Z","effect":"pass"}`:               "",
	} {
		r := parse(t, text)
		if wrong := r.CheckAt(noon()); wrong.Error() != want || len(r.Check(words())) > 0 {
			t.Errorf("%s: %v, %v", text, wrong, r.Check(words()))
		}
	}
	if wrong := (fault.Rule{After: fault.Moment{After: time.Hour}, Until: fault.Moment{After: time.Minute}}).CheckAt(noon()); len(wrong) > 0 {
		t.Errorf("told twice: %v", wrong)
	}
}
