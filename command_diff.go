package main

import (
	"fmt"
	"io"

	"kontora/internal/model"

	"github.com/spf13/cobra"
)

// exitChanges is the code of plan and diff when there are differences.
const exitChanges = exitCode(2)

func (p *program) diffCommand() *cobra.Command {
	c := &cobra.Command{Use: "diff FOLDER FOLDER", Short: "Say in words how two configurations differ", Args: cobra.ExactArgs(2)}
	asJSON := c.Flags().Bool("json", false, "print the differences as JSON")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		var models [2]*model.Model
		for i, folder := range args {
			var err error
			if _, models[i], err = readConfiguration(folder, cmd.ErrOrStderr()); err != nil {
				return err
			}
		}
		return sayDifferences(cmd.OutOrStdout(), model.Diff(models[0], models[1]), *asJSON)
	}
	return markOffline(c)
}

func sayDifferences(w io.Writer, found []model.Difference, asJSON bool) error {
	if asJSON {
		if found == nil {
			found = []model.Difference{}
		}
		if err := writeJSON(w, found); err != nil {
			return err
		}
	}
	for _, d := range found {
		if !asJSON {
			fmt.Fprintln(w, d)
		}
	}
	if len(found) > 0 {
		return exitChanges
	}
	if !asJSON {
		fmt.Fprintln(w, "no difference")
	}
	return nil
}
