package main

import (
	"net/http"
	"strings"
	"testing"
)

// shown are commands, what each asks, what the door answers and what is printed of it.
func shown() map[string]struct{ asked, answer, printed string } {
	const d = `{"id":"d1","tenant":"acme","event":"call","state":"failed","reason":"no attempts left","url":"http://127.0.0.1:3000/hook",` +
		`"owed":"2026-01-31T10:00:36Z","due":null,"ended":"2026-01-31T10:01:36.5Z","allocation":"a1","call":"c1","replay_of":"d0","attempts":[` +
		`{"number":1,"at":"2026-01-31T10:00:36Z","status":503,"outcome":"retry","error":"","retry_after_ms":60000,"took_ms":4,"response":"{\"busy\":true}"},` +
		`{"number":2,"at":"2026-01-31T10:01:36Z","status":0,"outcome":"failed","error":"connection refused","retry_after_ms":0,"took_ms":1,"response":""}],` +
		`"body":{"call_sid":"c1","recording_url":null}}`
	const row = "ID  OWED                  TENANT  EVENT  STATE   TRIES  TO                          WHY\n" +
		"d1  2026-01-31T10:00:36Z  acme    call   failed  2      http://127.0.0.1:3000/hook  no attempts left\n"
	const held = `{"id":"d2","tenant":"acme","event":"call","state":"pending","reason":"","url":"http://127.0.0.1:3000/hook",` +
		`"owed":"2026-01-31T10:00:36Z","due":"2026-01-31T11:00:36Z","ended":null,"allocation":"a1","call":"c1","replay_of":"","duplicate_of":"d1",` +
		`"fault":"rule fault-1: held","attempts":[],"body":{}}`
	const dropped = `{"id":"d3","tenant":"acme","event":"call","state":"dropped","reason":"rule fault-1: dropped","url":"inbox",` +
		`"owed":"2026-01-31T10:00:36Z","due":null,"ended":"2026-01-31T10:00:36Z","fault":"rule fault-1: dropped","attempts":[],"body":null}`
	return map[string]struct{ asked, answer, printed string }{
		"callbacks list --limit 2": {
			"GET callbacks?limit=2", `{"items":[` + held + `,` + dropped + `],"next":""}`,
			"ID  OWED                  TENANT  EVENT  STATE    TRIES  TO                          WHY\n" +
				"d2  2026-01-31T10:00:36Z  acme    call   pending  0      http://127.0.0.1:3000/hook  rule fault-1: held\n" +
				"d3  2026-01-31T10:00:36Z  acme    call   dropped  0      inbox                       rule fault-1: dropped\n",
		},
		"callbacks show d2": {"GET callbacks/d2", held, `callback      d2
event         call
tenant        acme
state         pending
to            http://127.0.0.1:3000/hook
allocation    a1
call          c1
duplicate of  d1
fault         rule fault-1: held
owed          2026-01-31T10:00:36Z
due           2026-01-31T11:00:36Z
body
  {}
`},
		"callbacks show d3": {"GET callbacks/d3", dropped, `callback  d3
event     call
tenant    acme
state     dropped  rule fault-1: dropped
to        inbox
owed      2026-01-31T10:00:36Z
ended     2026-01-31T10:00:36Z
body
  null
`},
		"clock show": {
			"GET clock", `{"items":[{"tenant":"acme","now":"2026-01-31T10:00:00.123456+05:30","mode":"real"},{"tenant":"globex-2","now":"2026-01-31T10:00:00Z","mode":"frozen"}],"next":""}`,
			"TENANT    NOW                        CLOCK\nacme      2026-01-31T10:00:00+05:30  real\nglobex-2  2026-01-31T10:00:00Z       frozen\n",
		},
		"clock show --tenant acme": {"GET clock?tenant=acme", `{"items":[],"next":""}`, "no tenants yet\n"},
		"clock freeze": {
			`PUT clock {"mode":"frozen"}`, `{"items":[{"tenant":"acme","from":"2026-01-31T10:00:00Z","now":"2026-01-31T10:00:00.5Z","mode":"frozen"}],"happened":[{"seq":3,"at":"2026-01-31T10:00:00Z","tenant":"acme","what":"clock","detail":"frozen"}],"total":5,"omitted":4}`,
			"2026-01-31T10:00:00Z  acme  clock                 frozen\n… and 4 more\nacme  2026-01-31T10:00:00Z  frozen\n",
		},
		"clock resume --tenant acme": {`PUT clock {"mode":"real","tenant":"acme"}`, `{"items":[],"happened":[],"total":0,"omitted":0}`, "no tenants yet\n"},
		"callbacks list --tenant acme --event call --state failed --allocation a1 --call c1 --limit 5 --after d9": {
			"GET callbacks?after=d9&allocation=a1&call=c1&event=call&limit=5&state=failed&tenant=acme", `{"items":[` + d + `],"next":"12"}`, row + "there are more: --after 12\n",
		},
		"callbacks list":                  {"GET callbacks", `{"items":[],"next":""}`, "no callbacks\n"},
		"callbacks replay d1":             {"POST callbacks/d1/replay {}", d, row},
		"callbacks replay a/b --to inbox": {`POST callbacks/a%2Fb/replay {"to":"inbox"}`, d, row},
		"callbacks trigger call --tenant acme --allocation a1 --product greenpin --profile exobridge --to http://127.0.0.1:1 --set a.b=1 --set c=x=y --set d=null --set e= --unset f.0 --unset g": {
			`POST callbacks/trigger {"allocation":"a1","event":"call","product":"greenpin","profile":"exobridge","set":{"a.b":1,"c":"x=y","d":null,"e":""},"tenant":"acme","to":"http://127.0.0.1:1","unset":["f.0","g"]}`, d, row,
		},
		"callbacks show d1": {"GET callbacks/d1", d, `callback    d1
event       call
tenant      acme
state       failed  no attempts left
to          http://127.0.0.1:3000/hook
allocation  a1
call        c1
replay of   d0
owed        2026-01-31T10:00:36Z
ended       2026-01-31T10:01:36Z
attempt 1   2026-01-31T10:00:36Z  retry  503  Retry-After 60000 ms  4 ms
attempt 2   2026-01-31T10:01:36Z  failed  connection refused  1 ms
answer 1
  {
    "busy": true
  }
body
  {
    "call_sid": "c1",
    "recording_url": null
  }
`},
		"requests list --status 409 --operation createGreenvn": {
			"GET requests?operation=createGreenvn&status=409",
			`{"items":[{"id":"2","at":"2026-01-31T10:00:00Z","tenant":"acme","method":"POST","path":"/v1/tenants/acme/greenvn","status":409,"operation":"createGreenvn","refusal":{"code":18,"reason":"connection taken","detail":""}},` +
				`{"id":"1","at":"2026-01-31T10:00:00Z","tenant":"","method":"GET","path":"/\u001b[2J","status":404}],"next":""}`,
			"ID  AT                    TENANT  HTTP  OPERATION      METHOD  PATH                      WHY\n" +
				"2   2026-01-31T10:00:00Z  acme    409   createGreenvn  POST    /v1/tenants/acme/greenvn  18 connection taken\n" +
				"1   2026-01-31T10:00:00Z  -       404   -              GET     /\\x1b[2J                  -\n",
		},
		"requests show 2": {
			"GET requests/2",
			`{"id":"2","at":"2026-01-31T10:00:00Z","tenant":"acme","method":"POST","path":"/v1","query":"a=b","headers":{"B":"2","A":"1"},"body":"{\"connection_id\":7}","body_truncated":true,` +
				`"operation":"createGreenvn","generation":"classic","status":400,"reply":"<x>\n</x>","duration_us":182,"refusal":{"code":3,"reason":"missing parameter","detail":"two","violations":[{"reason":"one"}]},` +
				`"reply_violations":[{"reason":"odd"}]}`,
			`request                 2
at                      2026-01-31T10:00:00Z
tenant                  acme
asked                   POST /v1?a=b
operation               createGreenvn  classic
answered                400  in 182µs
refused                 3 missing parameter  two
                        one
fault of the simulator  odd
header                  A: 1
header                  B: 2
body
  {
    "connection_id": 7
  }
  … the rest was not kept
answer
  <x>
  </x>
`,
		},
		"reset --tenant acme": {`POST reset {"tenant":"acme"}`, `{"reset":1}`, "tenants reset: 1\n"},
		"call --tenant acme --from +1 --allocation a1 --pin 12 --pin 34,56 --outcome busy --outcome completed --ring 1m30s --talk 1d --hangup-by callee --live": {
			`POST calls {"allocation":"a1","from":"+1","hangup_by":"callee","live":true,"outcomes":["busy","completed"],"pins":["12","34","56"],"ring":"1m30s","talk":"1d","tenant":"acme"}`,
			`{"call":{"sid":"c1","tenant":"acme","from":"+1","to":"+2","allocation":"a1","type":"completed","dial_status":"completed","legs":[` +
				`{"to":"+3","status":"busy","started":"2026-01-31T10:00:00Z","answered":null,"ended":"2026-01-31T10:00:01Z"},` +
				`{"to":"+4","status":"completed","started":"2026-01-31T10:00:01Z","answered":"2026-01-31T10:00:05Z","ended":"2026-01-31T10:00:37Z"}],` +
				`"pins":["12"],"started":"2026-01-31T10:00:00Z","ended":"2026-01-31T10:00:37Z","disconnected_by":"Callee","recorded":true,"custom_field":"x","refused":""},"happened":[],"events":[` + d + `]}`,
			`call          c1
tenant        acme
from          +1
to            +2
allocation    a1
custom field  x
started       2026-01-31T10:00:00Z
ended         2026-01-31T10:00:37Z  completed by Callee, recorded
phone 1       +3  busy  rang 1s
phone 2       +4  completed  rang 4s, talked 32s
event         call  failed  http://127.0.0.1:3000/hook  no attempts left  d1
`,
		},
		"call --tenant acme --from +1 --to +2": {
			`POST calls {"from":"+1","tenant":"acme","to":"+2"}`,
			`{"call":{"sid":"c1","from":"+1","to":"+2","legs":[{"to":"+3","status":"ringing","started":"2026-01-31T10:00:00Z","answered":null,"ended":null},` +
				`{"to":"+4","status":"in-progress","started":"2026-01-31T10:00:00Z","answered":"2026-01-31T10:00:04Z","ended":null}],"started":"2026-01-31T10:00:00Z","ended":null,"disconnected_by":"","refused":"nobody \tis there"}}`,
			"call     c1\nfrom     +1\nto       +2\nrefused  nobody \\tis there\nstarted  2026-01-31T10:00:00Z\nended    not yet\nphone 1  +3  ringing  rings\nphone 2  +4  in-progress  rang 4s, talking\n",
		},
	}
}

// TestCommandsAskAndPrint holds what each command asks, its text, and that JSON passes as it came.
func TestCommandsAskAndPrint(t *testing.T) { askAndPrint(t, shown()) }

func askAndPrint(t *testing.T, cases map[string]struct{ asked, answer, printed string }) {
	t.Helper()
	for line, c := range cases {
		t.Run(line, func(t *testing.T) {
			method, rest, _ := strings.Cut(c.asked, " ")
			path, _, _ := strings.Cut(strings.Fields(rest)[0], "?")
			s := stubbed(t, map[string]http.HandlerFunc{method + " " + path: says(200, c.answer)})
			if got := command(t.Context(), s.url, strings.Fields(line)...); got != (ended{0, c.printed, ""}) {
				t.Errorf("%d %s\n%s", got.code, got.err, got.out)
			}
			if got := s.questions(); got != c.asked {
				t.Errorf("asked %s", got)
			}
			if got := command(t.Context(), s.url, strings.Fields(line+" --output json")...); got != (ended{0, c.answer + "\n", ""}) {
				t.Errorf("%d %s\n%s", got.code, got.err, got.out)
			}
		})
	}
}

// TestHappenings prints each kind of line.
func TestHappenings(t *testing.T) {
	for want, h := range map[string]happening{
		"2026-01-31T10:00:00Z  acme  call                  owed to inbox, delivery d1":                         {What: "event", Event: "call", State: "pending", URL: "inbox", Delivery: "d1"},
		"2026-01-31T10:00:00Z  acme  call                  owed to inbox, replay of d0, delivery d1":           {What: "event", Event: "call", State: "pending", URL: "inbox", Delivery: "d1", Detail: "replay of d0"},
		"2026-01-31T10:00:00Z  acme  verification-success  no endpoint, delivery d1":                           {What: "event", Event: "verification-success", State: "no endpoint", Delivery: "d1"},
		"2026-01-31T10:00:00Z  acme  call                  attempt 2 to http://h/: 503, retry":                 {What: "attempt", Event: "call", State: "pending", URL: "http://h/", Attempt: 2, Status: 503, Outcome: "retry"},
		"2026-01-31T10:00:00Z  acme  call                  attempt 3 to http://h/: connection refused, failed": {What: "attempt", Event: "call", URL: "http://h/", Attempt: 3, Outcome: "failed", Detail: "connection refused"},
		"2026-01-31T10:00:00Z  acme  call                  attempt 1 to http://h/: 200 cut short, delivered":   {What: "attempt", Event: "call", URL: "http://h/", Attempt: 1, Status: 200, Outcome: "delivered", Detail: "cut short"},
		"2026-01-31T10:00:00Z  acme  call                  attempt 1 to http://h/: no answer, retry":           {What: "attempt", Event: "call", URL: "http://h/", Attempt: 1, Outcome: "retry"},
		"2026-01-31T10:00:00Z  acme  call                  let go: it is over, delivery d1":                    {What: "fault", Event: "call", State: "pending", URL: "http://h/", Delivery: "d1", Detail: "let go: it is over"},
		"2026-01-31T10:00:00Z  acme  clock                 running":                                            {What: "clock", Detail: "running"},
	} {
		h.At, h.Tenant = "2026-01-31T10:00:00.25Z", "acme"
		if got := h.line(); got != want {
			t.Errorf("%s", got)
		}
	}
	if got := (happening{At: "late", What: "clock"}).line(); !strings.HasPrefix(got, "late ") {
		t.Error(got)
	}
}

// TestPlain lets nothing through that a terminal obeys.
func TestPlain(t *testing.T) {
	for s, want := range map[string]string{
		"नमस्ते +91 'a'": "नमस्ते +91 'a'", "a\tb\n": `a\tb\n`, "\x1b]0;x\a": `\x1b]0;x\a`, "\u202etxt": `\u202etxt`, "\x9b1m": `\ufffd1m`,
	} {
		if got := plain(s); got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
}
