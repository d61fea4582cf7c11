package openapi

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	answer  = `{"success":true,"status":200,"data":{"connection_id":"c","aparty_numbers":["+919876543210"],"bparty_numbers":["+919812345678"],"usage":"twoway","state":"active","greenvn_id":"1"`
	current = `{"success":false,"status":409,"code":18,"message":"Allocation exists for this connection id.","data":null}`
)

func TestCheckReply(t *testing.T) {
	for name, c := range map[string]struct {
		document, id    string
		status          int
		mediaType, body string
		want            []Violation
	}{
		"classic":       {"leadassist", "createGreenvn", 200, "application/json", answer + `,"green_vn":"+918012345678"}}`, nil},
		"current":       {"leadassist", "createGreenvn", 200, "application/json; charset=utf-8", answer + `,"greenvn":"+918012345678"},"code":null,"message":null}`, nil},
		"both keys":     {"leadassist", "createGreenvn", 200, "Application/JSON", answer + `,"greenvn":"+918012345678","green_vn":"+918012345678"}}`, nil},
		"classic error": {"leadassist", "createGreenvn", 409, "application/json", `[` + current + `]`, nil},
		"current error": {"leadassist", "createGreenvn", 409, "application/json", current, nil},
		"no number": {"leadassist", "createGreenvn", 200, "application/json", answer + `}}`, []Violation{
			{"/data", "anyOf", 5, `data: at least one of green_vn, greenvn is required, but none is present`},
		}},
		"a code on success": {"leadassist", "readGreenvn", 200, "application/json", answer + `,"greenvn":"+918012345678"},"code":7,"message":"x"}`, []Violation{
			{"/code", "maximum", 5, `code: 7 is above 0`},
			{"/message", "maxLength", 5, `message: 1 character, but at most 0 allowed`},
		}},
		"an error that lacks its code": {"leadassist", "createGreenvn", 409, "application/json", `{"success":true,"status":409,"message":"m","data":null}`, []Violation{
			{"/code", "required", 3, `code: required, but absent`},
			{"/success", "enum", 5, `success: true is not one of false`},
		}},
		"two errors": {"leadassist", "createGreenvn", 409, "application/json", `[` + current + `,` + current + `]`, []Violation{
			{"", "maxItems", 5, `body: 2 items, but at most 1 allowed`},
		}},
		"an error of no kind": {"leadassist", "createGreenvn", 409, "application/json", `"no"`, []Violation{
			{"", "anyOf", 5, `body: "no" has none of the forms allowed`},
		}},
		"unknown status": {"leadassist", "createGreenvn", 418, "application/json", `{}`, []Violation{
			{"", "status", 5, `status: 418 is not declared for createGreenvn`},
		}},
		"unknown media type": {"leadassist", "createGreenvn", 200, "text/html; charset=utf-8", `{}`, []Violation{
			{"", "mediaType", 5, `mediaType: "text/html; charset=utf-8" is not declared for status 200 of createGreenvn`},
		}},
		"no media type": {"leadassist", "createGreenvn", 200, "", `{}`, []Violation{
			{"", "mediaType", 5, `mediaType: "" is not declared for status 200 of createGreenvn`},
		}},
		"exobridge makes with 201, or 200": {"exobridge", "createGreenvn", 202, "application/json", `{}`, []Violation{
			{"", "status", 5, `status: 202 is not declared for createGreenvn`},
		}},
		"a zone that does not exist": {
			"exobridge", "deleteGreenvn", 200, "application/json", `{"response":{"greenvn_id":"gvn_1","status":"deleted","deleted_at":"2026-07-05T10:30:00+50:30"}}`,
			[]Violation{{"/response/deleted_at", "pattern", 5, `response.deleted_at: "2026-07-05T10:30:00+50:30" is not a time like 2026-07-05T10:30:00+05:30`}},
		},
		"exobridge error": {"exobridge", "readGreenvn", 404, "application/json", `{"response":{"status":"failure","code":404,"error_data":{"code":1,"message":"m"}}}`, nil},
		"call":            {"calls", "readCall", 200, "application/xml", `null`, nil},
		"call error": {"calls", "readCallJSON", 404, "application/json", `{"RestException":{"Status":"404","Message":""}}`, []Violation{
			{"/RestException/Message", "minLength", 5, `RestException.Message: 0 characters, but at least 1 wanted`},
			{"/RestException/Status", "type", 5, `RestException.Status: "404" is not a whole number`},
		}},
		"a call in the wrong form": {"calls", "readCall", 200, "application/json", `{}`, []Violation{
			{"", "mediaType", 5, `mediaType: "application/json" is not declared for status 200 of readCall`},
		}},
		"metrics": {"control", "metrics", 200, "text/plain; version=0.0.4", `null`, nil},
		"a page": {"control", "listTenants", 200, "application/json", `{"items":[{"sid":1}]}`, []Violation{
			{"/items/0/profile", "required", 3, `items[0].profile: required, but absent`},
			{"/next", "required", 3, `next: required, but absent`},
			{"/items/0/sid", "type", 5, `items[0].sid: 1 is not a string`},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := operation(t, c.document, c.id).CheckReply(c.status, c.mediaType, decode(t, c.body))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(- want, + got):\n%s", diff)
			}
		})
	}
}

func TestCheckEvent(t *testing.T) {
	o := operation(t, "leadassist", "createGreenvn")
	for name, c := range map[string]struct {
		event, body string
		want        []Violation
	}{
		"no pins": {"deallocation", `{"connection_id":"c","aparty_numbers":["+919876543210"],"bparty_numbers":["+919812345678"],"aparty_pins":[null],"bparty_pins":[4821,"7305"],"usage":"twoway","state":"vault","greenvn":"+918012345678","greenvn_id":"1"}`, nil},
		"the sample's slip": {"verificationFailure", `{"call_sid":"5d41402abc4b2a76b9719d9110172075","start_time":"2026-07-05T10:30:00+50:30","caller":"+919845012345","pin":"1","greenvn":"+918012345678"}`, []Violation{
			{"/start_time", "pattern", 5, `start_time: "2026-07-05T10:30:00+50:30" is not a time like 2026-07-05 10:30:00 or 2026-07-05T10:30:00+05:30`},
		}},
		"unknown": {"birthday", `{}`, []Violation{{"", "event", 5, `event: "birthday" is not declared for createGreenvn`}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, o.CheckEvent(c.event, decode(t, c.body))); diff != "" {
				t.Errorf("(- want, + got):\n%s", diff)
			}
		})
	}
}

func TestPointersAreEscaped(t *testing.T) {
	if got := pointer([]string{"a/b", "m~n", "0"}); got != "/a~1b/m~0n/0" {
		t.Errorf("got %s", got)
	}
}
