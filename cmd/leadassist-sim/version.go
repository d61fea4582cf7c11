package main

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// release is set when a release is built: -ldflags "-X main.release=1.2.3".
var release = "dev" //nolint:gochecknoglobals // the linker can only set a variable

func (c *console) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if c.output == "json" {
				return json.NewEncoder(c.stdout).Encode(map[string]string{"version": release, "go": runtime.Version()})
			}
			_, err := fmt.Fprintf(c.stdout, "leadassist-sim %s (%s)\n", release, runtime.Version())
			return err
		},
	}
}
