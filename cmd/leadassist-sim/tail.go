package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// tail prints what happens as it happens, until it is told to stop.
func (c *console) tail() *cobra.Command {
	var tenant, event string
	cmd := &cobra.Command{
		Use: "tail", Short: "Print events and attempts to deliver them as they happen, until Ctrl-C", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := among("--event", event, events()); err != nil {
				return err
			}
			k, err := c.client()
			if err != nil {
				return err
			}
			err = k.follow(cmd.Context(), watcher{tenant: tenant, opened: c.watching(k), told: func(h happening, raw []byte) (bool, error) {
				if h.Delivery == "" || event != "" && h.Event != event {
					return false, nil
				}
				return false, c.happened(h, raw)
			}})
			if errors.Is(err, errInterrupted) {
				return nil
			}
			return err
		},
	}
	c.tenantFlag(cmd, &tenant)
	choice{"event", "only this event", events()}.add(cmd, &event)
	return cmd
}

// watching says, once and beside the output, that from now on nothing is missed.
func (c *console) watching(k *client) func() (bool, error) {
	said := false
	return func() (bool, error) {
		if said {
			return false, nil
		}
		said = true
		_, err := fmt.Fprintf(c.stderr, "watching %s; Ctrl-C ends it\n", k.base)
		return false, err
	}
}

// happened prints a happening: a line of text, or of JSON as it came.
func (c *console) happened(h happening, raw []byte) error {
	if c.output == "json" {
		return c.pass(raw)
	}
	_, err := io.WriteString(c.stdout, h.line()+"\n")
	return err
}
