package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// simulator is a serving process, as a user starts one.
type simulator struct {
	command                *exec.Cmd
	vendor, tester, invite string // from its banner
	log                    *bytes.Buffer
}

// ignite runs the command and waits for its banner. When it ends without one, the error holds what it said.
func ignite(command *exec.Cmd) (*simulator, error) {
	s := &simulator{command: command, log: &bytes.Buffer{}}
	command.Stderr = s.log
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if rest, ok := strings.CutPrefix(line, "vendor's door"); ok {
			s.vendor = strings.Fields(rest)[0]
		}
		if rest, ok := strings.CutPrefix(line, "tester's door"); ok {
			s.tester = strings.TrimSpace(rest)
		}
		if told := (banner{}); json.Unmarshal([]byte(line), &told) == nil {
			s.vendor, s.tester, s.invite = told.Vendor, told.Tester, told.Try
			return s, nil
		}
		if strings.HasPrefix(line, "curl ") {
			s.invite = line
			return s, nil
		}
	}
	return nil, fmt.Errorf("no banner: %w: %s", errors.Join(command.Wait()), s.log)
}

// stop asks the process to end and wants exit code 0.
func (s *simulator) stop(signal os.Signal) error {
	if err := s.command.Process.Signal(signal); err != nil {
		return err
	}
	if err := s.command.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, s.log)
	}
	return nil
}

// raised starts the command line's program, on free ports, for the length of the test.
func raised(t *testing.T, args ...string) *simulator {
	t.Helper()
	s, err := ignite(exec.Command("leadassist-sim", append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, args...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.command.Process.Kill(); _ = s.command.Wait() })
	return s
}
