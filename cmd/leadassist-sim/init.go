package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
)

// init writes a starter world.
func (c *console) init() *cobra.Command {
	var world string
	var schema, toStdout bool
	cmd := &cobra.Command{
		Use: "init [FILE]", Short: "Write a starter world file (default world.yaml); never overwrites",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, data := "world.yaml", fixtures.Starter()
			if schema {
				file, data = "world.schema.json", fixtures.Schema()
			}
			if world != "" && schema {
				return errors.New("--from goes without --schema")
			}
			if world != "" {
				embedded, ok := fixtures.Embedded(world)
				if !ok {
					return fmt.Errorf("--from: no embedded world %q; there are %s", world, strings.Join(fixtures.EmbeddedNames(), ", "))
				}
				data = embedded
			}
			if len(args) == 1 {
				file = args[0]
			}
			if len(args) == 1 && toStdout {
				return fmt.Errorf("--stdout goes without %s", file)
			}
			return c.put(file, data, toStdout)
		},
	}
	cmd.Flags().StringVar(&world, "from", "", "start from an embedded world: "+strings.Join(fixtures.EmbeddedNames(), ", "))
	cmd.Flags().BoolVar(&schema, "schema", false, "write the JSON Schema of world files instead")
	cmd.Flags().BoolVar(&toStdout, "stdout", false, "print instead of writing a file")
	return cmd
}

func (c *console) put(file string, data []byte, toStdout bool) error {
	if toStdout {
		_, err := c.stdout.Write(data)
		return err
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; it was left as it is", file)
	}
	if err != nil {
		return err
	}
	if _, err = out.Write(data); err == nil {
		err = out.Close()
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	if c.output == "json" {
		return json.NewEncoder(c.stdout).Encode(map[string]string{"wrote": file})
	}
	_, err = fmt.Fprintf(c.stdout, "wrote %s\n", file)
	return err
}
