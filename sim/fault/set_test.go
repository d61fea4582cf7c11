package fault_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadassist-sim/sim/fault"
)

// noon is when rules are set.
func noon() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }

// set holds rules; the seed is always the same.
func set(t testing.TB, rules ...string) *fault.Set {
	t.Helper()
	s := fault.NewSet(rand.New(rand.NewPCG(1, 2)))
	for _, text := range rules {
		s.Add(noon(), parse(t, text))
	}
	return s
}

// request is an occasion with one field.
func request(at time.Duration, operation, field string, values ...string) fault.Occasion {
	return fault.Occasion{At: noon().Add(at), Operation: operation, Field: func(path string) []string {
		if path != field {
			return nil
		}
		return values
	}}
}

// strikes asks about n requests a second apart, and tells each strike in a word.
func strikes(s *fault.Set, n int) string {
	var told strings.Builder
	for i := range n {
		struck, any := s.Strike(request(time.Duration(i)*time.Second, "createGreenvn", "usage", "twoway"))
		told.WriteString(word(struck, any))
	}
	return told.String()
}

func word(s fault.Struck, any bool) string {
	switch {
	case !any:
		return "."
	case s.Effect.Pass:
		return "p"
	case s.Effect.Code != nil:
		return "c"
	case s.Effect.Status != 0:
		return "s"
	}
	return "x"
}

func TestStrike(t *testing.T) {
	for name, c := range map[string]struct {
		rules []string
		want  string
	}{
		"none":            {nil, "......"},
		"each":            {[]string{`{"effect":{"code":1}}`}, "cccccc"},
		"from":            {[]string{`{"from":3,"effect":{"code":1}}`}, "..cccc"},
		"every":           {[]string{`{"from":2,"every":2,"effect":{"code":1}}`}, ".c.c.c"},
		"times":           {[]string{`{"times":2,"effect":{"code":1}}`}, "cc...."},
		"a sequence":      {[]string{`{"sequence":[{"code":1},"pass",{"status":503}]}`}, "cps..."},
		"repeated":        {[]string{`{"sequence":[{"code":1},{"status":503}],"repeat":true}`}, "cscscs"},
		"one in sequence": {[]string{`{"sequence":[{"code":1}]}`}, "c....."},
		"first rule":      {[]string{`{"times":1,"effect":{"code":1}}`, `{"effect":{"status":503}}`}, "csssss"},
		"pass shields":    {[]string{`{"times":2,"effect":"pass"}`, `{"effect":{"status":503}}`}, "ppssss"},
		// What the first takes, the second does not see.
		"counts what it sees": {[]string{`{"every":2,"effect":{"code":1}}`, `{"from":2,"effect":{"status":503}}`}, "c.cscs"},
		"window":              {[]string{`{"after":"2s","until":"4s","effect":{"code":1}}`}, "..cc.."},
		"instants":            {[]string{`{"after":"2026-01-31T12:00:01Z","until":"2026-01-31T12:00:03Z","effect":{"code":1}}`}, ".cc..."},
		"counted in window":   {[]string{`{"after":"2s","from":2,"effect":{"code":1}}`}, "...ccc"},
		"other operation":     {[]string{`{"operation":"readGreenvn","effect":{"code":1}}`}, "......"},
		"an event":            {[]string{`{"event":"call","effect":{"drop":true}}`}, "......"},
		"value":               {[]string{`{"match":{"usage":"twoway"},"times":1,"effect":{"code":1}}`, `{"match":{"usage":"two"},"effect":{"status":503}}`}, "c....."},
		"begin":               {[]string{`{"match":{"usage":{"regex":"^two"}},"effect":{"code":1}}`}, "cccccc"},
		"other begin":         {[]string{`{"match":{"usage":{"regex":"^one"}},"effect":{"code":1}}`}, "......"},
		"in the middle":       {[]string{`{"match":{"usage":{"regex":"ow"}},"effect":{"code":1}}`}, "cccccc"},
		"either":              {[]string{`{"match":{"usage":{"regex":"^one|way$"}},"effect":{"code":1}}`}, "cccccc"},
		"whatever case":       {[]string{`{"match":{"usage":{"regex":"^(?i)TWO"}},"effect":{"code":1}}`}, "cccccc"},
		"optional letter":     {[]string{`{"match":{"usage":{"regex":"^twox?o?way"}},"effect":{"code":1}}`}, "cccccc"},
		"absent field":        {[]string{`{"match":{"usage":"twoway","id":"a"},"effect":{"code":1}}`}, "......"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strikes(set(t, c.rules...), len(c.want)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestStruck tells what a strike says of itself.
func TestStruck(t *testing.T) {
	s := set(t, `{"from":2,"effect":{"delay":"2s","code":1}}`)
	s.Strike(request(0, "createGreenvn", ""))
	got, any := s.Strike(fault.Occasion{At: noon(), Operation: "readGreenvn"})
	if !any || got.Seen != 2 || got.Hit != 1 || got.Wait != 2*time.Second {
		t.Errorf("%+v, %v", got, any)
	}
	if list := s.List(); list[0].Seen != 2 || list[0].Hits != 1 || list[0].Spent || !list[0].Since.Equal(noon()) {
		t.Errorf("%+v", list)
	}
	if _, any := s.Strike(fault.Occasion{At: noon(), Event: "call"}); any {
		t.Error("a rule about answers struck an event")
	}
}

// TestWithoutFields asks about an occasion that has none.
func TestWithoutFields(t *testing.T) {
	if _, any := set(t, `{"match":{"usage":"twoway"},"effect":{"code":1}}`).Strike(fault.Occasion{At: noon()}); any {
		t.Error("a field that is not there fits")
	}
}

// TestFieldsAreAskedOnce counts how often a body is looked into.
func TestFieldsAreAskedOnce(t *testing.T) {
	s := set(t, `{"match":{"usage":"a"},"effect":"pass"}`, `{"match":{"usage":"b","id":"c"},"effect":"pass"}`, `{"match":{"usage":{"regex":"c$"}},"effect":"pass"}`)
	s.Remove(func(r fault.Rule) bool { return r.Match["usage"].Value == "a" })
	for range 2 {
		asked := map[string]int{}
		s.Strike(fault.Occasion{At: noon(), Field: func(path string) []string { asked[path]++; return []string{"twoway"} }})
		if asked["usage"] != 1 {
			t.Errorf("asked %v", asked)
		}
	}
}

// TestOrder shows that rules of scenarios stand behind the others.
func TestOrder(t *testing.T) {
	s := fault.NewSet(rand.New(rand.NewPCG(1, 2)))
	for _, id := range []string{"1", "a.1", "2", "a.2", "3"} {
		r := fault.Rule{ID: id, Sequence: []fault.Effect{{Pass: true}}}
		if len(id) > 1 {
			r.Scenario = "a"
		}
		s.Add(noon(), r)
	}
	var ids []string
	for _, st := range s.List() {
		ids = append(ids, st.Rule.ID)
	}
	if want := []string{"1", "2", "3", "a.1", "a.2"}; !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
	if n := s.Remove(func(r fault.Rule) bool { return r.Scenario == "a" }); n != 2 || s.Empty() {
		t.Errorf("removed %d", n)
	}
	if s.Remove(func(fault.Rule) bool { return true }); !s.Empty() {
		t.Error("rules are left")
	}
}

// TestChanceIsEachRulesOwn shows that a rule draws the same whatever stands beside it, and wherever.
func TestChanceIsEachRulesOwn(t *testing.T) {
	rare := `{"operation":"createGreenvn","probability":0.3,"effect":{"delay":{"uniform":{"max":"10s"}},"code":1}}`
	other := `{"operation":"readGreenvn","probability":0.5,"effect":{"status":503}}`
	waits := func(s *fault.Set) []time.Duration {
		var all []time.Duration
		for range 200 {
			s.Strike(request(0, "readGreenvn", ""))
			struck, _ := s.Strike(request(0, "createGreenvn", ""))
			all = append(all, struck.Wait)
		}
		return all
	}
	alone := waits(set(t, rare))
	for name, s := range map[string]*fault.Set{
		"again": set(t, rare), "before another": set(t, rare, other), "behind another": set(t, other, rare),
	} {
		if diff := cmp.Diff(alone, waits(s)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if twins := set(t, rare, rare); cmp.Equal(alone[:50], waits(twins)[:50]) {
		t.Error("a second rule that says the same changes nothing")
	}
}

// TestDeterminism asks two sets of the same seed about the same occasions.
func TestDeterminism(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SliceOfN(rapid.Custom(drawRule), 0, 6).Draw(t, "rules")
		occasions := rapid.SliceOfN(rapid.Custom(drawOccasion), 0, 40).Draw(t, "occasions")
		run := func() string {
			s := fault.NewSet(rand.New(rand.NewPCG(7, 7)))
			for _, r := range rules {
				s.Add(noon(), r)
			}
			var told strings.Builder
			for _, o := range occasions {
				struck, any := s.Strike(o)
				_, _ = fmt.Fprintln(&told, any, struck.Wait, struck.Seen, struck.Hit, struck.Rule.Name)
			}
			return told.String()
		}
		if a, b := run(), run(); a != b {
			t.Fatalf("%s\nand then %s", a, b)
		}
	})
}

func drawOccasion(t *rapid.T) fault.Occasion {
	o := request(time.Duration(rapid.IntRange(0, 20).Draw(t, "at"))*time.Second, "", "usage", rapid.SampledFrom([]string{"twoway", "order-1", ""}).Draw(t, "usage"))
	o.Operation = rapid.SampledFrom([]string{"createGreenvn", "readGreenvn", ""}).Draw(t, "operation")
	if o.Operation == "" {
		o.Event = "call"
	}
	return o
}

// TestModel holds a set against the plainest way to do the same, without chance.
func TestModel(t *testing.T) {
	type counted struct {
		rule       fault.Rule
		since      time.Time
		seen, hits int
	}
	rapid.Check(t, func(t *rapid.T) {
		s := fault.NewSet(rand.New(rand.NewPCG(1, 1)))
		var model []*counted
		now, id := noon(), 0
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				r := drawRule(t)
				id++
				r.ID, r.Probability = fmt.Sprint(id), 0
				s.Add(now, r)
				model = append(model, &counted{rule: r, since: now})
			},
			"remove": func(t *rapid.T) {
				gone := fmt.Sprint(rapid.IntRange(1, max(id, 1)).Draw(t, "gone"))
				before := len(model)
				model = slices.DeleteFunc(model, func(c *counted) bool { return c.rule.ID == gone })
				if n := s.Remove(func(r fault.Rule) bool { return r.ID == gone }); n != before-len(model) {
					t.Fatalf("removed %d", n)
				}
			},
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
			},
			"strike": func(t *rapid.T) {
				o := drawOccasion(t)
				o.At = now
				var want *counted
				for _, c := range model {
					r := c.rule
					from, until := c.since.Add(r.After.After), r.Until.At
					if !r.After.At.IsZero() {
						from = r.After.At
					}
					fits := r.Event == o.Event && (r.Operation == "" || r.Operation == o.Operation) && !now.Before(from) && (until.IsZero() || now.Before(until))
					for field, p := range r.Match {
						fits = fits && p.Fits(o.Field(field))
					}
					if !fits {
						continue
					}
					c.seen++
					most := math.MaxInt
					if r.Times > 0 {
						most = r.Times
					}
					if len(r.Sequence) > 1 && !r.Repeat {
						most = min(most, len(r.Sequence))
					}
					if c.seen >= max(r.From, 1) && (c.seen-max(r.From, 1))%max(r.Every, 1) == 0 && c.hits < most {
						c.hits++
						want = c
						break
					}
				}
				got, any := s.Strike(o)
				switch {
				case any != (want != nil):
					t.Fatalf("struck %v by %s, want %v", any, got.Rule.ID, want)
				case any:
					effect := want.rule.Sequence[(want.hits-1)%len(want.rule.Sequence)]
					if got.Rule.ID != want.rule.ID || got.Seen != want.seen || got.Hit != want.hits || !cmp.Equal(got.Effect, effect) {
						t.Fatalf("got %+v, want %+v", got, want)
					}
				}
			},
			"": func(t *rapid.T) {
				for i, st := range s.List() {
					if m := model[i]; st.Rule.ID != m.rule.ID || st.Seen != m.seen || st.Hits != m.hits {
						t.Fatalf("%d: %+v, want %+v", i, st, m)
					}
				}
			},
		})
	})
}

// TestDistributions draws often enough that a wrong shape shows.
func TestDistributions(t *testing.T) {
	const often = 4000
	draw := func(delay string) []time.Duration {
		s := set(t, `{"effect":{"delay":`+delay+`}}`)
		all := make([]time.Duration, often)
		for i := range all {
			struck, _ := s.Strike(request(0, "createGreenvn", ""))
			all[i] = struck.Wait
		}
		slices.Sort(all)
		return all
	}
	between := func(name string, got, low, high time.Duration) {
		t.Helper()
		if got < low || got > high {
			t.Errorf("%s is %v, not from %v to %v", name, got, low, high)
		}
	}
	even := draw(`{"uniform":{"min":"1s","max":"3s"}}`)
	between("least", even[0], time.Second, 1010*time.Millisecond)
	between("middle", even[often/2], 1900*time.Millisecond, 2100*time.Millisecond)
	between("most", even[often-1], 2990*time.Millisecond, 3*time.Second)
	skew := draw(`{"lognormal":{"median":"1s","sigma":0.5,"min":"100ms","max":"4s"}}`)
	between("middle", skew[often/2], 950*time.Millisecond, 1050*time.Millisecond)
	between("one standard deviation above", skew[often*8413/10000], 1550*time.Millisecond, 1750*time.Millisecond)
	between("least", skew[0], 100*time.Millisecond, time.Second)
	between("most", skew[often-1], 3*time.Second, 4*time.Second)
	between("wild", draw(`{"lognormal":{"median":"1s","sigma":10}}`)[often-1], fault.Longest, fault.Longest)
	between("fixed", draw(`"2s"`)[0], 2*time.Second, 2*time.Second)
	between("no width", draw(`{"uniform":{"min":"2s","max":"2s"}}`)[often-1], 2*time.Second, 2*time.Second)

	rare := set(t, `{"probability":0.3,"effect":{"code":1}}`)
	strikes(rare, often)
	if hits := rare.List()[0].Hits; hits < often*27/100 || hits > often*33/100 {
		t.Errorf("%d of %d struck", hits, often)
	}
}

// TestEventsWaitLonger shows that an event's delay, which is simulated, is not bound like an answer's.
func TestEventsWaitLonger(t *testing.T) {
	s := set(t, `{"event":"call","effect":{"delay":{"lognormal":{"median":"2d","sigma":0.1}}}}`)
	if struck, _ := s.Strike(fault.Occasion{At: noon(), Event: "call"}); struck.Wait < 24*time.Hour {
		t.Errorf("waits %v", struck.Wait)
	}
}

func TestRuleIsWrittenWithoutItsID(t *testing.T) {
	text, err := json.Marshal(fault.Rule{ID: "fault-1", Scenario: "a", Late: true, Sequence: []fault.Effect{{Status: 503}}})
	if want := `{"when":"after","effect":{"status":503}}`; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
}

// TestBeginningsDecideNothing holds expressions against the values they fit by themselves: the short cut by their
// beginning must not show.
func TestBeginningsDecideNothing(t *testing.T) {
	expressions := []string{
		"^a", "^ab*", "^ab?c", "^(ab)", "^(?:ab)+", "a|^b", "^a|b", "(?i)^ab", "^(?i:a)b", "(?m)^b", `\Aab`, "^^ab", "^", "", "b$", "^a$", "^ab{0,2}", "^[a]b",
	}
	rapid.Check(t, func(t *rapid.T) {
		p := fault.Pattern{Regexp: regexp.MustCompile(rapid.SampledFrom(expressions).Draw(t, "expression"))}
		values := rapid.SliceOfN(rapid.StringMatching(`[abcAB\n]{0,4}`), 0, 3).Draw(t, "values")
		s := fault.NewSet(rand.New(rand.NewPCG(1, 2)))
		s.Add(noon(), fault.Rule{Match: map[string]fault.Pattern{"f": p}, Sequence: []fault.Effect{{Pass: true}}})
		if _, struck := s.Strike(request(0, "", "f", values...)); struck != p.Fits(values) {
			t.Fatalf("%s and %q: struck %v", p.Regexp, values, struck)
		}
	})
}
