package features

import "testing"

// TestLikened holds values against what a table says they are.
func TestLikened(t *testing.T) {
	for _, c := range []struct {
		cell string
		v    any
		want bool
	}{
		{"a text", "x", true},
		{"a text", 1.0, false},
		{"a whole number", 2.0, true},
		{"a whole number", 2.5, false},
		{"a whole number", "2", false},
		{"an empty list", []any{}, true},
		{"an empty list", nil, false},
		{"4 digits", "0042", true},
		{"4 digits", 4821.0, false},
		{"4 digits", "48213", false},
		{"a time in +05:30", "2026-07-05T10:30:00+05:30", true},
		{"a time in +05:30", "2026-07-05T10:30:00Z", false},
		{"a time without a zone", "2026-07-05 10:30:00", true},
		{"a time without a zone", "2026-07-05T10:30:00+05:30", false},
		{"a text that starts with gvn_", "gvn_1", true},
		{"a text that starts with gvn_", "gvn_", false},
		{`exactly "true"`, true, false},
		{"exactly true", true, true},
		{"exactly null", nil, true},
		{"exactly 0", "0", false},
		{"other than 4821", "4821", false},
		{"other than 4821", "4822", true},
	} {
		l, own, ok := likened(c.cell)
		if !ok || l.is(c.v, own) != c.want {
			t.Errorf("%v is %s: known %t, want %t", c.v, c.cell, ok, c.want)
		}
	}
	if _, _, ok := likened("a banana"); ok {
		t.Error("a banana is known")
	}
}

// TestRepeated writes a sign as often as is said.
func TestRepeated(t *testing.T) {
	for said, want := range map[string]string{"{3 times ₹}": "₹₹₹", "a{0 times x}b": "ab", "{many times x}": "{many times x}"} {
		if got := repeated(said); got != want {
			t.Errorf("%s is %s", said, got)
		}
	}
}
