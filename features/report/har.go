package report

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"
)

type archive struct {
	Log harLog `json:"log"`
}

type harLog struct {
	Version string  `json:"version"`
	Creator creator `json:"creator"`
	Pages   []page  `json:"pages"`
	Entries []entry `json:"entries"`
}

type creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type page struct {
	Started string   `json:"startedDateTime"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Timings struct{} `json:"pageTimings"`
}

type entry struct {
	Page     string   `json:"pageref"`
	Started  string   `json:"startedDateTime"`
	Time     float64  `json:"time"`
	Request  request  `json:"request"`
	Response response `json:"response"`
	Cache    struct{} `json:"cache"`
	Timings  timings  `json:"timings"`
	Comment  string   `json:"comment,omitempty"`
}

type request struct {
	Method   string   `json:"method"`
	URL      string   `json:"url"`
	Version  string   `json:"httpVersion"`
	Cookies  []Header `json:"cookies"`
	Headers  []Header `json:"headers"`
	Query    []Header `json:"queryString"`
	PostData *posted  `json:"postData,omitempty"`
	HeadSize int      `json:"headersSize"`
	BodySize int      `json:"bodySize"`
}

type posted struct {
	Mime   string   `json:"mimeType"`
	Params []Header `json:"params"`
	Text   string   `json:"text"`
}

type response struct {
	Status   int      `json:"status"`
	Text     string   `json:"statusText"`
	Version  string   `json:"httpVersion"`
	Cookies  []Header `json:"cookies"`
	Headers  []Header `json:"headers"`
	Content  content  `json:"content"`
	Redirect string   `json:"redirectURL"`
	HeadSize int      `json:"headersSize"`
	BodySize int      `json:"bodySize"`
	Comment  string   `json:"comment,omitempty"`
}

type content struct {
	Size     int    `json:"size"`
	Mime     string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"encoding,omitempty"`
}

type timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

const overHTTP = "HTTP/1.1"

// HAR is all exchanges as an HTTP archive, version 1.2: a page for each scenario. Status 0 is a request without an
// answer, and the comment of its response says why. Sizes of heads are not known, which the format writes as -1.
func HAR(r Run) ([]byte, error) {
	a := archive{harLog{Version: "1.2", Creator: creator{"leadassist-sim", r.Tool}, Pages: []page{}, Entries: []entry{}}}
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			id := f.URI + ":" + itoa(int(s.Line)) + "#" + s.Pickle.Id
			a.Log.Pages = append(a.Log.Pages, page{Started: stamp(s.Started), ID: id, Title: f.name() + ": " + s.Pickle.Name})
			for _, e := range s.Exchanges {
				a.Log.Entries = append(a.Log.Entries, asEntry(id, e))
			}
		}
	}
	return json.Marshal(a)
}

func asEntry(page string, e Exchange) entry {
	took := float64(e.Took) / float64(time.Millisecond)
	one := entry{
		Page: page, Started: stamp(e.At), Time: took, Timings: timings{0, took, 0},
		Request: request{
			Method: e.Method, URL: e.URL, Version: overHTTP, Cookies: []Header{}, Headers: some(e.Header), Query: pairs(e.URL),
			HeadSize: -1, BodySize: len(e.Body),
		},
		Response: response{
			Status: e.Status, Text: http.StatusText(e.Status), Version: overHTTP, Cookies: []Header{}, Headers: some(e.ReplyHeader),
			Content: inside(e), Redirect: header(e.ReplyHeader, "Location"), HeadSize: -1, BodySize: len(e.Reply), Comment: e.Failure,
		},
	}
	if e.Operation != "" {
		one.Comment = e.Operation + ", " + e.Generation
	}
	if len(e.Body) > 0 {
		one.Request.PostData = &posted{header(e.Header, "Content-Type"), []Header{}, string(e.Body)}
	}
	return one
}

// inside is the body of an answer, encoded if it is no text.
func inside(e Exchange) content {
	c := content{Size: len(e.Reply), Mime: header(e.ReplyHeader, "Content-Type"), Text: string(e.Reply)}
	if !utf8.Valid(e.Reply) {
		c.Text, c.Encoding = base64.StdEncoding.EncodeToString(e.Reply), "base64"
	}
	return c
}

// pairs are the names and values of a query.
func pairs(address string) []Header {
	u, err := url.Parse(address)
	if err != nil {
		return []Header{}
	}
	return Headers(http.Header(u.Query()))
}
