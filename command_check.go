package main

import (
	"fmt"

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
		fmt.Fprintf(cmd.OutOrStdout(), "%d packs, %d types: sound\n", len(m.Packs), len(m.Types))
	}
	return nil
}
