package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"kontora/internal/store"

	"github.com/spf13/cobra"
)

// exitCode ends a run with a code and no further words.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// errReported means that the command has already said what is wrong.
const errReported = exitCode(1)

// offline marks commands that need no data folder; none is made for them.
const offline = "offline"

func markOffline(c *cobra.Command) *cobra.Command {
	c.Annotations = map[string]string{offline: "yes"}
	return c
}

// execute runs the command line and returns the exit code. PocketBase's own
// Execute drops the errors of commands and opens the data folder for all of
// them, so it is not used.
func (p *program) execute() int {
	root := p.app.RootCmd
	root.SilenceErrors, root.SilenceUsage = true, true
	root.FParseErrWhitelist.UnknownFlags = false
	root.SetErr(os.Stderr)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Annotations[offline] != "" {
			return nil
		}
		return p.open()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done(): // the server stops when the application is terminated
	}
	return report(errors.Join(err, p.terminate()))
}

// open opens the data folder.
func (p *program) open() error {
	if err := p.app.Bootstrap(); err != nil {
		return err
	}
	return p.app.RunAllMigrations()
}

func (p *program) terminate() error {
	return store.Close(p.app)
}

func report(err error) int {
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintln(os.Stderr, "error:", err)
	return 1
}
