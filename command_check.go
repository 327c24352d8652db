package main

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

func (p *program) checkCommand() *cobra.Command {
	c := &cobra.Command{Use: "check", Short: "Find everything that is wrong with a configuration", Args: cobra.NoArgs}
	from := fromFlag(c)
	asJSON := c.Flags().Bool("json", false, "print findings as JSON")
	c.RunE = func(cmd *cobra.Command, _ []string) error { return check(cmd, *from, *asJSON) }
	return markOffline(c)
}

func check(cmd *cobra.Command, from string, asJSON bool) error {
	root, err := configurationAt(from)
	if err != nil {
		return err
	}
	b, m, found := compile(root)
	if asJSON {
		if found == nil {
			found = []spec.Diagnostic{}
		}
		err = writeJSON(cmd.OutOrStdout(), map[string]any{"hash": b.Hash, "diagnostics": found})
	} else {
		err = spec.Print(cmd.ErrOrStderr(), found)
	}
	if err != nil {
		return err
	}
	if m == nil {
		return errReported
	}
	if !asJSON {
		fmt.Fprintf(cmd.OutOrStdout(), "%d packs, %d types: sound\n", len(m.Packs), records(m))
	}
	return nil
}

// records counts the types that have records of their own.
func records(m *model.Model) int {
	n := 0
	for _, t := range m.Types {
		if !t.Abstract && t.Owner == nil {
			n++
		}
	}
	return n
}
