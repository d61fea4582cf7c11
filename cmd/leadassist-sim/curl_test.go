package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// words splits a command line as a POSIX shell does, as far as quotes and backslashes go. A word that starts with # ends
// the line.
func words(line string) (all []string, err error) {
	var word strings.Builder
	begun, quote := false, rune(0)
	end := func() {
		if begun {
			all = append(all, word.String())
		}
		word.Reset()
		begun = false
	}
	escaped := false
	for _, c := range line {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\' && quote != '\'':
			begun, escaped = true, true
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			begun, quote = true, c
		case c == ' ' || c == '\t' || c == '\n':
			end()
		case c == '#' && !begun:
			return all, nil
		default:
			begun = true
			word.WriteRune(c)
		}
	}
	if quote != 0 || escaped {
		return nil, fmt.Errorf("%s: a quote or backslash is left open", line)
	}
	end()
	return all, nil
}

// curlLine is a curl command line, as far as it is known here.
type curlLine struct {
	method, url, body, user string
	header                  http.Header
	insecure, head          bool
}

// parseCurl reads the words after "curl".
func parseCurl(args []string) (c curlLine, err error) {
	c.header = http.Header{}
	for i := 0; i < len(args); i++ {
		flag := args[i]
		takes := slices.Contains([]string{"-H", "-d", "-u", "-X"}, flag)
		if takes && i+1 == len(args) {
			return c, fmt.Errorf("curl %s takes a value", flag)
		}
		value := ""
		if takes {
			i++
			value = args[i]
		}
		switch flag {
		case "-s", "-S", "-sS":
		case "-k":
			c.insecure = true
		case "-i":
			c.head = true
		case "-X":
			c.method = value
		case "-u":
			c.user = value
		case "-d":
			c.body = value
		case "-H":
			name, text, _ := strings.Cut(value, ":")
			c.header.Add(name, strings.TrimSpace(text))
		default:
			if strings.HasPrefix(flag, "-") || c.url != "" {
				return c, fmt.Errorf("curl %s is not known here", flag)
			}
			c.url = flag
		}
	}
	return c, nil
}

// send does what curl does; password is what is typed when curl asks for one.
func (c curlLine) send(password string) (status int, told string, err error) {
	method := c.method
	if method == "" && c.body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, c.url, strings.NewReader(c.body))
	if err != nil {
		return 0, "", err
	}
	r.Header = c.header
	if c.body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	if c.user != "" {
		name, said, given := strings.Cut(c.user, ":")
		if given {
			password = said
		}
		r.SetBasicAuth(name, password)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: c.insecure}}}
	response, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(response.Body)
	if c.head {
		told = response.Proto + " " + response.Status + "\n"
		for _, name := range slices.Sorted(maps.Keys(response.Header)) {
			told += name + ": " + strings.Join(response.Header[name], ", ") + "\n"
		}
		told += "\n"
	}
	return response.StatusCode, told + string(body) + "\n", errors.Join(err, response.Body.Close())
}

// paste runs a command line that begins with curl and gives what it printed.
func paste(line, password string) (status int, told string, err error) {
	said, err := words(line)
	if err != nil || len(said) == 0 || said[0] != "curl" {
		return 0, "", fmt.Errorf("%q is no curl line: %w", line, errors.Join(err))
	}
	c, err := parseCurl(said[1:])
	if err != nil {
		return 0, "", err
	}
	return c.send(password)
}

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		`curl -u 'it'\''s' x`:   {"curl", "-u", "it's", "x"},
		`a "b c" 'd "e"' \f ''`: {"a", "b c", `d "e"`, "f", ""},
		`a # b`:                 {"a"},
		`a#b`:                   {"a#b"},
	} {
		if got, err := words(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v", line, got, err)
		}
	}
	if _, err := words(`a 'b`); err == nil {
		t.Error("an open quote was taken")
	}
	// What serve quotes is one word again.
	if got, err := words(quoted(`it's "one" $word`)); err != nil || !slices.Equal(got, []string{`it's "one" $word`}) {
		t.Errorf("%q %v", got, err)
	}
}
