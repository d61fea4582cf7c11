package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestStartRunsNothing starts the program where go would leave a trace, and sees that it has its PATH afterwards.
func TestStartRunsNothing(t *testing.T) {
	folder := t.TempDir()
	trace := filepath.Join(folder, "trace")
	if err := os.WriteFile(filepath.Join(folder, "go"), []byte("#!/bin/sh\necho run >"+trace+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("leadassist-sim")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "version")
	command.Env = append(os.Environ(), "PATH="+folder)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("starting runs go")
	}
	if os.Getenv("PATH") == "" {
		t.Error("the PATH is gone")
	}
}
