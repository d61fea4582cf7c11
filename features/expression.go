package features

import (
	"regexp"
	"strings"
)

// Kind is what may stand in a place of a step.
type Kind struct {
	// Name is how a step names the place, in braces.
	Name string `json:"name"`
	// Help says what may stand there.
	Help string `json:"help"`

	pattern string // with one group
}

// span is a length of time in words.
const span = `\d+ (?:milliseconds?|seconds?|minutes?|hours?|days?)`

// Kinds lists what may stand in the places of steps.
func Kinds() []Kind {
	return []Kind{
		{"text", `anything in double quotes; {number}, {allocation}, {pin}, {reference}, {call} and {tenant} stand for those of the scenario`, `"([^"]*)"`},
		{"count", `a whole number`, `(\d{1,9})`},
		{"ordinal", `1st, 2nd, 3rd, …`, `(\d{1,6}(?:st|nd|rd|th))`},
		{"span", `such as 5 seconds, 10 minutes or 2 days`, `(` + span + `)`},
		{"method", `GET, POST, PUT or DELETE`, `(GET|POST|PUT|DELETE)`},
		{"doing", `an operation (createGreenvn), a method (DELETE), or words: ` + strings.Join(words(doing), ", "), among(doing)},
		{"deed", `what was done: ` + strings.Join(words(deed), ", "), among(deed)},
		{"request", `an operation (createGreenvn), or a method (DELETE) for all of its operations`, among(nil)},
		{"state", `active, over, vault, deleted or expired; "over" is any of the last three`, `(active|over|vault|deleted|expired)`},
		{
			"event", `call, call-progress, deallocation, verification-success or verification-failure, in double quotes`,
			`"(call|call-progress|deallocation|verification-success|verification-failure)"`,
		},
		{"times", `optional: the next time, the next 3 times`, `( the next time| the next \d{1,6} times)?`},
		{
			"often", `optional: once, twice, exactly 3 times, at least 3 times, at most 3 times; else at least once`,
			`( once| twice| (?:exactly|at least|at most) \d{1,6} times?)?`,
		},
		{"first", `optional: the first time, the first 3 times; else from here on`, `( the first time| the first \d{1,6} times)?`},
		{"zone", `UTC or IST`, `(UTC|IST)`},
		{"within", `optional: within 5 seconds; else at once`, `( within ` + span + `)?`},
	}
}

// among matches an operation id, a method, or one form of the operations' words.
func among(form func(operation) string) string {
	all := []string{"GET", "POST", "PUT", "DELETE"}
	if form != nil {
		all = words(form)
	}
	for _, o := range operations() {
		all = append(all, o.id)
	}
	for i, one := range all {
		all[i] = regexp.QuoteMeta(one)
	}
	return "(" + strings.Join(all, "|") + ")"
}

// pieces splits a step: a place, an optional part in round brackets, words to choose from, or any other sign.
func pieces() *regexp.Regexp {
	return regexp.MustCompile(`\{(\w+)\}|\(([^()]*)\)|([^\s{}()/]+(?:/[^\s{}()/]+)+)|(.)`)
}

// compile turns the words of a step into a pattern for the whole of its text. A place of a kind that is not known is
// taken literally.
func compile(says string) *regexp.Regexp {
	known := map[string]string{}
	for _, k := range Kinds() {
		known[k.Name] = k.pattern
	}
	var b strings.Builder
	for _, piece := range pieces().FindAllStringSubmatch(says, -1) {
		switch {
		case known[piece[1]] != "":
			b.WriteString(known[piece[1]])
		case piece[2] != "":
			b.WriteString("(?:" + regexp.QuoteMeta(piece[2]) + ")?")
		case piece[3] != "":
			b.WriteString("(?:" + strings.ReplaceAll(regexp.QuoteMeta(piece[3]), "/", "|") + ")")
		default:
			b.WriteString(regexp.QuoteMeta(piece[0]))
		}
	}
	return regexp.MustCompile("^" + b.String() + "$")
}
