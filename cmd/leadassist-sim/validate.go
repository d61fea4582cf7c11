package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
)

// validate checks world files, with line and column.
func (c *console) validate() *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE…", Short: "Check world files; problems are told with line and column",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("validate takes the name of a world file, or several")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			found, broken := fixtures.Problems{}, []error{}
			for _, file := range args {
				problems, err := c.look(file)
				found, broken = append(found, problems...), append(broken, err)
			}
			return cmp.Or(errors.Join(broken...), c.report(found))
		},
	}
}

// look checks one file as serve would read it.
func (c *console) look(file string) (fixtures.Problems, error) {
	w, err := load(file)
	if problems, ok := errors.AsType[fixtures.Problems](err); ok {
		return problems, nil
	}
	if err != nil {
		return nil, err
	}
	if _, err := spec(w); err != nil {
		return fixtures.Problems{{File: file, Line: 1, Column: 1, Message: err.Error()}}, nil
	}
	if c.output == "text" {
		_, err = fmt.Fprintf(c.stdout, "%s: fine\n", file)
	}
	return nil, err
}

func (c *console) report(found fixtures.Problems) error {
	if c.output == "json" {
		if err := json.NewEncoder(c.stdout).Encode(map[string]any{"problems": found}); err != nil {
			return err
		}
	} else {
		for _, p := range found {
			_, _ = fmt.Fprintln(c.stdout, p)
		}
	}
	if len(found) > 0 {
		return findings{}
	}
	return nil
}

// load reads and parses a world file; one that is too large is refused by the parser, which is told one byte more.
// Errors: the file's own, or fixtures.Problems.
func load(file string) (fixtures.World, error) {
	in, err := os.Open(file)
	if err != nil {
		return fixtures.World{}, fmt.Errorf("reading the world: %w", err)
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, fixtures.MaxWorldBytes+1))
	if err != nil {
		return fixtures.World{}, fmt.Errorf("reading the world: %w", err)
	}
	return fixtures.Parse(file, data)
}
