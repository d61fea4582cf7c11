package report

// Difference is an exchange that two endpoints answered differently.
type Difference struct {
	Operation  string `json:"operation"`
	Generation string `json:"generation"`
	// Scenario and File are where it was first seen, and Times how often.
	Scenario string `json:"scenario"`
	File     string `json:"file"`
	Times    int    `json:"times"`
	// Curl is the request to the first endpoint.
	Curl string `json:"curl"`
	// Statuses are those of the first and the second; 0: no answer.
	Statuses [2]int `json:"statuses"`
	// Changes say what differs; values that must differ are told by words such as <id 1>.
	Changes []Change `json:"changes"`
}

// Change is one place in which two answers differ.
type Change struct {
	// Path is a JSON pointer into the body, or status, or content type.
	Path string `json:"path"`
	// First and Second are what stands there, as JSON; empty: nothing does.
	First  string `json:"first"`
	Second string `json:"second"`
}
