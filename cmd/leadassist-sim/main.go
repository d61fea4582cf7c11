// Command leadassist-sim simulates Exotel's Lead Assist number-masking API: run `leadassist-sim serve` and swap the
// base URL of a client.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Exit codes, the same for every command.
const (
	exitFine     = 0
	exitFindings = 1
	exitUsage    = 2
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // documents and requests make much short-lived garbage beside a small world
	}
	os.Exit(program())
}

// program runs the command line of this process. The first signal asks for an orderly end. Before anybody is told of it,
// signals have their usual meaning back, so that a second one ends the process at once.
func program() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	first := make(chan os.Signal, 1)
	signal.Notify(first, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-first
		signal.Stop(first)
		cancel()
	}()
	return run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
}

// findings is an error that means "looked, and found something": exit code 1. An empty one has told it already.
type findings struct{ message string }

func (f findings) Error() string { return f.message }

// console is what a command sees of the process it runs in.
type console struct {
	getenv         func(string) string
	stdout, stderr io.Writer
	output         string
	adminURL       string
	adminToken     string
}

// run is the program as a function of its world.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int { //nolint:revive // the whole of a process is these five
	c := &console{getenv: getenv, stdout: stdout, stderr: stderr}
	root := c.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	if err.Error() != "" {
		_, _ = fmt.Fprintln(stderr, "leadassist-sim:", strings.TrimSpace(err.Error()))
	}
	if _, found := errors.AsType[findings](err); found {
		return exitFindings
	}
	return exitUsage
}

// root assembles the commands, one file each.
func (c *console) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "leadassist-sim",
		Short: "Exotel's Lead Assist API on your own machine: no account, no network, no phone bill",
		Long: "A simulator of Exotel's Lead Assist number-masking API. `leadassist-sim serve` answers it on one port and is\n" +
			"steered on another; swap the base URL of your client and nothing else.\n\n" +
			"Every flag has an environment twin: --admin-addr is LEADASSIST_SIM_ADMIN_ADDR. Flags win.\n" +
			"Exit codes: 0 fine, 1 findings, 2 usage or configuration.",
		SilenceErrors: true, SilenceUsage: true,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return c.settle(cmd) },
	}
	root.SetOut(c.stdout)
	root.SetErr(c.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; %s --help lists the flags", err, cmd.CommandPath())
	})
	root.PersistentFlags().StringVar(&c.output, "output", "text", "how results are printed: text or json")
	root.PersistentFlags().StringVar(&c.adminURL, "admin-url", "http://127.0.0.1:8081", "tester's door of the running simulator")
	root.PersistentFlags().StringVar(&c.adminToken, "admin-token", "", "bearer token of the tester's door")
	root.AddCommand(c.serve(), c.errors(), c.fidelity(), c.hostile(), c.init(), c.validate(), c.version(), c.play(), c.contract(),
		c.call(), c.clock(), c.callbacks(), c.requests(), c.faults(), c.tenants(), c.reset())
	return root
}

// settle gives flags not set on the command line the value of their environment twin, and checks the global ones.
func (c *console) settle(cmd *cobra.Command) error {
	var problems []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		twin := "LEADASSIST_SIM_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value := c.getenv(twin); value != "" && !f.Changed {
			if err := cmd.Flags().Set(f.Name, value); err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", twin, err))
			}
		}
	})
	if c.output != "text" && c.output != "json" {
		problems = append(problems, fmt.Errorf("--output is text or json, not %q", c.output))
	}
	return errors.Join(problems...)
}
