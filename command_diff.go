package main

import (
	"fmt"
	"io"

	"kontora/internal/designer"
	"kontora/internal/model"

	"github.com/spf13/cobra"
)

// exitChanges is the code of plan and diff when there are differences.
const exitChanges = exitCode(2)

func (p *program) diffCommand() *cobra.Command {
	c := &cobra.Command{Use: "diff FOLDER FOLDER", Short: "Say in words how two configurations differ", Args: cobra.ExactArgs(2)}
	lang := langFlag(c)
	asJSON := c.Flags().Bool("json", false, "print the differences as JSON")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		var models [2]*model.Model
		for i, folder := range args {
			var err error
			if _, models[i], err = readConfiguration(folder, cmd.ErrOrStderr()); err != nil {
				return err
			}
		}
		return sayDifferences(cmd.OutOrStdout(), designer.Speech{Lang: *lang}, models, *asJSON)
	}
	return markOffline(c)
}

// told is a difference with the sentence that tells it.
type told struct {
	model.Difference
	Text string `json:"text"`
}

func sayDifferences(w io.Writer, speech designer.Speech, models [2]*model.Model, asJSON bool) error {
	found := []told{}
	for _, d := range model.Diff(models[0], models[1]) {
		found = append(found, told{d, speech.Difference(models[0], models[1], d)})
	}
	if asJSON {
		if err := writeJSON(w, found); err != nil {
			return err
		}
	}
	for _, d := range found {
		if !asJSON {
			fmt.Fprintln(w, designer.Sign(d.Difference), d.Text)
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
