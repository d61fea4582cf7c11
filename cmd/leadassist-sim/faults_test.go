package main

import "testing"

// TestFaultsAskAndPrint holds what each of the faults commands asks and prints.
func TestFaultsAskAndPrint(t *testing.T) {
	const rules = `{"items":[{"id":"fault-1","scenario":"","rule":{"name":"scarce","tenant":"acme","operation":"createGreenvn","match":{"usage":"twoway","connection_id":{"regex":"^a"}},` +
		`"from":2,"every":3,"times":4,"after":"10m","until":"2h","probability":0.5,"when":"after","effect":{"code":4,"delay":{"uniform":{"max":"2s","min":"1s"}}}},"seen":7,"hits":4,"spent":true,"tenants":[]},` +
		`{"id":"mine.1","scenario":"mine","rule":{"event":"call","sequence":[{"after_delete":true},"pass",{"duplicate":2}],"repeat":true},"seen":0,"hits":0,"spent":false,"tenants":[]}],"next":""}`
	const ruled = "ID       TENANT  WHERE                                         WHEN                                                                 EFFECT                                            SEEN  HITS     NAME\n" +
		"fault-1  acme    createGreenvn connection_id=~^a usage=twoway  from 2, every 3, times 4, after 10m, until 2h, with probability 0.5  code 4 delay uniform max 2s min 1s, after acting  7     4 spent  scarce\n" +
		"mine.1   all     event call                                    always                                                               after delete; pass; duplicate 2; again            0     0        -\n"
	askAndPrint(t, map[string]struct{ asked, answer, printed string }{
		"faults list --tenant acme --limit 5 --after fault-9": {"GET faults?after=fault-9&limit=5&tenant=acme", rules, ruled},
		"faults add --tenant acme --name scarce --operation createGreenvn --match usage=twoway --match connection_id=~^a --from 2 --every 3 --times 4 --after 10m --until 2h --probability 0.5 --when after --code 4 --delay 1s..2s": {
			`POST faults {"after":"10m","effect":{"code":4,"delay":{"uniform":{"max":"2s","min":"1s"}}},"every":3,"from":2,"match":{"connection_id":{"regex":"^a"},"usage":"twoway"},"name":"scarce","operation":"createGreenvn","probability":0.5,"tenant":"acme","times":4,"until":"2h","when":"after"}`,
			rules, ruled,
		},
		"faults add --event call --after-delete --hold 2h --duplicate 2":      {`POST faults {"effect":{"after_delete":true,"duplicate":2,"hold":"2h"},"event":"call"}`, `{"items":[]}`, "no fault rules\n"},
		"faults add --body {} --content-type text/html --status 200 --code 0": {`POST faults {"effect":{"body":"{}","code":0,"content_type":"text/html","status":200}}`, `{"items":[]}`, "no fault rules\n"},
		"faults clear":               {"DELETE faults", `{"cleared":2}`, "rules removed: 2\n"},
		"faults clear --tenant acme": {"DELETE faults?tenant=acme", `{"cleared":0}`, "rules removed: 0\n"},
		"faults clear mine.1":        {"DELETE faults/mine.1", `{"cleared":1}`, "rules removed: 1\n"},
		"faults scenarios": {
			"GET scenarios", `{"items":[{"name":"mine","summary":"One.","survive":"Two.","rules":[],"everyone":false,"tenants":["acme","globex"]},{"name":"other","summary":"","survive":"","rules":[],"everyone":true,"tenants":["acme"]}],"next":"other"}`,
			"NAME   ON            SUMMARY\nmine   acme, globex  One.\n                     survive: Two.\nother  all           -\nthere are more: --after other\n",
		},
		"faults scenarios --tenant acme": {"GET scenarios?tenant=acme", `{"items":[],"next":""}`, "no scenarios\n"},
		"faults activate mine --tenant acme": {
			`POST scenarios/mine/activate {"tenant":"acme"}`, `{"name":"mine","summary":"One.","survive":"Two.","rules":[],"everyone":false,"tenants":["acme"]}`,
			"scenario  mine\non for    acme\nsummary   One.\nsurvive   Two.\n",
		},
		"faults deactivate a/b": {`POST scenarios/a%2Fb/deactivate {}`, `{"name":"a/b","summary":"","survive":"","rules":[],"everyone":false,"tenants":[]}`, "scenario  a/b\non for    nobody\n"},
	})
}
