package dialect

// classicEnvelope wraps a success of the classic generation (docs 000, "HTTP Response").
type classicEnvelope struct {
	Success bool `json:"success"`
	Status  int  `json:"status"`
	Data    any  `json:"data"`
}

// currentEnvelope wraps a success of the current generation: code and message are there, and null (public).
type currentEnvelope struct {
	Success bool    `json:"success"`
	Status  int     `json:"status"`
	Code    *int    `json:"code"`
	Message *string `json:"message"`
	Data    any     `json:"data"`
}

// errorEnvelope is an error of the classic and current generations (docs 000, the 409 sample).
type errorEnvelope struct {
	Success bool   `json:"success"`
	Status  int    `json:"status"`
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data"`
}

// response wraps every body of the exobridge generation (docs 002, 004).
type response struct {
	Response any `json:"response"`
}

// failure is an error of the exobridge generation (assumed: no sample exists).
type failure struct {
	Status string    `json:"status"`
	Code   int       `json:"code"`
	Error  errorData `json:"error_data"`
}

// errorData is the vendor's code and our sentence inside an exobridge error.
type errorData struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// envelope wraps a success of the classic or current generation. Exobridge only gets here with settings, which it
// borrows from classic.
func (d Dialect) envelope(data any) Reply {
	if d.generation == Current {
		return Reply{Status: 200, Body: currentEnvelope{Success: true, Status: 200, Data: data}}
	}
	return Reply{Status: 200, Body: classicEnvelope{Success: true, Status: 200, Data: data}}
}

// wrapped is a success of the exobridge generation.
func wrapped(status int, body any) Reply { return Reply{Status: status, Body: response{body}} }

// list keeps an empty list from becoming null.
func list(numbers []string) []string {
	if numbers == nil {
		return []string{}
	}
	return numbers
}
