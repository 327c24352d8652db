package main

import (
	"errors"
	"fmt"

	"kontora/internal/store"

	"github.com/spf13/cobra"
)

func (p *program) exportCommand() *cobra.Command {
	c := &cobra.Command{Use: "export", Short: "Write the configuration in force to a folder", Args: cobra.NoArgs}
	to := c.Flags().String("to", "", "the folder; files of a configuration that are already there are replaced")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if *to == "" {
			return errors.New("name the folder by --to")
		}
		rev, err := store.LastRevision(p.app)
		if err != nil {
			return err
		}
		if rev == nil {
			return errors.New("no configuration is in force yet")
		}
		if err := writeFiles(*to, rev.Files); err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d files of revision %d\n", len(rev.Files), rev.Number)
		return nil
	}
	return c
}
