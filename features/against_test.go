package features

import (
	"encoding/json"
	"strings"
	"testing"

	"leadassist-sim/features/report"
)

// compared plays a scenario against two vendors of the test's.
func compared(t *testing.T, first, second *vendor, scenarios string) report.Run {
	t.Helper()
	o := Options{
		FS: feature(scenarios), Paths: []string{"a.feature"}, Name: "r7",
		Against: Target{VendorURL: second.URL, Tenant: "beta", Username: "other", Password: "secret-of-beta"},
	}
	result, err := Run(t.Context(), Target{VendorURL: first.URL, Tenant: "acme", Username: "key", Password: "pass/word"}, o)
	if err != nil {
		t.Fatal(err)
	}
	delete(second.active, "old")
	if len(first.active)+len(second.active) > 0 {
		t.Errorf("left: %v and %v", first.active, second.active)
	}
	return result.Report
}

// TestNoDifference finds none between two endpoints that differ only in what each makes up: ids, tenants, numbers, times.
func TestNoDifference(t *testing.T) {
	first, second := newVendor(t), newVendor(t)
	twist := func(number, at string) func(int, map[string]any) (int, any) {
		return func(status int, body map[string]any) (int, any) {
			data := dataOf(body)
			data["green_vn"], data["made_at"] = number, at
			if status >= 400 {
				return status, []any{body}
			}
			return status, body
		}
	}
	first.twist, second.twist = twist("+918000000001", "2026-01-05T10:00:00Z"), twist("+918000000077", "2026-03-05T11:00:00Z")
	lax := strings.Replace(createAndRead, "When the tenant asks", "Given answers are not held against the documents\n    When the tenant asks", 1)
	second.active["old"] = "there before, so that ids differ"
	r := compared(t, first, second, lax)
	if len(r.Differences) > 0 {
		t.Errorf("%+v", r.Differences)
	}
	for _, line := range second.asked {
		if strings.Contains(line, "acme") || strings.Contains(line, "000000000001 ") {
			t.Errorf("the second was asked for what is the first's: %s", line)
		}
	}
}

// TestDifferences lists what an endpoint does differently, once each, and where.
func TestDifferences(t *testing.T) {
	first, second := newVendor(t), newVendor(t)
	second.twist = func(status int, body map[string]any) (int, any) {
		if status >= 400 {
			return 410, body // no list around it
		}
		data := dataOf(body)
		data["greenvn"] = data["green_vn"]
		delete(data, "green_vn")
		data["pin"] = 1234
		return status, body
	}
	r := compared(t, first, second, createAndRead)
	found := map[string][]report.Change{}
	for _, d := range r.Differences {
		found[d.Operation+" "+string(encode(d.Statuses))] = d.Changes
		if d.Scenario != "Create" || d.File != "a.feature" || d.Generation != classic || strings.Contains(d.Curl, "secret") {
			t.Errorf("%+v", d)
		}
	}
	lent := []report.Change{{Path: "/data/green_vn", First: `"<number>"`}, {Path: "/data/greenvn", Second: `"<number>"`}, {Path: "/data/pin", Second: `"<pin as a number>"`}}
	want := map[string][]report.Change{
		"createGreenvn [200,200]": lent, "readGreenvn [200,200]": lent,
		"readGreenvn [404,410]": {{Path: "status", First: "404", Second: "410"}, {Path: "body", First: "a list of one", Second: "an object"}},
	}
	if got, wanted := string(encode(found)), string(encode(want)); got != wanted {
		t.Errorf("%s\nwanted\n%s", got, wanted)
	}
	if r.Against != second.URL {
		t.Errorf("compared with %q", r.Against)
	}
}

// TestSecondGivesBack deletes at the second endpoint what only it has made.
func TestSecondGivesBack(t *testing.T) {
	first, second := newVendor(t), newVendor(t)
	first.twist = func(_ int, body map[string]any) (int, any) {
		clear(first.active)
		return 409, []any{map[string]any{"success": false, "status": 409, "code": 18, "message": "no", "data": nil}}
	}
	r := compared(t, first, second, createAndRead)
	if len(r.Differences) != 1 || r.Differences[0].Statuses != [2]int{409, 200} {
		t.Errorf("%+v", r.Differences)
	}
}

// TestCannotCompare says why.
func TestCannotCompare(t *testing.T) {
	v := newVendor(t)
	for name, c := range map[string]struct {
		target, against Target
		want            string
	}{
		"address": {Target{VendorURL: v.URL, Tenant: "acme"}, Target{VendorURL: "x"}, "the endpoint to compare with: the address of the vendor's door is like"},
		"gone":    {Target{VendorURL: v.URL, Tenant: "acme"}, Target{VendorURL: "http://127.0.0.1:1"}, "of the endpoint to compare with, at http://127.0.0.1:1: nobody answers there"},
		"no door": {Target{AdminURL: v.URL}, Target{VendorURL: v.URL}, "speaks to the vendor's door of both"},
	} {
		_, err := Run(t.Context(), c.target, Options{FS: feature(createAndRead), Paths: []string{"a.feature"}, Against: c.against})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzNormalise gives the same words for the same body, whoever made up its values, and never fails.
func FuzzNormalise(f *testing.F) {
	f.Add(`{"data":{"greenvn_id":"abcdef12","green_vn":"+911","pins":["1"]},"at":"2026-01-05 10:00:00"}`, "text/xml")
	f.Add(`<Sid>aa</Sid><StartTime>2026-01-05 10:00:00</StartTime>`, "application/xml")
	f.Add(`[{"code":1,"message":"+911 is gvn_1"}]`, "application/json")
	f.Fuzz(func(t *testing.T, text, media string) {
		first, second := newNormaliser(), newNormaliser()
		a, b := first.body(media, []byte(text)), second.body(media, []byte(text))
		if changes := differ("", a, b); len(changes) > 0 {
			t.Errorf("it differs from itself: %v", changes)
		}
		var v any
		if json.Unmarshal([]byte(text), &v) != nil || strings.Contains(text, "gvn") {
			return
		}
		with := func(id string) any {
			return newNormaliser().body("application/json", encode(map[string]any{"greenvn_id": id, "rest": v, "said": "it is " + id}))
		}
		if changes := differ("", with("zq-made-up-7781"), with("zq-other-9912345")); len(changes) > 0 {
			t.Errorf("a made-up id is a difference: %v", changes)
		}
	})
}
