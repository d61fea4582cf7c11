package main

import "strings"

func olderSteps() []step {
	pair := func(connection, more string) string {
		return `{"connection_id":"` + connection + `","aparty_numbers":["+919876543210"],"bparty_numbers":["+919812345678"],"usage":"twoway"` + more + `}`
	}
	parties := func(a, b string) string {
		return `{"connection_id":"2","aparty_numbers":` + a + `,"bparty_numbers":` + b + `,"usage":"oneway"}`
	}
	const vn, pin = "/greenvn", "/greenpin"
	return []step{
		{401, "acme", "-", "POST", vn, pair("1", ""), ""},
		{401, "acme", "nobody", "GET", vn + "/1", "", ""},
		{403, "acme", "dry", "POST", vn, pair("1", ""), ""},
		{403, "unknown", "acme", "GET", vn + "/1", "", ""},
		{402, "odd", "-", "GET", vn + "/1", "", ""},
		{404, "acme", "", "GET", "/nowhere", "", ""},
		{405, "acme", "", "PATCH", vn, "{}", ""},
		{415, "acme", "", "POST", vn, "connection_id=1", "application/x-www-form-urlencoded"},
		{413, "acme", "", "POST", vn, pair(strings.Repeat("x", 1<<20), ""), ""},
		{400, "acme", "", "POST", vn, "{", ""},
		{400, "acme", "", "POST", vn, "", ""},
		{400, "acme", "", "POST", vn, "{}", ""},
		{400, "acme", "", "POST", vn, pair("1", `,"deallocation_policy":[{"duration":"600s"}]`), ""},
		{400, "acme", "", "POST", vn, parties(`["98765"]`, `["+919812345678"]`), ""},
		{409, "acme", "", "POST", vn, parties(`["+919812345670","+919812345670"]`, `["+919812345678"]`), ""},
		{409, "acme", "", "POST", vn, parties(`["+919812345678"]`, `["+919812345678"]`), ""},
		{403, "acme", "", "POST", vn, pair("1", `,"preferences":{"region":"ZZ"}`), ""},
		{422, "acme", "", "POST", vn, pair("1", `,"flow_id":"none"`), ""},
		{452, "acme", "", "POST", vn, pair("1", `,"strictness":true,"preferences":{"greenvn":"+919999999999"}`), ""},
		{200, "acme", "", "POST", vn, pair("1", `,"flow_id":"sales"`), ""},
		{409, "acme", "", "POST", vn, pair("1", ""), ""},
		{400, "acme", "", "PUT", vn + "/{id}/call-party", "{}", ""},
		{200, "acme", "", "PUT", vn + "/{id}/vn", "", ""},
		{404, "acme", "", "GET", vn + "/none", "", ""},
		{404, "dry", "", "GET", vn + "/{id}", "", ""},
		{200, "acme", "", "DELETE", vn + "/{id}", "", ""},
		{410, "acme", "", "DELETE", vn + "/{id}", "", ""},
		{410, "acme", "", "PUT", vn + "/{id}/vn", "{}", ""},
		{410, "acme", "", "PUT", vn + "/{id}/call-party", `{"aparty_numbers":["+919876543211"]}`, ""},
		{200, "dry", "", "POST", vn, pair("1", ""), ""},
		{452, "dry", "", "POST", vn, pair("2", ""), ""},
		{200, "odd", "", "POST", vn, pair("1", ""), ""},
		{200, "odd", "", "DELETE", vn + "/{id}", "", ""},
		{400, "odd", "", "DELETE", vn + "/{id}", "", ""},
		{404, "slow", "", "GET", vn + "/1", "", ""},
		{429, "slow", "", "GET", vn + "/1", "", ""},
		{400, "acme", "", "POST", pin, `{"transaction_id":"1"}`, ""},
		{404, "acme", "", "GET", pin + "/none", "", ""},
		{200, "acme", "", "POST", pin, `{"transaction_id":"1","a":{"numbers":["+919876543210"],"vns":["+911120000001"]},"b":{"numbers":["+919812345678"]}}`, ""},
		{409, "acme", "", "POST", pin, `{"transaction_id":"1","a":{"numbers":["+919876543210"],"vns":["+911120000001"]},"b":{"numbers":["+919812345678"]}}`, ""},
		{200, "acme", "", "GET", pin + "/{id}", "", ""},
		{200, "acme", "", "PUT", pin + "/{id}", `{"usage":"oneway"}`, ""},
		{200, "acme", "", "PUT", pin, `{"greenpins":[{"greenpin_id":"{id}"},{"greenpin_id":"none","usage":"both"}]}`, ""},
		{413, "acme", "", "PUT", pin, `{"greenpins":[{"greenpin_id":"1"},{"greenpin_id":"2"},{"greenpin_id":"3"}]}`, ""},
		{200, "acme", "", "DELETE", pin + "/{id}", "", ""},
		{410, "acme", "", "DELETE", pin + "/{id}", "", ""},
		{200, "acme", "", "GET", "/settings", "", ""},
		{200, "acme", "", "PUT", "/settings", `{"timezone":"UTC","tags":["x"]}`, ""},
		{400, "acme", "", "PUT", "/settings", `{"timezone":"CET"}`, ""},
	}
}

func exobridgeSteps() []step {
	pair := func(number, more string) string {
		return `{"caller_id_number":"` + number + `","from":["+919876543210"],"to":["+919812345678"]` + more + `}`
	}
	const vn, pin, own, foreign = "/greenvn", "/greenpin", "+911120000001", "+919999999999"
	return []step{
		{401, "acme", "-", "POST", vn, pair(own, ""), ""},
		{403, "acme", "dry", "POST", vn, pair(own, ""), ""},
		{404, "unknown", "acme", "GET", vn + "/gvn_1", "", ""},
		{401, "odd", "-", "GET", vn + "/gvn_1", "", ""},
		{404, "acme", "", "GET", "/nowhere", "", ""},
		{405, "acme", "", "PATCH", vn, "{}", ""},
		{415, "acme", "", "POST", vn, "from=1", "text/plain"},
		{413, "acme", "", "POST", vn, pair(own, `,"custom_field":"`+strings.Repeat("x", 1<<20)+`"`), ""},
		{400, "acme", "", "POST", vn, "{", ""},
		{400, "acme", "", "POST", vn, "{}", ""},
		{400, "acme", "", "POST", vn, pair("98", ""), ""},
		{400, "acme", "", "POST", vn, pair(own, `,"duration":0`), ""},
		{400, "acme", "", "POST", vn, pair(foreign, ""), ""},
		{201, "acme", "", "POST", vn, pair(own, ""), ""},
		{409, "acme", "", "POST", vn, pair(own, ""), ""},
		{400, "acme", "", "PUT", vn + "/{id}/call-party", "{}", ""},
		{400, "acme", "", "PUT", vn + "/{id}/vn", "{}", ""},
		{400, "acme", "", "PUT", vn + "/{id}/vn", pair(foreign, ""), ""},
		{200, "acme", "", "PUT", vn + "/{id}/call-party", `{"to":["+919812345679"]}`, ""},
		{200, "acme", "", "GET", vn + "/{id}", "", ""},
		{404, "acme", "", "GET", vn + "/gvn_none", "", ""},
		{200, "acme", "", "DELETE", vn + "/{id}", "", ""},
		{404, "slow", "", "GET", vn + "/gvn_1", "", ""},
		{429, "slow", "", "GET", vn + "/gvn_1", "", ""},
		{409, "acme", "", "DELETE", vn + "/{id}", "", ""},
		{409, "acme", "", "PUT", vn + "/{id}/vn", pair(own, ""), ""},
		{422, "acme", "", "POST", pin, pair(own, `,"duration":299`), ""},
		{403, "acme", "", "POST", pin, pair(foreign, ""), ""},
		{201, "acme", "", "POST", pin, pair(own, ""), ""},
		{200, "acme", "", "GET", pin + "/{id}", "", ""},
		{200, "acme", "", "PUT", pin + "/{id}", `{"record":true}`, ""},
		{422, "acme", "", "PUT", pin + "/{id}", `{"duration":1}`, ""},
		{200, "acme", "", "PUT", pin, `[{"greenpin_id":"gp_none","to":["+919812345679"]},{"greenpin_id":"gp_x"}]`, ""},
		{413, "acme", "", "PUT", pin, `[{"greenpin_id":"gp_1"},{"greenpin_id":"gp_2"},{"greenpin_id":"gp_3"}]`, ""},
		{200, "acme", "", "DELETE", pin + "/{id}", "", ""},
		{409, "acme", "", "DELETE", pin + "/{id}", "", ""},
		{409, "acme", "", "PUT", pin + "/{id}", `{"record":true}`, ""},
		{404, "acme", "", "GET", pin + "/gp_none", "", ""},
	}
}
