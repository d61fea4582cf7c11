package rest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf16"

	"leadassist-sim/sim"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/rest"
)

// spoken fails unless the answer has the status, the code and the message, in the envelope of the generation.
func spoken(t *testing.T, profile, name string, a answer, want, message string) {
	t.Helper()
	if a.verdict() != want || a.message() != message {
		t.Errorf("%s %s: %s\nwant %s %s", profile, name, a, want, message)
	}
	first := map[string]string{dialect.Classic: "[{", dialect.Current: `{"success":false`, dialect.Exobridge: `{"response":{"status":"failure"`}[profile]
	if !strings.HasPrefix(a.body, first) || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s: not in the tenant's envelope: %s", profile, name, a)
	}
}

// TestUnreadableBodies sends each kind of body that cannot be read to every operation that takes one.
func TestUnreadableBodies(t *testing.T) {
	t.Parallel()
	const bad = "A parameter is malformed: the body "
	cases := []struct{ name, body, want string }{
		{"empty", "", bad + "is empty; a JSON body is needed"},
		{"blank", " \r\n\t", bad + "is empty; a JSON body is needed"},
		{"not JSON", "hello", bad + "is not JSON: line 1, column 1: invalid character 'h' at start of value"},
		{"a form", "connection_id=1&usage=oneway", bad + "is not JSON: line 1, column 1: invalid character 'c' at start of value"},
		{"cut off", `{"usage": "one`, bad + "is not JSON: it ends too early (line 1, column 15)"},
		{"cut off in a list", "{\n\"a\": [1,", bad + "is not JSON: it ends too early (line 2, column 9)"},
		{"a comma too many", "{\"usage\": \"oneway\",\n}", bad + "is not JSON: line 1, column 19: invalid character ',' at start of value"},
		{"single quotes", `{'usage': 1}`, bad + `is not JSON: line 1, column 2: invalid character '\'' at start of value`},
		{"trailing garbage", `{} {}`, bad + "is not JSON: line 1, column 4: invalid character '{' after top-level value"},
		{"a comment", `{} // no`, bad + "is not JSON: line 1, column 4: invalid character '/' after top-level value"},
		{"a key twice", `{"usage": "oneway", "usage": "twoway"}`, bad[:len(bad)-len("body ")] + `key "usage" appears twice in one object (line 1, column 21)`},
		{"a nested key twice", "{\"a\": [{\"b\": {\"c\": 1,\n  \"c\": 1}}]}", bad[:len(bad)-len("body ")] + `key "c" appears twice in one object (line 2, column 3)`},
		{"invalid UTF-8", "{\"usage\": \"\xff\"}", bad + "is not JSON: line 1, column 12: invalid UTF-8"},
		{"half a surrogate", `{"usage": "\ud800"}`, bad + `is not JSON: line 1, column 12: invalid surrogate pair ` + "`\\ud800\"}` in string"},
		{"a NUL byte", "{\"usage\": \"\x00\"}", bad + `is not JSON: line 1, column 12: invalid character '\x00' in string (expecting non-control character)`},
		{"a byte order mark", "\ufeff{}", bad + `is not JSON: line 1, column 1: invalid character '\ufeff' at start of value`},
		{"UTF-16", wide(`{"usage": "oneway"}`), bad + `is not JSON: line 1, column 1: invalid character '\xff' at start of value`},
		{"a number out of range", `{"usage": 1e400}`, bad + "is not JSON that can be read: a number is out of range"},
		{"33 levels", strings.Repeat("[", 33) + strings.Repeat("]", 33), bad + "nests deeper than 32 levels"},
		{"100,000 levels", strings.Repeat(`{"a":`, 100_000), bad + "nests deeper than 32 levels"},
	}
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for operation, r := range everything(profile) {
			if r.body == "" || strings.HasSuffix(operation, "Settings") && profile == dialect.Exobridge {
				continue
			}
			for _, c := range cases {
				optional := operation == "updateGreenvnNumber" && profile != dialect.Exobridge
				if optional && strings.TrimSpace(c.body) == "" {
					continue
				}
				a := h.ask(r.method, "/v1/tenants/acme"+r.path, c.body)
				spoken(t, profile, operation+" "+c.name, a, "400/5", c.want)
			}
		}
	}
}

// wide is a text in UTF-16 with its byte order mark.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

// TestOddValues sends bodies that are JSON, but not what is wanted.
func TestOddValues(t *testing.T) {
	t.Parallel()
	const bad = "A parameter is malformed: "
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		r := everything(profile)["createGreenvn"]
		for body, want := range map[string]string{
			`[]`:     bad + "body: a list is not an object",
			`"text"`: bad + `body: "text" is not an object`,
			`null`:   bad + "body: null is not an object",
			`true`:   bad + "body: true is not an object",
			`-0`:     bad + "body: -0 is not an object",
			strings.Repeat("[", 32) + strings.Repeat("]", 32): bad + "body: a list is not an object",
		} {
			spoken(t, profile, body, h.ask(r.method, "/v1/tenants/acme"+r.path, body), "400/5", want)
		}
	}
	h := build(t, sim.Spec{Template: open(dialect.Classic, 4)})
	vn := classicGreenvn()
	for _, c := range []struct {
		body       object
		want, says string
	}{
		{vn.with("connection_id", 7), "400/5", "connection_id: 7 is not a string"},
		{vn.with("connection_id", ""), "400/5", "connection_id: 0 characters, but at least 1 wanted"},
		{vn.with("connection_id", strings.Repeat("x", 1001)), "400/5", "connection_id: 1001 characters, but at most 1000 allowed"},
		{vn.with("usage", strings.Repeat("é", 100_000)), "400/5", `usage: "` + strings.Repeat("é", 64) + `…" is not one of oneway, twoway`},
		{vn.with("usage", "one\x00way\u2028"), "400/5", `usage: "one\x00way\u2028" is not one of oneway, twoway`},
		{vn.with("aparty_pins", []any{json.Number("1e300")}), "400/5", "aparty_pins[0]: 1" + strings.Repeat("0", 300) + " is not a positive whole number of up to ten digits"},
		{vn.with("aparty_pins", []any{1.5}), "400/5", "aparty_pins[0]: 1.5 is not a positive whole number of up to ten digits"},
		{vn.with("aparty_pins", []any{"007"}), "400/5", `aparty_pins[0]: "007" is not a positive whole number of up to ten digits`},
		{vn.with("aparty_numbers", []any{alice, nil}), "400/5", "aparty_numbers[1]: null is not an E.164 number, like +919876543210"},
		{vn.with("aparty_numbers", []any{"x", "y", "z", "w"}), "400/16", `aparty_numbers[0]: "x" is not an E.164 number, like +919876543210; ` +
			`aparty_numbers[1]: "y" is not an E.164 number, like +919876543210; aparty_numbers[2]: "z" is not an E.164 number, like +919876543210`},
		{vn.with("usage", nil, "connection_id", nil), "400/3", "connection_id: required, but absent; usage: required, but absent"},
		{vn.with("preferences", "KA"), "400/5", `preferences: "KA" is not an object`},
		{
			vn.with("deallocation_policy", nil, "Deallocation_policy", object{"duration": "1w"}), "400/5",
			`Deallocation_policy.duration: "1w" is not a whole number with a unit of d, h, m or s, like 600s`,
		},
	} {
		r := post("/greenvn", c.body)
		a := h.ask(r.method, "/v1/tenants/acme"+r.path, r.body)
		_, says, _ := strings.Cut(a.message(), ": ")
		if a.verdict() != c.want || says != c.says {
			t.Errorf("%.200s: %s\nwant %s %s", r.body, a, c.want, c.says)
		}
	}
	huge := vn.with("deallocation_policy", object{"duration": "99999999999999999999d"}, "custom", "ignored", "connection_id", "\u0000")
	if r := post("/greenvn", huge); h.ask(r.method, "/v1/tenants/acme"+r.path, r.body).status != 200 {
		t.Error("a duration beyond all measure is not capped")
	}
}

// TestSizeOfBodies sends one byte too many, and just not.
func TestSizeOfBodies(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		for operation, r := range everything(profile) {
			if operation != "createGreenvn" && operation != "updateGreenpins" && operation != "updateGreenvnNumber" {
				continue
			}
			r.body += strings.Repeat(" ", rest.MaxBody-len(r.body))
			if a := h.ask(r.method, "/v1/tenants/acme"+r.path, r.body); a.status == http.StatusRequestEntityTooLarge {
				t.Errorf("%s: a body of %d bytes is refused: %s", operation, len(r.body), a)
			}
			a := h.ask(r.method, "/v1/tenants/acme"+r.path, r.body+" ")
			spoken(t, profile, operation, a, "413/5", "The request body is too large: the body is over 1048576 bytes")
		}
		for _, r := range []request{get("/settings"), del("/greenvn/none")} {
			if a := h.ask(r.method, "/v1/tenants/acme"+r.path, strings.Repeat(" ", rest.MaxBody+1)); a.status == http.StatusRequestEntityTooLarge {
				t.Errorf("%s: a body that means nothing is refused: %s", r.method, a)
			}
		}
	}
}

// TestMediaTypes sends good bodies under headers that say they are something else, and under those that do.
func TestMediaTypes(t *testing.T) {
	t.Parallel()
	const sentence = "The request body is not sent as JSON: "
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 44)})
		for header, want := range map[string]string{
			"Content-Type: text/plain":                           `Content-Type "text/plain" is not application/json`,
			"Content-Type: application/x-www-form-urlencoded":    `Content-Type "application/x-www-form-urlencoded" is not application/json`,
			"Content-Type: multipart/form-data; boundary=x":      `Content-Type "multipart/form-data; boundary=x" is not application/json`,
			"Content-Type: json":                                 `Content-Type "json" is not application/json`,
			"Content-Type: application/json; charset":            `Content-Type "application/json; charset" is not application/json`,
			"Content-Type: application/json; charset=iso-8859-1": `charset "iso-8859-1" is not utf-8`,
			"Content-Type: application/json;charset=\"UTF-16\"":  `charset "UTF-16" is not utf-8`,
			"Content-Encoding: gzip":                             `Content-Encoding "gzip" is not taken; send the body as it is`,
			"Content-Encoding: " + strings.Repeat("x", 100):      `Content-Encoding "` + strings.Repeat("x", 64) + `" is not taken; send the body as it is`,
		} {
			for operation, r := range everything(profile) {
				if r.body == "" || operation == "updateSettings" {
					continue
				}
				a := h.ask(r.method, "/v1/tenants/acme"+r.path, "{}", header)
				spoken(t, profile, operation+" "+header, a, "415/5", sentence+want)
			}
		}
		for i, header := range []string{
			"Content-Type: ", "Content-Type: application/json", "Content-Type: Application/JSON; Charset=UTF-8",
			"Content-Type: application/json; charset=\"utf-8\"; v=1", "Content-Encoding: identity",
		} {
			r := everything(profile)["createGreenpin"]
			r.body = strings.Replace(r.body, "order-1", fmt.Sprint("order-", i), 1)
			if a := h.ask(r.method, "/v1/tenants/acme"+r.path, r.body, header); a.status > 201 {
				t.Errorf("%s: %s", header, a)
			}
		}
		for _, r := range []request{get("/settings"), put("/greenvn/none/vn", "")} {
			if a := h.ask(r.method, "/v1/tenants/acme"+r.path, "", "Content-Type: text/plain"); a.status == http.StatusUnsupportedMediaType {
				t.Errorf("%s without a body is refused for its type: %s", r.method, a)
			}
		}
	}
}

// TestBrokenOff ends chunked bodies in the middle, over a real connection.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	for _, profile := range generations() {
		h := build(t, sim.Spec{Template: open(profile, 4)})
		server := httptest.NewServer(h.door)
		for name, sent := range map[string]string{
			"in a chunk":          "Transfer-Encoding: chunked\r\n\r\nff\r\n{\"usage\":",
			"between chunks":      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
			"in a chunk's size":   "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
			"short of its length": "Content-Length: 100\r\n\r\n{}",
		} {
			a := raw(t, server.Listener.Addr().String(), "POST /v1/tenants/acme/greenvn HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+sent)
			spoken(t, profile, name, a, "400/5", "A parameter is malformed: the body broke off before its end")
		}
		server.Close()
	}
}

// raw sends bytes, closes its side, and reads the answer.
func raw(t *testing.T, address, bytes string) answer {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte(bytes)); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body := make([]byte, response.ContentLength)
	if _, err := bufio.NewReader(response.Body).Read(body); err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}
