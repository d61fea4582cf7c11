package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" { // else every process sleeps a second before it ends
		_ = os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){"leadassist-sim": func() { os.Exit(program()) }})
}

// TestScripts runs the command line as users type it; each script in testdata says what it shows.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Values["serving"] = &serving{}
			e.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": scriptCode, "serve": scriptServe, "halt": scriptStop, "curl": scriptCurl, "paste": scriptPaste, "status": scriptStatus, "occupy": scriptOccupy, "take": scriptTake,
		},
	})
}

// serving is the simulator of a running script.
type serving struct{ now *simulator }

func of(ts *testscript.TestScript) *serving { return ts.Value("serving").(*serving) }

// scriptCode runs a command that must end with the exit code: code 2 leadassist-sim ….
func scriptCode(ts *testscript.TestScript, _ bool, args []string) {
	exit, ok := errors.AsType[*exec.ExitError](ts.Exec(args[1], args[2:]...))
	if !ok || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("ended with %v", exit)
	}
}

// scriptServe starts the simulator and waits for its banner: serve [-ports] flags…. It listens on free ports, and tells
// them in $VENDOR and $ADMIN; with -ports, where the flags say.
func scriptServe(ts *testscript.TestScript, neg bool, args []string) {
	line := []string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}
	if len(args) > 0 && args[0] == "-ports" {
		line, args = line[:1], args[1:]
	}
	command := exec.Command("leadassist-sim", append(line, args...)...)
	command.Dir = ts.MkAbs(".")
	command.Env = os.Environ()
	for name := range strings.FieldsSeq(ts.Getenv("TWINS")) { // the environment the script has set for it
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	s, err := ignite(command)
	if neg {
		ts.Fatalf("serve always waits for a banner; use ! exec leadassist-sim serve")
	}
	ts.Check(err)
	of(ts).now = s
	ts.Defer(func() {
		_ = s.command.Process.Kill()
		_ = s.command.Wait()
	})
	ts.Setenv("VENDOR", s.vendor)
	ts.Setenv("ADMIN", s.tester)
	_, _ = fmt.Fprintf(ts.Stdout(), "%s\n%s\n%s\n", s.vendor, s.tester, s.invite)
}

// scriptStop ends the simulator with SIGINT, or SIGTERM for "stop term", and wants exit code 0; its log is what stderr
// then matches.
func scriptStop(ts *testscript.TestScript, _ bool, args []string) {
	signal := os.Interrupt
	if len(args) == 1 && args[0] == "term" {
		signal = syscall.SIGTERM
	}
	s := of(ts).now
	ts.Check(s.stop(signal))
	_, _ = ts.Stderr().Write(s.log.Bytes())
}

// scriptCurl is curl, as far as curl_test.go knows it; with ! it wants the connection to fail.
func scriptCurl(ts *testscript.TestScript, neg bool, args []string) {
	c, err := parseCurl(args)
	ts.Check(err)
	answer(ts, neg, func() (int, string, error) { return c.send(ts.Getenv("PASSWORD")) })
}

// scriptPaste runs the banner's curl line; curl's question is answered with $PASSWORD.
func scriptPaste(ts *testscript.TestScript, neg bool, _ []string) {
	answer(ts, neg, func() (int, string, error) { return paste(of(ts).now.invite, ts.Getenv("PASSWORD")) })
}

func answer(ts *testscript.TestScript, neg bool, send func() (int, string, error)) {
	status, told, err := send()
	if neg && err == nil {
		ts.Fatalf("answered %d %s", status, told)
	}
	if !neg {
		ts.Check(err)
	}
	ts.Setenv("STATUS", strconv.Itoa(status))
	_, _ = fmt.Fprint(ts.Stdout(), told)
}

// scriptStatus wants the HTTP status of the last answer.
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if got := ts.Getenv("STATUS"); (got == args[0]) == neg {
		ts.Fatalf("answered %s", got)
	}
}

// scriptOccupy takes a port and tells it in $BUSY and $BUSY_PORT.
func scriptOccupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv("BUSY", l.Addr().String())
	_, port, _ := net.SplitHostPort(l.Addr().String())
	ts.Setenv("BUSY_PORT", port)
}
