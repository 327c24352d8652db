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
	live := remoteFlags(c, "take it from the server at this address instead of the data folder")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if *to == "" {
			return errors.New("name the folder by --to")
		}
		if live.given() {
			return exportRemote(cmd, live, *to)
		}
		if err := p.open(); err != nil {
			return err
		}
		rev, err := store.LastRevision(p.app)
		if err != nil {
			return err
		}
		if rev == nil {
			return errNothingInForce
		}
		return exportTo(cmd, *to, rev.Files, rev.Number)
	}
	return markOffline(c)
}

var errNothingInForce = errors.New("no configuration is in force yet")

func exportRemote(cmd *cobra.Command, r *remote, to string) error {
	live, err := r.configuration(cmd.Context())
	if err != nil {
		return err
	}
	if len(live.Files) == 0 {
		return errNothingInForce
	}
	return exportTo(cmd, to, live.bytes(), live.Revision)
}

func exportTo(cmd *cobra.Command, folder string, files map[string][]byte, revision int64) error {
	if err := writeFiles(folder, files); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%d files of revision %d\n", len(files), revision)
	return nil
}
