package features

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestSpans(t *testing.T) {
	for said, want := range map[string]time.Duration{
		"5 seconds": 5 * time.Second, "1 second": time.Second, "0 seconds": 0, "10 minutes": 10 * time.Minute, "2 days": 48 * time.Hour,
		"250 milliseconds": 250 * time.Millisecond, "1 hour": time.Hour,
	} {
		if got, err := parseSpan(said); err != nil || got != want {
			t.Errorf("%s: %v %v", said, got, err)
		}
	}
	for said, want := range map[string]string{
		"": `"" is no length of time such as 5 seconds, 10 minutes or 2 days`, "five seconds": "no length of time", "5": "no length of time",
		"5 weeks": "no length of time", "-1 seconds": "no length of time", "999999999999 days": `"999999999999 days" is too long`,
	} {
		if got, err := parseSpan(said); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v %v", said, got, err)
		}
	}
}

// FuzzParseSpan reads what it wrote, and never less than nothing.
func FuzzParseSpan(f *testing.F) {
	f.Add("5 seconds")
	f.Add("106751 days")
	f.Add("1 second and 2")
	f.Fuzz(func(t *testing.T, said string) {
		length, err := parseSpan(said)
		if err == nil && (length < 0 || len(wire(length)) < 3) {
			t.Errorf("%q is %v", said, length)
		}
	})
}

func TestOften(t *testing.T) {
	for said, want := range map[string]often{
		"": {1, maxTimes}, " once": {1, 1}, " twice": {2, 2}, " exactly 3 times": {3, 3}, " at least 2 times": {2, maxTimes}, " at most 1 time": {0, 1}, " exactly 0 times": {0, 0},
	} {
		if got := (given{places: []string{said}}).often(0); got != want {
			t.Errorf("%q: %+v", said, got)
		}
	}
	for _, c := range []struct {
		often     often
		n         int
		has, over bool
	}{
		{often{1, maxTimes}, 0, false, false},
		{often{1, maxTimes}, 2, true, true},
		{often{2, 2}, 2, true, false}, // one more may come
		{often{2, 2}, 3, false, true},
		{often{0, 0}, 0, true, false},
		{often{0, 1}, 2, false, true},
	} {
		if c.often.has(c.n) != c.has || c.often.settled(c.n) != c.over {
			t.Errorf("%s of %d", c.often, c.n)
		}
	}
}

func TestTimes(t *testing.T) {
	for said, want := range map[string]int{"": 0, " the next time": 1, " the next 12 times": 12} {
		if got := (given{places: []string{said}}).times(0); got != want {
			t.Errorf("%q: %d", said, got)
		}
	}
}

// TestBodies are built from tables as a tester writes them.
func TestBodies(t *testing.T) {
	body := map[string]any{"usage": "twoway", "kept": 1.0}
	rows := []field{
		{"connection_id", "order-1"},
		{"usage", absent},
		{"aparty_pins", "[4821]"},
		{"strictness", "true"},
		{"flow", `"4207"`},
		{"pin", "0042"},
		{"preferences.region", "DL"},
		{"preferences.type", "mobile"},
		{"nothing", "null"},
		{"text", ""},
		{"missing.deep", absent},
	}
	if err := build(body, rows); err != nil {
		t.Fatal(err)
	}
	const want = `{"aparty_pins":[4821],"connection_id":"order-1","flow":"4207","kept":1,"missing":{},"nothing":null,"pin":"0042",` +
		`"preferences":{"region":"DL","type":"mobile"},"strictness":true,"text":""}`
	if got := string(encode(body)); got != want {
		t.Errorf("%s", got)
	}
	for path, want := range map[string]string{"connection_id.deep": "connection_id.deep: connection_id is no object", ".a": ".a: a name in the path is empty"} {
		if err := build(body, []field{{path, "1"}}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// FuzzBuild finds what it has put, wherever the path leads.
func FuzzBuild(f *testing.F) {
	f.Add("a.b.c", `{"x":[1]}`)
	f.Add("connection_id", "absent")
	f.Add("..", "null")
	f.Add("0", "\xff")
	f.Fuzz(func(t *testing.T, path, cell string) {
		body := map[string]any{"a": map[string]any{"b": "text"}}
		if build(body, []field{{path, cell}}) != nil {
			return
		}
		if _, err := json.Marshal(body); err != nil {
			t.Fatal(err)
		}
		found, there := at(body, path)
		if there == (cell == absent) {
			t.Fatalf("%q is there: %v", path, there)
		}
		if there && !reflect.DeepEqual(found, parseValue(cell)) {
			t.Errorf("%q is %v", path, found)
		}
		if there && cell != "present" && !fits(cell, found, there) {
			t.Errorf("%q does not fit %v", cell, found)
		}
	})
}

// FuzzSentences reads any text in one way at most, and says something of what it cannot read.
func FuzzSentences(f *testing.F) {
	known := sentences()
	for _, step := range Steps() {
		f.Add(spoken(step.Says)[0])
	}
	f.Fuzz(func(t *testing.T, said string) {
		read := 0
		for _, one := range known {
			if one.MatchString(said) {
				read++
			}
		}
		if read > 1 {
			t.Errorf("%q can be read in %d ways", said, read)
		}
		if near := nearest(known, said); near != "" && strings.TrimSpace(said) == "" {
			t.Errorf("%q is near to nothing", near)
		}
	})
}

func TestTables(t *testing.T) {
	g := given{table: [][]string{{"field", "value"}, {"a", "1"}, {"field", "value"}}}
	if got, err := g.fields(); err != nil || !reflect.DeepEqual(got, []field{{"a", "1"}, {"field", "value"}}) {
		t.Errorf("%v %v", got, err)
	}
	for _, table := range [][][]string{{{"a"}}, {{"a", "b", "c"}}, {{"", "b"}}} {
		if got, err := (given{table: table}).fields(); err == nil {
			t.Errorf("%v: %v", table, got)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		cell  string
		v     any
		there bool
		want  bool
	}{
		{"active", "active", true, true},
		{"active", "vault", true, false},
		{"12", 12.0, true, true},
		{"12", "12", true, true},
		{`"12"`, 12.0, true, false},
		{`"12"`, "12", true, true},
		{"[4821]", []any{4821.0}, true, true},
		{"null", nil, true, true},
		{"null", nil, false, false},
		{absent, nil, false, true},
		{absent, nil, true, false},
		{"present", nil, true, true},
		{"present", "x", false, false},
		{`{"a": 1, "b": 2}`, map[string]any{"b": 2.0, "a": 1.0}, true, true},
	} {
		if got := fits(c.cell, c.v, c.there); got != c.want {
			t.Errorf("%s, %v, %v: %v", c.cell, c.v, c.there, got)
		}
	}
}
