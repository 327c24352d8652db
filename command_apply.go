package main

import (
	"errors"
	"fmt"

	"kontora/internal/engine"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

func (p *program) applyCommand() *cobra.Command {
	c := &cobra.Command{Use: "apply", Short: "Put a configuration in force", Args: cobra.NoArgs}
	from := fromFlag(c)
	mapping := c.Flags().String("map", "", "where records of removed states and fields go (not yet available)")
	note := c.Flags().String("note", "", "why, for the history of the configuration")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if *mapping != "" {
			return errors.New("--map is not available yet: rename states and fields by \"was\", or move the records first")
		}
		return p.apply(cmd, *from, *note)
	}
	return c
}

func (p *program) apply(cmd *cobra.Command, from, note string) error {
	b, m, err := readConfiguration(from, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if now := p.engine.Model(); now != nil && now.Hash == m.Hash {
		fmt.Fprintln(cmd.OutOrStdout(), "already in force, nothing changed")
		return nil
	}
	rev, found, err := p.engine.Publish(engine.Publishing{Files: b.Files, By: "system", Note: note})
	if errors.Is(err, engine.ErrRefused) {
		_ = spec.Print(cmd.ErrOrStderr(), found)
		return errReported
	}
	if err != nil {
		return errors.New("refused:" + sayError(err))
	}
	fmt.Fprintf(cmd.OutOrStdout(), "revision %d is in force: %s\n", rev.Number, rev.Hash[:12])
	return nil
}
