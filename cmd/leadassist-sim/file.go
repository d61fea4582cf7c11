package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"leadassist-sim/fixtures"
	"leadassist-sim/sim/fault"
)

// file is a world file or a fault script as it was read.
type file struct {
	name string
	data []byte
}

// open reads a file; of one that is too large no more than shows that.
func open(name string) (file, error) {
	in, err := os.Open(name)
	if err != nil {
		return file{}, fmt.Errorf("reading the file: %w", err)
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, fixtures.MaxWorldBytes+1))
	if err != nil {
		return file{}, fmt.Errorf("reading the file: %w", err)
	}
	return file{name, data}, nil
}

// place turns what is wrong with rules of the file into problems with line and column. Other errors pass as they are.
func (f file) place(err error) error {
	wrong, ok := errors.AsType[fault.Problems](err)
	if !ok {
		return err
	}
	found := make(fixtures.Problems, len(wrong))
	for i, p := range wrong {
		found[i] = fixtures.Problem{Path: p.Path, Message: p.Message}
	}
	return fixtures.Place(f.name, f.data, found)
}
