package main

import (
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
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			found := fixtures.Problems{}
			for _, file := range args {
				_, err := load(file)
				problems, ok := errors.AsType[fixtures.Problems](err)
				if err != nil && !ok {
					return err
				}
				found = append(found, problems...)
				if err == nil && c.output == "text" {
					_, _ = fmt.Fprintf(c.stdout, "%s: fine\n", file)
				}
			}
			return c.report(found)
		},
	}
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

// maxWorld bounds a world file, in bytes; a larger one is refused by the parser, which is told one byte more.
const maxWorld = 1 << 20

// load reads and parses a world file. Errors: the file's own, or fixtures.Problems.
func load(file string) (fixtures.World, error) {
	in, err := os.Open(file)
	if err != nil {
		return fixtures.World{}, fmt.Errorf("reading the world: %w", err)
	}
	defer func() { _ = in.Close() }()
	data, err := io.ReadAll(io.LimitReader(in, maxWorld+1))
	if err != nil {
		return fixtures.World{}, fmt.Errorf("reading the world: %w", err)
	}
	return fixtures.Parse(file, data)
}
