package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// repository is where the README stands, seen from here.
const repository = "../.."

// reader follows the README: it runs each command as a newcomer would, one after the other in one folder, except that
// simulators listen on free ports and that one stops before the next starts.
type reader struct {
	t       *testing.T
	folder  string
	targets []string // of the Makefile
	now     *simulator
	ports   *strings.Replacer // from the README's addresses to those of now
}

// TestReadme runs every command in the README's sh blocks. A trailing "# 409" is the status a curl line must get; else
// any success will do.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(filepath.Join(repository, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, folder: t.TempDir()}
	examples := filepath.Join("features", "examples") // README's commands are typed in the checkout
	if err := os.CopyFS(filepath.Join(r.folder, examples), os.DirFS(filepath.Join("..", "..", examples))); err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^([a-z]+):`).FindAllStringSubmatch(string(makefile), -1) {
		r.targets = append(r.targets, match[1])
	}
	commands := 0
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```").FindAllStringSubmatch(string(text), -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			commands++
			if err := r.follow(strings.TrimSpace(line)); err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(line), err)
			}
		}
	}
	r.leave()
	if commands < 20 {
		t.Errorf("only %d commands were found", commands)
	}
}

// follow runs one line.
func (r *reader) follow(line string) error {
	said, err := words(line)
	if err != nil || len(said) == 0 {
		return cmp.Or(err, fmt.Errorf("an empty line"))
	}
	if program, ok := strings.CutPrefix(line, "go run ./cmd/leadassist-sim "); ok {
		said, err = words("./leadassist-sim " + program)
	}
	switch {
	case err != nil:
		return err
	case slices.Equal(said, []string{"make", "run"}):
		return r.serve(nil)
	case said[0] == "make":
		return r.make(said[1:])
	case said[0] == "curl":
		return r.curl(line)
	case said[0] == "./leadassist-sim" && len(said) > 1 && said[1] == "serve":
		return r.serve(said[2:])
	case said[0] == "./leadassist-sim":
		return r.program(said[1:])
	}
	return fmt.Errorf("nobody here knows how to run this")
}

// make wants the targets to be there. This test is itself part of `make test`, so it runs none: build is what every test
// of the program has done, and .ci/run runs test and build as the README has them.
func (r *reader) make(targets []string) error {
	for _, target := range targets {
		if !slices.Contains(r.targets, target) {
			return fmt.Errorf("the Makefile has no target %s", target)
		}
	}
	return nil
}

// serve starts a simulator with the line's flags, on free ports.
func (r *reader) serve(flags []string) error {
	r.leave()
	command := exec.Command("leadassist-sim", append(append([]string{"serve"}, flags...), "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0")...)
	command.Dir = r.folder
	s, err := ignite(command)
	if err != nil {
		return err
	}
	r.now = s
	_, vendor, _ := strings.Cut(s.vendor, "://")
	_, tester, _ := strings.Cut(s.tester, "://")
	r.ports = strings.NewReplacer("127.0.0.1:8080", vendor, "127.0.0.1:8081", tester)
	return nil
}

// leave stops the simulator and wants it to end well.
func (r *reader) leave() {
	if r.now == nil {
		return
	}
	if err := r.now.stop(os.Interrupt); err != nil {
		r.t.Error(err)
	}
	r.now = nil
}

func (r *reader) curl(line string) error {
	if r.now == nil {
		return fmt.Errorf("no simulator runs at this point of the README")
	}
	want := ""
	if i := strings.LastIndex(line, " # "); i >= 0 {
		want = strings.TrimSpace(line[i+3:])
	}
	status, told, err := paste(r.ports.Replace(line), "")
	if err != nil {
		return err
	}
	if got := strconv.Itoa(status); got != want && (want != "" || status >= 300) {
		return fmt.Errorf("answered %s, not %s: %s", got, cmp.Or(want, "with success"), told)
	}
	return nil
}

func (r *reader) program(args []string) error {
	if r.now != nil {
		for i, arg := range args {
			args[i] = r.ports.Replace(arg)
		}
	}
	command := exec.Command("leadassist-sim", args...)
	command.Dir = r.folder
	command.Env = os.Environ()
	if r.now != nil {
		command.Env = append(command.Env, "LEADASSIST_SIM_ADMIN_URL="+r.now.tester)
	}
	if args[0] == "contract" { // the whole suite is played by tests of its own
		command.Env = append(command.Env, "LEADASSIST_SIM_TAGS=@rule-greenvn-create,@rule-exobridge-greenvn-create")
	}
	if out, err := command.CombinedOutput(); err != nil || len(out) == 0 {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// TestReadmeReader shows that the reader is not easily content.
func TestReadmeReader(t *testing.T) {
	r := &reader{t: t, folder: t.TempDir(), targets: []string{"test"}}
	for _, line := range []string{
		"rm -rf x", "make tea", "curl http://127.0.0.1:8080/health", "./leadassist-sim validate absent.yaml", "./leadassist-sim serve --bogus", "echo 'open", "",
	} {
		if r.follow(line) == nil {
			t.Errorf("%q was taken", line)
		}
	}
	if err := r.follow("make run"); err != nil {
		t.Fatal(err)
	}
	defer r.leave()
	for line, good := range map[string]bool{
		"curl -sS http://127.0.0.1:8080/health": true, "curl -sS http://127.0.0.1:8081/health # 200": true,
		"curl -sS http://127.0.0.1:8081/health # 404": false, "curl -sS http://127.0.0.1:8080/nothing": false,
	} {
		if err := r.follow(line); (err == nil) != good {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestReadmeFigures keeps the place of the measured figures.
func TestReadmeFigures(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\n<!-- figures -->\n") {
		t.Error("the mark of the figures is gone")
	}
}
