package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestWhatIsRefusedUnasked ends with 2 and a sentence that helps, before any simulator is asked.
func TestWhatIsRefusedUnasked(t *testing.T) {
	const all = "call, call-progress, deallocation, verification-success, verification-failure"
	for line, want := range map[string]string{
		"clock tick":                                 `unknown command "tick" for "leadassist-sim clock"`,
		"clock advance":                              "clock advance takes a span, like 10m, 36h or 2d",
		"clock advance 10m 20m":                      "clock advance takes a span, like 10m, 36h or 2d",
		"clock advance ten":                          `advance takes a span, like 90s, 10m, 1h30m or 2d, not "ten"`,
		"clock advance 10":                           `advance takes a span, like 90s, 10m, 1h30m or 2d, not "10"`,
		"clock advance -10m":                         "a clock is never turned back; `leadassist-sim reset` begins anew",
		"clock advance --fast":                       "unknown flag: --fast; leadassist-sim clock advance --help lists the flags",
		"clock set":                                  "clock set takes an instant, like 2026-01-31T10:00:00+05:30",
		"clock set tomorrow":                         `set takes an instant, like 2026-01-31T10:00:00+05:30, not "tomorrow"`,
		"clock freeze now":                           `unknown command "now" for "leadassist-sim clock freeze"`,
		"callbacks list --event hangup":              `--event is one of ` + all + `, not "hangup"`,
		"callbacks list --state lost":                `--state is one of pending, in flight, delivered, failed, no endpoint, dropped, refused, abandoned, not "lost"`,
		"callbacks tail --event hangup":              `--event is one of ` + all + `, not "hangup"`,
		"callbacks wait --event hangup":              `--event is one of ` + all + `, not "hangup"`,
		"callbacks wait --state lost":                `--state is one of pending, in flight, delivered, failed, no endpoint, dropped, refused, abandoned, any, not "lost"`,
		"callbacks wait --count 0":                   "--count is at least 1",
		"callbacks wait --timeout 0s":                "--timeout is more than nothing",
		"callbacks show":                             "callbacks show takes an id, as `callbacks list` prints it",
		"callbacks replay":                           "callbacks replay takes an id, as `callbacks list` prints it",
		"callbacks trigger":                          "callbacks trigger takes the name of an event: " + all,
		"callbacks trigger hangup":                   `the event is one of ` + all + `, not "hangup"`,
		"callbacks trigger call --set a":             `--set is like call_type=voicemail or legs.0.to=null, not "a"`,
		"callbacks trigger call --set =1":            `--set is like call_type=voicemail or legs.0.to=null, not "=1"`,
		"callbacks trigger call --product vn":        `--product is one of greenvn, greenpin, not "vn"`,
		"callbacks trigger call --profile auto":      `--profile is one of classic, current, exobridge, not "auto"`,
		"requests show":                              "requests show takes an id, as `requests list` prints it",
		"requests list --limit many":                 "invalid argument",
		"requests count --field a":                   `--field is like preferences.region=KA or connection_id=~^order-, not "a"`,
		"requests count --field a=1 --field a=2":     `--field a is said twice`,
		"requests find --field =1":                   `--field is like preferences.region=KA or connection_id=~^order-, not "=1"`,
		"requests tail --field a":                    `--field is like preferences.region=KA or connection_id=~^order-, not "a"`,
		"requests expect --count 1 --never":          "how many? one of --count, --never, or --at-least and --at-most",
		"requests expect --count 1 --at-most 2":      "how many? one of --count, --never, or --at-least and --at-most",
		"requests expect --count -1":                 "--count, --at-least and --at-most are not below 0",
		"requests expect --at-most -1":               "--count, --at-least and --at-most are not below 0",
		"requests expect --at-least 3 --at-most 2":   "--at-least is not above --at-most",
		"requests expect --within -1s":               "--within is not below 0",
		"tenants show":                               "tenants show takes a SID, as `tenants list` prints it",
		"tenants put acme":                           "tenants put takes a SID and a file",
		"call":                                       "call needs --from, the caller's number, like +919812345678",
		"call --from +1":                             "call needs either --to, a virtual number, or --allocation, the id of one that has it",
		"call --from +1 --to +2 --allocation a":      "call needs either --to, a virtual number, or --allocation, the id of one that has it",
		"call --from +1 --to +2 --outcome gone":      `--outcome is one of completed, busy, no-answer, failed, canceled, voicemail, not "gone"`,
		"call --from +1 --to +2 --ring long":         `--ring takes a span, like 90s, 10m, 1h30m or 2d, not "long"`,
		"call --from +1 --to +2 --talk -1s":          `--talk takes a span, like 90s, 10m, 1h30m or 2d, not "-1s"`,
		"call --from +1 --to +2 --hangup-by me":      `--hangup-by is one of caller, callee, not "me"`,
		"faults break":                               `unknown command "break" for "leadassist-sim faults"`,
		"faults add":                                 "add needs what happens, such as --code 4, --status 503, --delay 2s or --reset; add --help lists it all",
		"faults add --times 2":                       "add needs what happens",
		"faults add --code 4 --match usage":          `--match is like usage=twoway or connection_id=~^order-, not "usage"`,
		"faults add --code 4 --match =x":             `--match is like usage=twoway or connection_id=~^order-, not "=x"`,
		"faults add --match a=1 --match a=2 --reset": "--match says a twice",
		"faults add --code four":                     "invalid argument",
		"faults add --event hangup --drop":           "--event is one of " + all + `, not "hangup"`,
		"faults add --when then --reset":             `--when is one of before, after, not "then"`,
		"faults clear fault-1 fault-2":               "clear takes one id of a rule, or none for all, as `faults list` prints it",
		"faults clear fault-1 --tenant acme":         "clear takes an id or --tenant, not both: a rule is removed everywhere",
		"faults apply":                               "faults apply takes the name of a fault script",
		"faults apply absent.yaml":                   "reading the file: open absent.yaml: no such file or directory",
		"faults activate":                            "faults activate takes the name of a scenario, as `faults scenarios` prints it",
		"faults deactivate a b":                      "faults deactivate takes the name of a scenario, as `faults scenarios` prints it",
		"faults init nowhere":                        `there is no ready scenario "nowhere"; there are authentication-expires, `,
		"faults init brown-out --schema":             "--schema goes without brown-out",
		"reset acme":                                 `unknown command "acme" for "leadassist-sim reset"`,
	} {
		s := stubbed(t, nil)
		got := command(t.Context(), s.url, strings.Fields(line)...)
		if got.code != 2 || got.out != "" || !strings.HasPrefix(got.err, "leadassist-sim: "+want) || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

// TestNouns print what they hold.
func TestNouns(t *testing.T) {
	for noun, verbs := range map[string]string{
		"clock": "advance freeze resume set show", "callbacks": "list replay show tail trigger wait", "requests": "count expect find list show tail unread",
		"tenants": "list put show",
		"faults":  "activate add apply clear deactivate init list scenarios",
	} {
		got := command(t.Context(), "http://127.0.0.1:1", noun)
		for verb := range strings.FieldsSeq(verbs) {
			if got.code != 0 || !strings.Contains(got.out, "\n  "+verb+" ") {
				t.Errorf("%s %s: %+v", noun, verb, got)
			}
		}
	}
}

// TestCompletion offers the words that fit.
func TestCompletion(t *testing.T) {
	answers := map[string]http.HandlerFunc{
		"GET tenants":     says(200, `{"items":[{"sid":"acme"},{"sid":"globex"}],"next":""}`),
		"GET callbacks":   says(200, `{"items":[{"id":"d2"},{"id":"d1"},{}],"next":""}`),
		"GET requests":    says(200, `{"items":[{"id":"7"}],"next":""}`),
		"GET faults":      says(200, `{"items":[{"id":"fault-1"},{"id":"throttled.1"}],"next":""}`),
		"GET scenarios":   says(200, `{"items":[{"name":"mine"},{"name":"throttled"}],"next":""}`),
		"GET allocations": says(200, `{"items":[{"id":"a1"}],"next":""}`),
	}
	for line, want := range map[string]string{
		"clock show --tenant ":              "acme globex",
		"callbacks list --tenant ":          "acme globex",
		"reset --tenant ":                   "acme globex",
		"callbacks show ":                   "d2 d1",
		"callbacks show d1 ":                "",
		"callbacks replay ":                 "d2 d1",
		"requests show ":                    "7",
		"requests expect --tenant ":         "acme globex",
		"requests find --generation ":       "classic current exobridge",
		"tenants show ":                     "acme globex",
		"tenants show acme ":                "",
		"tenants put ":                      "acme globex",
		"tenants put acme ":                 "",
		"call --allocation ":                "a1",
		"call --outcome ":                   "completed busy no-answer failed canceled voicemail",
		"call --hangup-by ":                 "caller callee",
		"callbacks trigger verification-":   "verification-success verification-failure",
		"callbacks trigger call --product ": "greenvn greenpin",
		"faults clear ":                     "fault-1 throttled.1",
		"faults activate ":                  "mine throttled",
		"faults add --tenant ":              "acme globex",
		"faults add --when ":                "before after",
		"serve --faults ":                   "authentication-expires brown-out callbacks-out-of-order callbacks-twice flaky-network lost-answers pool-running-dry slow-vendor throttled",
		"faults init thr":                   "throttled",
		"callbacks wait --event ":           "call call-progress deallocation verification-success verification-failure",
	} {
		s := stubbed(t, answers)
		args := strings.Split(line, " ")
		got := command(t.Context(), s.url, append([]string{"__complete", "--admin-url", s.url}, args...)...)
		offered, _, _ := strings.Cut(got.out, ":")
		if got.code != 0 || strings.Join(strings.Fields(offered), " ") != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
	for _, url := range []string{"http://127.0.0.1:1", "nowhere"} {
		got := command(t.Context(), url, "__complete", "--admin-url", url, "clock", "show", "--tenant", "")
		if got.code != 0 || !strings.HasPrefix(got.out, ":") {
			t.Errorf("%+v", got)
		}
	}
}
