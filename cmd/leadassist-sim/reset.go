package main

import (
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"
)

// reset puts tenants back to the world file.
func (c *console) reset() *cobra.Command {
	var tenant string
	cmd := &cobra.Command{
		Use: "reset", Short: "Put all tenants, or --tenant, back to the world file", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := c.asks(cmd.Context(), question{method: http.MethodPost, path: "reset", body: filled("tenant", tenant)})
			if err != nil {
				return err
			}
			return present(c, raw, func(out io.Writer, told struct{ Reset int }) {
				_, _ = fmt.Fprintf(out, "tenants reset: %d\n", told.Reset)
			})
		},
	}
	c.tenantFlag(cmd, &tenant)
	return cmd
}
