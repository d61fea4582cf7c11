package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// unread is a field that clients send and nobody reads.
type unread struct {
	Operation, Generation, Field, Nearest string
	Kept                                  bool
	Count                                 int
	Tenants                               []string
	Last                                  string `json:"last_request"`
}

// requestsUnread shows what clients send that nobody reads.
func (c *console) requestsUnread() *cobra.Command {
	var tenant string
	var fail bool
	cmd := &cobra.Command{
		Use: "unread", Short: "List fields that clients send and the interface does not know: misspelt ones are found here", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := c.asks(cmd.Context(), look("requests/unread", query("tenant", tenant)))
			if err != nil {
				return err
			}
			if err := present(c, raw, columns("unread fields", "FIELD MEANT OPERATION GENERATION TIMES LAST TENANTS", unread.row)); err != nil || !fail {
				return err
			}
			return lost(raw)
		},
	}
	c.tenantFlag(cmd, &tenant)
	cmd.Flags().BoolVar(&fail, "fail", false, "exit code 1 when there is one that is not kept")
	return cmd
}

func (u unread) row() []string {
	return []string{u.Field, meant(u.Nearest, u.Kept), u.Operation, u.Generation, strconv.Itoa(u.Count), u.Last, strings.Join(u.Tenants, ", ")}
}

// meant is what to do about an unread field.
func meant(nearest string, kept bool) string {
	switch {
	case nearest != "" && kept:
		return nearest + "? (kept)"
	case nearest != "":
		return nearest + "?"
	case kept:
		return "(kept)"
	}
	return ""
}

// lost is the error of fields that nobody reads or keeps.
func lost(raw []byte) error {
	var page listing[unread]
	if err := json.Unmarshal(raw, &page); err != nil {
		return fmt.Errorf("the simulator's answer cannot be read: %w", err)
	}
	page.Items = slices.DeleteFunc(page.Items, func(u unread) bool { return u.Kept })
	if len(page.Items) == 0 {
		return nil
	}
	return findings{fmt.Sprintf("%d fields are sent that nobody reads", len(page.Items))}
}
