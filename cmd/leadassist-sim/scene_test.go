package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptTake puts what a pattern's group matches in the last output into a variable: take NAME 'pattern'.
func scriptTake(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("nothing matches %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// tailing is a running callbacks tail.
type tailing struct {
	*exec.Cmd
	out, err *bufio.Reader
}

// tailed starts one, as a user does, and returns once it says that it watches.
func tailed(t *testing.T, s *simulator, args ...string) tailing {
	t.Helper()
	c := exec.Command("leadassist-sim", append([]string{"callbacks", "tail", "--admin-url", s.tester}, args...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	told, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	tail := tailing{c, bufio.NewReader(out), bufio.NewReader(told)}
	if line, err := tail.err.ReadString('\n'); line != "watching "+s.tester+"; Ctrl-C ends it\n" {
		t.Fatalf("%q %v", line, err)
	}
	return tail
}

// line is the next line of its output.
func (x tailing) line(t *testing.T) string {
	t.Helper()
	line, err := x.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// TestTailOfASimulator prints what happens while it happens, and ends well with Ctrl-C.
func TestTailOfASimulator(t *testing.T) {
	s := raised(t, "--clock", "frozen:2026-01-31T10:00:00Z", "--callback-url", "inbox")
	freeNumber(t, s) // makes the tenant ci
	all, some := tailed(t, s), tailed(t, s, "--tenant", "ci", "--event", "deallocation", "--output", "json")
	for _, event := range []string{"call", "deallocation"} {
		if got := command(t.Context(), s.tester, "callbacks", "trigger", event); got.code != 0 {
			t.Fatalf("%+v", got)
		}
		for _, want := range []string{"owed to inbox, delivery dlv_", "attempt 1 to inbox: 200, delivered\n"} {
			got := all.line(t)
			if !strings.HasPrefix(got, "2026-01-31T10:00:00Z  ci  "+event+" ") || !strings.Contains(got, want) {
				t.Errorf("%s", got)
			}
		}
	}
	for _, want := range []string{`"what":"event","event":"deallocation"`, `"what":"attempt","event":"deallocation"`} {
		if got := some.line(t); !strings.Contains(got, want) || !strings.HasPrefix(got, "{") {
			t.Errorf("%s", got)
		}
	}
	if err := all.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(all.out); err != nil || len(rest) > 0 {
		t.Errorf("%s %v", rest, err)
	}
	if err := all.Wait(); err != nil {
		t.Errorf("Ctrl-C: %v", err)
	}
	if err := s.stop(os.Interrupt); err != nil { // the other one still watches, and is told
		t.Error(err)
	}
	rest, _ := io.ReadAll(some.err)
	exit, ok := errors.AsType[*exec.ExitError](some.Wait())
	if !ok || exit.ExitCode() != 2 || !strings.HasPrefix(string(rest), "leadassist-sim: no simulator answers at "+s.tester) {
		t.Errorf("%v %s", exit, rest)
	}
}

// TestWaitForASimulator waits for a callback that comes while it waits.
func TestWaitForASimulator(t *testing.T) {
	s := raised(t, "--clock", "frozen:2026-01-31T10:00:00Z", "--callback-url", "inbox")
	freeNumber(t, s)
	waits := make(chan ended)
	go func() {
		waits <- command(t.Context(), s.tester, "callbacks", "wait", "--event", "call", "--count", "2", "--timeout", "1m")
	}()
	for range 2 {
		if got := command(t.Context(), s.tester, "callbacks", "trigger", "call"); got.code != 0 {
			t.Fatalf("%+v", got)
		}
	}
	if got := <-waits; got.code != 0 || strings.Count(got.out, "  ci      call   delivered  1 ") != 2 {
		t.Errorf("%+v", got)
	}
}
