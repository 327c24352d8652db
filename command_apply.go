package main

import (
	"errors"
	"fmt"

	"kontora/internal/engine"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

func (p *program) applyCommand() *cobra.Command {
	c := &cobra.Command{Use: "apply", Short: "Put a configuration in force", Args: cobra.NoArgs}
	from := fromFlag(c)
	mapping := mapFlag(c)
	note := c.Flags().String("note", "", "why, for the history of the configuration")
	live := remoteFlags(c, "publish to the server at this address instead of the data folder")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		moves, err := readMoves(*mapping)
		if err != nil {
			return err
		}
		b, m, err := readConfiguration(*from, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if live.given() {
			return applyRemote(cmd, live, b, m, *note, moves)
		}
		if err := p.open(); err != nil {
			return err
		}
		return p.apply(cmd, b, m, *note, moves)
	}
	return markOffline(c)
}

func (p *program) apply(cmd *cobra.Command, b *spec.Bundle, m *model.Model, note string, moves engine.Moves) error {
	if now := p.engine.Model(); now != nil && now.Hash == m.Hash && len(moves) == 0 {
		return sayUnchanged(cmd)
	}
	rev, found, err := p.engine.Publish(engine.Publishing{Files: b.Files, By: "system", Note: note, Moves: moves})
	if errors.Is(err, engine.ErrRefused) {
		_ = spec.Print(cmd.ErrOrStderr(), found)
		return errReported
	}
	if err != nil {
		return errors.New("refused:" + sayError(err))
	}
	return sayInForce(cmd, rev.Number, rev.Hash)
}

func applyRemote(cmd *cobra.Command, r *remote, b *spec.Bundle, m *model.Model, note string, moves engine.Moves) error {
	live, err := r.configuration(cmd.Context())
	if err != nil {
		return err
	}
	if live.Hash == m.Hash && len(moves) == 0 {
		return sayUnchanged(cmd)
	}
	out, err := r.publish(cmd.Context(), live, b.Files, note, moves)
	if err != nil {
		return err
	}
	if out.Revision == 0 {
		_ = spec.Print(cmd.ErrOrStderr(), out.Diagnostics)
		return errReported
	}
	return sayInForce(cmd, out.Revision, out.Hash)
}

func sayUnchanged(cmd *cobra.Command) error {
	_, err := fmt.Fprintln(cmd.OutOrStdout(), "already in force, nothing changed")
	return err
}

func sayInForce(cmd *cobra.Command, revision int64, hash string) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "revision %d is in force: %.12s\n", revision, hash)
	return err
}
