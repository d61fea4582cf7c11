package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestRequestsTail prints what is new after each request it is told of, oldest first, and goes on where it was when the
// stream was cut off.
func TestRequestsTail(t *testing.T) {
	item := func(n int) string {
		return fmt.Sprintf(`{"id":"%d","at":"2026-01-31T10:00:00Z","tenant":"acme","status":200,"operation":"createGreenvn","method":"POST","path":"/v1"}`, n)
	}
	const told, clock = "id: 0\ndata: {\"what\":\"request\",\"request\":\"2\"}\n\n", "id: 1\ndata: {\"seq\":1,\"what\":\"clock\"}\n\n"
	for output, line := range map[string]func(int) string{
		"text": func(n int) string {
			return fmt.Sprintf("2026-01-31T10:00:00Z  acme  %d  200  createGreenvn         POST  /v1\n", n)
		},
		"json": func(n int) string { return item(n) + "\n" },
	} {
		ctx, stop := context.WithCancel(t.Context())
		answers := []string{
			`{"items":[` + item(1) + `],"next":"","newest":"1"}`,
			`{"items":[` + item(4) + `],"next":"4","newest":"4"}`,
			`{"items":[` + item(3) + `,` + item(2) + `],"next":"","newest":"4"}`,
			`{"items":[],"next":"","newest":"4"}`,
			`{"items":[` + item(5) + `],"next":"","newest":"5"}`, // after the second stream was opened
		}
		opened := 0
		s := stubbed(t, map[string]http.HandlerFunc{
			"GET events": func(w http.ResponseWriter, r *http.Request) {
				if opened++; opened == 1 {
					flows(sse, ":\n\n", clock, told, told)(w, r)
					return
				}
				flows(sse, ":\n\n", clock)(w, r)
				<-r.Context().Done()
			},
			"POST requests/find": func(w http.ResponseWriter, r *http.Request) {
				says(200, answers[0])(w, r)
				if answers = answers[1:]; len(answers) == 0 {
					stop()
				}
			},
		})
		got := command(ctx, s.url, "requests", "tail", "--operation", "createGreenvn", "--tenant", "acme", "--output", output)
		if got.code != 0 || got.err != "watching "+s.url+"; Ctrl-C ends it\n" || !strings.HasPrefix(line(2)+line(3)+line(4)+line(5), got.out) || len(got.out) < len(line(2)+line(3)+line(4)) {
			t.Errorf("%+v", got)
		}
		const find = `POST requests/find {"after":"%s","limit":1000,"matcher":{"operation":"createGreenvn","tenant":"acme"},"newer_than":"%s"}` + "\n"
		want := "GET events?requests=true&tenant=acme\n" + fmt.Sprintf(find+find+find+find, "", "", "", "1", "4", "1", "", "4") +
			"GET events?requests=true&tenant=acme\n" + fmt.Sprintf(find, "", "4")
		if asked := s.questions() + "\n"; asked != want {
			t.Error(asked)
		}
		stop()
	}
}
