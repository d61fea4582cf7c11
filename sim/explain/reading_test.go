package explain

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTolerant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1,}`: `{"a":1}`, `{'a':'b'}`: `{"a":"b"}`, `{a:b, c:[1,2,}`: `{"a":"b","c":[1,2]}`, `{"a": }`: `{}`, `{"a":1`: `{"a":1}`,
		`{"a":1,"a":2}`: `{"a":2}`, `{"a":True,"b":None}`: `{"a":true,"b":null}`, "{\"a\":1} // note": `{"a":1}`, `/* x */[1, # y` + "\n" + `2]`: `[1,2]`,
		`{"a":"it's","b":'say "x"'}`: `{"a":"it's","b":"say \"x\""}`, `{"a":"\u00e9\n"`: `{"a":"é\n"}`, "\ufeff{\"a\":1,,}": `{"a":1}`,
		`{"a":"open` + "\n" + `"b":2}`: `{"a":"open","b":2}`, `a=b`: "", `"x"`: "", ``: "", "\xff{": "", `{a=1}`: `{"a":1}`,
	} {
		got := ""
		if v, ok := tolerant([]byte(text)); ok {
			got = written(v)
		}
		if got != want {
			t.Errorf("%s was read as %s, want %s", text, got, want)
		}
	}
}

// FuzzTolerant reads anything. What is read can be written; what is JSON is read as what it is.
func FuzzTolerant(f *testing.F) {
	for _, seed := range []string{`{"a":1,}`, `{'a':`, `[[[`, `{"a":"\u12"}`, `{"a":"\\"}`, `{a b:c d}`, `[{]}`, `{:::}`, `["\""]`, `{"a":1e999}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, ok := tolerant([]byte(text))
		if ok && !json.Valid([]byte(written(v))) {
			t.Errorf("%q became %q", text, written(v))
		}
		if depth(v) > deepest {
			t.Errorf("%q nests %d deep", text, depth(v))
		}
	})
}

// TestTolerantReadsJSON: any object that is JSON reads as itself.
func TestTolerantReadsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]any{
			rapid.String().Draw(t, "key"): rapid.String().Draw(t, "text"),
			"list":                        []any{rapid.Float64().Draw(t, "number"), rapid.Bool().Draw(t, "flag"), nil},
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Skip()
		}
		var plain any
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatal(err)
		}
		got, ok := tolerant(text)
		if diff := cmp.Diff(plain, got); !ok || diff != "" {
			t.Fatalf("%s: %s", text, diff)
		}
	})
}

func TestPhone(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"+919812345678": "+919812345678", "tel:+91-98123-45678": "+919812345678", "0091 9812345678": "+919812345678", "09812345678": "+919812345678",
		"022 2345 6789": "+912223456789", "+44 20 7946 0018": "+442079460018", "98765": "", "bob": "", "": "", "+": "", "1800 CALL ME": "", "+0123456789": "+123456789",
		strings.Repeat("9", 16): "", "+1234567": "+1234567",
	} {
		if got, _ := phone(said); got != want {
			t.Errorf("%q was read as %q, want %q", said, got, want)
		}
	}
}

func TestPeriod(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"600s": "10m", "10 MIN": "10m", "1.5h": "90m", "1 hour 30 minutes": "90m", "P2D": "2d", "PT90S": "90s", "90": "90s", "-5m": "5m", "2w": "14d", "1 day": "1d",
		"0": "1s", "0.2s": "1s", "ten minutes": "", "": "", "never": "", "5 parsecs": "", "1e300": "1000000000s",
	} {
		if got, ok := period(said, false); ok != (want != "") || ok && got != want {
			t.Errorf("%q was read as %q, want %q", said, got, want)
		}
	}
	if got, ok := period("for ever", true); got != "-1" || !ok {
		t.Errorf("for ever was read as %q", got)
	}
}

// TestWordsOfTheShell takes words apart as a POSIX shell does and wants the text that went in.
func TestWordsOfTheShell(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[a'\"$`\\\\ \n!*;&|<>(){}~#]{0,12}")).Draw(t, "text")
		if got := unworded(word(text)); got != text {
			t.Fatalf("%q became %s, which the shell reads as %q", text, word(text), got)
		}
	})
}

// unworded reads one word of single-quoted and bare parts.
func unworded(w string) string {
	var out strings.Builder
	for quoted := false; w != ""; w = w[1:] {
		switch {
		case w[0] == '\'':
			quoted = !quoted
		case w[0] == '\\' && !quoted:
			w = w[1:]
			out.WriteByte(w[0])
		case !quoted && strings.ContainsAny(w[:1], " \n\t\"$`!*;&|<>(){}~#?[]"):
			return "a bare " + w[:1]
		default:
			out.WriteByte(w[0])
		}
	}
	return out.String()
}
