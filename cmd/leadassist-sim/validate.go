package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
	"leadassist-sim/openapi"
	"leadassist-sim/sim/fault"
)

// looked is what came of looking at files.
type looked struct {
	Problems fixtures.Problems `json:"problems"`
	Files    []kind            `json:"files"`
}

// kind is a file and what it was read as.
type kind struct {
	File string `json:"file"`
	Kind string `json:"kind"`
}

// validate checks world files and fault scripts, with line and column.
func (c *console) validate() *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE…", Short: "Check world files and fault scripts; problems are told with line and column",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("validate takes the name of a world file or of a fault script, or several")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			documents, err := openapi.LoadAll()
			if err != nil {
				return err
			}
			all, broken := looked{Problems: fixtures.Problems{}, Files: []kind{}}, []error{}
			for _, name := range args {
				broken = append(broken, c.look(name, vocabulary(documents), &all))
			}
			return cmp.Or(errors.Join(broken...), c.report(all))
		},
	}
}

// look checks one file as serve would read it.
func (c *console) look(name string, v fault.Vocabulary, all *looked) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	k := kind{name, "world"}
	if fixtures.IsScript(f.data) {
		k.Kind = "fault script"
		_, err = script(f, v)
	} else {
		err = sound(f, v)
	}
	all.Files = append(all.Files, k)
	if problems, ok := errors.AsType[fixtures.Problems](err); ok {
		all.Problems = append(all.Problems, problems...)
		return nil
	}
	if err == nil && c.output == "text" {
		_, err = fmt.Fprintf(c.stdout, "%s: fine, a %s\n", name, k.Kind)
	}
	return err
}

// sound tells whether serve would take a world.
func sound(f file, v fault.Vocabulary) error {
	w, err := fixtures.Parse(f.name, f.data)
	if err != nil {
		return err
	}
	_, err = spec(w, v)
	if err = f.place(err); err == nil {
		return nil
	}
	if problems, ok := errors.AsType[fixtures.Problems](err); ok {
		return problems
	}
	return fixtures.Problems{{File: f.name, Line: 1, Column: 1, Message: err.Error()}}
}

func (c *console) report(all looked) error {
	if c.output == "json" {
		if err := json.NewEncoder(c.stdout).Encode(all); err != nil {
			return err
		}
	} else {
		for _, p := range all.Problems {
			_, _ = fmt.Fprintln(c.stdout, p)
		}
	}
	if len(all.Problems) > 0 {
		return findings{}
	}
	return nil
}
